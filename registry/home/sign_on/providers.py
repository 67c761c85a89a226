"""The operator's pages of single sign-on: which providers there are, set up, tried, switched on and off."""

from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.home.accounts.words import words_for
from registry.home.sign_on.demands import demands_of
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.identity.model.sign_on import (
    ChangeProvider,
    Provider,
    ProviderKind,
    ProviderWanted,
    SetUpProvider,
    SwitchProvider,
)
from registry.identity.queries.sign_on import bindings, provider, providers
from registry.identity.service.sign_on_asking import tried_connection
from registry.identity.service.sign_on_providers import change_provider, set_up_provider, switch_provider
from registry.institutions.queries.schools import schools
from registry.kernel.errors import InvalidFields
from registry.platform.sign_on.asking import ProviderFault
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, full_url, go, page

KEEP = Permission.KEEP_SIGN_ON
KINDS = {ProviderKind.CAS: "CAS 3.0", ProviderKind.OIDC: "OIDC (OpenID Connect)"}
USUAL_SCOPES = "openid profile"
LONGEST = {"address": 400, "secret": 1000}
ON = "on"


@get("/installation/sign-on", name="sign_on_settings", permission=KEEP)
async def listed(request: Visitor, reading: Door) -> Response[Any]:
    """All providers, and what is asked of those who sign in."""
    return page(
        request,
        "home/sign_on/settings.html",
        providers=await providers(reading),
        kinds=KINDS,
        **await demands_of(reading),
    )


@get("/installation/sign-on/new", name="new_provider", permission=KEEP)
async def ask_new(request: Visitor, reading: Door, kind: FromQuery[str | None] = None) -> Response[Any]:
    """The form of a provider of one kind."""
    chosen = ProviderKind.OIDC if kind == ProviderKind.OIDC.value else ProviderKind.CAS
    given = {
        "kind": [chosen.value],
        "scopes": [USUAL_SCOPES],
        "name": ["统一身份认证"],
    }
    return await _form(request, reading, None, Form(given))


@post("/installation/sign-on/new", name="set_up_provider", permission=KEEP)
async def set_up(request: Visitor, reading: Door) -> Response[Any]:
    """The provider is there, switched off. The same form sent again finds it there already."""
    form = await filled(request)
    provider_id, wanted = form.key("provider_id", required=True), _wanted(form)
    await _check_school(reading, form, wanted)
    try:
        form.require_valid()
        assert provider_id is not None
        command = SetUpProvider(provider_id, wanted, _is_plain(request))
        async with open_process("set_up_provider", reading) as process:
            made = await set_up_provider(process, command)
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _form(request, reading, None, form)
    return go(request, "sign_on_provider", note="已保存;请先试连,再启用", provider_id=made.id)


@get("/installation/sign-on/{provider_id:uuid}", name="sign_on_provider", permission=KEEP)
async def one(
    request: Visitor, reading: Door, provider_id: FromPath[UUID], staff_no: FromQuery[str | None] = None
) -> Response[Any]:
    """A provider, to be changed, tried, switched, and who is bound to it."""
    found = await provider(reading, provider_id)
    return await _form(request, reading, found, _given(found), staff_no=staff_no or "")


@post("/installation/sign-on/{provider_id:uuid}", name="change_provider", permission=KEEP)
async def change(request: Visitor, reading: Door, provider_id: FromPath[UUID]) -> Response[Any]:
    """The provider as the form says; an empty secret keeps the one that is there."""
    form, found = await filled(request), await provider(reading, provider_id)
    wanted, revision = _wanted(form, found), form.whole("revision", 1, 10**6, default=0) or 0
    try:
        form.require_valid()
        async with open_process("change_provider", reading) as process:
            await change_provider(process, ChangeProvider(provider_id, revision, wanted, _is_plain(request)))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _form(request, reading, found, form)
    return go(request, "sign_on_provider", note="已保存;改动立即生效,请再试连一次", provider_id=provider_id)


