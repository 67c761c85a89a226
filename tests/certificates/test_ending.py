"""Replacing and revoking: once, with a reason, by whoever may; what PostgreSQL itself refuses."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import asyncpg
import pytest

from registry.audit.reliances import what_rests_on
from registry.certificates.model import CertificateState, Linked, ReplaceCertificate, RevokeCertificate, Wording
from registry.certificates.queries.certificates import certificate, linked
from registry.certificates.rules.acts import (
    ALREADY_REPLACED,
    ALREADY_REVOKED,
    NO_REASON,
    NOT_YOUR_LENDERS,
    NOT_YOUR_OWN,
    NOT_YOURS,
)
from registry.certificates.service.issuing import replace_certificate
from registry.certificates.service.revoking import revoke_certificate
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.practice.queries.placements import placements_of
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import (
    ON,
    a_colleague,
    a_paperwork,
    a_school_that_certifies,
    doing,
    issued,
    kinds,
    printed,
    replaced,
    revoked,
)
from tests.institutions.staging import many_connections, rows_of
from tests.practice.staging import leader, officer, stand_in

REFUSED = asyncpg.IntegrityConstraintViolationError


@pytest.fixture
def paper(tmp_path):
    return a_paperwork(tmp_path)


async def test_a_replacement_has_a_new_number_and_both_name_each_other(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper, on=date(2026, 10, 1), wording=Wording.BOTH)

    after, events = await replaced(school, before, paper, reason=" 姓名写错 ")

    stands = await certificate(a_reading(), before.id)
    assert (after.number, after.replaces_id, after.state) == ("13957-P2026-00002", before.id, CertificateState.VALID)
    assert (after.as_of, after.wording) == (date(2026, 10, 1), Wording.BOTH)
    assert stands == replace(
        before,
        state=CertificateState.REPLACED,
        replaced_by_id=after.id,
        replaced_reason="姓名写错",
        revision=2,
    )
    assert await certificate(a_reading(), after.id) == after
    assert kinds(events) == [
        ("RelianceNoted", "certificate"),
        ("CertificateIssued", "certificate"),
        ("RelianceReleased", "certificate"),
        ("CertificateReplaced", "certificate"),
    ]
    assert await linked(a_reading(), stands.replaced_by_id) == Linked(after.number, ON, CertificateState.VALID)
    assert await linked(a_reading(), None) is None


async def test_a_replacement_may_be_as_of_another_day_and_in_other_languages(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper, on=date(2026, 10, 1))

    after, _ = await replaced(school, before, paper, on=ON, wording=Wording.BOTH)

    assert (after.as_of, after.wording) == (ON, Wording.BOTH)


async def test_only_the_new_one_rests_on_the_facts(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)
    (placed,) = (await placements_of(a_reading(), [person.id]))[person.id]

    after, _ = await replaced(school, before, paper)

    rests = await what_rests_on(a_reading(), "placement", [placed.id])
    assert [each.dependent_id for each in rests] == [str(after.id)]


async def test_the_same_replacement_twice_is_one(database, paper):
    school, person = await a_school_that_certifies()
    before, certificate_id = await issued(school, person, paper), uuid4()

    first, _ = await replaced(school, before, paper, certificate_id=certificate_id)
    again, events = await replaced(school, before, paper, certificate_id=certificate_id)

    assert (again, events) == (first, [])


async def test_a_replaced_one_is_neither_replaced_nor_revoked(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)
    await replaced(school, before, paper)
    stands = await certificate(a_reading(), before.id)

    for seen in (before, stands):
        with pytest.raises(NotPermitted, match=ALREADY_REPLACED):
            await replaced(school, seen, paper)
        with pytest.raises(NotPermitted, match=ALREADY_REPLACED):
            await revoked(school, seen)
    assert await certificate(a_reading(), before.id) == stands


async def test_of_two_who_replace_at_once_one_does(database, paper):
    await many_connections(8)
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)

    results = await asyncio.gather(
        *(replaced(school, before, paper, officer(school, name=f"经办{n}")) for n in range(5)), return_exceptions=True
    )

    assert sorted(type(each).__name__ for each in results) == ["NotPermitted"] * 4 + ["tuple"]
    found = await rows_of(database, "SELECT number, state FROM certificate ORDER BY serial")
    assert [tuple(row.values()) for row in found] == [
        ("13957-P2026-00001", "replaced"),
        ("13957-P2026-00002", "valid"),
    ]


async def test_of_replacing_and_revoking_at_once_one_happens(database, paper):
    await many_connections(8)
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)

    results = await asyncio.gather(replaced(school, before, paper), revoked(school, before), return_exceptions=True)

    assert sorted(type(each).__name__ for each in results) == ["NotPermitted", "tuple"]
    last = await rows_of(
        database, "SELECT last, (SELECT count(*) FROM certificate) AS there FROM certificate_counter"
    )
    assert last[0]["last"] == last[0]["there"]


async def test_a_chain_of_replacements_goes_on(database, paper):
    school, person = await a_school_that_certifies()
    first = await issued(school, person, paper)

    second, _ = await replaced(school, first, paper)
    third, _ = await replaced(school, second, paper)

    assert (third.number, third.replaces_id) == ("13957-P2026-00003", second.id)
    assert (await certificate(a_reading(), second.id)).state is CertificateState.REPLACED


async def test_a_revocation_keeps_its_reason_its_date_and_who(database, paper):
    school, person = await a_school_that_certifies()
    before = await printed(await issued(school, person, paper), paper)
    (placed,) = (await placements_of(a_reading(), [person.id]))[person.id]

    after, events = await revoked(school, before, reason=" 实践不属实 ")

    assert after == replace(
        before,
        state=CertificateState.REVOKED,
        revoked_at=NOW,
        revoked_by_name="陈",
        revoked_reason="实践不属实",
        revision=2,
    )
    assert await certificate(a_reading(), before.id) == after
    assert kinds(events) == [("RelianceReleased", "certificate"), ("CertificateRevoked", "certificate")]
    assert await what_rests_on(a_reading(), "placement", [placed.id]) == ()


async def test_a_revoked_one_is_neither_replaced_nor_revoked_again(database, paper):
    school, person = await a_school_that_certifies()
    after, _ = await revoked(school, await issued(school, person, paper))

    with pytest.raises(NotPermitted, match=ALREADY_REVOKED):
        await replaced(school, after, paper)
    with pytest.raises(NotPermitted, match=ALREADY_REVOKED):
        await revoked(school, after)


async def test_an_end_needs_a_reason_and_the_revision_that_was_seen(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)

    for end in (
        lambda **told: replaced(school, before, paper, **told),
        lambda **told: revoked(school, before, **told),
    ):
        with pytest.raises(InvalidFields) as refused:
            await end(reason="  ")
        assert refused.value.faults == {"reason": NO_REASON}
        with pytest.raises(StaleEdit):
            await end(revision=7)
    assert await certificate(a_reading(), before.id) == before


async def test_nobody_ends_their_own_nor_whom_they_stand_in_for_nor_without_the_office(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)
    actors = {
        NOT_YOUR_OWN: officer(school, person),
        NOT_YOUR_LENDERS: stand_in(school, person),
        NOT_YOURS: leader(school),
    }

    for words, actor in actors.items():
        with pytest.raises(NotPermitted, match=words):
            await replaced(school, before, paper, actor)
        with pytest.raises(NotPermitted, match=words):
            await revoked(school, before, actor)
    assert await certificate(a_reading(), before.id) == before


async def test_a_stranger_ends_nothing(database, paper):
    school, person = await a_school_that_certifies()
    other_school, _ = await a_school_that_certifies("21001")
    before = await issued(school, person, paper)
    actor = officer(other_school)

    with pytest.raises(NotFound):
        await doing(actor, other_school, replace_certificate, ReplaceCertificate(uuid4(), before.id, 1, "错"), paper)
    with pytest.raises(NotFound):
        await doing(actor, other_school, revoke_certificate, RevokeCertificate(before.id, 1, "错"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificate SET number = '13957-P2026-00009'",
        "UPDATE certificate SET serial = 9",
        "UPDATE certificate SET code_index = 'x', code_sealed = 'x'",
        "UPDATE certificate SET content_sealed = 'x'",
        "UPDATE certificate SET facts_digest = 'x'",
        "UPDATE certificate SET check_digits = '00000000'",
        "UPDATE certificate SET issued_at = issued_at + interval '1 day'",
        "UPDATE certificate SET kind = 'compliance'",
        "UPDATE certificate SET file_digest = 'x', unsigned_digest = 'x'",
        "UPDATE certificate SET file_digest = NULL, unsigned_digest = NULL",
        "UPDATE certificate SET state = 'revoked', revision = 2",
        "UPDATE certificate SET state = 'replaced', revision = 2",
        "UPDATE certificate SET state = 'revoked', revoked_at = now(), revoked_by_name = '陈', revoked_reason = '', "
        "revision = 2",
        "UPDATE certificate SET revision = 2",
        "UPDATE certificate SET replaced_by = id, replaced_reason = '错', state = 'replaced', revision = 2",
        "DELETE FROM certificate",
        "UPDATE certificate_counter SET last = last + 1",
        "UPDATE certificate_counter SET last = last + 2",
        "UPDATE certificate_counter SET last = last - 1",
        "UPDATE certificate_counter SET year = 2027",
        "DELETE FROM certificate_counter",
        "INSERT INTO certificate_counter SELECT gen_random_uuid(), school, 'compliance', 2026, 2 FROM certificate",
        "INSERT INTO certificate_counter SELECT gen_random_uuid(), school, 'compliance', 2026, 1 FROM certificate",
    ],
)
async def test_the_database_keeps_what_was_issued(database, paper, statement):
    school, person = await a_school_that_certifies()
    before = await printed(await issued(school, person, paper), paper)

    with pytest.raises(REFUSED):
        await rows_of(database, statement)

    assert await certificate(a_reading(), before.id) == before
    assert await rows_of(database, "SELECT kind, last FROM certificate_counter") == [{"kind": "practice", "last": 1}]


@pytest.mark.parametrize(
    ("counted", "serial", "number"),
    [
        (False, 2, "13957-P2026-00002"),
        (False, 1, "13957-P2026-00001"),
        (True, 3, "13957-P2026-00003"),
        (True, 2, "13957-P2026-00003"),
        (True, 2, "13957-C2026-00002"),
        (True, 2, "99999-P2026-00002"),
    ],
)
async def test_the_database_takes_only_the_number_that_was_counted(database, paper, counted, serial, number):
    school, person = await a_school_that_certifies()
    await issued(school, person, paper)
    connection = await asyncpg.connect(database)
    names = "id, serial, number, code_index, replaces"
    rest = await connection.fetchval(
        "SELECT string_agg(attname, ', ') FROM pg_attribute WHERE attrelid = 'certificate'::regclass AND attnum > 0 "
        "AND attname NOT IN ('id', 'serial', 'number', 'code_index', 'replaces')"
    )

    async def inserted():
        async with connection.transaction():
            if counted:
                await connection.execute("UPDATE certificate_counter SET last = last + 1")
            await connection.execute(
                f"INSERT INTO certificate ({names}, {rest}) "
                f"SELECT gen_random_uuid(), $1, $2, 'other', NULL, {rest} FROM certificate",
                serial,
                number,
            )

    with pytest.raises(REFUSED):
        await inserted()
    await connection.close()
    assert len(await rows_of(database, "SELECT FROM certificate")) == 1


async def test_the_database_wants_links_both_ways(database, paper):
    school, person = await a_school_that_certifies()
    other = await a_colleague(school, "王", "T2")
    first, second = await issued(school, person, paper), await issued(school, other, paper)

    with pytest.raises(REFUSED):
        await rows_of(
            database,
            "UPDATE certificate SET state = 'replaced', replaced_by = $1, replaced_reason = '错', revision = 2 "
            "WHERE id = $2",
            second.id,
            first.id,
        )
