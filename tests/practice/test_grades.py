"""Grades before recognition, and how many may be excellent in a school year."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import records
from registry.practice.model import PlacementState
from registry.practice.queries.grades import excellent_places, grade_caps, grade_of
from registry.practice.queries.placements import placement
from registry.practice.records import Step
from registry.practice.records.grades import (
    Grade,
    GradeCap,
    GradeCapSet,
    GradeCapVoided,
    GradePlacement,
    PlacementGrade,
    PlacementGraded,
    SetGradeCap,
    VoidGradeCap,
)
from registry.practice.rules.grades import cap_on, most_excellent
from registry.practice.service.grades import grade_placement, set_grade_cap, void_grade_cap
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, rows_of
from tests.people.staging import a_person, an_employment
from tests.practice.staging import (
    THE_HOUSE,
    a_place,
    doing,
    entered,
    leader,
    officer,
    reading_of,
    stand_in,
    supervised,
    taken,
    teacher,
    verified,
)

SINCE = date(2020, 9, 1)
LAST_YEAR = date(2026, 8, 20)


async def graded(school, told, grade, words="", actor=None):
    command = GradePlacement(told.id, told.revision, grade, words)
    return await doing(actor or officer(school), grade_placement, command, Scope.school(school.id))


async def capped(school, percent, since=SINCE):
    command = SetGradeCap(school.id, since, percent, "本校办法第九条")
    return await doing(officer(school), set_grade_cap, command, Scope.school(school.id))


async def participants(school, count, **content):
    """So many more teachers of the school, each with a placement handed in."""
    placements = []
    for number in range(count):
        person = await a_person(f"教师{number}")
        await an_employment(school, person, f"P{number}-{content.get('position', '')}")
        placements.append(await entered(school, person, **content))
    return placements


async def test_a_grade_is_stored_with_its_event_and_may_change_before_recognition(database):
    school, person = await a_place()
    told = await supervised(await entered(school, person), Step.CONFIRM)
    actor = officer(school)

    first, events = await graded(school, told, Grade.QUALIFIED, " 完成任务 ", actor)
    second, changed = await graded(school, told, Grade.EXCELLENT, "成果突出", actor)

    assert first == PlacementGrade(
        first.id, told.id, Grade.QUALIFIED, "完成任务", actor.account_id, "陈", NOW, revision=1
    )
    assert second == replace(first, grade=Grade.EXCELLENT, words="成果突出", revision=2)
    assert [(type(event), event.before) for event in events] == [(PlacementGraded, None)]
    assert [(event.before["grade"], event.after["grade"]) for event in changed] == [("qualified", "excellent")]
    assert await grade_of(reading_of(teacher(person)), told.id, Scope.person(person.id)) == second
    assert await placement(a_reading(), told.id) == told


async def test_unqualified_is_a_rejection(database):
    school, person = await a_place()
    told = await entered(school, person)
    with pytest.raises(InvalidFields):
        await graded(school, told, Grade.UNQUALIFIED)

    _, events = await graded(school, told, Grade.UNQUALIFIED, "缺勤过半")

    assert await placement(a_reading(), told.id) == replace(
        told, state=PlacementState.REJECTED, reason="考核不合格:缺勤过半", revision=2
    )
    assert [type(event) for event in events] == [PlacementGraded, records.PlacementRejected]


async def test_a_mistaken_failure_is_undone_and_graded_anew(database):
    school, person = await a_place()
    told = await entered(school, person)
    await graded(school, told, Grade.UNQUALIFIED, "误评")
    restored = await taken(await placement(a_reading(), told.id), Step.UNDO_REJECTION)
    confirmed = await supervised(restored, Step.CONFIRM)
    with pytest.raises(NotPermitted) as refusal:
        await taken(confirmed, Step.VERIFY)

    await graded(school, confirmed, Grade.QUALIFIED)
    after = await taken(confirmed, Step.VERIFY)

    assert str(refusal.value) == "考核等级为不合格,不能认定"
    assert after.state is PlacementState.VERIFIED


async def test_grades_are_given_by_the_office_between_handing_in_and_recognition(database):
    school, person = await a_place()
    other = await a_school("S2")
    told, plan = await entered(school, person), await entered(school, person, PlacementState.PLANNED)
    standing = await verified(school, person)

    for actor in (leader(school), officer(school, person), stand_in(school, person)):
        with pytest.raises(NotPermitted):
            await graded(school, told, Grade.QUALIFIED, actor=actor)
    for early_or_late in (plan, standing):
        with pytest.raises(NotPermitted):
            await graded(school, early_or_late, Grade.QUALIFIED)
    with pytest.raises(NotFound):
        await graded(other, told, Grade.QUALIFIED)
    with pytest.raises(NotFound):
        await grade_of(reading_of(officer(other)), told.id, Scope.school(other.id))
    with pytest.raises(StaleEdit):
        await graded(school, replace(told, revision=9), Grade.QUALIFIED)

    assert await rows_of(database, "SELECT 1 FROM placement_grade") == []


@pytest.mark.parametrize(
    ("count", "percent", "most"), [(6, 15, 0), (7, 15, 1), (13, 15, 1), (14, 15, 2), (20, 15, 3), (3, 0, 0)]
)
def test_the_share_is_rounded_down_to_whole_persons(count, percent, most):
    cap = GradeCap(None, None, SINCE, percent, "", "", NOW, None, None, 1)

    assert most_excellent(count, cap) == most
    assert most_excellent(count, replace(cap, percent=None)) is None
    assert most_excellent(count, None) is None


async def test_without_a_cap_everybody_may_be_excellent(database):
    school, person = await a_place()

    await graded(school, await entered(school, person), Grade.EXCELLENT)

    places = await excellent_places(a_reading(), school.id, LAST_YEAR)
    assert (places.participants, places.most, places.taken) == (1, None, 1)


async def test_the_refusal_names_the_figures(database):
    school, _ = await a_place()
    first, second, *_ = await participants(school, 5)
    await capped(school, 20)
    await graded(school, first, Grade.EXCELLENT)

    with pytest.raises(InvalidFields) as refusal:
        await graded(school, second, Grade.EXCELLENT)
    await graded(school, first, Grade.EXCELLENT, "改评语")

    assert refusal.value.faults == {"grade": "本学年参加 5 人,优秀最多 1 人,已评 1 人"}


async def test_only_the_school_year_of_the_placement_is_counted(database):
    school, _ = await a_place()
    first, *_ = await participants(school, 5)
    (later,) = await participants(
        school, 1, started_on=date(2026, 9, 1), finished_on=date(2026, 9, 30), position="车工"
    )
    await capped(school, 20)

    await graded(school, first, Grade.EXCELLENT)
    with pytest.raises(InvalidFields) as refusal:
        await graded(school, later, Grade.EXCELLENT)

    assert refusal.value.faults == {"grade": "本学年参加 1 人,优秀最多 0 人,已评 0 人"}


async def test_one_person_counts_once_and_keeps_one_place(database):
    school, person = await a_place()
    await participants(school, 4)
    await capped(school, 20)
    one, two = await entered(school, person), await entered(school, person, position="车工")

    await graded(school, one, Grade.EXCELLENT)
    await graded(school, two, Grade.EXCELLENT)

    places = await excellent_places(a_reading(), school.id, LAST_YEAR)
    assert (places.participants, places.most, places.taken) == (5, 1, 1)


async def test_a_place_given_stands_when_fewer_take_part_and_is_free_again_when_given_up(database):
    school, _ = await a_place()
    first, second, *others = await participants(school, 5)
    await capped(school, 20)
    await graded(school, first, Grade.EXCELLENT)
    await taken(others[0], Step.WITHDRAW)

    places = await excellent_places(a_reading(), school.id, LAST_YEAR)
    assert (places.participants, places.most, places.taken) == (4, 0, 1)
    assert (await grade_of(a_reading(), first.id)).grade is Grade.EXCELLENT

    await participants(school, 1, position="焊工")
    await taken(first, Step.REJECT)
    await graded(school, second, Grade.EXCELLENT)
    places = await excellent_places(a_reading(), school.id, LAST_YEAR)
    assert (places.participants, places.most, places.taken) == (5, 1, 1)


async def test_of_two_officers_who_give_the_last_place_at_once_one_does(database):
    school, _ = await a_place()
    placements = await participants(school, 5)
    await capped(school, 20)

    results = await asyncio.gather(
        *(graded(school, each, Grade.EXCELLENT) for each in placements), return_exceptions=True
    )

    assert sum(1 for each in results if isinstance(each, InvalidFields)) == 4
    assert len(await rows_of(database, "SELECT 1 FROM placement_grade WHERE grade = 'excellent'")) == 1


async def test_a_placement_graded_by_two_at_once_has_one_grade(database):
    school, person = await a_place()
    told = await entered(school, person)

    results = await asyncio.gather(
        graded(school, told, Grade.QUALIFIED), graded(school, told, Grade.UNQUALIFIED, "缺勤"), return_exceptions=True
    )

    assert not [each for each in results if isinstance(each, BaseException) and not isinstance(each, StaleEdit)]
    (grade,) = await rows_of(database, "SELECT grade FROM placement_grade")
    stands = await placement(a_reading(), told.id)
    assert grade["grade"] == "unqualified"
    assert stands.state is PlacementState.REJECTED


async def test_a_cap_holds_from_its_day_until_the_next_and_is_voided_with_a_reason(database):
    school, _ = await a_place()
    first, events = await capped(school, 15)
    lifted, _ = await capped(school, None, date(2026, 9, 1))
    with pytest.raises(InvalidFields) as twice:
        await capped(school, 10)
    with pytest.raises(InvalidFields) as wrong:
        await doing(THE_HOUSE, set_grade_cap, SetGradeCap(school.id, SINCE, 101, " "), EVERYWHERE)

    assert [(type(event), event.after["percent"]) for event in events] == [(GradeCapSet, 15)]
    assert twice.value.faults == {"started_on": "本校在这一天已有一个优秀比例开始生效"}
    assert wrong.value.faults == {
        "percent": "优秀比例应为 0 到 100 的整数",
        "reason": "请写明依据,如本校企业实践管理办法的条款",
    }
    caps = await grade_caps(a_reading(), school.id)
    assert caps == (first, lifted)
    days = [date(2020, 8, 31), SINCE, date(2026, 8, 31), date(2026, 9, 1)]
    assert [cap_on(caps, on) for on in days] == [None, first, first, lifted]

    voided, events = await doing(
        officer(school), void_grade_cap, VoidGradeCap(lifted.id, 1, "误设"), Scope.school(school.id)
    )
    assert voided == replace(lifted, voided_at=NOW, voided_reason="误设", revision=2)
    assert [type(event) for event in events] == [GradeCapVoided]
    assert cap_on(await grade_caps(a_reading(), school.id), date(2026, 9, 1)) == first


async def test_only_the_office_of_the_school_sets_its_cap(database):
    school, person = await a_place()
    other = await a_school("S2")
    cap, _ = await capped(school, 15)
    command, void = SetGradeCap(school.id, date(2026, 1, 1), 10, "因"), VoidGradeCap(cap.id, 1, "误")

    with pytest.raises(NotPermitted):
        await doing(leader(school), set_grade_cap, command, Scope.school(school.id))
    with pytest.raises(NotPermitted):
        await doing(leader(school), void_grade_cap, void, Scope.school(school.id))
    for actor, scope in [(officer(other), Scope.school(other.id)), (teacher(person), Scope.person(person.id))]:
        with pytest.raises(NotFound):
            await doing(actor, set_grade_cap, command, scope)
        with pytest.raises(NotFound):
            await doing(actor, void_grade_cap, void, scope)
        with pytest.raises(NotFound):
            await grade_caps(reading_of(actor), school.id, scope)
    assert await grade_caps(a_reading(), school.id) == (cap,)
