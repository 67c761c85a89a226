"""What the history of somebody's titles is about, voided ones among them."""

from uuid import UUID

from registry.audit.history import Subject
from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.reach import reached
from registry.portfolio import tables
from registry.portfolio.model import Title
from registry.portfolio.queries.titles import select_titles, titles_from
from registry.portfolio.rules import seen_elsewhere


async def subjects_of_titles(reading: Reading, person_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Subject, ...]:
    """Every title of the person; a former employer's own time only. Raises NotFound."""
    reach = (await reached(reading, [person_id], scope))[person_id]
    found = await titles_from(select_titles().where(tables.Title.person == person_id))
    if not reach.keeps:
        found = seen_elsewhere(found, (employment.period for employment in reach.employments))
    return tuple((Title.SUBJECT, each.id) for each in found)
