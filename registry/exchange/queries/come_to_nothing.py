"""What an import wrote as it stands today, where everything that touched it since came to nothing.

A later import that was undone, and a merge that was undone, leave what they touched as it was; but the facts have
other revisions then, and what was taken away and entered again has another key. Taking the first import back starts
there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from registry.audit.process import Reading
from registry.audit.recorded import Recorded, recorded_in
from registry.exchange import tables
from registry.exchange.model.imports import ImportCommitted, ImportUndone
from registry.institutions.model.merging import EnterpriseMergeUndone, EnterprisesMerged
from registry.people.model.facts import Employment, Leave, PersonRecord, Post
from registry.people.model.merging import PersonMergeUndone, PersonsMerged
from registry.practice.records import Placement, PlacementCorrected, PlacementReplaced

TAKEN_BACK_BY = {
    ImportCommitted.__name__: ImportUndone.__name__,
    PersonsMerged.__name__: PersonMergeUndone.__name__,
    EnterprisesMerged.__name__: EnterpriseMergeUndone.__name__,
}
"""What can be taken back as one unit, and what tells that it was."""
_ENTERED_ANEW = frozenset({Post.SUBJECT, Leave.SUBJECT})
"""Facts that get another key when they are put back."""
_OF_PEOPLE = frozenset({PersonRecord.SUBJECT, Employment.SUBJECT, *_ENTERED_ANEW})
_OWN_KEYS = frozenset({"id", "revision"})
_PAIRS = """
SELECT done.process AS done, undone.process AS undone
FROM audit_event AS undone JOIN audit_event AS done
    ON done.subject = undone.subject AND done.subject_id = undone.subject_id
    AND done.number > {} AND done.number < undone.number
WHERE undone.number > {} AND undone.kind = ANY({}::text[])
    AND (done.kind, undone.kind) IN (SELECT * FROM unnest({}::text[], {}::text[]))
"""


@dataclass(frozen=True, slots=True)
class Undone:
    """What came after an import and came to nothing: its processes, and everything that they recorded."""

    processes: tuple[UUID, ...]
    recorded: tuple[Recorded, ...]


@dataclass(frozen=True)
class Written:
    """Everything that an import recorded, in order, and what came to nothing since."""

    own: tuple[Recorded, ...]
    undone: Undone = Undone((), ())

    @property
    def last(self) -> int:
        """The number of the import's last event."""
        return self.own[-1].number if self.own else 0

    @cached_property
    def present(self) -> tuple[Recorded, ...]:
        """What the import did, told so that the last word about each fact is how it stands now."""
        if not self.undone.recorded:
            return self.own
        people = _followed([each for each in self.own if each.subject in _OF_PEOPLE], self.undone.recorded)
        others = [each for each in self.own if each.subject not in _OF_PEOPLE and each.subject != Placement.SUBJECT]
        placements = [each for each in self.own if each.subject == Placement.SUBJECT]
        return (*others, *people, *_at_their_tips(placements, self.undone.recorded))

    @cached_property
    def subjects(self) -> frozenset[tuple[str, str]]:
        """Every fact that the import is about, also under the keys that it has since."""
        return frozenset((each.subject, each.subject_id) for each in (*self.own, *self.present))


async def undone_since(reading: Reading, number: int) -> Undone:
    """Every act that began after that event and was taken back as a whole, with the acts that took it back."""
    kinds = list(TAKEN_BACK_BY)
    ends = [TAKEN_BACK_BY[kind] for kind in kinds]
    rows = await tables.ImportRun.raw(_PAIRS, number, number, ends, kinds, ends)
    processes = tuple(dict.fromkeys(key for row in rows for key in (row["done"], row["undone"])))
    return Undone(processes, await recorded_in(reading, processes, number))


def _followed(own: Sequence[Recorded], later: Iterable[Recorded]) -> list[Recorded]:
    """The events about people, with the later ones about the same facts, whatever key they have by then."""
    keys = {(each.subject, each.subject_id) for each in own}
    contents = {_content(each.subject, told) for each in own for told in (each.before, each.after) if told}
    followed = list(own)
    for each in later:
        if each.subject not in _OF_PEOPLE:
            continue
        is_anew = each.before is None and each.subject in _ENTERED_ANEW
        if (each.subject, each.subject_id) not in keys and not (
            is_anew and _content(each.subject, each.after or {}) in contents
        ):
            continue
        keys.add((each.subject, each.subject_id))
        contents |= {_content(each.subject, told) for told in (each.before, each.after) if told}
        followed.append(each)
    return followed


def _content(subject: str, told: Mapping[str, Any]) -> tuple[str, str]:
    """What a fact says, whatever its key and revision."""
    values = sorted((name, value) for name, value in told.items() if name not in _OWN_KEYS)
    return subject, repr(values)


def _at_their_tips(own: Iterable[Recorded], later: Iterable[Recorded]) -> list[Recorded]:
    """The events about placements; of those touched since one each, which tells of the revision that stands."""
    corrected_to: dict[str, str] = {}
    told: dict[str, dict[str, Any]] = {}
    for each in later:
        if each.subject != Placement.SUBJECT or each.kind == PlacementReplaced.__name__:
            continue
        if each.kind == PlacementCorrected.__name__ and each.before:
            corrected_to[each.before["id"]] = each.subject_id
        told[each.subject_id] = each.after or {}
    by_fact: dict[str, list[Recorded]] = {}
    for each in own:
        by_fact.setdefault(each.subject_id, []).append(each)
    found: list[Recorded] = []
    for key, events in by_fact.items():
        tip = key
        while tip in corrected_to:
            tip = corrected_to[tip]
        speaking = [each for each in events if each.kind != PlacementReplaced.__name__]
        if tip in told and speaking:
            found.append(_retold(speaking[0], told[tip]))
        else:
            found += events
    return found


def _retold(first: Recorded, present: dict[str, Any]) -> Recorded:
    before = first.before
    if before is not None and first.kind != PlacementCorrected.__name__:
        before = {**before, "id": present["id"], "replaces_id": present["replaces_id"]}
    return Recorded(first.number, first.kind, first.subject, present["id"], before, present)
