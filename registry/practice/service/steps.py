"""The steps of a placement: approved, handed in, confirmed or disputed, recognised, sent back, taken back."""

from uuid import UUID

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.institutions.writing import require_valid
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.practice.queries.approvals import plans_from
from registry.practice.queries.recognition import recognition_facts
from registry.practice.records import MovePlacement, Placement, Step, VerifyPlacements
from registry.practice.records.confirmation import ConfirmationMethod, ConfirmByOffice
from registry.practice.rules.approvals import may_approve_at_once
from registry.practice.rules.recognition import RecognitionFacts, recognition_faults
from registry.practice.service.confirmation import confirm_by_office
from registry.practice.service.loading import acting_towards, placement_for_update, placements_for_update
from registry.practice.service.moving import EVENTS, answer_by_link, moved, verdict_on

__all__ = ["EVENTS", "answer_by_link", "move_placement", "verify_placements"]


async def move_placement(process: Process, command: MovePlacement, scope: Scope = EVERYWHERE) -> Placement:
    """Take one step with one placement. Raises NotFound, NotPermitted, StaleEdit.

    Approving is refused where the school has a chain: there opinions are given step by step. Confirming says that
    the office saw the stamped form, or, of the installation, that a file is the proof.
    """
    if command.step is Step.CONFIRM:
        return await confirm_by_office(process, _seen_on_paper(process, command), scope)
    before = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    require(verdict_on(process, before, command, acting))
    if command.step is Step.APPROVE:
        (plan,) = await plans_from(process.reading, [before])
        require(may_approve_at_once(plan))
    if command.step is Step.VERIFY:
        facts = (await recognition_facts(process.reading, [before]))[before.id]
        require(_may_be_recognised(facts))
    return await moved(process, before, command)


async def verify_placements(
    process: Process, command: VerifyPlacements, scope: Scope = EVERYWHERE
) -> tuple[Placement, ...]:
    """Recognise these placements, all or none. Raises NotFound, InvalidFields with each one's fault by its id."""
    if not command.placements:
        return ()
    revisions = {seen.placement_id: seen.revision for seen in command.placements}
    found = await placements_for_update(process, list(revisions), scope)
    facts = await recognition_facts(process.reading, found)
    faults = {each.id: _fault(process, facts[each.id], revisions, scope) for each in found}
    require_valid({str(one): words for one, words in faults.items() if words})
    steps = [(each, MovePlacement(each.id, each.revision, Step.VERIFY)) for each in found]
    return tuple([await moved(process, each, step) for each, step in steps])


def _fault(process: Process, facts: RecognitionFacts, revisions: dict[UUID, int], scope: Scope) -> str | None:
    """Why this placement cannot be recognised as it was seen; None when it can."""
    before = facts.placement
    if before.is_replaced or before.revision != revisions[before.id]:
        return "刚才有人修改了这条记录,请刷新后再看"
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    verdict = verdict_on(process, before, MovePlacement(before.id, before.revision, Step.VERIFY), acting)
    return (verdict.reason if not verdict.allowed else _may_be_recognised(facts).reason) or None


def _may_be_recognised(facts: RecognitionFacts) -> Verdict:
    faults = recognition_faults(facts)
    return Verdict.no(";".join(faults)) if faults else Verdict.yes()


def _seen_on_paper(process: Process, command: MovePlacement) -> ConfirmByOffice:
    is_installation = principal_of(process.actor).account_id is None
    method = ConfirmationMethod.IMPORTED_FILE if is_installation else ConfirmationMethod.STAMPED_PAPER
    return ConfirmByOffice(command.placement_id, command.revision, method, command.reason)
