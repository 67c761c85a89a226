"""The composition root: every slice's pages and projectors put together. Nothing happens at import."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from posixpath import normpath
from typing import Any
from urllib.parse import urlsplit

import asyncpg
from litestar import Litestar, Request, Response, get
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.static_files import create_static_files_router
from litestar.types import ASGIApp, Receive, Scope, Send

from registry.audit.heads import FILE as HEADS
from registry.audit.heads import HeadFile
from registry.audit.process import House, Projector, Reading
from registry.certificates.api import ROUTES as CERTIFICATE_API
from registry.certificates.model import Certificate
from registry.certificates.pages import ROUTES as CERTIFICATE_ROUTES
from registry.certificates.pages.shared import readable
from registry.exchange.api import ROUTES as EXCHANGE_API
from registry.exchange.pages import ROUTES as EXCHANGE_ROUTES
from registry.home.accounts import ROUTES as ACCOUNT_ROUTES
from registry.home.api_description import ROUTES as API_PAGES
from registry.home.board import ROUTES as BOARD_ROUTES
from registry.home.help import ROUTES as HELP_ROUTES
from registry.home.installation import ROUTES as INSTALLATION_ROUTES
from registry.home.invitations import ROUTES as INVITATION_ROUTES
from registry.home.menu import menu_for
from registry.home.merging import ROUTES as MERGING_ROUTES
from registry.home.names import ROUTES as NAMES_ROUTES
from registry.home.pages import ROUTES as HOME_ROUTES
from registry.home.person import ROUTES as PERSON_ROUTES
from registry.home.planner import ROUTES as PLANNER_ROUTES
from registry.home.printed import ROUTES as PRINTED_ROUTES
from registry.home.school_history import ROUTES as SCHOOL_HISTORY_ROUTES
from registry.home.sign_on import ROUTES as SIGN_ON_ROUTES
from registry.home.staff import ROUTES as STAFF_ROUTES
from registry.home.teacher import ROUTES as TEACHER_ROUTES
from registry.identity import access
from registry.identity.model.principals import installation
from registry.identity.pages import ROUTES as IDENTITY_ROUTES
from registry.institutions.pages import ROUTES as INSTITUTION_ROUTES
from registry.keeping.jobs import working_inside
from registry.people.api import ROUTES as PEOPLE_API
from registry.people.pages import ROUTES as PEOPLE_ROUTES
from registry.platform.clock import now
from registry.platform.folders import assets_folder
from registry.platform.installation import migrations_known, migrations_run, open_installation
from registry.platform.settings import Settings
from registry.platform.vault import key_place, require_key, vault_from
from registry.platform.web import faults
from registry.platform.web.api import api
from registry.platform.web.headers import SecureHeaders
from registry.platform.web.pages import Site, address, site_environment
from registry.platform.web.queries import plain_query
from registry.policy.book import Book, shipped_book
from registry.portfolio.pages import ROUTES as PORTFOLIO_ROUTES
from registry.practice.api import ROUTES as PRACTICE_API
from registry.practice.pages import ROUTES as PRACTICE_ROUTES
from registry.practice.pages.shared import SHARED as PRACTICE_SHARED
from registry.practice.projection import standing_projector
from registry.practice.service.first_posts import first_post_guard
from registry.reminders.pages import ROUTES as REMINDER_ROUTES
from registry.upkeep.queries import worker_seen

PROJECTORS: tuple[Projector, ...] = (first_post_guard, standing_projector)
"""What guards every change and is brought up to date in its transaction, in this order."""
OPENABLE = {Certificate.SUBJECT: readable}
"""What rests on facts and has pages of its own: which of it a visitor may open."""
POOL_OF_A_SERVER = 10
LARGEST_FORM = 2_000_000
"""Bytes of a sent form; routes that take files say their own."""
STATIC_SECONDS = 3600
FONT_ENDING = ".ttf"
WORKER_IS_GONE = timedelta(minutes=2)
"""A worker gives a sign of life every ten seconds."""
SECONDS_TO_FINISH = 15
"""How long a stopping server lets answers finish."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What differs between a server, the demo and a test: the clock, the rule book, sign-ins to show, and whether
    the application opens the installation itself (a test has it open already).
    """

    clock: Callable[[], datetime] = now
    book: Book | None = None
    sign_ins: Sequence[Any] = ()
    opens_installation: bool = True


def create_app(settings: Settings, opening: Opening = Opening()) -> Litestar:
    """The web application of one installation; a key is made where it was never used.

    Raises BadInput where the key of a used one is missing, ValueError for a route that names no permission.
    """
    state = state_of(settings, opening)
    site, prefix = state.site, state.site.prefix
    app = Litestar(
        route_handlers=[*_routes(), _static()],
        dependencies={"reading": Provide(access.provide_reading)},
        guards=[access.guard],
        middleware=[plain_query, access.Authentication],
        before_send=[SecureHeaders((settings.public_url or "").startswith("https://"))],
        exception_handlers={
            **faults.handlers(),
            access.NotSignedIn: access.to_sign_in,
            access.FirstPasswordStands: access.to_new_password,
            access.SecondFactorOwed: access.to_second_factor,
        },
        csrf_config=CSRFConfig(
            secret=state.doors.house.vault.index("csrf").hex(),
            cookie_name="registry_csrf",
            cookie_path=prefix or "/",
            cookie_secure=site.is_secure,
            cookie_httponly=True,
            exclude_from_csrf_key="is_token_only",
        ),
        request_max_body_size=LARGEST_FORM,
        lifespan=[partial(_open, settings)] if opening.opens_installation else [],
        openapi_config=None,
        logging_config=None,
    )
    installed(app, state)
    access.require_declared(app)
    return app


def installed(app: Litestar, state: State) -> None:
    """Have an application answer for the installation of this state."""
    app.state = state
    state.site.environment.globals["url"] = partial(address, app, state.site.prefix)


def state_of(settings: Settings, opening: Opening) -> State:
    """What answers are made from: templates, doors, settings. Raises BadInput as above."""
    if (settings.data_folder / HEADS).exists():
        require_key(key_place(settings.secret_file, settings.data_folder))
    vault = vault_from(settings.secret_file, settings.data_folder)
    doors = access.Doors(
        House(vault, PROJECTORS, HeadFile(settings.data_folder)), opening.book or shipped_book(), opening.clock
    )
    prefix = urlsplit(settings.public_url or "").path.rstrip("/")
    site = Site(
        site_environment(menu=menu_for, **PRACTICE_SHARED),
        prefix,
        not settings.plain_http,
        _public_address(settings),
    )
    return State(
        {"site": site, "doors": doors, "settings": settings, "sign_ins": opening.sign_ins, "openable": OPENABLE}
    )


def served(app: Litestar) -> ASGIApp:
    """The application below its sub-path, whether the gateway in front takes the sub-path off or leaves it on."""
    prefix = app.state.site.prefix

    async def below_prefix(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if prefix and (path == prefix or path.startswith(f"{prefix}/")):
            scope["path"] = path[len(prefix) :] or "/"
            scope["raw_path"] = scope["path"].encode()
        await app(scope, receive, send)

    return below_prefix if prefix else app


@get("/healthz", name="healthz", public=True)
async def alive() -> Response[dict[str, str]]:
    """Whether the process answers."""
    return Response({"status": "ok"})


@get("/readyz", name="readyz", public=True)
async def ready(reading: access.Door) -> Response[dict[str, str | None]]:
    """Whether everything is there that answers need: the database, its newest schema, somebody who does the jobs."""
    faults_found: dict[str, str | None] = {}
    try:
        is_newest = await migrations_run() == migrations_known()
        seen = await worker_seen(reading)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return Response({"status": "no database"}, status_code=503)
    if not is_newest:
        faults_found["migrations"] = "not run"
    if seen is None or reading.now - seen > WORKER_IS_GONE:
        faults_found["worker"] = seen.isoformat() if seen else None
    if faults_found:
        return Response({"status": "not ready", **faults_found}, status_code=503)
    return Response({"status": "ok"})


def _routes() -> list[Any]:
    gathered = (
        HOME_ROUTES,
        TEACHER_ROUTES,
        STAFF_ROUTES,
        BOARD_ROUTES,
        NAMES_ROUTES,
        HELP_ROUTES,
        PLANNER_ROUTES,
        PRINTED_ROUTES,
        IDENTITY_ROUTES,
        ACCOUNT_ROUTES,
        INVITATION_ROUTES,
        SIGN_ON_ROUTES,
        INSTALLATION_ROUTES,
        EXCHANGE_ROUTES,
        PRACTICE_ROUTES,
        INSTITUTION_ROUTES,
        PEOPLE_ROUTES,
        PERSON_ROUTES,
        MERGING_ROUTES,
        SCHOOL_HISTORY_ROUTES,
        PORTFOLIO_ROUTES,
        CERTIFICATE_ROUTES,
        REMINDER_ROUTES,
        API_PAGES,
        [api([*PEOPLE_API, *PRACTICE_API, *EXCHANGE_API, *CERTIFICATE_API])],
    )
    return [alive, ready, *(route for routes in gathered for route in routes)]


def _static() -> Any:
    return create_static_files_router(
        path="/static",
        directories=[assets_folder()],
        name="static",
        opt={"public": True},
        include_in_schema=False,
        cache_control=CacheControlHeader(public=True, max_age=STATIC_SECONDS),
        before_request=_refuse_fonts,
    )


def _refuse_fonts(request: Request[Any, Any, Any]) -> None:
    """The fonts among the assets are for paper: no page loads one, and nobody fetches 44 MB without signing in."""
    if normpath(request.scope["path"]).lower().endswith(FONT_ENDING):
        raise NotFoundException


def _public_address(settings: Settings) -> str | None:
    return settings.public_url.rstrip("/") if settings.public_url else None


@asynccontextmanager
async def _open(settings: Settings, app: Litestar) -> AsyncIterator[None]:
    async def open_reading() -> Reading:
        return access.open_reading(app, installation("job"))

    async with open_installation(settings, POOL_OF_A_SERVER), working_inside(settings, open_reading):
        yield


def serve(app: Litestar, host: str, port: int) -> None:
    """Serve until stopped. A gateway in front is believed only where the operator names it."""
    import uvicorn  # noqa: PLC0415 -- slow import

    trusted = app.state.settings.trusted_proxies
    uvicorn.run(
        served(app),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(trusted),
        forwarded_allow_ips=trusted or "",
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
