"""Who makes, sees and manages which account; to strangers there is none."""

from uuid import uuid4

import pytest

from registry.identity.model.accounts import (
    BindAccount,
    CreateAccount,
    LockAccount,
    ResetPassword,
    UnlockAccount,
)
from registry.identity.model.principals import visitor
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.queries.accounts import (
    account,
    account_by_login,
    accounts,
    colleagues,
    role_history,
    sign_in_history,
)
from registry.identity.service.accounts import (
    bind_account,
    create_account,
    lock_account,
    reset_password,
    unlock_account,
)
from registry.identity.service.sessions import acting_as
from registry.kernel.errors import NotFound, NotPermitted
from registry.kernel.scopes import Scope
from tests.identity.stage import (
    BUREAU,
    HR,
    OTHER_SCHOOL,
    SCHOOL,
    SCHOOL_OPERATOR,
    SYSTEM_OPERATOR,
    TEACHER,
    a_principal,
    an_account,
    done,
    read_as,
)


async def test_an_operator_of_a_school_makes_accounts_of_that_school_only(database):
    operator = await a_principal("op", SCHOOL_OPERATOR, school_id=SCHOOL)
    here = CreateAccount("hr", "人事", (HR,), school_id=SCHOOL)
    elsewhere = CreateAccount("x1", "别校", (), school_id=OTHER_SCHOOL)
    wider = CreateAccount("x2", "局", (RoleWanted(Role.BUREAU_OFFICER, Scope.bureau(BUREAU)),), school_id=SCHOOL)
    other_head = CreateAccount(
        "x3", "系", (RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(BUREAU), OTHER_SCHOOL),)
    )

    slip, _ = await done(create_account, here, read_as(operator))

    assert slip.login == "hr"
    for command in (elsewhere, wider, other_head):
        with pytest.raises(NotPermitted):
            await done(create_account, command, read_as(operator))


@pytest.mark.parametrize("role", [HR, TEACHER])
async def test_who_is_no_operator_makes_no_account(database, role):
    nobody = await a_principal("sun", role, school_id=SCHOOL)

    for actor in (nobody, visitor("web")):
        with pytest.raises(NotPermitted):
            await done(create_account, CreateAccount("x1", "某", (), school_id=SCHOOL), read_as(actor))


async def test_a_stranger_finds_no_account(database):
    lin = await an_account("lin", TEACHER, school_id=SCHOOL)
    strangers = [
        await a_principal("sun", TEACHER, school_id=SCHOOL),
        await a_principal("hr", HR, school_id=SCHOOL),
        await a_principal("op", RoleWanted(Role.OPERATOR, Scope.school(OTHER_SCHOOL)), school_id=OTHER_SCHOOL),
        visitor("web"),
    ]
    acts = [
        (reset_password, ResetPassword(lin.account_id)),
        (lock_account, LockAccount(lin.account_id, "x")),
        (unlock_account, UnlockAccount(lin.account_id)),
        (bind_account, BindAccount(lin.account_id, None, None, None)),
    ]

    for stranger in strangers:
        for use_case, command in acts:
            with pytest.raises(NotFound):
                await done(use_case, command, read_as(stranger))
        with pytest.raises(NotFound):
            await account(read_as(stranger), lin.account_id)
        with pytest.raises(NotFound):
            await account_by_login(read_as(stranger), "lin")
        with pytest.raises(NotFound):
            await sign_in_history(read_as(stranger), lin.account_id)


async def test_lists_begin_with_what_the_operator_operates(database):
    here = await a_principal("op", SCHOOL_OPERATOR, school_id=SCHOOL)
    sun = await a_principal("sun", TEACHER, school_id=OTHER_SCHOOL)
    everywhere = await a_principal("root", SYSTEM_OPERATOR)

    assert [line.account.login for line in await accounts(read_as(here))] == ["op"]
    assert await accounts(read_as(sun)) == ()
    assert [line.account.login for line in await accounts(read_as(everywhere))] == ["op", "root", "sun"]
    assert [line.roles[0].role for line in await accounts(read_as(everywhere))] == ["operator", "operator", "teacher"]


async def test_an_operator_of_a_school_does_not_manage_who_has_a_wider_role(database):
    operator = await a_principal("op", SCHOOL_OPERATOR, school_id=SCHOOL)
    zhao = await an_account("zhao", RoleWanted(Role.BUREAU_OFFICER, Scope.bureau(BUREAU)), school_id=SCHOOL)

    with pytest.raises(NotPermitted):
        await done(reset_password, ResetPassword(zhao.account_id), read_as(operator))


async def test_nobody_manages_their_own_account(database):
    operator = await a_principal("op", SYSTEM_OPERATOR)

    for use_case, command in (
        (reset_password, ResetPassword(operator.account_id)),
        (lock_account, LockAccount(operator.account_id, "x")),
        (bind_account, BindAccount(operator.account_id, uuid4(), None, None)),
    ):
        with pytest.raises(NotPermitted):
            await done(use_case, command, read_as(operator))


async def test_the_history_of_roles_is_for_the_owner_and_operators(database):
    lin = await a_principal("lin", TEACHER, school_id=SCHOOL)
    operator = await a_principal("op", SCHOOL_OPERATOR, school_id=SCHOOL)
    sun = await a_principal("sun", TEACHER, school_id=SCHOOL)

    for reader in (lin, operator):
        assert [grant.role for grant in await role_history(read_as(reader), lin.account_id)] == [Role.TEACHER]
    with pytest.raises(NotFound):
        await role_history(read_as(sun), lin.account_id)


async def test_colleagues_are_those_of_the_same_school(database):
    lin = await a_principal("lin", school_id=SCHOOL)
    await an_account("gao", school_id=SCHOOL)
    locked = await an_account("old", school_id=SCHOOL)
    await done(lock_account, LockAccount(locked.account_id, "离校"))
    sun = await a_principal("sun", school_id=OTHER_SCHOOL)

    assert [one.login for one in await colleagues(read_as(lin), SCHOOL)] == ["gao"]
    assert await colleagues(read_as(sun), SCHOOL) == ()
    assert await colleagues(read_as(visitor("web")), SCHOOL) == ()


async def test_a_command_on_the_machine_acts_as_an_account_even_before_its_first_sign_in(database):
    slip = await an_account("chen", HR, school_id=SCHOOL)

    chen = await acting_as(read_as(), "CHEN")

    assert (chen.account_id, chen.source) == (slip.account_id, "cli")
    assert chen.holds(Role.HR_OFFICER, Scope.school(SCHOOL))
    with pytest.raises(NotFound):
        await acting_as(read_as(), "nobody")
    await done(lock_account, LockAccount(slip.account_id, "离校"))
    with pytest.raises(NotPermitted):
        await acting_as(read_as(), "chen")
