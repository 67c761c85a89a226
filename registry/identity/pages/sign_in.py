"""Signing in and out, replacing a password, and the switch of language."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import open_process
from registry.identity.access import SESSION_COOKIE, Door, own_path, place_of
from registry.identity.model.accounts import ChangePassword
from registry.identity.model.permissions import Permission
from registry.identity.model.sign_in import SignedIn, SignIn, SignInRefused, SignOut
from registry.identity.service.sessions import sign_out as end_session
from registry.identity.service.sign_in import change_password, sign_in
from registry.kernel.errors import InvalidFields
from registry.platform.clock import SHANGHAI
from registry.platform.language import Language
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import (
    LANGUAGE_COOKIE,
    SEE_OTHER,
    Visitor,
    cookie,
    cookie_path,
    go,
    page,
    site_of,
    url,
)

ONE_YEAR = 365 * 24 * 3600
LONGEST_PASSWORD = 1024


@get("/sign-in", name="sign_in", public=True)
async def ask(request: Visitor, next: FromQuery[str | None] = None) -> Response[Any]:  # noqa: A002 -- the address says so
    """The form; whoever is signed in already goes on."""
    if request.user.account_id is not None:
        return _onwards(request, next)
    return _form(request, Form({}), next or "")


@post("/sign-in", name="try_sign_in", public=True)
async def enter(request: Visitor, reading: Door) -> Response[Any]:
    """A try. The session's id is always a new one; what the browser brought is ended."""
    form = await filled(request)
    login, password = form.text("login", required=True), form.values.get("password", "")[:LONGEST_PASSWORD]
    wanted = form.text("next", longest=2000)
    if not password:
        form.faults["password"] = "请填写"
    if form.faults:
        return _form(request, form, wanted, status_code=422)
    async with open_process("sign_in", reading) as process:
        outcome = await sign_in(process, SignIn(login, password, place_of(request)))
        if isinstance(outcome, SignedIn) and (former := request.cookies.get(SESSION_COOKIE)):
            await end_session(process, SignOut(former))
    if isinstance(outcome, SignInRefused):
        return _form(request, form, wanted, refusal=outcome, status_code=422)
    return _with_session(request, _onwards(request, wanted), outcome)


@post("/sign-out", name="sign_out", permission=Permission.OWN_PASSWORD)
async def leave(request: Visitor, reading: Door) -> Response[Any]:
    """The session ends here and on the server."""
    async with open_process("sign_out", reading) as process:
        await end_session(process, SignOut(request.cookies.get(SESSION_COOKIE, "")))
    answer = go(request, "sign_in", note="已退出登录")
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
    return _with_session(request, go(request, "home", note="口令已更换,其他设备上的登录已全部退出"), outcome)


@post("/language", name="language", public=True)
async def switch_language(request: Visitor) -> Response[Any]:
    """Chinese or English from here on, on this browser."""
    form = await filled(request)
    chosen = form.choice("to", Language, Language.ZH) or Language.ZH
    answer = _onwards(request, form.text("next", longest=2000))
    answer.set_cookie(cookie(request, LANGUAGE_COOKIE, chosen.value, ONE_YEAR))
    return answer


def _form(
    request: Visitor, form: Form, wanted: str, refusal: SignInRefused | None = None, status_code: int = 200
) -> Response[str]:
    allowed_at = refusal.next_attempt_at.astimezone(SHANGHAI) if refusal and refusal.next_attempt_at else None
    return page(
        request,
        "identity/sign_in.html",
        status_code,
        values=form.values,
        faults=form.faults,
        wanted=wanted,
        refusal=refusal.words if refusal else "",
        allowed_at=allowed_at,
        sign_ins=request.app.state.get("sign_ins", ()),
        is_refused_over_http=site_of(request).is_secure and request.url.scheme == "http",
    )


def _onwards(request: Visitor, wanted: str | None) -> Response[Any]:
    path = own_path(wanted, site_of(request).prefix) or url(request, "home")
    return Response(None, status_code=SEE_OTHER, headers={"location": path})


def _with_session(request: Visitor, answer: Response[Any], outcome: SignedIn) -> Response[Any]:
    answer.set_cookie(cookie(request, SESSION_COOKIE, outcome.secret))
    return answer


ROUTES = [ask, enter, leave, ask_password, replace_password, switch_language]
