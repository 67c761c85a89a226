"""The second step of signing in: the code after the password."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, place_of
from registry.identity.model.second_factor import AnswerCode
from registry.identity.model.sign_in import SignedIn, SignInRefused
from registry.identity.pages.entering import STEP_COOKIE, end_former, entered
from registry.identity.service.second_step import answer_code, is_open
from registry.kernel.errors import NotFound
from registry.platform.clock import SHANGHAI
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page

LONGEST_CODE = 40


@get("/sign-in/code", name="second_step", public=True)
async def ask(request: Visitor, reading: Door, next: FromQuery[str | None] = None) -> Response[Any]:  # noqa: A002 -- the address says so
    """The form of the code; without a first step behind one, back to it."""
    if not is_open(reading, request.cookies.get(STEP_COOKIE, "")):
        return go(request, "sign_in", next=next)
    return _form(request, Form({}), next or "")


@post("/sign-in/code", name="answer_code", public=True)
async def answer(request: Visitor, reading: Door) -> Response[Any]:
    """The code, or a recovery code. A wrong one may be mended; a step that is over is begun anew."""
    form = await filled(request)
    code, wanted = form.text("code", required=True, longest=LONGEST_CODE), form.text("next", longest=2000)
    if form.faults:
        return _form(request, form, wanted)
    try:
        outcome = await _answered(request, reading, code)
    except NotFound as over:
        return go(request, "sign_in", note=str(over), next=wanted)
    if isinstance(outcome, SignInRefused):
        return _form(request, form, wanted, outcome)
    return entered(request, outcome, wanted)


async def _answered(request: Visitor, reading: Reading, code: str) -> SignedIn | SignInRefused:
    command = AnswerCode(request.cookies.get(STEP_COOKIE, ""), code, place_of(request))
    async with open_process("answer_code", reading) as process:
        outcome = await answer_code(process, command)
        if isinstance(outcome, SignedIn):
            await end_former(process, request)
    return outcome


def _form(request: Visitor, form: Form, wanted: str, refusal: SignInRefused | None = None) -> Response[str]:
    allowed_at = refusal.next_attempt_at.astimezone(SHANGHAI) if refusal and refusal.next_attempt_at else None
    return page(
        request,
        "identity/second_step.html",
        422 if form.faults or refusal else 200,
        faults=form.faults,
        wanted=wanted,
        refusal=refusal.words if refusal else "",
        allowed_at=allowed_at,
    )


ROUTES = [ask, answer]
