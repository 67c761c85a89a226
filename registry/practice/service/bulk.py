"""Many placements entered at once from a school's own file, in the states that the file gives them.

What the file calls recognised is verified by whoever brings it, with the file as proof; nobody verifies their own.
A placement that stands already, the same to the day, is not entered twice and stays as it is.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import in_plain_words, require_valid
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.people.queries.reach import reached
from registry.platform.copying import copy_rows
from registry.practice import records, tables
from registry.practice.constraints import REFUSALS
from registry.practice.model import PlacementState
from registry.practice.queries.placements import placements_of
from registry.practice.records import Placement
from registry.practice.records.bulk import FiledPlacement, FiledRecorded, RecordFiled
from registry.practice.rules.entry import content_faults
from registry.practice.rules.lifecycle import NOT_YOURS, Part
from registry.practice.service.loading import acting_towards, is_not_involved, lock_persons
from registry.practice.service.placement_rows import attended_rows, placement_row

NEEDS_NO_REASON = frozenset({PlacementState.PLANNED, PlacementState.APPROVED, PlacementState.SUBMITTED})
HANDED_IN_FIRST = frozenset({PlacementState.VERIFIED, PlacementState.CONFIRMED})
"""What is verified was handed in before; of what a file calls confirmed the office has not seen the proof yet."""
NOT_TOLD = frozenset({"supervisor"})


class _Entry(NamedTuple):
    """A placement to be written: as it was entered, and as it stands (the same where nothing was verified)."""

    entered: Placement
    stands: Placement


async def record_filed(process: Process, command: RecordFiled, scope: Scope = EVERYWHERE) -> FiledRecorded:
    """Enter these placements, all or none; the office that keeps them does, for teachers whom it employs.

    Raises NotFound, NotPermitted, InvalidFields with each one's fault by its reference.
    """
    persons = {each.person_id for each in command.placements}
    may_verify = await _permitted(process, command.school_id, persons, scope)
    require_valid(*(_faults(each) for each in command.placements))
    await lock_persons(process, persons)
    new = await _unknown(process, command.placements, scope)
    entries = [_entry(process, command, each, may_verify[each.person_id]) for each in new]
    with in_plain_words(REFUSALS):
        await copy_rows(tables.Placement, [placement_row(each.stands) for each in entries])
        days = [day.to_dict() for each in entries for day in attended_rows(each.stands)]
        await copy_rows(tables.AttendedDay, days)
    for entry in entries:
        process.record(change(records.PlacementRecorded, None, entry.entered))
        if entry.stands is not entry.entered:
            process.record(change(records.PlacementVerified, entry.entered, entry.stands))
    verified = sum(1 for each in entries if each.stands.state is PlacementState.VERIFIED)
    asked = sum(1 for each in new if each.state is PlacementState.VERIFIED)
    return FiledRecorded(len(entries), verified, len(command.placements) - len(new), asked - verified)


async def _permitted(process: Process, school_id: UUID, persons: set[UUID], scope: Scope) -> dict[UUID, bool]:
    """Whether the actor may verify for each of these persons, whom the school employs or did."""
    verdicts = {}
    for person_id, reach in (await reached(process.reading, persons, scope)).items():
        if school_id not in {employment.school_id for employment in reach.employments}:
            require_valid({"school_id": "有人不在该校任职"})
        acting = acting_towards(process, person_id, school_id, scope)
        require(Verdict.yes() if Part.OFFICE in acting.parts else Verdict.no(NOT_YOURS))
        is_own = Part.TEACHER in acting.parts
        verdicts[person_id] = not is_own and is_not_involved(process, acting, person_id).allowed
    return verdicts


def _faults(each: FiledPlacement) -> dict[str, str]:
    faults = content_faults(each.content)
    return {each.reference: ";".join(faults.values())} if faults else {}


async def _unknown(process: Process, filed: Sequence[FiledPlacement], scope: Scope) -> list[FiledPlacement]:
    """Those that do not stand yet; a file that lists one twice has it twice, however often the file is brought."""
    stand: Counter[Any] = Counter()
    for placements in (await placements_of(process.reading, {each.person_id for each in filed}, scope)).values():
        stand.update(_same(placement.person_id, placement) for placement in placements)
    new = []
    for each in filed:
        key = _same(each.person_id, each.content)
        if stand[key]:
            stand[key] -= 1
        else:
            new.append(each)
    return new


def _same(person_id: UUID, told: Any) -> tuple[Any, ...]:
    """What makes two placements one: whose, where, when, how much, of which kind."""
    attended = None if told.attended is None else tuple(sorted(told.attended))
    share = told.share_percent if attended is None else None
    return (person_id, told.enterprise_name.strip(), told.started_on, told.finished_on, share, attended, told.form)


def _entry(process: Process, command: RecordFiled, filed: FiledPlacement, may_verify: bool) -> _Entry:
    """The placement in its state; one that the actor may not verify is handed in for somebody else to."""
    is_recognised = filed.state is PlacementState.VERIFIED
    state = PlacementState.SUBMITTED if filed.state in HANDED_IN_FIRST else filed.state
    reason = "" if filed.state in NEEDS_NO_REASON or is_recognised else command.proof
    entered = _entered(process, command.school_id, filed, (state, reason))
    if not (is_recognised and may_verify):
        return _Entry(entered, entered)
    signed: dict[str, Any] = {
        "reason": command.proof,
        "verified_by": process.actor.account_id,
        "verified_by_name": process.actor.name,
        "verified_at": process.now,
    }
    stands = replace(entered, state=PlacementState.VERIFIED, revision=entered.revision + 1, **signed)
    return _Entry(entered, stands)


def _entered(process: Process, school_id: UUID, filed: FiledPlacement, how: tuple[PlacementState, str]) -> Placement:
    new_id, (state, reason) = uuid4(), how
    return Placement(
        id=new_id,
        chain_id=new_id,
        person_id=filed.person_id,
        school_id=school_id,
        **_told(filed),
        state=state,
        reason=reason,
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


def _told(filed: FiledPlacement) -> dict[str, Any]:
    content = filed.content
    told = {field.name: getattr(content, field.name) for field in fields(content) if field.name not in NOT_TOLD}
    attended = None if content.attended is None else tuple(sorted(content.attended))
    words = {"enterprise_name": content.enterprise_name.strip(), "position": content.position.strip()}
    return {**told, **words, "attended": attended}
