"""People for tests: persons on the staff of schools, with numbers that pass their check digit."""

from datetime import date, timedelta

from registry.people.model.commands import Employ, HoldPost, Place, RegisterPerson
from registry.people.model.facts import PostCategory
from registry.people.service.employments import employ
from registry.people.service.persons import register_person
from registry.people.service.posts import hold_post
from tests.institutions.staging import did

ONE_DAY = timedelta(days=1)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def an_id_number(serial=1, born="19800101"):
    """A number that could be one, of nobody."""
    begun = f"211100{born}{serial:03d}"
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, begun, strict=True))
    return begun + "10X98765432"[total % 11]


async def a_person(name="林晓", **given):
    return await did(register_person, RegisterPerson(name, **given))


async def an_employment(school, person=None, staff_no="T1", *, department=None, started_on=None, finished_on=None):
    person = person or await a_person()
    department_id = department.id if department else None
    place = Place(school.id, staff_no, department_id, started_on, finished_on)
    return await did(employ, Employ(person.id, place))


async def a_post(employment, category=PostCategory.PROFESSIONAL, started_on: date | None = None, finished_on=None):
    return await did(hold_post, HoldPost(employment.id, category, started_on, finished_on))
