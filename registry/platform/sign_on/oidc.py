"""OpenID Connect: the authorization code flow with PKCE. Every claim that must hold is checked here."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from registry.platform.sign_on.asking import Fault, ProviderFault, Question, answer_of
from registry.platform.sign_on.signatures import claims_of, keys_of
from registry.platform.sign_on.told import Attributes, Said

DISCOVERY = "/.well-known/openid-configuration"
LEEWAY = timedelta(seconds=60)
"""How far the two servers' clocks may differ."""
LONGEST_CODE = 4096
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    by_form: bool = False
    """Whether the client's secret goes into the form rather than into a header."""


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks."""

    id: str
    secret: str = field(repr=False)
    scopes: str = "openid profile"


@dataclass(frozen=True, slots=True)
class Way:
    """One visit: where the user comes back to, and what only this visit knows."""

    back: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


async def discovered(issuer: str) -> Metadata:
    """What the issuer publishes. Raises ProviderFault, also for the document of another issuer."""
    found = await _json(Question(issuer + DISCOVERY))
    if str(found.get("issuer")).rstrip("/") != issuer:
        raise ProviderFault(Fault.STRANGE, "issuer")
    addresses = {name: _address(found, name, issuer) for name in NEEDED}
    if None in addresses.values():
        raise ProviderFault(Fault.STRANGE, next(name for name, value in addresses.items() if value is None))
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Metadata(
        issuer=str(found["issuer"]),
        **{name: value for name, value in addresses.items() if value},
        userinfo_endpoint=_address(found, "userinfo_endpoint", issuer),
        end_session_endpoint=_address(found, "end_session_endpoint", issuer),
        by_form="client_secret_basic" not in methods,
    )


def login_address(metadata: Metadata, client: Client, way: Way) -> str:
    """Where a visitor signs in."""
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": way.back,
        "scope": client.scopes,
        "state": way.state,
        "nonce": way.nonce,
        "code_challenge": challenge_of(way.verifier),
        "code_challenge_method": "S256",
    }
    return _with(metadata.authorization_endpoint, asked)


def logout_address(metadata: Metadata, client: Client, back: str) -> str | None:
    """Where a user signs out of everything; None where the provider has no such place."""
    if metadata.end_session_endpoint is None:
        return None
    return _with(metadata.end_session_endpoint, {"client_id": client.id, "post_logout_redirect_uri": back})


def challenge_of(verifier: str) -> str:
    """PKCE's S256."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def said_of(metadata: Metadata, client: Client, way: Way, code: str, now: datetime) -> Said:
    """Who brought the code. Raises ProviderFault for a code that is not good and an ID token that does not hold."""
    tokens = await _tokens(metadata, client, way, code)
    keys = keys_of(await _json(Question(metadata.jwks_uri)))
    claims = claims_of(str(tokens.get("id_token", "")), keys)
    require_holds(claims, metadata, client, way, now)
    found = dict(claims)
    if metadata.userinfo_endpoint and isinstance(access := tokens.get("access_token"), str):
        found = {**await _userinfo(metadata.userinfo_endpoint, access, claims["sub"]), **found}
    return Said(claims["sub"], Attributes({name: texts for name, value in found.items() if (texts := _texts(value))}))


async def works(issuer: str) -> Metadata:
    """What the issuer publishes, its keys looked at too. Raises ProviderFault."""
    metadata = await discovered(issuer)
    if not keys_of(await _json(Question(metadata.jwks_uri))):
        raise ProviderFault(Fault.STRANGE, "jwks")
    return metadata


def require_holds(claims: Mapping[str, Any], metadata: Metadata, client: Client, way: Way, now: datetime) -> None:
    """Issuer, audience, party, nonce, name and times of an ID token. Raises ProviderFault with the claim's name."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp")
    at, leeway = now.timestamp(), LEEWAY.total_seconds()
    checks = {
        "iss": claims.get("iss") == metadata.issuer,
        "aud": client.id in audiences,
        "azp": party == client.id if party is not None else len(audiences) == 1,
        "nonce": hmac.compare_digest(str(claims.get("nonce", "")).encode(), way.nonce.encode()),
        "sub": isinstance(claims.get("sub"), str) and 0 < len(claims["sub"]) <= 255,
        "exp": _is_number(claims.get("exp")) and at < claims["exp"] + leeway,
        "iat": _is_number(claims.get("iat")) and claims["iat"] - leeway <= at,
        "nbf": "nbf" not in claims or (_is_number(claims["nbf"]) and claims["nbf"] - leeway <= at),
    }
    wrong = next((name for name, holds in checks.items() if not holds), None)
    if wrong is not None:
        raise ProviderFault(Fault.NOT_VALID, wrong)


async def _tokens(metadata: Metadata, client: Client, way: Way, code: str) -> dict[str, Any]:
    if not code or len(code) > LONGEST_CODE:
        raise ProviderFault(Fault.REFUSED, "no code")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": way.back,
        "code_verifier": way.verifier,
    }
    in_form = metadata.by_form or not client.secret
    if in_form:
        form |= {"client_id": client.id, **({"client_secret": client.secret} if client.secret else {})}
    basic = None if in_form else (client.id, client.secret)
    return await _json(Question(metadata.token_endpoint, form=form, basic=basic))


async def _userinfo(address: str, access_token: str, subject: str) -> dict[str, Any]:
    """More attributes of the same user; those of another one are refused."""
    found = await _json(Question(address, headers={"authorization": f"Bearer {access_token}"}))
    if found.get("sub") != subject:
        raise ProviderFault(Fault.NOT_VALID, "userinfo sub")
    return found


async def _json(question: Question) -> dict[str, Any]:
    answer = await answer_of(question)
    try:
        found = json.loads(answer.content)
    except (ValueError, RecursionError) as fault:
        raise ProviderFault(Fault.STRANGE, f"HTTP {answer.status}") from fault
    if not isinstance(found, dict):
        raise ProviderFault(Fault.STRANGE, f"HTTP {answer.status}")
    if answer.status != 200:
        is_refusal = 400 <= answer.status < 500 and "error" in found
        detail = str(found.get("error", f"HTTP {answer.status}"))[:60]
        raise ProviderFault(Fault.REFUSED if is_refusal else Fault.STRANGE, detail)
    return found


def _address(found: Mapping[str, Any], name: str, issuer: str) -> str | None:
    """An address of the document; one that is less safe than the issuer's counts as none."""
    value = found.get(name)
    if not isinstance(value, str):
        return None
    scheme = urlsplit(value).scheme
    return value if scheme == "https" or (scheme == "http" and issuer.startswith("http://")) else None


def _with(address: str, query: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(str(each) for each in values if isinstance(each, str | int) and not isinstance(each, bool))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
