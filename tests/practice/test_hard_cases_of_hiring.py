"""Hard cases of the research on the rules that turn on whom a school takes on, each by its number there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from registry.institutions.model.commands import OpenSchool
from registry.institutions.model.facts import SchoolLevel
from registry.institutions.service.schools import open_school
from registry.kernel.errors import InvalidFields, NotPermitted
from registry.kernel.scopes import EVERYWHERE
from registry.people.model.commands import (
    HoldPost,
    StateIndustryExperience,
)
from registry.people.model.events import IndustryExperienceStated, PostBegun
from registry.people.model.facts import PostCategory
from registry.people.service.employments import (
    state_industry_experience,
)
from registry.people.service.posts import hold_post
from registry.practice.model import PlacementState, StandingState
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.standing import NATIONAL, states_on
from registry.practice.records import (
    MovePlacement,
    RecordPlacement,
    Step,
)
from registry.practice.rules import standing_on
from registry.practice.service.first_posts import first_post_guard
from registry.practice.service.placements import record_placement
from registry.practice.service.steps import move_placement
from tests.builders.house import a_house, a_reading
from tests.institutions.staging import done, rows_of
from tests.people.staging import a_person, an_employment
from tests.practice.packs import QINGDAO, book_with_switches
from tests.practice.staging import (
    THE_HOUSE,
    a_content,
    doing,
)

ONE_DAY = timedelta(1)
GUARDED = {"book": book_with_switches()}


async def _begin(employment, **changes):
    command = HoldPost(employment.id, PostCategory.PROFESSIONAL, **changes)
    reading = a_reading(THE_HOUSE, house=a_house(projectors=(first_post_guard,)), **GUARDED)
    return await _done(hold_post, command, reading)


async def _done(use_case, command, reading):
    return await done(use_case, command, EVERYWHERE, reading=reading)


async def _newcomer(jurisdiction=QINGDAO):
    reading = a_reading(**GUARDED)
    command = OpenSchool("S1", "职业学校", "S1", SchoolLevel.SECONDARY, jurisdiction)
    school = (await _done(open_school, command, reading))[0]
    person = await a_person()
    return school, person, await an_employment(school, person, started_on=date(2025, 9, 1))


async def test_hard_case_16_a_first_post_without_experience_or_practice_is_refused_with_the_rule(database):
    _, _, employment = await _newcomer()

    with pytest.raises(NotPermitted, match=r"先到企业实践 6 个月再上岗,现有 0.00 个月.*\(文号 第一条\)"):
        await _begin(employment)

    assert await rows_of(database, "SELECT id FROM post_held") == []


async def test_hard_case_16_the_office_may_let_it_begin_with_a_reason_that_is_kept(database):
    _, _, employment = await _newcomer()

    post, events = await _begin(employment, unpractised_reason=" 急需,学期末补 ")

    assert post.unpractised_reason == "急需,学期末补"
    assert [(type(event), event.after["unpractised_reason"]) for event in events] == [(PostBegun, "急需,学期末补")]
    assert [dict(row) for row in await rows_of(database, "SELECT unpractised_reason FROM post_held")] == [
        {"unpractised_reason": "急需,学期末补"}
    ]


async def test_hard_case_16_experience_in_industry_that_the_school_checked_lets_it_begin(database):
    _, _, employment = await _newcomer()
    command = StateIndustryExperience(employment.id, employment.revision, 36, " 社保缴费记录 ")

    stated, events = await doing(THE_HOUSE, state_industry_experience, command, **GUARDED)
    post, _ = await _begin(stated)

    assert stated == replace(employment, industry_months=36, industry_note="社保缴费记录", revision=2)
    assert [(type(event), event.after["industry_months"]) for event in events] == [(IndustryExperienceStated, 36)]
    assert post.unpractised_reason is None
    with pytest.raises(InvalidFields):
        await doing(THE_HOUSE, state_industry_experience, replace(command, revision=2, months=-1), **GUARDED)


async def test_hard_cases_17_and_20_practice_before_the_post_needs_no_waiting_and_is_none_in_the_window(
    database,
):
    school, person, employment = await _newcomer()
    first, last = date(2025, 9, 1), date(2026, 2, 27)
    command = RecordPlacement(person.id, school.id, a_content(first, last), PlacementState.SUBMITTED)
    stored = (await doing(THE_HOUSE, record_placement, command, **GUARDED))[0].placement
    for step in (Step.CONFIRM, Step.VERIFY):
        stored = (await doing(THE_HOUSE, move_placement, MovePlacement(stored.id, stored.revision, step), **GUARDED))[
            0
        ]

    with pytest.raises(NotPermitted):
        await _begin(employment, started_on=last)
    post, _ = await _begin(employment, started_on=last + ONE_DAY)

    facts = (await teacher_facts(a_reading(**GUARDED), [person.id]))[person.id]
    found = standing_on(facts, book_with_switches().practice_versions(QINGDAO), date(2027, 2, 27))
    assert post.started_on == last + ONE_DAY
    assert found.credit.days == 0


async def test_hard_case_18_a_hire_from_industry_is_exempt_where_the_pack_says_so_and_not_by_the_national_rule(
    database,
):
    _, person, employment = await _newcomer()
    await doing(THE_HOUSE, hold_post, HoldPost(employment.id, PostCategory.PROFESSIONAL), **GUARDED)
    command = StateIndustryExperience(employment.id, employment.revision, 12, "社保缴费记录")
    reading, today = a_reading(**GUARDED), date(2026, 11, 22)
    before = await states_on(reading, [person.id], today)

    await doing(THE_HOUSE, state_industry_experience, command, **GUARDED)

    assert before == {person.id: StandingState.SHORT}
    assert await states_on(reading, [person.id], today) == {person.id: StandingState.EXEMPT}
    assert await states_on(reading, [person.id], today, NATIONAL) == {person.id: StandingState.SHORT}
