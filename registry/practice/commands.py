"""`registry check-data`: whether what is stored for speed is what the facts say."""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path

import click

from registry.audit.heads import HeadFile
from registry.audit.process import House, Reading, open_process
from registry.identity.model.principals import installation
from registry.platform.commands import data_option
from registry.platform.installation import open_installation
from registry.platform.settings import Settings, settings_from
from registry.policy.book import shipped_book
from registry.practice.model import StateRange
from registry.practice.projection import Difference, differences, rebuild

EXIT_DIFFERENT = 1
"""What is stored is not what the facts say; the differences are listed."""


@click.command("check-data")
@click.option("--rebuild", "is_rebuilt", is_flag=True, help="先按事实重建 (rebuild first)")
@data_option
def check_data(data_folder: Path | None, is_rebuilt: bool) -> None:
    """核对所存的达标时间线与事实是否一致;不一致时逐条列出,退出码 1 (compare what is stored with the facts)"""
    found = asyncio.run(_check(settings_from(os.environ, data_folder), is_rebuilt))
    for difference in found:
        click.echo(_line(difference))
    if found:
        persons = len({difference.person_id for difference in found})
        click.echo(f"{persons} 人的达标时间线与事实不一致,可用 --rebuild 重建 (stored timelines differ)", err=True)
        click.get_current_context().exit(EXIT_DIFFERENT)
    click.echo("所存的达标时间线与事实一致 (all stored timelines are as the facts say)")


async def _check(settings: Settings, is_rebuilt: bool) -> tuple[Difference, ...]:
    async with open_installation(settings) as opened:
        house = House(opened.vault, heads=HeadFile(settings.data_folder))
        reading = Reading(installation("cli"), opened.now, shipped_book(), house)
        if is_rebuilt:
            async with open_process("rebuild_standing", reading) as process:
                await rebuild(process)
        return await differences(reading)


def _line(difference: Difference) -> str:
    stored, true = _words(difference.stored), _words(difference.true)
    return f"{difference.person_id} {difference.line}: 所存 (stored) {stored}; 应为 (true) {true}"


def _words(ranges: Iterable[StateRange]) -> str:
    return " ".join(f"{each.started_on}..{each.finished_on} {each.state}" for each in ranges) or "-"
