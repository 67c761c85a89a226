"""`registry keys revoke`, put among the other commands of keys: it tells which certificates lose their proof.

Keys belong to institutions, which know no certificates; what was signed is known here.
"""

import asyncio
import json
from pathlib import Path
from typing import Any

import click

from registry.audit.process import open_process
from registry.certificates.queries.by_key import proof_lost
from registry.institutions.commands import (
    SHORTEST_PREFIX,
    keys,
    named_key,
    opened_for_keys,
    reason_option,
    trust_roots,
)
from registry.institutions.model.signing_keys import RevocationCause, RevokeKey, SigningKey
from registry.institutions.service.signing_keys import revoke_key
from registry.platform.commands import data_option
from registry.platform.signing.private_keys import require_passphrase

MOST_NAMED = 20
"""Numbers that are printed one by one; all of them with `--format json`."""


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
@data_option
def revoke(data_folder: Path | None, key: str, cause: str, reason: str, form: str) -> None:
    """撤销密钥,签发新的撤销列表,并列出因此不再可信的证明;KEY 为指纹的前八位以上或编号 (revoke a key)"""
    ended, numbers = asyncio.run(_revoke(data_folder, key, RevocationCause(cause), reason))
    if form == "json":
        click.echo(json.dumps(_told(ended, numbers), ensure_ascii=False, indent=2))
        return
    click.echo(f"已撤销 (revoked): {ended.name} {ended.fingerprint[:SHORTEST_PREFIX]}")
    if ended.issuer_id:
        click.echo("撤销列表已更新,请发布:registry keys revocation-list --out list.crl (publish the new list)")
    elif ended.school_id:
        click.echo("此证书不是本系统签发的,请同时向发证机构申请撤销 (ask its authority to revoke it, too)")
    for line in _lines(numbers):
        click.echo(line)


async def _revoke(
    data_folder: Path | None, named: str, cause: RevocationCause, reason: str
) -> tuple[SigningKey, tuple[str, ...]]:
    async with opened_for_keys(data_folder) as opened:
        found = await named_key(opened.reading, named)
        passphrase = require_passphrase(opened.passphrase) if found.issuer_id else ""
        async with open_process("revoke_key", opened.reading, reason) as process:
            ended = await revoke_key(process, RevokeKey(found.id, found.revision, cause, reason), passphrase)
        await trust_roots(opened)
        return ended, await proof_lost(opened.reading, ended)


def _lines(numbers: tuple[str, ...]) -> list[str]:
    """What to do about the certificates, and which they are."""
    if not numbers:
        return []
    named = [f"  {number}" for number in numbers[:MOST_NAMED]]
    rest = len(numbers) - len(named)
    more = [f"  …另有 {rest} 份,全部编号见 --format json (and {rest} more)"] if rest else []
    head = f"{len(numbers)} 份有效的证明由此不再可信,请逐份换发 (valid certificates that lose their proof):"
    return [head, *named, *more]


def _told(ended: SigningKey, numbers: tuple[str, ...]) -> dict[str, Any]:
    """The keys that programs rely on; more may be added."""
    return {
        "name": ended.name,
        "fingerprint": ended.fingerprint,
        "cause": ended.revoked_cause,
        "has_new_list": ended.issuer_id is not None,
        "certificates": {"count": len(numbers), "numbers": list(numbers)},
    }
