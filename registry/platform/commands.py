"""`registry migrate`: bring the database to the newest schema."""

import asyncio
import io
import os
from contextlib import redirect_stdout
from datetime import date, datetime
from pathlib import Path

import click

from registry.kernel.errors import BadInput
from registry.kernel.periods import asked_day
from registry.platform.settings import Settings, settings_from

data_option = click.option(
    "--data",
    "data_folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="数据文件夹;默认 REGISTRY_DATA (data folder)",
)


def iso_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """An option's calendar day written as 2026-06-30, in the years that can be computed, or what is wrong with it."""
    if value is None:
        return None
    try:
        return asked_day(datetime.strptime(value, "%Y-%m-%d").date())  # noqa: DTZ007 -- a calendar day has no zone
    except ValueError:
        raise click.BadParameter(f"{value} 不是日期,请写成 2026-06-30 (not a date)", ctx, param) from None
    except BadInput as fault:
        raise click.BadParameter(str(fault), ctx, param) from None


@click.command()
@data_option
def migrate(data_folder: Path | None) -> None:
    """把数据库建立或升级到当前版本 (bring the database to the newest schema)"""
    count = asyncio.run(_migrate(settings_from(os.environ, data_folder)))
    if count:
        click.echo(f"数据库已升级:执行了 {count} 步 (migrated, {count} steps)")
    else:
        click.echo("数据库已是最新,无需升级 (already up to date)")


async def _migrate(settings: Settings) -> int:
    """How many migrations were run. What Piccolo prints on the way is for its developers."""
    from registry.platform import database, installation  # noqa: PLC0415 -- slow import

    async with installation.reached_database(settings):
        before = await installation.migrations_run()
        with redirect_stdout(io.StringIO()):
            await database.migrate()
        return len(await installation.migrations_run() - before)
