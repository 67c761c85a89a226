"""What is asked of those who sign in: a second factor of some roles, and in some schools the provider alone."""

from typing import Any

from litestar import Response, post

from registry.audit.process import Reading, open_process
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.identity.model.roles import Role
from registry.identity.model.second_factor import RequireSecondFactor, RequireSignOn
from registry.identity.model.wording import ROLE_WORDS
from registry.identity.queries.second_factor import required_roles
from registry.identity.queries.sign_on import providers, schools_by_sign_on_only
from registry.identity.service.second_factor_rules import require_second_factor, require_sign_on
from registry.institutions.queries.schools import schools
from registry.kernel.errors import NotFound
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go

KEEP = Permission.KEEP_SIGN_ON


@post("/installation/sign-on/roles", name="require_second_factor", permission=KEEP)
async def roles(request: Visitor, reading: Door) -> Response[Any]:
    """These roles must have a second factor in the whole installation."""
    command = RequireSecondFactor(None, chosen_roles(await filled(request)))
    async with open_process("require_second_factor", reading) as process:
        await require_second_factor(process, command)
    return go(request, "sign_on_settings", note="已保存;相关人员下次打开页面时须先设置第二步验证")


@post("/installation/sign-on/only", name="require_sign_on", permission=KEEP)
async def only(request: Visitor, reading: Door) -> Response[Any]:
    """A school's people sign in by its provider alone, or with passwords too."""
    form = await filled(request)
    school_id = form.key("school_id", required=True)
    if school_id not in {each.id for each in await schools(reading)}:
        raise NotFound("没有找到该学校")
    assert school_id is not None
    is_required = form.flag("only")
    async with open_process("require_sign_on", reading) as process:
        await require_sign_on(process, RequireSignOn(school_id, is_required))
    note = "该校教职工今后只用统一身份认证登录;运维人员仍可用口令" if is_required else "该校教职工可以用口令登录"
    return go(request, "sign_on_settings", note=note)


def chosen_roles(form: Form) -> frozenset[Role]:
    """The roles that are ticked; words that are no role are left out."""
    known = {role.value: role for role in Role}
    return frozenset(known[word] for word in form.many("roles") if word in known)


async def demands_of(reading: Reading) -> dict[str, Any]:
    """What the page of settings shows of it."""
    offered = {each.school_id for each in await providers(reading)}
    return {
        "roles": [(role.value, ROLE_WORDS[role]) for role in Role],
        "ticked": [each.role.value for each in await required_roles(reading, None)],
        "schools": {each.id: each for each in await schools(reading)},
        "with_provider": offered,
        "only": await schools_by_sign_on_only(reading),
    }


ROUTES = [roles, only]
