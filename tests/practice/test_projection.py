"""The stored timelines: as the rules say after every kind of change, rebuilt, and compared with the truth."""

import asyncio
from datetime import date, timedelta
from random import Random

import asyncpg
import pytest

from registry.audit.process import open_process
from registry.institutions.model.commands import ChangeSchool, StateSchoolRecordsFrom
from registry.institutions.service.schools import change_school, state_school_records_from
from registry.people.model.commands import EndEmployment, EndPost, RecordLeave, StatePersonRecordsFrom, Transfer
from registry.people.model.commands import Place as PlaceOfWork
from registry.people.model.facts import LeaveKind, PostCategory
from registry.people.queries.careers import employment_on, employments_of
from registry.people.service.employments import end_employment, transfer
from registry.people.service.leaves import record_leave
from registry.people.service.persons import state_person_records_from
from registry.people.service.posts import end_post
from registry.practice.model import StandingState, StateRange
from registry.practice.projection import Difference, differences, rebuild
from registry.practice.projection import Step as CourseStep
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.standing import LOCAL, NATIONAL, ranges_of, states_on
from registry.practice.records import CorrectPlacement, Step
from registry.practice.rules import standing_on
from registry.practice.rules.timeline import facts_up_to
from registry.practice.service.placements import correct_placement
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import BAOTOU, PANJIN, a_school, rows_of
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.random_writing import World
from tests.practice.staging import THE_HOUSE, a_content, a_place, doing, entered, reading_of, taken, verified

TODAY, ONE_DAY = date(2026, 11, 22), timedelta(1)
RULE, PANJIN_RULE, HORIZON = date(2016, 5, 11), date(2021, 3, 23), date(2036, 11, 22)
SHORT, MET, AT_RISK = StandingState.SHORT, StandingState.MET, StandingState.AT_RISK
LAPSED, UNKNOWN, EXEMPT = StandingState.LAPSED, StandingState.UNKNOWN, StandingState.EXEMPT


async def _ranges(person, line=LOCAL):
    return (await ranges_of(a_reading(), [person.id], line))[person.id]


async def _on(person, day, line=LOCAL):
    return (await states_on(a_reading(), [person.id], day, line)).get(person.id)


async def test_a_verified_placement_moves_the_stored_states(database):
    school, person = await a_place()
    confirmed = await taken(
        await entered(school, person, started_on=date(2024, 1, 1), finished_on=date(2024, 10, 26)), Step.CONFIRM
    )

    before = await _ranges(person)
    await taken(confirmed, Step.VERIFY)

    assert before == (StateRange(RULE, HORIZON, SHORT),)
    assert await _ranges(person) == (
        StateRange(RULE, date(2024, 10, 25), SHORT),
        StateRange(date(2024, 10, 26), date(2028, 7, 1), MET),
        StateRange(date(2028, 7, 2), date(2028, 12, 31), AT_RISK),
        StateRange(date(2029, 1, 1), HORIZON, LAPSED),
    )
    assert (await _ranges(person, NATIONAL))[1].started_on == date(2024, 6, 28)


async def test_voiding_takes_the_states_back(database):
    school, person = await a_place()
    standing = await verified(school, person, started_on=date(2024, 1, 1), finished_on=date(2024, 12, 31))

    assert await _on(person, TODAY) is MET
    await taken(standing, Step.VOID)

    assert await _ranges(person) == (StateRange(RULE, HORIZON, SHORT),)


async def test_a_correction_counts_with_its_new_revision_only(database):
    school, person = await a_place()
    before = await verified(school, person, started_on=date(2024, 1, 1), finished_on=date(2024, 12, 31))
    content = a_content(date(2024, 1, 1), date(2024, 10, 25))

    await doing(THE_HOUSE, correct_placement, CorrectPlacement(before.id, before.revision, content, "日期写错", True))

    assert await _ranges(person) == (StateRange(RULE, HORIZON, SHORT),)


async def test_leave_posts_and_records_move_the_stored_states(database):
    school, person = await a_school(), await a_person()
    employment = await an_employment(school, person)
    post = await a_post(employment)
    await verified(school, person, started_on=date(2020, 1, 1), finished_on=date(2020, 10, 26))

    assert await _on(person, date(2025, 3, 1)) is LAPSED
    await doing(THE_HOUSE, record_leave, RecordLeave(person.id, LeaveKind.SICK, date(2022, 1, 1), date(2022, 12, 31)))
    assert await _on(person, date(2025, 3, 1)) is MET
    await doing(THE_HOUSE, state_person_records_from, StatePersonRecordsFrom(person.id, 1, date(2030, 1, 1)))
    assert await _on(person, TODAY) is UNKNOWN
    await doing(THE_HOUSE, state_person_records_from, StatePersonRecordsFrom(person.id, 2, None))
    assert await _on(person, TODAY) is LAPSED
    await doing(THE_HOUSE, end_post, EndPost(post.id, post.revision, date(2026, 1, 1)))
    assert await _on(person, TODAY) is EXEMPT


