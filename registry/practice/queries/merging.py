"""What a merge would change for the person who stays: the answers of each record today, and of both as one."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.schools import school
from registry.kernel.scopes import Scope
from registry.people.model.facts import EmployedAt
from registry.people.model.merging import Pair
from registry.people.queries.careers import employments_of, leaves_of, posts_of
from registry.people.queries.merging import kept_in
from registry.people.rules import chosen
from registry.practice.model import PostCategory, PostHeld, TeacherFacts
from registry.practice.queries.effects import Answers
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.placements import placements_of
from registry.practice.records import Placement
from registry.practice.rules import Reckoning, RuleLine, rule_line, standing, yearly_answers


class MergeEffects(NamedTuple):
    """Today's answers of the record that stays, of the one that comes and of both as one; each one's placements."""

    stays: Answers
    comes: Answers
    together: Answers
    placements: dict[UUID, tuple[Placement, ...]]


async def effects_of_merge(
    reading: Reading, pair: Pair, scopes: Sequence[Scope], voided: Collection[UUID] = ()
) -> MergeEffects:
    """What would change if the two were one and these employments and leave of the second were voided.

    Judged by the rule of the school that employs today, else of the last one. Raises NotFound.
    """
    facts: dict[UUID, TeacherFacts] = {}
    placements: dict[UUID, tuple[Placement, ...]] = {}
    employed: list[EmployedAt] = []
    for one in pair:
        scope = (await kept_in(reading, one, scopes)).scope
        facts[one] = (await teacher_facts(reading, [one], scope=scope))[one]
        placements[one] = (await placements_of(reading, [one], scope))[one]
        employed += (await employments_of(reading, [one], scope))[one]
    stays, comes = facts[pair.survivor_id], facts[pair.merged_id]
    scope = (await kept_in(reading, pair.merged_id, scopes)).scope
    left = await _without(reading, pair.merged_id, comes, voided, scope)
    line = await _line(reading, employed)
    alone, other, together = (_answers(each, line, reading) for each in (stays, comes, _together(stays, left)))
    return MergeEffects(alone, other, together, placements)


def _together(stays: TeacherFacts, comes: TeacherFacts) -> TeacherFacts:
    """The facts of both; since when records are complete stays as the survivor's file says."""
    return replace(
        stays,
        posts=(*stays.posts, *comes.posts),
        placements=(*stays.placements, *comes.placements),
        leaves=(*stays.leaves, *comes.leaves),
        hires=(*stays.hires, *comes.hires),
    )


async def _without(
    reading: Reading, person_id: UUID, facts: TeacherFacts, voided: Collection[UUID], scope: Scope
) -> TeacherFacts:
    if not voided:
        return facts
    posts = (await posts_of(reading, [person_id], scope))[person_id]
    leaves = (await leaves_of(reading, [person_id], scope))[person_id]
    kept = tuple(
        PostHeld(PostCategory(post.category.value), post.started_on, post.finished_on)
        for post in posts
        if post.employment_id not in voided
    )
    return replace(facts, posts=kept, leaves=tuple(leave.period for leave in leaves if leave.id not in voided))


async def _line(reading: Reading, employed: Sequence[EmployedAt]) -> RuleLine:
    present = [each for each in employed if reading.today in each.employment.period]
    last = sorted(employed, key=lambda each: each.employment.period.finished_on)[-1:]
    ruling = chosen(present or last)
    assert ruling is not None, "who is kept by an office is or was employed"
    place = await school(reading, ruling.employment.school_id)
    return rule_line(reading.book.practice_versions(place.jurisdiction))


def _answers(facts: TeacherFacts, line: RuleLine, reading: Reading) -> Answers:
    reckoning = Reckoning(facts)
    return Answers(standing(reckoning, line, reading.today), yearly_answers(reckoning, line, reading.today))
