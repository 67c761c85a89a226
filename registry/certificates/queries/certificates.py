"""Certificates: one, those of a person, those that rest on a fact, what one prints.

A school sees those that it issued, a department those of its people, a person their own; another school, where the
person may be by now, looks them up by their code as everybody does.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from registry.audit.process import Reading
from registry.audit.reliances import what_rests_on
from registry.certificates import tables
from registry.certificates.model import Certificate, Content, Linked
from registry.certificates.queries.rows import (
    certificates_from,
    not_found,
    select_certificates,
    stored_content,
)
from registry.certificates.rules.numbering import plain_number
from registry.institutions.queries.schools import schools
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.people.queries.reach import reached, reached_if_any
from registry.platform.database import these


async def certificate(reading: Reading, certificate_id: UUID, scope: Scope = EVERYWHERE) -> Certificate:
    """One certificate, whatever its state. Raises NotFound, also for one outside the scope."""
    asked = select_certificates().where(tables.Certificate.id == certificate_id)
    return _only(await within(reading, await certificates_from(reading, asked), scope))


async def certificate_scope(
    reading: Reading, certificate_id: UUID, scopes: Sequence[Scope]
) -> tuple[Certificate, Scope]:
    """One certificate and the first of these scopes in which it is seen. Raises NotFound when there is none."""
    asked = select_certificates().where(tables.Certificate.id == certificate_id)
    found = await certificates_from(reading, asked)
    for scope in dict.fromkeys(scopes if found else ()):
        if await within(reading, found, scope):
            return found[0], scope
    raise not_found()


async def certificate_by_number(reading: Reading, number: str, scope: Scope = EVERYWHERE) -> Certificate:
    """One certificate by its number, however it was typed. Raises NotFound, also for one outside the scope."""
    asked = select_certificates().where(tables.Certificate.number == plain_number(number))
    return _only(await within(reading, await certificates_from(reading, asked), scope))


async def certificates_of(reading: Reading, person_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Certificate, ...]:
    """Those of a person that the scope sees, the newest first. Raises NotFound for whom it does not reach."""
    await reached(reading, [person_id], scope)
    table = tables.Certificate
    asked = select_certificates().where(table.person == person_id)
    found = await certificates_from(reading, asked.order_by(table.issued_at, table.number, ascending=False))
    return await within(reading, found, scope)


async def certificates_resting_on(
    reading: Reading, subject: str, subject_ids: Iterable[UUID], scope: Scope = EVERYWHERE
) -> tuple[Certificate, ...]:
    """The certificates made from any revision of these facts that still rest on them, by number.

    After a correction these are the ones to look at again, to replace or to revoke: none ends by itself.
    """
    rests = await what_rests_on(reading, subject, subject_ids)
    ids = [UUID(each.dependent_id) for each in rests if each.dependent_kind == Certificate.SUBJECT]
    table = tables.Certificate
    asked = select_certificates().where(table.id.is_in(these(dict.fromkeys(ids)))).order_by(table.number)
    return await within(reading, await certificates_from(reading, asked), scope)


async def content_of(reading: Reading, found: Certificate) -> Content:
    """What a certificate prints that was found in a scope."""
    return await stored_content(reading, found.id)


async def linked(reading: Reading, certificate_id: UUID | None) -> Linked | None:
    """What anybody may know of the one that replaces, or was replaced."""
    if certificate_id is None:
        return None
    found = await certificate(reading, certificate_id)
    return Linked(found.number, found.issued_on, found.state)


async def within(reading: Reading, found: Iterable[Certificate], scope: Scope) -> tuple[Certificate, ...]:
    """Of these certificates those that the scope sees."""
    kept = tuple(found)
    if scope.kind is ScopeKind.SYSTEM:
        return kept
    if scope.kind is ScopeKind.PERSON:
        return tuple(each for each in kept if each.person_id == scope.id)
    issuing = {each.id for each in await schools(reading, scope)}
    of_school = [each for each in kept if each.school_id in issuing]
    if scope.kind is ScopeKind.SCHOOL:
        return tuple(of_school)
    reaches = await reached_if_any(reading, (each.person_id for each in of_school), scope)
    return tuple(each for each in of_school if reaches[each.person_id])


def _only(found: Sequence[Certificate]) -> Certificate:
    if not found:
        raise not_found()
    return found[0]
