"""Operators make, bind, reset, lock and unlock accounts."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.accounts import (
    Account,
    BindAccount,
    CreateAccount,
    InviteAccounts,
    LockAccount,
    ResetPassword,
    Slip,
    UnlockAccount,
)
from registry.identity.model.events import (
    AccountBound,
    AccountCreated,
    AccountLocked,
    AccountUnlocked,
    PasswordReset,
    account_values,
)
from registry.identity.model.principals import principal_of
from registry.identity.model.sign_in import SessionEnd
from registry.identity.queries.accounts import taken_logins
from registry.identity.queries.roles import lasting_grants
from registry.identity.rules.accounts import (
    account_faults,
    binding_faults,
    folded_login,
    may_bind,
    may_create_account,
)
from registry.identity.rules.roles import role_fault
from registry.identity.service.loading import account_for_update, managed_account, needed_reason
from registry.identity.service.passwords import first_password, hashed
from registry.identity.service.refusals import REFUSALS
from registry.identity.service.roles import write_grant
from registry.identity.service.sessions import end_sessions
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.kernel.verdicts import require
from registry.platform.refusals import in_plain_words


async def create_account(process: Process, command: CreateAccount) -> Slip:
    """An operator makes an account with a first password. Raises NotPermitted, InvalidFields."""
    require(may_create_account(principal_of(process.actor), command))
    faults = (await _faults(process, [command]))[0]
    if faults:
        raise InvalidFields(faults)
    return (await _create(process, [command]))[0]


async def invite_accounts(process: Process, command: InviteAccounts) -> tuple[Slip, ...]:
    """An operator makes many accounts, all or none. Faults name the place in the list from 1: `3.login`."""
    for invitation in command.invitations:
        require(may_create_account(principal_of(process.actor), invitation))
    found = await _faults(process, command.invitations)
    faults = {f"{place}.{name}": words for place, one in enumerate(found, 1) for name, words in one.items()}
    if faults:
        raise InvalidFields(faults)
    return await _create(process, command.invitations)


async def bind_account(process: Process, command: BindAccount) -> Account:
    """An operator says whose account it is; what stands so already is not recorded again.

    Raises NotFound, NotPermitted, InvalidFields.
    """
    before = await account_for_update(process, command.account_id)
    grants = await lasting_grants(before.id, process.today)
    require(may_bind(principal_of(process.actor), before, grants, command.school_id))
    faults = binding_faults(command.staff_no, command.school_id)
    if faults:
        raise InvalidFields(faults)
    after = replace(before, person_id=command.person_id, school_id=command.school_id, staff_no=command.staff_no)
    if after == before:
        return before
    table = tables.Account
    with in_plain_words(REFUSALS):
        await table.update(
            {table.person_id: after.person_id, table.school_id: after.school_id, table.staff_no: after.staff_no}
        ).where(table.id == after.id)
    process.record(AccountBound("account", str(after.id), account_values(before), account_values(after)))
    return after


async def reset_password(process: Process, command: ResetPassword) -> Slip:
    """An operator gives a new first password; every session ends. Raises NotFound, NotPermitted, StaleEdit."""
    before = await managed_account(process, command.account_id)
    await _require_same_password(command)
    after, password = replace(before, must_change_password=True), first_password()
    table = tables.Account
    await table.update(
        {
            table.password_hash: await hashed(password),
            table.password_set_at: process.now,
            table.must_change_password: True,
        }
    ).where(table.id == after.id)
    await end_sessions(process, after.id, SessionEnd.PASSWORD_CHANGED)
    process.record(PasswordReset("account", str(after.id), account_values(before), account_values(after)))
    return Slip(after.id, after.login, after.display_name, password)


async def lock_account(process: Process, command: LockAccount) -> Account:
    """An operator stops an account; every session ends. Raises NotFound, NotPermitted, InvalidFields, StaleEdit."""
    before = await managed_account(process, command.account_id)
    if before.locked_on is not None:
        raise StaleEdit(f"该账号已于 {before.locked_on} 停用")
    after = replace(before, locked_on=process.today, lock_reason=needed_reason(command.reason))
    await _save_lock(after)
    await end_sessions(process, after.id, SessionEnd.ACCOUNT_LOCKED)
    values, reason = account_values(after), {"lock_reason": after.lock_reason}
    process.record(AccountLocked("account", str(after.id), account_values(before), values, dict(reason)))
    return after


async def unlock_account(process: Process, command: UnlockAccount) -> Account:
    """An operator opens a locked account again. Raises NotFound, NotPermitted, StaleEdit."""
    before = await managed_account(process, command.account_id)
    if before.locked_on is None:
        raise StaleEdit("该账号没有停用")
    after = replace(before, locked_on=None, lock_reason=None)
    await _save_lock(after)
    process.record(AccountUnlocked("account", str(after.id), account_values(before), account_values(after)))
    return after


async def _require_same_password(command: ResetPassword) -> None:
    """A form sent twice gives one slip: the second finds that the password is not the one it was shown."""
    table = tables.Account
    rows = await table.select(table.password_set_at).where(table.id == command.account_id)
    if command.stands_since not in (None, rows[0]["password_set_at"]):
        raise StaleEdit("口令刚才已经更换,本次没有再重置;如需再次重置,请从账号页重新办理")


async def _save_lock(account: Account) -> None:
    table = tables.Account
    await table.update({table.locked_on: account.locked_on, table.lock_reason: account.lock_reason}).where(
        table.id == account.id
    )


async def _faults(process: Process, commands: Sequence[CreateAccount]) -> list[dict[str, str]]:
    logins = [folded_login(command.login) for command in commands]
    taken = await taken_logins(logins)
    found = []
    for place, command in enumerate(commands):
        faults = account_faults(command) | binding_faults(command.staff_no, command.school_id)
        if logins[place] in taken or logins[place] in logins[:place]:
            faults.setdefault("login", "该登录名已被使用")
        wrong = [fault for wanted in command.roles if (fault := role_fault(wanted, process.today))]
        found.append(faults | ({"role": ";".join(wrong)} if wrong else {}))
    return found


async def _create(process: Process, commands: Sequence[CreateAccount]) -> tuple[Slip, ...]:
    passwords = [first_password() for _ in commands]
    hashes = await asyncio.gather(*(hashed(password) for password in passwords))
    slips = []
    for command, password, password_hash in zip(commands, passwords, hashes, strict=True):
        account = await _write_account(process, command, password_hash)
        for wanted in command.roles:
            await write_grant(process, account, wanted)
        slips.append(Slip(account.id, account.login, account.display_name, password))
    return tuple(slips)


async def _write_account(process: Process, command: CreateAccount, password_hash: str) -> Account:
    account = Account(
        id=uuid4(),
        login=folded_login(command.login),
        display_name=command.display_name.strip(),
        person_id=command.person_id,
        school_id=command.school_id,
        staff_no=command.staff_no,
    )
    with in_plain_words(REFUSALS):
        await tables.Account.insert(_row(process, account, password_hash))
    process.record(AccountCreated("account", str(account.id), None, account_values(account)))
    return account


def _row(process: Process, account: Account, password_hash: str) -> tables.Account:
    return tables.Account(
        id=account.id,
        login=account.login,
        display_name=account.display_name,
        password_hash=password_hash,
        password_set_at=process.now,
        must_change_password=True,
        person_id=account.person_id,
        school_id=account.school_id,
        staff_no=account.staff_no,
        created_at=process.now,
    )
