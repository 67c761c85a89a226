"""New placements of a file as rows and events, made without a fact for each.

A ledger has tens of thousands of rows that differ in a dozen values; all others are taken from one placement that is
made as every other is (measured: a quarter of the time). `tests/practice/test_filing.py` compares both ways.
"""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.platform.copying import copy_records
from registry.platform.turns import in_turns
from registry.practice import records, tables
from registry.practice.model import AttendedDay, PlacementState
from registry.practice.records import Placement, PlacementContent
from registry.practice.records.bulk import FiledPlacement
from registry.practice.service.placement_rows import placement_row

NEEDS_NO_REASON = frozenset({PlacementState.PLANNED, PlacementState.APPROVED, PlacementState.SUBMITTED})
HANDED_IN_FIRST = frozenset({PlacementState.VERIFIED, PlacementState.CONFIRMED})
"""What is verified was handed in before; of what a file calls confirmed the office has not seen the proof yet."""
NOT_TOLD = frozenset({"supervisor"})
_LEADING = (
    *("id", "chain", "person", "enterprise", "enterprise_name", "position", "form", "started_on", "finished_on"),
    *("share_percent", "is_by_attendance", "state", "reason"),
)
"""The columns that differ from row to row; those of a verification follow, then all that are the same."""
_OF_VERIFYING = ("verified_by", "verified_by_name", "verified_at", "revision")
_UNSIGNED = (None, None, None, 1)
_DAY_COLUMNS = ("id", "placement", "attended_on", "halves")

Values = dict[str, object]


class Written(NamedTuple):
    """How much was written, and how many of it recognised."""

    placements: int
    verified: int


class _Form(NamedTuple):
    """What all rows of a file share: columns and their values, and the values of the event that tells of each."""

    columns: tuple[str, ...]
    same: tuple[Any, ...]
    told: Values
    signed_row: tuple[Any, ...]
    signed: Values


async def write_new(
    process: Process, school_id: UUID, filed: Sequence[tuple[FiledPlacement, bool]], proof: str
) -> Written:
    """Enter these placements; those said to be recognised are verified where the actor may (the second value).

    One that the actor may not verify is handed in for somebody else to.
    """
    if not filed:
        return Written(0, 0)
    writer = _Writer(process, _form(process, school_id, filed[0][0], proof), proof)
    await copy_records(tables.Placement, writer.form.columns, writer.rows(filed))
    if writer.days:
        await copy_records(tables.AttendedDay, _DAY_COLUMNS, writer.days)
    return Written(len(filed), writer.verified)


class _Writer:
    """Makes the rows of the placements one after another, records their events, and gathers the attended days."""

    def __init__(self, process: Process, form: _Form, proof: str) -> None:
        self.form, self.verified = form, 0
        self.days: list[tuple[Any, ...]] = []
        self._record, self._proof = process.events.append, proof
        self._written = _Days()

    async def rows(self, filed: Iterable[tuple[FiledPlacement, bool]]) -> AsyncIterator[tuple[Any, ...]]:
        """The row of each placement, in the order of the form's columns."""
        async for each, may_verify in in_turns(filed):
            yield self._row(each, may_verify)

    def _row(self, each: FiledPlacement, may_verify: bool) -> tuple[Any, ...]:
        key, content, written = uuid4(), each.content, self._written
        subject_id = str(key)
        state, reason = _entered_as(each.state, self._proof)
        attended = None if content.attended is None else sorted(content.attended)
        firm, position = content.enterprise_name.strip(), content.position.strip()
        told: Values = {
            **self.form.told,
            "id": subject_id,
            "chain_id": subject_id,
            "person_id": str(each.person_id),
            "enterprise_id": None if content.enterprise_id is None else str(content.enterprise_id),
            "enterprise_name": firm,
            "position": position,
            "form": content.form.value,
            "started_on": written[content.started_on],
            "finished_on": written[content.finished_on],
            "share_percent": content.share_percent,
            "attended": None if attended is None else [[written[on], halves] for on, halves in attended],
            "state": state.value,
            "reason": reason,
        }
        self._record(records.PlacementRecorded(Placement.SUBJECT, subject_id, None, told))
        signed: tuple[Any, ...] = _UNSIGNED
        if may_verify and each.state is PlacementState.VERIFIED:
            state, reason, signed = PlacementState.VERIFIED, self._proof, self.form.signed_row
            verified = {**told, **self.form.signed}
            self._record(records.PlacementVerified(Placement.SUBJECT, subject_id, told, verified))
            self.verified += 1
        self.days += ((uuid4(), key, on, halves) for on, halves in attended or ())
        return (
            *(key, key, each.person_id, content.enterprise_id, firm, position, content.form.value),
            *(content.started_on, content.finished_on, content.share_percent, attended is not None),
            *(state.value, reason, *signed, *self.form.same),
        )


def entered(process: Process, school_id: UUID, filed: FiledPlacement, proof: str) -> Placement:
    """One placement as it is entered, before anybody recognises it."""
    new_id, (state, reason) = uuid4(), _entered_as(filed.state, proof)
    return Placement(
        id=new_id,
        chain_id=new_id,
        person_id=filed.person_id,
        school_id=school_id,
        **_told(filed.content),
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


def recognised(process: Process, before: Placement, proof: str) -> Placement:
    """The same placement, verified by the actor with the file as proof."""
    return replace(
        before,
        state=PlacementState.VERIFIED,
        reason=proof,
        verified_by=process.actor.account_id,
        verified_by_name=process.actor.name,
        verified_at=process.now,
        revision=before.revision + 1,
    )


class _Days(dict[date, str]):
    """Days as text: a ledger has few days in many rows."""

    def __missing__(self, day: date) -> str:
        written = self[day] = day.isoformat()
        return written


def _form(process: Process, school_id: UUID, filed: FiledPlacement, proof: str) -> _Form:
    """What all rows share, read off one placement that is made as every other is."""
    before = entered(process, school_id, filed, proof)
    after = recognised(process, before, proof)
    row, verified_row = placement_row(before), placement_row(after)
    told = change(records.PlacementRecorded, None, before).after or {}
    verified = change(records.PlacementVerified, before, after).after or {}
    same = {name: value for name, value in row.items() if name not in (*_LEADING, *_OF_VERIFYING)}
    signed = {name: verified[name] for name in ("state", "reason", *_OF_VERIFYING)}
    columns = (*_LEADING, *_OF_VERIFYING, *same)
    return _Form(columns, tuple(same.values()), told, tuple(verified_row[name] for name in _OF_VERIFYING), signed)


def _entered_as(state: PlacementState, proof: str) -> tuple[PlacementState, str]:
    if state in HANDED_IN_FIRST:
        return PlacementState.SUBMITTED, ""
    return state, "" if state in NEEDS_NO_REASON else proof


def _told(content: PlacementContent) -> Mapping[str, Any]:
    told = {field.name: getattr(content, field.name) for field in fields(content) if field.name not in NOT_TOLD}
    attended: Iterable[AttendedDay] | None = content.attended
    tidied = None if attended is None else tuple(sorted(attended))
    words = {"enterprise_name": content.enterprise_name.strip(), "position": content.position.strip()}
    return {**told, **words, "attended": tidied}
