"""The first sheet of the printed answer: one row a teacher, totals, and the line to sign and seal."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from xlsxwriter.workbook import Workbook

from registry.exchange.documents import figures
from registry.exchange.documents.printed_sheet import Cell, PrintedSheet, SheetColumn, Styled
from registry.exchange.documents.sheet_style import Looks
from registry.exchange.documents.words import CATEGORIES, OUT_OF_REACH, Words
from registry.exchange.model import LedgerAnswer, TeacherAnswer
from registry.kernel.periods import Period
from registry.platform.language import Language
from registry.practice.documents.figures import period_shown, state_shown
from registry.practice.model import Credit, StandingState

SHEET = Words("达标情况", "Standing")
TITLE = Words("教师企业实践达标情况表", "Enterprise practice of teachers: standing")

_INCOMPLETE = Words("资料不全*", "incomplete*")
_PRORATED = Words("要求按在岗时间折算", "required in proportion to time in post")
_MOVED_WINDOW = Words("因请假窗口前移", "window moved back for leave")
_PAPERS_MISSING = Words("以前的实践待补录", "earlier practice still to be entered")

_ROOM_FOR_AT_LEAST = {Language.ZH: 12, Language.EN: 14}
"""Characters of a figure with "at least" before it: one that does not fit prints as a row of number signs."""


class _Column(NamedTuple):
    """A heading, its width, its usual look, and what stands in the cell of a teacher."""

    heading: Words
    width: float
    look: str
    cell: Callable[[TeacherAnswer], Cell]


def write_standing(workbook: Workbook, answer: LedgerAnswer, looks: Looks) -> None:
    """Add the sheet. The teachers stand in the order of the ledger."""
    language = looks.language
    columns = [*_own_columns(answer.as_of, language), *_state_columns(language), *_beside_columns(answer, language)]
    numbering = SheetColumn(Words("序号", "No.").to(language), 5, "centred")
    layout = [SheetColumn(heading.to(language), width, look) for heading, width, look, _ in columns]
    sheet = PrintedSheet(workbook, SHEET.to(language), [numbering, *layout], looks)
    sheet.title(TITLE.to(language), figures.head_lines(answer, language))
    sheet.heading()
    for number, teacher in enumerate(answer.teachers, start=1):
        sheet.row([number, *[column.cell(teacher) for column in columns]])
    sheet.filter()
    sheet.total(figures.total_lines(answer, language))
    people = Words(f"共 {len(answer.teachers)} 人", f"{len(answer.teachers)} teachers").to(language)
    sheet.signatures(f"{TITLE.to(language)} ({answer.as_of}) {people}")
    sheet.close(figures.footer_line(answer, language))


def _own_columns(as_of: date, language: Language) -> list[_Column]:
    def window(of: TeacherAnswer) -> str:
        return period_shown(of.standing.window, language) if of.standing.window else ""

    room = _ROOM_FOR_AT_LEAST[language]
    return [
        _Column(Words("工号", "Staff no."), 9, "wrapped", lambda of: of.teacher.staff_no),
        _Column(Words("姓名", "Name"), 15, "wrapped", lambda of: of.teacher.name),
        _Column(Words("部门", "Department"), 12, "wrapped", lambda of: of.teacher.department),
        _Column(Words("教师类别", "Post"), 15, "wrapped", lambda of: _categories(of, as_of, language)),
        _Column(
            Words("认定天数", "Verified days"),
            room,
            "figure",
            lambda of: _verified(of, lambda credit: credit.days, "at_least:days"),
        ),
        _Column(
            Words("折合月数", "Months"),
            room,
            "months",
            lambda of: _verified(of, lambda credit: credit.months, "at_least:months"),
        ),
        _Column(Words("要求(月)", "Needed (months)"), 8, "centred", _required),
        _Column(Words("统计窗口", "Window"), 21, "centred", window),
    ]


def _state_columns(language: Language) -> list[_Column]:
    def state(of: TeacherAnswer) -> Cell:
        return _coloured(of.standing.state, language)

    def needed(of: TeacherAnswer) -> Cell:
        unreachable = of.standing.state in figures.NOT_MET and of.standing.days_needed is None
        return Styled(OUT_OF_REACH.to(language), "centred") if unreachable else of.standing.days_needed

    return [
        _Column(Words("状态", "State"), 13, "centred", state),
        _Column(Words("到期日", "Lapses on"), 11, "date", _lapse),
        _Column(Words("还需天数", "Days needed"), 8, "figure", needed),
    ]


def _beside_columns(answer: LedgerAnswer, language: Language) -> list[_Column]:
    def this_year(of: TeacherAnswer) -> str:
        return figures.yearly_shown(figures.year_of_the_answer(of, answer.as_of), language)

    def last_year(of: TeacherAnswer) -> str:
        return figures.yearly_shown(figures.year_before(of, answer.as_of), language)

    def national(of: TeacherAnswer) -> Cell:
        judged = figures.national(of)
        return _coloured(judged.state, language) if judged else None

    usual = figures.usual_window(answer.teachers)
    columns = [
        _Column(Words("本学年(月)", "This year (months)"), 14, "wrapped", this_year),
        _Column(Words("上学年(月)", "Last year (months)"), 14, "wrapped", last_year),
    ]
    if any(teacher.also for teacher in answer.teachers):
        columns.append(_Column(Words("全国标准", "National standard"), 13, "centred", national))
    columns += _since_columns(answer)
    columns.append(_Column(Words("备注", "Notes"), 19, "wrapped", lambda of: _notes(of, usual, language)))
    return columns


def _since_columns(answer: LedgerAnswer) -> list[_Column]:
    if not answer.since:
        return []
    since = answer.since
    return [
        _Column(
            Words(f"{since} 起天数", f"Days since {since}"),
            11,
            "figure",
            lambda of: figures.floored(of.since.days) if of.since else None,
        ),
        _Column(
            Words(f"{since} 起月数", f"Months since {since}"),
            11,
            "months",
            lambda of: figures.floored(of.since.months) if of.since else None,
        ),
    ]


def _categories(of: TeacherAnswer, as_of: date, language: Language) -> str:
    """The categories of the posts held on the day asked about; empty where none was."""
    held = [
        CATEGORIES[post.category].to(language)
        for post in of.teacher.facts.posts
        if (post.started_on or date.min) <= as_of <= (post.finished_on or date.max)
    ]
    return Words("、", ", ").to(language).join(dict.fromkeys(held))


def _verified(of: TeacherAnswer, part: Callable[[Credit], Fraction], at_least: str) -> Cell:
    """One part of the credit found; in the look `at_least` where papers are still missing. None for `exempt`."""
    if of.standing.credit is None:
        return None
    figure = figures.floored(part(of.standing.credit))
    return Styled(figure, at_least) if of.standing.state is StandingState.UNKNOWN else figure


def _required(of: TeacherAnswer) -> Cell:
    return None if of.standing.required_months is None else figures.floored(of.standing.required_months)


def _lapse(of: TeacherAnswer) -> Cell:
    lapse = of.standing.lapses_on
    at_risk = lapse and of.standing.state is StandingState.AT_RISK
    return Styled(lapse, f"state_date:{StandingState.AT_RISK}") if at_risk else lapse


def _coloured(state: StandingState, language: Language) -> Styled:
    return Styled(state_shown(state, language), f"state:{state}")


def _notes(of: TeacherAnswer, usual: Period | None, language: Language) -> str:
    notes = []
    if of.teacher.incomplete:
        notes.append(_INCOMPLETE.to(language))
    if of.standing.state is StandingState.UNKNOWN:
        notes.append(_PAPERS_MISSING.to(language))
    if of.standing.required_months is not None and of.standing.required_months.denominator != 1:
        notes.append(_PRORATED.to(language))
    if of.standing.window and of.standing.window != usual:
        notes.append(_MOVED_WINDOW.to(language))
    return Words(";", "; ").to(language).join(notes)
