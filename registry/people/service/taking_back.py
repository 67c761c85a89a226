"""What one import did to people, taken back: what it made is voided, what it changed gets its former values.

Nothing is deleted: a person made by it stays without an employment, and without the identity number, which is free
again. A former name that it noted stays noted. The caller has seen that nothing rests on any of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

from registry.audit.process import Process
from registry.audit.recorded import Recorded
from registry.institutions.model.reading_back import fact_from
from registry.people import tables
from registry.people.model import events
from registry.people.model.facts import Employment, Leave, PersonRecord, Post
from registry.people.model.roster import FactChange
from registry.people.service.loading import locked_persons
from registry.people.service.roster_writing import write_changes, write_persons


@dataclass(slots=True)
class _Net:
    """What an import did to the facts of one kind: those it made, and those it changed, as they were and are."""

    made: list[Any] = field(default_factory=list)
    changed: list[tuple[Any, Any]] = field(default_factory=list)


async def take_back_people(process: Process, recorded: Sequence[Recorded], reason: str) -> None:
    """Take back what these events did to persons, employments, posts and leave. Raises StaleEdit, InvalidFields."""
    persons, employments = _net(PersonRecord, recorded), _net(Employment, recorded)
    posts, leaves = _net(Post, recorded), _net(Leave, recorded)
    await locked_persons(
        process, {each.id for each in _all(persons)} | {each.person_id for each in _all(employments)}
    )
    await write_changes(process, tables.PostHeld, [*_voided(process, posts.made, reason, events.PostVoided)])
    await write_changes(process, tables.PostHeld, [*_cleared(process, posts, reason)])
    await write_changes(process, tables.Employment, [*_employments(process, employments, reason)])
    await write_changes(process, tables.PostHeld, [_anew(former, events.PostBegun) for former, _ in posts.changed])
    await write_changes(process, tables.Leave, [*_voided(process, leaves.made, reason, events.LeaveVoided)])
    await write_changes(process, tables.Leave, [_anew(former, events.LeaveRecorded) for former, _ in leaves.changed])
    await _restore_persons(process, persons)


def _net(kind: type[Any], recorded: Iterable[Recorded]) -> _Net:
    first: dict[str, Recorded] = {}
    last: dict[str, Recorded] = {}
    for each in recorded:
        if each.subject == kind.SUBJECT:
            first.setdefault(each.subject_id, each)
            last[each.subject_id] = each
    net = _Net()
    for key, begun in first.items():
        after = last[key].after
        assert after is not None
        if begun.before is None:
            net.made.append(fact_from(kind, after))
        else:
            net.changed.append((fact_from(kind, begun.before), fact_from(kind, after)))
    return net


def _all(net: _Net) -> list[Any]:
    return [*net.made, *(after for _, after in net.changed)]


def _voided(process: Process, facts: Iterable[Any], reason: str, kind: type[Any]) -> Iterable[FactChange]:
    for each in facts:
        if each.voided_at is None:
            after = replace(each, voided_at=process.now, voided_reason=reason, revision=each.revision + 1)
            yield FactChange(each, after, kind)


def _cleared(process: Process, posts: _Net, reason: str) -> Iterable[FactChange]:
    """The posts that the import ended: each makes room for what it was before."""
    return _voided(process, [after for _, after in posts.changed], reason, events.PostVoided)


def _employments(process: Process, employments: _Net, reason: str) -> Iterable[FactChange]:
    yield from _voided(process, employments.made, reason, events.EmploymentVoided)
    for former, after in employments.changed:
        restored = replace(former, revision=after.revision + 1)
        yield FactChange(after, restored, events.EmploymentCorrected)


def _anew(former: Any, kind: type[Any]) -> FactChange:
    """What was taken away, entered again with the same values."""
    return FactChange(None, replace(former, id=uuid4(), revision=1), kind)


async def _restore_persons(process: Process, persons: _Net) -> None:
    restored, records_from = [], []
    for made in persons.made:
        if made.id_number is not None:
            freed = replace(made, id_number=None, revision=made.revision + 1)
            restored.append(FactChange(made, freed, events.IdNumberRecorded))
    for former, after in persons.changed:
        between = after
        if former.records_from != after.records_from:
            between = replace(after, records_from=former.records_from, revision=after.revision + 1)
            records_from.append(FactChange(after, between, events.PersonRecordsFromStated))
        if replace(former, revision=between.revision) != between:
            back = replace(former, revision=between.revision + 1)
            restored.append(FactChange(between, back, events.PersonCorrected))
    await write_persons(process, records_from)
    await write_persons(process, restored)
