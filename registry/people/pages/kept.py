"""Whose file a page is about, and the scope in which the actor keeps it, sees it whole, or does not find it."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response

from registry.audit.process import Reading
from registry.identity.access import scopes
from registry.identity.model.permissions import Permission
from registry.kernel.scopes import Scope, ScopeKind
from registry.people.model.facts import EmployedAt, Leave, Person, Post
from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.persons import person
from registry.people.queries.reach import lead_on, reached_if_any
from registry.people.queries.rows import not_found
from registry.people.rules import Reach
from registry.platform.web.pages import Visitor, go, url

KEEP = Permission.KEEP_PEOPLE
"""Who changes a file."""


class Kept(NamedTuple):
    """A person, the scope in which it was found, and how much of the file lies in it."""

    person: Person
    scope: Scope
    reach: Reach


async def kept_person(reading: Reading, person_id: UUID) -> Kept:
    """The person for whoever keeps files: where the file is kept before where it was. Raises NotFound."""
    return await best_found(reading, person_id, scopes(reading, KEEP))


async def best_found(reading: Reading, person_id: UUID, among: Iterable[Scope]) -> Kept:
    """The person in the first of these scopes that keeps the file, else in the first that reaches it.

    Raises NotFound, Moved.
    """
    found = []
    asked = list(dict.fromkeys(among))
    for scope in asked:
        reach = (await reached_if_any(reading, [person_id], scope))[person_id]
        if reach is not None:
            found.append((scope, reach))
    if not found:
        await lead_on(reading, person_id, asked)
        raise not_found()
    scope, reach = next((each for each in found if each[1].keeps), found[0])
    return Kept(await person(reading, person_id, scope), scope, reach)


def whole_scopes(reading: Reading) -> tuple[Scope, ...]:
    """Where the actor may see values of persons: one's own, and where one keeps files."""
    own = [scope for scope in scopes(reading, Permission.READ_TEACHER) if scope.kind is ScopeKind.PERSON]
    return (*own, *scopes(reading, KEEP))


async def sees_whole(reading: Reading, person_id: UUID) -> bool:
    """Whether the actor is the person, or of the office that keeps the file."""
    return await is_kept_in(reading, person_id, whole_scopes(reading))


async def is_kept_in(reading: Reading, person_id: UUID, among: Iterable[Scope]) -> bool:
    """Whether one of these scopes keeps the file."""
    for scope in among:
        reach = (await reached_if_any(reading, [person_id], scope))[person_id]
        if reach is not None and reach.keeps:
            return True
    return False


async def kept_employment(reading: Reading, person_id: UUID, employment_id: UUID) -> tuple[Kept, EmployedAt | None]:
    """The person, and that employment in the scope where it lies; None when it stands no longer. Raises NotFound."""
    kept = await kept_person(reading, person_id)
    for scope in scopes(reading, KEEP):
        reach = (await reached_if_any(reading, [person_id], scope))[person_id]
        if reach and any(each.id == employment_id for each in reach.employments):
            known = (await employments_of(reading, [person_id], scope))[person_id]
            found = next(each for each in known if each.employment.id == employment_id)
            return Kept(kept.person, scope, reach), found
    return kept, None


async def kept_post(reading: Reading, person_id: UUID, post_id: UUID) -> tuple[Kept, EmployedAt | None, Post | None]:
    """The person, that post, and the employment it belongs to; None when it stands no longer. Raises NotFound."""
    kept = await kept_person(reading, person_id)
    posts = (await posts_of(reading, [person_id], kept.scope))[person_id]
    post = next((each for each in posts if each.id == post_id), None)
    if post is None:
        return kept, None, None
    kept, employed = await kept_employment(reading, person_id, post.employment_id)
    return kept, employed, post


async def kept_leave(reading: Reading, person_id: UUID, leave_id: UUID) -> tuple[Kept, Leave | None]:
    """The person, and that leave; None when it stands no longer. Raises NotFound."""
    kept = await kept_person(reading, person_id)
    leaves = (await leaves_of(reading, [person_id], kept.scope))[person_id]
    return kept, next((each for each in leaves if each.id == leave_id), None)


def back(request: Visitor, person_id: UUID, note: str = "") -> Response[Any]:
    """On to the person's file."""
    return go(request, "person", note=note, person_id=person_id)


def crumbs(request: Visitor, of: Person) -> tuple[tuple[str, str], ...]:
    """The way back to the person's file."""
    return ((url(request, "person", person_id=of.id), of.name),)
