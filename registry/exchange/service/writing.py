"""A planned import written: departments, people, firms and placements, in one transaction and in this order."""

from datetime import date
from typing import NamedTuple

from registry.audit.process import Process
from registry.exchange.service.planning import ImportPlan
from registry.identity.model.principals import principal_of
from registry.institutions.service.bulk import lock_naming, plan_enterprises, write_enterprises, write_units
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.people.model.events import EmploymentEnded
from registry.people.model.roster import Gone
from registry.people.service.loading import locked_persons
from registry.people.service.roster_writing import end_employments, write_roster
from registry.practice.service.filing import write_filing

NAMED_MEANWHILE = "刚才另一次导入登记了相同的企业,本次没有写入任何内容,请重新预检"


class Leaving(NamedTuple):
    """Whose employments end with an import since the file does not name them, and their last day."""

    gone: tuple[Gone, ...]
    on: date


def leaving(process: Process, plan: ImportPlan, on: date | None) -> Leaving | None:
    """Who leaves on that day: whoever is gone, but for whoever imports; None where nobody does."""
    own = principal_of(process.actor).person_id
    gone = tuple(each for each in plan.roster.gone if each.employment.person_id != own)
    return Leaving(gone, on) if on is not None and gone else None


async def write_import(process: Process, plan: ImportPlan, leaves: Leaving | None) -> int:
    """Write everything that was planned; the school is locked. Told is how many employments were ended.

    Raises StaleEdit, InvalidFields.
    """
    touched = plan.roster.known_persons & set(plan.roster.person_ids.values())
    await locked_persons(process, touched)
    await write_units(process, plan.opened)
    await write_roster(process, plan.roster)
    ended = await _end(process, leaves) if leaves else 0
    await _write_firms(process, plan)
    await write_filing(process, plan.filing_asked, plan.filing)
    return ended


async def _end(process: Process, leaves: Leaving) -> int:
    """End the employments. What cannot be is a fault of the day."""
    before = len(process.events)
    try:
        await end_employments(process, leaves.gone, leaves.on)
    except InvalidFields as wrong:
        raise InvalidFields({"end_gone_on": ";".join(wrong.faults.values())}) from wrong
    return sum(isinstance(event, EmploymentEnded) for event in process.events[before:])


async def _write_firms(process: Process, plan: ImportPlan) -> None:
    """The firms that nobody knew when the plan was made, unless somebody named one of them since."""
    if not plan.enterprises.new:
        return
    await lock_naming()
    again = await plan_enterprises(plan.enterprises.found)
    if len(again.new) != len(plan.enterprises.new):
        raise StaleEdit(NAMED_MEANWHILE)
    await write_enterprises(process, plan.enterprises)
