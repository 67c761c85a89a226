"""What every way of signing in ends with: on to the page that was wanted, with a new session or the second step."""

from typing import Any

from litestar import Response

from registry.audit.process import Process
from registry.identity.access import SESSION_COOKIE, own_path
from registry.identity.model.sign_in import CodeDue, SignedIn, SignOut
from registry.identity.rules.second_factor import HALF_OPEN
from registry.identity.service.sessions import sign_out
from registry.platform.web.pages import SEE_OTHER, Visitor, cookie, cookie_path, go, site_of, url

STEP_COOKIE = "registry_step"
"""Carries the ticket between password and code; it opens no page."""


async def end_former(process: Process, request: Visitor) -> None:
    """What the browser brought is ended: the session's id is always a new one."""
    if former := request.cookies.get(SESSION_COOKIE):
        await sign_out(process, SignOut(former))


def entered(request: Visitor, outcome: SignedIn | CodeDue, wanted: str) -> Response[Any]:
    """On with a session, or on to the second step without one."""
    if isinstance(outcome, SignedIn):
        answer = with_session(request, onwards(request, wanted), outcome)
        answer.delete_cookie(STEP_COOKIE, path=cookie_path(site_of(request)))
        return answer
    answer = go(request, "second_step", next=own_path(wanted, site_of(request).prefix))
    answer.set_cookie(cookie(request, STEP_COOKIE, outcome.ticket, int(HALF_OPEN.total_seconds())))
    answer.delete_cookie(SESSION_COOKIE, path=cookie_path(site_of(request)))
    return answer


def onwards(request: Visitor, wanted: str | None) -> Response[Any]:
    """On to a page of this site, or to the first one."""
    path = own_path(wanted, site_of(request).prefix) or url(request, "home")
    return Response(None, status_code=SEE_OTHER, headers={"location": path})


def with_session(request: Visitor, answer: Response[Any], outcome: SignedIn) -> Response[Any]:
    """The answer with the session's cookie."""
    answer.set_cookie(cookie(request, SESSION_COOKIE, outcome.secret))
    return answer
