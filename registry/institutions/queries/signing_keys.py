"""Signing keys and revocation lists, as rows and as facts; the key that is open for signing."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.facts import School
from registry.institutions.model.signing_keys import (
    CannotSign,
    KeyKind,
    KeyOrigin,
    RevocationCause,
    RevocationList,
    SigningKey,
)
from registry.institutions.queries.schools import Row, only, school, schools
from registry.institutions.rules.signing_keys import bound_names
from registry.kernel.errors import BadInput, NotFound
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.platform.clock import SHANGHAI
from registry.platform.signing.bound_roots import bound_text, ended_text
from registry.platform.signing.keys import KeyPair, certificate_from, holder_names
from registry.platform.signing.private_keys import require_passphrase

if TYPE_CHECKING:
    from registry.platform.signing.signer import Signer

REASON = "签发证明 (certificate issued)"
"""What readers of PDF show as the reason of a signature."""
END = "-----END CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class SchoolSigner:
    """A school's key that is open: which one it is, and what signs with it."""

    key_id: UUID
    signer: "Signer" = field(repr=False)

    def sign(self, content: bytes, at: datetime) -> bytes:
        """A PDF with the school's signature at its end. Blocks for some milliseconds. Raises BadInput."""
        from registry.platform.signing.signer import signed  # noqa: PLC0415 -- slow import

        return signed(content, self.signer, at, REASON)


async def signer_of(reading: Reading, school_id: UUID, passphrase: str | None) -> SchoolSigner | None:
    """The school's key, open; None where it has none that signs. Asks for no permission.

    Raises CannotSign where there is one that cannot sign: passphrase missing or wrong, certificate expired, or made
    out to a name that the school no longer has, so that whoever checks would take the school for another.
    """
    row = await _standing(school_id)
    if row is None:
        return None
    _require_in_time(row, reading.now)
    _require_own_name(row, (await school(reading, school_id)).name)
    return await _opened(reading, row, passphrase)


async def signer_named(reading: Reading, school_id: UUID, name: str, passphrase: str | None) -> SchoolSigner | None:
    """The school's key if it is made out to this name, open: for what the school issued while it was called so.

    None where the school has no key that signs, or only one in another name: what names one school is never signed
    by another. Asks for no permission. Raises CannotSign where the key cannot sign: passphrase or expiry.
    """
    row = await _standing(school_id)
    if row is None or name not in holder_names(certificate_from(row["certificate"])):
        return None
    _require_in_time(row, reading.now)
    return await _opened(reading, row, passphrase)


async def signing_keys(
    reading: Reading, scope: Scope = EVERYWHERE, school_id: UUID | None = None
) -> tuple[SigningKey, ...]:
    """All keys, or one school's: roots first, the newest first within a school. None beyond the scope."""
    table = tables.SigningKeyRow
    asked = _select_keys().order_by(table.school, table.made_at, ascending=False)
    if scope.kind is ScopeKind.SCHOOL:
        asked = asked.where(table.school == scope.id)
    elif scope.kind is not ScopeKind.SYSTEM:
        return ()
    if school_id is not None:
        asked = asked.where(table.school == school_id)
    found = [key_of(row) for row in await asked]
    return tuple(sorted(found, key=lambda key: key.kind is not KeyKind.ROOT))


async def signing_key(reading: Reading, key_id: UUID, scope: Scope = EVERYWHERE) -> SigningKey:
    """One key. Raises NotFound, also for one beyond the scope."""
    found = key_of(only(await _select_keys().where(tables.SigningKeyRow.id == key_id), "密钥"))
    if scope.kind is ScopeKind.SYSTEM or (scope.kind is ScopeKind.SCHOOL and scope.id == found.school_id):
        return found
    raise NotFound("没有找到该密钥")


async def certificates_of_key(reading: Reading, key_id: UUID) -> tuple[str, ...]:
    """A key's certificate and those above it, nearest first, PEM. They are public. Raises NotFound.

    The uppermost one that came with a school's own certificate is bound to that school, as in `root_certificates`.
    """
    row = only(await _select_keys(private=True).where(tables.SigningKeyRow.id == key_id), "密钥")
    pair = pair_of(row)
    if row["origin"] != KeyOrigin.IMPORTED or not pair.chain:
        return (pair.certificate, *pair.chain)
    names = _names_bound(row, await schools(reading))
    return (pair.certificate, *pair.chain[:-1], *([bound_text(pair.chain[-1], names)] if names else []))


async def root_certificates(reading: Reading) -> tuple[str, ...]:
    """What whoever examines our files must trust, PEM: all roots, newest first, but those that leaked.

    A root that was revoked for another cause stays, with a line that says when: what was signed before stays good.
    For a school with a certificate of another authority: the uppermost one that came with it, bound to that school.
    """
    table = tables.SigningKeyRow
    rows = await _select_keys(private=True).order_by(table.made_at, ascending=False)
    leaked = RevocationCause.KEY_COMPROMISE
    own = {row["certificate"] for row in rows if row["kind"] == KeyKind.ROOT}
    roots = [_root_text(row) for row in rows if row["kind"] == KeyKind.ROOT and row["revoked_cause"] != leaked]
    bound: dict[str, set[str]] = {}
    known = await schools(reading)
    for row in rows:
        chain = pair_of(row).chain
        if row["origin"] == KeyOrigin.IMPORTED and row["revoked_cause"] != leaked and chain and chain[-1] not in own:
            bound.setdefault(chain[-1], set()).update(_names_bound(row, known))
    return (*roots, *(bound_text(certificate, names) for certificate, names in bound.items() if names))


