"""What later slices read: employments, posts, leave, rosters and records in bulk, each within its scope."""

from datetime import date
from uuid import uuid4

import pytest

from registry.institutions.model.commands import StateSchoolRecordsFrom
from registry.institutions.service.schools import state_school_records_from
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind, PostCategory, RosterEntry
from registry.people.queries.careers import (
    employment_on,
    employments_of,
    employments_on,
    leaves_of,
    posts_of,
    roster,
)
from registry.people.queries.persons import persons, records_from_of, teacher_by_staff_no
from registry.people.service.leaves import record_leave
from registry.platform.database import engine
from tests.builders.house import a_reading
from tests.institutions.staging import BAOTOU, a_bureau, a_school, a_unit, did
from tests.people.staging import ONE_DAY, a_person, a_post, an_employment, an_id_number

FIRST, LAST = date(2020, 9, 1), date(2024, 2, 29)
MOVED = LAST + ONE_DAY


async def _a_mover():
    """Somebody who moved from S1 (Panjin) to S2 (Baotou), with a post and leave at each."""
    old, new = await a_school("S1"), await a_school("S2", jurisdiction=BAOTOU)
    person = await a_person(id_number=an_id_number())
    former = await an_employment(old, person, "T1", started_on=FIRST, finished_on=LAST)
    present = await an_employment(new, person, "X1", started_on=MOVED)
    posts = (await a_post(former), await a_post(present, PostCategory.INSTRUCTOR))
    days = [(date(2022, 1, 1), date(2022, 1, 31)), (LAST, MOVED), (date(2025, 1, 1), date(2025, 1, 31))]
    leaves = tuple([await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, *each)) for each in days])
    return old, new, person, (former, present), posts, leaves


async def test_the_employment_of_a_day_names_the_schools_jurisdiction(database):
    old, new, person, (former, present), _, _ = await _a_mover()
    reading = a_reading()

    on_last = await employment_on(reading, person.id, LAST)
    on_moved = await employment_on(reading, person.id, MOVED)

    assert (on_last.employment, on_last.jurisdiction, on_last.school_code) == (former, old.jurisdiction, "S1")
    assert (on_moved.employment, on_moved.jurisdiction, on_moved.school_code) == (present, BAOTOU, "S2")
    assert await employment_on(reading, person.id, FIRST - ONE_DAY) is None
    assert (await employment_on(reading, person.id, FIRST)).employment == former
    assert await employment_on(reading, person.id, MOVED, Scope.school(old.id)) is None
    assert (await employment_on(reading, person.id, MOVED, Scope.school(new.id))).employment == present


async def test_of_two_employments_on_a_day_the_first_begun_is_chosen(database):
    one, two, person = await a_school("S1"), await a_school("S2"), await a_person()
    later = await an_employment(one, person, "T1", started_on=MOVED)
    earlier = await an_employment(two, person, "X1", started_on=FIRST)

    assert (await employment_on(a_reading(), person.id, MOVED)).employment == earlier
    assert (await employment_on(a_reading(), person.id, MOVED, Scope.school(one.id))).employment == later
    found = await employments_on(a_reading(), person.id, MOVED)
    assert [each.employment for each in found] == [earlier, later]


async def test_the_present_employer_sees_the_whole_file_and_a_former_one_its_own_time(database):
    old, new, person, (former, present), posts, leaves = await _a_mover()
    reading, ids = a_reading(), [person.id]

    for scope in (EVERYWHERE, Scope.school(new.id), Scope.person(person.id)):
        assert await posts_of(reading, ids, scope) == {person.id: posts}
        assert await leaves_of(reading, ids, scope) == {person.id: leaves}
        held = (await employments_of(reading, ids, scope))[person.id]
        assert [each.employment for each in held] == [former, present]
    scope = Scope.school(old.id)
    assert await posts_of(reading, ids, scope) == {person.id: posts[:1]}
    assert await leaves_of(reading, ids, scope) == {person.id: leaves[:2]}
    assert [each.employment for each in (await employments_of(reading, ids, scope))[person.id]] == [former]


async def test_a_stranger_among_those_asked_for_is_not_found(database):
    _, _, person, _, _, _ = await _a_mover()
    own = await a_school("S3")
    colleague = await a_person("高")
    await an_employment(own, colleague)
    scope, reading = Scope.school(own.id), a_reading()

    assert set(await posts_of(reading, [colleague.id], scope)) == {colleague.id}
    for query in (posts_of, leaves_of, employments_of, persons):
        for ids in ([colleague.id, person.id], [colleague.id, uuid4()]):
            with pytest.raises(NotFound):
                await query(reading, ids, scope)
    with pytest.raises(NotFound):
        await records_from_of(reading, [colleague.id, person.id], scope=scope)
    with pytest.raises(NotFound):
        await employment_on(reading, person.id, MOVED, scope)
    with pytest.raises(NotFound):
        await posts_of(reading, [colleague.id], Scope.person(person.id))


async def test_nobody_asked_for_is_nobody_found(database):
    for query in (posts_of, leaves_of, employments_of, records_from_of, persons):
        assert await query(a_reading(), []) == {}


