"""The board as an office signs it: the same rows in the same order, typed, with who made it and what it rests on.

It is Chinese in every language, as everything that is sealed. `board_workbook` and the print page show it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from registry.kernel.quantities import days_shown, months_shown
from registry.platform.language import Language
from registry.policy.model import PracticePolicy
from registry.practice.documents.board_words import NOT_MET, NOTHING, SORTS, year_cell
from registry.practice.documents.figures import state_shown
from registry.practice.documents.words import CATEGORIES, PROGRESS, STATES, URGENCY
from registry.practice.model import PostCategory, StandingState
from registry.practice.rules.board import Board, BoardRow, BoardSums, BoardWish
from registry.practice.rules.progress import Progress

ZH = Language.ZH
EMPTY = "无"
TITLE = "教师企业实践情况一览表"
SIGNERS = ("填表人:", "审核人:", "负责人:")
SEALED, SEAL = "(公章)        年    月    日", "(公章处)"
NO_DEPARTMENT = "未定部门"


class Kind(StrEnum):
    """How the cells of a column are set."""

    TEXT = "text"
    CENTRED = "centred"
    FIGURE = "figure"
    MONTHS = "months"
    DATE = "date"
    STATE = "state"


class Column(NamedTuple):
    """A heading, its width in Latin characters, and how its cells are set."""

    heading: str
    width: float
    kind: Kind


Cell = str | int | Fraction | date | None


class PaperRow(NamedTuple):
    """One person's cells, in the order of the columns; the state colours its cell."""

    cells: tuple[Cell, ...]
    state: StandingState


@dataclass(frozen=True, slots=True)
class BoardPaper:
    """One sheet. `name` tells sheets of one file apart; `lines` stand under the title, `sums` under the rows."""

    name: str
    school_name: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[PaperRow, ...]
    sums: str
    printed_on: date

    @property
    def people(self) -> str:
        """How many stand on it, for whoever signs."""
        return f"共 {len(self.rows)} 人"


@dataclass(frozen=True, slots=True)
class Headed:
    """What the paper says besides the rows: whose it is, what was asked for, what it rests on, each school's rule.

    `schools`: the short names, where the rows are of several schools; empty for one.
    """

    school_name: str
    asked: str
    basis: tuple[str, ...]
    schools: Mapping[UUID, str]
    policy_of: Callable[[UUID], PracticePolicy | None]
    printed_on: date


_COLUMNS = (
    Column("工号", 11, Kind.TEXT),
    Column("姓名", 12, Kind.TEXT),
    Column("部门", 15, Kind.TEXT),
    Column("教师类别", 15, Kind.CENTRED),
    Column("近五年", 13, Kind.STATE),
    Column("认定天数", 9, Kind.FIGURE),
    Column("折合月数", 9, Kind.MONTHS),
    Column("应满(月)", 9, Kind.MONTHS),
    Column("到期日", 11, Kind.DATE),
    Column("还需天数", 9, Kind.FIGURE),
    Column("本学年", 13, Kind.CENTRED),
    Column("本学年进度", 12, Kind.CENTRED),
)
_NUMBER = Column("序号", 6, Kind.CENTRED)
_SCHOOL = Column("学校", 14, Kind.TEXT)


def board_paper(found: Board, headed: Headed) -> BoardPaper:
    """Everybody of the board on one sheet."""
    rows = tuple(_row(number, row, headed) for number, row in enumerate(found.rows, start=1))
    columns = (_NUMBER, *((_SCHOOL,) if headed.schools else ()), *_COLUMNS)
    people = f"{headed.asked} · 共 {len(rows)} 人 · {SORTS[found.wish.sort].zh}排列"
    lines = (people, *headed.basis)
    sums = sums_line(sums_of_rows(found.rows))
    return BoardPaper(TITLE, headed.school_name, TITLE, lines, columns, rows, sums, headed.printed_on)