@post("/installation/sign-on/{provider_id:uuid}/try", name="try_provider", permission=KEEP)
async def try_one(request: Visitor, reading: Door, provider_id: FromPath[UUID]) -> Response[Any]:
    """Ask the provider what it is, as signing in would; nothing is changed."""
    found = await provider(reading, provider_id)
    told, failed = "", ""
    try:
        told = await tried_connection(found, full_url(request, "sign_on_return", provider_id=found.id))
    except ProviderFault as fault:
        failed = str(fault)
    return await _form(request, reading, found, _given(found), told=told, failed=failed, tried=True)


@post("/installation/sign-on/{provider_id:uuid}/switch", name="switch_provider", permission=KEEP)
async def switch(request: Visitor, reading: Door, provider_id: FromPath[UUID]) -> Response[Any]:
    """Offered on the sign-in page, or no longer."""
    is_on = (await filled(request)).text("to") == ON
    async with open_process("switch_provider", reading) as process:
        await switch_provider(process, SwitchProvider(provider_id, is_on))
    note = "已启用,登录页已显示" if is_on else "已停用,登录页不再显示"
    return go(request, "sign_on_provider", note=note, provider_id=provider_id)


def _wanted(form: Form, before: Provider | None = None) -> ProviderWanted:
    kind = before.kind if before else form.choice("kind", ProviderKind, ProviderKind.CAS) or ProviderKind.CAS
    school_id = before.school_id if before else form.key("school_id", required=True)
    return ProviderWanted(
        school_id=school_id or uuid4(),
        name=form.text("name", required=True),
        kind=kind,
        address=form.text("address", required=True, longest=LONGEST["address"]),
        client_id=form.text("client_id"),
        secret=form.text("secret", longest=LONGEST["secret"]),
        scopes=form.text("scopes"),
        staff_no_claim=form.text("staff_no_claim"),
        vouches_second_factor=form.flag("vouches_second_factor"),
    )


def _given(found: Provider) -> Form:
    given = {
        "school_id": str(found.school_id),
        "name": found.name,
        "kind": found.kind.value,
        "address": found.address,
        "client_id": found.client_id or "",
        "scopes": found.scopes or "",
        "staff_no_claim": found.staff_no_claim or "",
        "vouches_second_factor": "1" if found.vouches_second_factor else "",
        "revision": str(found.revision),
    }
    return Form({name: [value] for name, value in given.items()})


async def _check_school(reading: Reading, form: Form, wanted: ProviderWanted) -> None:
    if wanted.school_id not in {each.id for each in await schools(reading)}:
        form.faults.setdefault("school_id", "请从列表中选择")


def _is_plain(request: Request[Any, Any, Any]) -> bool:
    return bool(request.app.state.settings.plain_http)


async def _form(request: Visitor, reading: Reading, found: Provider | None, form: Form, **more: Any) -> Response[str]:
    served = await schools(reading)
    staff_no = more.pop("staff_no", "")
    kind = found.kind.value if found else form.values.get("kind", ProviderKind.CAS.value)
    return page(
        request,
        "home/sign_on/provider.html",
        422 if form.faults else 200,
        provider=found,
        kind=kind,
        kind_words=KINDS[ProviderKind(kind)] if kind in set(ProviderKind) else "",
        schools=[(str(each.id), each.name) for each in served],
        school=next((each.name for each in served if found and each.id == found.school_id), ""),
        back=full_url(request, "sign_on_return", provider_id=found.id) if found else "",
        bound=await bindings(reading, found.id, staff_no) if found else None,
        staff_no=staff_no,
        words=await words_for(reading),
        values={"provider_id": str(uuid4()), **{name: it for name, it in form.values.items() if name != "secret"}},
        faults=form.faults,
        **{"told": "", "failed": "", "tried": False, **more},
    )


ROUTES = [listed, ask_new, set_up, one, change, try_one, switch]
