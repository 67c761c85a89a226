"""What stands, locked for a change: a person, or somebody's employment, post or leave."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Process
from registry.institutions.service.schools import changeable_school
from registry.kernel.scopes import Scope
from registry.kernel.verdicts import require
from registry.people import tables
from registry.people.model.facts import Employment, Leave, PersonRecord, Post
from registry.people.queries.reach import reached, reached_if_any
from registry.people.queries.rows import (
    Row,
    employed_at,
    leave_of,
    not_found,
    person_record,
    post_of,
    select_employed,
    select_leaves,
    select_posts,
    these,
)
from registry.people.rules import may_change_file, may_keep_people


class Held(NamedTuple):
    """A post and the employment it belongs to."""

    post: Post
    employment: Employment


async def locked_person(process: Process, person_id: UUID) -> PersonRecord:
    """A person, locked, whatever the scope: what is entered about one person at once waits in line.

    Without the locks one in nine overlapping entries ended in a deadlock inside the exclusion constraint
    (tests/people/test_employments.py, forty at once). Raises NotFound.
    """
    asked = tables.Person.select().where(tables.Person.id == person_id, tables.Person.merged_into.is_null())
    return person_record(_only(await asked.lock_rows("NO KEY UPDATE"), "此人"), process.reading.house.vault)


async def locked_persons(process: Process, person_ids: Collection[UUID]) -> None:
    """Lock all these persons with one statement, in the order of their ids, so that no two processes cross.

    Whatever the scope. Raises NotFound when one of them does not exist, or was merged into another.
    """
    table = tables.Person
    standing = table.id.is_in(these(person_ids)) & table.merged_into.is_null()
    asked = table.select(table.id).where(standing).order_by(table.id)
    if len(await asked.lock_rows("NO KEY UPDATE")) < len(set(person_ids)):
        raise not_found()


async def changeable_person(process: Process, person_id: UUID, scope: Scope) -> PersonRecord:
    """A person whose file the scope keeps, locked. Raises NotFound, NotPermitted."""
    reach = (await reached(process.reading, [person_id], scope))[person_id]
    before = await locked_person(process, person_id)
    require(may_change_file(scope, reach))
    return before


async def found_employment(process: Process, employment_id: UUID, scope: Scope, what: str = "该任职") -> Employment:
    """An employment in the scope, not locked yet. Raises NotFound, NotPermitted."""
    rows = await select_employed().where(tables.Employment.id == employment_id)
    employment = employed_at(_only(rows, what)).employment
    reach = (await reached_if_any(process.reading, [employment.person_id], scope))[employment.person_id]
    if reach is None or employment not in reach.employments:
        raise not_found(what)
    require(may_keep_people(scope))
    return employment


async def changeable_employment(
    process: Process, employment_id: UUID, scope: Scope, what: str = "该任职"
) -> Employment:
    """An employment at a school that the scope may change; school and person are locked.

    Raises NotFound, NotPermitted.
    """
    first = await found_employment(process, employment_id, scope, what)
    await changeable_school(first.school_id, scope)
    await locked_person(process, first.person_id)
    return await found_employment(process, employment_id, scope, what)


async def changeable_post(process: Process, post_id: UUID, scope: Scope) -> Held:
    """A post at a school that the scope may change, with its employment. Raises NotFound, NotPermitted."""
    asked = select_posts().where(tables.PostHeld.id == post_id)
    first = post_of(_only(await asked, "该岗位"))
    employment = await changeable_employment(process, first.employment_id, scope, "该岗位")
    return Held(post_of(_only(await asked, "该岗位")), employment)


async def changeable_leave(process: Process, leave_id: UUID, scope: Scope) -> Leave:
    """A leave of a person whose file the scope keeps, who is locked. Raises NotFound, NotPermitted."""
    asked = select_leaves().where(tables.Leave.id == leave_id)
    leave = leave_of(_only(await asked, "该请假"))
    reach = (await reached_if_any(process.reading, [leave.person_id], scope))[leave.person_id]
    if reach is None:
        raise not_found("该请假")
    await locked_person(process, leave.person_id)
    require(may_change_file(scope, reach))
    return leave_of(_only(await asked, "该请假"))


async def posts_in(employment_id: UUID) -> list[Post]:
    """The posts of an employment already found."""
    return [post_of(row) for row in await select_posts().where(tables.PostHeld.employment == employment_id)]


def _only(rows: list[Row], what: str) -> Row:
    if not rows:
        raise not_found(what)
    return rows[0]
