"""Certificates for tests: small words and pages of their own, who issues, and how far it is taken."""

import os
from dataclasses import replace
from datetime import date
from functools import cache
from typing import NamedTuple
from uuid import UUID, uuid4

from registry.audit.process import open_process
from registry.certificates.model import (
    Bilingual,
    CertificateAsk,
    CertificateKind,
    Content,
    Drafted,
    IssueBatch,
    IssueCertificate,
    PrintedFact,
    PrintedTable,
    ReplaceCertificate,
    RestsOn,
    RevokeCertificate,
)
from registry.certificates.rules.facts_json import facts_of
from registry.certificates.service.batches import begin_batch
from registry.certificates.service.issuing import issue_certificate, replace_certificate
from registry.certificates.service.paperwork import Paperwork
from registry.certificates.service.printing import print_certificate
from registry.certificates.service.revoking import revoke_certificate
from registry.institutions.queries.schools import school
from registry.institutions.tables import SigningKeyRow
from registry.kernel.errors import BadInput
from registry.kernel.scopes import Scope
from registry.people.queries.persons import person
from registry.platform.files import FileStore
from registry.platform.pdf.fonts import fonts_of
from registry.practice.model import PlacementState
from registry.practice.queries.placements import placements_of
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import a_place, officer, reading_of, verified

ON = date(2026, 11, 22)
PRACTICE, COMPLIANCE = CertificateKind.PRACTICE, CertificateKind.COMPLIANCE
KEY = uuid4()
NOTHING = "没有已认定的企业实践,不能出具证明"


@cache
def the_fonts():
    return fonts_of(None)


async def small_draft(reading, school_id, ask, scope):
    """The days of verified practice, and nothing else."""
    who = await person(reading, ask.person_id, scope)
    found = (await placements_of(reading, [ask.person_id], scope))[ask.person_id]
    counted = [each for each in found if each.state is PlacementState.VERIFIED]
    if not counted:
        raise BadInput(NOTHING)
    words = Bilingual(f"{sum((each.finished_on - each.started_on).days + 1 for each in counted)} 天")
    content = Content(
        kind=ask.kind,
        wording=ask.wording,
        title=Bilingual("企业实践证明", "Certificate of practice"),
        school_name=(await school(reading, school_id)).name,
        person_name=who.name,
        statement=Bilingual(f"兹证明{who.name}完成企业实践"),
        facts=(PrintedFact("days", Bilingual("天数", "Days"), words),),
        tables=(
            PrintedTable(
                "placements",
                Bilingual("实践经历"),
                (Bilingual("企业"),),
                tuple((Bilingual(each.enterprise_name),) for each in counted),
            ),
        ),
        basis=(Bilingual("盘政发〔2021〕4号"),),
        as_of=ask.on,
    )
    return Drafted(content, tuple(RestsOn("placement", str(each.id), each.revision) for each in counted))


def small_finish(certificate, content, fonts, address):
    """What is printed, as text."""
    return f"{facts_of(certificate, content)}\n{certificate.check_digits}\n{address}".encode()


_KEPT = """
INSERT INTO signing_key (id, kind, origin, school, name, serial, fingerprint, certificate, private_key, started_at,
    finished_at, made_at, made_by_name, revision)
VALUES ({}, 'school', 'imported', {}, '学校', '1', {}, '-----BEGIN CERTIFICATE-----',
    '-----BEGIN ENCRYPTED PRIVATE KEY-----', now(), now() + interval '1 day', now(), 'operator', 1)
ON CONFLICT DO NOTHING
"""


class Pen(NamedTuple):
    """Signs with random bytes."""

    key_id: UUID

    def sign(self, content, at):
        return content + os.urandom(16)


def signing(key_id=KEY):
    """A signature that differs each time, as real ones do."""

    async def signing_of(reading, school_id, passphrase, printed_name=None):
        await SigningKeyRow.raw(_KEPT, key_id, school_id, str(key_id))
        return Pen(key_id)

    return signing_of


def a_paperwork(folder, **changes):
    small = {"drafted": small_draft, "finished": small_finish}
    return Paperwork(**{"store": FileStore(folder / "files"), "fonts": the_fonts(), **small, **changes})


async def a_school_that_certifies(code="13957", staff_no="T1"):
    """A school and a teacher of it with verified practice."""
    place = await a_place(code, staff_no)
    await verified(*place)
    return place


async def a_colleague(school, name, staff_no, is_verified=True):
    """Another teacher of a school, with verified practice or without."""
    person = await a_person(name)
    await a_post(await an_employment(school, person, staff_no))
    if is_verified:
        await verified(school, person)
    return person


async def doing(actor, school, use_case, command, *paper, **changes):
    """What a use case returned when this actor carried it out in the school's name, and the events."""
    async with open_process("test", reading_of(actor, **changes)) as process:
        result = await use_case(process, command, Scope.school(school.id), *paper)
    return result, process.events


def an_ask(person, **changes):
    return CertificateAsk(**{"kind": PRACTICE, "person_id": person.id, "on": ON, **changes})


async def issue(school, person, paper, actor=None, certificate_id=None, **asked):
    """A certificate that an officer issued, its file not made yet, and the events."""
    command = IssueCertificate(certificate_id or uuid4(), school.id, an_ask(person, **asked))
    return await doing(actor or officer(school), school, issue_certificate, command, paper)


async def issued(school, person, paper, **asked):
    return (await issue(school, person, paper, **asked))[0]


async def printed(certificate, paper, **changes):
    """The certificate with its file."""
    return await print_certificate(reading_of(installation_of_jobs(), **changes), certificate.id, paper)


def installation_of_jobs():
    from registry.identity.model.principals import installation

    return installation("job")


async def replaced(school, certificate, paper, actor=None, **changes):
    """What an officer issued in its place, and the events."""
    command = ReplaceCertificate(uuid4(), certificate.id, certificate.revision, "姓名写错")
    return await doing(actor or officer(school), school, replace_certificate, replace(command, **changes), paper)


async def revoked(school, certificate, actor=None, **changes):
    """The certificate revoked by an officer, and the events."""
    command = RevokeCertificate(certificate.id, certificate.revision, "实践不属实")
    return await doing(actor or officer(school), school, revoke_certificate, replace(command, **changes))


async def begun(school, persons, actor=None, batch_id=None, **changes):
    """A batch that an officer asked for, and the events."""
    command = IssueBatch(batch_id or uuid4(), school.id, PRACTICE, tuple(each.id for each in persons), ON)
    return await doing(actor or officer(school), school, begin_batch, replace(command, **changes))


def always(reading):
    """A door that opens the same reading each time."""

    async def open_reading():
        return reading

    return open_reading


def kinds(events):
    return [(type(event).__name__, event.subject) for event in events]
