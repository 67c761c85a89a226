"""`registry certificate issue` and `file`: one certificate for one teacher, and the file of one issued before."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import click

from registry.audit.process import open_process
from registry.certificates.commands.acting import (
    Opened,
    as_of_option,
    day_of,
    force_option,
    from_option,
    kind_argument,
    login_option,
    only,
    opened,
    output_option,
    period_of,
    require_free,
    save,
    school_option,
    show,
    until_option,
    wording_option,
)
from registry.certificates.model import Certificate, CertificateAsk, CertificateKind, IssueCertificate, Wording
from registry.certificates.service.issuing import issue_certificate
from registry.kernel.errors import NotFound
from registry.kernel.periods import Period
from registry.people.queries.persons import teacher_by_staff_no
from registry.platform.commands import data_option

NO_SUCH_NUMBER = "学校 {} 没有工号 {} (no such staff number)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A certificate as it was asked for."""

    kind: CertificateKind
    staff_no: str
    school_code: str
    period: Period | None
    days: dict[str, Any]
    wording: Wording


@click.command()
@kind_argument
@click.argument("staff_no")
@school_option
@as_of_option
@from_option
@until_option
@wording_option
@login_option
@output_option
@force_option
@data_option
def issue(kind: str, staff_no: str, output: Path, force: bool, **given: Any) -> None:
    """出具一份证明,STAFF_NO 为工号;文件写入 --output (issue one certificate)

    KIND:practice 企业实践证明,compliance 企业实践情况证明(可用 --from、--until 指明期间)。
    """
    require_free(output, force)
    period, wording = period_of(kind, given), Wording(given["wording"])
    wanted = Wanted(CertificateKind(kind), staff_no, given["school_code"], period, given, wording)
    certificate, content = asyncio.run(_issue(given["data_folder"], given["login"], wanted))
    save(output, content, certificate)
    show(certificate, output)


@click.command()
@click.argument("number")
@login_option
@output_option
@force_option
@data_option
def file(number: str, login: str, output: Path, force: bool, data_folder: Path | None) -> None:
    """取出已出具证明的文件,NUMBER 为证明编号 (write out the file of a certificate)"""
    require_free(output, force)
    certificate, content = asyncio.run(_file(data_folder, login, number))
    save(output, content, certificate)
    show(certificate, output)


async def _issue(data_folder: Path | None, login: str, wanted: Wanted) -> tuple[Certificate, bytes]:
    async with opened(data_folder, login) as there:
        return await there.filed(await issued(there, wanted))


async def issued(there: Opened, wanted: Wanted) -> Certificate:
    """One certificate, its file not made yet. Raises NotFound, NotPermitted, BadInput."""
    scope = await there.scope_of(wanted.school_code)
    try:
        teacher = await teacher_by_staff_no(there.reading, wanted.school_code, wanted.staff_no, scope)
    except NotFound:
        raise NotFound(NO_SUCH_NUMBER.format(wanted.school_code, wanted.staff_no)) from None
    on = day_of(wanted.period, wanted.days["as_of"], there.reading.today)
    ask = CertificateAsk(wanted.kind, teacher.person.id, on, wanted.period, wanted.wording)
    command = IssueCertificate(uuid4(), only(scope), ask)
    async with open_process("issue_certificate", there.reading) as process:
        return await issue_certificate(process, command, scope, there.paper)


async def _file(data_folder: Path | None, login: str, number: str) -> tuple[Certificate, bytes]:
    async with opened(data_folder, login) as there:
        found, _ = await there.named(number)
        return await there.filed(found)
