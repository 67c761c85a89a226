"""The schools that some scopes reach, and the departments of the one that a list is about: one statement.

A list of people is filtered by them on the busiest page of all, so nothing is asked twice.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.facts import School, SchoolLevel, Unit, UnitKind
from registry.kernel.scopes import Scope, ScopeKind

_OFFERED = f"""
SELECT s.id, s.code, s.name, s.short_name, s.level, s.jurisdiction, s.bureau AS bureau_id, s.records_from, s.revision,
    u.id AS unit_id, u.name AS unit_name, u.started_on, u.finished_on, u.revision AS unit_revision
FROM school s
LEFT JOIN school_unit u ON u.school = s.id AND u.kind = '{UnitKind.DEPARTMENT.value}'
    AND (u.school = {{}}::uuid OR u.id = ANY ({{}}::uuid[]))
WHERE s.id = ANY ({{}}::uuid[]) OR s.bureau = ANY ({{}}::uuid[])
    OR EXISTS (SELECT FROM school_unit o WHERE o.school = s.id AND o.id = ANY ({{}}::uuid[]))
ORDER BY s.code, u.name, u.started_on
"""


class Offered(NamedTuple):
    """A school in reach. `departments`: all of the one asked about; else those that are scopes themselves."""

    school: School
    departments: tuple[Unit, ...]


async def schools_offered(reading: Reading, scopes: Sequence[Scope], about: UUID | None) -> tuple[Offered, ...]:
    """The schools of bureaus, schools and departments by code; `about` is the school whose departments are wanted."""
    departments = _ids(scopes, ScopeKind.DEPARTMENT)
    schools, bureaus = _ids(scopes, ScopeKind.SCHOOL), _ids(scopes, ScopeKind.BUREAU)
    rows: list[dict[str, Any]] = await tables.School.raw(_OFFERED, about, departments, schools, bureaus, departments)
    found: dict[UUID, tuple[School, list[Unit]]] = {}
    for row in rows:
        if row["id"] not in found:
            found[row["id"]] = (_school(row), [])
        if row["unit_id"]:
            found[row["id"]][1].append(_unit(row))
    return tuple(Offered(school, tuple(units)) for school, units in found.values())


def _ids(scopes: Iterable[Scope], kind: ScopeKind) -> list[UUID]:
    return [scope.id for scope in scopes if scope.kind is kind and scope.id is not None]


def _school(row: dict[str, Any]) -> School:
    names = ("id", "code", "name", "short_name", "jurisdiction", "bureau_id", "records_from", "revision")
    return School(**{name: row[name] for name in names}, level=SchoolLevel(row["level"]))


def _unit(row: dict[str, Any]) -> Unit:
    days = (row["started_on"], row["finished_on"])
    return Unit(row["unit_id"], row["id"], UnitKind.DEPARTMENT, row["unit_name"], *days, row["unit_revision"])
