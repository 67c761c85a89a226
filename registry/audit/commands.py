"""`registry audit verify`: whether anybody altered, removed, inserted or cut off what was recorded."""

import asyncio
import os
from pathlib import Path

import click

from registry.audit.heads import HeadFile
from registry.audit.journal import head
from registry.audit.verification import what_is_broken
from registry.platform.commands import data_option
from registry.platform.installation import open_installation
from registry.platform.settings import settings_from

EXIT_BROKEN = 1


@click.group()
def audit() -> None:
    """审计:核对变更记录是否完整 (audit)"""


@audit.command()
@data_option
def verify(data_folder: Path | None) -> None:
    """逐条核对变更记录的链,被改动、删除、插入或截去的都会发现;退出码 1 表示不完整 (verify the chain of events)"""
    fault, number = asyncio.run(_verified(data_folder))
    if fault is None:
        click.echo(f"共 {number} 条事件,链条完整 ({number} events, the chain is whole)")
        return
    click.echo(fault)
    click.get_current_context().exit(EXIT_BROKEN)


async def _verified(data_folder: Path | None) -> tuple[str | None, int]:
    settings = settings_from(os.environ, data_folder)
    async with open_installation(settings):
        return await what_is_broken(HeadFile(settings.data_folder).known()), (await head()).number
