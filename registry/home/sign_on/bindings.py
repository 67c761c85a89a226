"""Parting a provider's user from the account that was bound at the first sign-on."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.home.accounts.words import words_for
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.identity.model.sign_on import Unbind
from registry.identity.queries.sign_on import binding, provider
from registry.identity.service.sign_on_providers import unbind
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page

KEEP = Permission.KEEP_SIGN_ON


@get("/installation/sign-on/bindings/{binding_id:uuid}", name="ask_unbind", permission=KEEP)
async def ask(request: Visitor, reading: Door, binding_id: FromPath[UUID]) -> Response[Any]:
    """What parting touches, and the reason."""
    return await _form(request, reading, binding_id, Form({}))


@post("/installation/sign-on/bindings/{binding_id:uuid}", name="unbind", permission=KEEP)
async def part(request: Visitor, reading: Door, binding_id: FromPath[UUID]) -> Response[Any]:
    """The next sign-on binds anew."""
    form = await filled(request)
    reason = form.text("reason", required=True)
    try:
        form.require_valid()
        async with open_process("unbind", reading, reason) as process:
            ended = await unbind(process, Unbind(binding_id, reason))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _form(request, reading, binding_id, form)
    return go(
        request, "sign_on_provider", note="绑定已解除,其统一身份认证登录已全部退出", provider_id=ended.provider_id
    )


async def _form(request: Visitor, reading: Reading, binding_id: UUID, form: Form) -> Response[str]:
    line = await binding(reading, binding_id)
    return page(
        request,
        "home/sign_on/unbind.html",
        422 if form.faults else 200,
        line=line,
        provider=await provider(reading, line.binding.provider_id),
        words=await words_for(reading),
        values=form.values,
        faults=form.faults,
    )


ROUTES = [ask, part]
