"""Signing keys: make the root and the schools' keys, bring one in, let another take over, retire, revoke.

Every use case that opens a private key is given the passphrase of the keys; it is stored nowhere. Making and opening
keys takes a quarter of a second of the processor, which is spent in a thread.
"""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import signing_keys as model
from registry.institutions.model.events import change
from registry.institutions.model.facts import School
from registry.institutions.model.signing_keys import (
    ImportSchoolKey,
    KeyKind,
    KeyOrigin,
    MakeRoot,
    MakeSchoolKey,
    RetireKey,
    RevocationList,
    RevokeKey,
    SigningKey,
)
from registry.institutions.queries.schools import Row, only
from registry.institutions.queries.signing_keys import key_of, names_below, pair_of, select_sealed
from registry.institutions.rules import empty_fields
from registry.institutions.rules.signing_keys import (
    import_fault,
    list_address,
    may_keep_keys,
    name_fault,
    retiring_faults,
    revoking_faults,
    root_fault,
    takeover_fault,
)
from registry.institutions.service.schools import changeable_school
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.errors import InvalidFields
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import require
from registry.platform.signing.keys import (
    LIST_DAYS,
    KeyPair,
    Revoked,
    Subject,
    certificate_from,
    holder_names,
    new_root,
    new_school_certificate,
    particulars,
    revocation_list,
)
from registry.platform.signing.pkcs12 import read_pkcs12

TAKEN_OVER = "换发"


async def make_root(process: Process, command: MakeRoot, passphrase: str, scope: Scope = EVERYWHERE) -> SigningKey:
    """Make the root, or let a new one take over; its first revocation list, which is empty, is made with it.

    Keys under the old root go on signing. Raises NotPermitted, InvalidFields, BadInput (passphrase).
    """
    require(may_keep_keys(scope))
    standing = await _standing_root()
    require_valid(empty_fields(name=command.name), takeover_fault(_fact(standing), command.reason))
    pair = await asyncio.to_thread(new_root, command.name.strip(), process.now, passphrase)
    await _taken_over(process, standing, command.reason)
    made = await _kept(process, pair, _Place(KeyKind.ROOT))
    await _list_made(process, made.id, pair, passphrase)
    return made


async def make_school_key(
    process: Process, command: MakeSchoolKey, passphrase: str, scope: Scope = EVERYWHERE
) -> SigningKey:
    """Make a school's key under the root, or let a new one take over.

    Raises NotFound, NotPermitted, InvalidFields (no root yet; one stands already), BadInput (passphrase, root over).
    """
    require(may_keep_keys(scope))
    school = await changeable_school(command.school_id, scope)
    standing = await _standing_key(school)
    root = await _standing_root()
    require_valid(takeover_fault(_fact(standing), command.reason))
    if root is None:
        raise InvalidFields({"root": "还没有根证书,请先运行 registry keys root (there is no root yet)"})
    subject = Subject(school.name, school.code)
    listed_at = list_address(command.public_url, root["fingerprint"])
    pair = await asyncio.to_thread(new_school_certificate, pair_of(root), passphrase, subject, process.now, listed_at)
    await _taken_over(process, standing, command.reason)
    return await _kept(process, pair, _Place(KeyKind.SCHOOL, school.id, root["id"]))


async def import_school_key(
    process: Process, command: ImportSchoolKey, passphrase: str, scope: Scope = EVERYWHERE
) -> SigningKey:
    """Bring in a school's key with a certificate of another authority, or let it take over.

    Raises NotFound, NotPermitted, InvalidFields (one stands already; here already; made out to another name),
    BadInput (whatever is wrong with file, password or passphrase).
    """
    require(may_keep_keys(scope))
    school = await changeable_school(command.school_id, scope)
    standing = await _standing_key(school)
    require_valid(import_fault(_fact(standing), command.reason))
    pair = await asyncio.to_thread(read_pkcs12, command.content, command.password, passphrase, process.now)
    require_valid(name_fault(holder_names(certificate_from(pair.certificate)), school.name))
    await _taken_over(process, standing, command.reason)
    return await _kept(process, pair, _Place(KeyKind.SCHOOL, school.id, origin=KeyOrigin.IMPORTED))


async def retire_key(process: Process, command: RetireKey, scope: Scope = EVERYWHERE) -> SigningKey:
    """Sign no more with a key. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    require(may_keep_keys(scope))
    before = key_of(await _locked(command.key_id))
    require_fresh(command.revision, before.revision)
    require_valid(retiring_faults(before, command.reason))
    return await _retired(process, before, command.reason.strip())


async def revoke_key(process: Process, command: RevokeKey, passphrase: str, scope: Scope = EVERYWHERE) -> SigningKey:
    """Revoke a key; where our own root certified it, the next revocation list is made with it.

    Where a leak comes out of a key that was revoked for another cause, it is revoked once more; the day stays that
    of the first time. The list of another authority is that authority's: it must be asked to revoke, too.
    Raises NotFound, NotPermitted, StaleEdit, InvalidFields, BadInput (passphrase).
    """
    require(may_keep_keys(scope))
    before = key_of(await _locked(command.key_id))
    require_fresh(command.revision, before.revision)
    faults = revoking_faults(before, command.cause, command.reason)
    require_valid(faults, root_fault(before, await names_below(before.id)))
    after = await _revoked(process, before, command)
    if before.issuer_id is not None:
        root = await _locked(before.issuer_id)
        await _list_made(process, before.issuer_id, pair_of(root), passphrase)
    return after


async def make_revocation_list(
    process: Process, root_id: UUID, passphrase: str, scope: Scope = EVERYWHERE
) -> RevocationList:
    """Make a root's next revocation list, with a later date. Raises NotFound, NotPermitted, BadInput."""
    require(may_keep_keys(scope))
    root = await _locked(root_id)
    if root["kind"] != KeyKind.ROOT:
        raise InvalidFields({"key_id": "只有根证书签发撤销列表 (only a root has revocation lists)"})
    return await _list_made(process, root_id, pair_of(root), passphrase)


