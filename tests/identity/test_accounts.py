"""Accounts made, bound, reset, locked and unlocked: what is stored and what is recorded."""

from uuid import uuid4

import asyncpg
import pytest

from registry.audit import journal
from registry.identity import tables
from registry.identity.model import events
from registry.identity.model.accounts import (
    BindAccount,
    CreateAccount,
    InviteAccounts,
    LockAccount,
    ResetPassword,
    UnlockAccount,
)
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.service.accounts import (
    bind_account,
    create_account,
    invite_accounts,
    lock_account,
    reset_password,
    unlock_account,
)
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.kernel.scopes import Scope
from tests.identity.stage import (
    OTHER_SCHOOL,
    PASSWORD,
    SCHOOL,
    TEACHER,
    TODAY,
    a_signed_in,
    an_account,
    done,
    kinds,
    row,
    tried,
    who,
)

LIN = {
    "login": "lin",
    "display_name": "林老师",
    "must_change_password": True,
    "locked_on": None,
    "person_id": None,
    "school_id": str(SCHOOL),
    "staff_no": "1001",
}


async def test_a_new_account_is_stored_with_its_role_and_recorded(database):
    command = CreateAccount(" LIN ", " 林老师 ", (TEACHER,), school_id=SCHOOL, staff_no="1001")

    slip, recorded = await done(create_account, command)

    stored = await row(slip.account_id)
    assert (slip.login, slip.display_name) == ("lin", "林老师")
    assert {name: stored[name] for name in ("login", "display_name", "school_id", "staff_no")} == {
        "login": "lin",
        "display_name": "林老师",
        "school_id": SCHOOL,
        "staff_no": "1001",
    }
    assert stored["password_hash"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert recorded[0] == events.AccountCreated("account", str(slip.account_id), None, LIN)
    assert recorded[1].after == {
        "account_id": str(slip.account_id),
        "role": "teacher",
        "scope_kind": "person",
        "scope_id": None,
        "school_id": None,
        "started_on": "2026-11-22",
        "finished_on": None,
        "ended_at": None,
    }
    assert kinds(recorded) == ["AccountCreated", "RoleGranted"]


async def test_no_password_and_no_hash_enters_the_chain(database):
    slip = await an_account("lin", TEACHER)
    reset, _ = await done(reset_password, ResetPassword(slip.account_id))

    content = "".join(link.content for link in await journal.links(0, 100))

    assert slip.first_password not in content
    assert reset.first_password not in content
    assert "argon2" not in content


async def test_every_fault_of_an_account_is_told_at_once(database):
    command = CreateAccount("林", " ", (RoleWanted(Role.TEACHER, Scope.school(SCHOOL)),), staff_no="1")

    with pytest.raises(InvalidFields) as refusal:
        await done(create_account, command)

    assert set(refusal.value.faults) == {"login", "display_name", "school_id", "role"}


@pytest.mark.parametrize("login", ["LIN", "ｌｉｎ", " lin "])
async def test_a_login_is_taken_whatever_its_spelling(database, login):
    await an_account("lin")

    with pytest.raises(InvalidFields) as refusal:
        await an_account(login)

    assert refusal.value.faults == {"login": "该登录名已被使用"}


async def test_a_staff_number_has_one_account_in_its_school(database):
    await an_account("lin", school_id=SCHOOL, staff_no="1001")
    await an_account("gao", school_id=OTHER_SCHOOL, staff_no="1001")

    with pytest.raises(InvalidFields) as refusal:
        await an_account("sun", school_id=SCHOOL, staff_no="1001")

    assert refusal.value.faults == {"staff_no": "该工号在本校已有账号"}


async def test_many_are_invited_at_once(database):
    invitations = tuple(CreateAccount(f"t{number}", f"教师{number}", (TEACHER,)) for number in range(5))

    slips, recorded = await done(invite_accounts, InviteAccounts(invitations))

    assert [slip.login for slip in slips] == ["t0", "t1", "t2", "t3", "t4"]
    assert len({slip.first_password for slip in slips}) == 5
    assert kinds(recorded) == ["AccountCreated", "RoleGranted"] * 5


async def test_of_many_invited_all_come_or_none_and_every_fault_is_placed(database):
    await an_account("lin")
    invitations = (CreateAccount("gao", "高"), CreateAccount("LIN", "林"), CreateAccount("gao", ""))

    with pytest.raises(InvalidFields) as refusal:
        await done(invite_accounts, InviteAccounts(invitations))

    assert set(refusal.value.faults) == {"2.login", "3.login", "3.display_name"}
    assert await tables.Account.count() == 1


async def test_binding_says_whose_account_it_is(database):
    slip, person = await an_account("lin"), uuid4()

    _, recorded = await done(bind_account, BindAccount(slip.account_id, person, SCHOOL, "1001"))

    stored = await row(slip.account_id)
    assert (stored["person_id"], stored["school_id"], stored["staff_no"]) == (person, SCHOOL, "1001")
    assert kinds(recorded) == ["AccountBound"]
    assert (recorded[0].before["person_id"], recorded[0].after["person_id"]) == (None, str(person))


async def test_a_reset_replaces_the_password_and_ends_sessions(database):
    session = await a_signed_in("lin", TEACHER)
    lin = await who(session)

    slip, recorded = await done(reset_password, ResetPassword(lin.account_id))

    assert await who(session) is None
    assert (await tried("lin", PASSWORD)).words == "登录名或口令不正确"
    assert (await tried("lin", slip.first_password)).must_change_password is True
    assert [(type(event).__name__, event.before["must_change_password"]) for event in recorded] == [
        ("PasswordReset", False)
    ]
    assert recorded[0].after["must_change_password"] is True


async def test_a_locked_account_is_out_at_once_and_its_reason_is_sealed(database):
    session = await a_signed_in("lin", TEACHER)
    lin = await who(session)

    _, recorded = await done(lock_account, LockAccount(lin.account_id, " 手机遗失 "))

    stored = await row(lin.account_id)
    assert (stored["locked_on"], stored["lock_reason"]) == (TODAY, "手机遗失")
    assert await who(session) is None
    assert (await tried("lin", PASSWORD)).outcome == "locked"
    assert kinds(recorded) == ["AccountLocked"]
    assert recorded[0].after["locked_on"] == "2026-11-22"
    assert recorded[0].personal == {"lock_reason": "手机遗失"}
    assert "手机遗失" not in "".join(link.content for link in await journal.links(0, 100))


async def test_unlocking_opens_the_account_and_not_its_old_sessions(database):
    session = await a_signed_in("lin", TEACHER)
    lin = await who(session)
    await done(lock_account, LockAccount(lin.account_id, "离校"))

    _, recorded = await done(unlock_account, UnlockAccount(lin.account_id))

    stored = await row(lin.account_id)
    assert (stored["locked_on"], stored["lock_reason"]) == (None, None)
    assert await who(session) is None
    assert await who(await tried("lin", PASSWORD)) == lin
    assert kinds(recorded) == ["AccountUnlocked"]


async def test_locking_needs_a_reason_and_happens_once(database):
    slip = await an_account("lin")

    with pytest.raises(InvalidFields):
        await done(lock_account, LockAccount(slip.account_id, "  "))
    with pytest.raises(StaleEdit):
        await done(unlock_account, UnlockAccount(slip.account_id))
    await done(lock_account, LockAccount(slip.account_id, "离校"))
    with pytest.raises(StaleEdit):
        await done(lock_account, LockAccount(slip.account_id, "离校"))


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM account",
        "UPDATE account SET login = 'LIN'",
        "UPDATE account SET locked_on = '2026-01-01'",
        "UPDATE account SET staff_no = '1'",
        "UPDATE role_grant SET role = 'king'",
        "UPDATE role_grant SET scope_kind = 'system'",
        "UPDATE role_grant SET finished_on = started_on - 1",
    ],
)
async def test_the_database_refuses_what_would_break_an_account(database, statement):
    await an_account("lin", TEACHER)
    connection = await asyncpg.connect(database)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await connection.execute(statement)

    await connection.close()
