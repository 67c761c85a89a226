"""A school with its people signed up, a placement in each state, and a stranger from another school.

The logins: `lin` the teacher, `chen` the personnel office, `li` the head of the teacher's department, `wang` the
leader, `bao` of the bureau, `sun` the personnel office of the other school.
"""

from dataclasses import dataclass
from datetime import date

from registry.identity.model.roles import Role, RoleWanted
from registry.institutions.model.facts import School, Unit
from registry.kernel.scopes import Scope
from registry.people.model.facts import Person
from registry.practice.model import PlacementState
from registry.practice.records import Placement, Step, Supervisor
from tests.institutions.staging import a_bureau, a_school, a_unit
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import entered, taken
from tests.web.site import Site

TEACHER, HR, HEAD, LEADER, BUREAU, STRANGER = "lin", "chen", "li", "wang", "bao", "sun"
DAYS = {
    PlacementState.VERIFIED: (date(2025, 7, 10), date(2025, 8, 10)),
    PlacementState.CONFIRMED: (date(2026, 1, 20), date(2026, 1, 30)),
    PlacementState.REJECTED: (date(2026, 2, 2), date(2026, 2, 8)),
    PlacementState.DISPUTED: (date(2026, 5, 1), date(2026, 5, 5)),
    PlacementState.RETURNED: (date(2026, 6, 20), date(2026, 6, 30)),
    PlacementState.SUBMITTED: (date(2026, 7, 11), date(2026, 8, 20)),
    PlacementState.APPROVED: (date(2027, 1, 18), date(2027, 1, 29)),
    PlacementState.PLANNED: (date(2027, 7, 12), date(2027, 8, 13)),
}
WAYS = {
    PlacementState.VERIFIED: (PlacementState.SUBMITTED, Step.CONFIRM, Step.VERIFY),
    PlacementState.CONFIRMED: (PlacementState.SUBMITTED, Step.CONFIRM),
    PlacementState.REJECTED: (PlacementState.SUBMITTED, Step.CONFIRM, Step.REJECT),
    PlacementState.DISPUTED: (PlacementState.SUBMITTED, Step.DISPUTE),
    PlacementState.RETURNED: (PlacementState.SUBMITTED, Step.RETURN),
    PlacementState.SUBMITTED: (PlacementState.SUBMITTED,),
    PlacementState.APPROVED: (PlacementState.PLANNED, Step.APPROVE),
    PlacementState.PLANNED: (PlacementState.PLANNED,),
}


@dataclass(frozen=True)
class Stage:
    """What was staged. `accounts` by login; `placements` of the one teacher, by state; dates are those of DAYS."""

    site: Site
    bureau: object
    school: School
    department: Unit
    person: Person
    other_school: School
    accounts: dict[str, object]
    placements: dict[PlacementState, Placement]

    def placement(self, state: PlacementState) -> Placement:
        """The placement in this state, as it was staged."""
        return self.placements[state]

    def path(self, state: PlacementState, rest: str = "") -> str:
        """The address of a placement's page."""
        return f"/placements/{self.placements[state].id}{rest}"


async def staged(site: Site, *states: PlacementState) -> Stage:
    """Everything, with a placement in each of these states (none named: in every state of DAYS)."""
    bureau = await a_bureau()
    school = await a_school(bureau_id=bureau.id)
    department = await a_unit(school)
    person = await a_person()
    await a_post(await an_employment(school, person, department=department))
    other_school = await a_school("S2")
    return Stage(
        site=site,
        bureau=bureau,
        school=school,
        department=department,
        person=person,
        other_school=other_school,
        accounts=await _accounts(site, bureau, school, department, person, other_school),
        placements={state: await a_placement(school, person, state) for state in states or DAYS},
    )


async def a_placement(school: School, person: Person, state: PlacementState, **content) -> Placement:
    """A placement taken to this state by the installation."""
    first, *steps = WAYS[state]
    started_on, finished_on = DAYS[state]
    told = {
        "started_on": started_on,
        "finished_on": finished_on,
        "goals": "掌握五轴加工中心操作",
        "expected_results": "教学案例一份",
        "supervisor": Supervisor("王师傅", "13800001111"),
        **content,
    }
    return await taken(await entered(school, person, first, **told), *steps)


async def _accounts(site, bureau, school, department, person, other_school) -> dict[str, object]:
    at_school, elsewhere = Scope.school(school.id), Scope.school(other_school.id)
    own = {"person_id": person.id, "school_id": school.id, "staff_no": "T1"}
    head = RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(department.id), school.id)
    return {
        TEACHER: await site.account(TEACHER, RoleWanted(Role.TEACHER), **own),
        HR: await site.account(HR, RoleWanted(Role.HR_OFFICER, at_school)),
        HEAD: await site.account(HEAD, head),
        LEADER: await site.account(LEADER, RoleWanted(Role.SCHOOL_LEADER, at_school)),
        BUREAU: await site.account(BUREAU, RoleWanted(Role.BUREAU_OFFICER, Scope.bureau(bureau.id))),
        STRANGER: await site.account(STRANGER, RoleWanted(Role.HR_OFFICER, elsewhere)),
    }
