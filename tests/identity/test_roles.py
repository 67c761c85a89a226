"""Roles given and ended, at their edges."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from registry.identity import tables
from registry.identity.model.principals import HeldRole
from registry.identity.model.roles import EndRole, GrantRole, Role, RoleGrant, RoleWanted
from registry.identity.rules.roles import is_in_force, role_fault
from registry.identity.service.roles import end_role, grant_role
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from tests.builders.house import NOW
from tests.identity.stage import (
    BUREAU,
    DEPARTMENT,
    HR,
    OTHER_SCHOOL,
    SCHOOL,
    SCHOOL_OPERATOR,
    TEACHER,
    TODAY,
    a_principal,
    an_account,
    anew,
    done,
    grant_of,
    kinds,
    read_as,
)

DAY = timedelta(days=1)


async def test_a_granted_role_is_stored_in_force_and_recorded(database):
    operator = await a_principal("op", SCHOOL_OPERATOR, school_id=SCHOOL)
    lin = await a_principal("lin", school_id=SCHOOL)
    wanted = RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(DEPARTMENT), SCHOOL, finished_on=TODAY + DAY)

    grant, recorded = await done(grant_role, GrantRole(lin.account_id, wanted), read_as(operator))

    stored = (await tables.RoleGrant.select().where(tables.RoleGrant.id == grant.id))[0]
    assert stored == {
        "id": grant.id,
        "account": lin.account_id,
        "role": "department_head",
        "scope_kind": "department",
        "scope_id": DEPARTMENT,
        "school_id": SCHOOL,
        "started_on": TODAY,
        "finished_on": TODAY + DAY,
        "granted_by": operator.account_id,
        "granted_at": NOW,
        "ended_at": None,
    }
    assert (await anew(lin)).roles == (
        HeldRole(grant.id, Role.DEPARTMENT_HEAD, Scope.department(DEPARTMENT), SCHOOL),
    )
    assert kinds(recorded) == ["RoleGranted"]
    assert (recorded[0].subject_id, recorded[0].before) == (str(grant.id), None)


@pytest.mark.parametrize(
    ("after", "is_held"), [(-DAY, False), (timedelta(), True), (DAY, True), (2 * DAY, True), (3 * DAY, False)]
)
async def test_both_days_of_a_role_count(database, after, is_held):
    first = TODAY + 10 * DAY
    lin = await a_principal("lin", replace(HR, started_on=first, finished_on=first + 2 * DAY))

    assert ((await anew(lin, 10 * DAY + after)).roles != ()) is is_held


def test_a_day_begins_in_china():
    grant = RoleGrant(uuid4(), uuid4(), Role.TEACHER, None, date(2026, 11, 23))

    assert not is_in_force(grant, read_as().today)
    assert not is_in_force(grant, read_as(after=timedelta(hours=14, minutes=59)).today)
    assert is_in_force(grant, read_as(after=timedelta(hours=15)).today)


@pytest.mark.parametrize(
    "wanted",
    [
        RoleWanted(Role.TEACHER, Scope.school(SCHOOL)),
        RoleWanted(Role.TEACHER, Scope.person(uuid4())),
        RoleWanted(Role.HR_OFFICER),
        RoleWanted(Role.HR_OFFICER, EVERYWHERE),
        RoleWanted(Role.HR_OFFICER, Scope.school(SCHOOL), SCHOOL),
        RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(DEPARTMENT)),
        RoleWanted(Role.BUREAU_OFFICER, Scope.school(SCHOOL)),
        RoleWanted(Role.OPERATOR, Scope.bureau(BUREAU)),
        RoleWanted(Role.TEACHER, started_on=TODAY - DAY),
        RoleWanted(Role.TEACHER, started_on=TODAY + DAY, finished_on=TODAY),
        RoleWanted(Role.TEACHER, finished_on=TODAY - DAY),
    ],
)
async def test_a_role_that_makes_no_sense_is_refused(database, wanted):
    slip = await an_account("lin")

    with pytest.raises(InvalidFields):
        await done(grant_role, GrantRole(slip.account_id, wanted))


def test_a_role_for_today_makes_sense():
    assert role_fault(replace(HR, started_on=TODAY, finished_on=TODAY), TODAY) is None


@pytest.mark.parametrize(("first", "is_refused"), [(TODAY + 5 * DAY, True), (TODAY + 6 * DAY, False)])
async def test_the_same_role_is_not_given_twice_for_a_day(database, first, is_refused):
    slip = await an_account("lin", replace(TEACHER, finished_on=TODAY + 5 * DAY))
    again = GrantRole(slip.account_id, replace(TEACHER, started_on=first))

    if is_refused:
        with pytest.raises(InvalidFields) as refusal:
            await done(grant_role, again)
        assert refusal.value.faults == {"role": "该账号在这段时间已有同样的角色"}
    else:
        assert (await done(grant_role, again))[0].started_on == first


async def test_who_may_give_a_role(database):
    operator = await a_principal("op", SCHOOL_OPERATOR, school_id=SCHOOL)
    lin = await a_principal("lin", school_id=SCHOOL)
    wider = RoleWanted(Role.BUREAU_OFFICER, Scope.bureau(BUREAU))
    other_school = RoleWanted(Role.HR_OFFICER, Scope.school(OTHER_SCHOOL))

    for wanted in (wider, other_school, RoleWanted(Role.OPERATOR, EVERYWHERE)):
        with pytest.raises(NotPermitted):
            await done(grant_role, GrantRole(lin.account_id, wanted), read_as(operator))
    with pytest.raises(NotPermitted):
        await done(grant_role, GrantRole(operator.account_id, HR), read_as(operator))
    with pytest.raises(NotPermitted):
        await done(grant_role, GrantRole(lin.account_id, HR), read_as(lin))
    with pytest.raises(NotFound):
        await done(grant_role, GrantRole(operator.account_id, HR), read_as(lin))


async def test_a_role_taken_back_is_over_at_once_and_may_be_given_anew(database):
    chen = await a_principal("chen", HR)
    grant = await grant_of(chen)

    after, recorded = await done(end_role, EndRole(grant.id, "调离"))

    assert (await anew(chen)).roles == ()
    assert after == replace(grant, ended_at=NOW)
    assert kinds(recorded) == ["RoleEnded"]
    assert (recorded[0].before["ended_at"], recorded[0].after["ended_at"]) == (None, NOW.isoformat())
    assert recorded[0].personal == {"reason": "调离"}
    with pytest.raises(StaleEdit):
        await done(end_role, EndRole(grant.id, "调离"))
    await done(grant_role, GrantRole(chen.account_id, HR))
    assert len(await tables.RoleGrant.select()) == 2


@pytest.mark.parametrize(("last_day", "is_right"), [(TODAY - DAY, False), (TODAY, True), (TODAY + DAY, True)])
async def test_a_last_day_is_not_in_the_past(database, last_day, is_right):
    chen = await a_principal("chen", HR)
    command = EndRole((await grant_of(chen)).id, "届满", last_day)

    if is_right:
        assert (await done(end_role, command))[0].finished_on == last_day
        assert (await anew(chen)).roles != ()
    else:
        with pytest.raises(InvalidFields):
            await done(end_role, command)


async def test_who_may_end_a_role(database):
    chen = await a_principal("chen", HR, school_id=SCHOOL)
    grant = await grant_of(chen)
    sun = await a_principal("sun", TEACHER, school_id=SCHOOL)

    with pytest.raises(NotFound):
        await done(end_role, EndRole(grant.id, "x"), read_as(sun))
    with pytest.raises(NotPermitted):
        await done(end_role, EndRole(grant.id, "x"), read_as(chen))
    with pytest.raises(NotFound):
        await done(end_role, EndRole(uuid4(), "x"))
    with pytest.raises(InvalidFields):
        await done(end_role, EndRole(grant.id, " "))
