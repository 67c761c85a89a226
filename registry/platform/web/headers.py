"""Headers of every answer, errors included: what a browser may load, and what may be kept of it."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ALWAYS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-ua-compatible": "IE=edge,chrome=1",
}
NOT_KEPT = "no-store"
ONE_YEAR_OF_HTTPS = "max-age=31536000"


class SecureHeaders:
    """Adds the headers just before an answer leaves. `is_https`: the world reaches the installation by https."""

    def __init__(self, is_https: bool) -> None:
        self._headers = ALWAYS | ({"strict-transport-security": ONE_YEAR_OF_HTTPS} if is_https else {})

    async def __call__(self, message: Message, scope: Scope) -> None:
        """Litestar's `before_send`. An answer that says itself how it is kept, or what it may load, is left so."""
        if message["type"] != "http.response.start":
            return
        message.setdefault("headers", [])
        headers = MutableScopeHeaders.from_message(message)
        for name, value in self._headers.items():
            headers.setdefault(name, value)
        headers.setdefault("cache-control", NOT_KEPT)
