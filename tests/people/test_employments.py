"""Employments and posts: no overlaps, posts inside, transfers in one process, in order under any number at once."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest

from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.model.commands import (
    CorrectEmployment,
    Employ,
    EndEmployment,
    EndPost,
    HoldPost,
    Place,
    RegisterPerson,
    TakeOn,
    Transfer,
    VoidEmployment,
    VoidPost,
)
from registry.people.model.events import (
    EmploymentBegun,
    EmploymentCorrected,
    EmploymentEnded,
    EmploymentVoided,
    PersonRegistered,
    PostBegun,
    PostEnded,
    PostVoided,
)
from registry.people.model.facts import PostCategory
from registry.people.queries.careers import employments_of, posts_of
from registry.people.service.employments import (
    correct_employment,
    employ,
    end_employment,
    take_on,
    transfer,
    void_employment,
)
from registry.people.service.posts import end_post, hold_post, void_post
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_bureau, a_school, a_unit, did, done, many_connections, rows_of
from tests.people.staging import ONE_DAY, a_person, a_post, an_employment, an_id_number

FIRST, LAST = date(2020, 9, 1), date(2024, 2, 29)
STAFF_NO_TAKEN = {"staff_no": "同一时期本校已有人使用该工号"}
EMPLOYED_ALREADY = {"started_on": "此人在本校同一时期已有任职"}


async def _refused(use_case, command, *scope, **named):
    with pytest.raises(InvalidFields) as refusal:
        await did(use_case, command, *scope, **named)
    return refusal.value.faults


def _kinds(events):
    return [type(event) for event in events]


async def test_an_employment_is_stored_and_recorded(database):
    school, person = await a_school(), await a_person()
    department = await a_unit(school)

    place = Place(school.id, " T1 ", department.id, FIRST)
    begun, events = await done(employ, Employ(person.id, place))

    values = {
        "id": str(begun.id),
        "person_id": str(person.id),
        "school_id": str(school.id),
        "staff_no": "T1",
        "department_id": str(department.id),
        "started_on": "2020-09-01",
        "finished_on": None,
        "voided_at": None,
        "voided_reason": None,
        "revision": 1,
        "industry_months": None,
        "industry_note": None,
    }
    assert events == [EmploymentBegun("employment", str(begun.id), None, values)]
    (stored,) = await rows_of(database, "SELECT * FROM employment")
    assert {name: stored[name] for name in ("person", "school", "staff_no", "department", "started_on")} == {
        "person": person.id,
        "school": school.id,
        "staff_no": "T1",
        "department": department.id,
        "started_on": FIRST,
    }
    assert [each.employment for each in (await employments_of(a_reading(), [person.id]))[person.id]] == [begun]


@pytest.mark.parametrize(
    ("started_on", "finished_on", "gets_in"),
    [
        (LAST, None, False),
        (LAST + ONE_DAY, None, True),
        (None, FIRST, False),
        (None, FIRST - ONE_DAY, True),
        (None, None, False),
        (date(2021, 1, 1), date(2021, 1, 1), False),
    ],
)
async def test_a_staff_number_is_one_person_on_any_day(database, started_on, finished_on, gets_in):
    school, person, other = await a_school(), await a_person(), await a_person("高")
    await an_employment(school, person, "T1", started_on=FIRST, finished_on=LAST)

    same_number = Employ(other.id, Place(school.id, "T1", None, started_on, finished_on))
    same_person = Employ(person.id, Place(school.id, "T2", None, started_on, finished_on))

    if gets_in:
        await did(employ, same_number)
        await did(employ, same_person)
    else:
        assert await _refused(employ, same_number) == STAFF_NO_TAKEN
        assert await _refused(employ, same_person) == EMPLOYED_ALREADY


async def test_another_school_may_employ_the_same_person_and_number(database):
    one, two, person = await a_school("S1"), await a_school("S2"), await a_person()

    await an_employment(one, person, "T1")
    await an_employment(two, person, "T1")

    assert len((await employments_of(a_reading(), [person.id]))[person.id]) == 2


async def test_of_forty_overlapping_employments_at_once_one_gets_in(database):
    await many_connections()
    school, person = await a_school(), await a_person()

    async def one(number):
        try:
            await an_employment(school, person, f"T{number}", started_on=FIRST, finished_on=FIRST + number * ONE_DAY)
        except InvalidFields as refusal:
            return refusal.faults
        return {}

    answers = await asyncio.gather(*(one(number) for number in range(40)))
    assert sorted(answers, key=len) == [{}, *[EMPLOYED_ALREADY] * 39]
    assert len(await rows_of(database, "SELECT 1 FROM employment")) == 1
    assert len(await rows_of(database, "SELECT 1 FROM audit_event WHERE kind = 'EmploymentBegun'")) == 1


async def test_of_forty_with_one_staff_number_at_once_one_gets_in(database):
    await many_connections()
    school = await a_school()
    people = [await a_person(f"人{number}") for number in range(40)]

    async def one(person):
        try:
            await an_employment(school, person, "T1")
        except InvalidFields as refusal:
            return refusal.faults
        return {}

    answers = await asyncio.gather(*map(one, people))
    assert sorted(answers, key=len) == [{}, *[STAFF_NO_TAKEN] * 39]


async def test_a_department_is_one_of_the_school(database):
    school, other, person = await a_school("S1"), await a_school("S2"), await a_person()
    foreign = await a_unit(other)

    for department_id in (foreign.id, uuid4()):
        faults = await _refused(employ, Employ(person.id, Place(school.id, "T1", department_id)))
        assert faults == {"department_id": "系部不是该校的系部"}


async def test_faults_of_a_place_are_told_at_once(database):
    school, person = await a_school(), await a_person()

    faults = await _refused(employ, Employ(person.id, Place(school.id, " ", None, LAST, FIRST)))

    assert faults == {"staff_no": "不能为空", "finished_on": "结束日期 2020-09-01 早于开始日期 2024-02-29"}


async def test_taking_on_enters_the_person_or_knows_them(database):
    old, new = await a_school("S1"), await a_school("S2")
    number = an_id_number()
    asked = RegisterPerson("林晓", id_number=number)

    first, events = await done(take_on, TakeOn(asked, Place(old.id, "T1", None, FIRST, LAST)), Scope.school(old.id))
    second, more = await done(take_on, TakeOn(asked, Place(new.id, "X9", None, LAST)), Scope.school(new.id))

    assert _kinds(events) == [PersonRegistered, EmploymentBegun]
    assert _kinds(more) == [EmploymentBegun]
    assert first.person_id == second.person_id
    wrong = TakeOn(RegisterPerson("高", id_number=number), Place(new.id, "X10"))
    assert await _refused(take_on, wrong, Scope.school(new.id)) == {
        "name": "该身份证件号码已登记,姓名与登记不符,请核对"
    }


async def test_taking_on_without_a_number_enters_a_new_person(database):
    school = await a_school()

    one = await did(take_on, TakeOn(RegisterPerson("林晓"), Place(school.id, "T1")))
    two = await did(take_on, TakeOn(RegisterPerson("林晓"), Place(school.id, "T2")))

    assert one.person_id != two.person_id


async def test_forty_taking_on_one_newcomer_at_once_make_one_person(database):
    await many_connections()
    schools = [await a_school(f"S{number}") for number in range(8)]
    asked = RegisterPerson("林晓", id_number=an_id_number())

    async def one(number):
        try:
            await did(take_on, TakeOn(asked, Place(schools[number % 8].id, f"T{number}")))
        except InvalidFields:
            return 0
        return 1

    assert sum(await asyncio.gather(*(one(number) for number in range(40)))) >= 1
    assert len(await rows_of(database, "SELECT 1 FROM person")) == 1


async def test_an_employment_ends_with_its_posts(database):
    school = await a_school()
    employment = await an_employment(school, started_on=FIRST)
    past = await a_post(employment, PostCategory.PUBLIC, FIRST, date(2021, 8, 31))
    running = await a_post(employment, PostCategory.PROFESSIONAL, date(2021, 9, 1))

    ended, events = await done(end_employment, EndEmployment(employment.id, 1, LAST), Scope.school(school.id))

    assert _kinds(events) == [PostEnded, EmploymentEnded]
    assert (events[0].subject_id, events[0].after["finished_on"]) == (str(running.id), "2024-02-29")
    assert (ended.finished_on, ended.revision) == (LAST, 2)
    posts = (await posts_of(a_reading(), [employment.person_id]))[employment.person_id]
    assert [(post.id, post.finished_on) for post in posts] == [(past.id, date(2021, 8, 31)), (running.id, LAST)]


async def test_an_end_lies_between_the_beginning_and_nothing_that_follows(database):
    employment = await an_employment(await a_school(), started_on=FIRST)
    await a_post(employment, started_on=LAST)

    early = await _refused(end_employment, EndEmployment(employment.id, 1, FIRST - ONE_DAY))
    before_post = await _refused(end_employment, EndEmployment(employment.id, 1, LAST - ONE_DAY))
    await did(end_employment, EndEmployment(employment.id, 1, LAST))

    assert early["finished_on"] == "有岗位自 2024-02-29 开始,请先作废该岗位"
    assert before_post == {"finished_on": "有岗位自 2024-02-29 开始,请先作废该岗位"}
    with pytest.raises(StaleEdit):
        await did(end_employment, EndEmployment(employment.id, 1, LAST))


async def test_an_employment_is_mended_within_its_posts(database):
    employment = await an_employment(await a_school(), started_on=FIRST, finished_on=LAST)
    await a_post(employment, started_on=FIRST, finished_on=LAST)

    def command(started_on):
        return CorrectEmployment(employment.id, 1, "T9", None, started_on, LAST)

    faults = await _refused(correct_employment, command(FIRST + ONE_DAY), reason="录入错误")
    without_reason = await _refused(correct_employment, command(FIRST))
    after, events = await done(correct_employment, command(FIRST - ONE_DAY), reason="录入错误")

    assert faults == {"finished_on": "有岗位超出任职起止时间,请先结束或作废该岗位"}
    assert without_reason == {"reason": "不能为空"}
    assert _kinds(events) == [EmploymentCorrected]
    assert (events[0].before["started_on"], events[0].after["started_on"]) == ("2020-09-01", "2020-08-31")
    assert (after.staff_no, after.revision) == ("T9", 2)
    with pytest.raises(StaleEdit):
        await did(correct_employment, command(FIRST), reason="录入错误")


async def test_an_employment_that_never_was_is_voided_with_its_posts(database):
    school, person = await a_school(), await a_person()
    employment = await an_employment(school, person)
    await a_post(employment)

    voided, events = await done(void_employment, VoidEmployment(employment.id, 1, "登记到他人名下"))

    assert _kinds(events) == [PostVoided, EmploymentVoided]
    assert (voided.voided_at, voided.voided_reason) == (NOW, "登记到他人名下")
    assert (await employments_of(a_reading(), [person.id]))[person.id] == ()
    assert (await posts_of(a_reading(), [person.id]))[person.id] == ()
    assert len(await rows_of(database, "SELECT 1 FROM employment WHERE voided_at IS NOT NULL")) == 1
    await an_employment(school, person, "T1")
    with pytest.raises(NotFound):
        await did(void_employment, VoidEmployment(employment.id, 2, "再次"))


async def test_a_transfer_ends_and_begins_in_one_process(database):
    old, new = await a_school("S1"), await a_school("S2")
    person = await a_person()
    before = await an_employment(old, person, started_on=FIRST)
    await a_post(before, PostCategory.PROFESSIONAL, FIRST)

    command = Transfer(before.id, 1, Place(new.id, "X1", None, date(2024, 3, 1)), PostCategory.INSTRUCTOR)
    after, events = await done(transfer, command)

    assert _kinds(events) == [PostEnded, EmploymentEnded, EmploymentBegun, PostBegun]
    held = (await employments_of(a_reading(), [person.id]))[person.id]
    assert [(each.school_code, each.employment.started_on, each.employment.finished_on) for each in held] == [
        ("S1", FIRST, LAST),
        ("S2", date(2024, 3, 1), None),
    ]
    posts = (await posts_of(a_reading(), [person.id]))[person.id]
    assert [(post.category, post.started_on, post.finished_on) for post in posts] == [
        (PostCategory.PROFESSIONAL, FIRST, LAST),
        (PostCategory.INSTRUCTOR, date(2024, 3, 1), None),
    ]
    assert after.id == held[1].employment.id
    processes = await rows_of(
        database,
        "SELECT array_agg(kind ORDER BY number) AS kinds FROM audit_event GROUP BY process ORDER BY max(number)",
    )
    assert processes[-1]["kinds"] == ["PostEnded", "EmploymentEnded", "EmploymentBegun", "PostBegun"]


async def test_a_transfer_that_fails_leaves_everything_as_it_was(database):
    old, new, person = await a_school("S1"), await a_school("S2"), await a_person()
    before = await an_employment(old, person, started_on=FIRST)
    await an_employment(new, await a_person("高"), "X1")

    assert await _refused(transfer, Transfer(before.id, 1, Place(new.id, "X1", None, LAST))) == STAFF_NO_TAKEN

    assert (await employments_of(a_reading(), [person.id]))[person.id][0].employment == before
    assert await rows_of(database, "SELECT 1 FROM audit_event WHERE kind = 'EmploymentEnded'") == []


@pytest.mark.parametrize(
    ("first_day", "is_refused"),
    [(None, True), (FIRST, True), (FIRST + ONE_DAY, False), (LAST + ONE_DAY, False), (LAST + 2 * ONE_DAY, True)],
)
async def test_a_transfer_follows_the_employment_without_a_gap(database, first_day, is_refused):
    school = await a_school()
    department = await a_unit(school)
    before = await an_employment(school, started_on=FIRST, finished_on=LAST)
    command = Transfer(before.id, 1, Place(school.id, "T1", department.id, first_day))

    if is_refused:
        assert "started_on" in await _refused(transfer, command, Scope.school(school.id))
    else:
        moved = await did(transfer, command, Scope.school(school.id))
        assert (moved.staff_no, moved.department_id, moved.started_on) == ("T1", department.id, first_day)


async def test_a_school_moves_nobody_into_another_school(database):
    own, other = await a_school("S1"), await a_school("S2")
    before = await an_employment(own, started_on=FIRST)
    command = Transfer(before.id, 1, Place(other.id, "X1", None, LAST))

    for scope in (Scope.school(own.id), Scope.school(other.id)):
        with pytest.raises(NotFound):
            await did(transfer, command, scope)


async def test_transfers_both_ways_at_once_wait_for_nobody_for_ever(database):
    await many_connections()
    one, two = await a_school("S1"), await a_school("S2")
    here = [await an_employment(one, await a_person(), f"A{n}", started_on=FIRST) for n in range(10)]
    there = [await an_employment(two, await a_person(), f"B{n}", started_on=FIRST) for n in range(10)]
    commands = [Transfer(each.id, 1, Place(two.id, f"C{n}", None, LAST)) for n, each in enumerate(here)]
    commands += [Transfer(each.id, 1, Place(one.id, f"D{n}", None, LAST)) for n, each in enumerate(there)]

    moved = await asyncio.gather(*(did(transfer, command) for command in commands))

    assert len({each.id for each in moved}) == 20


async def test_a_stranger_changes_no_employment(database):
    own, other = await a_school("S1"), await a_school("S2")
    employment = await an_employment(other, started_on=FIRST)
    post = await a_post(employment)
    scope = Scope.school(own.id)

    for use_case, command, words in [
        (end_employment, EndEmployment(employment.id, 1, LAST), "没有找到该任职"),
        (void_employment, VoidEmployment(employment.id, 1, "x"), "没有找到该任职"),
        (correct_employment, CorrectEmployment(employment.id, 1, "x", None, None, None), "没有找到该任职"),
        (hold_post, HoldPost(employment.id, PostCategory.PUBLIC), "没有找到该任职"),
        (end_post, EndPost(post.id, 1, LAST), "没有找到该岗位"),
        (void_post, VoidPost(post.id, 1, "x"), "没有找到该岗位"),
        (employ, Employ(employment.person_id, Place(own.id, "T1")), "没有找到此人"),
        (employ, Employ(employment.person_id, Place(other.id, "T1")), "没有找到该学校"),
        (take_on, TakeOn(RegisterPerson("x"), Place(other.id, "T9")), "没有找到该学校"),
    ]:
        with pytest.raises(NotFound, match=words):
            await did(use_case, command, scope)
    with pytest.raises(NotFound, match="没有找到该任职"):
        await did(end_employment, EndEmployment(uuid4(), 1, LAST), scope)


async def test_a_former_employer_changes_only_its_own_employment(database):
    old, new, person = await a_school("S1"), await a_school("S2"), await a_person()
    former = await an_employment(old, person, started_on=FIRST, finished_on=LAST)
    present = await an_employment(new, person, "X1", started_on=LAST + ONE_DAY)
    scope = Scope.school(old.id)

    with pytest.raises(NotFound):
        await did(end_employment, EndEmployment(present.id, 1, date(2026, 1, 1)), scope)
    assert (await did(end_employment, EndEmployment(former.id, 1, FIRST), scope)).finished_on == FIRST


async def test_only_the_personnel_office_changes_employments(database):
    bureau = await a_bureau()
    school = await a_school(bureau_id=bureau.id)
    department = await a_unit(school)
    employment = await an_employment(school, department=department, started_on=FIRST)

    for scope in (Scope.bureau(bureau.id), Scope.department(department.id), Scope.person(employment.person_id)):
        with pytest.raises(NotPermitted):
            await did(end_employment, EndEmployment(employment.id, 1, LAST), scope)
        with pytest.raises(NotPermitted):
            await did(hold_post, HoldPost(employment.id, PostCategory.PUBLIC), scope)
