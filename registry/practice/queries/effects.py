"""What a correction or a voiding would change: the person's answers before and after, and what rests on the record.

Nothing is written. The answers are those of today, by the rule of the school that employs the person today, else of
the school that keeps the record.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.model import Reliance
from registry.audit.process import Reading
from registry.audit.reliances import what_rests_on
from registry.institutions.queries.schools import school
from registry.institutions.writing import require_valid
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.careers import employment_on
from registry.people.queries.reach import reached
from registry.practice.model import PlacementFact, PlacementState, Standing, TeacherFacts, YearlyDuty
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.placements import revisions_of
from registry.practice.records import Placement, PlacementContent
from registry.practice.rules import Reckoning, RuleLine, rule_line, standing, yearly_answers
from registry.practice.rules.entry import content_faults


class Answers(NamedTuple):
    """Both answers of one person on one day: the standing with its credit and forecast, and the yearly duties."""

    standing: Standing
    yearly: tuple[YearlyDuty, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """What would change for the person of a placement. `rests`: what names any revision of it, to be looked at again.

    `before` and `after` are None for a school that no longer keeps the person's file: it sees a part of the facts.
    """

    placement: Placement
    jurisdiction: str
    on: date
    before: Answers | None
    after: Answers | None
    rests: tuple[Reliance, ...]

    @property
    def changes_answers(self) -> bool:
        """Whether any figure or state would be another one."""
        return self.before != self.after

    @property
    def touches_nothing(self) -> bool:
        """Whether all answers stay as they are, as far as the asker sees them whole, and nothing rests on it."""
        return self.before is not None and not self.changes_answers and not self.rests


async def effects_of_correction(
    reading: Reading, placement_id: UUID, content: PlacementContent | None, scope: Scope = EVERYWHERE
) -> Effects:
    """What telling `content` instead would change; None: what voiding the placement would change.

    Raises NotFound, InvalidFields for content that cannot stand.
    """
    revisions = await revisions_of(reading, placement_id, scope)
    stands = next(each for each in revisions if each.id == placement_id)
    require_valid({} if content is None else content_faults(content))
    person = stands.person_id
    jurisdiction = await _jurisdiction(reading, stands)
    before = after = None
    if (await reached(reading, [person], scope))[person].keeps:
        facts = (await teacher_facts(reading, [person], scope=scope))[person]
        line = rule_line(reading.book.practice_versions(jurisdiction))
        before = _answers(facts, line, reading.today)
        after = _answers(_changed(facts, stands, content), line, reading.today)
    rests = await what_rests_on(reading, Placement.SUBJECT, [each.id for each in revisions])
    return Effects(stands, jurisdiction, reading.today, before, after, rests)


async def _jurisdiction(reading: Reading, stands: Placement) -> str:
    employed = await employment_on(reading, stands.person_id, reading.today)
    return employed.jurisdiction if employed else (await school(reading, stands.school_id)).jurisdiction


def _answers(facts: TeacherFacts, line: RuleLine, on: date) -> Answers:
    reckoning = Reckoning(facts)
    return Answers(standing(reckoning, line, on), yearly_answers(reckoning, line, on))


def _changed(facts: TeacherFacts, stands: Placement, content: PlacementContent | None) -> TeacherFacts:
    reference = str(stands.id)
    told = tuple(_told(each, content) if each.reference == reference else each for each in facts.placements)
    return replace(facts, placements=told)


def _told(fact: PlacementFact, content: PlacementContent | None) -> PlacementFact:
    if content is None:
        return fact._replace(state=PlacementState.VOIDED)
    return fact._replace(
        started_on=content.started_on,
        finished_on=content.finished_on,
        share_percent=content.share_percent,
        attended=None if content.attended is None else tuple(sorted(content.attended)),
        form=content.form,
        enterprise=content.enterprise_name.strip(),
    )
