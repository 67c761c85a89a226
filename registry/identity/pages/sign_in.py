"""Signing in and out, replacing a password, and the switch of language."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import SESSION_COOKIE, Door, place_of
from registry.identity.model.accounts import ChangePassword
from registry.identity.model.permissions import Permission
from registry.identity.model.sign_in import SignIn, SignInRefused, SignOut
from registry.identity.pages.entering import end_former, entered, onwards, with_session
from registry.identity.queries.sign_on import offered_providers
from registry.identity.service.sessions import sign_out as end_session
from registry.identity.service.sign_in import change_password, sign_in
from registry.kernel.errors import InvalidFields
from registry.platform.clock import SHANGHAI
from registry.platform.language import Language
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import (
    LANGUAGE_COOKIE,
    Visitor,
    cookie,
    cookie_path,
    go,
    page,
    site_of,
)

ONE_YEAR = 365 * 24 * 3600
LONGEST_PASSWORD = 1024


@get("/sign-in", name="sign_in", public=True)
async def ask(request: Visitor, reading: Door, next: FromQuery[str | None] = None) -> Response[Any]:  # noqa: A002 -- the address says so
    """The form; whoever is signed in already goes on."""
    if request.user.account_id is not None:
        return onwards(request, next)
    return await _form(request, reading, Form({}), next or "")


@post("/sign-in", name="try_sign_in", public=True)
async def enter(request: Visitor, reading: Door) -> Response[Any]:
    """A try. Where the account has a second factor, the code is asked for next."""
    form = await filled(request)
    login, password = form.text("login", required=True), form.values.get("password", "")[:LONGEST_PASSWORD]
    wanted = form.text("next", longest=2000)
    if not password:
        form.faults["password"] = "请填写"
    if form.faults:
        return await _form(request, reading, form, wanted)
    async with open_process("sign_in", reading) as process:
        outcome = await sign_in(process, SignIn(login, password, place_of(request)))
        if not isinstance(outcome, SignInRefused):
            await end_former(process, request)
    if isinstance(outcome, SignInRefused):
        return await _form(request, reading, form, wanted, outcome)
    return entered(request, outcome, wanted)


@post("/sign-out", name="sign_out", permission=Permission.OWN_PASSWORD)
async def leave(request: Visitor, reading: Door) -> Response[Any]:
    """The session ends here and on the server. Whoever came by a provider is asked whether to leave there, too."""
    async with open_process("sign_out", reading) as process:
        provider_id = await end_session(process, SignOut(request.cookies.get(SESSION_COOKIE, "")))
    answer = (
        go(request, "sign_on_left", provider_id=provider_id)
        if provider_id
        else go(request, "sign_in", note="已退出登录")
    )
    answer.delete_cookie(SESSION_COOKIE, path=cookie_path(site_of(request)))
    return answer


@get("/account/password", name="password", permission=Permission.OWN_PASSWORD)
async def ask_password(request: Visitor) -> Response[Any]:
    """The form that replaces the password."""
    return page(request, "identity/password.html", faults={})


@post("/account/password", name="change_password", permission=Permission.OWN_PASSWORD)
async def replace_password(request: Visitor, reading: Door) -> Response[Any]:
    """The owner replaces the password; every other session ends."""
    form = await filled(request)
    current, new = (form.values.get(name, "")[:LONGEST_PASSWORD] for name in ("current", "new"))
    if new != form.values.get("again", ""):
        form.faults["again"] = "两次输入的新口令不一致"
    try:
        form.require_valid()
        async with open_process("change_password", reading) as process:
            outcome = await change_password(process, ChangePassword(current, new, place_of(request)))
    except InvalidFields as wrong:
        return page(request, "identity/password.html", 422, faults=wrong.faults)
    if isinstance(outcome, SignInRefused):
        return page(request, "identity/password.html", 422, faults={"current": outcome.words})
    return with_session(request, go(request, "home", note="口令已更换,其他设备上的登录已全部退出"), outcome)


@post("/language", name="language", public=True)
async def switch_language(request: Visitor) -> Response[Any]:
    """Chinese or English from here on, on this browser."""
    form = await filled(request)
    chosen = form.choice("to", Language, Language.ZH) or Language.ZH
    answer = onwards(request, form.text("next", longest=2000))
    answer.set_cookie(cookie(request, LANGUAGE_COOKIE, chosen.value, ONE_YEAR))
    return answer


async def _form(
    request: Visitor, reading: Reading, form: Form, wanted: str, refusal: SignInRefused | None = None
) -> Response[str]:
    allowed_at = refusal.next_attempt_at.astimezone(SHANGHAI) if refusal and refusal.next_attempt_at else None
    return page(
        request,
        "identity/sign_in.html",
        422 if form.faults or refusal else 200,
        values=form.values,
        faults=form.faults,
        wanted=wanted,
        refusal=refusal.words if refusal else "",
        allowed_at=allowed_at,
        providers=await offered_providers(reading),
        sign_ins=request.app.state.get("sign_ins", ()),
        is_refused_over_http=site_of(request).is_secure and request.url.scheme == "http",
    )


ROUTES = [ask, enter, leave, ask_password, replace_password, switch_language]
