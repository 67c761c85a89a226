"""`registry policy`: look into the rule book, and check it."""

from datetime import date, datetime
from pathlib import Path

import click

from registry.platform.clock import today
from registry.platform.language import preferred_language
from registry.policy.book import shipped_book
from registry.policy.checking import check_packs
from registry.policy.listing import Listing, has_any_value, has_rule, packs_listing, rows_on, rule_json, rule_listing
from registry.policy.wording import fault_line, sentence

PIPED_WIDTH = 200


def _day(_context: click.Context, _option: click.Parameter, given: datetime | None) -> date:
    return given.date() if given else today()


_on = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    metavar="DATE",
    help="哪一天；默认今天 (default: today)",
)


@click.group()
def policy() -> None:
    """规则包：各地的规定、依据和核对 (the rule book)"""


@policy.command("list")
def list_packs() -> None:
    """列出各地区的规则包 (list the packs)"""
    _print_table(packs_listing(shipped_book(), preferred_language()))


@policy.command()
@click.argument("jurisdiction")
@_on
@click.option("--format", "layout", type=click.Choice(["table", "json"]), default="table", show_default=True)
def show(jurisdiction: str, on: date, layout: str) -> None:
    """显示某地区某日生效的企业实践规定及依据 (the rule in force on a day, with its sources)"""
    book = shipped_book()
    if layout == "json":
        click.echo(rule_json(book, jurisdiction, on))
        return
    language = preferred_language()
    rows = rows_on(book, jurisdiction, on)
    if not has_rule(rows):
        click.echo(sentence("no_rule", name=book.name(jurisdiction, language), on=on))
    if has_any_value(rows):
        _print_table(rule_listing(book, jurisdiction, on, language))


@policy.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@_on
def check(folder: Path | None, on: date) -> None:
    """核对规则包；可给出草稿文件夹，与现有规则包一并核对 (check the packs, with drafts in FOLDER)"""
    checked = check_packs(folder, on)
    for fault in checked.faults:
        click.echo(fault_line(fault, preferred_language()))
    if checked.faults:
        raise SystemExit(1)
    click.echo(sentence("all_right", packs=checked.packs, parameters=checked.parameters, cases=checked.cases, on=on))


def _print_table(listing: Listing) -> None:
    """Coloured and fitted to a terminal; plain and wide enough for every row where the output is piped."""
    from rich import box  # noqa: PLC0415 -- slow import
    from rich.console import Console  # noqa: PLC0415 -- slow import
    from rich.table import Table  # noqa: PLC0415 -- slow import

    console = Console()
    if not console.is_terminal:
        console = Console(width=PIPED_WIDTH, color_system=None)
    table = Table(title=listing.title, title_justify="left", box=box.SIMPLE_HEAD)
    for heading in listing.headings:
        table.add_column(heading, overflow="fold")
    for row in listing.rows:
        table.add_row(*row)
    console.print(table)
