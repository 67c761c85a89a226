"""What one import did to placements, taken back: what it made is out of the count, what it changed is as it was.

A recognition that came with the import is taken back; what the import corrected is corrected back by a new revision.
The caller has seen that nothing rests on any of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from registry.audit.model import Event
from registry.audit.process import Process
from registry.audit.recorded import Recorded
from registry.institutions.model.events import change
from registry.institutions.model.reading_back import fact_from
from registry.platform.copying import update_rows
from registry.platform.turns import in_turns
from registry.practice import records, tables
from registry.practice.model import PlacementState
from registry.practice.records import Placement
from registry.practice.records.bulk import RecognitionTakenBack
from registry.practice.rules.filing import AT_AN_END
from registry.practice.service.filing import write_over, write_revisions
from registry.practice.service.loading import lock_persons

UNSIGNED: dict[str, Any] = {"verified_by": None, "verified_by_name": None, "verified_at": None}
Pair = tuple[Placement, Placement]


@dataclass(slots=True)
class _Net:
    """What an import did: placements made, changed (former, present), and corrected (former, present)."""

    made: list[Placement] = field(default_factory=list)
    changed: list[Pair] = field(default_factory=list)
    corrected: list[Pair] = field(default_factory=list)


async def take_back_placements(process: Process, recorded: Sequence[Recorded], reason: str) -> None:
    """Take back what these events did to placements. Raises StaleEdit where one changed since."""
    net = await _net(recorded)
    present = [*net.made, *(after for _, after in [*net.changed, *net.corrected])]
    await lock_persons(process, {each.person_id for each in present})
    await _end(process, net.made, reason)
    await _correct_back(process, net.corrected, reason)
    await _restore(process, net.changed)


async def _net(recorded: Sequence[Recorded]) -> _Net:
    net = _Net()
    first: dict[str, Recorded] = {}
    last: dict[str, Recorded] = {}
    for each in recorded:
        if each.subject == Placement.SUBJECT and each.kind != records.PlacementReplaced.__name__:
            first.setdefault(each.subject_id, each)
            last[each.subject_id] = each
    async for key, begun in in_turns(first.items()):
        present = fact_from(Placement, last[key].after or {})
        if begun.before is None:
            net.made.append(present)
        elif begun.kind == records.PlacementCorrected.__name__:
            net.corrected.append((fact_from(Placement, begun.before), present))
        else:
            net.changed.append((fact_from(Placement, begun.before), present))
    return net


async def _end(process: Process, made: Sequence[Placement], reason: str) -> None:
    """Out of the count: what was verified is voided, anything else is withdrawn; what was at an end stays."""
    pairs: list[tuple[Placement, Placement, type[Event]]] = []
    for each in made:
        if each.state in AT_AN_END and each.state is not PlacementState.REJECTED:
            continue
        is_verified = each.state is PlacementState.VERIFIED
        state = PlacementState.VOIDED if is_verified else PlacementState.WITHDRAWN
        kind: type[Event] = records.PlacementVoided if is_verified else records.PlacementWithdrawn
        pairs.append((each, replace(each, state=state, reason=reason, revision=each.revision + 1), kind))
    rows = [{"id": each.id, "state": each.state, "reason": reason, "revision": each.revision} for _, each, _ in pairs]
    await update_rows(tables.Placement, rows)
    async for before, after, kind in in_turns(pairs):
        process.record(change(kind, before, after))


async def _correct_back(process: Process, corrected: Sequence[Pair], reason: str) -> None:
    """A third revision says what the first one said."""
    pairs = [(present, _said_again(process, former, present.id, reason)) for former, present in corrected]
    await write_revisions(process, pairs)


def _said_again(process: Process, former: Placement, replaces_id: UUID, reason: str) -> Placement:
    actor = process.actor
    return replace(
        former,
        id=uuid4(),
        reason=reason,
        entered_by=actor.account_id,
        entered_by_name=actor.name,
        entered_at=process.now,
        verified_by=actor.account_id,
        verified_by_name=actor.name,
        verified_at=process.now,
        replaces_id=replaces_id,
        is_replaced=False,
        revision=1,
    )


async def _restore(process: Process, changed: Sequence[Pair]) -> None:
    """First the recognition is taken back, which alone may be taken off a verified placement; then what it says."""
    open_again = []
    for former, present in changed:
        if present.state is PlacementState.VERIFIED:
            between = replace(
                present, state=former.state, reason=former.reason, revision=present.revision + 1, **UNSIGNED
            )
            open_again.append((former, present, between))
        else:
            open_again.append((former, present, present))
    unsigned = [
        (present, between, RecognitionTakenBack) for _, present, between in open_again if between is not present
    ]
    await write_over(process, unsigned)
    restored = [
        (between, replace(former, revision=between.revision + 1), records.PlacementMended)
        for former, _, between in open_again
        if replace(former, revision=between.revision) != between
    ]
    await write_over(process, restored)
