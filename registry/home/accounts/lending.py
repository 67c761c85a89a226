"""Lending one's office to a colleague for some days, and ending it."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.home.accounts.words import words_for
from registry.identity.access import Door
from registry.identity.model.accounts import Account
from registry.identity.model.permissions import Permission
from registry.identity.model.roles import Delegate, EndDelegation
from registry.identity.queries.lending import lendable_roles, lendings, possible_borrowers
from registry.identity.rules.accounts import folded_login
from registry.identity.service.roles import delegate, end_delegation
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page

NOBODY = "没有这样一位可以受托的同事;请从提示中选择登录名"


@get("/account/lending", name="lending", permission=Permission.OWN_ACCOUNT)
async def lending(request: Visitor, reading: Door) -> Response[Any]:
    """What was lent and borrowed, and which offices can be lent."""
    held, lent = lendable_roles(reading), await lendings(reading)
    words = await words_for(reading, (), *(each.scope for each in held), *(each.scope for each in lent))
    return page(request, "home/accounts/lending.html", held=held, lendings=lent, words=words)


@get("/account/lending/{grant_id:uuid}", name="lend", permission=Permission.OWN_ACCOUNT)
async def ask_lend(request: Visitor, reading: Door, grant_id: FromPath[UUID]) -> Response[Any]:
    """The form that lends a role."""
    colleagues = await possible_borrowers(reading, grant_id)
    return await _form(request, reading, grant_id, colleagues, Form({"started_on": [reading.today.isoformat()]}))


@post("/account/lending/{grant_id:uuid}", name="try_lend", permission=Permission.OWN_ACCOUNT)
async def lend(request: Visitor, reading: Door, grant_id: FromPath[UUID]) -> Response[Any]:
    """The role is lent. The same form sent again finds it lent already."""
    form, colleagues = await filled(request), await possible_borrowers(reading, grant_id)
    login = folded_login(form.text("borrower", required=True))
    borrower = next((each for each in colleagues if each.login == login), None)
    if login and borrower is None:
        form.faults["borrower"] = NOBODY
    started_on, finished_on = form.day("started_on", required=True), form.day("finished_on", required=True)
    try:
        form.require_valid()
        assert borrower is not None
        assert started_on is not None
        assert finished_on is not None
        if not await _is_lent(reading, grant_id, borrower, (started_on, finished_on)):
            async with open_process("delegate", reading) as process:
                await delegate(process, Delegate(grant_id, borrower.id, started_on, finished_on))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _form(request, reading, grant_id, colleagues, form)
    return go(request, "lending", note="已委托;委托期间您仍可办理,记录中分别注明")


@post("/account/delegations/{delegation_id:uuid}/end", name="end_lending", permission=Permission.OWN_ACCOUNT)
async def end(request: Visitor, reading: Door, delegation_id: FromPath[UUID]) -> Response[Any]:
    """Lender or borrower ends it at once."""
    lent = [each for each in await lendings(reading) if each.delegation.id == delegation_id]
    if not (lent and lent[0].is_over):
        async with open_process("end_delegation", reading) as process:
            await end_delegation(process, EndDelegation(delegation_id))
    return go(request, "lending", note="委托已结束")


async def _is_lent(reading: Reading, grant_id: UUID, borrower: Account, days: tuple[Any, Any]) -> bool:
    """Whether exactly this was lent already."""
    return any(
        (each.delegation.grant_id, each.delegation.borrower_id) == (grant_id, borrower.id)
        and (each.delegation.started_on, each.delegation.finished_on) == days
        for each in await lendings(reading)
        if not each.is_over
    )


async def _form(
    request: Visitor, reading: Reading, grant_id: UUID, colleagues: tuple[Account, ...], form: Form
) -> Response[str]:
    held = next(each for each in lendable_roles(reading) if each.grant_id == grant_id)
    return page(
        request,
        "home/accounts/lend.html",
        422 if form.faults else 200,
        held=held,
        colleagues=colleagues,
        values=form.values,
        faults=form.faults,
        words=await words_for(reading, (), held.scope),
    )


ROUTES = [lending, ask_lend, lend, end]
