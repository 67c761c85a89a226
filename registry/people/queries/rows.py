"""How rows become facts. The selects are narrowed by whoever uses them."""

from dataclasses import fields
from operator import itemgetter
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.kernel.errors import NotFound
from registry.people import tables
from registry.people.model.facts import (
    EmployedAt,
    Employment,
    Leave,
    LeaveKind,
    PersonRecord,
    Post,
    PostCategory,
    Sex,
)
from registry.platform.database import these
from registry.platform.vault import Vault

__all__ = [
    "Row",
    "employed_at",
    "id_number_place",
    "leave_of",
    "not_found",
    "person_record",
    "post_of",
    "select_employed",
    "select_leaves",
    "select_posts",
    "these",
]

Row = dict[str, Any]
_of_employment = itemgetter(*(each.name for each in fields(Employment)))
_of_school = itemgetter("school_code", "jurisdiction", "bureau_id", "school_records_from", "department_name")


def id_number_place(person_id: UUID) -> str:
    """The place for which a person's identity number is sealed: table, column and row."""
    return f"person.id_number_sealed:{person_id}"


def not_found(what: str = "此人") -> NotFound:
    """The same words, whether there is nobody or nobody that the scope reaches."""
    return NotFound(f"没有找到{what}")


def person_record(row: Row, vault: Vault) -> PersonRecord:
    """A row of the table of persons, its identity number opened."""
    sealed = row["id_number_sealed"]
    return PersonRecord(
        id=row["id"],
        name=row["name"],
        sex=Sex(row["sex"]) if row["sex"] else None,
        birth_on=row["birth_on"],
        id_number=vault.open(bytes(sealed), id_number_place(row["id"])) if sealed else None,
        records_from=row["records_from"],
        revision=row["revision"],
    )


def select_employed() -> Select[Any]:
    """Employments that are not voided, with their school and department."""
    table = tables.Employment
    return table.select(
        table.id,
        table.person.as_alias("person_id"),
        table.school.as_alias("school_id"),
        table.staff_no,
        table.department.as_alias("department_id"),
        table.started_on,
        table.finished_on,
        table.voided_at,
        table.voided_reason,
        table.revision,
        table.industry_months,
        table.industry_note,
        table.school.code.as_alias("school_code"),
        table.school.jurisdiction.as_alias("jurisdiction"),
        table.school.bureau.as_alias("bureau_id"),
        table.school.records_from.as_alias("school_records_from"),
        table.department.name.as_alias("department_name"),
    ).where(table.voided_at.is_null())


def employed_at(row: Row) -> EmployedAt:
    """A row of `select_employed` as a fact."""
    return EmployedAt(Employment(*_of_employment(row)), *_of_school(row))


def select_posts() -> Select[Any]:
    """Posts that are not voided, of employments that are not."""
    table = tables.PostHeld
    columns = (table.id, table.employment.as_alias("employment_id"), table.category, table.started_on)
    selected = table.select(*columns, table.finished_on, table.voided_at, table.voided_reason, table.revision)
    selected = selected.columns(table.unpractised_reason)
    return selected.where(table.voided_at.is_null(), table.employment.voided_at.is_null())


def post_of(row: Row) -> Post:
    """A row of `select_posts` as a fact."""
    return Post(**{**row, "category": PostCategory(row["category"])})


def select_leaves() -> Select[Any]:
    """Leave that is not voided."""
    table = tables.Leave
    return table.select(
        table.id,
        table.person.as_alias("person_id"),
        table.kind,
        table.started_on,
        table.finished_on,
        table.approved_by,
        table.approved_at,
        table.voided_at,
        table.voided_reason,
        table.revision,
    ).where(table.voided_at.is_null())


def leave_of(row: Row) -> Leave:
    """A row of `select_leaves` as a fact."""
    return Leave(**{**row, "kind": LeaveKind(row["kind"])})
