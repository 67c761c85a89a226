"""A department with six people whose need by the end of the school year differs, and the school's breaks."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from registry.institutions.model.commands import RecordBreak, RegisterEnterprise
from registry.institutions.service.breaks import record_break
from registry.institutions.service.enterprises import register_enterprise
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.people.model.commands import RecordLeave, StatePersonRecordsFrom
from registry.people.model.facts import LeaveKind, Person
from registry.people.service.leaves import record_leave
from registry.people.service.persons import state_person_records_from
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.records.planning import BatchContent, DutyAsked, StartBatch
from registry.practice.service.planning import start_batch
from tests.institutions.staging import a_school, a_unit, did
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import doing, entered, head, officer, verified

TARGET = date(2027, 8, 31)
WINTER = (date(2027, 1, 18), date(2027, 2, 21))
SUMMER = (date(2027, 7, 12), date(2027, 8, 29))
"""35 and 49 days."""
LEAVE = (date(2027, 7, 20), date(2027, 7, 29))
NAMES = ("enough", "lacking", "planned", "away", "unknown", "public")


@dataclass(frozen=True)
class Planning:
    """What was staged; `people` by name."""

    school: Any
    department: Any
    other: Any
    people: dict[str, Person]
    stranger: Any
    outsider: Person

    def ids(self, *names: str) -> tuple[Any, ...]:
        """The keys of these people."""
        return tuple(self.people[name].id for name in names)

    def officer(self):
        """The personnel office of the school."""
        return officer(self.school)

    def head(self):
        """The head of the department."""
        return head(self.department)


async def planning(**school: Any) -> Planning:
    """`enough` did two years in one go; `lacking` nothing; `planned` has a plan that is not enough; `away` is on
    leave for ten days of summer; of `unknown` papers are missing; `public` owes nothing; `outsider` is elsewhere.
    """
    place = await a_school(**school)
    department, other = await a_unit(place), await a_unit(place, "化工系")
    people = {}
    for number, name in enumerate(NAMES, 1):
        people[name] = await a_person(f"教师{name}")
        employment = await an_employment(place, people[name], f"T{number}", department=department)
        await a_post(employment, *(["public"] if name == "public" else []))
    await verified(place, people["enough"], started_on=date(2024, 9, 1), finished_on=date(2026, 8, 31))
    plan = {"started_on": date(2027, 7, 12), "finished_on": date(2027, 7, 31)}
    await entered(place, people["planned"], PlacementState.PLANNED, **plan)
    await did(record_leave, RecordLeave(people["away"].id, LeaveKind.SICK, *LEAVE), EVERYWHERE)
    unknown = people["unknown"]
    command = StatePersonRecordsFrom(unknown.id, unknown.revision, date(2025, 9, 1))
    await did(state_person_records_from, command, EVERYWHERE)
    for name, days in (("2027 年寒假", WINTER), ("2027 年暑假", SUMMER)):
        await did(record_break, RecordBreak(place.id, name, *days))
    stranger = await a_school("S9")
    outsider = await a_person("外校教师")
    await a_post(await an_employment(stranger, outsider, "X1"))
    return Planning(place, department, other, people, stranger, outsider)


def a_batch(**changes: Any) -> BatchContent:
    """A whole plan for the summer, unless changes say otherwise."""
    told = {
        "name": "2027 年暑假企业实践",
        "duty": DutyAsked.FIVE_YEARS,
        "target_on": TARGET,
        "enterprise_name": "辽河机械厂",
        "position": "工艺员",
        "form": PracticeForm.POST_WORK,
        "started_on": SUMMER[0],
        "finished_on": date(2027, 8, 10),
    }
    return BatchContent(**{**told, **changes})


async def a_plan(stage: Planning, *names: str, actor=None, scope=None, **content: Any):
    """A draft with these people, by the school's office where nobody else is named."""
    scope = scope or Scope.school(stage.school.id)
    department = scope.id if scope.kind is ScopeKind.DEPARTMENT else None
    command = StartBatch(uuid4(), stage.school.id, department, a_batch(**content), stage.ids(*names))
    return (await doing(actor or stage.officer(), start_batch, command, scope))[0]


async def a_firm(name="苇海机械有限公司"):
    """An enterprise of the register."""
    return await did(register_enterprise, RegisterEnterprise(name))
