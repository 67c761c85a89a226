"""The staff of every school in reach, a page at a time: one statement a page, whatever was added meanwhile.

The order (school, staff number, employment) never changes for an employment, so pages show each of them once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import school_by_code
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope, ScopeKind
from registry.people import tables
from registry.people.model.facts import PostCategory


class StaffPlace(NamedTuple):
    """Where a page ended: the keys of its last line."""

    school_code: str
    staff_no: str
    employment_id: UUID


@dataclass(frozen=True, slots=True)
class StaffWish:
    """Whose staff is asked for, on which day. Empty texts and None narrow nothing; `name`: a part of it."""

    on: date
    school_id: UUID | None = None
    department_id: UUID | None = None
    category: PostCategory | None = None
    staff_no: str = ""
    name: str = ""
    after: StaffPlace | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One employment on the day. `category` None: no teaching post that day."""

    person_id: UUID
    employment_id: UUID
    name: str
    school_code: str
    school_name: str
    staff_no: str
    department_id: UUID | None
    department: str | None
    started_on: date | None
    finished_on: date | None
    category: PostCategory | None

    @property
    def place(self) -> StaffPlace:
        """Where a page that ends with this line ends."""
        return StaffPlace(self.school_code, self.staff_no, self.employment_id)


class StaffPage(NamedTuple):
    """A page and where it ended; None: it is the last one."""

    lines: tuple[StaffLine, ...]
    next: StaffPlace | None


_LINES = """
SELECT e.person AS person_id, e.id AS employment_id, p.name, s.code AS school_code, s.name AS school_name, e.staff_no,
    e.department AS department_id, u.name AS department, e.started_on, e.finished_on, h.category
FROM employment e
JOIN person p ON p.id = e.person
JOIN school s ON s.id = e.school
LEFT JOIN school_unit u ON u.id = e.department
LEFT JOIN LATERAL (
    SELECT h.category FROM post_held h
    WHERE h.employment = e.id AND h.voided_at IS NULL
        AND COALESCE(h.started_on, '-infinity') <= {} AND COALESCE(h.finished_on, 'infinity') >= {}
    ORDER BY h.id LIMIT 1
) h ON true
WHERE e.voided_at IS NULL
    AND COALESCE(e.started_on, '-infinity') <= {} AND COALESCE(e.finished_on, 'infinity') >= {}
    AND ({} OR e.school = ANY({}::uuid[]) OR e.department = ANY({}::uuid[]) OR s.bureau = ANY({}::uuid[]))
    AND ({}::uuid IS NULL OR e.school = {}) AND ({}::uuid IS NULL OR e.department = {})
    AND ({}::text IS NULL OR h.category = {})
    AND ({}::text = '' OR e.staff_no = {}) AND ({}::text = '' OR strpos(lower(p.name), lower({})) > 0)
    AND ({} OR (s.code, e.staff_no, e.id) > ({}, {}, {}::uuid))
ORDER BY s.code, e.staff_no, e.id
LIMIT {}
"""


async def staff_page(reading: Reading, wish: StaffWish, scopes: Sequence[Scope]) -> StaffPage:
    """Who is on the staff that day as far as the scopes reach; a person's own scope reads no list."""
    category = wish.category.value if wish.category else None
    after = wish.after or StaffPlace("", "", UUID(int=0))
    rows: list[dict[str, Any]] = await tables.Employment.raw(
        _LINES,
        *[wish.on] * 4,
        *reaches(scopes),
        *[wish.school_id] * 2,
        *[wish.department_id] * 2,
        *[category] * 2,
        *[wish.staff_no] * 2,
        *[wish.name] * 2,
        wish.after is None,
        *after,
        wish.limit + 1,
    )
    lines = tuple(_line(row) for row in rows[: wish.limit])
    return StaffPage(lines, lines[-1].place if len(rows) > wish.limit else None)


async def school_in_reach(reading: Reading, code: str, scopes: Iterable[Scope]) -> tuple[School, Scope]:
    """A school by its code and the first of these scopes that reaches it. Raises NotFound when none does."""
    for scope in dict.fromkeys(scopes):
        try:
            return await school_by_code(reading, code, scope), scope
        except NotFound:
            continue
    raise NotFound("没有找到该学校")


def reaches(scopes: Iterable[Scope]) -> tuple[bool, list[UUID], list[UUID], list[UUID]]:
    """The scopes as a statement takes them: everywhere, or which schools, departments and bureaus."""
    known = set(scopes)
    kinds = (ScopeKind.SCHOOL, ScopeKind.DEPARTMENT, ScopeKind.BUREAU)
    schools, departments, bureaus = (
        [scope.id for scope in known if scope.kind is kind and scope.id is not None] for kind in kinds
    )
    return any(scope.kind is ScopeKind.SYSTEM for scope in known), schools, departments, bureaus


def _line(row: dict[str, Any]) -> StaffLine:
    return StaffLine(**{**row, "category": PostCategory(row["category"]) if row["category"] else None})
