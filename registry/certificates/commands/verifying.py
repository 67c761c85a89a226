"""`registry certificate verify`: the offline check of a file, without a database and without the network."""

import json
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import click

from registry.certificates.examining.door import Trust, examine_file
from registry.certificates.examining.findings import Findings, tidy
from registry.certificates.examining.headlines import HEADLINES
from registry.kernel.errors import BadInput
from registry.platform.folders import ROOTS
from registry.platform.language import Language, preferred_language
from registry.platform.settings import Settings, settings_from

EXIT_NOT_VALID = 1
FONTS = "fonts"
"""In the data folder: the operator's own fonts."""
ROOT_ENDINGS = frozenset({".pem", ".cer", ".crt", ".der"})
LIST_ENDINGS = frozenset({".crl"})
PLACES = ("REGISTRY_DATA", "XDG_DATA_HOME", "LOCALAPPDATA", "REGISTRY_SECRET_FILE")
PUBLIC_URL = "REGISTRY_PUBLIC_URL"
file_option = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=file_option, metavar="FILE.pdf")
@click.option(
    "--root",
    "roots",
    type=file_option,
    multiple=True,
    metavar="ROOT.pem",
    help="根证书,可多次给出;默认数据文件夹 roots 中的证书 / root certificate, may be repeated",
)
@click.option(
    "--revocation-list",
    "lists",
    type=file_option,
    multiple=True,
    metavar="LIST.crl",
    help="证书撤销列表,可多次给出;数据文件夹 roots 中的也会用到 / revocation list, may be repeated",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="输出格式 / output format",
)
@click.option("--language", type=click.Choice([each.value for each in Language]), help="输出语言 / language")
@click.option(
    "--data",
    "data_folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="数据文件夹;默认 REGISTRY_DATA / data folder",
)
def verify(file: Path, form: str, language: str | None, data_folder: Path | None, **given: tuple[Path, ...]) -> None:
    """离线核验证明的 PDF 文件:逐行说明已证明什么、不能证明什么。

    退出码:0 有效(由所信任的根证书之下、证明所载的学校签名,一个字节也没有改动;没有签名的,由本机的系统出具,
    凭本机的密钥和校验位认定,一个字节也没有改动);
    1 不是有效的证明:被改动、签名者不对或已撤销,以及不能证明的(没有签名又不是本机的系统出具,或没有给出根证书);
    2 用法错误或文件无法读取。
    证明在出具之后是否已换发或撤销,文件本身无法说明,请用核验码查询。

    Check a certificate's PDF offline. Exit code 0: valid (signed; or unsigned and issued by the installation whose
    key is in the data folder); 1: not valid, or not proved (unsigned, or no root is given); 2: wrong usage or an
    unreadable file.
    """
    shown_in = Language(language) if language else preferred_language()
    settings = _settings(data_folder)
    folder = settings.data_folder
    trust = Trust(
        roots=tuple(map(_content, given["roots"] or _own(folder, ROOT_ENDINGS))),
        revocation_lists=tuple(map(_content, (*given["lists"], *_own(folder, LIST_ENDINGS)))),
        fonts_folder=folder / FONTS if _is_open(folder / FONTS) else None,
    )
    findings = _with_own_key(examine_file(_there(file), trust), settings)
    if form == "json":
        click.echo(json.dumps(_told(file, findings, shown_in), ensure_ascii=False, indent=2))
    else:
        for line in _lines(file, findings, shown_in):
            click.echo(line)
    if not findings.valid:
        click.get_current_context().exit(EXIT_NOT_VALID)


def _settings(given: Path | None) -> Settings:
    """Where things are, whatever else is set for this installation and cannot be read by whoever checks."""
    placed = {name: os.environ[name] for name in PLACES if name in os.environ}
    return settings_from(placed, given)


def _with_own_key(findings: Findings, settings: Settings) -> Findings:
    """The findings with what the key at hand can tell of an unsigned file. Nothing is made where there is no key."""
    if findings.redrawn is None:
        return findings
    from registry.certificates.examining.proving import own_vault, proved_here, without_key  # noqa: PLC0415 -- rare

    try:
        vault = own_vault(settings.secret_file, settings.data_folder)
    except BadInput as fault:
        return without_key(findings, fault)
    return proved_here(findings, vault, os.environ.get(PUBLIC_URL)) if vault else findings


def _own(data_folder: Path, endings: Collection[str]) -> tuple[Path, ...]:
    """The roots, or the lists, that the operator of this machine has put where it trusts them."""
    folder = data_folder / ROOTS
    return tuple(sorted(each for each in folder.iterdir() if each.suffix in endings)) if _is_open(folder) else ()


def _is_open(folder: Path) -> bool:
    """Whether whoever checks may look into it: a data folder is often its owner's alone."""
    return os.access(folder, os.R_OK | os.X_OK)


def _there(file: Path) -> Path:
    if not file.is_file():
        raise BadInput(f"没有这个文件:{file} (no such file)")
    return file


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        raise BadInput(f"无法读取 {file}:{fault.strerror} (cannot read)") from fault


def _told(file: Path, findings: Findings, language: Language) -> dict[str, Any]:
    """The keys that programs rely on; more may be added. Without a valid file the facts are claims."""
    return {
        "file": str(file),
        "valid": findings.valid,
        "verdict": findings.verdict.value,
        "number": findings.number,
        "code": findings.code,
        "proved": [each.in_language(language) for each in findings.proved],
        "not_proved": [each.in_language(language) for each in findings.not_proved],
        "problems": [each.in_language(language) for each in findings.problems],
        "signer": findings.signer,
        "root_fingerprint": findings.root_fingerprint,
        "facts_digest": findings.facts_digest,
        "facts": json.loads(findings.facts) if findings.facts else None,
    }


def _lines(file: Path, findings: Findings, language: Language) -> Iterable[str]:
    is_english = language is Language.EN
    yield f"{file.name}: {HEADLINES[findings.verdict].in_language(language)}"
    yield from _named(findings, is_english)
    headings = {
        "problems": ("问题:", "Problems:"),
        "proved": ("已证明:", "Proved:"),
        "not_proved": ("不能证明:", "Not proved:"),
    }
    marks = {"problems": "✗", "proved": "✓", "not_proved": "?"}
    for name, (chinese, english) in headings.items():
        said = getattr(findings, name)
        if said:
            yield english if is_english else chinese
            yield from (f"  {marks[name]} {each.in_language(language)}" for each in said)


def _named(findings: Findings, is_english: bool) -> Iterable[str]:
    """Which certificate it says to be."""
    if findings.facts is None:
        return
    facts = json.loads(findings.facts)
    claims = "" if findings.valid else "The file claims: " if is_english else "文件自称:"
    who = f"{facts['title']['zh']} {facts['number']} {facts['person_name']}"
    day = f"issued {facts['issued_on']}" if is_english else f"{facts['issued_on']} 出具"
    yield tidy(f"{claims}{who},{facts['school_name']},{day}")
