"""What a row of a school's file does to the placement that stands: nothing, mend it, correct it, or be refused. Pure.

Two placements are one when person, firm and first day are the same. What the office decided is never undone by a
file: a rejected, voided or withdrawn placement stays so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from registry.practice.model import AttendedDay, PlacementState
from registry.practice.records import Placement
from registry.practice.records.bulk import Difference, FiledPlacement
from registry.practice.rules.lifecycle import MENDED_IN

MAY_BE_RECOGNISED = frozenset(
    {PlacementState.PLANNED, PlacementState.APPROVED, PlacementState.SUBMITTED, PlacementState.CONFIRMED}
)
"""The states in which a row that says 已认定 recognises a placement that stands."""
AT_AN_END = frozenset({PlacementState.REJECTED, PlacementState.VOIDED, PlacementState.WITHDRAWN})
_COMPARED = ("finished_on", "share_percent", "attended", "form")

Key = tuple[UUID, str, date]


class Pair(NamedTuple):
    """A row of the file and the placement that stands; None where nothing does."""

    filed: FiledPlacement
    stands: Placement | None


def pairs(filed: Sequence[FiledPlacement], standing: Iterable[Placement]) -> list[Pair]:
    """Each row with what stands of it: the same to the day before what only begins on the same day.

    A file that lists a placement twice has it twice, however often the file is brought.
    """
    by_key: dict[Key, list[Placement]] = defaultdict(list)
    for placement in standing:
        by_key[placement.person_id, placement.enterprise_name, placement.started_on].append(placement)
    if not by_key:
        return [Pair(each, None) for each in filed]
    found: list[Placement | None] = [None] * len(filed)
    for place, each in enumerate(filed):
        left = by_key.get(_key(each), [])
        same = next((one for one in left if not _differs(each, one)), None)
        if same is not None:
            found[place] = same
            left.remove(same)
    for place, each in enumerate(filed):
        if found[place] is None:
            left = [one for one in by_key.get(_key(each), []) if one.state not in AT_AN_END]
            if left:
                found[place] = left[0]
                by_key[_key(each)].remove(left[0])
    return [Pair(*each) for each in zip(filed, found, strict=True)]


def differences(filed: FiledPlacement, stands: Placement) -> tuple[Difference, ...]:
    """What the row says otherwise; an empty position says nothing."""
    content = filed.content
    found = [
        Difference(name, _words(getattr(stands, name)), _words(getattr(content, name)))
        for name in _COMPARED
        if _value(stands, name) != _value(content, name)
    ]
    position = content.position.strip()
    if position and position != stands.position:
        found.append(Difference("position", stands.position, position))
    return tuple(found)


def told_by(filed: FiledPlacement, stands: Placement) -> Placement:
    """The standing placement saying what the row says, and whatever else it said before."""
    content = filed.content
    attended = None if content.attended is None else tuple(sorted(content.attended))
    return replace(
        stands,
        finished_on=content.finished_on,
        share_percent=content.share_percent,
        attended=attended,
        form=content.form,
        position=content.position.strip() or stands.position,
        enterprise_id=stands.enterprise_id or content.enterprise_id,
    )


def may_be_mended(stands: Placement) -> bool:
    """Whether what it says may still be changed without a new revision."""
    return stands.state in MENDED_IN


def _key(filed: FiledPlacement) -> Key:
    return filed.person_id, filed.content.enterprise_name.strip(), filed.content.started_on


def _differs(filed: FiledPlacement, stands: Placement) -> bool:
    content = filed.content
    return any(_value(stands, name) != _value(content, name) for name in _COMPARED)


def _value(told: Any, name: str) -> object:
    """What is compared: the share has no meaning by attendance, the order of attended days none either."""
    if name == "share_percent":
        return told.share_percent if told.attended is None else None
    if name == "attended":
        return None if told.attended is None else tuple(sorted(told.attended))
    return getattr(told, name)


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        days: tuple[AttendedDay, ...] = value
        return f"{len(days)} 天({days[0].on}起)" if days else ""
    return value.isoformat() if isinstance(value, date) else str(value)
