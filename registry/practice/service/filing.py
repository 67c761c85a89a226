"""The placements of a school's file compared with what stands, for a dry run and for the import alike; then written.

What the file calls recognised is verified by whoever brings it, with the file as proof; nobody verifies their own.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import in_plain_words, require_valid
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.people.queries.reach import reached
from registry.platform.copying import copy_rows, update_rows
from registry.platform.turns import in_turns
from registry.practice import records, tables
from registry.practice.constraints import REFUSALS
from registry.practice.model import PlacementState
from registry.practice.queries.placements import placements_of
from registry.practice.queries.rows import these
from registry.practice.records import Placement
from registry.practice.records.bulk import (
    Corrected,
    FilingAsked,
    FilingNote,
    FilingPlan,
    FilingProblem,
    Mended,
)
from registry.practice.rules.content import relation_objection
from registry.practice.rules.entry import content_faults
from registry.practice.rules.filing import MAY_BE_RECOGNISED, Pair, differences, may_be_mended, pairs, told_by
from registry.practice.rules.lifecycle import NOT_YOURS, STATE_WORDS, Part
from registry.practice.rules.recognition import state_when_mended
from registry.practice.service.filed_rows import write_new
from registry.practice.service.loading import acting_towards, is_not_involved
from registry.practice.service.placement_rows import attended_rows, placement_row


async def compare_filing(process: Process, asked: FilingAsked, scope: Scope = EVERYWHERE) -> FilingPlan:
    """What these placements would do. Raises NotFound, NotPermitted for persons whom the actor's office has not."""
    persons = {each.person_id for each in asked.placements}
    known = persons - asked.new_persons
    may_verify = await permitted(process, asked.school_id, (known, persons - known), scope)
    standing = await _standing(process, known, asked, scope)
    plan = FilingPlan()
    async for pair in in_turns(pairs(asked.placements, standing)):
        faults = content_faults(pair.filed.content)
        if faults:
            notes = (FilingNote(pair.filed.reference, FilingProblem.WRONG, *told) for told in _wrong(faults))
            plan.faults += notes
        else:
            _plan(process, asked, plan, pair, may_verify[pair.filed.person_id])
    return plan


async def write_filing(process: Process, asked: FilingAsked, plan: FilingPlan) -> None:
    """Write what was compared; the persons are locked. Raises StaleEdit, InvalidFields."""
    with in_plain_words(REFUSALS):
        await write_new(process, asked.school_id, plan.new, asked.proof)
        await _write_mended(process, plan.mended)
        await _write_corrected(process, plan.corrected)


async def permitted(
    process: Process, school_id: UUID, persons: tuple[set[UUID], set[UUID]], scope: Scope
) -> dict[UUID, bool]:
    """Whether the actor may verify for each of these persons: whom the school employs or did, and new ones.

    Raises NotFound, NotPermitted, InvalidFields.
    """
    known, new = persons
    for reach in (await reached(process.reading, known, scope)).values() if known else ():
        if school_id not in {employment.school_id for employment in reach.employments}:
            require_valid({"school_id": "有人不在该校任职"})
    verdicts = {}
    async for person_id in in_turns([*known, *new]):
        acting = acting_towards(process, person_id, school_id, scope)
        require(Verdict.yes() if Part.OFFICE in acting.parts else Verdict.no(NOT_YOURS))
        is_own = Part.TEACHER in acting.parts
        verdicts[person_id] = not is_own and is_not_involved(process, acting, person_id).allowed
    return verdicts


async def _standing(process: Process, known: set[UUID], asked: FilingAsked, scope: Scope) -> list[Placement]:
    if not known:
        return []
    found = (await placements_of(process.reading, known, scope)).values()
    return [each for placements in found for each in placements if each.id not in asked.set_aside]


