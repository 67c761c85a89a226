"""A planned import written: departments, people, firms and placements, in one transaction and in this order."""

from datetime import date

from registry.audit.process import Process
from registry.exchange.service.planning import ImportPlan
from registry.institutions.service.bulk import lock_naming, plan_enterprises, write_enterprises, write_units
from registry.kernel.errors import StaleEdit
from registry.people.service.loading import locked_persons
from registry.people.service.roster_writing import end_employments, write_roster
from registry.practice.service.filing import write_filing

NAMED_MEANWHILE = "刚才另一次导入登记了相同的企业,本次没有写入任何内容,请重新预检"


async def write_import(process: Process, plan: ImportPlan, end_gone_on: date | None) -> None:
    """Write everything that was planned; the school is locked. Raises StaleEdit, InvalidFields."""
    touched = plan.roster.known_persons & set(plan.roster.person_ids.values())
    await locked_persons(process, touched)
    await write_units(process, plan.opened)
    await write_roster(process, plan.roster)
    if end_gone_on is not None:
        await end_employments(process, plan.roster.gone, end_gone_on)
    await _write_firms(process, plan)
    await write_filing(process, plan.filing_asked, plan.filing)


async def _write_firms(process: Process, plan: ImportPlan) -> None:
    """The firms that nobody knew when the plan was made, unless somebody named one of them since."""
    if not plan.enterprises.new:
        return
    await lock_naming()
    again = await plan_enterprises(plan.enterprises.found)
    if len(again.new) != len(plan.enterprises.new):
        raise StaleEdit(NAMED_MEANWHILE)
    await write_enterprises(process, plan.enterprises)
