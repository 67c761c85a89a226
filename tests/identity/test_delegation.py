"""Roles lent to colleagues, and what may be decided in them."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from registry.identity.model.accounts import LockAccount
from registry.identity.model.principals import HeldRole, Lender, Principal
from registry.identity.model.roles import Delegate, EndDelegation, EndRole, Role, RoleWanted
from registry.identity.queries.roles import own_delegations
from registry.identity.rules.roles import may_decide_about
from registry.identity.service.accounts import lock_account
from registry.identity.service.roles import delegate, end_delegation, end_role
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.kernel.verdicts import Verdict
from tests.builders.house import NOW
from tests.identity.stage import (
    BUREAU,
    HR,
    OTHER_SCHOOL,
    SCHOOL,
    SCHOOL_OPERATOR,
    TEACHER,
    TODAY,
    a_principal,
    anew,
    done,
    grant_of,
    kinds,
    read_as,
    read_by_visitor,
)

DAY = timedelta(days=1)


async def _chen_and_gao() -> tuple[Principal, Principal, Delegate]:
    chen = await a_principal("chen", HR, school_id=SCHOOL, person_id=uuid4())
    gao = await a_principal("gao", TEACHER, school_id=SCHOOL)
    grant = await grant_of(chen)
    return chen, gao, Delegate(grant.id, gao.account_id, TODAY + DAY, TODAY + 3 * DAY)


@pytest.mark.parametrize(("after", "is_held"), [(timedelta(), False), (DAY, True), (3 * DAY, True), (4 * DAY, False)])
async def test_a_lent_role_is_held_between_its_two_days(database, after, is_held):
    chen, gao, command = await _chen_and_gao()

    delegation, recorded = await done(delegate, command, read_as(chen))

    lent = HeldRole(
        command.grant_id, Role.HR_OFFICER, Scope.school(SCHOOL), None, Lender(chen.account_id, chen.person_id, "Chen")
    )
    assert (lent in (await anew(gao, after)).roles) is is_held
    assert kinds(recorded) == ["RoleDelegated"]
    assert recorded[0].after["borrower_id"] == str(gao.account_id)
    assert (recorded[0].subject_id, delegation.lender_id) == (str(delegation.id), chen.account_id)


async def test_a_lent_role_is_not_lent_on(database):
    chen, gao, command = await _chen_and_gao()
    sun = await a_principal("sun", TEACHER, school_id=SCHOOL)
    await done(delegate, command, read_as(chen))

    borrower = await anew(gao, DAY)
    further = Delegate(command.grant_id, sun.account_id, TODAY + DAY, TODAY + 2 * DAY)

    with pytest.raises(NotPermitted):
        await done(delegate, further, read_as(borrower, DAY))
    with pytest.raises(NotFound):
        await done(delegate, further, read_as(sun))


async def test_a_lent_role_ends_with_the_grant_and_while_its_owner_is_locked(database):
    chen, gao, command = await _chen_and_gao()
    await done(delegate, command, read_as(chen))
    assert len((await anew(gao, DAY)).roles) == 2

    await done(lock_account, LockAccount(chen.account_id, "离校"))
    assert len((await anew(gao, DAY)).roles) == 1


async def test_a_lent_role_ends_with_the_grant_it_rests_on(database):
    chen, gao, command = await _chen_and_gao()
    await done(delegate, command, read_as(chen))

    await done(end_role, EndRole(command.grant_id, "调离"))

    assert [held.role for held in (await anew(gao, DAY)).roles] == [Role.TEACHER]


async def test_roles_are_lent_to_colleagues_only(database):
    chen, gao, command = await _chen_and_gao()
    outsider = await a_principal("zhao", TEACHER, school_id=OTHER_SCHOOL)
    own_teacher_role = await grant_of(gao)

    for borrower in (outsider.account_id, chen.account_id):
        with pytest.raises(NotPermitted):
            await done(delegate, replace(command, borrower_id=borrower), read_as(chen))
    with pytest.raises(NotPermitted):
        await done(
            delegate, replace(command, grant_id=own_teacher_role.id, borrower_id=chen.account_id), read_as(gao)
        )
    with pytest.raises(NotFound):
        await done(delegate, replace(command, borrower_id=uuid4()), read_as(chen))


async def test_a_bureau_lends_within_the_bureau(database):
    officer = RoleWanted(Role.BUREAU_OFFICER, Scope.bureau(BUREAU))
    zhao, qian = await a_principal("zhao", officer), await a_principal("qian", officer)
    sun = await a_principal("sun", TEACHER, school_id=SCHOOL)
    command = Delegate((await grant_of(zhao)).id, qian.account_id, TODAY, TODAY)

    assert (await done(delegate, command, read_as(zhao)))[0].borrower_id == qian.account_id
    with pytest.raises(NotPermitted):
        await done(delegate, replace(command, borrower_id=sun.account_id), read_as(zhao))


@pytest.mark.parametrize(
    ("first", "last", "is_right"),
    [
        (-DAY, DAY, False),
        (timedelta(), timedelta(), True),
        (2 * DAY, DAY, False),
        (timedelta(), 5 * DAY, True),
        (timedelta(), 6 * DAY, False),
    ],
)
async def test_a_role_is_lent_within_its_own_days(database, first, last, is_right):
    chen = await a_principal("chen", replace(HR, finished_on=TODAY + 5 * DAY), school_id=SCHOOL)
    gao = await a_principal("gao", TEACHER, school_id=SCHOOL)
    command = Delegate((await grant_of(chen)).id, gao.account_id, TODAY + first, TODAY + last)

    if is_right:
        await done(delegate, command, read_as(chen))
    else:
        with pytest.raises(InvalidFields):
            await done(delegate, command, read_as(chen))


async def test_the_same_role_is_not_lent_twice_for_a_day(database):
    chen, _, command = await _chen_and_gao()
    await done(delegate, command, read_as(chen))

    with pytest.raises(InvalidFields) as refusal:
        await done(delegate, replace(command, started_on=command.finished_on), read_as(chen))

    assert refusal.value.faults == {"finished_on": "这段时间已委托给该账号"}


@pytest.mark.parametrize("party", ["chen", "gao", "operator"])
async def test_both_parties_and_operators_end_a_delegation(database, party):
    chen, gao, command = await _chen_and_gao()
    operator = await a_principal("op", SCHOOL_OPERATOR, school_id=SCHOOL)
    stranger = await a_principal("sun", TEACHER, school_id=SCHOOL)
    delegation, _ = await done(delegate, command, read_as(chen))
    actor = {"chen": chen, "gao": gao, "operator": operator}[party]

    with pytest.raises(NotFound):
        await done(end_delegation, EndDelegation(delegation.id), read_as(stranger))
    after, recorded = await done(end_delegation, EndDelegation(delegation.id), read_as(actor))

    assert after == replace(delegation, ended_at=NOW)
    assert len((await anew(gao, DAY)).roles) == 1
    assert kinds(recorded) == ["DelegationEnded"]
    with pytest.raises(StaleEdit):
        await done(end_delegation, EndDelegation(delegation.id), read_as(actor))


def test_nobody_decides_about_themselves_or_their_lender():
    lender, me, other = Lender(uuid4(), uuid4(), "Chen"), uuid4(), uuid4()
    own = HeldRole(uuid4(), Role.HR_OFFICER, Scope.school(SCHOOL))
    lent = replace(own, lent_by=lender)
    principal = Principal(uuid4(), "Gao", "web", person_id=me, roles=(lent,))

    assert may_decide_about(principal, own, other) == Verdict.yes()
    assert may_decide_about(principal, lent, other) == Verdict.yes()
    assert may_decide_about(principal, own, lender.person_id) == Verdict.yes()
    assert not may_decide_about(principal, own, me).allowed
    assert not may_decide_about(principal, lent, me).allowed
    assert not may_decide_about(principal, lent, lender.person_id).allowed


async def test_both_parties_see_a_delegation_and_nobody_else(database):
    chen, gao, command = await _chen_and_gao()
    sun = await a_principal("sun", TEACHER, school_id=SCHOOL)
    delegation, _ = await done(delegate, command, read_as(chen))

    assert await own_delegations(read_as(chen)) == (delegation,)
    assert await own_delegations(read_as(gao)) == (delegation,)
    assert await own_delegations(read_as(sun)) == ()
    assert await own_delegations(read_by_visitor()) == ()
