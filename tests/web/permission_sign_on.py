"""For the world of permissions: a provider of each school, and its teachers bound to it."""

from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import open_process
from registry.identity.model.sign_in import Place
from registry.identity.model.sign_on import (
    OnRoster,
    ProviderKind,
    ProviderWanted,
    SetUpProvider,
    SignOn,
    SwitchProvider,
    Told,
)
from registry.identity.queries.sign_on import bindings
from registry.identity.service.sign_on import sign_on
from registry.identity.service.sign_on_providers import set_up_provider, switch_provider

NOBODY_LISTENS = "http://127.0.0.1:9/cas"
TEACHERS = {"own": "lin", "colleague": "du", "elsewhere": "yan"}


async def bound(world: Any) -> None:
    """`provider_id` and `binding_id` for each set of objects."""
    providers: dict[str, UUID] = {}
    for which, login in TEACHERS.items():
        told = world.objects[which]
        provider_id = providers.get(told["school_id"]) or await _provider(world, UUID(told["school_id"]))
        providers[told["school_id"]] = provider_id
        staff_no = f"T-{login}"
        command = SignOn(provider_id, Told(staff_no, staff_no), OnRoster(), Place("10.0.0.7", "test"))
        async with open_process("sign_on", world.site.reading()) as process:
            await sign_on(process, command)
        (line,) = (await bindings(world.site.reading(), provider_id, staff_no)).lines
        world.objects[which] |= {"provider_id": str(provider_id), "binding_id": str(line.binding.id)}


async def _provider(world: Any, school_id: UUID) -> UUID:
    provider_id = uuid4()
    wanted = ProviderWanted(school_id, "统一身份认证", ProviderKind.CAS, NOBODY_LISTENS)
    async with open_process("set_up_provider", world.site.reading()) as process:
        await set_up_provider(process, SetUpProvider(provider_id, wanted, True))
        await switch_provider(process, SwitchProvider(provider_id, True))
    return provider_id
