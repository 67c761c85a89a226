"""`registry check` and `registry template`: a file in, an answer or a workbook out. No database, no set-up."""

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from registry.exchange.model import LedgerAnswer, LedgerTeacher
from registry.exchange.model.imports import ImportKind
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.exchange.service import CheckQuestion, check_ledger
from registry.kernel.errors import BadInput
from registry.platform.clock import today
from registry.platform.collector import collector_paused
from registry.platform.commands import iso_day
from registry.platform.language import Language, preferred_language
from registry.platform.workbooks.reading import read_source
from registry.policy.book import shipped_book
from registry.policy.model import MonthBasis

if TYPE_CHECKING:
    from rich.console import Console

DEFAULT_JURISDICTION = "cn-liaoning-panjin"
EXIT_ROW_ERRORS = 3
"""Done, but some rows could not be read (they are listed)."""
WORTH_A_PROGRESS_BAR = 1000
"""Teachers from which on a bar shows how far the work has come."""
PIPED_WIDTH = 160
"""Columns of a table that goes to a file or another program: wide enough that nothing is cut."""


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option(
    "--policy",
    "jurisdiction",
    default=DEFAULT_JURISDICTION,
    show_default=True,
    metavar="JURISDICTION",
    help="按哪里的政策计算,见 registry policy list / whose rule",
)
@click.option("--as-of", callback=iso_day, metavar="DATE", help="截止日期,默认今天 / the day asked about (today)")
@click.option("--since", callback=iso_day, metavar="DATE", help="另计该日(含)以来的累计 / credit from that day on")
@click.option(
    "--basis", type=click.Choice([basis.value for basis in MonthBasis]), help="折合月数的口径 / month basis"
)
@click.option(
    "--records-from",
    callback=iso_day,
    metavar="DATE",
    help="资料从哪天起是完整的 / records are complete from that day on",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "xlsx"]),
    default="table",
    show_default=True,
    help="输出格式 / output format",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="写入文件 / write to a file")
def check(  # noqa: PLR0913, PLR0917 -- framework signature
    source: Path,
    jurisdiction: str,
    as_of: date | None,
    since: date | None,
    basis: str | None,
    records_from: date | None,
    form: str,
    output: Path | None,
) -> None:
    """直接读取台账,算出每位教师企业实践是否达标。

    SOURCE 是 .xlsx 或 .xls 工作簿、一个 CSV 文件,或含 teachers.csv、placements.csv、leave.csv 的文件夹。
    退出码:0 完成;2 用法错误或文件无法读取;3 完成,但有的行无法读取(已列出)。

    Answer from a school's own ledger who meets the practice requirement, to the day.
    """
    if form == "xlsx" and output is None:
        raise click.UsageError("--format xlsx 需要 --output 文件名 (xlsx needs --output)")
    question = CheckQuestion(
        jurisdiction=jurisdiction,
        as_of=as_of or today(),
        since=since,
        basis=MonthBasis(basis) if basis else None,
        explain=form == "xlsx",
        language=preferred_language(),
    )
    if question.since and question.since > question.as_of:
        raise click.UsageError("--since 晚于 --as-of (--since is after --as-of)")
    if output is not None:
        _require_elsewhere(output, source)
    book = shipped_book()
    book.chain(jurisdiction)
    with collector_paused():
        ledger = read_ledger(read_source(source), ReadingOptions(records_from, preferred_language()))
        answer = check_ledger(ledger, question, book, _watch)
        _write(answer, form, output)
    if answer.errors:
        click.get_current_context().exit(EXIT_ROW_ERRORS)


@click.group()
def template() -> None:
    """生成空白登记表,或填好一所虚构学校的示例 / Write a workbook to fill in, or an example."""


@template.command("check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--example", is_flag=True, help="填入一所虚构学校的 60 名教师 / an invented school of 60 teachers")
@click.option("--force", is_flag=True, help="覆盖已有文件 / overwrite an existing file")
def template_check(file: Path, example: bool, force: bool) -> None:
    """`registry check` 所用的登记表:教师名册、企业实践台账、请假 / The workbook that `registry check` reads."""
    from registry.exchange.documents.template_workbook import template_workbook  # noqa: PLC0415 -- slow import

    _require_free(file, force)
    _save(file, template_workbook(preferred_language(), example=example))


