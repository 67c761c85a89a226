"""Placements for tests: who acts, what is entered, and how far it is taken."""

from datetime import date
from uuid import uuid4

from registry.identity.model.principals import HeldRole, Lender, Principal, installation, visitor
from registry.identity.model.roles import Role
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.model import PlacementState
from registry.practice.records import MovePlacement, PlacementContent, RecordPlacement, Step
from registry.practice.records.confirmation import AnswerLink, AskSupervisor
from registry.practice.records.papers import AddPaper, PaperFile, PaperKind
from registry.practice.service.confirmation import answer_link, ask_supervisor
from registry.practice.service.papers import add_paper
from registry.practice.service.placements import record_placement
from registry.practice.service.steps import move_placement
from tests.builders.house import a_house, a_reading
from tests.institutions.staging import a_school, done
from tests.people.staging import a_person, a_post, an_employment

FIRST, LAST = date(2026, 7, 11), date(2026, 8, 20)


def a_content(started_on=FIRST, finished_on=LAST, **changes):
    return PlacementContent(
        **{"enterprise_name": "辽河机械厂", "position": "钳工", **changes}, **_days(started_on, finished_on)
    )


def _days(started_on, finished_on):
    return {"started_on": started_on, "finished_on": finished_on}


def reading_of(actor, **changes):
    from registry.practice.projection import standing_projector

    return a_reading(actor, house=a_house(projectors=(standing_projector,)), **changes)


def officer(school, person=None, name="陈", lent_by=None):
    held = HeldRole(uuid4(), Role.HR_OFFICER, Scope.school(school.id), lent_by=lent_by)
    return Principal(uuid4(), name, "web", person_id=person.id if person else None, roles=(held,))


def leader(school):
    return Principal(
        uuid4(), "王校长", "web", roles=(HeldRole(uuid4(), Role.SCHOOL_LEADER, Scope.school(school.id)),)
    )


def head(department):
    role = HeldRole(uuid4(), Role.DEPARTMENT_HEAD, Scope.department(department.id), department.school_id)
    return Principal(uuid4(), "李主任", "web", roles=(role,))


def teacher(person):
    held = HeldRole(uuid4(), Role.TEACHER, Scope.person(person.id))
    return Principal(uuid4(), person.name, "web", person_id=person.id, roles=(held,))


def stand_in(school, person):
    """An officer who acts in the role of a person who is away."""
    return officer(school, name="代办", lent_by=Lender(uuid4(), person.id, person.name))


THE_HOUSE = installation("cli")


async def doing(actor, use_case, command, scope=EVERYWHERE, **changes):
    """What a use case returned when this actor carried it out in that scope, and the events."""
    return await done(use_case, command, scope, reading=reading_of(actor, **changes))


async def a_place(code="S1", staff_no="T1", **school):
    """A school with one professional-course teacher since ever."""
    school = await a_school(code, **school)
    person = await a_person()
    employment = await an_employment(school, person, staff_no)
    await a_post(employment)
    return school, person


async def entered(school, person, state=PlacementState.SUBMITTED, **content):
    """A placement as the installation enters it."""
    command = RecordPlacement(person.id, school.id, a_content(**content), state)
    return (await doing(THE_HOUSE, record_placement, command))[0].placement


async def taken(placement, *steps):
    """The placement after these steps, each with a reason, as the installation takes them."""
    for step in steps:
        command = MovePlacement(placement.id, placement.revision, step, "原因")
        if step is Step.DISPUTE:
            placement = await supervised(placement, step)
        else:
            placement = (await doing(THE_HOUSE, move_placement, command))[0]
    return placement


async def supervised(placement, step, reason="原因"):
    """The placement after the enterprise's answer to a link that was sent for it."""
    issued, _ = await doing(THE_HOUSE, ask_supervisor, AskSupervisor(placement.id, placement.revision, 7))
    command = AnswerLink(issued.token, step is Step.CONFIRM, "王师傅", reason)
    result, _ = await done(answer_link, command, reading=reading_of(visitor("web")))
    return result


async def with_stamped_form(placement, note=""):
    """The placement, its stamped appraisal form in the folder."""
    file = PaperFile("a" * 64, "b" * 64, None, "application/pdf", 10, "鉴定表.pdf")
    command = AddPaper(placement.chain_id, PaperKind.APPRAISAL, file, note)
    return placement, (await doing(THE_HOUSE, add_paper, command))[0]


async def verified(school, person, **content):
    return await taken(await entered(school, person, **content), Step.CONFIRM, Step.VERIFY)