class _Place:
    """Whose a key is."""

    def __init__(
        self,
        kind: KeyKind,
        school_id: UUID | None = None,
        issuer_id: UUID | None = None,
        origin: KeyOrigin = KeyOrigin.OWN,
    ) -> None:
        self.kind, self.school_id, self.issuer_id, self.origin = kind, school_id, issuer_id, origin


def _fact(row: Row | None) -> SigningKey | None:
    return None if row is None else key_of(row)


async def _standing_root() -> Row | None:
    table = tables.SigningKeyRow
    rows = await select_sealed().where(table.kind == KeyKind.ROOT, table.retired_at.is_null()).lock_rows("UPDATE")
    return rows[0] if rows else None


async def _standing_key(school: School) -> Row | None:
    """The school's key that signs; its school is locked."""
    table = tables.SigningKeyRow
    rows = await select_sealed().where(table.school == school.id, table.retired_at.is_null()).lock_rows("UPDATE")
    return rows[0] if rows else None


async def _locked(key_id: UUID) -> Row:
    return only(await select_sealed().where(tables.SigningKeyRow.id == key_id).lock_rows("UPDATE"), "密钥")


async def _taken_over(process: Process, standing: Row | None, reason: str | None) -> None:
    if standing is not None and reason is not None:
        await _retired(process, key_of(standing), f"{TAKEN_OVER}:{reason.strip()}")


async def _kept(process: Process, pair: KeyPair, place: _Place) -> SigningKey:
    about = particulars(pair.certificate)
    made = SigningKey(
        id=uuid4(),
        kind=place.kind,
        origin=place.origin,
        school_id=place.school_id,
        issuer_id=place.issuer_id,
        name=about.name,
        serial=about.serial,
        fingerprint=about.fingerprint,
        started_at=about.started_at,
        finished_at=about.finished_at,
        made_at=process.now,
        made_by_name=process.actor.name,
    )
    stored: dict[str, Any] = {
        "certificate": pair.certificate,
        "chain": "".join(pair.chain) or None,
        "private_key": pair.private_key,
    }
    with in_plain_words(REFUSALS):
        await tables.SigningKeyRow.insert(tables.SigningKeyRow(**as_row(made), **stored))
    kind = model.SigningKeyMade if place.origin is KeyOrigin.OWN else model.SigningKeyImported
    process.record(change(kind, None, made))
    return made


async def _retired(process: Process, before: SigningKey, reason: str) -> SigningKey:
    after = replace(before, retired_at=process.now, retired_reason=reason, revision=before.revision + 1)
    changes = {"retired_at": process.now, "retired_reason": reason}
    await save(tables.SigningKeyRow, before.id, before.revision, changes)
    process.record(change(model.SigningKeyRetired, before, after))
    return after


async def _revoked(process: Process, before: SigningKey, command: RevokeKey) -> SigningKey:
    reason = command.reason.strip()
    after = replace(
        before,
        retired_at=before.retired_at or process.now,
        retired_reason=before.retired_reason or reason,
        revoked_at=before.revoked_at or process.now,
        revoked_cause=command.cause,
        revoked_reason=reason,
        revision=before.revision + 1,
    )
    named = ("retired_at", "retired_reason", "revoked_at", "revoked_cause", "revoked_reason")
    await save(tables.SigningKeyRow, before.id, before.revision, {name: getattr(after, name) for name in named})
    process.record(change(model.SigningKeyRevoked, before, after))
    return after


async def _list_made(process: Process, root_id: UUID, root: KeyPair, passphrase: str) -> RevocationList:
    """The root's next list. The root is locked, so that lists are counted one by one."""
    key, table = tables.SigningKeyRow, tables.SigningRevocationList
    asked = key.select(key.serial, key.revoked_at, key.revoked_cause).where(key.issuer == root_id)
    revoked = await asked.where(key.revoked_at.is_not_null()).order_by(key.revoked_at)
    lines = [Revoked(row["serial"], row["revoked_at"], row["revoked_cause"]) for row in revoked]
    number = 1 + int(await table.count().where(table.root == root_id))
    content = await asyncio.to_thread(revocation_list, root, passphrase, lines, number, process.now)
    due_at = process.now.replace(microsecond=0) + timedelta(days=LIST_DAYS)
    made = RevocationList(uuid4(), root_id, number, len(lines), process.now, due_at)
    await table.insert(table(**as_row(made), content=content))
    process.record(change(model.RevocationListMade, None, made))
    return made
