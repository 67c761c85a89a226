"""The visit to a provider and back: sent there, recognised, signed in; and leaving there, too."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.home.sign_on.roster import on_roster
from registry.identity.access import Door, own_path, place_of
from registry.identity.model.sign_in import CodeDue, SignedIn, SignInRefused
from registry.identity.model.sign_on import Journey, Provider, SignOn, SignOnRefused, Told
from registry.identity.pages.entering import end_former, entered, onwards
from registry.identity.queries.sign_on import known_provider, offered_provider
from registry.identity.rules.sign_on import AWAY, is_under_way
from registry.identity.service.sign_on import begun_journey, end_journey, note_failure, sign_on
from registry.identity.service.sign_on_asking import address_to_leave, address_to_sign_in, told_by
from registry.identity.service.tickets import journey_of, journey_ticket
from registry.platform.sign_on.asking import ProviderFault
from registry.platform.web.pages import SEE_OTHER, Visitor, cookie, cookie_path, full_url, go, page, site_of

JOURNEY_COOKIE = "registry_sign_on"
LOST = "这次登录已过期、已用过,或不是从本页开始的;请重新点“统一身份认证”登录"


@get("/sign-on/{provider_id:uuid}", name="sign_on", public=True)
async def begin(
    request: Visitor,
    reading: Door,
    provider_id: FromPath[UUID],
    next: FromQuery[str | None] = None,  # noqa: A002 -- the address says so
) -> Response[Any]:
    """Off to the provider. What the way back is known by travels in the visitor's own cookie."""
    if request.user.account_id is not None:
        return onwards(request, next)
    provider = await offered_provider(reading, provider_id)
    back = full_url(request, "sign_on_return", provider_id=provider.id)
    journey = begun_journey(reading, provider.id, back, own_path(next, site_of(request).prefix) or "")
    try:
        address = await address_to_sign_in(reading, provider, journey)
    except ProviderFault as fault:
        return _failed(request, provider, str(fault), 502)
    answer: Response[Any] = Response(None, status_code=SEE_OTHER, headers={"location": address})
    ticket = journey_ticket(reading, journey)
    answer.set_cookie(cookie(request, JOURNEY_COOKIE, ticket, int(AWAY.total_seconds())))
    return answer


@get("/sign-on/{provider_id:uuid}/return", name="sign_on_return", public=True)
async def come_back(request: Visitor, reading: Door, provider_id: FromPath[UUID]) -> Response[Any]:
    """Back from the provider. Whatever comes of it, this way is not gone twice."""
    provider, brought = await known_provider(reading, provider_id), dict(request.query_params)
    journey = journey_of(reading, request.cookies.get(JOURNEY_COOKIE, ""))
    if journey is None or not is_under_way(journey, provider_id, str(brought.get("state", "")), reading.now):
        return _failed(request, provider, LOST, 403)
    answer = await _recognised(request, reading, provider, (journey, brought))
    answer.delete_cookie(JOURNEY_COOKIE, path=cookie_path(site_of(request)))
    return answer


@get("/sign-on/{provider_id:uuid}/left", name="sign_on_left", public=True)
async def left(request: Visitor, reading: Door, provider_id: FromPath[UUID]) -> Response[Any]:
    """Signed out here; there still signed in."""
    return page(request, "home/sign_on/left.html", provider=await known_provider(reading, provider_id))


@get("/sign-on/{provider_id:uuid}/leave", name="sign_on_leave", public=True)
async def leave(request: Visitor, reading: Door, provider_id: FromPath[UUID]) -> Response[Any]:
    """On to where the provider signs its user out of everything."""
    provider = await known_provider(reading, provider_id)
    try:
        address = await address_to_leave(reading, provider, full_url(request, "sign_in"))
    except ProviderFault as fault:
        return _failed(request, provider, str(fault), 502)
    if address is None:
        return go(request, "sign_in", note="该统一身份认证没有提供退出地址;请关闭浏览器")
    return Response(None, status_code=SEE_OTHER, headers={"location": address})


async def _recognised(
    request: Visitor, reading: Reading, provider: Provider, visit: tuple[Journey, dict[str, Any]]
) -> Response[Any]:
    journey, brought = visit
    async with open_process("end_journey", reading) as process:
        is_first = await end_journey(process, journey, place_of(request))
    if isinstance(is_first, SignInRefused):
        return _failed(request, provider, is_first.words, 429)
    if not is_first:
        return _failed(request, provider, LOST, 403)
    try:
        told = await told_by(reading, provider, journey, {name: str(value) for name, value in brought.items()})
    except ProviderFault as fault:
        if fault.is_providers:
            return _failed(request, provider, str(fault), 502)
        async with open_process("note_failure", reading) as process:
            await note_failure(process, provider.id, place_of(request))
        return _failed(request, provider, str(fault), 403)
    outcome = await _signed_on(request, reading, provider, told)
    if isinstance(outcome, SignOnRefused):
        return _failed(request, provider, outcome.words, 403)
    return entered(request, outcome, journey.wanted)


async def _signed_on(
    request: Visitor, reading: Reading, provider: Provider, told: Told
) -> SignedIn | CodeDue | SignOnRefused:
    roster = await on_roster(reading, provider.school_id, told.staff_no)
    async with open_process("sign_on", reading) as process:
        outcome = await sign_on(process, SignOn(provider.id, told, roster, place_of(request)))
        if not isinstance(outcome, SignOnRefused):
            await end_former(process, request)
    return outcome


def _failed(request: Visitor, provider: Provider, words: str, status_code: int) -> Response[str]:
    return page(request, "home/sign_on/failed.html", status_code, provider=provider, words=words)


ROUTES = [begin, come_back, left, leave]
