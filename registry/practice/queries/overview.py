"""The answers of one teacher's page, in a constant number of statements."""

from datetime import date
from uuid import UUID

from registry.audit.process import Reading
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.queries.standing import NATIONAL
from registry.practice.queries.teacher_file import breaks_at, rule_view, teacher_file
from registry.practice.rules.overview import Asked, Overview, overview


async def teacher_overview(
    reading: Reading, person_id: UUID, on: date, scope: Scope = EVERYWHERE, since: date | None = None
) -> Overview:
    """Everything a teacher's page says of practice as of a day; `since` asks for the credit since another day.

    The local rule is that of the school that employs on the day, the national one where none does.
    Raises NotFound, also for a former school.
    """
    file = await teacher_file(reading, person_id, on, scope)
    school_id = file.employed.employment.school_id if file.employed else None
    asked = Asked(person_id, school_id, on, since, await breaks_at(reading, file.employed))
    return overview(file.facts, rule_view(reading.book, file.jurisdiction), rule_view(reading.book, NATIONAL), asked)
