"""`registry certificate replace` and `revoke`: a certificate ends, with a reason that anybody may read."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import click

from registry.audit.process import open_process
from registry.certificates.commands.acting import (
    force_option,
    login_option,
    opened,
    output_option,
    reason_option,
    require_free,
    save,
    show,
)
from registry.certificates.model import Certificate, ReplaceCertificate, RevokeCertificate, Wording
from registry.certificates.service.issuing import replace_certificate
from registry.certificates.service.revoking import revoke_certificate
from registry.platform.commands import data_option, iso_day


class Wanted(NamedTuple):
    """What is to be put in the place of which one. `on` and `wording` None: as before."""

    number: str
    reason: str
    on: date | None
    wording: Wording | None


@click.command()
@click.argument("number")
@reason_option
@click.option("--as-of", callback=iso_day, metavar="DATE", help="截止日期,默认同原证明 / as-of date")
@click.option(
    "--language",
    "wording",
    type=click.Choice([each.value for each in Wording]),
    help="中文,或中英文;默认同原证明 / default as before",
)
@login_option
@output_option
@force_option
@data_option
def replace(number: str, reason: str, output: Path, force: bool, **given: Any) -> None:
    """换发:按今天登记的事实出具新证明(新编号),原证明 NUMBER 不再有效 (issue a new one in its place)"""
    require_free(output, force)
    wording = Wording(given["wording"]) if given["wording"] else None
    wanted = Wanted(number, reason, given["as_of"], wording)
    certificate, content = asyncio.run(_replace(given["data_folder"], given["login"], wanted))
    save(output, content, certificate)
    show(certificate, output)
    click.echo(f"原证明已换发 (replaced): {number}")


@click.command()
@click.argument("number")
@reason_option
@login_option
@data_option
def revoke(number: str, reason: str, login: str, data_folder: Path | None) -> None:
    """撤销证明 NUMBER;理由公开,不能恢复 (end a certificate)"""
    ended = asyncio.run(_revoke(data_folder, login, (number, reason)))
    click.echo(f"已撤销 (revoked): {ended.number}")


async def _replace(data_folder: Path | None, login: str, wanted: Wanted) -> tuple[Certificate, bytes]:
    async with opened(data_folder, login) as there:
        before, scope = await there.named(wanted.number)
        command = ReplaceCertificate(uuid4(), before.id, before.revision, wanted.reason, wanted.on, wanted.wording)
        async with open_process("replace_certificate", there.reading, wanted.reason) as process:
            after = await replace_certificate(process, command, scope, there.paper)
        return await there.filed(after)


async def _revoke(data_folder: Path | None, login: str, what: tuple[str, str]) -> Certificate:
    number, reason = what
    async with opened(data_folder, login) as there:
        before, scope = await there.named(number)
        command = RevokeCertificate(before.id, before.revision, reason)
        async with open_process("revoke_certificate", there.reading, reason) as process:
            return await revoke_certificate(process, command, scope)
