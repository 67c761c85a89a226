"""What the history of a person is about: the keys of the person's facts, voided ones among them."""

from uuid import UUID

from registry.audit.history import Subject
from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people import tables
from registry.people.model.facts import Employment, Leave, PersonName, PersonRecord, Post
from registry.people.model.merging import PersonMerge
from registry.people.queries.merging import merge_ids, merged_records
from registry.people.queries.reach import reached
from registry.people.queries.rows import these


async def subjects_of(reading: Reading, person_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Subject, ...]:
    """Everything about the person where the file is kept; elsewhere only the employments there and their posts.

    Raises NotFound.
    """
    reach = (await reached(reading, [person_id], scope))[person_id]
    employment, post, name, leave = tables.Employment, tables.PostHeld, tables.PersonName, tables.Leave
    employments = [each.id for each in reach.employments]
    if reach.keeps:
        rows = await employment.select(employment.id).where(employment.person == person_id)
        employments = [row["id"] for row in rows]
    posts = await post.select(post.id).where(post.employment.is_in(these(employments)))
    found: list[Subject] = [(Employment.SUBJECT, each) for each in employments]
    found += [(Post.SUBJECT, row["id"]) for row in posts]
    if reach.keeps:
        found += [(PersonRecord.SUBJECT, each) for each in (person_id, *await merged_records(person_id))]
        found += [(PersonMerge.SUBJECT, each) for each in await merge_ids(person_id)]
        names = await name.select(name.id).where(name.person == person_id)
        leaves = await leave.select(leave.id).where(leave.person == person_id)
        found += [(PersonName.SUBJECT, row["id"]) for row in names]
        found += [(Leave.SUBJECT, row["id"]) for row in leaves]
    return tuple(found)
