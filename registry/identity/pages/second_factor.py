"""One's own second factor: set up with a picture to photograph, recovery codes shown once, removed for a code."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import segno
from litestar import Response, get, post

from registry.audit.process import Reading, open_process
from registry.identity.access import SESSION_COOKIE, Door, place_of
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import principal_of
from registry.identity.model.second_factor import (
    ConfirmSecondFactor,
    RecoveryCodes,
    RemoveSecondFactor,
    RenewRecoveryCodes,
    ReplaceSecondFactor,
    SecondFactor,
)
from registry.identity.model.sign_in import SignInRefused
from registry.identity.queries.accounts import account
from registry.identity.queries.second_factor import own_factor
from registry.identity.rules.second_factor import address_of, may_set_up
from registry.identity.service.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    replace_second_factor,
)
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.kernel.verdicts import require
from registry.platform.clock import SHANGHAI
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page

OWN = Permission.OWN_PASSWORD
"""Open to whoever must set one up first, as the password's page is to whoever must replace that."""
FORM_BYTES = 24
LONGEST_CODE = 40
OLD_CODE = "old_code"
GROUP = 4
"""The key is shown in groups that the eye can hold."""
Done = TypeVar("Done")


@get("/account/second-factor", name="second_factor", permission=OWN)
async def show(request: Visitor, reading: Door) -> Response[Any]:
    """Whether one is set up, and what can be done."""
    require(may_set_up(principal_of(reading.actor)))
    return await _shown(request, reading, Form({}))


@post("/account/second-factor/begin", name="begin_second_factor", permission=OWN)
async def begin(request: Visitor, reading: Door) -> Response[Any]:
    """A key for the application; one that was begun already is shown again. Where one counts, for its code."""
    form = await filled(request)
    if OLD_CODE in form.values:
        return await _replacing(request, reading, form)
    async with open_process("begin_second_factor", reading) as process:
        await begin_second_factor(process)
    return go(request, "second_factor")


@post("/account/second-factor/confirm", name="confirm_second_factor", permission=OWN)
async def confirm(request: Visitor, reading: Door) -> Response[Any]:
    """The first code. Then the recovery codes, on the answer to this form and nowhere else."""
    form = await filled(request)
    code, word = form.text("code", required=True, longest=LONGEST_CODE), form.text("form")
    command = ConfirmSecondFactor(code, word, request.cookies.get(SESSION_COOKIE, ""))

    async def confirmed() -> RecoveryCodes:
        async with open_process("confirm_second_factor", reading) as process:
            return await confirm_second_factor(process, command)

    codes = await _done(request, reading, form, "code", confirmed)
    return codes if isinstance(codes, Response) else _codes(request, codes)


@post("/account/second-factor/codes", name="renew_recovery_codes", permission=OWN)
async def renew(request: Visitor, reading: Door) -> Response[Any]:
    """New recovery codes for a code; those before are good no longer."""
    form = await filled(request)
    code, word = form.text("renew_code", required=True, longest=LONGEST_CODE), form.text("form")

    async def renewed() -> RecoveryCodes | SignInRefused:
        async with open_process("renew_recovery_codes", reading) as process:
            return await renew_recovery_codes(process, RenewRecoveryCodes(code, word, place_of(request)))

    codes = await _done(request, reading, form, "renew_code", renewed)
    return codes if isinstance(codes, Response) else _codes(request, codes)


@post("/account/second-factor/remove", name="remove_second_factor", permission=OWN)
async def remove(request: Visitor, reading: Door) -> Response[Any]:
    """Done without, for a code, where nothing requires one."""
    form = await filled(request)
    code = form.text("remove_code", required=True, longest=LONGEST_CODE)

    async def removed() -> SecondFactor | SignInRefused:
        async with open_process("remove_second_factor", reading) as process:
            return await remove_second_factor(process, RemoveSecondFactor(code, place_of(request)))

    outcome = await _done(request, reading, form, "remove_code", removed)
    return outcome if isinstance(outcome, Response) else go(request, "second_factor", note="第二步验证已停用")


async def _replacing(request: Visitor, reading: Reading, form: Form) -> Response[Any]:
    code = form.text(OLD_CODE, required=True, longest=LONGEST_CODE)

    async def begun() -> SecondFactor | SignInRefused:
        async with open_process("replace_second_factor", reading) as process:
            return await replace_second_factor(process, ReplaceSecondFactor(code, place_of(request)))

    outcome = await _done(request, reading, form, OLD_CODE, begun)
    return outcome if isinstance(outcome, Response) else go(request, "second_factor")


async def _done(
    request: Visitor, reading: Reading, form: Form, field: str, act: Callable[[], Awaitable[Done | SignInRefused]]
) -> Done | Response[Any]:
    """What came of it, where the form is whole and its code is right; else the page that says what is not."""
    try:
        form.require_valid()
        outcome = await act()
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _shown(request, reading, form)
    except StaleEdit as stale:
        return go(request, "second_factor", note=str(stale))
    return await _refused(request, reading, form, field, outcome) if isinstance(outcome, SignInRefused) else outcome


async def _refused(
    request: Visitor, reading: Reading, form: Form, field: str, refusal: SignInRefused
) -> Response[str]:
    later = refusal.next_attempt_at.astimezone(SHANGHAI) if refusal.next_attempt_at else None
    form.faults[field] = refusal.words
    return await _shown(request, reading, form, allowed_at=later)


def _codes(request: Visitor, codes: RecoveryCodes) -> Response[str]:
    return page(request, "identity/recovery_codes.html", codes=codes.codes)


async def _shown(request: Visitor, reading: Reading, form: Form, **more: Any) -> Response[str]:
    me = principal_of(reading.actor)
    assert me.account_id is not None
    own, known = await own_factor(reading), await account(reading, me.account_id)
    secret = own.begun.secret if own.begun else ""
    return page(
        request,
        "identity/second_factor.html",
        422 if form.faults else 200,
        own=own,
        picture=_picture(address_of(secret, known.login)) if secret else "",
        key=" ".join(secret[start : start + GROUP] for start in range(0, len(secret), GROUP)),
        form_word=secrets.token_urlsafe(FORM_BYTES),
        owes=me.owes_second_factor,
        faults=form.faults,
        **{"allowed_at": None, **more},
    )


def _picture(address: str) -> str:
    """A QR code as an image of its own in the page: no style, no script, no request."""
    return segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


ROUTES = [show, begin, confirm, renew, remove]
