"""Who is asking, and whether that may be asked at all: the first of three locks, at the door of every route.

A cookie's secret is looked up as a session and never adopted; signing in makes a new one. Tokens open `/api/` alone.
The row is looked up in a scope afterwards, and the act is judged again by its use case.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from litestar import Litestar, Response
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.params import SkipValidation

from registry.audit.process import House, Reading
from registry.identity.model.permissions import Permission, permits, reach
from registry.identity.model.principals import Principal, visitor
from registry.identity.model.sign_in import Place
from registry.identity.model.token_scopes import TokenScope
from registry.identity.service.sessions import authenticate_session
from registry.identity.service.tokens import authenticate_token
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.web.faults import API, answered, wants_json
from registry.platform.web.pages import Visitor, go, site_of
from registry.policy.book import Book

SESSION_COOKIE = "registry_session"
BEARER = "Bearer "
SAFE_METHODS = frozenset({"GET", "HEAD"})
ONLY_WHICH_METHODS = {"OPTIONS"}
"""Litestar's own answer to which methods an address takes: nobody is asked who it is."""
Connection = ASGIConnection[Any, Any, Any, Any]
Door = NamedDependency[SkipValidation[Reading]]
"""The type of a handler's parameter `reading`: the reading of the request."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What every door is made of: the house, the rule book and the clock. Kept in the application's state."""

    house: House
    book: Book
    clock: Callable[[], datetime]


class NotSignedIn(NotAuthorizedException):
    """Nobody is signed in, and the page is not public."""


class FirstPasswordStands(NotAuthorizedException):
    """The first password must be replaced before anything else."""


class SecondFactorOwed(NotAuthorizedException):
    """A second factor is required and must be set up before anything else."""


class Authentication(AbstractAuthenticationMiddleware):
    """Tells every request who asks. A visitor writes nothing and gets no session."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        """The principal behind cookie or token; a visitor where there is none."""
        nobody = visitor(_source(connection))
        reading = open_reading(connection.app, nobody)
        secret = connection.cookies.get(SESSION_COOKIE)
        bearer = connection.headers.get("authorization", "")
        found: Principal | None = None
        if API in connection.url.path:
            found = await authenticate_token(reading, bearer[len(BEARER) :]) if bearer.startswith(BEARER) else None
        elif secret:
            found = await authenticate_session(reading, secret)
        return AuthenticationResult(user=found or nobody, auth=reading.now)


def open_reading(app: Litestar, principal: Principal) -> Reading:
    """A reading as of now."""
    doors = app.state.doors
    assert isinstance(doors, Doors)
    return Reading(principal, doors.clock(), doors.book, doors.house)


async def provide_reading(request: Visitor) -> Reading:
    """The reading that a handler asks for by the name `reading`; its instant is the request's own."""
    doors = request.app.state.doors
    return Reading(request.user, request.auth, doors.book, doors.house)


def guard(connection: Connection, handler: BaseRouteHandler) -> None:
    """Deny by default. Raises NotSignedIn, FirstPasswordStands, SecondFactorOwed, or not found."""
    if handler.opt.get("public") or _tells_methods(handler):
        return
    permission, principal = handler.opt.get("permission"), connection.user
    if permission is None:
        raise NotFoundException
    asked_of_programs = {"www-authenticate": BEARER.strip()} if API in connection.url.path else None
    if principal.account_id is None:
        raise NotSignedIn(headers=asked_of_programs)
    if principal.must_change_password and permission is not Permission.OWN_PASSWORD:
        raise FirstPasswordStands(headers=asked_of_programs)
    if principal.owes_second_factor and permission is not Permission.OWN_PASSWORD:
        raise SecondFactorOwed(headers=asked_of_programs)
    if not permits(principal, permission):
        raise NotFoundException
    if not _token_opens(principal, handler):
        raise NotFound(f"令牌缺少权限 {handler.opt['token_scope']};请签发带此权限的令牌")


def require_declared(app: Litestar) -> None:
    """At start: every route names its permission or is public, and those for programs the scope of a token too.

    Raises ValueError with those that do neither.
    """
    silent = [
        f"{sorted(handler.http_methods)} {route.path}"
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler) and not _declares(route.path, handler)
    ]
    if silent:
        raise ValueError(f"routes without a permission: {', '.join(silent)}")


def scopes(reading: Reading, permission: Permission) -> tuple[Scope, ...]:
    """Where the actor has this permission; queries begin there."""
    assert isinstance(reading.actor, Principal)
    return reach(reading.actor, permission)


def school_scopes(reading: Reading, permission: Permission) -> tuple[Scope, ...]:
    """The schools over which the actor has this permission."""
    return tuple(scope for scope in scopes(reading, permission) if scope.kind is ScopeKind.SCHOOL)


def place_of(request: Visitor) -> Place:
    """Where the request comes from."""
    client = request.client.host if request.client else "unknown"
    return Place(client, request.headers.get("user-agent", ""))


def to_sign_in(request: Visitor, fault: NotSignedIn) -> Response[Any]:
    """People are led to the sign-in page and back again; programs and sent forms get 401."""
    if wants_json(request) or request.method not in SAFE_METHODS:
        return answered(request, fault)
    query = f"?{request.url.query}" if request.url.query else ""
    return go(request, "sign_in", next=site_of(request).prefix + request.url.path + query)


def to_new_password(request: Visitor, fault: FirstPasswordStands) -> Response[Any]:
    """Whoever signed in with a first password replaces it now."""
    if wants_json(request):
        return answered(request, fault)
    return go(request, "password", note="请先把初始口令换成自己的口令")


def to_second_factor(request: Visitor, fault: SecondFactorOwed) -> Response[Any]:
    """Whoever must have a second factor sets it up now."""
    if wants_json(request):
        return answered(request, fault)
    return go(request, "second_factor", note="您的角色必须启用第二步验证,请先设置")


def own_path(wanted: str | None, allowed_prefix: str) -> str | None:
    """A path on this site to go on to; None for anything that leads elsewhere."""
    if not wanted:
        return None
    parts = urlsplit(wanted)
    is_path = not parts.scheme and not parts.netloc and wanted.startswith("/")
    if not is_path or wanted.startswith("//") or "\\" in wanted or any(ord(char) < ord(" ") for char in wanted):
        return None
    return wanted if wanted.startswith(f"{allowed_prefix}/") else None


def _declares(path: str, handler: HTTPRouteHandler) -> bool:
    if handler.opt.get("public") or _tells_methods(handler):
        return True
    is_for_programs = path.startswith(API)
    names_scope = isinstance(handler.opt.get("token_scope"), TokenScope)
    return isinstance(handler.opt.get("permission"), Permission) and names_scope is is_for_programs


def _tells_methods(handler: BaseRouteHandler) -> bool:
    return isinstance(handler, HTTPRouteHandler) and handler.http_methods == ONLY_WHICH_METHODS


def _token_opens(principal: Principal, handler: BaseRouteHandler) -> bool:
    """Whether the token is good for this address; pages are opened by no token, so they name no scope."""
    scope = handler.opt.get("token_scope")
    return scope is None or scope in (principal.token_scopes or frozenset())


def _source(connection: Connection) -> str:
    return "api" if API in connection.url.path else "web"
