"""Checks made while somebody practises: entered by the office or the department's head, voided with a reason."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields, void_fault
from registry.institutions.writing import as_row, require_fresh, require_valid, save
from registry.kernel.errors import NotFound, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.practice import tables
from registry.practice.queries.spot_checks import select_spot_checks, spot_check_of
from registry.practice.records import Placement
from registry.practice.records.spot_checks import (
    RecordSpotCheck,
    SpotCheck,
    SpotCheckRecorded,
    SpotCheckVoided,
    VoidSpotCheck,
)
from registry.practice.rules.spot_checks import may_check, spot_check_faults
from registry.practice.service.loading import acting_towards, is_not_involved, placements_for_update


async def record_spot_check(process: Process, command: RecordSpotCheck, scope: Scope = EVERYWHERE) -> SpotCheck:
    """Enter a check. Raises NotFound, NotPermitted, InvalidFields, StaleEdit when the very same stands already."""
    (told,) = await placements_for_update(process, [command.placement_id], scope)
    _require_checker(process, told, scope)
    require_valid(
        empty_fields(checked_by=command.checked_by, findings=command.findings),
        spot_check_faults(command, told, process.today),
    )
    after = SpotCheck(
        id=uuid4(),
        placement_id=told.chain_id,
        checked_on=command.checked_on,
        checked_by=command.checked_by.strip(),
        manner=command.manner,
        findings=command.findings.strip(),
        absence_found=command.absence_found,
        photograph=command.photograph,
        recorded_by=process.actor.account_id,
        recorded_by_name=process.actor.name,
        recorded_at=process.now,
        voided_at=None,
        voided_by_name=None,
        voided_reason=None,
        revision=1,
    )
    await _require_new(after)
    await tables.SpotCheck.insert(tables.SpotCheck(**as_row(after)))
    process.record(change(SpotCheckRecorded, None, after))
    return after


async def void_spot_check(process: Process, command: VoidSpotCheck, scope: Scope = EVERYWHERE) -> SpotCheck:
    """Take a check back. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    first = await _stored(command.check_id)
    (told,) = await placements_for_update(process, [first.placement_id], scope)
    before = await _stored(command.check_id)
    _require_checker(process, told, scope)
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=command.reason), void_fault(before.voided_at))
    voided: dict[str, Any] = {
        "voided_at": process.now,
        "voided_by_name": process.actor.name,
        "voided_reason": command.reason.strip(),
    }
    after = replace(before, **voided, revision=before.revision + 1)
    await save(tables.SpotCheck, before.id, before.revision, voided)
    process.record(change(SpotCheckVoided, before, after))
    return after


def _require_checker(process: Process, told: Placement, scope: Scope) -> None:
    acting = acting_towards(process, told.person_id, told.school_id, scope)
    require(may_check(told.state, acting.parts))
    require(is_not_involved(process, acting, told.person_id))


async def _require_new(after: SpotCheck) -> None:
    rows = await select_spot_checks().where(
        tables.SpotCheck.placement == after.placement_id, tables.SpotCheck.voided_at.is_null()
    )
    if any(_told(spot_check_of(row)) == _told(after) for row in rows):
        raise StaleEdit("这次巡查刚才已经记录,没有重复保存;请刷新后查看")


def _told(check: SpotCheck) -> tuple[object, ...]:
    names = ("checked_on", "checked_by", "manner", "findings", "absence_found", "photograph")
    return tuple(getattr(check, name) for name in names)


async def _stored(check_id: UUID) -> SpotCheck:
    rows = await select_spot_checks().where(tables.SpotCheck.id == check_id)
    if not rows:
        raise NotFound("没有找到该巡查记录")
    return spot_check_of(rows[0])
