"""Batches: what was asked, how far they have come, what became of everybody in them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Batch, BatchState, Certificate, CertificateKind, Wording
from registry.certificates.queries.rows import COLUMNS, Row, certificate_of, refusal_place
from registry.kernel.errors import NotFound
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope, ScopeKind

NO_SUCH_BATCH = "没有找到这一批证明"
LONGEST_LIST = 100
_BATCHES = """
SELECT b.id, b.school AS school_id, b.kind, b.wording, b.as_of, b.period_from, b.period_to, b.state, b.begun_at,
    b.begun_by, b.begun_by_name, count(l.id) AS asked, count(l.certificate) AS issued,
    count(l.refusal_sealed) AS refused, count(c.file_digest) AS printed
FROM (SELECT * FROM certificate_batch b WHERE {where} ORDER BY b.begun_at DESC, b.id LIMIT {limit}) b
    LEFT JOIN certificate_batch_line l ON l.batch = b.id LEFT JOIN certificate c ON c.id = l.certificate
GROUP BY b.id, b.school, b.kind, b.wording, b.as_of, b.period_from, b.period_to, b.state, b.begun_at, b.begun_by,
    b.begun_by_name
ORDER BY b.begun_at DESC, b.id
"""
_LINES = f"""
SELECT l.id AS line_id, l.place, l.person AS line_person_id, p.name AS person_name, l.refusal_sealed, {COLUMNS}
FROM certificate_batch_line l JOIN person p ON p.id = l.person LEFT JOIN certificate c ON c.id = l.certificate
WHERE l.batch = {{}} ORDER BY l.place
"""
_ISSUED = _LINES.replace("ORDER", "AND l.certificate IS NOT NULL ORDER") + " OFFSET {} LIMIT {}"
_REFUSED = _LINES.replace("ORDER", "AND l.refusal_sealed IS NOT NULL ORDER") + " OFFSET {} LIMIT {}"


class BatchLine(NamedTuple):
    """What became of one person. Neither a certificate nor a refusal: not yet its turn."""

    id: UUID
    place: int
    person_id: UUID
    person_name: str
    certificate: Certificate | None
    refusal: str | None


class BatchPage(NamedTuple):
    """A part of a batch: at most `LONGEST_LIST` who got one, and as many who did not, in order."""

    issued: tuple[BatchLine, ...]
    refused: tuple[BatchLine, ...]
    has_more: bool


async def batch(reading: Reading, batch_id: UUID, scopes: Sequence[Scope]) -> Batch:
    """One batch of a school. Raises NotFound, also for one outside these scopes."""
    rows: list[Row] = await tables.CertificateBatch.raw(
        _BATCHES.format(where="b.id = {} AND ({}::boolean OR b.school = ANY ({}::uuid[]))", limit="1"),
        batch_id,
        *_reach(scopes),
    )
    if not rows:
        raise NotFound(NO_SUCH_BATCH)
    return _batch(rows[0])


async def batches_in(reading: Reading, scopes: Sequence[Scope]) -> tuple[Batch, ...]:
    """The batches of the schools that these scopes name, the newest first, at most `LONGEST_LIST`."""
    rows: list[Row] = await tables.CertificateBatch.raw(
        _BATCHES.format(where="{}::boolean OR b.school = ANY ({}::uuid[])", limit="{}"), *_reach(scopes), LONGEST_LIST
    )
    return tuple(_batch(row) for row in rows)


async def batch_lines(reading: Reading, found: Batch) -> tuple[BatchLine, ...]:
    """Everybody of a batch that was found, in order."""
    rows: list[Row] = await tables.CertificateBatchLine.raw(_LINES, found.id)
    return tuple(_line(reading, row) for row in rows)


async def batch_page(reading: Reading, found: Batch, number: int) -> BatchPage:
    """A part of those of a batch whose turn has come; `number` counts from 1."""
    start = (number - 1) * LONGEST_LIST
    asked = (found.id, start, LONGEST_LIST)
    issued: list[Row] = await tables.CertificateBatchLine.raw(_ISSUED, *asked)
    refused: list[Row] = await tables.CertificateBatchLine.raw(_REFUSED, *asked)
    return BatchPage(
        issued=tuple(_line(reading, row) for row in issued),
        refused=tuple(_line(reading, row) for row in refused),
        has_more=max(found.issued, found.refused) > start + LONGEST_LIST,
    )


def _reach(scopes: Sequence[Scope]) -> tuple[bool, list[UUID | None]]:
    everywhere = any(scope.kind is ScopeKind.SYSTEM for scope in scopes)
    return everywhere, [scope.id for scope in scopes if scope.kind is ScopeKind.SCHOOL]


def _batch(row: Row) -> Batch:
    first, last = row["period_from"], row["period_to"]
    left_out = {"as_of", "period_from", "period_to"}
    return Batch(
        **{
            **{name: value for name, value in row.items() if name not in left_out},
            "kind": CertificateKind(row["kind"]),
            "wording": Wording(row["wording"]),
            "state": BatchState(row["state"]),
            "on": row["as_of"],
            "period": Period(first, last) if first and last else None,
        }
    )


def _line(reading: Reading, row: Row) -> BatchLine:
    vault, sealed = reading.house.vault, row["refusal_sealed"]
    return BatchLine(
        id=row["line_id"],
        place=row["place"],
        person_id=row["line_person_id"],
        person_name=row["person_name"],
        certificate=certificate_of(row, vault) if row["id"] else None,
        refusal=vault.open(bytes(sealed), refusal_place(row["line_id"])) if sealed else None,
    )
