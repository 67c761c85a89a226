"""Titles: of persons, one by its key, and those that wait for an office. Voided ones are left out of lists."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.institutions.queries.schools import school
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.reach import reached, reached_if_any
from registry.people.queries.staff import persons_of_schools
from registry.people.rules import Reach
from registry.platform.database import these
from registry.portfolio import tables
from registry.portfolio.model import Title, TitleLevel
from registry.portfolio.rules import seen_elsewhere


async def titles_of(
    reading: Reading, person_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[Title, ...]]:
    """Each person's titles by the day of grant, verified or not. Raises NotFound for whom the scope does not reach.

    A former employer sees those granted or appointed to in its own time.
    """
    asked = await reached(reading, person_ids, scope)
    table = tables.Title
    found: dict[UUID, list[Title]] = {one: [] for one in asked}
    for each in await titles_from(select_titles().where(table.person.is_in(these(asked)), table.voided_at.is_null())):
        found[each.person_id].append(each)
    return {one: _seen(titles, asked[one]) for one, titles in found.items()}


async def title(reading: Reading, title_id: UUID, scope: Scope = EVERYWHERE) -> Title:
    """One title, also a voided one. Raises NotFound, also for one outside the scope."""
    found = await titles_from(select_titles().where(tables.Title.id == title_id))
    if found:
        reach = (await reached_if_any(reading, [found[0].person_id], scope))[found[0].person_id]
        if reach and _seen(found, reach):
            return found[0]
    raise not_found()


async def titles_waiting_at(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Title, ...]:
    """What nobody has verified yet, of the persons whose file the school keeps; the longest waiting first.

    Of a department only its own persons. Raises NotFound for a school outside the scope.
    """
    await school(reading, school_id, scope)
    here = await reached_if_any(reading, await persons_of_schools([school_id]), Scope.school(school_id))
    kept = [one for one, reach in here.items() if reach and reach.keeps]
    seen = [one for one, reach in (await reached_if_any(reading, kept, scope)).items() if reach and reach.keeps]
    table = tables.Title
    waiting = (table.person.is_in(these(seen)), table.voided_at.is_null(), table.verified_at.is_null())
    found = await titles_from(select_titles().where(*waiting))
    return tuple(sorted(found, key=lambda each: each.entered_at))


def select_titles() -> Select[Any]:
    """Every title, by the day of grant."""
    table = tables.Title
    told = (table.name, table.level, table.series, table.granted_on, table.appointed_on, table.appointed_until)
    paper = (table.granted_by, table.certificate_no, table.document_digest)
    entered = (table.entered_by, table.entered_by_name, table.entered_at)
    verified = (table.verified_by, table.verified_by_name, table.verified_at)
    course = (table.replaces.as_alias("replaces_id"), table.voided_at, table.voided_reason, table.revision)
    keys = (table.id, table.person.as_alias("person_id"))
    return table.select(*keys, *told, *paper, *entered, *verified, *course).order_by(
        table.granted_on, table.appointed_on, table.id
    )


async def titles_from(select: Select[Any]) -> tuple[Title, ...]:
    """The titles that a narrowed `select_titles` finds."""
    return tuple(Title(**{**row, "level": TitleLevel(row["level"])}) for row in await select)


def not_found() -> NotFound:
    """The same words, whether there is no such title or none that the scope reaches."""
    return NotFound("没有找到该职称")


def _seen(titles: Iterable[Title], reach: Reach) -> tuple[Title, ...]:
    if reach.keeps:
        return tuple(titles)
    return seen_elsewhere(titles, (employment.period for employment in reach.employments))
