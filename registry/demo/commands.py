"""`registry demo`: an invented region to look round in, served at once. Real data is never touched."""

import asyncio
import io
import signal
from contextlib import redirect_stdout
from datetime import date, datetime, timedelta
from pathlib import Path

import click

from registry.audit.heads import HeadFile
from registry.audit.process import House, Reading
from registry.demo.accounts import SIGN_INS
from registry.demo.building import Built, build
from registry.demo.folder import demo_folder, mark_built
from registry.identity.model.principals import installation
from registry.platform import database
from registry.platform.clock import now, today
from registry.platform.files import FileStore
from registry.platform.installation import open_installation, reached_database
from registry.platform.settings import Settings
from registry.policy.book import shipped_book

HOST, PORT = "127.0.0.1", 8000
YEARS_SHOWN = range(2024, 2041)
"""Before them the rules of the two cities are too new for five years of practice under them."""


def _iso_date(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """A calendar day written as 2026-06-30, or what is wrong with it."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value} 不是日期,请写成 2026-06-30 (not a date)", ctx, param) from None
    if day.year not in YEARS_SHOWN:
        raise click.BadParameter(f"演示可选 {YEARS_SHOWN[0]} 到 {YEARS_SHOWN[-1]} 年 (out of range)", ctx, param)
    return day


@click.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="端口 (port)")
@click.option("--on", callback=_iso_date, metavar="DATE", help="演示所在的日期,默认今天 (the day shown)")
@click.option(
    "--data",
    "kept",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="保留演示数据的文件夹;默认用后即删 (keep the demo here)",
)
def demo(port: int, on: date | None, kept: Path | None) -> None:
    """演示:虚构的两市八校六百名教师,网页立即可用 (an invented region, served at once)"""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stopped from outside, the folder is removed too
    with demo_folder(kept, on, today()) as folder:
        if not folder.is_built:
            click.echo(f"正在建立 {folder.on} 的演示数据…… (building the demo)")
            built = asyncio.run(build_demo(folder.path, folder.on))
            mark_built(folder)
            click.echo(f"{len(built.imports)} 所学校,{built.teachers} 名教师,{built.placements} 条企业实践")
        _serve(demo_settings(folder.path), folder.on, port)


async def build_demo(data_folder: Path, on: date) -> Built:
    """Make the database of an empty folder and write the demo into it, as it stands on that day."""
    from registry.app import PROJECTORS  # noqa: PLC0415 -- slow import

    settings = demo_settings(data_folder)
    async with reached_database(settings):
        with redirect_stdout(io.StringIO()):
            await database.migrate()
        async with open_installation(settings) as opened:
            house = House(opened.vault, PROJECTORS, HeadFile(data_folder))
            door = Reading(installation("demo"), opened.now, shipped_book(), house)
            return await build(door, on, FileStore(data_folder / "files"))


def demo_settings(data_folder: Path) -> Settings:
    """Its own embedded database, whatever DATABASE_URL says; plain http, since nothing leaves this machine."""
    return Settings(data_folder, database_url=None, plain_http=True)


def demo_now(on: date) -> datetime:
    """This time of day, on the day shown; the clock goes on from there."""
    return now() + timedelta((on - today()).days)


def _serve(settings: Settings, on: date, port: int) -> None:
    from registry.app import Opening, create_app, serve  # noqa: PLC0415 -- slow import

    shift = demo_now(on) - now()
    opening = Opening(clock=lambda: now() + shift, sign_ins=SIGN_INS)
    app = create_app(settings, opening)
    click.echo(f"演示网页 (open in a browser): http://{HOST}:{port}/")
    for each in SIGN_INS:
        click.echo(f"  {each.login:<8}{each.password}  {each.role}({each.role_en})  {each.who}")
    click.echo("按 Ctrl+C 结束 (stop with Ctrl+C)")
    serve(app, HOST, port)
