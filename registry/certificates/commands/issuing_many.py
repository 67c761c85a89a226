"""`registry certificate batch`: one kind for a list of teachers, all files in one ZIP."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import click

from registry.audit.process import Reading, open_process
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
    school_option,
    until_option,
    wording_option,
)
from registry.certificates.documents.bundles import file_name, zipped
from registry.certificates.model import CertificateKind, IssueBatch, Wording
from registry.certificates.queries.batches import BatchLine, batch_lines
from registry.certificates.service.batches import begin_batch, work_batch
from registry.kernel.errors import BadInput, NotFound
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.people.queries.persons import teacher_by_staff_no
from registry.platform.commands import data_option

EXIT_SOME_REFUSED = 3
"""Some got no certificate; they are listed."""
TWICE = "名单中有人不止一次,没有出具任何证明:{} (listed twice)"


class Entry(NamedTuple):
    """A staff number and the line of the list, from 1, on which it stands."""

    line: int
    staff_no: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for whom."""

    kind: CertificateKind
    entries: Sequence[Entry]
    school_code: str
    period: Period | None
    days: dict[str, Any]
    wording: Wording


@click.command()
@kind_argument
@click.argument("list_file", metavar="LIST.txt", type=click.Path(path_type=Path, dir_okay=False))
@school_option
@as_of_option
@from_option
@until_option
@wording_option
@login_option
@output_option
@force_option
@data_option
def batch(kind: str, list_file: Path, output: Path, force: bool, **given: Any) -> None:
    """为一批教师出具证明,文件放入一个 ZIP;LIST.txt 每行一个工号 (issue many, one ZIP)

    退出码:0 全部出具;2 用法错误;3 有的人不能出具(已列出原因),其余的已出具并在 ZIP 中。
    中途停止的,由后台任务继续出具,不会重号、漏号。
    """
    require_free(output, force)
    wanted = Wanted(
        CertificateKind(kind),
        _entries(list_file),
        given["school_code"],
        period_of(kind, given),
        given,
        Wording(given["wording"]),
    )
    lines = asyncio.run(_batch(given["data_folder"], given["login"], wanted, output))
    refused = [each for each in lines if each.certificate is None]
    for each in refused:
        click.echo(f"{wanted.entries[each.place - 1].staff_no} {each.person_name}:{each.refusal}", err=True)
    click.echo(f"已出具 (issued): {len(lines) - len(refused)},不能出具 (refused): {len(refused)}")
    click.echo(f"文件 (file): {output}")
    if refused:
        click.get_current_context().exit(EXIT_SOME_REFUSED)


async def _batch(data_folder: Path | None, login: str, wanted: Wanted, output: Path) -> tuple[BatchLine, ...]:
    async with opened(data_folder, login) as there:
        scope = await there.scope_of(wanted.school_code)
        on = day_of(wanted.period, wanted.days["as_of"], there.reading.today)
        person_ids = await _persons(there, wanted, scope)
        command = IssueBatch(uuid4(), only(scope), wanted.kind, person_ids, on, wanted.period, wanted.wording)
        await there.paper.require_key(there.reading, only(scope))
        async with open_process("begin_certificate_batch", there.reading) as process:
            begun = await begin_batch(process, command, scope)

        async def open_reading() -> Reading:
            return there.own

        done = await work_batch(open_reading, begun.id, there.paper)
        lines = await batch_lines(there.reading, done)
        await asyncio.to_thread(_zip, there, lines, output)
        return lines


async def _persons(there: Opened, wanted: Wanted, scope: Scope) -> tuple[UUID, ...]:
    """Who has these numbers, in order. Raises BadInput before any is issued: with every number that nobody has, with
    every line of whoever is listed twice."""
    found: dict[UUID, list[Entry]] = {}
    unknown: list[str] = []
    for entry in wanted.entries:
        try:
            teacher = await teacher_by_staff_no(there.reading, wanted.school_code, entry.staff_no, scope)
            found.setdefault(teacher.person.id, []).append(entry)
        except NotFound:
            unknown.append(entry.staff_no)
    if unknown:
        raise BadInput(f"没有这些工号,没有出具任何证明:{'、'.join(unknown)} (no such staff numbers)")
    if twice := [each for each in found.values() if len(each) > 1]:
        raise BadInput(TWICE.format(";".join(map(_named, twice))))
    return tuple(found)


def _named(entries: Iterable[Entry]) -> str:
    return "、".join(f"{each.staff_no}(第 {each.line} 行)" for each in entries)


def _zip(there: Opened, lines: Iterable[BatchLine], output: Path) -> None:
    unfinished = output.with_name(f".{output.name}.part")
    unfinished.unlink(missing_ok=True)
    files = [
        (file_name(each.certificate, each.person_name), there.paper.store.path(each.certificate.file_digest or ""))
        for each in lines
        if each.certificate
    ]
    try:
        zipped(files, unfinished)
        unfinished.replace(output)
    except OSError as fault:
        unfinished.unlink(missing_ok=True)
        raise BadInput(f"证明已出具,但无法写入 {output.name}:{fault.strerror} (issued, but not written)") from fault


def _entries(file: Path) -> list[Entry]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as fault:
        raise BadInput(f"无法读取 {file}:{fault.strerror} (cannot read)") from fault
    except UnicodeDecodeError as fault:
        raise BadInput(f"{file.name} 不是 UTF-8 文本 (not a text file)") from fault
    found = [Entry(place, line.strip()) for place, line in enumerate(lines, start=1) if line.strip()]
    if not found:
        raise BadInput(f"{file.name} 中没有工号 (no staff numbers)")
    return found
