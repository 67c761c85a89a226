"""One step of a placement, judged and written: what every use case that moves a placement shares."""

from dataclasses import replace

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import save
from registry.kernel.scopes import EVERYWHERE
from registry.kernel.verdicts import Verdict, require
from registry.practice import records, tables
from registry.practice.records import MovePlacement, Placement, Step
from registry.practice.rules.lifecycle import MOVES, Part, is_decision, may_move
from registry.practice.service.loading import Acting, is_not_involved, placement_for_update

EVENTS: dict[Step, type[Event]] = {
    Step.APPROVE: records.PlacementApproved,
    Step.SUBMIT: records.PlacementSubmitted,
    Step.CONFIRM: records.PlacementConfirmed,
    Step.DISPUTE: records.PlacementDisputed,
    Step.VERIFY: records.PlacementVerified,
    Step.RETURN: records.PlacementReturned,
    Step.REJECT: records.PlacementRejected,
    Step.UNDO_REJECTION: records.RejectionUndone,
    Step.WITHDRAW: records.PlacementWithdrawn,
    Step.VOID: records.PlacementVoided,
}
BY_LINK = Acting(frozenset({Part.SUPERVISOR}), ())
"""Whoever holds the one-time link of a placement speaks for the enterprise, and is nothing else."""


async def answer_by_link(process: Process, command: MovePlacement) -> Placement:
    """The enterprise's supervisor confirms or disputes. The caller has redeemed the link of that placement.

    Raises NotFound, NotPermitted, StaleEdit.
    """
    before = await placement_for_update(process, command.placement_id, command.revision, EVERYWHERE)
    require(verdict_on(process, before, command, BY_LINK))
    return await moved(process, before, command)


def verdict_on(process: Process, before: Placement, command: MovePlacement, acting: Acting) -> Verdict:
    """Whether who acts so may take this step; a decision nobody takes about themselves."""
    verdict = may_move(command.step, before.state, acting.parts, command.reason)
    if verdict.allowed and is_decision(command.step):
        return is_not_involved(process, acting, before.person_id)
    return verdict


async def moved(process: Process, before: Placement, command: MovePlacement) -> Placement:
    """The placement after a step that was permitted, written with its event. Raises StaleEdit."""
    after = replace(
        before, state=MOVES[command.step].leads_to, reason=command.reason.strip(), revision=before.revision + 1
    )
    if command.step is Step.VERIFY:
        actor = process.actor
        after = replace(after, verified_by=actor.account_id, verified_by_name=actor.name, verified_at=process.now)
    changed = ("state", "reason", "verified_by", "verified_by_name", "verified_at")
    await save(tables.Placement, before.id, before.revision, {name: getattr(after, name) for name in changed})
    process.record(change(EVENTS[command.step], before, after))
    return after
