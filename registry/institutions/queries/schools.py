"""Bureaus and schools, as rows and as facts."""

from typing import Any
from uuid import UUID

from piccolo.columns import ForeignKey
from piccolo.columns.combination import Where
from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.facts import Bureau, School, SchoolLevel
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind

Row = dict[str, Any]


async def bureaus(reading: Reading) -> tuple[Bureau, ...]:
    """All bureaus by code; their names are public."""
    return tuple(Bureau(**row) for row in await tables.Bureau.select().order_by(tables.Bureau.code))


async def bureau(reading: Reading, bureau_id: UUID) -> Bureau:
    """One bureau. Raises NotFound."""
    rows = await tables.Bureau.select().where(tables.Bureau.id == bureau_id)
    return Bureau(**only(rows, "教育局"))


async def schools(reading: Reading, scope: Scope = EVERYWHERE) -> tuple[School, ...]:
    """The schools in the scope by code; none where it reaches none."""
    rows = await select_schools(scope).order_by(tables.School.code)
    return tuple(school_of(row) for row in rows)


async def school(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> School:
    """One school. Raises NotFound, also for a school outside the scope."""
    return school_of(only(await select_schools(scope).where(tables.School.id == school_id), "学校"))


async def school_by_code(reading: Reading, code: str, scope: Scope = EVERYWHERE) -> School:
    """One school by its code. Raises NotFound, also for a school outside the scope."""
    return school_of(only(await select_schools(scope).where(tables.School.code == code), "学校"))


def select_schools(scope: Scope) -> Select[Any]:
    """The select of schools in a scope, to be narrowed further."""
    table = tables.School
    columns = (table.id, table.code, table.name, table.short_name, table.level, table.jurisdiction)
    bureau_id = table.bureau.as_alias("bureau_id")
    select = table.select(*columns, bureau_id, table.records_from, table.revision)
    condition = _reach(scope)
    return select if condition is None else select.where(condition)


def in_schools(select: Select[Any], school: ForeignKey[Any], scope: Scope) -> Select[Any]:
    """Narrow a select of what belongs to schools, by its column of the school, to those in the scope."""
    condition = _reach(scope)
    if condition is None:
        return select
    return select.where(school.is_in(tables.School.select(tables.School.id).where(condition)))


def school_of(row: Row) -> School:
    """A row of `select_schools` as a fact."""
    return School(**{**row, "level": SchoolLevel(row["level"])})


def only(rows: list[Row], what: str) -> Row:
    """The one row that was asked for by its key. Raises NotFound, in the same words whatever the cause."""
    if not rows:
        raise NotFound(f"没有找到该{what}")
    return rows[0]


def _reach(scope: Scope) -> Where | None:
    """The condition under which a school lies in the scope; None: every school does."""
    match scope.kind:
        case ScopeKind.SYSTEM:
            return None
        case ScopeKind.BUREAU:
            return tables.School.bureau == scope.id
        case ScopeKind.DEPARTMENT:
            unit = tables.SchoolUnit
            return tables.School.id.is_in(unit.select(unit.school).where(unit.id == scope.id))
        case ScopeKind.SCHOOL | ScopeKind.PERSON:
            # No school has the id of a person, so a person's scope finds none.
            return tables.School.id == scope.id
