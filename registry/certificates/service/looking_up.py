"""Strangers who look up a code, or a number with its check digits: what it opens is shown, wrong ones are counted,
and whoever guesses waits.

Wrong codes are results, not errors: they must be written down. A right one leaves no trace.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from registry.audit.process import Process
from registry.certificates import tables
from registry.certificates.model import LookUpRefused, Shown
from registry.certificates.queries.verifying import public_certificate, public_certificate_numbered
from registry.certificates.rules.numbering import plain_number
from registry.identity.rules.throttle import ACCOUNT_PACE, ADDRESS_PACE, Pace, line_of, next_attempt_at

NO_SUCH_CODE = "没有这个核验码:请核对每一位字符,或改用扫描证明上的二维码"
NO_SUCH_NUMBER = "没有这个编号,或校验位不对:请核对每一位,或改用核验码"
TOO_MANY = "查询错误次数过多,请稍后再试"
KEPT = timedelta(days=1)
"""How long a wrong look-up is remembered: no throttle counts an older one."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """A code as somebody typed it, and from which address."""

    code: str
    address: str


@dataclass(frozen=True, slots=True)
class NumberedLookUp:
    """A number and its check digits as somebody typed them, and from which address."""

    number: str
    digits: str
    address: str


async def look_up(process: Process, command: LookUp) -> Shown | LookUpRefused:
    """Anybody sees what a code opens. After many wrong codes from one line everything from there waits."""
    line = line_of(command.address)
    allowed_at = await _held_back(process, line, ADDRESS_PACE)
    if allowed_at is not None:
        return LookUpRefused(TOO_MANY, allowed_at)
    found = await public_certificate(process.reading, command.code)
    if found is None:
        await _count(process, line)
    return found or LookUpRefused(NO_SUCH_CODE)


async def look_up_numbered(process: Process, command: NumberedLookUp) -> Shown | LookUpRefused:
    """Anybody sees what a number opens with its check digits. Wrong ones count for the line as wrong codes do.

    Numbers follow each other and eight digits can be guessed from many lines: a number itself waits too, as an
    account does. Its code opens it meanwhile.
    """
    line, number = line_of(command.address), plain_number(command.number)
    of_number = f"number {process.reading.house.vault.index(f'certificate number:{number}').hex()}"
    waits = [await _held_back(process, line, ADDRESS_PACE), await _held_back(process, of_number, ACCOUNT_PACE)]
    held = [each for each in waits if each is not None]
    if held:
        return LookUpRefused(TOO_MANY, max(held))
    found = await public_certificate_numbered(process.reading, number, command.digits)
    if found is None:
        await _count(process, line)
        await _count(process, of_number)
    return found or LookUpRefused(NO_SUCH_NUMBER)


async def _held_back(process: Process, line: str, pace: Pace) -> datetime | None:
    """Until when a line waits; None: it may try, and no other try of it runs until this process ends."""
    index = process.reading.house.vault.index(f"certificate look-up:{line}")
    table = tables.CertificateLookUp
    await table.raw("SELECT pg_advisory_xact_lock({})", int.from_bytes(index[:8], "big", signed=True))
    since = process.now - pace.window
    failed = table.select(table.attempted_at).where(table.line == line, table.attempted_at > since)
    rows = await failed.order_by(table.attempted_at)
    allowed_at = next_attempt_at([row["attempted_at"] for row in rows], pace)
    return allowed_at if allowed_at is not None and process.now < allowed_at else None


async def _count(process: Process, line: str) -> None:
    table = tables.CertificateLookUp
    await table.insert(table(id=uuid4(), line=line, attempted_at=process.now))


async def forget_look_ups(process: Process) -> int:
    """Remove wrong look-ups that no throttle counts any more; how many."""
    table = tables.CertificateLookUp
    return len(await table.delete().where(table.attempted_at < process.now - KEPT).returning(table.id))
