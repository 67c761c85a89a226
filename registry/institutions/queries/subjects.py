"""What the history of a school is about: the keys of what belongs to it, voided parts among them."""

from uuid import UUID

from registry.audit.history import Subject
from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.facts import ApprovalChain, Break, School, Unit
from registry.institutions.queries.schools import school
from registry.kernel.scopes import EVERYWHERE, Scope


async def subjects_of_school(reading: Reading, school_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Subject, ...]:
    """The school, its units, chains and breaks. Raises NotFound."""
    await school(reading, school_id, scope)
    parts = (
        (Unit.SUBJECT, tables.SchoolUnit),
        (ApprovalChain.SUBJECT, tables.ApprovalChain),
        (Break.SUBJECT, tables.SchoolBreak),
    )
    found: list[Subject] = [(School.SUBJECT, school_id)]
    for subject, table in parts:
        rows = await table.select(table.id).where(table.school == school_id)
        found += [(subject, row["id"]) for row in rows]
    return tuple(found)
