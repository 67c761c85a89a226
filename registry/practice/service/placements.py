"""Placements: entered, mended while they are not verified, corrected by a new revision after that."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import in_plain_words, require_valid, save
from registry.kernel.errors import StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.people.queries.reach import reached
from registry.practice import records, tables
from registry.practice.constraints import REFUSALS
from registry.practice.model import PlacementState
from registry.practice.queries.notices import notices_about
from registry.practice.records import (
    CorrectPlacement,
    Entered,
    MendPlacement,
    Placement,
    PlacementContent,
    RecordPlacement,
)
from registry.practice.rules.content import fit_objection, relation_objection, same_firm, same_post
from registry.practice.rules.entry import changes_figures, content_faults
from registry.practice.rules.lifecycle import may_correct, may_enter, may_mend
from registry.practice.rules.recognition import state_when_mended
from registry.practice.service.loading import (
    acting_towards,
    is_not_involved,
    lock_persons,
    placement_for_update,
)
from registry.practice.service.placement_rows import attended_rows, placement_row
from registry.practice.service.supervisors import name_supervisor

WORDS = (
    "enterprise_name",
    "position",
    "goals",
    "expected_results",
    "teaching_arrangement",
    "summary",
    "region_code",
)
NO_RULING_ON_THE_FIRM: dict[str, Any] = {
    "relation_reason": "",
    "relation_approved_by_name": None,
    "relation_approved_at": None,
}
NO_RULING_ON_THE_POST: dict[str, Any] = {"fits_subject": None, "fit_reason": "", "fit_decided_by_name": None}


async def record_placement(process: Process, command: RecordPlacement, scope: Scope = EVERYWHERE) -> Entered:
    """Enter a placement; overlaps and leave on the same days are told, not refused.

    The teacher enters it, or the school's office for the teacher: the record keeps both names.
    Raises NotFound, NotPermitted, InvalidFields, StaleEdit when this very entry was saved already.
    """
    reach = (await reached(process.reading, [command.person_id], scope))[command.person_id]
    schools = {employment.school_id for employment in reach.employments}
    require_valid({} if command.school_id in schools else {"school_id": "此人不在该校任职"})
    acting = acting_towards(process, command.person_id, command.school_id, scope)
    require(may_enter(command.state, acting.parts))
    require_valid(content_faults(command.content))
    await lock_persons(process, [command.person_id])
    await _require_new(command.placement_id)
    after = _entered(process, command)
    await _insert(after)
    process.record(change(records.PlacementRecorded, None, after))
    await name_supervisor(process, after.chain_id, command.content.supervisor)
    return Entered(after, await notices_about(process.reading, after, scope))


async def mend_placement(process: Process, command: MendPlacement, scope: Scope = EVERYWHERE) -> Entered:
    """Change what a placement says that is not confirmed yet. A plan that was approved otherwise is asked for anew.

    Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    require(may_mend(before.state, acting.parts))
    require_valid(content_faults(command.content))
    told = _with(before, command.content)
    after = replace(told, state=state_when_mended(before, told), revision=before.revision + 1)
    with in_plain_words(REFUSALS):
        await save(tables.Placement, before.id, before.revision, placement_row(after))
    if after.attended != before.attended:
        await tables.AttendedDay.delete().where(tables.AttendedDay.placement == before.id)
        await _insert_days(after)
    process.record(change(records.PlacementMended, before, after))
    await name_supervisor(process, after.chain_id, command.content.supervisor)
    return Entered(after, await notices_about(process.reading, after, scope))


async def correct_placement(process: Process, command: CorrectPlacement, scope: Scope = EVERYWHERE) -> Entered:
    """Replace a verified placement by a new revision that points at it.

    A slip that changes no figure needs a reason only; other corrections also the word that what rests on the
    figures was seen. Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    before = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, before.person_id, before.school_id, scope)
    require(may_correct(before.state, acting.parts, command.reason))
    require(is_not_involved(process, acting, before.person_id))
    require_valid(content_faults(command.content), _correction_fault(before, command))
    after = _revised(process, before, command)
    replaced = replace(before, is_replaced=True, revision=before.revision + 1)
    await save(tables.Placement, before.id, before.revision, {"is_replaced": True})
    await _insert(after)
    process.record(change(records.PlacementReplaced, before, replaced))
    process.record(change(records.PlacementCorrected, before, after))
    await name_supervisor(process, after.chain_id, command.content.supervisor)
    return Entered(after, await notices_about(process.reading, after, scope))


def _correction_fault(before: Placement, command: CorrectPlacement) -> dict[str, str]:
    after = replace(before, **_told(command.content))
    if after == before and command.content.supervisor is None:
        return {"content": "没有改动"}
    if relation_objection(after):
        return {"relation": "本人或亲属的企业须先批准;请作废原记录后重新登记"}
    if after.form is not before.form and fit_objection(after):
        return {"form": "挂职须先说明岗位是否对口;请作废原记录后重新登记"}
    if changes_figures(before, command.content) and not command.figures_agreed:
        return {"figures_agreed": "更正会改变认定天数;请先查看受影响的证明、材料和认定,再确认"}
    return {}


def _entered(process: Process, command: RecordPlacement) -> Placement:
    new_id = command.placement_id or uuid4()
    return Placement(
        id=new_id,
        chain_id=new_id,
        person_id=command.person_id,
        school_id=command.school_id,
        **_told(command.content),
        state=command.state,
        reason="",
        entered_by=process.actor.account_id,
        entered_by_name=process.actor.name,
        entered_at=process.now,
        verified_by=None,
        verified_by_name=None,
        verified_at=None,
        replaces_id=None,
        is_replaced=False,
        revision=1,
    )


def _revised(process: Process, before: Placement, command: CorrectPlacement) -> Placement:
    return replace(
        before,
        **_told(command.content),
        id=uuid4(),
        state=PlacementState.VERIFIED,
        reason=command.reason.strip(),
        entered_by=process.actor.account_id,
        entered_by_name=process.actor.name,
        entered_at=process.now,
        verified_by=process.actor.account_id,
        verified_by_name=process.actor.name,
        verified_at=process.now,
        replaces_id=before.id,
        revision=1,
    )


def _with(before: Placement, content: PlacementContent) -> Placement:
    """The placement saying this before recognition. What was ruled falls where it was about another firm or post."""
    after = replace(before, **_told(content))
    if not same_firm(before, after):
        return replace(after, **NO_RULING_ON_THE_FIRM, **NO_RULING_ON_THE_POST)
    return after if same_post(before, after) else replace(after, **NO_RULING_ON_THE_POST)


def _told(content: PlacementContent) -> dict[str, Any]:
    """What a placement says, tidied: no spaces around words, attended days in order."""
    told = {field.name: getattr(content, field.name) for field in fields(content) if field.name != "supervisor"}
    attended = None if content.attended is None else tuple(sorted(content.attended))
    words = {name: told[name].strip() for name in WORDS}
    return {**told, **words, "attended": attended}


async def _require_new(placement_id: UUID | None) -> None:
    if placement_id and await tables.Placement.exists().where(tables.Placement.id == placement_id):
        raise StaleEdit("这条实践刚才已经保存,没有重复登记;请刷新后查看")


async def _insert(after: Placement) -> None:
    with in_plain_words(REFUSALS):
        await tables.Placement.insert(tables.Placement(**placement_row(after)))
    await _insert_days(after)


async def _insert_days(after: Placement) -> None:
    if days := attended_rows(after):
        await tables.AttendedDay.insert(*days)
