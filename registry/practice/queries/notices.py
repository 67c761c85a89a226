"""What to look at again about a placement: own placements and leave on the same days, term, weekends, its end."""

from registry.audit.process import Reading
from registry.institutions.queries.belongings import breaks
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.careers import leaves_of
from registry.practice.queries.placements import placements_of
from registry.practice.records import Notice, Placement
from registry.practice.rules.entry import notices


async def notices_about(reading: Reading, entered: Placement, scope: Scope = EVERYWHERE) -> tuple[Notice, ...]:
    """The notices, in order of days. Raises NotFound for a person whom the scope does not reach."""
    person = entered.person_id
    others = (await placements_of(reading, [person], scope))[person]
    leaves = (await leaves_of(reading, [person], scope))[person]
    calendar = [each.period for each in await breaks(reading, entered.school_id)]
    return notices(entered, others, [(leave.id, leave.period) for leave in leaves], reading.today, calendar)
