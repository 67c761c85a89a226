"""What anybody may have of the signing keys: root certificates and revocation lists; and what is due before long."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding

from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.signing_keys import KeyFinding, KeyKind, RevocationList
from registry.institutions.queries.schools import schools
from registry.institutions.queries.signing_keys import lists_of, root_certificates, signing_keys
from registry.institutions.rules.signing_keys import key_findings
from registry.kernel.errors import NotFound
from registry.platform.signing.bound_roots import anchors_from
from registry.platform.signing.keys import (
    Particulars,
    certificate_from,
    holder_names,
    particulars,
    revocation_list_in,
)

NO_SUCH = "没有这个文件"


@dataclass(frozen=True, slots=True)
class PublishedRoot:
    """A root that whoever examines our files must trust. `listed`: its newest list; None: another authority's.

    `schools`: the names for which alone it is believed, none: for all. `ended_at`: since when it certifies nobody.
    """

    about: Particulars
    certificate: str
    listed: RevocationList | None
    schools: tuple[str, ...] = ()
    ended_at: datetime | None = None


async def published_roots(reading: Reading) -> tuple[PublishedRoot, ...]:
    """All of them that did not leak, the newest of our own first."""
    own = {key.fingerprint: key for key in await signing_keys(reading) if key.kind is KeyKind.ROOT}
    found = []
    for certificate in await root_certificates(reading):
        about = particulars(certificate)
        key = own.get(about.fingerprint)
        lists = await lists_of(reading, key.id) if key else ()
        bound = anchors_from([certificate.encode("utf-8")]).bound
        names = {name for each in bound.values() for name in each}
        ended_at = key.revoked_at if key else None
        found.append(PublishedRoot(about, certificate, lists[0] if lists else None, tuple(sorted(names)), ended_at))
    return tuple(found)


async def published_root(reading: Reading, fingerprint: str) -> str:
    """A root by its fingerprint, PEM. Raises NotFound, also for one that leaked."""
    found = {particulars(each).fingerprint: each for each in await root_certificates(reading)}
    if fingerprint not in found:
        raise NotFound(NO_SUCH)
    return found[fingerprint]


async def published_list(reading: Reading, fingerprint: str) -> bytes:
    """The newest revocation list of a root, DER; also of a root that signs no more. Raises NotFound."""
    lists, keys = tables.SigningRevocationList, tables.SigningKeyRow
    asked = lists.select(lists.content).where(
        lists.root.is_in(keys.select(keys.id).where(keys.fingerprint == fingerprint))
    )
    rows = await asked.order_by(lists.number, ascending=False).limit(1)
    if not rows:
        raise NotFound(NO_SUCH)
    return revocation_list_in(rows[0]["content"].encode("ascii")).public_bytes(Encoding.DER)


async def what_is_due(reading: Reading) -> tuple[KeyFinding, ...]:
    """Keys and lists that the operator must see to before long. Asks for no permission: names are public."""
    keys = await signing_keys(reading)
    roots = [key.id for key in keys if key.kind is KeyKind.ROOT]
    newest = {root_id: lists[0] for root_id in roots if (lists := await lists_of(reading, root_id))}
    return key_findings(keys, newest, await _renamed(reading), reading.now)


async def _renamed(reading: Reading) -> frozenset[UUID]:
    """Keys that sign, in a name that their school no longer has."""
    names = {each.id: each.name for each in await schools(reading)}
    table = tables.SigningKeyRow
    asked = table.select(table.id, table.school, table.certificate)
    rows = await asked.where(table.school.is_not_null(), table.retired_at.is_null())
    return frozenset(
        row["id"] for row in rows if names[row["school"]] not in holder_names(certificate_from(row["certificate"]))
    )
