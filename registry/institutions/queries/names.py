"""What scopes are called: names of bureaus, schools and departments."""

from collections.abc import Iterable

from registry.audit.process import Reading
from registry.institutions import tables
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.database import these


async def scope_names(reading: Reading, scopes: Iterable[Scope | None]) -> dict[Scope, str]:
    """The name of each bureau, school and department among these scopes; a department with its school's short name.

    Permission is the caller's: it found the scopes in what its actor may see. Unknown ones are left out.
    """
    asked = {(scope.kind, scope.id) for scope in scopes if scope is not None and scope.id is not None}
    found: dict[Scope, str] = {}
    bureau, school, unit = tables.Bureau, tables.School, tables.SchoolUnit
    if ids := [scope_id for kind, scope_id in asked if kind is ScopeKind.BUREAU]:
        for row in await bureau.select(bureau.id, bureau.name).where(bureau.id.is_in(these(ids))):
            found[Scope.bureau(row["id"])] = row["name"]
    if ids := [scope_id for kind, scope_id in asked if kind is ScopeKind.SCHOOL]:
        for row in await school.select(school.id, school.short_name).where(school.id.is_in(these(ids))):
            found[Scope.school(row["id"])] = row["short_name"]
    if ids := [scope_id for kind, scope_id in asked if kind is ScopeKind.DEPARTMENT]:
        columns = (unit.id, unit.name, unit.school.short_name.as_alias("school"))
        for row in await unit.select(*columns).where(unit.id.is_in(these(ids))):
            found[Scope.department(row["id"])] = f"{row['school']} {row['name']}"
    return found
