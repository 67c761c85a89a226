"""What the office rules of a placement before it recognises it: a declared relation, the fit of a secondment."""

from dataclasses import replace
from typing import Any

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields
from registry.institutions.writing import require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.practice import records, tables
from registry.practice.records import ApproveRelation, DecideFit, Placement
from registry.practice.rules.content import may_rule_on_firm, may_rule_on_post
from registry.practice.service.loading import acting_towards, is_not_involved, placement_for_update


async def approve_relation(process: Process, command: ApproveRelation, scope: Scope = EVERYWHERE) -> Placement:
    """Let practice in the teacher's own or a relative's firm stand, with a reason, so that it may be recognised.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    require(may_rule_on_firm(before, acting.parts))
    require(is_not_involved(process, acting, before.person_id))
    require_valid(empty_fields(reason=command.reason))
    ruling = {
        "relation_reason": command.reason.strip(),
        "relation_approved_by_name": process.actor.name,
        "relation_approved_at": process.now,
    }
    return await _ruled(process, before, ruling, records.RelationApproved)


async def decide_fit(process: Process, command: DecideFit, scope: Scope = EVERYWHERE) -> Placement:
    """Say whether the post of a secondment fits the subject taught; a later word replaces an earlier one.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    require(may_rule_on_post(before, acting.parts))
    require(is_not_involved(process, acting, before.person_id))
    require_valid(empty_fields(reason=command.reason))
    ruling = {
        "fits_subject": command.fits,
        "fit_reason": command.reason.strip(),
        "fit_decided_by_name": process.actor.name,
    }
    return await _ruled(process, before, ruling, records.FitDecided)


async def _ruled(process: Process, before: Placement, ruling: dict[str, Any], kind: type[Event]) -> Placement:
    after = replace(before, **ruling, revision=before.revision + 1)
    await save(tables.Placement, before.id, before.revision, ruling)
    process.record(change(kind, before, after))
    return after