async def test_what_a_school_says_moves_the_states_of_all_its_staff(database):
    school, person = await a_place()
    other = await a_person("高")
    await a_post(await an_employment(school, other, "T2"))
    await verified(school, person, started_on=date(2024, 1, 1), finished_on=date(2024, 7, 1))
    await doing(THE_HOUSE, state_school_records_from, StateSchoolRecordsFrom(school.id, 1, TODAY))

    states = await states_on(a_reading(), [person.id, other.id], TODAY)
    assert states == {person.id: UNKNOWN, other.id: UNKNOWN}
    command = ChangeSchool(school.id, 2, school.name, school.short_name, school.level, "cn", None)
    await doing(THE_HOUSE, change_school, command)

    assert await states_on(a_reading(), [person.id, other.id], TODAY) == {person.id: MET, other.id: UNKNOWN}


async def test_each_day_is_judged_by_the_school_that_then_employs(database):
    school, person = await a_place()
    other = await a_school("S2", jurisdiction=BAOTOU)
    await verified(school, person, started_on=date(2022, 1, 1), finished_on=date(2022, 7, 31))
    employed = (await employments_of(a_reading(), [person.id]))[person.id][0].employment
    command = Transfer(employed.id, 1, PlaceOfWork(other.id, "X1", None, date(2024, 9, 1)), PostCategory.PROFESSIONAL)

    await doing(THE_HOUSE, transfer, command)

    assert await _on(person, date(2024, 8, 31)) is SHORT
    assert await _on(person, date(2024, 9, 1)) is MET


async def test_days_without_employment_have_no_state(database):
    _, person = await a_place()
    outsider = await a_person("孙")
    employed = (await employments_of(a_reading(), [person.id]))[person.id][0].employment

    await doing(THE_HOUSE, end_employment, EndEmployment(employed.id, 1, date(2025, 8, 31)))

    assert await _ranges(person) == (StateRange(RULE, date(2025, 8, 31), SHORT),)
    assert await _ranges(person, NATIONAL) == (StateRange(RULE, date(2025, 8, 31), SHORT),)
    assert await _ranges(outsider) == ()
    assert await _on(person, TODAY) is None


async def test_what_was_written_past_the_projector_is_found_and_rebuilt(database):
    _, person = await a_place()

    found = await differences(a_reading())
    whole = (StateRange(RULE, HORIZON, SHORT),)
    course = {
        "board_state": (CourseStep(RULE, "short"),),
        "board_progress": (CourseStep(RULE, "not_asked"), CourseStep(date(2019, 9, 1), "not_begun")),
        "board_words": (CourseStep(date.min, "lx False"),),
    }
    missing = {LOCAL: whole, NATIONAL: whole, **course}
    assert found == tuple(Difference(person.id, line, (), true) for line, true in missing.items())
    async with open_process("rebuild", reading_of(THE_HOUSE)) as process:
        assert await rebuild(process) == 1
    assert await differences(a_reading()) == ()
    async with open_process("rebuild", reading_of(THE_HOUSE)) as process:
        assert await rebuild(process) == 0
    await rows_of(database, "UPDATE standing_range SET state = 'met' WHERE line = 'local'")
    wrong = (StateRange(RULE, HORIZON, MET),)
    assert await differences(a_reading()) == (Difference(person.id, LOCAL, wrong, whole),)


async def test_time_passing_is_no_difference_except_where_a_running_placement_adds_credit(database):
    school, person = await a_place()
    other = await a_person("高")
    await a_post(await an_employment(school, other, "T2"))
    await verified(school, other, started_on=date(2024, 1, 1), finished_on=date(2024, 12, 31))
    await verified(school, person, started_on=date(2026, 3, 1), finished_on=date(2026, 12, 31))
    next_year = a_reading(now=NOW + timedelta(365))

    assert await differences(a_reading()) == ()
    for days in (1, 39, 40, 365):
        later = await differences(a_reading(now=NOW + timedelta(days)))
        assert {each.person_id for each in later} == {person.id}
    async with open_process("rebuild", reading_of(THE_HOUSE, now=NOW + timedelta(365))) as process:
        assert await rebuild(process) == 2
    assert await differences(next_year) == ()
    assert await _on(person, date(2027, 1, 1)) is MET


