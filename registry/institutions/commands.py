"""`registry keys`: the keys that sign certificates, kept on the machine itself by the installation's operator.

Passphrases come from the environment or a file, never as an argument, which every user of the machine could read.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import click

from registry.audit.heads import HeadFile
from registry.audit.process import House, Reading, open_process
from registry.identity.model.principals import installation
from registry.institutions.key_words import (
    HOW_TO_TRUST,
    SERVICE_NEEDS,
    UNSIGNED_FROM_NOW,
    cells_of,
    due_line,
    issuer_lines,
    made_lines,
    require_writable,
    write_out,
)
from registry.institutions.model.signing_keys import (
    ImportSchoolKey,
    KeyFinding,
    KeyKind,
    MakeRoot,
    MakeSchoolKey,
    RetireKey,
    RevocationList,
    SigningKey,
)
from registry.institutions.queries.published_keys import what_is_due
from registry.institutions.queries.schools import school as school_by_id
from registry.institutions.queries.schools import school_by_code, schools
from registry.institutions.queries.signing_keys import (
    certificates_of_key,
    revocation_lists,
    root_certificates,
    signing_keys,
)
from registry.institutions.service.signing_keys import (
    import_school_key,
    make_revocation_list,
    make_root,
    make_school_key,
    retire_key,
)
from registry.kernel.errors import BadInput, NotFound
from registry.platform.commands import data_option
from registry.platform.folders import ROOTS
from registry.platform.installation import open_installation
from registry.platform.settings import settings_from
from registry.platform.signing.private_keys import require_passphrase
from registry.platform.signing.trusted_roots import keep_trusted
from registry.policy.book import shipped_book

PKCS12_PASSWORD = "REGISTRY_PKCS12_PASSWORD"
SHORTEST_PREFIX = 8


class OpenedForKeys(NamedTuple):
    """An installation that is open for one command.

    `passphrase` of the keys; `roots`: what this machine trusts; `public_url`: where the world reaches it.
    """

    reading: Reading
    passphrase: str | None
    roots: Path
    public_url: str | None


school_option = click.option("--school", "school_code", metavar="CODE", required=True, help="学校代码 (school code)")
reason_option = click.option("--reason", metavar="TEXT", required=True, help="原因 (reason)")
out_option = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="写入文件;默认输出到屏幕 (file)"
)


@click.group()
def keys() -> None:
    """签名密钥:根证书、学校密钥、换发、撤销 (keys that sign certificates)

    私钥用口令加密保存在数据库中。口令由环境变量 REGISTRY_KEY_PASSPHRASE 给出,或在
    REGISTRY_KEY_PASSPHRASE_FILE 指明的文件的第一行,至少 12 位;口令丢失,密钥即不能再用。
    学校没有密钥时,证明不签名,加盖公章使用。
    (passphrase from environment or file; without a key certificates are not signed)

    先 registry keys root --name 名称,再 registry keys school --school 代码;
    已有 RSA 证书的学校用 registry keys import。核验方如何信任根证书:registry keys trust
    """


@keys.command()
@click.option("--name", metavar="NAME", required=True, help="根证书的名称,如“某市教育局证明根证书” (its name)")
@data_option
def root(data_folder: Path | None, name: str) -> None:
    """新建本系统的根证书 (make the installation's root)"""
    _show_made(asyncio.run(_make_root(data_folder, MakeRoot(name))))
    click.echo(HOW_TO_TRUST, nl=False)


@keys.command()
@school_option
@data_option
def school(data_folder: Path | None, school_code: str) -> None:
    """新建一所学校的签名密钥,由根证书签发;此后该校的证明都签名 (make a school's key)"""
    _show_made(asyncio.run(_make_school_key(data_folder, school_code, None)))
    click.echo(SERVICE_NEEDS)


@keys.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@school_option
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help=f"PKCS#12 口令所在文件的第一行;默认环境变量 {PKCS12_PASSWORD} (file with its password)",
)
@click.option("--reason", metavar="TEXT", help="换下正在使用的密钥时的原因 (reason, where a key is replaced)")
@data_option
def import_key(
    data_folder: Path | None, file: Path, school_code: str, password_file: Path | None, reason: str | None
) -> None:
    """导入学校自己的 PKCS#12 证书(.pfx、.p12),须为 RSA 2048 位以上 (bring in a school's own key)"""
    password = _first_line(password_file) if password_file else os.environ.get(PKCS12_PASSWORD, "")
    made, certificates = asyncio.run(_import(data_folder, school_code, (file.read_bytes(), password, reason)))
    _show_made(made)
    for line in issuer_lines(certificates):
        click.echo(line)
    click.echo(SERVICE_NEEDS)


