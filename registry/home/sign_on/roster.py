"""Whom a staff number means, as the school's roster has it."""

from uuid import UUID

from registry.audit.process import Reading
from registry.identity.model.sign_on import OnRoster
from registry.institutions.queries.schools import school
from registry.kernel.errors import NotFound
from registry.people.queries.persons import teacher_by_staff_no


async def on_roster(reading: Reading, school_id: UUID, staff_no: str) -> OnRoster:
    """Who has the number today, or had it last. Nobody known there: an account may still carry the number."""
    if not staff_no:
        return OnRoster()
    try:
        found = await teacher_by_staff_no(reading, (await school(reading, school_id)).code, staff_no)
    except NotFound:
        return OnRoster()
    return OnRoster(found.person.id, reading.today in found.employed.employment.period)
