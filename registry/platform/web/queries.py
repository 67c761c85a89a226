"""What a form that only asks sends in the address."""

from urllib.parse import parse_qsl, urlencode

from litestar.types import ASGIApp, Receive, Scope, Send


def without_empty_fields(app: ASGIApp) -> ASGIApp:
    """A field of a filter that was left empty asks for nothing: it goes no further than here."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        if query:
            told = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
            if any(not value.strip() for _, value in told):
                scope["query_string"] = urlencode([pair for pair in told if pair[1].strip()]).encode()
        await app(scope, receive, send)

    return asked
