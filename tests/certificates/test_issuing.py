"""Issuing in the database: numbers without a gap, rows, events, who is refused, what happens at once."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from registry.audit.model import Reliance
from registry.audit.reliances import what_rests_on
from registry.certificates.model import Certificate, CertificateState, IssueCertificate, Wording
from registry.certificates.queries.certificates import (
    certificate,
    certificate_by_number,
    certificates_of,
    certificates_resting_on,
    content_of,
)
from registry.certificates.rules.acts import NOT_YOUR_LENDERS, NOT_YOUR_OWN, NOT_YOURS
from registry.certificates.rules.facts_json import digest_of, facts_of
from registry.certificates.rules.numbering import check_digits, check_text, plain_code
from registry.certificates.service.issuing import issue_certificate
from registry.kernel.errors import BadInput, InvalidFields, NotFound, NotPermitted
from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.platform.pdf.fonts import CharactersLacking
from registry.practice.queries.effects import effects_of_correction
from registry.practice.queries.placements import placements_of
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import (
    COMPLIANCE,
    NOTHING,
    ON,
    PRACTICE,
    a_colleague,
    a_paperwork,
    a_school_that_certifies,
    an_ask,
    doing,
    issue,
    issued,
    kinds,
    small_draft,
)
from tests.institutions.staging import many_connections, rows_of
from tests.practice.staging import THE_HOUSE, leader, officer, stand_in, teacher, verified
from tests.practice.staging import doing as doing_practice

SERIALS = "SELECT kind, year, serial, number FROM certificate ORDER BY kind, year, serial"
LAST_DAY = datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)
NEW_YEAR = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)


@pytest.fixture
def paper(tmp_path):
    return a_paperwork(tmp_path)


async def test_an_officer_issues_one(database, paper):
    school, person = await a_school_that_certifies()
    actor, certificate_id = officer(school), uuid4()

    after, events = await issue(school, person, paper, actor, certificate_id, wording=Wording.BOTH)

    digest = digest_of(facts_of(after, await content_of(a_reading(), after)))
    assert after == Certificate(
        id=certificate_id,
        number="13957-P2026-00001",
        code=after.code,
        check_digits=check_digits(a_reading().house.vault.index(check_text("13957-P2026-00001", digest))),
        kind=PRACTICE,
        wording=Wording.BOTH,
        school_id=school.id,
        person_id=person.id,
        as_of=ON,
        state=CertificateState.VALID,
        facts_digest=digest,
        issued_at=NOW,
        issued_by=actor.account_id,
        issued_by_name="陈",
    )
    assert plain_code(after.code) == after.code
    assert after.issued_on == date(2026, 11, 22)
    assert await certificate(a_reading(), certificate_id) == after
    assert await certificate_by_number(a_reading(), " 13957-p2026-00001") == after
    assert kinds(events) == [("RelianceNoted", "certificate"), ("CertificateIssued", "certificate")]
    assert events[-1].personal == {"before": None, "after": {"code": after.code}}
    assert "code" not in events[-1].after


async def test_what_is_printed_is_frozen(database, paper):
    school, person = await a_school_that_certifies()
    before = await small_draft(a_reading(), school.id, an_ask(person), EVERYWHERE)

    after = await issued(school, person, paper)
    await verified(school, person, started_on=date(2025, 3, 1), finished_on=date(2025, 3, 31))

    assert await content_of(a_reading(), after) == before.content
    assert (await small_draft(a_reading(), school.id, an_ask(person), EVERYWHERE)).content != before.content


async def test_nothing_of_a_person_stands_in_the_open(database, paper):
    school, person = await a_school_that_certifies()
    after = await issued(school, person, paper)

    (row,) = await rows_of(database, "SELECT to_jsonb(certificate)::text AS told FROM certificate")

    assert person.name not in row["told"]
    assert after.code not in row["told"]


async def test_the_file_is_asked_for_in_the_same_transaction(database, paper):
    school, person = await a_school_that_certifies()
    after = await issued(school, person, paper)

    rows = await rows_of(database, "SELECT task_name, args::text FROM procrastinate_jobs")

    assert [(row["task_name"], json.loads(row["args"])) for row in rows] == [
        ("print_certificate", {"certificate_id": str(after.id)})
    ]


async def test_what_it_rests_on_is_noted_and_shown_before_a_correction(database, paper):
    school, person = await a_school_that_certifies()
    after = await issued(school, person, paper)
    (placed,) = (await placements_of(a_reading(), [person.id]))[person.id]

    rests = await what_rests_on(a_reading(), "placement", [placed.id])
    effects = await effects_of_correction(a_reading(), placed.id, None)

    told = Reliance(
        "placement", str(placed.id), placed.revision, "certificate", str(after.id), "企业实践证明 13957-P2026-00001"
    )
    assert rests == (told,)
    assert effects.rests == (told,)
    assert await certificates_resting_on(a_reading(), "placement", [placed.id]) == (after,)
    assert await certificates_resting_on(a_reading(), "placement", [placed.id], Scope.school(school.id)) == (after,)
    assert await certificates_resting_on(a_reading(), "placement", [placed.id], Scope.school(uuid4())) == ()


async def test_the_same_ask_twice_issues_one(database, paper):
    school, person = await a_school_that_certifies()
    certificate_id = uuid4()

    first, _ = await issue(school, person, paper, certificate_id=certificate_id)
    again, events = await issue(school, person, paper, certificate_id=certificate_id)

    assert (again, events) == (first, [])
    assert [row["number"] for row in await rows_of(database, SERIALS)] == ["13957-P2026-00001"]


async def test_the_same_ask_many_times_at_once_issues_one(database, paper):
    await many_connections(10)
    school, person = await a_school_that_certifies()
    certificate_id = uuid4()

    results = await asyncio.gather(*(issue(school, person, paper, certificate_id=certificate_id) for _ in range(10)))

    assert len({after.number for after, _ in results}) == 1
    assert len(await rows_of(database, SERIALS)) == 1


async def test_a_key_that_belongs_to_another_persons_is_refused(database, paper):
    school, person = await a_school_that_certifies()
    other = await a_colleague(school, "王", "T2")
    first = await issued(school, person, paper)

    with pytest.raises(InvalidFields) as refused:
        await issue(school, other, paper, certificate_id=first.id)

    assert set(refused.value.faults) == {"certificate_id"}


async def test_numbers_count_for_each_school_kind_and_year(database, paper):
    school, person = await a_school_that_certifies()
    other_school, other = await a_school_that_certifies("21001")

    asked = [
        *((school, person, {}), (school, person, {"kind": COMPLIANCE}), (other_school, other, {})),
        *((school, person, {}), (school, person, {"kind": COMPLIANCE})),
    ]
    numbers = [(await issued(one, who, paper, **asks)).number for one, who, asks in asked]

    assert numbers == [
        *("13957-P2026-00001", "13957-C2026-00001", "21001-P2026-00001"),
        *("13957-P2026-00002", "13957-C2026-00002"),
    ]


@pytest.mark.parametrize(("now", "number"), [(LAST_DAY, "13957-P2026-00002"), (NEW_YEAR, "13957-P2027-00001")])
async def test_the_year_is_that_of_china(database, paper, now, number):
    school, person = await a_school_that_certifies()
    await issued(school, person, paper)

    command = IssueCertificate(uuid4(), school.id, an_ask(person))
    after, _ = await doing(officer(school), school, issue_certificate, command, paper, now=now)

    assert after.number == number


async def test_what_is_refused_or_undone_takes_no_number(database, paper):
    school, person = await a_school_that_certifies()
    idle = await a_colleague(school, "王", "T2", is_verified=False)

    with pytest.raises(BadInput, match=NOTHING):
        await issue(school, idle, paper)
    with pytest.raises(ZeroDivisionError):
        await issue(school, person, replace(paper, drafted=_falls_over))
    with pytest.raises(InvalidFields):
        await issue(school, person, paper, on=date(2026, 11, 23))
    after = await issued(school, person, paper)

    assert after.number == "13957-P2026-00001"
    assert await rows_of(database, "SELECT last FROM certificate_counter") == [{"last": 1}]


async def _falls_over(reading, school_id, ask, scope):
    raise ZeroDivisionError


async def test_what_falls_over_after_the_number_was_taken_leaves_no_gap(database, paper):
    school, person = await a_school_that_certifies()

    class Over(Exception):
        pass

    async def over(process, command, scope, paper):
        await issue_certificate(process, command, scope, paper)
        raise Over

    for _ in range(3):
        with pytest.raises(Over):
            await doing(officer(school), school, over, IssueCertificate(uuid4(), school.id, an_ask(person)), paper)
    after = await issued(school, person, paper)

    assert after.number == "13957-P2026-00001"
    assert await rows_of(database, "SELECT count(*) AS jobs FROM procrastinate_jobs") == [{"jobs": 1}]


async def test_a_name_that_no_font_has_is_refused_by_its_character(database, paper):
    school, _ = await a_school_that_certifies()
    rare = await a_colleague(school, "孙𰻝", "T2")

    with pytest.raises(CharactersLacking) as refused:
        await issue(school, rare, paper)

    assert refused.value.characters == ("𰻝",)
    assert "𰻝" in str(refused.value)
    assert await rows_of(database, SERIALS) == []


async def test_nobody_issues_for_themselves_nor_for_whom_they_stand_in_for(database, paper):
    school, person = await a_school_that_certifies()

    for actor, words in ((officer(school, person), NOT_YOUR_OWN), (stand_in(school, person), NOT_YOUR_LENDERS)):
        with pytest.raises(NotPermitted, match=words):
            await issue(school, person, paper, actor)
    assert await rows_of(database, SERIALS) == []


async def test_whoever_stands_in_issues_in_the_lenders_office(database, paper):
    school, lender = await a_school_that_certifies()
    other = await a_colleague(school, "王", "T2")

    after, _ = await issue(school, other, paper, stand_in(school, lender))

    assert (after.number, after.issued_by_name) == ("13957-P2026-00001", "代办")


async def test_teachers_and_leaders_do_not_issue(database, paper):
    school, person = await a_school_that_certifies()
    command = IssueCertificate(uuid4(), school.id, an_ask(person))

    with pytest.raises(NotPermitted, match=NOT_YOURS):
        await issue(school, person, paper, leader(school))
    with pytest.raises(NotFound):
        await doing_practice(teacher(person), _with(paper), command, Scope.person(person.id))


def _with(paper):
    async def use_case(process, command, scope):
        return await issue_certificate(process, command, scope, paper)

    return use_case


async def test_the_installation_issues(database, paper):
    school, person = await a_school_that_certifies()
    command = IssueCertificate(uuid4(), school.id, an_ask(person))

    after, _ = await doing_practice(THE_HOUSE, _with(paper), command, EVERYWHERE)

    assert (after.issued_by, after.issued_by_name) == (None, "本机运维")


async def test_a_stranger_finds_nothing(database, paper):
    school, person = await a_school_that_certifies()
    other_school, other = await a_school_that_certifies("21001")
    after = await issued(school, person, paper)

    with pytest.raises(NotFound):
        await doing(
            officer(other_school),
            other_school,
            issue_certificate,
            IssueCertificate(uuid4(), school.id, an_ask(person)),
            paper,
        )
    with pytest.raises(NotFound):
        await doing(
            officer(other_school),
            other_school,
            issue_certificate,
            IssueCertificate(uuid4(), other_school.id, an_ask(person)),
            paper,
        )
    for hidden in (Scope.school(other_school.id), Scope.person(other.id), Scope.person(uuid4())):
        with pytest.raises(NotFound):
            await certificate(a_reading(), after.id, hidden)
        with pytest.raises(NotFound):
            await certificate_by_number(a_reading(), after.number, hidden)
    with pytest.raises(NotFound):
        await certificates_of(a_reading(), person.id, Scope.school(other_school.id))


async def test_a_person_sees_their_own_and_the_newest_first(database, paper):
    school, person = await a_school_that_certifies()
    first = await issued(school, person, paper)
    second = await issued(school, person, paper, kind=COMPLIANCE, period=Period(date(2026, 1, 1), ON))

    own = await certificates_of(a_reading(), person.id, Scope.person(person.id))

    assert own == (first, second)
    assert second.period == Period(date(2026, 1, 1), ON)


async def test_twenty_clerks_at_once_leave_no_gap(database, paper):
    await many_connections(24)
    school, person = await a_school_that_certifies()
    people = [person, *[await a_colleague(school, f"教师{n}", f"N{n}") for n in range(4)]]

    async def clerk(number):
        actor = officer(school, name=f"经办{number}")
        return [(await issue(school, people[(number + turn) % 5], paper, actor))[0].number for turn in range(5)]

    numbers = [each for done in await asyncio.gather(*(clerk(n) for n in range(20))) for each in done]

    assert sorted(numbers) == [f"13957-P2026-{serial:05d}" for serial in range(1, 101)]
    assert await rows_of(database, "SELECT last FROM certificate_counter") == [{"last": 100}]


async def test_clerks_some_of_whom_fail_at_once_leave_no_gap(database, paper):
    await many_connections(24)
    school, person = await a_school_that_certifies()

    async def clerk(number):
        async def over(process, command, scope, paper):
            after = await issue_certificate(process, command, scope, paper)
            if number % 3 == 0:
                raise ZeroDivisionError
            return after

        command = IssueCertificate(UUID(int=number + 1, version=4), school.id, an_ask(person))
        return await doing(officer(school), school, over, command, paper)

    results = await asyncio.gather(*(clerk(n) for n in range(20)), return_exceptions=True)

    assert sum(isinstance(each, ZeroDivisionError) for each in results) == 7
    assert [row["serial"] for row in await rows_of(database, SERIALS)] == list(range(1, 14))
