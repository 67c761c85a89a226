"""`registry import`: a file brought into a school in the name of an account, all rows or none."""

import asyncio
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import click

from registry.audit.heads import HeadFile
from registry.audit.process import House, Reading, open_process
from registry.exchange.model.imports import (
    CheckImport,
    ImportFile,
    ImportKind,
    ImportOptions,
    ImportSeen,
    ImportState,
)
from registry.exchange.queries.imports import import_run
from registry.exchange.rules.wording import say
from registry.exchange.service.acting import acting
from registry.exchange.service.imports import bring_in, check_import
from registry.identity.access import school_scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.principals import Principal, installation
from registry.identity.queries.principals import standing_of_login
from registry.institutions.queries.schools import school_by_code
from registry.kernel.errors import BadInput
from registry.kernel.scopes import Scope
from registry.platform.collector import collector_paused
from registry.platform.commands import data_option
from registry.platform.files import FOLDER_NAME, FileStore
from registry.platform.installation import open_installation
from registry.platform.language import preferred_language
from registry.platform.settings import Settings, settings_from
from registry.policy.book import shipped_book
from registry.practice.projection import standing_projector

EXIT_ROW_ERRORS = 3
"""Some rows have errors (they are listed), and nothing was written."""
LISTED = 200
"""Changes that a dry run prints; the imports page lists all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file as it was named on the command line."""

    kind: ImportKind
    file: Path
    login: str
    school_code: str | None
    is_dry_run: bool
    corrects: bool


class _Place(NamedTuple):
    """In whose name, into which school."""

    actor: Principal
    school_id: UUID
    scope: Scope


@click.command("import")
@click.argument("kind", type=click.Choice([kind.value for kind in ImportKind]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "login", required=True, metavar="ACCOUNT", help="以哪个账号办理(登录名) / in whose name")
@click.option("--school", "school_code", metavar="CODE", help="学校代码;账号只管一所学校时可不填 / school code")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="只预检,不写入 / check only, write nothing")
@click.option("--correct", "corrects", is_flag=True, help="更正已认定的记录 / correct verified placements")
@data_option
def import_command(data_folder: Path | None, kind: str, file: Path, **given: object) -> None:
    """导入教师名册、企业实践台账、请假或整本台账;全部写入或一行也不写。

    退出码:0 完成;2 用法错误或文件无法读取;3 有的行有错误(已列出),没有写入任何内容。

    Bring a file of teachers, placements, leave or a whole ledger into a school, all rows or none.
    """
    wanted = Wanted(ImportKind(kind), file, **given)  # type: ignore[arg-type]
    seen = asyncio.run(_bring(settings_from(os.environ, data_folder), wanted))
    for line in _lines(seen, wanted.is_dry_run):
        click.echo(line)
    if seen.run.state is ImportState.REFUSED:
        for line in _errors(seen):
            click.echo(line, err=True)
        click.get_current_context().exit(EXIT_ROW_ERRORS)


async def _bring(settings: Settings, wanted: Wanted) -> ImportSeen:
    async with open_installation(settings) as opened:
        house = House(opened.vault, (standing_projector,), HeadFile(settings.data_folder))
        reading = Reading(installation("cli"), opened.now, shipped_book(), house)
        return await imported(reading, FileStore(settings.data_folder / FOLDER_NAME), wanted)


async def imported(reading: Reading, store: FileStore, wanted: Wanted) -> ImportSeen:
    """The run of a file and what it found. Raises BadInput, NotFound, NotPermitted."""
    place = await _place(reading, wanted)
    try:
        content = wanted.file.read_bytes()
    except OSError as fault:
        raise BadInput(f"无法读取 {wanted.file.name}:{fault.strerror} (cannot read)") from fault
    kept = await asyncio.to_thread(store.keep, content)
    file = ImportFile(wanted.file.name, kept.digest, store.path(kept.digest))
    command = CheckImport(uuid4(), place.school_id, wanted.kind, file, ImportOptions(correct=wanted.corrects))
    own = replace(reading, actor=place.actor)
    use_case = check_import if wanted.is_dry_run else bring_in
    with collector_paused():
        async with open_process(use_case.__name__, own) as process:
            run = await use_case(process, command, place.scope)
    return await import_run(own, run.id, place.scope)


async def _place(reading: Reading, wanted: Wanted) -> _Place:
    """The account with its own roles, and the school over which it may import. Raises BadInput, NotPermitted."""
    actor = acting(await standing_of_login(reading, wanted.login), "cli")
    own = replace(reading, actor=actor)
    scopes = school_scopes(own, Permission.IMPORT_FILES)
    if wanted.school_code is not None:
        school = await school_by_code(reading, wanted.school_code)
        scopes = tuple(scope for scope in scopes if scope.id == school.id)
    if len(scopes) != 1 or scopes[0].id is None:
        words = "没有导入权限 (not permitted)" if not scopes else "可导入多所学校,请加 --school (name the school)"
        raise BadInput(f"账号 {wanted.login} {words}")
    return _Place(actor, scopes[0].id, scopes[0])


def _lines(seen: ImportSeen, is_dry_run: bool) -> Iterable[str]:
    counts, state = seen.run.counted, seen.run.state
    head = "预检,没有写入 (dry run)" if is_dry_run else "已导入 (imported)"
    if state is ImportState.CHECKED and not is_dry_run:
        head = "没有可导入的内容,没有写入 (nothing to import)"
    yield "有错误,没有写入任何内容 (nothing written)" if state is ImportState.REFUSED else head
    told = (
        ("教师", counts.new_teachers, counts.changed_teachers, counts.unchanged_teachers),
        ("企业实践", counts.new_placements, counts.changed_placements, counts.unchanged_placements),
        ("请假", counts.new_leaves, counts.changed_leaves, counts.unchanged_leaves),
    )
    for words, new, changed, same in told:
        if new or changed or same:
            yield f"{words}:新增 {new},变更 {changed},未变 {same}"
    rest = {
        "认定": counts.verified_placements,
        "待他人认定(本人)": counts.own_placements,
        "新部门": counts.departments,
        "新企业": counts.enterprises,
        "在册而未列入": counts.gone_teachers,
        "疑似重复": counts.duplicates,
        "提示": counts.warnings,
    }
    if found := [f"{words} {count}" for words, count in rest.items() if count]:
        yield ",".join(found)
    if is_dry_run:
        yield from _changes(seen)
    yield f"编号 (run): {seen.run.id}"


def _changes(seen: ImportSeen) -> Iterable[str]:
    for each in seen.findings.changed[:LISTED]:
        told = ";".join(f"{change.column} {change.before or '(空)'} → {change.after}" for change in each.changes)
        yield f"  变更 {each.staff_no} {each.name} {each.words}:{told}"
    for each in seen.findings.gone[:LISTED]:
        yield f"  未列入 {each.staff_no} {each.name} {each.words}"


def _errors(seen: ImportSeen) -> Iterable[str]:
    language = preferred_language()
    for each in seen.findings.errors:
        yield f"{each.sheet} 第 {each.row} 行 {each.column} {each.value}:{say(each, language.value)}"