async def test_the_database_keeps_states_of_one_line_apart(database):
    school, person = await a_place()
    await entered(school, person)

    with pytest.raises(asyncpg.ExclusionViolationError) as refusal:
        await rows_of(
            database,
            "INSERT INTO standing_range SELECT gen_random_uuid(), person, line, finished_on, finished_on, "
            "state, projected_on FROM standing_range",
        )

    assert refusal.value.constraint_name == "standing_range_apart"


async def test_a_rebuild_beside_writing_leaves_the_truth(database):
    school, person = await a_place()
    placements = [
        await entered(school, person, started_on=date(2024, month, 1), finished_on=date(2024, month, 28))
        for month in range(1, 7)
    ]

    async def again():
        async with open_process("rebuild", reading_of(THE_HOUSE)) as process:
            await rebuild(process)

    await asyncio.gather(*(taken(each, Step.CONFIRM, Step.VERIFY) for each in placements), again(), again())

    assert await differences(a_reading()) == ()


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_after_random_writing_the_stored_states_are_those_of_the_rules(database, seed):
    world = await World(Random(seed)).build()

    done = [await world.write() for _ in range(120)]

    assert await differences(a_reading()) == ()
    for person in world.persons:
        await _compare_day_by_day(person, world.dice)
    assert len([kind for kind in done if kind]) > 40


async def _compare_day_by_day(person, dice):
    """At every edge of the stored ranges and on some other days: the stored state is what the rules answer."""
    local, national = await _ranges(person), await _ranges(person, NATIONAL)
    days = {RULE - ONE_DAY, RULE, PANJIN_RULE - ONE_DAY, PANJIN_RULE, TODAY, TODAY + ONE_DAY, HORIZON}
    for each in (*local, *national):
        days |= {each.started_on - ONE_DAY, each.started_on, each.finished_on, each.finished_on + ONE_DAY}
    days |= {RULE + dice.randrange(7000) * ONE_DAY for _ in range(20)}
    for day in sorted(day for day in days if day <= HORIZON):
        ruling = await employment_on(a_reading(), person.id, day)
        facts = (await teacher_facts(a_reading(), [person.id], day))[person.id]
        for line, ranges in ((ruling.jurisdiction if ruling else PANJIN, local), (NATIONAL, national)):
            expected = _state(facts, line, day) if ruling and day >= RULE else None
            assert _state_in(ranges, day) == expected, (day, line)


def _state(facts, jurisdiction, day):
    versions = a_reading().book.practice_versions(jurisdiction)
    return standing_on(facts_up_to(facts, TODAY), versions, day).state


def _state_in(ranges, day):
    return next((each.state for each in ranges if each.started_on <= day <= each.finished_on), None)


async def test_a_course_that_is_not_the_truth_is_found_and_made_anew(database):
    school, person = await a_place()
    await entered(school, person)
    await rows_of(database, "UPDATE standing_course SET progress[1] = 'enough', initials = 'x'")

    steps = (CourseStep(date(2019, 9, 1), "not_begun"), CourseStep(date(2025, 9, 1), "waiting"))
    steps += (CourseStep(date(2026, 9, 1), "not_begun"),)
    assert await differences(a_reading()) == (
        Difference(
            person.id,
            "board_progress",
            (CourseStep(RULE, "enough"), *steps),
            (CourseStep(RULE, "not_asked"), *steps),
        ),
        Difference(person.id, "board_words", *((CourseStep(date.min, f"{word} False"),) for word in ("x", "lx"))),
    )
    async with open_process("rebuild", reading_of(THE_HOUSE)) as process:
        assert await rebuild(process) == 1
    assert await differences(a_reading()) == ()


async def test_every_change_raises_the_stamps_of_the_schools_concerned(database):
    school, person = await a_place()
    await a_place("S2")
    placement = await entered(school, person)
    first = await rows_of(database, "SELECT school, stamp FROM board_stamp")

    await taken(placement, Step.CONFIRM)

    second = await rows_of(database, "SELECT school, stamp FROM board_stamp")
    changed = await rows_of(database, "SELECT person, school, stamp FROM board_change")
    assert [{row["school"]: row["stamp"] for row in rows} for rows in (first, second)] == [
        {school.id: 1},
        {school.id: 2},
    ]
    assert changed == [{"person": person.id, "school": school.id, "stamp": 2}]
