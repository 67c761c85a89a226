"""Lists of certificates: who sees which, narrowed, a page at a time."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from piccolo.engine.postgres import PostgresEngine

from registry.certificates.model import CertificateState, Doubt, IssueCertificate
from registry.certificates.queries.batches import batches_in
from registry.certificates.queries.certificates import certificate
from registry.certificates.queries.listing import CertificatePlace, CertificateWish, certificates_in, doubts_of
from registry.certificates.service.issuing import issue_certificate
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.queries.placements import placements_of
from registry.practice.records import Step
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import (
    COMPLIANCE,
    PRACTICE,
    a_colleague,
    a_paperwork,
    a_school_that_certifies,
    an_ask,
    begun,
    doing,
    issued,
    replaced,
    revoked,
)
from tests.institutions.staging import a_unit
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import officer, taken, verified


@pytest.fixture
def paper(tmp_path):
    return a_paperwork(tmp_path)


async def issued_at(school, person, paper, now, **asked):
    command = IssueCertificate(uuid4(), school.id, an_ask(person, **asked))
    return (await doing(officer(school), school, issue_certificate, command, paper, now=now))[0]


async def numbers(*scopes, **wish):
    page = await certificates_in(a_reading(), CertificateWish(**wish), scopes)
    return [line.certificate.number for line in page.lines]


async def test_a_page_names_people_and_schools_the_newest_first(database, paper):
    school, person = await a_school_that_certifies()
    first = await issued(school, person, paper)
    second = await issued_at(school, person, paper, NOW + timedelta(minutes=1))

    page = await certificates_in(a_reading(), CertificateWish(), [Scope.school(school.id)])

    assert [line.certificate for line in page.lines] == [second, first]
    assert [line[1:] for line in page.lines] == [("林晓", "13957", school.name, ())] * 2
    assert page.next is None


async def test_pages_follow_each_other_without_overlap(database, paper):
    school, person = await a_school_that_certifies()
    made = [await issued(school, person, paper) for _ in range(5)]
    scope, seen, place = Scope.school(school.id), [], None

    for _ in range(3):
        page = await certificates_in(a_reading(), CertificateWish(after=place, limit=2), [scope])
        seen += [line.certificate.id for line in page.lines]
        place = page.next

    assert place is None
    assert sorted(seen) == sorted(each.id for each in made)
    last = await certificates_in(a_reading(), CertificateWish(limit=5), [scope])
    assert last.next is None
    assert isinstance((await certificates_in(a_reading(), CertificateWish(limit=4), [scope])).next, CertificatePlace)


async def test_a_wish_narrows(database, paper):
    school, person = await a_school_that_certifies()
    other = await a_colleague(school, "王䶮", "T2")
    one = await issued(school, person, paper)
    two = await issued(school, other, paper, kind=COMPLIANCE)
    three, _ = await replaced(school, one, paper)
    four, _ = await revoked(school, await issued(school, other, paper))
    next_year = await issued_at(school, other, paper, NOW + timedelta(days=100))
    scope = Scope.school(school.id)

    assert set(await numbers(scope, kind=COMPLIANCE)) == {two.number}
    assert set(await numbers(scope, kind=PRACTICE)) == {one.number, three.number, four.number, next_year.number}
    assert set(await numbers(scope, state=CertificateState.REPLACED)) == {one.number}
    assert set(await numbers(scope, state=CertificateState.REVOKED)) == {four.number}
    assert set(await numbers(scope, year=2027)) == {next_year.number}
    assert set(await numbers(scope, text="䶮")) == {two.number, four.number, next_year.number}
    assert set(await numbers(scope, text=" p2026-00002 ")) == {three.number}
    assert set(await numbers(scope, text="%")) == set()
    assert set(await numbers(scope, school_id=uuid4())) == set()
    assert set(await numbers(scope, batch_id=uuid4())) == set()


async def test_each_sees_what_the_scope_holds(database, paper):
    school, person = await a_school_that_certifies()
    unit, colleague = await a_unit(school), await a_person("赵")
    await a_post(await an_employment(school, colleague, "T2", department=unit))
    await verified(school, colleague)
    other_school, other = await a_school_that_certifies("21001")
    own, theirs = await issued(school, person, paper), await issued(school, colleague, paper)
    elsewhere = await issued(other_school, other, paper)

    assert set(await numbers(EVERYWHERE)) == {own.number, theirs.number, elsewhere.number}
    assert set(await numbers(Scope.school(school.id))) == {own.number, theirs.number}
    assert set(await numbers(Scope.department(unit.id))) == {theirs.number}
    assert set(await numbers(Scope.person(person.id))) == {own.number}
    assert set(await numbers(Scope.person(person.id), Scope.school(other_school.id))) == {
        own.number,
        elsewhere.number,
    }
    assert await numbers(Scope.bureau(uuid4())) == []
    assert await numbers() == []
    assert own.issued_on == date(2026, 11, 22)


async def test_those_whose_practice_was_voided_are_to_be_looked_at_again(database, paper):
    school, person = await a_school_that_certifies()
    other = await a_colleague(school, "王", "T2")
    touched, ended = await issued(school, person, paper), await issued(school, person, paper)
    await issued(school, other, paper)
    await revoked(school, ended)
    (placed,) = (await placements_of(a_reading(), [person.id]))[person.id]
    assert await numbers(Scope.school(school.id), doubtful=True) == []

    await taken(placed, Step.VOID)

    page = await certificates_in(a_reading(), CertificateWish(doubtful=True), [Scope.school(school.id)])
    assert [(line.certificate, line.doubts) for line in page.lines] == [(touched, (Doubt.PRACTICE,))]
    assert [await doubts_of(each) for each in (touched, ended)] == [(Doubt.PRACTICE,), ()]
    assert (await certificate(a_reading(), touched.id)).state is CertificateState.VALID


async def test_lists_take_as_many_statements_however_long(database, paper, monkeypatch):
    school, person = await a_school_that_certifies()
    scope = Scope.school(school.id)
    run, count = PostgresEngine.run_querystring, []

    async def counted(engine, *given, **named):
        count.append(None)
        return await run(engine, *given, **named)

    async def statements():
        count.clear()
        await certificates_in(a_reading(), CertificateWish(), [scope])
        await batches_in(a_reading(), [scope])
        return len(count)

    monkeypatch.setattr(PostgresEngine, "run_querystring", counted)
    found = [await statements()]
    for _ in range(3):
        await issued(school, person, paper)
        await begun(school, [person])
    found.append(await statements())

    assert found == [2, 2]
