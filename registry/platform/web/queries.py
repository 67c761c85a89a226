"""What a form that only asks sends in the address."""

from urllib.parse import parse_qsl, urlencode

from litestar.types import ASGIApp, Receive, Scope, Send

from registry.platform.web.faults import API
from registry.platform.web.typed import plain


def plain_query(app: ASGIApp) -> ASGIApp:
    """Unseen characters go no further than here, nor does a field that was left empty: it asks for nothing.

    Programs send no forms: what they ask is read as it is written.
    """

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if query and API not in scope["path"]:
            told = parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True)
            meant = [(plain(name), value) for name, typed in told if (value := plain(typed)).strip()]
            if meant != told:
                scope["query_string"] = urlencode(meant).encode()
        await app(scope, receive, send)

    return asked