def papers_by_department(found: Board, headed: Headed) -> tuple[BoardPaper, ...]:
    """A sheet for each department, by school and name; within one the board's order stays. None for nobody."""
    parts: dict[tuple[str, bool, str], list[BoardRow]] = {}
    for row in found.rows:
        school = headed.schools.get(row.school_id, "")
        parts.setdefault((school, row.department is None, row.department or NO_DEPARTMENT), []).append(row)
    found_papers = []
    for (school, _, department), rows in sorted(parts.items()):
        paper = board_paper(replace(found, rows=tuple(rows)), headed)
        name = f"{school}{department}"
        title = f"{TITLE}({department})" if not school else f"{TITLE}({school} {department})"
        found_papers.append(replace(paper, name=name, title=title))
    return tuple(found_papers)


def asked_words(wish: BoardWish, department: str | None) -> str:
    """What was asked for, as somebody who has only the paper must know it."""
    told = [f"部门:{department}"] if department else []
    if wish.category:
        told.append(f"教师类别:{CATEGORIES[PostCategory(wish.category)].zh}")
    if wish.state:
        told.append(f"近五年:{STATES[wish.state].zh}")
    if wish.progress:
        told.append(f"本学年:{PROGRESS[wish.progress].zh}")
    if wish.q:
        told.append(f"姓名、拼音首字母或工号:{wish.q}")
    if wish.lapses_before:
        told.append(f"{wish.lapses_before} 前到期")
    return f"筛选条件:{';'.join(told)}" if told else "全部教师"


def sums_of_rows(rows: tuple[BoardRow, ...]) -> BoardSums:
    """The sums over what stands on the paper."""
    states = [row.standing.state for row in rows]
    steps = [row.progress for row in rows]
    return BoardSums(
        len(rows), {each: states.count(each) for each in URGENCY}, {each: steps.count(each) for each in Progress}
    )


def sums_line(sums: BoardSums) -> str:
    """The sums in one line; states that nobody is in are left out."""
    steps = " · ".join(
        f"{PROGRESS[each].zh} {sums.progress[each]}" for each in Progress if each is not Progress.NOT_ASKED
    )
    states = " · ".join(f"{STATES[each].zh} {count}" for each, count in sums.states.items() if count)
    return f"合计 {sums.people} 人。本学年应实践 {sums.asked} 人:{steps}。近五年:{states or EMPTY}。"


def cell_words(cell: Cell) -> str:
    """A cell as it is printed; an empty one says 无."""
    if cell is None or cell == "":
        return EMPTY
    return days_shown(cell) if isinstance(cell, Fraction) else str(cell)


def printed_cell(cell: Cell, kind: Kind) -> str:
    """A cell of a column as it is printed: months with two decimals, rounded down."""
    return months_shown(cell) if kind is Kind.MONTHS and isinstance(cell, Fraction) else cell_words(cell)


def _row(number: int, row: BoardRow, headed: Headed) -> PaperRow:
    found = row.standing
    year = (
        year_cell(row.duty, headed.policy_of(row.school_id), ZH) if row.progress is not Progress.NOT_ASKED else None
    )
    school = (headed.schools.get(row.school_id),) if headed.schools else ()
    cells: tuple[Cell, ...] = (
        row.staff_no,
        row.name,
        row.department,
        CATEGORIES[PostCategory(row.category)].zh if row.category else None,
        state_shown(found.state, ZH),
        _at_least(row, found.credit.days, days_shown) if found.credit else None,
        _at_least(row, found.credit.months, months_shown) if found.credit else None,
        found.required_months,
        found.lapses_on,
        "补不足" if found.state in NOT_MET and found.days_needed is None else found.days_needed or None,
        year if year != NOTHING else None,
        PROGRESS[row.progress].zh,
    )
    return PaperRow((number, *school, *cells), found.state)


def _at_least(row: BoardRow, figure: Fraction, shown: Callable[[Fraction], str]) -> Cell:
    """The figure; in words where papers are missing and it may be more."""
    return f"至少 {shown(figure)}" if row.standing.state is StandingState.UNKNOWN else figure
