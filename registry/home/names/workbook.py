"""A list of names that was asked after, as a workbook to print and to hand on. Chinese: it is an office's paper."""

from collections.abc import Iterable
from datetime import date

from registry.home.names.answers import Line, Question
from registry.home.names.wording import PAPER, finding_shown, notes, since_title_shown
from registry.practice.documents.figures import credit_shown, state_shown
from registry.practice.documents.official_table import Align, Column, OfficialTable, filled
from registry.practice.documents.official_workbook import table_as_workbook

COLUMNS = (
    Column("序号", 4),
    Column("工号", 9),
    Column("姓名", 9),
    Column("部门", 12),
    Column("结论", 8),
    Column("近五年", 10),
    Column("五年累计", 14, Align.RIGHT),
    Column("现职称", 9),
    Column("任现职日期", 9),
    Column("任现职以来", 14, Align.RIGHT),
    Column("缺什么", 34, Align.LEFT),
)


def names_as_workbook(lines: Iterable[Line], question: Question, basis: Iterable[str], printed_on: date) -> bytes:
    """Every entry in the order it was pasted."""
    rows = filled(COLUMNS, [_row(number, line) for number, line in enumerate(lines, 1)])
    title = "企业实践名单速查结果"
    table = OfficialTable(question.school.name, title, tuple(basis), COLUMNS, rows, (), printed_on, "名单")
    return table_as_workbook(table)


def _row(number: int, line: Line) -> list[str]:
    missing, finding = ";".join(notes(line, PAPER)), finding_shown(line.finding, PAPER)
    answer = line.answer
    if answer is None:
        return [str(number), "", line.pasted.text, "", finding, "", "", "", "", "", missing]
    credit, title = answer.standing.credit, answer.title
    return [
        str(number),
        answer.entry.staff_no,
        answer.entry.name,
        answer.entry.department or "",
        finding,
        state_shown(answer.standing.state, PAPER),
        credit_shown(credit, PAPER) if credit else "",
        title.name if title else "",
        str(title.appointed_on) if title else "",
        since_title_shown(answer, PAPER),
        missing,
    ]
