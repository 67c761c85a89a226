"""New accounts: one from a form, or many from pasted lines."""

import re
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.home.accounts.places import Place, chosen_place, departments, places, role_wanted
from registry.home.accounts.slips import slips_page
from registry.identity.access import Door
from registry.identity.model.accounts import CreateAccount, InviteAccounts
from registry.identity.model.permissions import Permission
from registry.identity.model.roles import Role
from registry.identity.queries.listing import accounts_named
from registry.identity.service.accounts import create_account, invite_accounts
from registry.kernel.errors import InvalidFields, NotFound
from registry.people.queries.persons import teacher_by_staff_no
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.platform.web.words import translated

MOST_LINES = 200
"""Accounts of one sending: their passwords are hashed slowly, on purpose."""
LONGEST_PASTE = 20_000
IS_THERE = "账号已经建立;初始口令只显示一次,如未记下请重置口令"


@get("/accounts/new", name="new_account", permission=Permission.KEEP_ACCOUNTS)
async def ask_new(
    request: Visitor, reading: Door, place: FromQuery[str | None] = None, role: FromQuery[str | None] = None
) -> Response[Any]:
    """First the place, then the form of one account."""
    return await _form(request, reading, "new.html", place, Form({"role": [role or ""]}))


@post("/accounts/new", name="create_account", permission=Permission.KEEP_ACCOUNTS)
async def create(request: Visitor, reading: Door) -> Response[Any]:
    """The account is made, and its slip shown this once."""
    form = await filled(request)
    place = chosen_place(await places(reading), form.text("place", required=True))
    if place is None:
        raise NotFound("没有找到该单位")
    try:
        command = await _command(reading, form, place)
        async with open_process("create_account", reading) as process:
            slip = await create_account(process, command)
    except InvalidFields as wrong:
        form.faults = wrong.faults
        if there := await _made_already(reading, form):
            return go(request, "kept_account", note=IS_THERE, account_id=there)
        return await _form(request, reading, "new.html", place.value, form)
    return slips_page(request, reading, [slip], place.seal_name, account_id=slip.account_id)


@get("/accounts/invite", name="invite", permission=Permission.KEEP_ACCOUNTS)
async def ask_many(request: Visitor, reading: Door, place: FromQuery[str | None] = None) -> Response[Any]:
    """First the place, then the field for pasted lines."""
    return await _form(request, reading, "invite.html", place, Form({"role": [Role.TEACHER.value]}))


@post("/accounts/invite", name="try_invite", permission=Permission.KEEP_ACCOUNTS)
async def invite_many(request: Visitor, reading: Door) -> Response[Any]:
    """All accounts are made, or none; then the slips, this once."""
    form = await filled(request)
    place = chosen_place(await places(reading), form.text("place", required=True))
    if place is None:
        raise NotFound("没有找到该单位")
    try:
        commands = await _commands(reading, form, place)
        if await _all_made_already(reading, commands):
            return go(request, "accounts", note=IS_THERE)
        async with open_process("invite_accounts", reading) as process:
            slips = await invite_accounts(process, InviteAccounts(commands))
    except InvalidFields as wrong:
        form.faults = {_line_field(name): words for name, words in _lines_told(wrong.faults).items()}
        return await _form(request, reading, "invite.html", place.value, form)
    return slips_page(request, reading, slips, place.seal_name)


async def _command(reading: Reading, form: Form, place: Place) -> CreateAccount:
    """What the form asks for. Raises InvalidFields."""
    wanted = role_wanted(form, place, await departments(reading, place))
    login, name = form.text("login", required=True), form.text("display_name", required=True)
    staff_no = form.text("staff_no") or None
    person_id = await person_behind(reading, place, staff_no)
    if wanted is not None and wanted.role is Role.TEACHER and person_id is None:
        form.faults.setdefault("staff_no", "教师账号须填在册教师的工号")
    form.require_valid()
    assert wanted is not None
    school_id = place.school_id
    return CreateAccount(login, name, (wanted,), person_id, school_id, staff_no if school_id else None)


async def person_behind(reading: Reading, place: Place, staff_no: str | None) -> UUID | None:
    """The person of a staff number at a school; None where there is none."""
    if place.school_id is None or not staff_no:
        return None
    try:
        return (await teacher_by_staff_no(reading, place.code, staff_no, place.scope)).person.id
    except NotFound:
        return None


async def _commands(reading: Reading, form: Form, place: Place) -> tuple[CreateAccount, ...]:
    """Lines of name, sign-in name and staff number. Raises InvalidFields, each fault by its line from 1."""
    wanted = role_wanted(form, place, await departments(reading, place))
    lines = [line for line in form.text("lines", required=True, longest=LONGEST_PASTE).splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        form.faults["lines"] = f"一次最多 {MOST_LINES} 行,请分次办理"
    form.require_valid()
    assert wanted is not None
    found, faults = [], {}
    for number, line in enumerate(lines, 1):
        name, login, staff_no = [*(cell.strip() for cell in re.split(r"[\t,,;;]|\s{2,}", line)), "", "", ""][:3]
        if not login:
            faults[f"{number}.login"] = "没有登录名;每行写:姓名,登录名,工号"
        person_id = await person_behind(reading, place, staff_no)
        if wanted.role is Role.TEACHER and person_id is None:
            faults[f"{number}.staff_no"] = "教师账号须填在册教师的工号"
        school_id = place.school_id
        found.append(
            CreateAccount(login, name, (wanted,), person_id, school_id, (staff_no or None) if school_id else None)
        )
    if faults:
        raise InvalidFields(faults)
    return tuple(found)


async def _made_already(reading: Reading, form: Form) -> UUID | None:
    """The account that this very form has made before."""
    found = await accounts_named(reading, [form.text("login")])
    return found[0].id if found and found[0].display_name == form.text("display_name") else None


async def _all_made_already(reading: Reading, commands: tuple[CreateAccount, ...]) -> bool:
    found = {
        (each.display_name, each.staff_no) for each in await accounts_named(reading, [c.login for c in commands])
    }
    return all((each.display_name, each.staff_no) in found for each in commands)


def _lines_told(faults: dict[str, str]) -> dict[str, str]:
    """One fault a line, with its number before it; others as they are."""
    told: dict[str, str] = {}
    for name, words in faults.items():
        number = name.partition(".")[0]
        told.setdefault(number if number.isdigit() else name, words)
    return {name: f"第 {name} 行:{translated(words)}" if name.isdigit() else words for name, words in told.items()}


def _line_field(name: str) -> str:
    return f"lines-{name}" if name.isdigit() else name


async def _form(request: Visitor, reading: Reading, template: str, value: str | None, form: Form) -> Response[str]:
    choices = await places(reading)
    place = chosen_place(choices, value)
    return page(
        request,
        f"home/accounts/{template}",
        422 if form.faults else 200,
        choices=choices,
        place=place,
        departments=[(str(unit.id), unit.name) for unit in await departments(reading, place)],
        values=form.values,
        faults=form.faults,
        most=MOST_LINES,
    )


ROUTES = [ask_new, create, ask_many, invite_many]
