"""Giving an account a role, and ending one."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.home.accounts.places import chosen_place, departments, places, role_wanted
from registry.home.accounts.words import words_for
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.identity.model.roles import EndRole, GrantRole, RoleGrant, RoleWanted
from registry.identity.queries.listing import AccountCard, account_card
from registry.identity.rules.roles import is_over
from registry.identity.service.roles import end_role, grant_role
from registry.kernel.errors import InvalidFields, NotFound
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page


@get("/accounts/{account_id:uuid}/roles/new", name="ask_grant", permission=Permission.KEEP_ACCOUNTS)
async def ask_grant(
    request: Visitor, reading: Door, account_id: FromPath[UUID], place: FromQuery[str | None] = None
) -> Response[Any]:
    """First the place, then the role and its days."""
    card = await account_card(reading, account_id)
    home = f"school:{card.account.school_id}" if card.account.school_id else None
    return await _form(request, reading, card, place or home, Form({"started_on": [reading.today.isoformat()]}))


@post("/accounts/{account_id:uuid}/roles/new", name="grant_role", permission=Permission.KEEP_ACCOUNTS)
async def grant(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """The account holds the role. The same form sent again finds it held already."""
    form, card = await filled(request), await account_card(reading, account_id)
    place = chosen_place(await places(reading), form.text("place", required=True))
    if place is None:
        raise NotFound("没有找到该单位")
    try:
        wanted = role_wanted(form, place, await departments(reading, place))
        form.require_valid()
        assert wanted is not None
        if not any(_is_as_wanted(each, wanted, reading) for each in card.grants):
            async with open_process("grant_role", reading) as process:
                await grant_role(process, GrantRole(account_id, wanted))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _form(request, reading, card, place.value, form)
    return go(request, "kept_account", note="角色已授予", account_id=account_id)


@get(
    "/accounts/{account_id:uuid}/roles/{grant_id:uuid}/end",
    name="ask_end_role",
    permission=Permission.KEEP_ACCOUNTS,
)
async def ask_end(
    request: Visitor, reading: Door, account_id: FromPath[UUID], grant_id: FromPath[UUID]
) -> Response[Any]:
    """When the role ends, and why."""
    card = await account_card(reading, account_id)
    return await _end_form(request, reading, card, _of(card, grant_id), Form({}))


@post("/accounts/{account_id:uuid}/roles/{grant_id:uuid}/end", name="end_role", permission=Permission.KEEP_ACCOUNTS)
async def end(request: Visitor, reading: Door, account_id: FromPath[UUID], grant_id: FromPath[UUID]) -> Response[Any]:
    """The role ends, at once or after its last day."""
    form, card = await filled(request), await account_card(reading, account_id)
    held = _of(card, grant_id)
    try:
        reason, last_day = form.text("reason", required=True), form.day("last_day")
        form.require_valid()
        if not is_over(held, reading.today) and not (last_day and held.finished_on == last_day):
            async with open_process("end_role", reading) as process:
                await end_role(process, EndRole(grant_id, reason, last_day))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _end_form(request, reading, card, held, form)
    return go(request, "kept_account", note="已保存", account_id=account_id)


def _of(card: AccountCard, grant_id: UUID) -> RoleGrant:
    """The account's own grant. Raises NotFound."""
    found = next((each for each in card.grants if each.id == grant_id), None)
    if found is None:
        raise NotFound("没有找到该角色")
    return found


def _is_as_wanted(grant: RoleGrant, wanted: RoleWanted, reading: Reading) -> bool:
    days = (wanted.started_on or reading.today, wanted.finished_on)
    held = (grant.started_on, grant.finished_on)
    return (grant.role, grant.scope, held) == (wanted.role, wanted.scope, days) and grant.ended_at is None


async def _form(
    request: Visitor, reading: Reading, card: AccountCard, value: str | None, form: Form
) -> Response[str]:
    choices = await places(reading)
    place = chosen_place(choices, value)
    return page(
        request,
        "home/accounts/grant.html",
        422 if form.faults else 200,
        account=card.account,
        choices=choices,
        place=place,
        departments=[(str(unit.id), unit.name) for unit in await departments(reading, place)],
        values=form.values,
        faults=form.faults,
    )


async def _end_form(
    request: Visitor, reading: Reading, card: AccountCard, grant: RoleGrant, form: Form
) -> Response[str]:
    return page(
        request,
        "home/accounts/end_role.html",
        422 if form.faults else 200,
        account=card.account,
        grant=grant,
        words=await words_for(reading, [grant]),
        values=form.values,
        faults=form.faults,
    )


ROUTES = [ask_grant, grant, ask_end, end]