def _wrong(faults: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    return [(name, {"words": words}) for name, words in faults.items()]


def _plan(process: Process, asked: FilingAsked, plan: FilingPlan, pair: Pair, may_verify: bool) -> None:
    filed, stands = pair
    is_recognised = filed.state is PlacementState.VERIFIED
    if is_recognised and not may_verify and (stands is None or stands.state is not PlacementState.VERIFIED):
        plan.own.append(filed)
    if stands is None:
        plan.new.append((filed, may_verify))
        return
    found = differences(filed, stands)
    told = ";".join(f"{each.before} → {each.after}" for each in found)
    if stands.state is PlacementState.VERIFIED and found:
        _plan_correction(process, asked, plan, pair, may_verify)
    elif found and not may_be_mended(stands):
        facts = {"differs": told, "state": STATE_WORDS[stands.state]}
        plan.faults.append(FilingNote(filed.reference, FilingProblem.CONFIRMED_ALREADY, "finished_on", facts))
    elif found or (is_recognised and may_verify and stands.state in MAY_BE_RECOGNISED):
        _plan_mending(process, asked, plan, pair, is_recognised and may_verify)
    else:
        plan.known += 1
        is_other = filed.state is not stands.state and not (is_recognised and not may_verify)
        if is_other:
            facts = {"state": STATE_WORDS[stands.state]}
            plan.warnings.append(FilingNote(filed.reference, FilingProblem.STANDS_OTHERWISE, "status", facts))


def _plan_correction(process: Process, asked: FilingAsked, plan: FilingPlan, pair: Pair, may_verify: bool) -> None:
    filed, stands = pair
    assert stands is not None
    found = differences(filed, stands)
    facts = {"differs": ";".join(f"{each.before} → {each.after}" for each in found)}
    is_asked = asked.corrects and filed.state is PlacementState.VERIFIED
    if not is_asked or not may_verify:
        problem = FilingProblem.OWN_CORRECTION if is_asked else FilingProblem.NEEDS_CORRECTION
        plan.faults.append(FilingNote(filed.reference, problem, found[0].field, facts))
        return
    signed = _signed(process)
    after = replace(
        told_by(filed, stands),
        id=uuid4(),
        reason=asked.proof,
        entered_by=process.actor.account_id,
        entered_by_name=process.actor.name,
        entered_at=process.now,
        replaces_id=stands.id,
        revision=1,
        **signed,
    )
    plan.corrected.append(Corrected(filed, stands, after, found))


def _plan_mending(process: Process, asked: FilingAsked, plan: FilingPlan, pair: Pair, verifies: bool) -> None:
    filed, stands = pair
    assert stands is not None
    found = differences(filed, stands)
    mended = stands
    if found:
        told = told_by(filed, stands)
        mended = replace(told, state=state_when_mended(stands, told), revision=stands.revision + 1)
    verified = None
    if verifies:
        if words := relation_objection(mended):
            plan.faults.append(FilingNote(filed.reference, FilingProblem.WRONG, "enterprise_name", {"words": words}))
            return
        verified = replace(
            mended,
            state=PlacementState.VERIFIED,
            reason=asked.proof,
            revision=mended.revision + 1,
            **_signed(process),
        )
    plan.mended.append(Mended(filed, stands, mended, verified, found))


def _signed(process: Process) -> dict[str, Any]:
    actor = process.actor
    return {"verified_by": actor.account_id, "verified_by_name": actor.name, "verified_at": process.now}


async def _write_mended(process: Process, mended: Sequence[Mended]) -> None:
    changed = [each for each in mended if each.mended is not each.before]
    await write_over(process, [(each.before, each.mended, records.PlacementMended) for each in changed])
    recognised = [(each.mended, each.verified, records.PlacementVerified) for each in mended if each.verified]
    await write_over(process, recognised)


async def write_over(process: Process, changes: Sequence[tuple[Placement, Placement, type[Event]]]) -> None:
    """Change placements that are not verified, each to its next revision, with their attended days."""
    await update_rows(tables.Placement, [placement_row(after) for _, after, _ in changes])
    other_days = [after for before, after, _ in changes if before.attended != after.attended]
    if other_days:
        table = tables.AttendedDay
        await table.delete().where(table.placement.is_in(these(each.id for each in other_days)))
        await copy_rows(table, [day.to_dict() for each in other_days for day in attended_rows(each)])
    for before, after, kind in changes:
        process.record(change(kind, before, after))


async def _write_corrected(process: Process, corrected: Sequence[Corrected]) -> None:
    await write_revisions(process, [(each.before, each.after) for each in corrected])


async def write_revisions(process: Process, pairs: Sequence[tuple[Placement, Placement]]) -> None:
    """Put a new revision in the place of each of these verified placements."""
    replaced = [replace(before, is_replaced=True, revision=before.revision + 1) for before, _ in pairs]
    rows = [{"id": each.id, "is_replaced": True, "revision": each.revision} for each in replaced]
    await update_rows(tables.Placement, rows)
    await copy_rows(tables.Placement, [placement_row(after) for _, after in pairs])
    days = [day.to_dict() for _, after in pairs for day in attended_rows(after)]
    await copy_rows(tables.AttendedDay, days)
    for (before, after), former in zip(pairs, replaced, strict=True):
        process.record(change(records.PlacementReplaced, before, former))
        process.record(change(records.PlacementCorrected, before, after))
