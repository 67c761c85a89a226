"""Recognising a pile: what was only handed in is confirmed by its stamped form first, in the same process."""

from registry.audit.process import Process
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.model import PlacementState
from registry.practice.queries.recognition import recognition_facts
from registry.practice.records import Placement, Seen, VerifyPlacements
from registry.practice.records.confirmation import ConfirmationMethod, ConfirmByOffice
from registry.practice.service.confirmation import confirm_by_office
from registry.practice.service.loading import placements_for_update
from registry.practice.service.steps import verify_placements


async def recognise_placements(
    process: Process, command: VerifyPlacements, scope: Scope = EVERYWHERE
) -> tuple[Placement, ...]:
    """Recognise these placements, all or none; where the stamped form is in the folder, seeing it confirms.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields with each one's fault by its id.
    """
    if not command.placements:
        return ()
    revisions = {seen.placement_id: seen.revision for seen in command.placements}
    found = await placements_for_update(process, list(revisions), scope)
    facts = await recognition_facts(process.reading, found)
    for each in found:
        is_seen_on_paper = each.state is PlacementState.SUBMITTED and facts[each.id].has_stamped_form
        if is_seen_on_paper and each.revision == revisions[each.id]:
            confirm = ConfirmByOffice(each.id, each.revision, ConfirmationMethod.STAMPED_PAPER)
            revisions[each.id] = (await confirm_by_office(process, confirm, scope)).revision
    return await verify_placements(process, VerifyPlacements(tuple(Seen(*seen) for seen in revisions.items())), scope)
