"""The steps of a placement: approved, handed in, confirmed or disputed, recognised, sent back, taken back."""

from dataclasses import replace
from uuid import UUID

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.practice import records, tables
from registry.practice.records import MovePlacement, Placement, Step, VerifyPlacements
from registry.practice.rules.lifecycle import MOVES, Part, is_decision, may_move
from registry.practice.service.loading import (
    Acting,
    acting_towards,
    is_not_involved,
    placement_for_update,
    placements_for_update,
)

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


async def move_placement(process: Process, command: MovePlacement, scope: Scope = EVERYWHERE) -> Placement:
    """Take one step with one placement. Raises NotFound, NotPermitted, StaleEdit."""
    before = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    require(_verdict(process, before, command, acting))
    return await _moved(process, before, command)


async def answer_by_link(process: Process, command: MovePlacement) -> Placement:
    """The enterprise's supervisor confirms or disputes. The caller has redeemed the link of that placement.

    Raises NotFound, NotPermitted, StaleEdit.
    """
    before = await placement_for_update(process, command.placement_id, command.revision, EVERYWHERE)
    require(_verdict(process, before, command, BY_LINK))
    return await _moved(process, before, command)


async def verify_placements(
    process: Process, command: VerifyPlacements, scope: Scope = EVERYWHERE
) -> tuple[Placement, ...]:
    """Recognise these placements, all or none. Raises NotFound, InvalidFields with each one's fault by its id."""
    if not command.placements:
        return ()
    revisions = {seen.placement_id: seen.revision for seen in command.placements}
    found = await placements_for_update(process, list(revisions), scope)
    require_valid({str(each.id): words for each in found if (words := _fault(process, each, revisions, scope))})
    steps = [(each, MovePlacement(each.id, each.revision, Step.VERIFY)) for each in found]
    return tuple([await _moved(process, each, step) for each, step in steps])


def _fault(process: Process, before: Placement, revisions: dict[UUID, int], scope: Scope) -> str | None:
    """Why this placement cannot be recognised as it was seen; None when it can."""
    if before.is_replaced or before.revision != revisions[before.id]:
        return "刚才有人修改了这条记录,请刷新后再看"
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    return _verdict(process, before, MovePlacement(before.id, before.revision, Step.VERIFY), acting).reason or None


def _verdict(process: Process, before: Placement, command: MovePlacement, acting: Acting) -> Verdict:
    verdict = may_move(command.step, before.state, acting.parts, command.reason)
    if verdict.allowed and is_decision(command.step):
        return is_not_involved(process, acting, before.person_id)
    return verdict


async def _moved(process: Process, before: Placement, command: MovePlacement) -> Placement:
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
