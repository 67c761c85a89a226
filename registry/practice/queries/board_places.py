"""Which schools' boards some scopes open, how widely, and how often each has changed: one statement."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.practice import tables

_PLACES = """
SELECT s.id, s.code, s.name, s.jurisdiction, s.bureau, COALESCE(b.stamp, 0) AS stamp,
    ARRAY(SELECT u.id FROM school_unit u WHERE u.school = s.id AND u.id = ANY ({}::uuid[])) AS units
FROM school s LEFT JOIN board_stamp b ON b.school = s.id
WHERE {}::boolean OR s.id = ANY ({}::uuid[]) OR s.bureau = ANY ({}::uuid[])
    OR EXISTS (SELECT FROM school_unit u WHERE u.school = s.id AND u.id = ANY ({}::uuid[]))
ORDER BY s.code
"""


class BoardPlace(NamedTuple):
    """A school in reach, its rule, the stamp of its board, and the scopes that open it.

    Of several scopes the widest alone; only departments of one school stand side by side.
    """

    school_id: UUID
    code: str
    name: str
    jurisdiction: str
    stamp: int
    scopes: tuple[Scope, ...]

    def scope_of(self, department_id: UUID | None) -> Scope:
        """The scope in which somebody of this department is reached."""
        own = (scope for scope in self.scopes if scope.kind is ScopeKind.DEPARTMENT and scope.id == department_id)
        return next(own, self.scopes[0])


async def board_places(scopes: Sequence[Scope], school_id: UUID | None = None) -> tuple[BoardPlace, ...]:
    """The schools in reach by code, or the one asked for. Raises NotFound where none is."""
    units = _ids(scopes, ScopeKind.DEPARTMENT)
    bureaus, schools = _ids(scopes, ScopeKind.BUREAU), _ids(scopes, ScopeKind.SCHOOL)
    rows: list[dict[str, Any]] = await tables.BoardStamp.raw(
        _PLACES, units, EVERYWHERE in scopes, schools, bureaus, units
    )
    found = tuple(
        BoardPlace(row["id"], row["code"], row["name"], row["jurisdiction"], row["stamp"], _widest(row, scopes))
        for row in rows
        if school_id is None or row["id"] == school_id
    )
    if not found:
        raise NotFound("没有找到该学校")
    return found


def _ids(scopes: Iterable[Scope], kind: ScopeKind) -> list[UUID]:
    return [scope.id for scope in scopes if scope.kind is kind and scope.id is not None]


def _widest(row: dict[str, Any], scopes: Sequence[Scope]) -> tuple[Scope, ...]:
    wide = [EVERYWHERE, Scope.school(row["id"])]
    if row["bureau"] is not None:
        wide.insert(1, Scope.bureau(row["bureau"]))
    return next(((scope,) for scope in wide if scope in scopes), tuple(map(Scope.department, sorted(row["units"]))))
