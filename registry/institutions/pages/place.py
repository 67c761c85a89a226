"""Which school a page is about, and the scope in which the actor reads or keeps it."""

from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response

from registry.audit.process import Reading
from registry.identity.access import scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import schools
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.web.pages import Visitor, go, url

KEEP = Permission.KEEP_SCHOOL
"""Who changes a school's settings."""


class Place(NamedTuple):
    """A school, the scope that reaches it, and all the schools that the actor may choose among."""

    school: School
    scope: Scope
    offered: tuple[School, ...]


async def chosen_place(reading: Reading, school_id: UUID | None, permission: Permission) -> Place:
    """The school that is asked for; the first one where none is. Raises NotFound, also where the actor has none."""
    offered: dict[UUID, tuple[School, Scope]] = {}
    for scope in scopes(reading, permission):
        if scope.kind is ScopeKind.SYSTEM:
            continue
        for each in await schools(reading, scope):
            offered.setdefault(each.id, (each, scope))
    if not offered or (school_id is not None and school_id not in offered):
        raise NotFound("没有找到该学校")
    school, scope = offered[school_id or next(iter(offered))]
    return Place(school, scope, tuple(each for each, _ in offered.values()))


def back(request: Visitor, school: School, note: str = "") -> Response[Any]:
    """On to the school's settings."""
    return go(request, "school_settings", note=note, school_id=school.id)


def crumbs(request: Visitor, school: School) -> tuple[tuple[str, str], ...]:
    """The way back to the school's settings."""
    return ((url(request, "school_settings", school_id=school.id), school.short_name),)
