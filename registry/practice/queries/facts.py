"""What the rules of practice need to know of teachers, for many at once."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.facts import EmployedAt, Post
from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.persons import persons, records_from_of
from registry.people.rules import chosen, records_from
from registry.practice.model import IndustryHire, PostCategory, PostHeld, TeacherFacts
from registry.practice.queries.placements import placements_of
from registry.practice.rules.career import Spell
from registry.practice.rules.entry import as_fact


async def teacher_facts(
    reading: Reading, person_ids: Iterable[UUID], on: date | None = None, scope: Scope = EVERYWHERE
) -> dict[UUID, TeacherFacts]:
    """Posts, leave and placements at every school, and since when the records are complete as seen from `on`.

    `on` None is today. Who does not keep a person's file gets only what fell into the time there. Raises NotFound.
    """
    asked = list(dict.fromkeys(person_ids))
    posts, leaves = await posts_of(reading, asked, scope), await leaves_of(reading, asked, scope)
    placements = await placements_of(reading, asked, scope)
    employed = await employments_of(reading, asked, scope)
    complete_from = await records_from_of(reading, asked, on, scope)
    return {
        one: TeacherFacts(
            tuple(_post(post) for post in posts[one]),
            tuple(as_fact(placement) for placement in placements[one]),
            tuple(leave.period for leave in leaves[one]),
            complete_from[one],
            _hires(employed[one]),
        )
        for one in asked
    }


async def spells_of(reading: Reading, person_ids: Iterable[UUID]) -> dict[UUID, tuple[Spell, ...]]:
    """Under whose rule each person stands on the days of employment, in order. Raises NotFound."""
    asked = list(dict.fromkeys(person_ids))
    employed, known = await employments_of(reading, asked), await persons(reading, asked)
    return {one: spells_among(employed[one], known[one].records_from) for one in asked}


def spells_among(employed: tuple[EmployedAt, ...], personal: date | None) -> tuple[Spell, ...]:
    """The days of employment cut wherever an employment begins or ends; of several the one that began first rules."""
    if len(employed) == 1:
        (alone,) = employed
        own, complete_from = alone.employment, personal or alone.school_records_from
        return _lone_spell(own.started_on, own.finished_on, alone.jurisdiction, complete_from)
    edges = {date.min.toordinal(), date.max.toordinal() + 1}
    for each in employed:
        edges.add(each.employment.period.started_on.toordinal())
        edges.add(each.employment.period.finished_on.toordinal() + 1)
    found = []
    for first, following in pairwise(sorted(edges)):
        period = Period(date.fromordinal(first), date.fromordinal(following - 1))
        ruling = chosen([each for each in employed if period.started_on in each.employment.period])
        if ruling:
            complete_from = records_from(personal, employed, period.started_on)
            found.append(Spell(period, ruling.jurisdiction, complete_from))
    return tuple(found)


@lru_cache(maxsize=4096)
def _lone_spell(
    started_on: date | None, finished_on: date | None, jurisdiction: str, complete_from: date | None
) -> tuple[Spell, ...]:
    """The one spell of whoever was employed once: the same for all who share its days and its school."""
    return (Spell(Period(started_on or date.min, finished_on or date.max), jurisdiction, complete_from),)


def _hires(employed: Iterable[EmployedAt]) -> tuple[IndustryHire, ...]:
    """The employments of which both the first day and the months in industry before it are known."""
    return tuple(
        IndustryHire(started_on, months)
        for each in employed
        if (started_on := each.employment.started_on) is not None
        and (months := each.employment.industry_months) is not None
    )


def _post(post: Post) -> PostHeld:
    return PostHeld(PostCategory(post.category.value), post.started_on, post.finished_on)