@keys.command()
@click.option("--school", "school_code", metavar="CODE", help="换发该校的密钥 (the school's key)")
@click.option("--root", "root_name", metavar="NAME", help="换发根证书,以此为名称 (a new root of this name)")
@reason_option
@data_option
def rotate(data_folder: Path | None, school_code: str | None, root_name: str | None, reason: str) -> None:
    """换发:新密钥接替,旧密钥不再签名,旧证明仍可核验 (a new key takes over)"""
    if bool(school_code) == bool(root_name):
        raise BadInput("请给出 --school 或 --root 之一 (give either --school or --root)")
    if root_name:
        _show_made(asyncio.run(_make_root(data_folder, MakeRoot(root_name, reason))))
        click.echo("请把新的根证书交给核验方;旧根证书签发的密钥和证明仍然有效 (hand out the new root)")
    else:
        _show_made(asyncio.run(_make_school_key(data_folder, school_code or "", reason)))
        click.echo(SERVICE_NEEDS)


@keys.command()
@click.argument("key")
@reason_option
@data_option
def retire(data_folder: Path | None, key: str, reason: str) -> None:
    """停用:不再签名,已签的证明仍有效;KEY 为指纹的前八位以上或编号 (sign no more with a key)"""
    ended, code = asyncio.run(_retire(data_folder, key, reason))
    click.echo(f"已停用 (retired): {ended.name} {ended.fingerprint[:SHORTEST_PREFIX]}")
    if code:
        click.echo(UNSIGNED_FROM_NOW.format(code=code))


@keys.command("list")
@data_option
def list_keys(data_folder: Path | None) -> None:
    """列出全部密钥,以制表符分隔;将到期的另在标准错误提示 (list the keys; what is due goes to stderr)"""
    lines, due = asyncio.run(_list(data_folder))
    for cells in lines:
        click.echo("\t".join(cells))
    for finding in due:
        click.echo(due_line(finding), err=True)


@keys.command()
@click.option("--school", "school_code", metavar="CODE", help="该校证书及其上级;默认各根证书 (the school's chain)")
@out_option
@data_option
def export(data_folder: Path | None, school_code: str | None, out: Path | None) -> None:
    """导出根证书(或学校的证书链),PEM,公开,不含私钥 (write out certificates, no private key)"""
    require_writable(out)
    write_out(out, asyncio.run(_export(data_folder, school_code)))


@keys.command("revocation-list")
@click.option("--new", "is_new", is_flag=True, help="先签发一份新的,至少每年一次 (sign a new one first, once a year)")
@out_option
@data_option
def revocation_list(data_folder: Path | None, is_new: bool, out: Path | None) -> None:
    """导出证书撤销列表,PEM,公开,供离线核验 (write out the revocation list)"""
    require_writable(out)
    write_out(out, asyncio.run(_lists(data_folder, is_new)))


@keys.command()
def trust() -> None:
    """说明核验方怎样信任根证书 (how a reader program comes to trust the root)"""
    click.echo(HOW_TO_TRUST, nl=False)


@asynccontextmanager
async def opened_for_keys(data_folder: Path | None) -> AsyncIterator[OpenedForKeys]:
    """The installation of a folder, in its own name. Raises BadInput where it cannot be opened."""
    settings = settings_from(os.environ, data_folder)
    async with open_installation(settings) as opened:
        house = House(opened.vault, heads=HeadFile(settings.data_folder))
        reading = Reading(installation("cli"), opened.now, shipped_book(), house)
        yield OpenedForKeys(reading, settings.key_passphrase, settings.data_folder / ROOTS, settings.public_url)


async def keep_trust(opened: OpenedForKeys) -> None:
    """Have this machine believe its own roots and lists: `registry certificate verify` then needs none named.

    Raises BadInput where the folder cannot be written.
    """
    roots, lists = await root_certificates(opened.reading), await revocation_lists(opened.reading)
    try:
        await asyncio.to_thread(keep_trusted, opened.roots, roots, lists)
    except OSError as fault:
        raise BadInput(
            f"已办理,但根证书和撤销列表无法写入 {opened.roots}:{fault.strerror};请用 registry keys export 和 "
            "registry keys revocation-list 导出后放入该文件夹 (done, but they could not be put where verify looks)"
        ) from fault


async def _make_root(data_folder: Path | None, command: MakeRoot) -> SigningKey:
    async with opened_for_keys(data_folder) as opened:
        passphrase = require_passphrase(opened.passphrase)
        async with open_process("make_root", opened.reading, command.reason or "") as process:
            made = await make_root(process, command, passphrase)
        await keep_trust(opened)
        return made


