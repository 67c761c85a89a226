"""One account as its operator keeps it: everything about it, a new first password, whose it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.home.accounts.history import told_history
from registry.home.accounts.opening import person_behind
from registry.home.accounts.places import Place, chosen_place, places
from registry.home.accounts.slips import slips_page
from registry.home.accounts.words import words_for
from registry.identity.access import Door
from registry.identity.model.accounts import BindAccount, ResetPassword
from registry.identity.model.credentials import RevokeToken
from registry.identity.model.permissions import Permission
from registry.identity.queries.accounts import sign_in_history
from registry.identity.queries.credentials import tokens
from registry.identity.queries.listing import AccountCard, account_card
from registry.identity.queries.sessions import stays
from registry.identity.rules.lifetimes import is_usable
from registry.identity.rules.roles import is_over
from registry.identity.service.accounts import bind_account, reset_password
from registry.identity.service.tokens import revoke_token
from registry.kernel.errors import InvalidFields
from registry.kernel.scopes import Scope
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page

TRIES_SHOWN = 8


@get("/accounts/{account_id:uuid}", name="kept_account", permission=Permission.KEEP_ACCOUNTS)
async def kept_account(
    request: Visitor, reading: Door, account_id: FromPath[UUID], before: FromQuery[int | None] = None
) -> Response[Any]:
    """The account with roles, sign-ins, tokens and history."""
    card = await account_card(reading, account_id)
    own, school_id = card.account, card.account.school_id
    history, older = await told_history(reading, account_id, before)
    words = await words_for(reading, card.grants, Scope.school(school_id) if school_id else None)
    return page(
        request,
        "home/accounts/card.html",
        account=own,
        card=card,
        grants=[grant for grant in card.grants if not is_over(grant, reading.today)],
        past=[grant for grant in card.grants if is_over(grant, reading.today)],
        today=reading.today,
        school=words.scope(Scope.school(school_id)) if school_id else "",
        words=words,
        is_self=own.id == reading.actor.account_id,
        stays=await stays(reading, account_id),
        tries=(await sign_in_history(reading, account_id))[:TRIES_SHOWN],
        tokens=[each for each in await tokens(reading, account_id) if is_usable(each, reading.today)],
        history=history,
        older=older,
        is_first_part=before is None,
    )


@get("/accounts/{account_id:uuid}/reset", name="ask_reset", permission=Permission.KEEP_ACCOUNTS)
async def ask_reset(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """What a reset touches, before it is asked for."""
    card = await account_card(reading, account_id)
    return page(request, "home/accounts/reset.html", card=card, account=card.account)


@post("/accounts/{account_id:uuid}/reset", name="reset_account", permission=Permission.KEEP_ACCOUNTS)
async def reset(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """A new first password, its slip shown this once. The same form sent again changes nothing."""
    form, card = await filled(request), await account_card(reading, account_id)
    async with open_process("reset_password", reading) as process:
        slip = await reset_password(process, ResetPassword(account_id, _instant(form)))
    return slips_page(request, reading, [slip], await _home_name(reading, card), account_id=account_id)


@get("/accounts/{account_id:uuid}/binding", name="ask_binding", permission=Permission.KEEP_ACCOUNTS)
async def ask_binding(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """Whose account it is."""
    card = await account_card(reading, account_id)
    school_id = card.account.school_id
    given = {
        "place": [f"school:{school_id}" if school_id else ""],
        "staff_no": [card.account.staff_no or ""],
    }
    return await _binding(request, reading, card, Form(given))


@post("/accounts/{account_id:uuid}/binding", name="bind", permission=Permission.KEEP_ACCOUNTS)
async def bind(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """The account belongs to this school and staff number, and to the person recorded there."""
    form, card = await filled(request), await account_card(reading, account_id)
    place, staff_no = _school(await places(reading), form), form.text("staff_no") or None
    person_id = await person_behind(reading, place, staff_no) if place else None
    try:
        if staff_no and place and person_id is None:
            form.faults["staff_no"] = "该校名册中没有这个工号"
        form.require_valid()
        command = BindAccount(account_id, person_id, place.school_id if place else None, staff_no)
        async with open_process("bind_account", reading) as process:
            await bind_account(process, command)
    except InvalidFields as wrong:
        form.faults = {"place" if name == "school_id" else name: words for name, words in wrong.faults.items()}
        return await _binding(request, reading, card, form)
    return go(request, "kept_account", note="已保存", account_id=account_id)


@post(
    "/accounts/{account_id:uuid}/tokens/{token_id:uuid}/revoke",
    name="revoke_kept_token",
    permission=Permission.KEEP_ACCOUNTS,
)
async def revoke(
    request: Visitor, reading: Door, account_id: FromPath[UUID], token_id: FromPath[UUID]
) -> Response[Any]:
    """An operator ends a token."""
    known = {each.id: each for each in await tokens(reading, account_id)}
    if token_id not in known or known[token_id].revoked_at is None:
        async with open_process("revoke_token", reading) as process:
            await revoke_token(process, RevokeToken(token_id))
    return go(request, "kept_account", note="令牌已吊销", account_id=account_id)


def _instant(form: Form) -> datetime | None:
    try:
        return datetime.fromisoformat(form.text("stands_since"))
    except ValueError:
        return None


def _school(choices: tuple[Place, ...], form: Form) -> Place | None:
    value = form.text("place")
    return chosen_place(tuple(place for place in choices if place.school_id), value) if value else None


async def _home_name(reading: Reading, card: AccountCard) -> str:
    school_id = card.account.school_id
    return next((each.name for each in await places(reading) if school_id and each.school_id == school_id), "")


async def _binding(request: Visitor, reading: Reading, card: AccountCard, form: Form) -> Response[str]:
    schools = [(place.value, place.name) for place in await places(reading) if place.school_id]
    return page(
        request,
        "home/accounts/binding.html",
        422 if form.faults else 200,
        account=card.account,
        schools=schools,
        values=form.values,
        faults=form.faults,
    )


ROUTES = [kept_account, ask_reset, reset, ask_binding, bind, revoke]
