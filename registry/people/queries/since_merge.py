"""What was changed in a file since a record was merged into it: it stands in the way of taking the merge back."""

from collections.abc import Iterable, Sequence

from registry.audit.history import Change, History, Page, Subject, history_of
from registry.audit.process import Reading
from registry.people import tables
from registry.people.model.facts import Employment, Leave, PersonName, PersonRecord, Post
from registry.people.model.merging import Follower, PersonMerge, PersonsMerged
from registry.people.queries.rows import these

LOOKED_AT = 200
HARMLESS = frozenset({"IdNumberViewed", "DeletionAsked", "PlacementMoved"})
"""What changes nothing of whose a fact is: looks and requests, and placements whose firms were merged."""


async def changed_since(
    reading: Reading, merge: PersonMerge, followers: Sequence[Follower] = ()
) -> tuple[Change, ...]:
    """The changes of the survivor's file after the merge, newest first. Permission is the caller's."""
    own: History = await history_of(reading, [(PersonMerge.SUBJECT, merge.id)], with_personal=False)
    begun = next(each for each in own.changes if each.kind == PersonsMerged.__name__)
    subjects = [*await _subjects(merge)]
    for follower in followers:
        subjects += await follower.subjects(reading, merge.survivor_id)
    found = await history_of(reading, subjects, with_personal=False, page=Page(size=LOOKED_AT))
    return tuple(_after(begun, found.changes))


def _after(begun: Change, changes: Iterable[Change]) -> Iterable[Change]:
    return (
        each
        for each in changes
        if each.number > begun.number and each.process_id != begun.process_id and each.kind not in HARMLESS
    )


async def _subjects(merge: PersonMerge) -> list[Subject]:
    person = merge.survivor_id
    found: list[Subject] = [(PersonRecord.SUBJECT, one) for one in merge.pair]
    employment, post = tables.Employment, tables.PostHeld
    ids = [row["id"] for row in await employment.select(employment.id).where(employment.person == person)]
    found += [(Employment.SUBJECT, each) for each in ids]
    rows = await post.select(post.id).where(post.employment.is_in(these(ids)))
    found += [(Post.SUBJECT, row["id"]) for row in rows]
    for subject, table in ((PersonName.SUBJECT, tables.PersonName), (Leave.SUBJECT, tables.Leave)):
        found += [(subject, row["id"]) for row in await table.select(table.id).where(table.person == person)]
    return found