async def _make_school_key(data_folder: Path | None, code: str, reason: str | None) -> SigningKey:
    async with opened_for_keys(data_folder) as opened:
        passphrase = require_passphrase(opened.passphrase)
        school_id = (await school_by_code(opened.reading, code)).id
        command = MakeSchoolKey(school_id, reason, opened.public_url)
        async with open_process("make_school_key", opened.reading, reason or "") as process:
            return await make_school_key(process, command, passphrase)


async def _import(
    data_folder: Path | None, code: str, given: tuple[bytes, str, str | None]
) -> tuple[SigningKey, tuple[str, ...]]:
    """The key that was brought in, and its certificates, nearest first."""
    async with opened_for_keys(data_folder) as opened:
        passphrase = require_passphrase(opened.passphrase)
        command = ImportSchoolKey((await school_by_code(opened.reading, code)).id, *given)
        async with open_process("import_school_key", opened.reading, command.reason or "") as process:
            made = await import_school_key(process, command, passphrase)
        await keep_trust(opened)
        return made, await certificates_of_key(opened.reading, made.id)


async def _retire(data_folder: Path | None, named: str, reason: str) -> tuple[SigningKey, str | None]:
    async with opened_for_keys(data_folder) as opened:
        found = await named_key(opened.reading, named)
        async with open_process("retire_key", opened.reading, reason) as process:
            ended = await retire_key(process, RetireKey(found.id, found.revision, reason))
        return ended, await code_without_key(opened.reading, found)


def _show_made(made: SigningKey) -> None:
    for line in made_lines(made):
        click.echo(line)


async def _list(data_folder: Path | None) -> tuple[list[tuple[str, ...]], tuple[KeyFinding, ...]]:
    async with opened_for_keys(data_folder) as opened:
        codes = {each.id: each.code for each in await schools(opened.reading)}
        found = await signing_keys(opened.reading)
        by_id = {key.id: key for key in found}
        lines = [
            cells_of(key, codes.get(key.school_id) if key.school_id else None, by_id.get(key.issuer_id or key.id))
            for key in found
        ]
        return lines, await what_is_due(opened.reading)


async def _export(data_folder: Path | None, code: str | None) -> Sequence[str]:
    async with opened_for_keys(data_folder) as opened:
        if code is None:
            return await root_certificates(opened.reading)
        found = await school_by_code(opened.reading, code)
        standing = [key for key in await signing_keys(opened.reading, school_id=found.id) if not key.retired_at]
        if not standing:
            raise NotFound("该校没有正在使用的签名密钥 (the school has no key)")
        return await certificates_of_key(opened.reading, standing[0].id)


async def _lists(data_folder: Path | None, is_new: bool) -> Sequence[str]:
    async with opened_for_keys(data_folder) as opened:
        if is_new:
            await _new_lists(opened)
        return await revocation_lists(opened.reading)


async def _new_lists(opened: OpenedForKeys) -> tuple[RevocationList, ...]:
    passphrase = require_passphrase(opened.passphrase)
    roots = [key for key in await signing_keys(opened.reading) if key.kind is KeyKind.ROOT and not key.has_leaked]
    made = []
    for each in roots:
        async with open_process("make_revocation_list", opened.reading) as process:
            made.append(await make_revocation_list(process, each.id, passphrase))
    await keep_trust(opened)
    return tuple(made)


async def named_key(reading: Reading, named: str) -> SigningKey:
    """The one key that an id or the beginning of a fingerprint names. Raises NotFound, BadInput for several."""
    asked = named.strip().lower().replace(":", "")
    found = [key for key in await signing_keys(reading) if _is_named(key, asked)]
    if len(found) > 1:
        raise BadInput(f"有 {len(found)} 个密钥的指纹以 {asked} 开头,请多写几位 (several keys begin so)")
    if not found:
        raise NotFound("没有找到该密钥;registry keys list 列出全部 (no such key)")
    return found[0]


async def code_without_key(reading: Reading, ended: SigningKey) -> str | None:
    """The code of the school that has no key any more since one was ended that signed until then."""
    if ended.school_id is None or ended.retired_at is not None:
        return None
    return (await school_by_id(reading, ended.school_id)).code


def _is_named(key: SigningKey, asked: str) -> bool:
    is_id = key.id.hex == asked.replace("-", "")
    return is_id or (len(asked) >= SHORTEST_PREFIX and key.fingerprint.startswith(asked))


def _first_line(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").splitlines()
    return lines[0] if lines else ""