async def names_below(root_id: UUID) -> tuple[str, ...]:
    """The names of the keys that a root certified and that are not revoked, in order. Asks for no permission."""
    table = tables.SigningKeyRow
    rows = await table.select(table.name).where(table.issuer == root_id, table.revoked_at.is_null())
    return tuple(sorted(row["name"] for row in rows))


async def revocation_lists(reading: Reading) -> tuple[str, ...]:
    """The newest list of each root, PEM. They are public."""
    table = tables.SigningRevocationList
    rows = await table.select(table.root, table.content).order_by(table.number, ascending=False)
    newest: dict[UUID, str] = {}
    for row in rows:
        newest.setdefault(row["root"], row["content"])
    return tuple(newest.values())


async def lists_of(reading: Reading, root_id: UUID) -> tuple[RevocationList, ...]:
    """The lists of a root, the newest first."""
    table = tables.SigningRevocationList
    columns = (table.id, table.root.as_alias("root_id"), table.number, table.entries, table.made_at, table.due_at)
    rows = await table.select(*columns).where(table.root == root_id).order_by(table.number, ascending=False)
    return tuple(RevocationList(**row) for row in rows)


def select_sealed() -> Select[Any]:
    """The select of keys with what opens them, to be narrowed further; only for signing and for keeping keys."""
    return _select_keys(private=True)


def key_of(row: Row) -> SigningKey:
    """A row of keys as a fact, whatever else it holds."""
    named = {each.name: row[each.name] for each in fields(SigningKey)}
    cause = row["revoked_cause"]
    return SigningKey(
        **{
            **named,
            "kind": KeyKind(row["kind"]),
            "origin": KeyOrigin(row["origin"]),
            "revoked_cause": RevocationCause(cause) if cause else None,
        }
    )


def pair_of(row: Row) -> KeyPair:
    """A row of `select_sealed` as certificate, sealed key and chain."""
    parts = (row["chain"] or "").split(END)[:-1]
    chain = tuple(f"{part.lstrip()}{END}\n" for part in parts)
    return KeyPair(row["certificate"], row["private_key"], chain)


def _root_text(row: Row) -> str:
    text: str = row["certificate"]
    return ended_text(text, row["revoked_at"]) if row["revoked_at"] else text


def _names_bound(row: Row, known: Iterable[School]) -> tuple[str, ...]:
    """For which names the authority is believed that came with a school's key."""
    names = {each.id: each.name for each in known}
    own = names[row["school_id"]]
    others = [name for school_id, name in names.items() if school_id != row["school_id"]]
    return bound_names(holder_names(certificate_from(row["certificate"])), own, others)


def _select_keys(private: bool = False) -> Select[Any]:
    table = tables.SigningKeyRow
    plain = [each.name for each in fields(SigningKey) if each.name not in ("school_id", "issuer_id")]
    more = ["certificate", "chain", "private_key"] if private else []
    columns = [table._meta.get_column_by_name(name) for name in (*plain, *more)]
    return table.select(*columns, table.school.as_alias("school_id"), table.issuer.as_alias("issuer_id"))


async def _standing(school_id: UUID) -> Row | None:
    """The key with which a school signs."""
    table = tables.SigningKeyRow
    rows = await _select_keys(private=True).where(table.school == school_id, table.retired_at.is_null())
    return rows[0] if rows else None


async def _opened(reading: Reading, row: Row, passphrase: str | None) -> SchoolSigner:
    from registry.platform.signing.signer import open_signer  # noqa: PLC0415 -- slow import

    pair, listed = pair_of(row), await _fresh_list(row["issuer_id"], reading.now)
    try:
        opener = require_passphrase(passphrase)
        signer = await asyncio.to_thread(open_signer, pair.certificate, pair.private_key, opener, pair.chain, listed)
    except BadInput as fault:
        raise CannotSign(str(fault)) from fault
    return SchoolSigner(row["id"], signer)


def _require_in_time(row: Row, now: datetime) -> None:
    if row["finished_at"] <= now:
        ended = f"{row['finished_at'].astimezone(SHANGHAI):%Y-%m-%d}"
        raise CannotSign(f"签名证书已于 {ended} 到期,请换发:registry keys rotate (the certificate has expired)")


def _require_own_name(row: Row, school_name: str) -> None:
    if school_name not in holder_names(certificate_from(row["certificate"])):
        raise CannotSign(
            f"签名证书的名称是“{row['name']}”,学校现在的全称是“{school_name}”,请换发:registry keys rotate "
            "(the certificate names the school as it was called before)"
        )


async def _fresh_list(root_id: UUID | None, now: datetime) -> str | None:
    """The root's newest list, for readers that are offline, while it is fresh."""
    if root_id is None:
        return None
    table = tables.SigningRevocationList
    asked = table.select(table.content).where(table.root == root_id, table.due_at > now)
    rows = await asked.order_by(table.number, ascending=False).limit(1)
    return rows[0]["content"] if rows else None
