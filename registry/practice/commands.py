"""`registry board`: how schools stand. `registry check-data`: whether what is stored for it is what the facts say."""

import asyncio
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from registry.audit.heads import HeadFile
from registry.audit.process import House, Reading, open_process
from registry.identity.model.principals import installation
from registry.institutions.queries.schools import school_by_code
from registry.kernel.periods import asked_day
from registry.kernel.scopes import EVERYWHERE
from registry.platform.commands import data_option, iso_day
from registry.platform.installation import open_installation
from registry.platform.language import preferred_language
from registry.platform.settings import Settings, settings_from
from registry.policy.book import shipped_book
from registry.practice.documents.board_report import board_as_csv, board_as_json, board_as_table
from registry.practice.model import StateRange
from registry.practice.projection import Difference, Step, differences, rebuild
from registry.practice.queries.board import board as board_of
from registry.practice.rules.board import Board, BoardWish

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


def _words(ranges: Iterable[StateRange | Step]) -> str:
    return " ".join(map(_told, ranges)) or "-"


def _told(each: StateRange | Step) -> str:
    if isinstance(each, StateRange):
        return f"{each.started_on}..{each.finished_on} {each.state}"
    return f"{each.started_on}.. {each.state or '-'}"


@click.command()
@click.option("--school", "school_code", metavar="CODE", help="学校代码,默认全部学校 (school code; all schools)")
@click.option("--as-of", callback=iso_day, metavar="DATE", help="截止日期,默认今天 (the day asked about)")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="输出格式 (output format)",
)
@data_option
def board(school_code: str | None, as_of: date | None, form: str, data_folder: Path | None) -> None:
    """各校达标情况:按状态计数,并列出每个人 (counts by state, school by school, and the people behind them)"""
    told = asyncio.run(_board(settings_from(os.environ, data_folder), school_code, as_of))
    if form == "json":
        click.echo(board_as_json(told), nl=False)
    elif form == "csv":
        click.echo(board_as_csv(told), nl=False)
    else:
        click.echo(board_as_table(told, preferred_language()), nl=False)


async def _board(settings: Settings, school_code: str | None, as_of: date | None) -> Board:
    async with open_installation(settings) as opened:
        reading = Reading(installation("cli"), opened.now, shipped_book(), House(opened.vault))
        on = asked_day(as_of) or reading.today
        school_id = (await school_by_code(reading, school_code)).id if school_code else None
        return await board_of(reading, BoardWish(on, school_id=school_id, limit=None), [EVERYWHERE])