async def test_departments_and_bureaus_reach_their_own(database):
    bureau, other_bureau = await a_bureau("1"), await a_bureau("2")
    school = await a_school(bureau_id=bureau.id)
    machines, computers = await a_unit(school, "机电系"), await a_unit(school, "计算机系")
    lin, gao = await a_person("林"), await a_person("高")
    await an_employment(school, lin, "T1", department=machines)
    await an_employment(school, gao, "T2", department=computers)
    reading = a_reading()

    assert set(await persons(reading, [lin.id, gao.id], Scope.bureau(bureau.id))) == {lin.id, gao.id}
    assert set(await persons(reading, [lin.id], Scope.department(machines.id))) == {lin.id}
    for scope in (Scope.department(machines.id), Scope.bureau(other_bureau.id)):
        with pytest.raises(NotFound):
            await persons(reading, [gao.id], scope)


async def test_the_roster_lists_the_staff_of_the_day(database):
    school, other = await a_school("S1"), await a_school("S2")
    department = await a_unit(school)
    lin, gao = await a_person("林", id_number=an_id_number()), await a_person("高")
    in_department = await an_employment(school, lin, "T2", department=department, started_on=FIRST, finished_on=LAST)
    always = await an_employment(school, gao, "T1")
    await a_post(in_department, PostCategory.PROFESSIONAL, FIRST, FIRST)
    await an_employment(other, await a_person("孙"), "X1")

    reading = a_reading()
    first = RosterEntry(gao.id, always.id, "T1", "高", None, None, None)
    second = RosterEntry(lin.id, in_department.id, "T2", "林", department.id, "机电系", PostCategory.PROFESSIONAL)
    assert await roster(reading, school.id, FIRST) == (first, second)
    assert [entry.category for entry in await roster(reading, school.id, FIRST + ONE_DAY)] == [None, None]
    assert await roster(reading, school.id, FIRST - ONE_DAY) == (first,)
    assert len(await roster(reading, school.id, LAST)) == 2
    assert await roster(reading, school.id, LAST + ONE_DAY) == (first,)
    assert await roster(reading, school.id, FIRST, Scope.department(department.id)) == (second,)
    for scope in (Scope.school(other.id), Scope.person(lin.id)):
        with pytest.raises(NotFound):
            await roster(reading, school.id, FIRST, scope)


async def test_a_staff_number_means_who_has_it_now_else_who_had_it_last(database):
    school, other = await a_school("S1"), await a_school("S2")
    first, last, future = await a_person("甲"), await a_person("乙"), await a_person("丙")
    await an_employment(school, first, "T1", finished_on=date(2020, 1, 1))
    await an_employment(school, last, "T1", started_on=date(2021, 1, 1), finished_on=date(2022, 1, 1))
    await an_employment(school, future, "T1", started_on=date(2026, 11, 23))
    reading = a_reading()

    assert (await teacher_by_staff_no(reading, "S1", " T1 ")).person == last
    assert (await teacher_by_staff_no(reading, "S1", "T1", Scope.school(school.id))).person == last
    present = await a_person("丁")
    employment = await an_employment(
        school, present, "T1", started_on=date(2026, 11, 22), finished_on=date(2026, 11, 22)
    )
    found = await teacher_by_staff_no(reading, "S1", "T1")
    assert (found.person, found.employed.employment, found.employed.jurisdiction) == (
        present,
        employment,
        school.jurisdiction,
    )
    for code, number, scope in [
        ("S1", "T9", EVERYWHERE),
        ("S2", "T1", EVERYWHERE),
        ("S1", "T1", Scope.school(other.id)),
        ("S1", "T1", Scope.person(last.id)),
    ]:
        with pytest.raises(NotFound):
            await teacher_by_staff_no(reading, code, number, scope)


async def test_a_personal_day_goes_before_the_schools(database):
    school, other = await a_school("S1"), await a_school("S2")
    await did(state_school_records_from, StateSchoolRecordsFrom(school.id, 1, date(2023, 9, 1)))
    own, of_school, moved, nowhere = (
        await a_person("甲", records_from=date(2021, 1, 1)),
        await a_person("乙"),
        await a_person("丙"),
        await a_person("丁"),
    )
    await an_employment(school, own, "T1")
    await an_employment(school, of_school, "T2")
    await an_employment(school, moved, "T3", finished_on=LAST)
    await an_employment(other, moved, "X3", started_on=MOVED)
    ids = [own.id, of_school.id, moved.id, nowhere.id]

    assert await records_from_of(a_reading(), ids) == {
        own.id: date(2021, 1, 1),
        of_school.id: date(2023, 9, 1),
        moved.id: None,
        nowhere.id: None,
    }
    assert (await records_from_of(a_reading(), ids, LAST))[moved.id] == date(2023, 9, 1)


async def test_bulk_queries_take_as_many_statements_for_many_as_for_one(database, monkeypatch):
    school = await a_school()
    people = [await a_person(f"人{number}") for number in range(12)]
    for number, each in enumerate(people):
        await a_post(await an_employment(school, each, f"T{number}"))
    asked = []
    original = engine().run_querystring

    async def counted(querystring, in_pool=True):
        asked.append(querystring)
        return await original(querystring, in_pool)

    monkeypatch.setattr(type(engine()), "run_querystring", lambda _, *args, **named: counted(*args, **named))
    counts = []
    for ids in ([people[0].id], [each.id for each in people]):
        asked.clear()
        for query in (posts_of, leaves_of, employments_of, records_from_of, persons):
            await query(a_reading(), ids)
        await roster(a_reading(), school.id, FIRST)
        counts.append(len(asked))

    assert counts[0] == counts[1] > 0
