"""The third sheet of the printed answer: every cell to mend, and every cell worth a second look."""

from collections.abc import Iterable

from xlsxwriter.workbook import Workbook

from registry.exchange.documents import figures
from registry.exchange.documents.printed_sheet import PrintedSheet, SheetColumn
from registry.exchange.documents.sheet_style import Looks
from registry.exchange.documents.words import ERRORS, ERRORS_MEAN, WARNINGS, WARNINGS_MEAN, Words
from registry.exchange.model import CellProblem, LedgerAnswer
from registry.exchange.rules.wording import say

SHEET = Words("数据问题", "Problems")
TITLE = Words("数据问题清单", "Cells to mend")

_COLUMNS = (
    (Words("类别", "Kind"), 9, "centred"),
    (Words("工作表", "Sheet"), 22, "wrapped"),
    (Words("行", "Row"), 7, "figure"),
    (Words("列", "Column"), 16, "wrapped"),
    (Words("填写内容", "Value"), 26, "wrapped"),
    (Words("问题", "Problem"), 58, "wrapped"),
)


def write_problems(workbook: Workbook, answer: LedgerAnswer, looks: Looks) -> None:
    """Add the sheet: errors first (their rows do not count), then warnings (their rows count)."""
    language = looks.language
    layout = [SheetColumn(heading.to(language), width, look) for heading, width, look in _COLUMNS]
    sheet = PrintedSheet(workbook, SHEET.to(language), layout, looks)
    errors, warnings = len(answer.errors), len(answer.warnings)
    summary = Words(
        f"{ERRORS.zh} {errors} 处({ERRORS_MEAN.zh});{WARNINGS.zh} {warnings} 处({WARNINGS_MEAN.zh})。",
        f"{ERRORS.en}: {errors} ({ERRORS_MEAN.en}). {WARNINGS.en}: {warnings} ({WARNINGS_MEAN.en}).",
    )
    sheet.title(TITLE.to(language), [summary.to(language)])
    sheet.heading()
    _write(sheet, answer.errors, ERRORS, looks)
    _write(sheet, answer.warnings, WARNINGS, looks)
    if not errors and not warnings:
        sheet.total([Words("没有发现问题。", "Nothing to mend.").to(language)])
    else:
        sheet.filter()
    sheet.close(figures.footer_line(answer, language))


def _write(sheet: PrintedSheet, problems: Iterable[CellProblem], kind: Words, looks: Looks) -> None:
    for problem in problems:
        said = say(problem, looks.language)
        sheet.row([kind.to(looks.language), problem.sheet, problem.row, problem.column, problem.value, said])
