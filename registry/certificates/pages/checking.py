"""A dropped file: is it one that was issued here, and if not, in what does it differ. Nothing of it is kept."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from registry.audit.process import Reading, open_process
from registry.certificates.examining.door import Trust, examined_file
from registry.certificates.examining.findings import Findings
from registry.certificates.model import LookUpRefused, Shown
from registry.certificates.queries.by_file import issued_file
from registry.certificates.queries.by_key import leaked_key
from registry.certificates.rules.comparing import Difference, differences
from registry.certificates.service.looking_up import LookUp, look_up
from registry.institutions.model.signing_keys import SigningKey
from registry.institutions.queries.signing_keys import revocation_lists, root_certificates
from registry.kernel.errors import BadInput

LARGEST_FILE = 10_000_000
"""Bytes. A certificate with a long annex is a twentieth of it."""
HEADER = b"%PDF-"
HEADER_WITHIN = 1024
MOST_WAITING = 20
"""Files that may wait to be read; whoever comes then is asked to come again."""
NO_PDF = "这不是 PDF 文件;纸质证明请扫描二维码或输入核验码"
BUSY = "正在核对的文件太多,请一分钟后再试"
_waiting: list[None] = []


class Outcome(StrEnum):
    """What a file is, beside what was issued."""

    ORIGINAL = "original"
    """Byte for byte the file that was issued."""
    UNSIGNED = "unsigned"
    """Byte for byte that file as it was before it was signed."""
    SAME_FACTS = "same_facts"
    """Other bytes, but the facts attached are those that were issued: what the pages show may differ."""
    OTHER_FACTS = "other_facts"
    """It carries the code of a certificate, and says something else."""
    UNKNOWN = "unknown"
    """Nothing in it leads to a certificate of this installation."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. `findings`: what the file proves by itself; None where nobody needs that.

    `leaked`: the key, or its root, for whose leak the signature of the original file proves nothing any more.
    """

    outcome: Outcome
    shown: Shown | None = None
    differences: tuple[Difference, ...] = ()
    findings: Findings | None = None
    leaked: SigningKey | None = None


async def checked_file(
    reading: Reading, content: bytes, address: str, fonts_folder: Path | None
) -> Checked | LookUpRefused:
    """Compare a file with what was issued. Raises BadInput for what cannot be read, and while too many wait."""
    if HEADER not in content[:HEADER_WITHIN]:
        raise BadInput(NO_PDF)
    digest = await asyncio.to_thread(lambda: sha256(content).hexdigest())
    issued = await issued_file(reading, digest)
    if issued:
        if issued.is_before_signing:
            return Checked(Outcome.UNSIGNED, issued.shown)
        return Checked(Outcome.ORIGINAL, issued.shown, leaked=await leaked_key(reading, issued.shown.certificate))
    findings = await _examined(reading, content, fonts_folder)
    if findings.code is None or findings.facts is None:
        return Checked(Outcome.UNKNOWN, findings=findings)
    async with open_process("look_up", reading) as process:
        found = await look_up(process, LookUp(findings.code, address))
    if isinstance(found, LookUpRefused):
        return found if found.next_attempt_at else Checked(Outcome.UNKNOWN, findings=findings)
    differs = differences(findings.facts, found.facts)
    return Checked(Outcome.OTHER_FACTS if differs else Outcome.SAME_FACTS, found, differs, findings)


async def _examined(reading: Reading, content: bytes, fonts_folder: Path | None) -> Findings:
    if len(_waiting) >= MOST_WAITING:
        raise BadInput(BUSY)
    trust = Trust(
        roots=tuple(each.encode() for each in await root_certificates(reading)),
        revocation_lists=tuple(each.encode() for each in await revocation_lists(reading)),
        fonts_folder=fonts_folder,
        at=reading.now,
    )
    _waiting.append(None)
    try:
        return await examined_file(content, trust)
    finally:
        _waiting.pop()
