"""One's own keys for other systems: made and shown once, listed, ended."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.identity.access import Door
from registry.identity.model.credentials import IssueToken, RevokeToken
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.identity.model.token_scopes import TokenScope, usable_by
from registry.identity.model.wording import TOKEN_SCOPE_WORDS
from registry.identity.queries.credentials import tokens
from registry.identity.rules.lifetimes import LONGEST_TOKEN, is_usable
from registry.identity.service.tokens import issue_token, revoke_token
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page

FORM_BYTES = 24
USUAL_SPAN = timedelta(days=180)


@get("/account/tokens", name="tokens", permission=Permission.OWN_ACCOUNT)
async def own_tokens(request: Visitor, reading: Door) -> Response[Any]:
    """The tokens, and the form of another."""
    given = {"expires_on": [(reading.today + USUAL_SPAN).isoformat()]}
    return await _listed(request, reading, Form(given))


@post("/account/tokens", name="issue_token", permission=Permission.OWN_ACCOUNT)
async def issue(request: Visitor, reading: Door) -> Response[Any]:
    """A new token, on the answer to this form and nowhere else."""
    form = await filled(request)
    label, expires_on = form.text("label", required=True), form.day("expires_on", required=True)
    scopes = frozenset(form.many("scopes")) & {scope.value for scope in _offered(reading)}
    if not scopes:
        form.faults.setdefault("scopes", "请至少选择一项")
    try:
        form.require_valid()
        assert expires_on is not None
        async with open_process("issue_token", reading) as process:
            issued = await issue_token(process, IssueToken(label, scopes, expires_on, form.text("form")))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _listed(request, reading, form)
    return page(request, "identity/token.html", record=issued.record, token=issued.token, scope_words=_scope_words())


@post("/account/tokens/{token_id:uuid}/revoke", name="revoke_token", permission=Permission.OWN_ACCOUNT)
async def revoke(request: Visitor, reading: Door, token_id: FromPath[UUID]) -> Response[Any]:
    """The owner ends a token."""
    known = {each.id: each for each in await _own(reading)}
    if token_id not in known or known[token_id].revoked_at is None:
        async with open_process("revoke_token", reading) as process:
            await revoke_token(process, RevokeToken(token_id))
    return go(request, "tokens", note="令牌已吊销")


async def _own(reading: Reading) -> Any:
    assert reading.actor.account_id is not None
    return await tokens(reading, reading.actor.account_id)


def _offered(reading: Reading) -> tuple[TokenScope, ...]:
    """What the account's roles can use; a token for anything else would open nothing."""
    return usable_by(principal_of(reading.actor))


def _scope_words() -> dict[str, str]:
    return {scope.value: words for scope, words in TOKEN_SCOPE_WORDS.items()}


async def _listed(request: Visitor, reading: Reading, form: Form) -> Response[str]:
    known = await _own(reading)
    return page(
        request,
        "identity/tokens.html",
        422 if form.faults else 200,
        usable=[each for each in known if is_usable(each, reading.today)],
        ended=[each for each in known if not is_usable(each, reading.today)],
        offered=[(scope.value, TOKEN_SCOPE_WORDS[scope]) for scope in _offered(reading)],
        scope_words=_scope_words(),
        ticked=form.many("scopes"),
        longest=LONGEST_TOKEN.days,
        values=form.values,
        faults=form.faults,
        form_word=secrets.token_urlsafe(FORM_BYTES),
    )


ROUTES = [own_tokens, issue, revoke]
