"""A school's teachers without an account: chosen from its staff list, invited together, their slips to print."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.home.accounts.places import Place, chosen_place, places
from registry.home.accounts.slips import slips_page
from registry.identity.access import Door
from registry.identity.model.accounts import CreateAccount, InviteAccounts
from registry.identity.model.permissions import Permission
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.queries.listing import staff_with_accounts
from registry.identity.rules.accounts import folded_login
from registry.identity.service.accounts import invite_accounts
from registry.kernel.errors import InvalidFields, NotFound
from registry.people.model.facts import RosterEntry
from registry.people.queries.careers import roster
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.platform.web.words import translated

MOST_TEACHERS = 200
"""Accounts of one sending: their passwords are hashed slowly, on purpose."""


@get("/accounts/teachers", name="teachers_without_account", permission=Permission.KEEP_ACCOUNTS)
async def ask_teachers(
    request: Visitor, reading: Door, place: FromQuery[str | None] = None, department: FromQuery[str | None] = None
) -> Response[Any]:
    """The teachers of a school who cannot sign in yet."""
    return await _form(request, reading, place, Form({"department": [department or ""]}))


@post("/accounts/teachers", name="invite_teachers", permission=Permission.KEEP_ACCOUNTS)
async def invite_teachers(request: Visitor, reading: Door) -> Response[Any]:
    """Accounts for the chosen teachers, all or none; then the slips, this once."""
    form = await filled(request)
    school = chosen_place(await _schools(reading), form.text("place", required=True))
    if school is None:
        raise NotFound("没有找到该学校")
    staff, without = await _staff(reading, school)
    asked = set(form.many("person"))
    chosen = [entry for entry in without if str(entry.person_id) in asked]
    if not chosen and asked & {str(entry.person_id) for entry in staff}:
        return go(request, "accounts", note="所选教师都已有账号;初始口令只显示一次,如未记下请重置口令")
    try:
        commands = _commands(form, school, chosen)
        async with open_process("invite_accounts", reading) as process:
            slips = await invite_accounts(process, InviteAccounts(commands))
    except InvalidFields as wrong:
        form.faults = _named(wrong.faults, chosen)
        return await _form(request, reading, school.value, form)
    return slips_page(request, reading, slips, school.name)


def login_of(school: Place, staff_no: str) -> str:
    """The sign-in name: the school's code and the staff number, which nobody else has."""
    return folded_login(f"{school.code}-{staff_no}")


def _commands(form: Form, school: Place, chosen: list[RosterEntry]) -> tuple[CreateAccount, ...]:
    if not chosen:
        form.faults["person"] = "请至少选择一位教师"
    if len(chosen) > MOST_TEACHERS:
        form.faults["person"] = f"一次最多 {MOST_TEACHERS} 位,请分次办理"
    form.require_valid()
    return tuple(
        CreateAccount(
            login_of(school, each.staff_no),
            each.name,
            (RoleWanted(Role.TEACHER),),
            each.person_id,
            school.school_id,
            each.staff_no,
        )
        for each in chosen
    )


def _named(faults: dict[str, str], chosen: list[RosterEntry]) -> dict[str, str]:
    """Faults of places in the list, with the teacher's name instead."""
    told = []
    for name, words in faults.items():
        number = name.partition(".")[0]
        told.append(f"{chosen[int(number) - 1].name}:{translated(words)}" if number.isdigit() else words)
    return {"person": ";".join(told)}


async def _schools(reading: Reading) -> tuple[Place, ...]:
    return tuple(place for place in await places(reading) if place.school_id)


async def _staff(reading: Reading, school: Place) -> tuple[tuple[RosterEntry, ...], list[RosterEntry]]:
    """The school's staff of today, and those of them without an account."""
    school_id = school.school_id
    assert isinstance(school_id, UUID)
    staff = await roster(reading, school_id, reading.today, school.scope)
    persons, numbers = await staff_with_accounts(reading, school_id, [entry.person_id for entry in staff])
    return staff, [entry for entry in staff if entry.person_id not in persons and entry.staff_no not in numbers]


async def _form(request: Visitor, reading: Reading, value: str | None, form: Form) -> Response[str]:
    choices = await _schools(reading)
    school = chosen_place(choices, value)
    staff, without = await _staff(reading, school) if school else ((), [])
    named = {str(entry.department_id): entry.department for entry in without if entry.department_id}
    department = form.text("department")
    return page(
        request,
        "home/invitations.html",
        422 if form.faults else 200,
        choices=choices,
        place=school,
        staff=len(staff),
        without=[entry for entry in without if not department or str(entry.department_id) == department],
        total=len(without),
        departments=sorted(named.items(), key=lambda pair: str(pair[1])),
        department=department,
        ticked=set(form.many("person")),
        login_of=login_of,
        most=MOST_TEACHERS,
        values=form.values,
        faults=form.faults,
    )


ROUTES = [ask_teachers, invite_teachers]
