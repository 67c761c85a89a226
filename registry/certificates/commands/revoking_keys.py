"""`registry keys revoke`, put among the other commands of keys: it tells which certificates lose their proof.

Keys belong to institutions, which know no certificates; what was signed is known here.
"""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click

from registry.audit.process import open_process
from registry.certificates.queries.by_key import proof_lost, signed_under
from registry.institutions.commands import (
    SHORTEST_PREFIX,
    code_without_key,
    keep_trust,
    keys,
    named_key,
    opened_for_keys,
    reason_option,
)
from registry.institutions.key_words import UNSIGNED_FROM_NOW
from registry.institutions.model.signing_keys import KeyKind, RevocationCause, RevokeKey, SigningKey
from registry.institutions.queries.signing_keys import names_below, signing_keys
from registry.institutions.rules.signing_keys import revoking_faults, root_fault
from registry.institutions.service.signing_keys import revoke_key
from registry.institutions.writing import require_valid
from registry.platform.commands import data_option
from registry.platform.signing.private_keys import require_passphrase

LEAKED = (
    "密钥泄露:它不再是可信任的根证书,已从 roots 和 keys export 去掉,用它下面的密钥签的证明一律不再可信;"
    "请让核验方也把它从信任列表中去掉 (leaked: nothing under it is believed any more)"
)
ENDED = (
    "不是泄露:它仍在 roots 和 keys export 中,注明已停用;此前签的证明仍可核验,撤销列表仍可签发 "
    "(not leaked: it stays, marked as ended; what was signed before can still be checked)"
)
MOST_NAMED = 20
"""Numbers that are printed one by one; all of them with `--format json`."""


class _Done(NamedTuple):
    """A key that was revoked, the certificates without proof; `code` of the school that has no key now, if any."""

    ended: SigningKey
    numbers: tuple[str, ...]
    code: str | None


@keys.command()
@click.argument("key")
@click.option(
    "--cause",
    type=click.Choice([cause.value for cause in RevocationCause]),
    required=True,
    help="类别;只有 key_compromise(密钥泄露)使此前的签名也不再可信 (only a compromise voids earlier signatures)",
)
@reason_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="输出格式;json 列出全部编号 / output format, json names all certificates",
)
@click.option(
    "--yes", "is_sure", is_flag=True, help="撤销根证书时不再询问,供脚本使用 (do not ask before a root goes)"
)
@data_option
def revoke(data_folder: Path | None, key: str, is_sure: bool, **given: str) -> None:
    """撤销密钥,签发新的撤销列表,并列出因此不再可信的证明;KEY 为指纹的前八位以上或编号 (revoke a key)"""
    cause, reason = RevocationCause(given["cause"]), given["reason"]
    foreseen = asyncio.run(_foreseen(data_folder, key, cause, reason))
    for line in foreseen:
        click.echo(line, err=True)
    if foreseen and not is_sure:
        click.confirm("确定撤销根证书吗 (revoke the root)?", abort=True, err=True)
    done = asyncio.run(_revoke(data_folder, key, cause, reason))
    if given["form"] == "json":
        click.echo(json.dumps(_told(done), ensure_ascii=False, indent=2))
        return
    for line in _lines(done):
        click.echo(line)


async def _foreseen(data_folder: Path | None, named: str, cause: RevocationCause, reason: str) -> list[str]:
    """What follows where a root goes; nothing for a school's key. Raises InvalidFields where it may not go yet."""
    async with opened_for_keys(data_folder) as opened:
        found = await named_key(opened.reading, named)
        if found.kind is not KeyKind.ROOT:
            return []
        require_valid(revoking_faults(found, cause, reason), root_fault(found, await names_below(found.id)))
        below = [each.name for each in await signing_keys(opened.reading) if each.issuer_id == found.id]
        count = len(await signed_under(opened.reading, found))
        schools = "、".join(dict.fromkeys(below)) or "无"
        return [
            f"将撤销根证书“{found.name}”,不能恢复 (the root is revoked for good)",
            f"由它签发的学校密钥:{len(below)} 个({schools}) (keys under it)",
            f"用这些密钥签的有效证明:{count} 份。{LEAKED if cause is RevocationCause.KEY_COMPROMISE else ENDED}",
        ]


async def _revoke(data_folder: Path | None, named: str, cause: RevocationCause, reason: str) -> _Done:
    async with opened_for_keys(data_folder) as opened:
        found = await named_key(opened.reading, named)
        passphrase = require_passphrase(opened.passphrase) if found.issuer_id else ""
        async with open_process("revoke_key", opened.reading, reason) as process:
            ended = await revoke_key(process, RevokeKey(found.id, found.revision, cause, reason), passphrase)
        await keep_trust(opened)
        code = await code_without_key(opened.reading, found)
        return _Done(ended, await proof_lost(opened.reading, ended), code)


def _lines(done: _Done) -> Iterator[str]:
    """What was done, and what is to be done now."""
    ended = done.ended
    yield f"已撤销 (revoked): {ended.name} {ended.fingerprint[:SHORTEST_PREFIX]}"
    if ended.kind is KeyKind.ROOT:
        yield LEAKED if ended.has_leaked else ENDED
    elif ended.issuer_id:
        yield "撤销列表已更新,请发布:registry keys revocation-list --out list.crl (publish the new list)"
    else:
        yield "此证书不是本系统签发的,请同时向发证机构申请撤销 (ask its authority to revoke it, too)"
    if done.code:
        yield UNSIGNED_FROM_NOW.format(code=done.code)
    yield from _lost(done.numbers)


def _lost(numbers: tuple[str, ...]) -> list[str]:
    """What to do about the certificates, and which they are."""
    if not numbers:
        return []
    named = [f"  {number}" for number in numbers[:MOST_NAMED]]
    rest = len(numbers) - len(named)
    more = [f"  …另有 {rest} 份,全部编号见 --format json (and {rest} more)"] if rest else []
    head = f"{len(numbers)} 份有效的证明由此不再可信,请逐份换发 (valid certificates that lose their proof):"
    return [head, *named, *more]


def _told(done: _Done) -> dict[str, Any]:
    """The keys that programs rely on; more may be added."""
    ended, numbers = done.ended, done.numbers
    return {
        "name": ended.name,
        "fingerprint": ended.fingerprint,
        "cause": ended.revoked_cause,
        "has_new_list": ended.issuer_id is not None,
        "school_without_key": done.code,
        "certificates": {"count": len(numbers), "numbers": list(numbers)},
    }
