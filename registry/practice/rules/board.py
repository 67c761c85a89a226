"""The board: everybody on the staff of the schools in reach on one day, with both answers. Its nouns. Pure.

`registry.practice.queries.board` answers; pages, exports, chasing, the planner and the API ask it alone, so that all
of them show the same people in the same order.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from registry.people.model.facts import PostCategory
from registry.practice.model import Standing, StandingState, YearlyDuty
from registry.practice.rules.progress import Progress

ROWS_AT_ONCE = 50


class BoardSort(StrEnum):
    """In which order the people come; the staff number decides between equals."""

    URGENCY = "urgency"
    LAPSE = "lapse"
    STAFF_NO = "staff_no"
    NAME = "name"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class BoardWish:
    """What is asked for. `school_id` None: every school in reach. `q`: of a name, pinyin initials, a staff number.

    `after`: the cursor of the page before; None is the first page. `limit` None: everybody, for exports.
    """

    on: date
    school_id: UUID | None = None
    department_id: UUID | None = None
    category: PostCategory | None = None
    state: StandingState | None = None
    progress: Progress | None = None
    q: str = ""
    lapses_before: date | None = None
    sort: BoardSort = BoardSort.URGENCY
    after: str | None = None
    limit: int | None = ROWS_AT_ONCE


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person's line. `standing` is the exact answer of that day; `duty` None: no yearly duty was in force."""

    person_id: UUID
    school_id: UUID
    staff_no: str
    name: str
    department_id: UUID | None
    department: str | None
    category: PostCategory | None
    standing: Standing
    duty: YearlyDuty | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class BoardSums:
    """How many people there are in all, in each state, and at each step of the yearly duty; zero is written too.

    They follow school, department, category and `q` of the wish, and leave its state and progress aside, so that
    each sum is the number of people behind its own link. `asked`: those of whom the yearly duty asks (应实践).
    """

    people: int
    states: dict[StandingState, int]
    progress: dict[Progress, int]

    @property
    def asked(self) -> int:
        """Everybody of whom the yearly duty asks."""
        return self.people - self.progress[Progress.NOT_ASKED]


@dataclass(frozen=True, slots=True)
class SchoolSums:
    """One school's line on a bureau's board."""

    school_id: UUID
    school_code: str
    school_name: str
    sums: BoardSums


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the board. `found`: people who match the whole wish. `next`: the cursor of the next page, or None."""

    wish: BoardWish
    rows: tuple[BoardRow, ...]
    found: int
    sums: BoardSums
    schools: tuple[SchoolSums, ...]
    next: str | None
