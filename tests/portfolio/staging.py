"""Titles for tests: who acts, what is entered, and how far it is taken."""

from datetime import date
from uuid import uuid4

from registry.identity.model.principals import HeldRole, Lender, Principal, installation
from registry.identity.model.roles import Role
from registry.kernel.scopes import Scope
from registry.portfolio.model import RecordTitle, TitleContent, TitleLevel, VerifyTitle
from registry.portfolio.service.titles import record_title, verify_title
from tests.builders.house import a_reading
from tests.institutions.staging import a_school, done
from tests.people.staging import a_person, an_employment

GRANTED, APPOINTED = date(2018, 12, 20), date(2019, 1, 1)


THE_HOUSE = installation("cli")


def officer(school, person=None, name="陈", lent_by=None):
    held = HeldRole(uuid4(), Role.HR_OFFICER, Scope.school(school.id), lent_by=lent_by)
    return Principal(uuid4(), name, "web", person_id=person.id if person else None, roles=(held,))


def stand_in(school, person):
    """An officer who acts in the role of a person who is away."""
    return officer(school, name="代办", lent_by=Lender(uuid4(), person.id, person.name))


def teacher(person):
    held = HeldRole(uuid4(), Role.TEACHER, Scope.person(person.id))
    return Principal(uuid4(), person.name, "web", person_id=person.id, roles=(held,))


def a_content(**changes):
    given = {
        "name": "讲师",
        "level": TitleLevel.MIDDLE,
        "series": "中等职业学校教师",
        "granted_on": GRANTED,
        "appointed_on": APPOINTED,
        "granted_by": "盘锦市人力资源和社会保障局",
        "certificate_no": "B08181100123",
        **changes,
    }
    return TitleContent(**given)


async def a_place(code="S1", staff_no="T1"):
    """A school and a person on its staff since ever."""
    school, person = await a_school(code), await a_person()
    await an_employment(school, person, staff_no)
    return school, person


async def doing(actor, use_case, command, *scope):
    """What a use case returned when this actor carried it out in that scope, and the events."""
    return await done(use_case, command, *scope, reading=a_reading(actor))


async def entered(person, **content):
    """A title as the installation enters it."""
    return (await doing(THE_HOUSE, record_title, RecordTitle(person.id, a_content(**content))))[0]


async def verified(person, **content):
    title = await entered(person, **content)
    return (await doing(THE_HOUSE, verify_title, VerifyTitle(title.id, title.revision)))[0]
