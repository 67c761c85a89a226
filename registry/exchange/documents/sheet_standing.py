"""The first sheet of the printed answer: one row a teacher, totals, and the line to sign and seal."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from xlsxwriter.workbook import Workbook

from registry.exchange.documents import figures, sheet_style
from registry.exchange.documents.sheet_style import Cell, Looks, Styled
from registry.exchange.documents.words import INCOMPLETE, OUT_OF_REACH, Words
from registry.exchange.model import LedgerAnswer, TeacherAnswer
from registry.kernel.periods import Period
from registry.kernel.quantities import HUNDREDTHS
from registry.platform.language import Language
from registry.practice.model import Credit, StandingState

SHEET = Words("达标情况", "Standing")
TITLE = Words("教师企业实践达标情况表", "Enterprise practice of teachers: standing")

_PRORATED = Words("要求按在岗时间折算", "requirement in proportion to the time in post")
_MOVED_WINDOW = Words("因请假窗口前移", "window moved back for leave")
_PAPERS_MISSING = Words("资料起始日之前的实践待补录", "practice before the records begin is still to be entered")


@dataclass(frozen=True, slots=True)
class _Column:
    """A heading, the width in characters, the usual look, and what stands in the cell."""

    heading: Words
    width: float
    look: str
    cell: Callable[[TeacherAnswer], Cell]


def write_standing(workbook: Workbook, answer: LedgerAnswer, looks: Looks, language: Language) -> None:
    """Add the sheet. The teachers stand in the order of the ledger."""
    columns = [*_own_columns(language), *_state_columns(language), *_beside_columns(answer, language)]
    widths = [_NUMBER_WIDTH, *[column.width for column in columns]]
    sheet = sheet_style.new_sheet(workbook, SHEET.to(language), widths, sheet_style.footer(answer, language))
    top = sheet_style.write_lines(sheet, TITLE.to(language), figures.head_lines(answer, language), looks)
    headings = [Words("序号", "No.").to(language), *[column.heading.to(language) for column in columns]]
    sheet_style.write_heading(sheet, top, headings, looks)
    usual = ["centred", *[column.look for column in columns]]
    for number, teacher in enumerate(answer.teachers, start=1):
        cells: list[Cell] = [number, *[column.cell(teacher) for column in columns]]
        sheet_style.write_cells(sheet, top + number, cells, usual, looks)
    bottom, last = top + len(answer.teachers) + 1, len(widths) - 1
    sheet.autofilter(top, 0, bottom - 1, last)
    sheet_style.write_total(sheet, bottom, figures.totals_shown(answer.teachers, language), looks)
    sheet_style.write_signatures(sheet, bottom + 1, looks, language)
    sheet.print_area(0, 0, bottom + 1, last)
