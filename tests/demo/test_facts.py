"""The demo as data: always the same, nobody real, every state in every school, on any day."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from registry.demo.careers import MIX
from registry.demo.cast import CAST
from registry.demo.enterprises import enterprises_of
from registry.demo.facts import STEP, demo_facts
from registry.demo.places import CITIES, SCHOOLS, breaks_of
from registry.exchange.service import CheckQuestion, check_ledger
from registry.institutions.model.facts import SchoolLevel
from registry.kernel.credit_codes import has_right_check_character
from registry.kernel.id_numbers import has_right_check_digit
from registry.people.model.facts import Sex
from registry.policy.book import shipped_book
from registry.practice.model import StandingState, YearlyState

ON = date(2026, 11, 22)
DAYS = [ON, date(2026, 7, 25), date(2027, 3, 15), date(2027, 9, 1), date(2028, 2, 29)]


def _answers(on):
    book = shipped_book()
    for facts in demo_facts(on):
        question = CheckQuestion(facts.school.city.jurisdiction, on)
        yield facts.school, check_ledger(facts.ledger, question, book).teachers


@pytest.mark.parametrize("on", DAYS)
def test_every_state_occurs_in_every_school(on):
    for school, answers in _answers(on):
        assert {each.standing.state for each in answers} == set(StandingState), school.name


@pytest.mark.parametrize("on", DAYS)
def test_most_meet_the_requirement_and_some_do_not(on):
    states = Counter(each.standing.state for _, answers in _answers(on) for each in answers)

    assert states[StandingState.MET] > states.total() * 0.4
    assert states[StandingState.AT_RISK] > states.total() * 0.1
    assert states[StandingState.LAPSED] + states[StandingState.SHORT] > states.total() * 0.1


@pytest.mark.parametrize("on", DAYS)
def test_every_answer_of_the_yearly_duty_occurs(on):
    assert {year.state for _, answers in _answers(on) for each in answers for year in each.yearly} == set(YearlyState)


def test_the_same_day_gives_the_same_region():
    assert demo_facts(ON) == demo_facts(ON)


def test_the_region_is_as_large_as_it_says():
    facts = demo_facts(ON)

    assert len(facts) == len(SCHOOLS) == 8
    assert {school.level for school in SCHOOLS} == set(SchoolLevel)
    assert sum(len(each.ledger.teachers) for each in facts) == 606
    assert [len(enterprises_of(city)) for city in CITIES] == [156, 156]
    assert min(school.teachers for school in SCHOOLS) >= 60
    assert all(number % STEP for number in range(2, len(MIX)) if len(MIX) % number == 0 and number == STEP)


def test_staff_numbers_and_identity_numbers_are_one_persons_each():
    people = [each for facts in demo_facts(ON) for each in facts.ledger.particulars.persons.values()]
    numbers = [each.id_number for each in people]

    assert len(set(numbers)) == len(numbers) == 606
    for facts in demo_facts(ON):
        staff_nos = [teacher.staff_no for teacher in facts.ledger.teachers]
        assert len(set(staff_nos)) == len(staff_nos)
        assert not {part.staff_no for part in CAST} & set(staff_nos)
    for each in people:
        assert has_right_check_digit(each.id_number)
        assert each.id_number[6:14] == f"{each.birth_on:%Y%m%d}"
        assert (int(each.id_number[16]) % 2 == 1) is (each.sex is Sex.MALE)
        assert each.id_number[:6] in {division for city in CITIES for division in city.divisions}


def test_credit_codes_pass_their_check_and_are_one_firms_each():
    firms = [firm for city in CITIES for firm in enterprises_of(city)]

    assert len({firm.credit_code for firm in firms}) == len({firm.name for firm in firms}) == len(firms)
    assert all(has_right_check_character(firm.credit_code) for firm in firms)


def test_names_with_rare_characters_are_among_the_staff():
    names = {teacher.name for facts in demo_facts(ON) for teacher in facts.ledger.teachers}

    assert {"王䶮", "李㛃", "赵𬭎", "娜仁·乌云其其格"} <= names


@pytest.mark.parametrize("on", DAYS)
def test_breaks_of_a_school_lie_apart(on):
    for school in SCHOOLS:
        calendar = breaks_of(school, on)
        assert all(one.finished_on < other.started_on for one, other in pairwise(calendar))
