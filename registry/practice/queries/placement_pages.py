"""Every placement in reach, a page at a time: one statement finds a page, two more read it.

The order is that of the chains: it stays when a placement is mended or replaced by a corrected revision, so that
pages show each placement once whatever is written meanwhile.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import Scope, ScopeKind
from registry.people.queries.staff_pages import reaches
from registry.practice import tables
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.queries.rows import placements_from, select_placements, these
from registry.practice.records import Placement


@dataclass(frozen=True, slots=True)
class PlacementWish:
    """Which placements are asked for; None narrows nothing. `from_day` and `to_day`: those with a day in between."""

    school_id: UUID | None = None
    person_id: UUID | None = None
    state: PlacementState | None = None
    form: PracticeForm | None = None
    from_day: date | None = None
    to_day: date | None = None
    after: UUID | None = None
    limit: int = 50


class NamedPlacement(NamedTuple):
    """A placement with whose and where it is: the number is the one held at the school that keeps it."""

    placement: Placement
    person_name: str
    school_code: str
    staff_no: str


class PlacementPage(NamedTuple):
    """A page and the chain with which it ended; None: it is the last one."""

    placements: tuple[NamedPlacement, ...]
    next: UUID | None


_IN_REACH = """
SELECT p.id, p.chain FROM placement p
WHERE NOT p.is_replaced
    AND ({}::uuid IS NULL OR p.chain > {})
    AND ({}::uuid IS NULL OR p.school = {}) AND ({}::uuid IS NULL OR p.person = {})
    AND ({}::text IS NULL OR p.state = {}) AND ({}::text IS NULL OR p.form = {})
    AND p.finished_on >= {} AND p.started_on <= {}
    AND ({} OR p.person = ANY({}::uuid[]) OR EXISTS (
        SELECT 1 FROM employment e JOIN school s ON s.id = e.school
        CROSS JOIN LATERAL (SELECT e.school = ANY({}::uuid[]) OR s.bureau = ANY({}::uuid[]) AS is_wide) reached
        CROSS JOIN LATERAL (
            SELECT COALESCE(e.finished_on, 'infinity') >= {} OR NOT EXISTS (
                SELECT 1 FROM employment other
                WHERE other.person = p.person AND other.voided_at IS NULL
                    AND COALESCE(other.finished_on, 'infinity') >= {}
            ) AS keeps_file
        ) kept
        WHERE e.person = p.person AND e.voided_at IS NULL AND (is_wide OR e.department = ANY({}::uuid[]))
            AND ((p.state = 'verified' AND keeps_file) OR (p.school = e.school AND (is_wide OR keeps_file OR (
                COALESCE(e.started_on, '-infinity') <= p.finished_on
                AND COALESCE(e.finished_on, 'infinity') >= p.started_on
            ))))
    ))
ORDER BY p.chain
LIMIT {}
"""
"""The rule of `registry.practice.rules.visibility` over many: a test holds the two together."""
_NAMES = """
SELECT p.id, who.name, s.code, COALESCE(held.staff_no, '') AS staff_no
FROM placement p JOIN person who ON who.id = p.person JOIN school s ON s.id = p.school
LEFT JOIN LATERAL (
    SELECT e.staff_no FROM employment e
    WHERE e.person = p.person AND e.school = p.school AND e.voided_at IS NULL
    ORDER BY e.started_on DESC NULLS LAST, e.id LIMIT 1
) held ON true
WHERE p.id = ANY({}::uuid[])
"""


async def placement_page(reading: Reading, wish: PlacementWish, scopes: Sequence[Scope]) -> PlacementPage:
    """The placements as they stand that any of these scopes may read."""
    everywhere, schools, departments, bureaus = reaches(scopes)
    persons = [scope.id for scope in scopes if scope.kind is ScopeKind.PERSON]
    rows: list[dict[str, Any]] = await tables.Placement.raw(
        _IN_REACH,
        *[wish.after] * 2,
        *[wish.school_id] * 2,
        *[wish.person_id] * 2,
        *[wish.state.value if wish.state else None] * 2,
        *[wish.form.value if wish.form else None] * 2,
        wish.from_day or date.min,
        wish.to_day or date.max,
        everywhere,
        persons,
        schools,
        bureaus,
        *[reading.today] * 2,
        departments,
        wish.limit + 1,
    )
    shown = rows[: wish.limit]
    asked = select_placements().where(tables.Placement.id.is_in(these(row["id"] for row in shown)))
    found = sorted(await with_names(await placements_from(asked)), key=lambda each: each.placement.chain_id)
    return PlacementPage(tuple(found), shown[-1]["chain"] if len(rows) > wish.limit else None)


async def with_names(placements: Iterable[Placement]) -> tuple[NamedPlacement, ...]:
    """Placements that the asker was allowed to read already, with the names that belong to them."""
    asked = tuple(placements)
    rows: list[dict[str, Any]] = await tables.Placement.raw(_NAMES, [each.id for each in asked])
    names = {row["id"]: (row["name"], row["code"], row["staff_no"]) for row in rows}
    return tuple(NamedPlacement(each, *names[each.id]) for each in asked)
