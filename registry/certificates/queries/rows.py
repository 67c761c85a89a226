"""How rows become certificates. The selects are narrowed by whoever uses them."""

from typing import Any
from uuid import UUID

from piccolo.columns.base import Column
from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Certificate, CertificateKind, CertificateState, Content, Wording
from registry.certificates.rules.facts_json import content_from
from registry.kernel.errors import NotFound
from registry.kernel.periods import Period
from registry.platform.vault import Vault

Row = dict[str, Any]
NO_SUCH_CERTIFICATE = "没有找到该证明"
COLUMNS = (
    "c.id, c.number, c.code_sealed, c.check_digits, c.kind, c.wording, c.school AS school_id, c.person AS person_id, "
    "c.as_of, c.state, c.facts_digest, c.issued_at, c.issued_by, c.issued_by_name, c.period_from, c.period_to, "
    "c.batch AS batch_id, c.replaces AS replaces_id, c.replaced_by AS replaced_by_id, c.replaced_reason, "
    "c.revoked_at, c.revoked_by_name, c.revoked_reason, c.file_digest, c.unsigned_digest, c.signing_key AS key_id, "
    "c.revision"
)
"""Of a statement whose table `certificate` is called `c`: what `certificate_of` takes."""


def code_place(certificate_id: UUID) -> str:
    """The place for which a code is sealed: table, column and row."""
    return f"certificate.code_sealed:{certificate_id}"


def content_place(certificate_id: UUID) -> str:
    """The place for which a content is sealed."""
    return f"certificate.content_sealed:{certificate_id}"


def refusal_place(line_id: UUID) -> str:
    """The place for which the words of a refusal are sealed."""
    return f"certificate_batch_line.refusal_sealed:{line_id}"


def select_certificates() -> Select[Any]:
    """Every certificate, all but its content, to be narrowed."""
    table = tables.Certificate
    renamed: dict[Column, str] = {
        table.school: "school_id",
        table.person: "person_id",
        table.batch: "batch_id",
        table.replaces: "replaces_id",
        table.replaced_by: "replaced_by_id",
        table.signing_key: "key_id",
    }
    left_out = {"year", "serial", "code_index", "content_sealed", *(each._meta.name for each in renamed)}
    plain = [each for each in table._meta.columns if each._meta.name not in left_out]
    return table.select(*plain, *(column.as_alias(name) for column, name in renamed.items()))


def certificate_of(row: Row, vault: Vault) -> Certificate:
    """A row of `select_certificates`, or of `COLUMNS`, as a fact."""
    values = {name: value for name, value in row.items() if name in Certificate.__dataclass_fields__}
    first, last = row["period_from"], row["period_to"]
    return Certificate(
        **{
            **values,
            "code": vault.open(bytes(row["code_sealed"]), code_place(row["id"])),
            "kind": CertificateKind(row["kind"]),
            "wording": Wording(row["wording"]),
            "state": CertificateState(row["state"]),
            "period": Period(first, last) if first and last else None,
        }
    )


async def certificates_from(reading: Reading, select: Select[Any]) -> tuple[Certificate, ...]:
    """The certificates that a narrowed `select_certificates` finds."""
    return tuple(certificate_of(row, reading.house.vault) for row in await select)


async def stored_content(reading: Reading, certificate_id: UUID) -> Content:
    """What a certificate that was found prints."""
    table = tables.Certificate
    rows = await table.select(table.content_sealed).where(table.id == certificate_id)
    if not rows:
        raise not_found()
    sealed = bytes(rows[0]["content_sealed"])
    return content_from(reading.house.vault.open(sealed, content_place(certificate_id)))


def not_found() -> NotFound:
    """The same words, whether there is no such certificate or none that the scope reaches."""
    return NotFound(NO_SUCH_CERTIFICATE)
