"""`registry account`: make, reset, lock and list accounts on the machine itself, as the installation's operator."""

import asyncio
import importlib
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from registry.audit.heads import HeadFile
from registry.audit.process import House, Reading, open_process
from registry.identity.model.accounts import CreateAccount, LockAccount, ResetPassword, Slip
from registry.identity.model.principals import installation
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.queries.accounts import AccountLine, account_by_login, accounts
from registry.identity.rules.roles import SCOPES_OF_ROLES
from registry.identity.service.accounts import create_account, lock_account, reset_password
from registry.kernel.errors import BadInput
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.platform.commands import data_option
from registry.platform.installation import open_installation
from registry.platform.settings import settings_from
from registry.policy.book import shipped_book

SCHOOL_BY_CODE = ("registry.institutions.queries.schools", "school_by_code")
"""What knows codes lies above this slice; it is found by its name when a code is given, as the command line does."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An account as it was asked for on the command line."""

    login: str
    role: Role
    name: str | None
    school_code: str | None
    department_id: UUID | None
    bureau_id: UUID | None
    staff_no: str | None


@click.group()
def account() -> None:
    """账号:新建、重置口令、停用、列表 (accounts)"""


@account.command()
@click.option("--login", required=True, metavar="L", help="登录名 (login)")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]), help="角色 (role)")
@click.option("--school", "school_code", metavar="CODE", help="学校代码 (school code)")
@click.option("--department", "department_id", type=click.UUID, metavar="ID", help="系部编号 (department id)")
@click.option("--bureau", "bureau_id", type=click.UUID, metavar="ID", help="教育局编号 (bureau id)")
@click.option("--staff-no", metavar="NO", help="工号 (staff number)")
@click.option("--name", metavar="NAME", help="姓名;默认同登录名 (display name)")
@data_option
def create(data_folder: Path | None, role: str, **given: Any) -> None:
    """新建账号,初始口令只显示一次 (make an account; its first password is shown once)"""
    _print_slip(asyncio.run(_create(data_folder, Wanted(role=Role(role), **given))))


@account.command()
@click.argument("login")
@data_option
def reset(data_folder: Path | None, login: str) -> None:
    """重置口令,新的初始口令只显示一次 (give a new first password)"""
    _print_slip(asyncio.run(_reset(data_folder, login)))


@account.command()
@click.argument("login")
@click.option("--reason", required=True, metavar="TEXT", help="停用原因 (reason)")
@data_option
def lock(data_folder: Path | None, login: str, reason: str) -> None:
    """停用账号并结束其全部登录 (lock an account and end its sessions)"""
    asyncio.run(_lock(data_folder, login, reason))
    click.echo(f"已停用 (locked): {login}")


@account.command("list")
@data_option
def list_accounts(data_folder: Path | None) -> None:
    """列出全部账号及角色,以制表符分隔 (list accounts, separated by tabs)"""
    for line in asyncio.run(_list(data_folder)):
        click.echo("\t".join(_cells(line)))


@asynccontextmanager
async def _opened(data_folder: Path | None) -> AsyncIterator[Reading]:
    settings = settings_from(os.environ, data_folder)
    async with open_installation(settings) as opened:
        house = House(opened.vault, heads=HeadFile(settings.data_folder))
        yield Reading(installation("cli"), opened.now, shipped_book(), house)


async def _create(data_folder: Path | None, wanted: Wanted) -> Slip:
    async with _opened(data_folder) as reading:
        school_id = await _school_id(reading, wanted.school_code)
        command = CreateAccount(
            login=wanted.login,
            display_name=wanted.name or wanted.login,
            roles=(_role(wanted, school_id),),
            school_id=school_id,
            staff_no=wanted.staff_no,
        )
        async with open_process("create_account", reading) as process:
            return await create_account(process, command)


async def _reset(data_folder: Path | None, login: str) -> Slip:
    async with _opened(data_folder) as reading:
        found = await account_by_login(reading, login)
        async with open_process("reset_password", reading) as process:
            return await reset_password(process, ResetPassword(found.id))


async def _lock(data_folder: Path | None, login: str, reason: str) -> None:
    async with _opened(data_folder) as reading:
        found = await account_by_login(reading, login)
        async with open_process("lock_account", reading) as process:
            await lock_account(process, LockAccount(found.id, reason))


async def _list(data_folder: Path | None) -> tuple[AccountLine, ...]:
    async with _opened(data_folder) as reading:
        return await accounts(reading)


async def _school_id(reading: Reading, code: str | None) -> UUID | None:
    if code is None:
        return None
    module, name = SCHOOL_BY_CODE
    find: Callable[..., Any] = getattr(importlib.import_module(module), name)
    found = (await find(reading, code)).id
    assert isinstance(found, UUID)
    return found


def _role(wanted: Wanted, school_id: UUID | None) -> RoleWanted:
    """The role in the narrowest scope that the options name. Raises BadInput when an option is missing."""
    kinds = SCOPES_OF_ROLES[wanted.role]
    if ScopeKind.PERSON in kinds:
        return RoleWanted(wanted.role)
    if ScopeKind.SCHOOL in kinds and school_id is not None:
        return RoleWanted(wanted.role, Scope.school(school_id))
    if ScopeKind.SYSTEM in kinds:
        return RoleWanted(wanted.role, EVERYWHERE)
    if ScopeKind.DEPARTMENT in kinds and wanted.department_id and school_id:
        return RoleWanted(wanted.role, Scope.department(wanted.department_id), school_id)
    if ScopeKind.BUREAU in kinds and wanted.bureau_id:
        return RoleWanted(wanted.role, Scope.bureau(wanted.bureau_id))
    missing = {ScopeKind.SCHOOL: "--school", ScopeKind.DEPARTMENT: "--school 和 --department"}
    raise BadInput(f"角色 {wanted.role} 需要 {missing.get(min(kinds), '--bureau')} (option missing)")


def _print_slip(slip: Slip) -> None:
    click.echo(f"登录名 (login): {slip.login}")
    click.echo(f"初始口令,只显示一次,首次登录须修改 (first password, shown once): {slip.first_password}")


def _cells(line: AccountLine) -> tuple[str, ...]:
    state = f"停用 {line.account.locked_on}" if line.account.locked_on else "正常"
    roles = ", ".join(f"{grant.role}@{grant.scope.kind if grant.scope else 'person'}" for grant in line.roles)
    return line.account.login, line.account.display_name, state, roles
