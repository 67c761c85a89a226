"""Templates made into answers: a page, a redirect after a change, a piece of a page."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Litestar, Request, Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.utils.scope.state import ScopeState

from registry.platform.clock import SHANGHAI
from registry.platform.folders import templates_folder
from registry.platform.language import Language
from registry.platform.web.words import said, spoken, translated

Visitor = Request[Any, Any, Any]
LANGUAGE_COOKIE = "registry_language"
NOTE_COOKIE = "registry_note"
NOTE_SECONDS = 60
SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Site:
    """How this installation's pages are made and addressed. One for each application; kept in its state.

    `prefix` is the sub-path behind a gateway, without a slash at its end; `is_secure` says that cookies travel by
    https alone; `public_address` is where the world finds the pages (None: as they are asked for).
    """

    environment: Environment
    prefix: str = ""
    is_secure: bool = True
    public_address: str | None = None


def site_environment(**shared: Any) -> Environment:
    """The templates with what all of them may call."""
    environment = Environment(
        loader=FileSystemLoader(templates_folder()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update({"_": translated, "spoken": spoken.get, **shared})
    environment.filters.update({"words": translated, "said": said, "moment": moment})
    return environment


def moment(instant: datetime) -> str:
    """An instant as people in China read it, to the minute."""
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def site_of(request: Visitor) -> Site:
    """The site that is asked."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def language_of(request: Visitor) -> Language:
    """English for whoever switched to it; Chinese otherwise."""
    return Language.EN if request.cookies.get(LANGUAGE_COOKIE) == Language.EN.value else Language.ZH


def address(app: Litestar, prefix: str, route: str, **parameters: Any) -> str:
    """A path on this site, by the route's name. What is no part of the path becomes its query."""
    names = _names(app, route)
    in_path = {name: value for name, value in parameters.items() if name in names}
    query = {name: value for name, value in parameters.items() if name not in names and value not in (None, "")}
    path = prefix + app.route_reverse(route, **in_path)
    return f"{path}?{urlencode(query, doseq=True)}" if query else path


def url(request: Visitor, route: str, **parameters: Any) -> str:
    """A path on the site that is asked."""
    return address(request.app, site_of(request).prefix, route, **parameters)


def full_url(request: Visitor, route: str, **parameters: Any) -> str:
    """An address that works elsewhere: on paper, in a message, in a QR code."""
    site = site_of(request)
    base = site.public_address or str(request.base_url).rstrip("/") + site.prefix
    return base + address(request.app, "", route, **parameters)


def page(request: Visitor, template: str, status_code: int = 200, **context: Any) -> Response[str]:
    """A template as an answer, in the visitor's language; the note of the last change is shown once."""
    note = request.cookies.get(NOTE_COOKIE)
    answer = Response(
        rendered(request, template, note=_opened(note), **context),
        status_code=status_code,
        media_type=MediaType.HTML,
    )
    if note:
        answer.delete_cookie(NOTE_COOKIE, path=cookie_path(site_of(request)))
    return answer


def rendered(request: Visitor, template: str, **context: Any) -> str:
    """A template as text."""
    language = language_of(request)
    spoken.set(language)
    site = site_of(request)
    given = {
        "request": request,
        "language": language.value,
        "user": request.scope.get("user"),
        "csrf": ScopeState.from_scope(request.scope).csrf_token or "",
        "note": "",
        "here": request.url.path,
    }
    return site.environment.get_template(template).render({**given, **context})


def go(request: Visitor, route: str, note: str = "", **parameters: Any) -> Response[None]:
    """After a change: look at this page next, with a note of what was done."""
    answer: Response[None] = Response(
        None, status_code=SEE_OTHER, headers={"location": url(request, route, **parameters)}
    )
    if note:
        answer.set_cookie(cookie(request, NOTE_COOKIE, _closed(note), NOTE_SECONDS))
    return answer


def cookie(request: Visitor, key: str, value: str, seconds: int | None = None) -> Cookie:
    """A cookie of this site; `seconds` None: until the browser closes."""
    site = site_of(request)
    return Cookie(
        key,
        value=value,
        max_age=seconds,
        path=cookie_path(site),
        secure=site.is_secure,
        httponly=True,
        samesite="lax",
    )


def cookie_path(site: Site) -> str:
    """Where cookies of the site are sent."""
    return site.prefix or "/"


def _closed(note: str) -> str:
    return base64.urlsafe_b64encode(note.encode()).decode()


def _opened(note: str | None) -> str:
    try:
        return base64.urlsafe_b64decode(note or "").decode()
    except ValueError:
        return ""


def _names(app: Litestar, route: str) -> frozenset[str]:
    """What a route's path names, looked up once: a page has forty addresses."""
    known: dict[str, frozenset[str]] = app.state.setdefault("names_in_paths", {})
    if route not in known:
        known[route] = frozenset(part.name for part in _parts(app, route))
    return known[route]


def _parts(app: Litestar, route: str) -> list[Any]:
    index = app.get_handler_index_by_name(route)
    if index is None:
        raise LookupError(f"no route is called {route}")
    found: list[Any] = []
    for path in index["paths"]:
        matching = next((each for each in app.routes if path in (each.path_format, each.path)), None)
        found += list(matching.path_parameters.values()) if matching else []
    return found
