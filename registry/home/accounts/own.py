"""One's own account: who one is here, in which roles, where one is signed in; and ending other sessions."""

from typing import Any

from litestar import Response, get, post

from registry.audit.process import Reading, open_process
from registry.home.accounts.words import words_for
from registry.identity.access import SESSION_COOKIE, Door
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import Principal
from registry.identity.queries.accounts import account as account_seen
from registry.identity.queries.accounts import role_history, sign_in_history
from registry.identity.queries.credentials import tokens
from registry.identity.queries.lending import lendable_roles, lendings
from registry.identity.queries.sessions import stays
from registry.identity.rules.lifetimes import is_usable
from registry.identity.rules.roles import is_over
from registry.identity.service.sessions import end_other_sessions
from registry.kernel.scopes import Scope
from registry.platform.web.pages import Visitor, go, page
from registry.platform.web.words import translated

TRIES_SHOWN = 10


@get("/account", name="account", permission=Permission.OWN_ACCOUNT)
async def account(request: Visitor, reading: Door) -> Response[Any]:
    """The visitor's own account."""
    me = _me(reading)
    assert me.account_id is not None
    own, grants, lent = await _standing(reading, me)
    words = await words_for(
        reading, grants, *(each.scope for each in lent), Scope.school(own.school_id) if own.school_id else None
    )
    return page(
        request,
        "home/accounts/own.html",
        account=own,
        grants=[grant for grant in grants if not is_over(grant, reading.today)],
        today=reading.today,
        lendings=[each for each in lent if not each.is_over],
        may_lend=bool(lendable_roles(reading)),
        words=words,
        school=words.scope(Scope.school(own.school_id)) if own.school_id else "",
        stays=await stays(reading, me.account_id, request.cookies.get(SESSION_COOKIE, "")),
        tries=(await sign_in_history(reading, me.account_id))[:TRIES_SHOWN],
        tokens=[each for each in await tokens(reading, me.account_id) if is_usable(each, reading.today)],
    )


@get("/account/sign-ins", name="sign_ins", permission=Permission.OWN_ACCOUNT)
async def sign_ins(request: Visitor, reading: Door) -> Response[Any]:
    """The tries to sign in that the owner sees, the last fifty."""
    me = _me(reading)
    assert me.account_id is not None
    tries = await sign_in_history(reading, me.account_id)
    return page(request, "home/accounts/sign_ins.html", tries=tries, words=await words_for(reading))


@post("/account/sessions/end", name="end_other_sessions", permission=Permission.OWN_ACCOUNT)
async def end_others(request: Visitor, reading: Door) -> Response[Any]:
    """Every other device is signed out."""
    async with open_process("end_other_sessions", reading) as process:
        ended = await end_other_sessions(process, request.cookies.get(SESSION_COOKIE, ""))
    note = "其他设备上的登录已全部退出" if ended else "没有其他设备处于登录状态"
    return go(request, "account", note=translated(note))


def _me(reading: Reading) -> Principal:
    assert isinstance(reading.actor, Principal)
    return reading.actor


async def _standing(reading: Reading, me: Principal) -> tuple[Any, Any, Any]:
    assert me.account_id is not None
    return (
        await account_seen(reading, me.account_id),
        await role_history(reading, me.account_id),
        await lendings(reading),
    )


ROUTES = [account, sign_ins, end_others]
