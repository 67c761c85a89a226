"""What a provider is asked in its own language, and its answer in ours. Outside of transactions: it takes a while."""

from collections.abc import Mapping
from urllib.parse import urlencode

from registry.audit.process import Reading
from registry.identity.model.sign_on import Journey, Provider, ProviderKind, Told
from registry.identity.queries.sign_on import client_secret
from registry.identity.rules.sign_on import LONGEST_TOLD
from registry.platform.sign_on import cas, oidc
from registry.platform.sign_on.asking import Fault, ProviderFault
from registry.platform.sign_on.told import Said
from registry.platform.web.typed import plain


async def address_to_sign_in(reading: Reading, provider: Provider, journey: Journey) -> str:
    """Where the visitor is sent. Raises ProviderFault."""
    if provider.kind is ProviderKind.CAS:
        return cas.login_address(provider.address, service_of(journey))
    metadata = await oidc.discovered(provider.address)
    return oidc.login_address(metadata, await _client(reading, provider), _way(journey))


async def told_by(reading: Reading, provider: Provider, journey: Journey, brought: Mapping[str, str]) -> Told:
    """Who the visitor is, by what was brought back in the address. Raises ProviderFault."""
    if provider.kind is ProviderKind.CAS:
        said = await cas.said_of(provider.address, service_of(journey), brought.get("ticket", ""))
        return _told(provider, said)
    if error := brought.get("error"):
        raise ProviderFault(Fault.REFUSED, error[:60])
    metadata = await oidc.discovered(provider.address)
    if brought.get("iss", metadata.issuer) != metadata.issuer:
        raise ProviderFault(Fault.NOT_VALID, "iss")
    client = await _client(reading, provider)
    said = await oidc.said_of(metadata, client, _way(journey), brought.get("code", ""), reading.now)
    return _told(provider, said)


async def address_to_leave(reading: Reading, provider: Provider, back: str) -> str | None:
    """Where a user leaves the provider too; None where it has no such place. Raises ProviderFault."""
    if provider.kind is ProviderKind.CAS:
        return cas.logout_address(provider.address, back)
    return oidc.logout_address(await oidc.discovered(provider.address), await _client(reading, provider), back)


async def tried_connection(provider: Provider, service: str) -> str:
    """Ask the provider what it is, as signing in would. What it answered, in short. Raises ProviderFault."""
    if provider.kind is ProviderKind.CAS:
        return await cas.works(provider.address, service)
    return (await oidc.works(provider.address)).issuer


def service_of(journey: Journey) -> str:
    """The address to come back to in CAS: the state travels in it, for CAS knows none of its own."""
    return f"{journey.service}?{urlencode({'state': journey.state})}"


def _told(provider: Provider, said: Said) -> Told:
    """A name with what nobody types in it is no name; a staff number like that is none. Raises ProviderFault."""
    if plain(said.subject) != said.subject:
        raise ProviderFault(Fault.NOT_VALID, "sub")
    claim = provider.staff_no_claim
    staff_no = said.attributes.one(claim) if claim else said.subject
    is_of_use = len(staff_no) <= LONGEST_TOLD and plain(staff_no) == staff_no
    return Told(said.subject, staff_no.strip() if is_of_use else "")


def _way(journey: Journey) -> oidc.Way:
    return oidc.Way(journey.service, journey.state, journey.nonce, journey.verifier)


async def _client(reading: Reading, provider: Provider) -> oidc.Client:
    return oidc.Client(provider.client_id or "", await client_secret(reading, provider), provider.scopes or "openid")
