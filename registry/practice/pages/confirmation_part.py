"""What a placement's page shows of the enterprise's word, and how it may be asked for or entered."""

from typing import Any

from registry.audit.process import Reading
from registry.identity.model.principals import principal_of
from registry.kernel.scopes import Scope, ScopeKind
from registry.practice.model import PlacementState
from registry.practice.queries.confirmation import confirmations_of, supervisor_asked
from registry.practice.queries.recognition import recognition_facts
from registry.practice.records import Placement, Step
from registry.practice.records.confirmation import ConfirmationMethod
from registry.practice.rules.lifecycle import Part
from registry.practice.rules.recognition import (
    APPEAL,
    MOST_DAYS_VALID,
    REJECT_REASONS,
    RETURN_REASONS,
    RecognitionFacts,
    is_another,
    may_ask_supervisor,
    may_endorse,
    recognition_faults,
    too_early,
    trust_in,
)
from registry.practice.service.loading import acting_of

USUAL_DAYS = 7


async def section(reading: Reading, placement: Placement, scope: Scope) -> dict[str, Any]:
    """What was answered so far, whether the enterprise can be asked, and what the office may do."""
    answers = await confirmations_of(reading, placement.id, scope)
    given = answers[-1] if answers else None
    acting = acting_of(principal_of(reading.actor), placement.person_id, placement.school_id, scope)
    may_ask = may_ask_supervisor(placement.state).allowed and bool(acting.parts & {Part.TEACHER, Part.OFFICE})
    may_second = scope.kind is ScopeKind.SCHOOL and Part.TEACHER not in acting.parts
    may_second = may_second and given is not None and is_another(given, [reading.actor.account_id]).allowed
    facts = (await recognition_facts(reading, [placement]))[placement.id]
    return {
        "confirmations": answers,
        "trusts": {each.id: trust_in(each) for each in answers},
        "asked": await supervisor_asked(reading, placement.id, scope),
        "may_ask": may_ask and not placement.is_replaced,
        "may_endorse": may_second and may_endorse(placement, given, acting.parts).allowed,
        "has_stamped_form": facts.has_stamped_form,
        "still_missing": missing_now(placement, facts),
        "usual_days": USUAL_DAYS,
        "most_days": MOST_DAYS_VALID,
        "return_reasons": RETURN_REASONS,
        "reject_reasons": REJECT_REASONS,
        "appeal": APPEAL,
        "Method": ConfirmationMethod,
        "CONFIRM": Step.CONFIRM,
    }


def missing_now(placement: Placement, facts: RecognitionFacts) -> tuple[str, ...]:
    """What stands against recognising it now. What the stamped form in the folder will confirm is not missing."""
    if placement.state is PlacementState.SUBMITTED and facts.has_stamped_form:
        return (*facts.objections, *too_early(facts))
    return recognition_faults(facts)
