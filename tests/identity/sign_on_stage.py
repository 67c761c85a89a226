"""Providers for the tests: foreign ones as processes of their own, and one that answers whatever a test wants."""

import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

from registry.identity.model.sign_on import Provider, ProviderKind, ProviderWanted, SetUpProvider, SwitchProvider
from registry.identity.service.sign_on_providers import set_up_provider, switch_provider
from tests.identity.stage import SCHOOL, done
from tests.journeys.house import free_port

CLIENT, SECRET = "registry", "a secret of the client"
PATIENCE = 30
BETWEEN_LOOKS = 0.1
RSA = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
OTHER_RSA = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
EC = ECKey.generate_key("P-256", {"kid": "two", "use": "sig"})


@dataclass
class Answering:
    """A server that answers from a table of paths: (status, body, seconds to wait). Notes what it was asked."""

    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)
    held_paths: set[str] = field(default_factory=set)
    address: str = ""

    def says(self, path: str, body: Any, status: int = 200) -> None:
        self.answers[path] = (status, body if isinstance(body, bytes) else json.dumps(body).encode())

    def form_of(self, path: str) -> dict[str, list[str]]:
        """The last form or query sent to a path."""
        return next(form for asked, form, _ in reversed(self.asked) if asked == path)


@contextmanager
def answering() -> Iterator[Answering]:
    """The server, on a free port of this machine."""
    found = Answering()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self, form: str) -> None:
            path = urlsplit(self.path).path
            found.asked.append((path, parse_qs(form or urlsplit(self.path).query), dict(self.headers)))
            if path in found.held_paths:
                found.hold.wait(PATIENCE)
            status, body = found.answers.get(path, (404, b"{}"))
            try:
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                return

        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])).decode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.hold.set()
        server.shutdown()
        server.server_close()


def publishes(server: Answering, **changes: Any) -> None:
    """The server is an issuer with one RSA and one EC key."""
    document = {
        "issuer": server.address,
        "authorization_endpoint": f"{server.address}/authorize",
        "token_endpoint": f"{server.address}/token",
        "jwks_uri": f"{server.address}/jwks",
        "userinfo_endpoint": None,
    }
    server.says("/.well-known/openid-configuration", {**document, **changes})
    server.says("/jwks", {"keys": [RSA.as_dict(private=False), EC.as_dict(private=False)]})


def claims(server: Answering, now: datetime, nonce: str, **changes: Any) -> dict[str, Any]:
    """The claims of a token that holds; None takes one away."""
    at = int(now.timestamp())
    told = {
        "iss": server.address,
        "aud": CLIENT,
        "sub": "u-lin",
        "staff": "T001",
        "nonce": nonce,
        "iat": at,
        "exp": at + 300,
    }
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


def signed(told: dict[str, Any], algorithm: str = "RS256", key: Any = None) -> str:
    """An ID token of these claims."""
    key = key or (EC if algorithm == "ES256" else RSA)
    content = json.dumps(told).encode()
    return jws.serialize_compact({"alg": algorithm, "kid": "any"}, content, key, algorithms=[algorithm])


@contextmanager
def oidc_provider(*users: dict[str, Any]) -> Iterator[str]:
    """`oidc-provider-mock`, a server of its own that nobody here wrote: its issuer."""
    port = free_port()
    told = [word for user in users for word in ("--user-claims", json.dumps(user))]
    words = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "True", *told]
    with process_at(words, f"http://127.0.0.1:{port}/.well-known/openid-configuration"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def process_at(words: list[str], address: str, **options: Any) -> Iterator[None]:
    """A server as a process, once it answers at the address. Raises RuntimeError when it does not."""
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(address):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"no answer at {address}")
            time.sleep(BETWEEN_LOOKS)
        yield
    finally:
        server.terminate()
        server.wait(PATIENCE)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def wanted(address: str, kind: ProviderKind = ProviderKind.OIDC, **changes: Any) -> ProviderWanted:
    """A provider to be set up on this machine."""
    of_oidc = {"client_id": CLIENT, "secret": SECRET, "scopes": "openid profile"}
    given = {"school_id": SCHOOL, "name": "苇海统一身份认证", "kind": kind, "address": address}
    return ProviderWanted(
        **{**given, **(of_oidc if kind is ProviderKind.OIDC else {}), "staff_no_claim": "staff", **changes}
    )


async def a_provider(address: str, kind: ProviderKind = ProviderKind.OIDC, reading=None, **changes: Any) -> Provider:
    """A provider, set up and switched on by the installation."""
    provider_id: UUID = uuid4()
    await done(set_up_provider, SetUpProvider(provider_id, wanted(address, kind, **changes), True), reading)
    return (await done(switch_provider, SwitchProvider(provider_id, True), reading))[0]
