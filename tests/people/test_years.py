"""Years that cannot be are slips, said beside their field; open ends stay open."""

from datetime import date

import pytest

from registry.kernel.errors import InvalidFields
from registry.people.model.bulk import Newcomer, TakeOnMany
from registry.people.model.commands import Employ, HoldPost, Place, RecordLeave, RegisterPerson
from registry.people.model.facts import LeaveKind, PostCategory
from registry.people.rules import birth_fault, days_fault, leave_fault
from registry.people.service.bulk import take_on_many
from registry.people.service.employments import employ
from registry.people.service.leaves import record_leave
from registry.people.service.persons import register_person
from registry.people.service.posts import hold_post
from tests.institutions.staging import a_school, did
from tests.people.staging import a_person, an_employment

ON = date(2026, 11, 22)
EARLY, LATE = date(1, 1, 1), date(9999, 12, 31)


def test_beginnings_lie_between_a_century_back_and_ten_years_ahead():
    assert days_fault(date(1926, 11, 22), None, ON) == days_fault(date(2036, 11, 22), None, ON) == {}
    assert days_fault(date(1926, 11, 21), None, ON) == {"started_on": "请核对年份:1926-11-21"}
    assert days_fault(date(2036, 11, 23), None, ON) == {"started_on": "请核对年份:2036-11-23"}
    assert days_fault(None, LATE, ON) == {"finished_on": "请核对年份:9999-12-31"}
    assert days_fault(None, None, ON) == {}


def test_nobody_is_born_a_century_ago_or_tomorrow():
    assert birth_fault(None, ON) == birth_fault(ON, ON) == {}
    assert birth_fault(EARLY, ON) == {"birth_on": "请核对年份:0001-01-01"}
    assert birth_fault(date(2026, 11, 23), ON) == {"birth_on": "请核对年份:2026-11-23"}


def test_a_leave_lasts_ten_years_at_most():
    assert leave_fault(date(2020, 1, 1), date(2029, 12, 31), ON) == {}
    assert leave_fault(date(2020, 1, 1), date(2030, 1, 1), ON) == {"finished_on": "请核对年份:请假最长 10 年"}


async def test_each_service_refuses_them_beside_the_field(database):
    school, person = await a_school(), await a_person()
    employment = await an_employment(school, person)
    newcomer = Newcomer("T9", RegisterPerson("高远", birth_on=EARLY), started_on=LATE)
    asked = [
        (register_person, RegisterPerson("高远", birth_on=LATE), {"birth_on"}),
        (employ, Employ(person.id, Place(school.id, "T2", None, EARLY, LATE)), {"started_on", "finished_on"}),
        (hold_post, HoldPost(employment.id, PostCategory.PROFESSIONAL, LATE), {"started_on"}),
        (record_leave, RecordLeave(person.id, LeaveKind.SICK, EARLY, ON), {"started_on"}),
        (take_on_many, TakeOnMany(school.id, (newcomer,)), {"T9"}),
    ]
    for service, command, fields in asked:
        with pytest.raises(InvalidFields) as refused:
            await did(service, command)
        assert set(refused.value.faults) == fields, service
