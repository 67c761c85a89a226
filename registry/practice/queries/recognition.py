"""What the recognition of placements rests on, for many at once, and what still stands against it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.schools import school
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import tables
from registry.practice.queries.confirmation import stored_confirmations
from registry.practice.queries.content import content_answers
from registry.practice.queries.grades import grades_among
from registry.practice.queries.placements import within
from registry.practice.queries.proof import proof_of
from registry.practice.queries.rows import placements_from, select_placements, these
from registry.practice.queries.spot_checks import absences_of
from registry.practice.records import Placement
from registry.practice.rules.content import content_objections
from registry.practice.rules.recognition import RecognitionFacts, recognition_faults


async def faults_before_recognition(
    reading: Reading, placement_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> dict[UUID, tuple[str, ...]]:
    """By placement, everything that stands against recognising it; empty where nothing does. Raises NotFound."""
    asked = select_placements().where(tables.Placement.id.is_in(these(placement_ids)))
    found = await within(reading, await placements_from(asked), scope)
    return {one: recognition_faults(facts) for one, facts in (await recognition_facts(reading, found)).items()}


async def recognition_facts(reading: Reading, found: Sequence[Placement]) -> dict[UUID, RecognitionFacts]:
    """By id, these placements with what their recognition rests on; whoever calls has looked who may see them."""
    chains = [each.chain_id for each in found]
    answers = await stored_confirmations(chains, reading.house.vault)
    folders, grades, absences = await proof_of(reading, chains), await grades_among(chains), await absences_of(chains)
    translated = [each.id for each in found if folders[each.chain_id].has_translation]
    objections = await _objections(reading, found, translated)
    return {
        each.id: RecognitionFacts(
            each,
            answers[each.chain_id][-1] if answers[each.chain_id] else None,
            folders[each.chain_id].has_stamped_form,
            grades[each.chain_id].grade if each.chain_id in grades else None,
            absences[each.chain_id],
            reading.today,
            objections[each.id],
        )
        for each in found
    }


async def _objections(
    reading: Reading, found: Sequence[Placement], translated: Sequence[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """By id, what stands against what the placements tell, under the rule in force today where they are kept."""
    answers = await content_answers(reading, found, translated)
    policies = {}
    for school_id in {each.school_id for each in found}:
        kept_at = await school(reading, school_id)
        policies[school_id] = reading.book.practice(kept_at.jurisdiction, reading.today)
    return {each.id: content_objections(each, policies[each.school_id], answers[each.id]) for each in found}