def _template_of(kind: ImportKind, words: str) -> click.Command:
    """The sub-command for the workbook of one kind of import."""

    @click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
    @click.option("--example", is_flag=True, help="填入一所虚构学校的 60 名教师 / an invented school of 60 teachers")
    @click.option("--force", is_flag=True, help="覆盖已有文件 / overwrite an existing file")
    def write(file: Path, example: bool, force: bool) -> None:
        from registry.exchange.documents.template_workbook import import_template  # noqa: PLC0415 -- slow import

        _require_free(file, force)
        _save(file, import_template(kind, preferred_language(), example=example))

    return click.command(kind.value, help=words)(write)


for _kind, _words in (
    (ImportKind.TEACHERS, "导入教师名册所用的登记表 / The workbook for importing teachers"),
    (ImportKind.PLACEMENTS, "导入企业实践台账所用的登记表 / The workbook for importing placements"),
    (ImportKind.LEAVE, "导入请假所用的登记表 / The workbook for importing leave"),
    (ImportKind.LEDGER, "一次导入名册、台账和请假所用的登记表 / The workbook for importing all three"),
):
    template.add_command(_template_of(_kind, _words))


def _require_free(file: Path, force: bool) -> None:
    if file.exists() and not force:
        raise BadInput(f"{file.name} 已存在,没有改动;换一个名字,或加 --force 覆盖 (the file exists)")


def _write(answer: LedgerAnswer, form: str, output: Path | None) -> None:
    language = preferred_language()
    if form == "xlsx":
        from registry.exchange.documents.answer_workbook import answer_as_workbook  # noqa: PLC0415 -- slow import

        assert output is not None
        _save(output, answer_as_workbook(answer, language))
    elif form == "table":
        _write_table(answer, language, output)
    elif form == "json":
        from registry.exchange.documents.answer_json import answer_as_json  # noqa: PLC0415 -- not always needed

        _write_text(answer_as_json(answer, language), output, encoding="utf-8")
    else:
        from registry.exchange.documents.answer_csv import answer_as_csv  # noqa: PLC0415 -- not always needed

        _write_text(answer_as_csv(answer, language), output, encoding="utf-8-sig")


def _write_table(answer: LedgerAnswer, language: Language, output: Path | None) -> None:
    from registry.exchange.documents.answer_table import print_answer  # noqa: PLC0415 -- slow import

    if output is None:
        print_answer(answer, _console(), language)
        return
    console = _console(recorded=True)
    print_answer(answer, console, language)
    _save(output, console.export_text().encode("utf-8"))


def _console(*, recorded: bool = False) -> "Console":
    from rich.console import Console  # noqa: PLC0415 -- slow import

    if recorded:
        import io  # noqa: PLC0415 -- only here

        return Console(file=io.StringIO(), record=True, width=PIPED_WIDTH)
    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)


def _write_text(text: str, output: Path | None, encoding: str) -> None:
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
    else:
        _save(output, text.encode(encoding))


def _save(file: Path, content: bytes) -> None:
    """Write the whole file or nothing: what stood there stays until the new content is complete, with its mode.

    A link is followed; a device or a pipe is written to, never replaced.
    """
    target = file.resolve()
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target, content)
    except OSError as fault:
        raise BadInput(f"无法写入 {file.name}:{fault.strerror} (cannot write)") from fault
    click.echo(f"已写入 {file} (written)", err=True)


def _replace(target: Path, content: bytes) -> None:
    unfinished = target.with_name(f".{target.name}.part")
    try:
        unfinished.write_bytes(content)
        if target.exists():
            unfinished.chmod(target.stat().st_mode)
        unfinished.replace(target)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _require_elsewhere(output: Path, source: Path) -> None:
    """The school's own ledger is never written over."""
    target, own = output.resolve(), source.resolve()
    if target == own or (own.is_dir() and target.parent == own and target.suffix.lower() == ".csv"):
        raise BadInput(
            f"{output.name} 是原台账的一部分,不能覆盖;请换一个文件名 (the output would overwrite the source)"
        )


def _watch(teachers: Iterable[LedgerTeacher], number: int) -> Iterable[LedgerTeacher]:
    """A progress bar on the terminal for long work; otherwise the teachers as they are."""
    if number < WORTH_A_PROGRESS_BAR or not sys.stderr.isatty():
        return teachers
    from rich.console import Console  # noqa: PLC0415 -- slow import
    from rich.progress import track  # noqa: PLC0415 -- slow import

    return track(teachers, "正在计算", total=number, console=Console(stderr=True), transient=True)
