"""Stopping an account with a reason, and opening it again."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.identity.access import Door
from registry.identity.model.accounts import LockAccount, UnlockAccount
from registry.identity.model.permissions import Permission
from registry.identity.queries.listing import AccountCard, account_card
from registry.identity.queries.sessions import stays
from registry.identity.service.accounts import lock_account, unlock_account
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page


@get("/accounts/{account_id:uuid}/lock", name="ask_lock", permission=Permission.KEEP_ACCOUNTS)
async def ask_lock(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """What locking touches, and the reason."""
    return await _form(request, reading, await account_card(reading, account_id), Form({}))


@post("/accounts/{account_id:uuid}/lock", name="lock_account", permission=Permission.KEEP_ACCOUNTS)
async def lock(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """Nobody signs in any more; every session ends at once."""
    form, card = await filled(request), await account_card(reading, account_id)
    try:
        reason = form.text("reason", required=True)
        form.require_valid()
        if (card.account.locked_on is None) or card.account.lock_reason != reason:
            async with open_process("lock_account", reading) as process:
                await lock_account(process, LockAccount(account_id, reason))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _form(request, reading, card, form)
    return go(request, "kept_account", note="账号已停用,其登录已全部退出", account_id=account_id)


@post("/accounts/{account_id:uuid}/unlock", name="unlock_account", permission=Permission.KEEP_ACCOUNTS)
async def unlock(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """Sign-in is possible again."""
    card = await account_card(reading, account_id)
    if card.account.locked_on is not None:
        async with open_process("unlock_account", reading) as process:
            await unlock_account(process, UnlockAccount(account_id))
    return go(request, "kept_account", note="账号已恢复使用", account_id=account_id)


async def _form(request: Visitor, reading: Reading, card: AccountCard, form: Form) -> Response[str]:
    return page(
        request,
        "home/accounts/lock.html",
        422 if form.faults else 200,
        card=card,
        account=card.account,
        running=len(await stays(reading, card.account.id)),
        values=form.values,
        faults=form.faults,
    )


ROUTES = [ask_lock, lock, unlock]
