"""Strangers who look up a code: what it opens is shown, wrong ones are counted, and whoever guesses waits.

Wrong codes are results, not errors: they must be written down. A right one leaves no trace.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from registry.audit.process import Process
from registry.certificates import tables
from registry.certificates.model import LookUpRefused, Shown
from registry.certificates.queries.verifying import public_certificate
from registry.identity.rules.throttle import ADDRESS_PACE, line_of, next_attempt_at

NO_SUCH_CODE = "没有这个核验码:请核对每一位字符,或改用扫描证明上的二维码"
TOO_MANY = "查询错误次数过多,请稍后再试"
KEPT = timedelta(days=1)
"""How long a wrong look-up is remembered: the throttle forgets it sooner."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """A code as somebody typed it, and from which address."""

    code: str
    address: str


async def look_up(process: Process, command: LookUp) -> Shown | LookUpRefused:
    """Anybody sees what a code opens. After many wrong codes from one line everything from there waits."""
    line = line_of(command.address)
    index = process.reading.house.vault.index(f"certificate look-up:{line}")
    table = tables.CertificateLookUp
    await table.raw("SELECT pg_advisory_xact_lock({})", int.from_bytes(index[:8], "big", signed=True))
    since = process.now - ADDRESS_PACE.window
    failed = table.select(table.attempted_at).where(table.line == line, table.attempted_at > since)
    rows = await failed.order_by(table.attempted_at)
    allowed_at = next_attempt_at([row["attempted_at"] for row in rows], ADDRESS_PACE)
    if allowed_at is not None and process.now < allowed_at:
        return LookUpRefused(TOO_MANY, allowed_at)
    found = await public_certificate(process.reading, command.code)
    if found is None:
        await table.insert(tables.CertificateLookUp(id=uuid4(), line=line, attempted_at=process.now))
    return found or LookUpRefused(NO_SUCH_CODE)


async def forget_look_ups(process: Process) -> int:
    """Remove wrong look-ups that no throttle counts any more; how many."""
    table = tables.CertificateLookUp
    return len(await table.delete().where(table.attempted_at < process.now - KEPT).returning(table.id))
