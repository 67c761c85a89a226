"""Second factors of others: HR's page of a school, and taking a lost one away."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading, open_process
from registry.home.accounts.words import words_for
from registry.home.sign_on.demands import chosen_roles
from registry.identity.access import Door, school_scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.second_factor import RequireSecondFactor, ResetSecondFactor
from registry.identity.model.wording import ROLE_WORDS
from registry.identity.queries.second_factor import LINES_SHOWN, factor_card, factors_of_school, required_roles
from registry.identity.rules.second_factor import OF_A_SCHOOL
from registry.identity.service.second_factor import reset_second_factor
from registry.identity.service.second_factor_rules import require_second_factor
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import school
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page, url

KEEP_SCHOOL, KEEP_ACCOUNTS = Permission.KEEP_SCHOOL, Permission.KEEP_ACCOUNTS


@get("/school/{school_id:uuid}/second-factor", name="school_second_factor", permission=KEEP_SCHOOL)
async def of_school(
    request: Visitor, reading: Door, school_id: FromPath[UUID], q: FromQuery[str | None] = None
) -> Response[Any]:
    """Of whom the school requires one, and who has one."""
    found = await _school(reading, school_id)
    rules = await required_roles(reading, school_id)
    return page(
        request,
        "home/sign_on/school.html",
        school=found,
        roles=[(role.value, ROLE_WORDS[role]) for role in OF_A_SCHOOL],
        ticked=[each.role.value for each in rules if each.school_id],
        everywhere=[each.role.value for each in rules if each.school_id is None],
        lines=await factors_of_school(reading, school_id, (q or "").strip()),
        most=LINES_SHOWN,
        q=q or "",
        me=reading.actor.account_id,
        words=await words_for(reading),
    )


@post("/school/{school_id:uuid}/second-factor", name="require_school_second_factor", permission=KEEP_SCHOOL)
async def require_one(request: Visitor, reading: Door, school_id: FromPath[UUID]) -> Response[Any]:
    """These roles of the school must have one."""
    await _school(reading, school_id)
    command = RequireSecondFactor(school_id, chosen_roles(await filled(request)) & frozenset(OF_A_SCHOOL))
    async with open_process("require_second_factor", reading) as process:
        await require_second_factor(process, command)
    note = "已保存;相关人员下次打开页面时须先设置第二步验证"
    return go(request, "school_second_factor", note=note, school_id=school_id)


@get(
    "/school/{school_id:uuid}/second-factor/{account_id:uuid}",
    name="ask_reset_school_factor",
    permission=KEEP_SCHOOL,
)
async def ask_of_school(
    request: Visitor, reading: Door, school_id: FromPath[UUID], account_id: FromPath[UUID]
) -> Response[Any]:
    """What taking it away touches, and the reason; asked by HR."""
    await _of_school(reading, school_id, account_id)
    return await _form(request, reading, account_id, Form({}), school_id)


@post(
    "/school/{school_id:uuid}/second-factor/{account_id:uuid}",
    name="reset_school_factor",
    permission=KEEP_SCHOOL,
)
async def reset_of_school(
    request: Visitor, reading: Door, school_id: FromPath[UUID], account_id: FromPath[UUID]
) -> Response[Any]:
    """HR takes a lost second factor away."""
    await _of_school(reading, school_id, account_id)
    return await _reset(request, reading, account_id, school_id)


@get("/accounts/{account_id:uuid}/second-factor", name="ask_reset_factor", permission=KEEP_ACCOUNTS)
async def ask(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """The same, asked by an operator."""
    return await _form(request, reading, account_id, Form({}), None)


@post("/accounts/{account_id:uuid}/second-factor", name="reset_factor", permission=KEEP_ACCOUNTS)
async def reset(request: Visitor, reading: Door, account_id: FromPath[UUID]) -> Response[Any]:
    """An operator takes a lost second factor away."""
    return await _reset(request, reading, account_id, None)


async def _reset(request: Visitor, reading: Reading, account_id: UUID, school_id: UUID | None) -> Response[Any]:
    form = await filled(request)
    reason = form.text("reason", required=True)
    try:
        form.require_valid()
        async with open_process("reset_second_factor", reading, reason) as process:
            await reset_second_factor(process, ResetSecondFactor(account_id, reason))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _form(request, reading, account_id, form, school_id)
    note = "第二步验证已重置,其登录已全部退出"
    if school_id:
        return go(request, "school_second_factor", note=note, school_id=school_id)
    return go(request, "kept_account", note=note, account_id=account_id)


async def _form(
    request: Visitor, reading: Reading, account_id: UUID, form: Form, school_id: UUID | None
) -> Response[str]:
    if school_id:
        back, action = "school_second_factor", "reset_school_factor"
        ids: dict[str, UUID] = {"school_id": school_id}
    else:
        back, action, ids = "kept_account", "reset_factor", {"account_id": account_id}
    return page(
        request,
        "home/sign_on/reset.html",
        422 if form.faults else 200,
        card=await factor_card(reading, account_id),
        back=url(request, back, **ids),
        action=url(request, action, **{**ids, "account_id": account_id}),
        words=await words_for(reading),
        values=form.values,
        faults=form.faults,
    )


async def _school(reading: Reading, school_id: UUID) -> School:
    """A school that the actor keeps. Raises NotFound."""
    if Scope.school(school_id) not in school_scopes(reading, KEEP_SCHOOL):
        raise NotFound("没有找到该学校")
    return await school(reading, school_id)


async def _of_school(reading: Reading, school_id: UUID, account_id: UUID) -> None:
    """Pass for an account of a school that the actor keeps. Raises NotFound."""
    await _school(reading, school_id)
    if (await factor_card(reading, account_id)).account.school_id != school_id:
        raise NotFound("没有找到该账号")


ROUTES = [of_school, require_one, ask_of_school, reset_of_school, ask, reset]
