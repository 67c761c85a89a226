"""Titles in the database: rows, events, who is refused, what happens at once."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import asyncpg
import pytest

from registry.identity.model.principals import visitor
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.portfolio import model
from registry.portfolio.model import (
    AppointTitle,
    CorrectTitle,
    RecordTitle,
    Title,
    TitleLevel,
    VerifyTitle,
    VoidTitle,
)
from registry.portfolio.queries.titles import title, titles_of, titles_waiting_at
from registry.portfolio.rules import NOT_YOUR_OWN, NOT_YOURS
from registry.portfolio.service.titles import appoint_title, correct_title, record_title, verify_title, void_title
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, a_unit, many_connections, rows_of
from tests.people.staging import a_person, an_employment
from tests.portfolio.staging import (
    APPOINTED,
    GRANTED,
    a_content,
    a_place,
    doing,
    entered,
    officer,
    stand_in,
    teacher,
    verified,
)

SENIOR = {"name": "高级讲师", "level": TitleLevel.DEPUTY_SENIOR, "granted_on": date(2025, 12, 1)}


def _of(seen, command, **more):
    return command(seen.id, seen.revision, **more)


def _told(events):
    return [(type(event), event.subject, event.subject_id) for event in events]


async def test_a_teacher_enters_their_own_title_unverified(database):
    _, person = await a_place()
    actor = teacher(person)

    after, events = await doing(
        actor, record_title, RecordTitle(person.id, a_content(name=" 讲师 ")), Scope.person(person.id)
    )

    assert after == Title(
        id=after.id,
        person_id=person.id,
        name="讲师",
        level=TitleLevel.MIDDLE,
        series="中等职业学校教师",
        granted_on=GRANTED,
        appointed_on=APPOINTED,
        appointed_until=None,
        granted_by="盘锦市人力资源和社会保障局",
        certificate_no="B08181100123",
        document_digest=None,
        entered_by=actor.account_id,
        entered_by_name="林晓",
        entered_at=NOW,
        verified_by=None,
        verified_by_name=None,
        verified_at=None,
        replaces_id=None,
        voided_at=None,
        voided_reason=None,
        revision=1,
    )
    assert await title(a_reading(), after.id) == after
    assert _told(events) == [(model.TitleRecorded, "title", str(after.id))]
    assert "certificate_no" not in events[0].after
    assert events[0].personal == {"before": None, "after": {"certificate_no": "B08181100123"}}


async def test_the_office_verifies(database):
    school, person = await a_place()
    before, actor = await entered(person), officer(school)

    after, events = await doing(actor, verify_title, _of(before, VerifyTitle), Scope.school(school.id))

    assert after == replace(before, verified_by=actor.account_id, verified_by_name="陈", verified_at=NOW, revision=2)
    assert await title(a_reading(), before.id) == after
    assert _told(events) == [(model.TitleVerified, "title", str(before.id))]
    assert (events[0].before["verified_at"], events[0].after["verified_by_name"]) == (None, "陈")


async def test_nobody_verifies_their_own_nor_whom_they_stand_in_for(database):
    school, person = await a_place()
    before, scope = await entered(person), Scope.school(school.id)

    for actor, words in ((officer(school, person), NOT_YOUR_OWN), (stand_in(school, person), "受委托期间")):
        with pytest.raises(NotPermitted, match=words):
            await doing(actor, verify_title, _of(before, VerifyTitle), scope)
    with pytest.raises(NotPermitted, match=NOT_YOURS):
        await doing(teacher(person), verify_title, _of(before, VerifyTitle), Scope.person(person.id))
    assert await title(a_reading(), before.id) == before


async def test_whoever_holds_no_role_does_nothing(database):
    _, person = await a_place()
    before = await entered(person)

    with pytest.raises(NotPermitted, match=NOT_YOURS):
        await doing(visitor("web"), record_title, RecordTitle(person.id, a_content(**SENIOR)), EVERYWHERE)
    with pytest.raises(NotPermitted, match=NOT_YOURS):
        await doing(visitor("web"), verify_title, _of(before, VerifyTitle), EVERYWHERE)


async def test_a_stranger_finds_nothing(database):
    _, person = await a_place()
    other_school, _ = await a_place("S2")
    stranger, scope = officer(other_school), Scope.school(other_school.id)
    before = await verified(person)

    attempts = [
        (record_title, RecordTitle(person.id, a_content(**SENIOR))),
        (verify_title, _of(before, VerifyTitle)),
        (appoint_title, _of(before, AppointTitle, appointed_on=APPOINTED)),
        (correct_title, _of(before, CorrectTitle, content=a_content(**SENIOR), reason="错")),
        (void_title, _of(before, VoidTitle, reason="错")),
    ]
    for use_case, command in attempts:
        with pytest.raises(NotFound):
            await doing(stranger, use_case, command, scope)
    with pytest.raises(NotFound):
        await titles_of(a_reading(), [person.id], scope)
    for hidden in (scope, Scope.person(uuid4())):
        with pytest.raises(NotFound):
            await title(a_reading(), before.id, hidden)


async def test_the_same_title_is_entered_once(database):
    _, person = await a_place()
    await entered(person)

    with pytest.raises(InvalidFields) as refused:
        await entered(person, certificate_no="另一号")

    assert refused.value.faults == {"name": "该职称已登记(同一系列、名称和取得日期)"}


async def test_of_many_who_enter_the_same_title_at_once_one_does(database):
    await many_connections(10)
    _, person = await a_place()

    results = await asyncio.gather(*(entered(person) for _ in range(10)), return_exceptions=True)

    assert sorted(type(result).__name__ for result in results) == ["InvalidFields"] * 9 + ["Title"]
    assert len((await titles_of(a_reading(), [person.id]))[person.id]) == 1


async def test_what_was_seen_before_a_change_is_stale(database):
    school, person = await a_place()
    before = await entered(person)
    await doing(officer(school), verify_title, _of(before, VerifyTitle), Scope.school(school.id))

    for use_case, command in (
        (verify_title, _of(before, VerifyTitle)),
        (void_title, _of(before, VoidTitle, reason="错")),
    ):
        with pytest.raises(StaleEdit):
            await doing(officer(school), use_case, command, Scope.school(school.id))


async def test_of_two_who_verify_at_once_one_does(database):
    school, person = await a_place()
    before = await entered(person)
    command, scope = _of(before, VerifyTitle), Scope.school(school.id)

    results = await asyncio.gather(
        *(doing(officer(school), verify_title, command, scope) for _ in range(2)), return_exceptions=True
    )

    assert sorted(type(result).__name__ for result in results) == ["StaleEdit", "tuple"]


async def test_the_office_appoints_to_a_granted_title_and_renews(database):
    school, person = await a_place()
    scope = Scope.school(school.id)
    before = await verified(person, **SENIOR, appointed_on=None)

    first = _of(before, AppointTitle, appointed_on=date(2026, 1, 1), appointed_until=date(2026, 12, 31))
    appointed, events = await doing(officer(school), appoint_title, first, scope)
    renewal = _of(appointed, AppointTitle, appointed_on=date(2026, 1, 1), appointed_until=date(2029, 12, 31))
    renewed, _ = await doing(officer(school), appoint_title, renewal, scope)

    assert appointed == replace(
        before, appointed_on=date(2026, 1, 1), appointed_until=date(2026, 12, 31), revision=before.revision + 1
    )
    assert renewed == replace(appointed, appointed_until=date(2029, 12, 31), revision=appointed.revision + 1)
    assert await title(a_reading(), before.id) == renewed
    assert _told(events) == [(model.TitleAppointed, "title", str(before.id))]


async def test_an_appointment_is_not_moved_and_not_by_its_owner(database):
    school, person = await a_place()
    before = await verified(person)

    command = _of(before, AppointTitle, appointed_on=date(2020, 1, 1))
    with pytest.raises(InvalidFields) as refused:
        await doing(officer(school), appoint_title, command, Scope.school(school.id))
    assert set(refused.value.faults) == {"appointed_on"}
    with pytest.raises(NotPermitted, match=NOT_YOURS):
        await doing(
            teacher(person), appoint_title, _of(before, AppointTitle, appointed_on=APPOINTED), Scope.person(person.id)
        )


async def test_a_correction_is_a_new_title_that_points_at_the_voided_one(database):
    school, person = await a_place()
    before, actor = await verified(person), officer(school)
    command = _of(before, CorrectTitle, content=a_content(appointed_on=date(2019, 9, 1)), reason=" 聘任日期写错 ")

    after, events = await doing(actor, correct_title, command, Scope.school(school.id))

    voided = replace(before, voided_at=NOW, voided_reason="聘任日期写错", revision=before.revision + 1)
    assert after == replace(
        before,
        id=after.id,
        appointed_on=date(2019, 9, 1),
        entered_by=actor.account_id,
        entered_by_name="陈",
        verified_by=actor.account_id,
        verified_by_name="陈",
        replaces_id=before.id,
        revision=1,
    )
    assert await title(a_reading(), before.id) == voided
    assert await titles_of(a_reading(), [person.id]) == {person.id: (after,)}
    assert _told(events) == [
        (model.TitleReplaced, "title", str(before.id)),
        (model.TitleCorrected, "title", str(after.id)),
    ]


async def test_an_owner_corrects_what_is_not_verified_and_it_stays_so(database):
    _, person = await a_place()
    before, scope = await entered(person), Scope.person(person.id)

    command = _of(before, CorrectTitle, content=a_content(certificate_no="B2"), reason="证书号写错")
    after, _ = await doing(teacher(person), correct_title, command, scope)

    assert (after.certificate_no, after.verified_at, after.replaces_id) == ("B2", None, before.id)


async def test_a_correction_without_a_change_is_refused_and_writes_nothing(database):
    school, person = await a_place()
    before = await verified(person)

    command = _of(before, CorrectTitle, content=a_content(), reason="错")
    with pytest.raises(InvalidFields) as refused:
        await doing(officer(school), correct_title, command, Scope.school(school.id))

    assert refused.value.faults == {"content": "没有改动"}
    assert await title(a_reading(), before.id) == before


async def test_an_owner_does_not_change_what_an_office_verified(database):
    _, person = await a_place()
    before = await verified(person)

    for use_case, command in (
        (correct_title, _of(before, CorrectTitle, content=a_content(certificate_no="B2"), reason="错")),
        (void_title, _of(before, VoidTitle, reason="错")),
    ):
        with pytest.raises(NotPermitted, match=NOT_YOURS):
            await doing(teacher(person), use_case, command, Scope.person(person.id))


async def test_a_voided_title_leaves_the_list_and_may_be_entered_anew(database):
    school, person = await a_place()
    before = await verified(person)

    after, events = await doing(
        officer(school), void_title, _of(before, VoidTitle, reason="证书被撤销"), Scope.school(school.id)
    )

    assert after == replace(before, voided_at=NOW, voided_reason="证书被撤销", revision=before.revision + 1)
    assert _told(events) == [(model.TitleVoided, "title", str(before.id))]
    assert await titles_of(a_reading(), [person.id]) == {person.id: ()}
    again = await entered(person)
    assert await titles_of(a_reading(), [person.id]) == {person.id: (again,)}


async def test_titles_are_told_in_the_order_of_their_grant(database):
    _, person = await a_place()
    later = await entered(person, **SENIOR, appointed_on=None)
    earlier = await verified(person)

    assert await titles_of(a_reading(), [person.id]) == {person.id: (earlier, later)}


async def test_a_title_goes_along_to_the_next_school(database):
    left, person = await a_school("S1"), await a_person()
    await an_employment(left, person, "T1", started_on=date(2015, 9, 1), finished_on=date(2020, 8, 31))
    present = await a_school("S2")
    await an_employment(present, person, "T9", started_on=date(2020, 9, 1))
    there = await verified(person)
    here = await entered(person, **SENIOR, appointed_on=None)

    assert await titles_of(a_reading(), [person.id], Scope.school(present.id)) == {person.id: (there, here)}
    assert await titles_of(a_reading(), [person.id], Scope.school(left.id)) == {person.id: (there,)}
    with pytest.raises(NotFound):
        await title(a_reading(), here.id, Scope.school(left.id))
    with pytest.raises(NotPermitted, match=NOT_YOURS):
        await doing(officer(left), void_title, _of(there, VoidTitle, reason="错"), Scope.school(left.id))


async def test_what_waits_is_shown_to_the_school_that_keeps_the_file(database):
    school, person = await a_place()
    unit = await a_unit(school)
    colleague = await a_person("王")
    await an_employment(school, colleague, "T2", department=unit)
    other_school, stranger = await a_place("S2")
    await verified(person, **SENIOR, appointed_on=None)
    first, second = await entered(person), await entered(colleague)
    await entered(stranger)

    waiting = await titles_waiting_at(a_reading(), school.id, Scope.school(school.id))

    assert set(waiting) == {first, second}
    assert await titles_waiting_at(a_reading(), school.id, Scope.department(unit.id)) == (second,)
    with pytest.raises(NotFound):
        await titles_waiting_at(a_reading(), school.id, Scope.school(other_school.id))


async def test_the_database_keeps_what_was_verified(database):
    _, person = await a_place()
    before = await verified(person)

    for statement in (
        "UPDATE title SET granted_on = granted_on - 1 WHERE id = $1",
        "UPDATE title SET verified_at = NULL, verified_by_name = NULL WHERE id = $1",
        "DELETE FROM title WHERE id = $1",
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await rows_of(database, statement, before.id)
