"""The second sheet of the printed answer: the days behind each total, and why the other days do not count."""

from fractions import Fraction

from xlsxwriter.workbook import Workbook

from registry.exchange.documents import figures
from registry.exchange.documents.printed_sheet import Cell, PrintedSheet, SheetColumn, Styled
from registry.exchange.documents.sheet_style import Looks
from registry.exchange.documents.words import NOT_COUNTED, PLACEMENT_STATES, Words
from registry.exchange.model import LedgerAnswer, TeacherAnswer
from registry.kernel.quantities import days_shown
from registry.platform.language import Language
from registry.practice.documents.figures import dates_shown, state_shown
from registry.practice.model import PlacementCount, PlacementFact

SHEET = Words("天数明细", "Days")
TITLE = Words("教师企业实践天数明细表", "Enterprise practice of teachers: days counted")

_COLUMNS = (
    (Words("工号", "Staff no."), 10, "wrapped"),
    (Words("姓名", "Name"), 15, "wrapped"),
    (Words("出处(表!行)", "Row of the ledger"), 18, "wrapped"),
    (Words("企业名称", "Enterprise"), 24, "wrapped"),
    (Words("起止时间", "Dates"), 21, "centred"),
    (Words("方式", "Mode"), 19, "wrapped"),
    (Words("认定状态", "Status"), 10, "centred"),
    (Words("应计天数", "Days offered"), 9, "figure"),
    (Words("计入天数", "Days counted"), 9, "figure"),
    (Words("未计天数", "Days left out"), 9, "figure"),
    (Words("未计原因", "Why left out"), 32, "wrapped"),
)


def write_days(workbook: Workbook, answer: LedgerAnswer, looks: Looks) -> None:
    """Add the sheet: the placements of each teacher by date, then a subtotal that equals the first sheet's total."""
    language = looks.language
    layout = [SheetColumn(heading.to(language), width, look) for heading, width, look in _COLUMNS]
    sheet = PrintedSheet(workbook, SHEET.to(language), layout, looks)
    note = Words(
        "应计天数为该段实践单独计算的天数(按脱产比例或出勤);计入天数加未计天数等于应计天数。",
        "Days offered: what the placement is worth alone; days counted and days left out add up to it.",
    )
    head = [figures.date_line(answer, language), *figures.citation_lines(answer, language)]
    sheet.title(TITLE.to(language), [*head, note.to(language)])
    sheet.heading()
    for teacher in answer.teachers:
        for count in sorted(teacher.counts, key=_by_date):
            sheet.row([teacher.teacher.staff_no, teacher.teacher.name, *_placement(count, language)])
        sheet.row(_subtotal(teacher, language), look="sum")
    sheet.close(figures.footer_line(answer, language))


def _by_date(count: PlacementCount) -> tuple[object, ...]:
    return count.placement.started_on, count.placement.finished_on


def _placement(count: PlacementCount, language: Language) -> list[Cell]:
    placement = count.placement
    left_out = sum(count.left_out.values(), Fraction())
    return [
        placement.reference,
        placement.enterprise,
        dates_shown(placement.started_on, placement.finished_on, language),
        _mode(placement, language),
        PLACEMENT_STATES[placement.state].to(language),
        figures.floored(count.offered),
        figures.floored(count.counted),
        figures.floored(left_out),
        _reasons(count, language) if left_out else Styled("", "wrapped"),
    ]


def _mode(placement: PlacementFact, language: Language) -> str:
    if placement.attended is not None:
        days = days_shown(Fraction(sum(day.halves for day in placement.attended), 2))
        return Words(f"不脱产,出勤 {days} 天", f"on-duty, {days} days attended").to(language)
    percent = placement.share_percent
    return _SHARES.get(percent, Words(f"按 {percent}%", f"{percent} %")).to(language)


_SHARES = {100: Words("脱产", "off-duty"), 50: Words("半脱产(50%)", "half-duty (50 %)")}


def _reasons(count: PlacementCount, language: Language) -> str:
    reasons = [
        Words(f"{NOT_COUNTED[why].zh} {days_shown(days)} 天", f"{NOT_COUNTED[why].en} {days_shown(days)} days")
        for why, days in count.left_out.items()
        if days
    ]
    return Words(";", "; ").to(language).join(reason.to(language) for reason in reasons)


def _subtotal(teacher: TeacherAnswer, language: Language) -> list[Cell]:
    offered = sum((count.offered for count in teacher.counts), Fraction())
    counted = sum((count.counted for count in teacher.counts), Fraction())
    what = Words("小计", "Subtotal") if teacher.counts else Words("小计(无实践记录)", "Subtotal (no placements)")
    figure = [Styled(figures.floored(days), "sum_figure") for days in (offered, counted, offered - counted)]
    found = figures.verified_shown(teacher, language) or state_shown(teacher.standing.state, language)
    who = [teacher.teacher.staff_no, teacher.teacher.name, what.to(language)]
    return [*who, " ", " ", " ", " ", *figure, found]
