"""What a form that only asks sends in the address."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from registry.platform.web.faults import API
from registry.platform.web.typed import plain

MOST_DIGITS = 15
"""Of a number in an address: a page so far on, or an event so late, there is nowhere."""
_TOO_LARGE = re.compile(rf"([+-]?)\s*[0-9]{{{MOST_DIGITS + 1},}}")


def plain_query(app: ASGIApp) -> ASGIApp:
    """Unseen characters go no further than here, nor does a field that was left empty: it asks for nothing.

    A number that no page can count to becomes the largest one: its page is empty. Programs send
    no forms: what they ask is read as it is written.
    """

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if query and API not in scope["path"]:
            told = parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True)
            numbers = _numbers(scope["route_handler"])
            meant = [
                (name, _countable(value) if name in numbers else value)
                for name, value in ((plain(name), plain(typed)) for name, typed in told)
                if value.strip()
            ]
            if meant != told:
                scope["query_string"] = urlencode(meant).encode()
        await app(scope, receive, send)

    return asked


@lru_cache(maxsize=1024)
def _numbers(handler: BaseRouteHandler) -> frozenset[str]:
    """The parameters of a page that are numbers."""
    taken = handler.parsed_fn_signature.parameters
    return frozenset(name for name, field in taken.items() if int in (field.annotation, *field.args))


def _countable(value: str) -> str:
    matched = _TOO_LARGE.fullmatch(value.strip())
    return f"{matched[1]}{'9' * MOST_DIGITS}" if matched else value
