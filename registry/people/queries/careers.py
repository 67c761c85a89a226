"""Employments, posts and leave of many persons at once, and a school's staff on a day."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.schools import school
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.people import tables
from registry.people.model.facts import EmployedAt, Leave, Post, PostCategory, RosterEntry
from registry.people.queries.reach import employed_of, reached
from registry.people.queries.rows import leave_of, post_of, select_leaves, select_posts, these
from registry.people.rules import chosen, visible_leaves, visible_posts


async def employments_of(
    reading: Reading, person_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[EmployedAt, ...]]:
    """Each person's employments in order; a former employer sees its own only. Raises NotFound."""
    asked = await reached(reading, person_ids, scope)
    employed = await employed_of(asked)
    return {
        one: tuple(each for each in employed[one] if reach.keeps or each.employment in reach.employments)
        for one, reach in asked.items()
    }


async def employments_on(
    reading: Reading, person_id: UUID, on: date, scope: Scope = EVERYWHERE
) -> tuple[EmployedAt, ...]:
    """Every employment in the scope that holds the day; one at most in any one school. Raises NotFound."""
    inside = {employment.id for employment in (await reached(reading, [person_id], scope))[person_id].employments}
    employed = (await employed_of([person_id]))[person_id]
    return tuple(each for each in employed if on in each.employment.period and each.employment.id in inside)


async def employment_on(reading: Reading, person_id: UUID, on: date, scope: Scope = EVERYWHERE) -> EmployedAt | None:
    """The employment that day with its school's jurisdiction; of several the one that began first.

    None when the person had none in the scope that day. Raises NotFound.
    """
    return chosen(await employments_on(reading, person_id, on, scope))


async def posts_of(
    reading: Reading, person_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[Post, ...]]:
    """Each person's teaching posts in order, at every school where the file is kept. Raises NotFound."""
    asked = await reached(reading, person_ids, scope)
    table = tables.PostHeld
    person = table.employment.person
    found: dict[UUID, list[Post]] = {one: [] for one in asked}
    rows = await select_posts().columns(person.as_alias("person_id")).where(person.is_in(these(asked)))
    for row in rows:
        found[row.pop("person_id")].append(post_of(row))
    return {
        one: tuple(sorted(visible_posts(posts, asked[one]), key=lambda post: post.period))
        for one, posts in found.items()
    }


async def leaves_of(
    reading: Reading, person_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[Leave, ...]]:
    """Each person's approved leave in order; a former employer sees that of its own time. Raises NotFound."""
    asked = await reached(reading, person_ids, scope)
    table = tables.Leave
    found: dict[UUID, list[Leave]] = {one: [] for one in asked}
    for row in await select_leaves().where(table.person.is_in(these(asked))).order_by(table.started_on):
        found[row["person_id"]].append(leave_of(row))
    return {one: visible_leaves(leaves, asked[one]) for one, leaves in found.items()}


async def roster(reading: Reading, school_id: UUID, on: date, scope: Scope = EVERYWHERE) -> tuple[RosterEntry, ...]:
    """The school's staff that day by staff number; of a department only its own. Raises NotFound.

    A person's scope reads no roster: it would show colleagues.
    """
    await school(reading, school_id, scope)
    table = tables.Employment
    asked = table.select(
        table.person.as_alias("person_id"),
        table.id.as_alias("employment_id"),
        table.staff_no,
        table.person.name.as_alias("name"),
        table.department.as_alias("department_id"),
        table.department.name.as_alias("department"),
    ).where(
        table.school == school_id,
        table.voided_at.is_null(),
        table.started_on.is_null() | (table.started_on <= on),
        table.finished_on.is_null() | (table.finished_on >= on),
    )
    if scope.kind is ScopeKind.DEPARTMENT:
        asked = asked.where(table.department == scope.id)
    rows = await asked.order_by(table.staff_no)
    held = await _categories_on([row["employment_id"] for row in rows], on)
    return tuple(RosterEntry(**row, category=held.get(row["employment_id"])) for row in rows)


async def _categories_on(employment_ids: list[UUID], on: date) -> dict[UUID, PostCategory]:
    table = tables.PostHeld
    posts = [post_of(row) for row in await select_posts().where(table.employment.is_in(these(employment_ids)))]
    return {post.employment_id: post.category for post in posts if on in post.period}
