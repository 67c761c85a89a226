"""What forms of single sign-on and of second factors are about: a provider, a user bound to it, factors."""

from datetime import timedelta
from uuid import UUID

import pyotp

from registry.audit.process import open_process
from registry.identity.access import SESSION_COOKIE
from registry.identity.model.second_factor import ConfirmSecondFactor
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
from registry.identity.queries.accounts import account_by_login
from registry.identity.queries.second_factor import begun_factor
from registry.identity.queries.sign_on import bindings
from registry.identity.service.second_factor import begin_second_factor, confirm_second_factor
from registry.identity.service.sessions import principal_for
from registry.identity.service.sign_on import sign_on
from registry.identity.service.sign_on_providers import set_up_provider, switch_provider
from tests.races.sending import Making, World, to
from tests.web.practice_stage import HEAD, LEADER, TEACHER

ROOT, OFFICE, COLLEAGUE = "root", "office", "colleague"
NOBODY_LISTENS = "http://127.0.0.1:9/cas"
PROVIDER, OTHER = UUID(int=21, version=4), UUID(int=22, version=4)
EARLIER = timedelta(minutes=-1)
CAS = {"kind": "cas", "name": "统一身份认证", "address": NOBODY_LISTENS}

FORMS_OF_SIGN_ON: dict[str, Making] = {
    "set_up_provider": to(ROOT, "/installation/sign-on/new", provider_id=str(OTHER), school_id="{school}", **CAS),
    "change_provider": to(ROOT, "/installation/sign-on/{provider}", **{**CAS, "name": "改名"}, revision="2"),
    "switch_provider": to(ROOT, "/installation/sign-on/{provider}/switch", to="off"),
    "unbind": to(ROOT, "/installation/sign-on/bindings/{binding}", reason="绑错了人"),
    "require_second_factor": to(ROOT, "/installation/sign-on/roles", roles="teacher"),
    "require_sign_on": to(ROOT, "/installation/sign-on/only", school_id="{school}", only="1"),
    "require_school_second_factor": to(OFFICE, "/school/{school}/second-factor", roles="school_leader"),
    "reset_school_factor": to(OFFICE, "/school/{school}/second-factor/{colleague}", reason="手机丢失"),
    "reset_factor": to(ROOT, "/accounts/{colleague}/second-factor", reason="手机丢失"),
    "begin_second_factor": to(LEADER, "/account/second-factor/begin"),
    "confirm_second_factor": to(OFFICE, "/account/second-factor/confirm", code="{office_code}", form="a form"),
    "renew_recovery_codes": to(HEAD, "/account/second-factor/codes", renew_code="{head_code}", form="another form"),
    "remove_second_factor": to(HEAD, "/account/second-factor/remove", remove_code="{head_code}"),
}


async def signed_on(world: World, cookies: dict) -> None:
    """A provider that nobody answers for, the teacher bound to it; the office begins, head and colleague have one."""
    site = world.stage.site
    wanted = ProviderWanted(world.stage.school.id, CAS["name"], ProviderKind.CAS, NOBODY_LISTENS)
    async with open_process("set_up_provider", site.reading()) as process:
        await set_up_provider(process, SetUpProvider(PROVIDER, wanted, True))
        await switch_provider(process, SwitchProvider(PROVIDER, True))
    teacher = await account_by_login(site.reading(), TEACHER)
    told = Told(teacher.staff_no or TEACHER, teacher.staff_no or TEACHER)
    async with open_process("sign_on", site.reading()) as process:
        roster = OnRoster(teacher.person_id, True)
        await sign_on(process, SignOn(PROVIDER, told, roster, Place("10.0.0.7", "test")))
    office = await _begun(site, OFFICE)
    head = await _confirmed(site, HEAD, cookies)
    await _confirmed(site, COLLEAGUE, cookies)
    (line,) = (await bindings(site.reading(), PROVIDER)).lines
    world.ids |= {
        "provider": PROVIDER,
        "binding": line.binding.id,
        "office_code": pyotp.TOTP(office).at(site.now),
        "head_code": pyotp.TOTP(head).at(site.now),
    }


async def _reading(site, login, after=timedelta()):
    from dataclasses import replace

    found = await principal_for(site.reading(), (await account_by_login(site.reading(), login)).id)
    assert found
    return replace(site.reading(found), now=site.now + after)


async def _begun(site, login) -> str:
    reading = await _reading(site, login, EARLIER)
    async with open_process("begin_second_factor", reading) as process:
        await begin_second_factor(process)
    return (await begun_factor(reading, reading.actor.account_id)).secret


async def _confirmed(site, login, cookies) -> str:
    secret, reading = await _begun(site, login), await _reading(site, login, EARLIER)
    command = ConfirmSecondFactor(pyotp.TOTP(secret).at(reading.now), "first", cookies[login].get(SESSION_COOKIE))
    async with open_process("confirm_second_factor", reading) as process:
        await confirm_second_factor(process, command)
    return secret
