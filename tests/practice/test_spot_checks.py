"""Spot checks: recorded by the office or the department, seen by the teacher, voided with a reason."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from registry.practice.queries.spot_checks import spot_checks_of
from registry.practice.records import Step
from registry.practice.records.spot_checks import (
    CheckManner,
    RecordSpotCheck,
    SpotCheck,
    SpotCheckRecorded,
    SpotCheckVoided,
    VoidSpotCheck,
)
from registry.practice.service.spot_checks import record_spot_check, void_spot_check
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, a_unit, rows_of
from tests.people.staging import a_person, an_employment
from tests.practice.staging import (
    FIRST,
    a_place,
    doing,
    entered,
    head,
    officer,
    reading_of,
    stand_in,
    taken,
    teacher,
)

TODAY = NOW.date()


def a_check(told, **changes):
    given = {"checked_on": FIRST, "checked_by": " 李主任 ", "manner": CheckManner.ON_SITE, "findings": " 在岗 "}
    return RecordSpotCheck(told.id, **{**given, **changes})


async def test_a_check_is_stored_with_its_event(database):
    school, person = await a_place()
    told = await entered(school, person, PlacementState.PLANNED)
    actor = officer(school)

    check, events = await doing(actor, record_spot_check, a_check(told, photograph="c" * 64), Scope.school(school.id))

    assert check == SpotCheck(
        id=check.id,
        placement_id=told.id,
        checked_on=FIRST,
        checked_by="李主任",
        manner=CheckManner.ON_SITE,
        findings="在岗",
        absence_found=False,
        photograph="c" * 64,
        recorded_by=actor.account_id,
        recorded_by_name="陈",
        recorded_at=NOW,
        voided_at=None,
        voided_by_name=None,
        voided_reason=None,
        revision=1,
    )
    assert [(type(event), event.before, event.after["manner"]) for event in events] == [
        (SpotCheckRecorded, None, "on_site")
    ]
    assert await spot_checks_of(reading_of(teacher(person)), told.id, Scope.person(person.id)) == (check,)


async def test_every_fault_is_told_at_once(database):
    school, person = await a_place()
    told = await entered(school, person)
    early = a_check(told, checked_on=FIRST - timedelta(1), findings=" ", checked_by="", photograph="c")
    faults = []

    for command in (early, a_check(told, checked_on=TODAY + timedelta(1))):
        with pytest.raises(InvalidFields) as refusal:
            await doing(officer(school), record_spot_check, command, Scope.school(school.id))
        faults.append(refusal.value.faults)
    await doing(officer(school), record_spot_check, a_check(told, checked_on=TODAY), Scope.school(school.id))

    assert faults == [
        {
            "checked_by": "不能为空",
            "findings": "不能为空",
            "checked_on": f"实践自 {FIRST} 开始,巡查日期早于开始日期",
            "photograph": "照片摘要应为 64 位十六进制小写",
        },
        {"checked_on": "巡查日期在今天之后"},
    ]


async def test_the_department_checks_its_own_teachers_and_nobody_themselves(database):
    school, person = await a_school(), await a_person()
    department, elsewhere = await a_unit(school), await a_unit(school, "信息系")
    await an_employment(school, person, department=department)
    told = await entered(school, person)
    scope = Scope.department(department.id)

    check, _ = await doing(head(department), record_spot_check, a_check(told), scope)
    with pytest.raises(NotFound):
        await doing(head(elsewhere), record_spot_check, a_check(told), Scope.department(elsewhere.id))
    with pytest.raises(NotFound):
        await doing(
            head(elsewhere), void_spot_check, VoidSpotCheck(check.id, 1, "误"), Scope.department(elsewhere.id)
        )
    with pytest.raises(NotFound):
        await spot_checks_of(reading_of(head(elsewhere)), told.id, Scope.department(elsewhere.id))
    refused = [
        (teacher(person), Scope.person(person.id)),
        (replace(head(department), person_id=person.id), scope),
        (officer(school, person), Scope.school(school.id)),
        (stand_in(school, person), Scope.school(school.id)),
    ]
    for actor, where in refused:
        with pytest.raises(NotPermitted):
            await doing(actor, record_spot_check, a_check(told), where)
        with pytest.raises(NotPermitted):
            await doing(actor, void_spot_check, VoidSpotCheck(check.id, 1, "误"), where)

    assert await spot_checks_of(a_reading(), told.id) == (check,)


async def test_a_check_is_voided_once_with_a_reason(database):
    school, person = await a_place()
    told, scope = await entered(school, person), Scope.school(school.id)
    before, _ = await doing(officer(school), record_spot_check, a_check(told), scope)

    with pytest.raises(InvalidFields):
        await doing(officer(school), void_spot_check, VoidSpotCheck(before.id, 1, " "), scope)
    with pytest.raises(StaleEdit):
        await doing(officer(school), void_spot_check, VoidSpotCheck(before.id, 2, "误"), scope)
    with pytest.raises(NotFound):
        await doing(officer(school), void_spot_check, VoidSpotCheck(uuid4(), 1, "误"), scope)
    after, events = await doing(officer(school), void_spot_check, VoidSpotCheck(before.id, 1, " 记错人 "), scope)
    with pytest.raises(InvalidFields):
        await doing(officer(school), void_spot_check, VoidSpotCheck(before.id, 2, "误"), scope)

    assert after == replace(before, voided_at=NOW, voided_by_name="陈", voided_reason="记错人", revision=2)
    assert [type(event) for event in events] == [SpotCheckVoided]
    assert await spot_checks_of(a_reading(), told.id) == (after,)
    with pytest.raises(Exception, match="only voided"):
        await rows_of(database, "UPDATE spot_check SET findings = 'x'")


async def test_what_is_out_of_the_running_is_not_checked(database):
    school, person = await a_place()
    told = await taken(await entered(school, person), Step.WITHDRAW)

    with pytest.raises(NotPermitted) as refusal:
        await doing(officer(school), record_spot_check, a_check(told), Scope.school(school.id))

    assert str(refusal.value) == "该实践当前为“已撤回”,不再登记巡查"
