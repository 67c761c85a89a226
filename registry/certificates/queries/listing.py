"""The certificates of schools in reach, the newest first, a page at a time, with the names of their people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Certificate, CertificateKind, CertificateState, Doubt
from registry.certificates.queries.rows import COLUMNS, Row, certificate_of
from registry.kernel.scopes import Scope, ScopeKind

PAGE_SIZE = 50
_PRACTICE_CHANGED = """
EXISTS (SELECT FROM reliance r JOIN placement f ON f.id = CASE r.fact WHEN 'placement' THEN r.fact_id::uuid END
    WHERE r.dependent = 'certificate' AND r.dependent_id = c.id::text AND r.released_at IS NULL
        AND (f.is_replaced OR f.state <> 'verified'))
"""
_KEY_LEAKED = """
(c.state = 'valid' AND EXISTS (SELECT FROM signing_key k LEFT JOIN signing_key r ON r.id = k.issuer
    WHERE k.id = c.signing_key AND 'key_compromise' IN (k.revoked_cause, r.revoked_cause)))
"""
_DOUBTS = f"{_PRACTICE_CHANGED} AS doubt_practice, {_KEY_LEAKED} AS doubt_key"
_PAGE = f"""
SELECT {COLUMNS}, p.name AS person_name, s.code AS school_code, s.name AS school_name, {_DOUBTS}
FROM certificate c JOIN person p ON p.id = c.person JOIN school s ON s.id = c.school
WHERE ({{}}::boolean OR c.school = ANY ({{}}::uuid[]) OR c.person = ANY ({{}}::uuid[])
        OR EXISTS (SELECT FROM employment e JOIN school_unit u ON u.id = e.department AND u.school = c.school
            WHERE e.person = c.person AND e.voided_at IS NULL AND e.department = ANY ({{}}::uuid[])))
    AND ({{}}::uuid IS NULL OR c.school = {{}})
    AND ({{}}::text IS NULL OR c.kind = {{}})
    AND ({{}}::text IS NULL OR c.state = {{}})
    AND ({{}}::integer IS NULL OR c.year = {{}})
    AND ({{}}::uuid IS NULL OR c.batch = {{}})
    AND ({{}}::text IS NULL OR strpos(upper(p.name), upper({{}})) > 0 OR strpos(c.number, upper({{}})) > 0)
    AND (NOT {{}}::boolean OR {_PRACTICE_CHANGED} OR {_KEY_LEAKED})
    AND ({{}}::timestamptz IS NULL OR (c.issued_at, c.id) < ({{}}, {{}}::uuid))
ORDER BY c.issued_at DESC, c.id DESC LIMIT {{}}
"""


class CertificatePlace(NamedTuple):
    """Where a page ended: when its last certificate was issued, and which it was."""

    issued_at: datetime
    certificate_id: UUID


@dataclass(frozen=True, slots=True)
class CertificateWish:
    """Which certificates are asked for; None narrows nothing. `text`: a part of a name or of a number.

    `doubtful`: only those to look at again, see `registry.certificates.model.Doubt`.
    """

    text: str | None = None
    school_id: UUID | None = None
    kind: CertificateKind | None = None
    state: CertificateState | None = None
    year: int | None = None
    batch_id: UUID | None = None
    doubtful: bool = False
    after: CertificatePlace | None = None
    limit: int = PAGE_SIZE


class CertificateLine(NamedTuple):
    """A certificate as a list shows it; the name is the person's present one."""

    certificate: Certificate
    person_name: str
    school_code: str
    school_name: str
    doubts: tuple[Doubt, ...]


class CertificatePage(NamedTuple):
    """A page, and where it ended; None: it is the last one."""

    lines: tuple[CertificateLine, ...]
    next: CertificatePlace | None


async def certificates_in(reading: Reading, wish: CertificateWish, scopes: Sequence[Scope]) -> CertificatePage:
    """The certificates that these scopes see, the newest first."""
    rows: list[Row] = await tables.Certificate.raw(_PAGE, *_reach(scopes), *_narrowed(wish), wish.limit + 1)
    vault = reading.house.vault
    lines = tuple(
        CertificateLine(
            certificate_of(row, vault), row["person_name"], row["school_code"], row["school_name"], _doubts(row)
        )
        for row in rows[: wish.limit]
    )
    if len(rows) <= wish.limit:
        return CertificatePage(lines, None)
    last = lines[-1].certificate
    return CertificatePage(lines, CertificatePlace(last.issued_at, last.id))


async def doubts_of(found: Certificate) -> tuple[Doubt, ...]:
    """Why a certificate is to be looked at again; nothing for one that ended."""
    rows: list[Row] = await tables.Certificate.raw(f"SELECT {_DOUBTS} FROM certificate c WHERE c.id = {{}}", found.id)
    return _doubts(rows[0])


def _doubts(row: Row) -> tuple[Doubt, ...]:
    return tuple(each for each in Doubt if row[f"doubt_{each}"])


def _reach(scopes: Sequence[Scope]) -> tuple[object, ...]:
    kinds = (ScopeKind.SCHOOL, ScopeKind.PERSON, ScopeKind.DEPARTMENT)
    named = ([scope.id for scope in scopes if scope.kind is kind] for kind in kinds)
    return any(scope.kind is ScopeKind.SYSTEM for scope in scopes), *named


def _narrowed(wish: CertificateWish) -> tuple[object, ...]:
    text = (wish.text or "").strip() or None
    kind = wish.kind.value if wish.kind else None
    state = wish.state.value if wish.state else None
    pairs = ((each, each) for each in (wish.school_id, kind, state, wish.year, wish.batch_id))
    issued_at, last_id = wish.after or (None, None)
    narrowed = [part for pair in pairs for part in pair]
    return (*narrowed, text, text, text, wish.doubtful, issued_at, issued_at, last_id)
