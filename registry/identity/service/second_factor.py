"""A second factor set up, replaced, renewed and removed by its owner, and taken away for somebody who lost it.

Events are about the account, so that its history tells them.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

import pyotp

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.principals import Principal, principal_of
from registry.identity.model.second_factor import (
    ConfirmSecondFactor,
    FactorEnd,
    RecoveryCodes,
    RemoveSecondFactor,
    RenewRecoveryCodes,
    ReplaceSecondFactor,
    ResetSecondFactor,
    SecondFactor,
)
from registry.identity.model.sign_in import Place, SessionEnd, SignInRefused
from registry.identity.model.sign_on_events import (
    RecoveryCodesRenewed,
    SecondFactorRemoved,
    SecondFactorReset,
    SecondFactorSetUp,
    factor_values,
)
from registry.identity.queries.accounts import NO_ACCOUNT, account_of, select_accounts
from registry.identity.queries.second_factor import (
    Kept,
    begun_factor,
    factor_card,
    factor_place,
    own_factor,
    standing_factor,
)
from registry.identity.rules.second_factor import fitting_step, is_replacing, may_set_up
from registry.identity.service.attempts import Tried, queued
from registry.identity.service.loading import needed_reason
from registry.identity.service.recovery import end_codes, made_codes, shown_again
from registry.identity.service.second_step import code_refusal
from registry.identity.service.sessions import end_sessions, ended_by_owner, mark_second_factor
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.verdicts import require

NO_FACTOR = "没有启用第二步验证"
WRONG_FIRST_CODE = "验证码不正确;请核对手机时间是否准确,再输入现在显示的验证码"


async def begin_second_factor(process: Process) -> SecondFactor:
    """The owner begins to set up an application; one that was begun already stays. Raises NotPermitted, StaleEdit."""
    me = await _owner(process)
    if await standing_factor(process.reading, me.id) is not None:
        raise StaleEdit("第二步验证已经启用")
    begun = await begun_factor(process.reading, me.id)
    return begun.factor if begun is not None else await _begun(process, me)


async def replace_second_factor(process: Process, command: ReplaceSecondFactor) -> SecondFactor | SignInRefused:
    """The owner begins to set up another application, for a code; the one that counts does so until then.

    Raises NotPermitted, StaleEdit where none counts.
    """
    me, kept = await _own_standing(process)
    refusal = await _refusal(process, me, kept, command.code, command.place)
    if refusal is not None:
        return refusal
    await _end_begun(process, me.id)
    return await _begun(process, me)


async def confirm_second_factor(process: Process, command: ConfirmSecondFactor) -> RecoveryCodes:
    """The first code of the application makes it count; other sessions end, and recovery codes are shown.

    One that it replaces ends, and its recovery codes. The same form sent again shows the same codes.
    Raises NotPermitted, InvalidFields, StaleEdit.
    """
    me = await _owner(process)
    standing = await standing_factor(process.reading, me.id)
    if standing is not None and (again := await shown_again(process, standing.factor, command.form)):
        return again
    begun = await begun_factor(process.reading, me.id)
    if standing is not None and begun is None:
        raise StaleEdit("第二步验证已经启用")
    if begun is None or (standing is not None and not is_replacing(begun.factor.begun_at, process.now)):
        raise StaleEdit("请重新开始设置第二步验证")
    step = fitting_step(begun.secret, command.code, process.now, None)
    if step is None:
        raise InvalidFields({"code": WRONG_FIRST_CODE})
    after, before = replace(begun.factor, confirmed_at=process.now), None
    if standing is not None:
        before = factor_values(standing.factor)
        await _ended(process, standing, FactorEnd.REPLACED)
    table = tables.SecondFactor
    await table.update({table.confirmed_at: process.now, table.last_step: step}).where(table.id == after.id)
    await mark_second_factor(process, command.session)
    await ended_by_owner(process, command.session, SessionEnd.SECOND_FACTOR_CHANGED)
    process.record(SecondFactorSetUp("account", str(me.id), before, factor_values(after)))
    return await made_codes(process, after, command.form)


async def renew_recovery_codes(process: Process, command: RenewRecoveryCodes) -> RecoveryCodes | SignInRefused:
    """The owner gets new recovery codes for a code; those before are good no longer. Raises NotPermitted, StaleEdit.

    The same form sent again shows the same codes.
    """
    me, kept = await _own_standing(process)
    if (again := await shown_again(process, kept.factor, command.form)) is not None:
        return again
    refusal = await _refusal(process, me, kept, command.code, command.place)
    if refusal is not None:
        return refusal
    await end_codes(process, kept.factor)
    process.record(RecoveryCodesRenewed("account", str(me.id), None, factor_values(kept.factor)))
    return await made_codes(process, kept.factor, command.form)


async def remove_second_factor(process: Process, command: RemoveSecondFactor) -> SecondFactor | SignInRefused:
    """The owner does without it, for a code. Raises NotPermitted, where it is required too, and StaleEdit."""
    me, kept = await _own_standing(process)
    if (await own_factor(process.reading)).is_required:
        raise NotPermitted("您的角色必须启用第二步验证,不能停用;更换手机请点“更换验证器”")
    refusal = await _refusal(process, me, kept, command.code, command.place)
    if refusal is not None:
        return refusal
    await _end_begun(process, me.id)
    after = await _ended(process, kept, FactorEnd.REMOVED)
    process.record(SecondFactorRemoved("account", str(me.id), factor_values(kept.factor), factor_values(after)))
    return after


async def reset_second_factor(process: Process, command: ResetSecondFactor) -> SecondFactor:
    """Somebody's lost second factor is taken away, and every session ends.

    Raises NotFound, NotPermitted, InvalidFields, StaleEdit.
    """
    await _locked(command.account_id)
    card = await factor_card(process.reading, command.account_id)
    require(card.resetting)
    kept = await standing_factor(process.reading, command.account_id)
    if kept is None:
        raise StaleEdit(NO_FACTOR)
    reason = needed_reason(command.reason)
    await _end_begun(process, command.account_id)
    after = await _ended(process, kept, FactorEnd.RESET)
    await end_sessions(process, command.account_id, SessionEnd.SECOND_FACTOR_CHANGED)
    values = {**factor_values(after), "reason": reason}
    process.record(SecondFactorReset("account", str(command.account_id), factor_values(kept.factor), values))
    return after


async def _owner(process: Process) -> Account:
    principal: Principal = principal_of(process.actor)
    require(may_set_up(principal))
    assert principal.account_id is not None
    return await _locked(principal.account_id)


async def _locked(account_id: UUID) -> Account:
    """The account, held until the process ends: what is done to its second factor is done one after another."""
    rows = await select_accounts().where(tables.Account.id == account_id).lock_rows("NO KEY UPDATE")
    if not rows:
        raise NotFound(NO_ACCOUNT)
    return account_of(rows[0])


async def _own_standing(process: Process) -> tuple[Account, Kept]:
    me = await _owner(process)
    kept = await standing_factor(process.reading, me.id)
    if kept is None:
        raise StaleEdit(NO_FACTOR)
    return me, kept


async def _refusal(process: Process, me: Account, kept: Kept, code: str, place: Place) -> SignInRefused | None:
    index = await queued(process, f"login:{me.login}")
    return await code_refusal(process, Tried(index, me.id, place), kept, code)


async def _begun(process: Process, me: Account) -> SecondFactor:
    factor = SecondFactor(uuid4(), me.id, process.now)
    await tables.SecondFactor.insert(
        tables.SecondFactor(
            id=factor.id,
            account=me.id,
            secret_sealed=process.reading.house.vault.seal(pyotp.random_base32(), factor_place(factor.id)),
            begun_at=process.now,
        )
    )
    return factor


async def _end_begun(process: Process, account_id: UUID) -> None:
    """Another application that was being set up is one no longer: its secret was shown."""
    table = tables.SecondFactor
    begun = (table.account == account_id) & table.confirmed_at.is_null() & table.ended_at.is_null()
    await table.update(
        {table.ended_at: process.now, table.end_reason: FactorEnd.REPLACED.value, table.secret_sealed: None}
    ).where(begun)


async def _ended(process: Process, kept: Kept, why: FactorEnd) -> SecondFactor:
    """The factor ends and its secret is gone; the codes on paper with it."""
    at: datetime = process.now
    table = tables.SecondFactor
    await table.update({table.ended_at: at, table.end_reason: why.value, table.secret_sealed: None}).where(
        table.id == kept.factor.id
    )
    await end_codes(process, kept.factor)
    return replace(kept.factor, ended_at=at, end_reason=why)
