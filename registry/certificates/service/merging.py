"""Certificates go with the record of their person when two records become one: what they print stays as it was."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from registry.audit.history import Subject
from registry.audit.process import Process, Reading
from registry.certificates import tables
from registry.certificates.model import Certificate, CertificateMoved
from registry.certificates.queries.rows import certificates_from, select_certificates
from registry.institutions.model.events import change
from registry.people.model.merging import Follower, Obstacle, Pair, Part, Way
from registry.platform.database import these


async def move_certificates(process: Process, way: Way, ids: Sequence[UUID] | None = None) -> tuple[Part, ...]:
    """Move the certificates of the first record to the second, ended ones too; all or those of these keys."""
    came_from, goes_to = way
    table = tables.Certificate
    asked = select_certificates().where(table.person == came_from)
    narrowed = asked if ids is None else asked.where(table.id.is_in(these(ids)))
    found = await certificates_from(process.reading, narrowed)
    if found:
        await table.update({table.person: goes_to}).where(table.id.is_in(these(each.id for each in found)))
    for each in found:
        process.record(change(CertificateMoved, each, replace(each, person_id=goes_to)))
    return tuple(Part(Certificate.SUBJECT, each.id, each.revision) for each in found)


async def _obstacles(reading: Reading, pair: Pair) -> tuple[Obstacle, ...]:
    """Nothing of two people's certificates contradicts each other: each says what was known on its day."""
    return ()


async def _subjects(reading: Reading, person_id: UUID) -> tuple[Subject, ...]:
    table = tables.Certificate
    rows = await table.select(table.id).where(table.person == person_id)
    return tuple((Certificate.SUBJECT, row["id"]) for row in rows)


CERTIFICATES = Follower(_obstacles, move_certificates, _subjects)
