"""`registry standing`: one teacher's answer from the database, in the shape of `registry check`."""

import asyncio
import os
from datetime import date
from pathlib import Path

import click

from registry.audit.process import House, Reading
from registry.exchange.model import LedgerAnswer
from registry.exchange.service.standings import Asked, standing_of
from registry.identity.model.principals import installation
from registry.platform.commands import data_option, iso_day
from registry.platform.installation import open_installation
from registry.platform.language import preferred_language
from registry.platform.settings import Settings, settings_from
from registry.policy.book import shipped_book

PIPED_WIDTH = 160
"""Columns of the table: one teacher's line is never cut."""


@click.command()
@click.argument("staff_no")
@click.option("--school", "school_code", required=True, metavar="CODE", help="学校代码 (school code)")
@click.option("--as-of", callback=iso_day, metavar="DATE", help="截止日期,默认今天 (the day asked about)")
@click.option("--since", callback=iso_day, metavar="DATE", help="另计该日(含)以来的累计 (credit from that day on)")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="输出格式 (output format)",
)
@data_option
def standing(staff_no: str, school_code: str, form: str, data_folder: Path | None, **days: date | None) -> None:
    """一位教师的企业实践是否达标:STAFF_NO 为工号 (one teacher's practice answer from the database)"""
    asked = Asked(school_code, staff_no, days["as_of"], days["since"])
    _print(asyncio.run(_answer(settings_from(os.environ, data_folder), asked)), form)


async def _answer(settings: Settings, asked: Asked) -> LedgerAnswer:
    async with open_installation(settings) as opened:
        reading = Reading(installation("cli"), opened.now, shipped_book(), House(opened.vault))
        return await standing_of(reading, asked)


def _print(answer: LedgerAnswer, form: str) -> None:
    if form == "json":
        from registry.exchange.documents.answer_json import answer_as_json  # noqa: PLC0415 -- not always needed

        click.echo(answer_as_json(answer, preferred_language()), nl=False)
        return
    from rich.console import Console  # noqa: PLC0415 -- slow import

    from registry.exchange.documents.answer_table import print_answer  # noqa: PLC0415 -- slow import

    print_answer(answer, Console(width=PIPED_WIDTH), preferred_language())
