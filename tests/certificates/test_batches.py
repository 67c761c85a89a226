"""Batches: everybody ends with one certificate or a reason, whoever works on them, however often they are stopped."""

import asyncio
import zipfile
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.certificates.documents.bundles import file_name, zipped
from registry.certificates.model import Batch, BatchState
from registry.certificates.queries.batches import BatchPage, batch, batch_lines, batch_page, batches_in
from registry.certificates.queries.certificates import certificate
from registry.certificates.rules.acts import NOT_YOUR_OWN, NOT_YOURS
from registry.certificates.service.acting import NO_ACCOUNT
from registry.certificates.service.batches import work_batch
from registry.certificates.service.looking_after import look_after_certificates
from registry.identity.model.accounts import CreateAccount, LockAccount
from registry.identity.model.principals import installation
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.queries.principals import standing_of
from registry.identity.service.accounts import create_account, lock_account
from registry.institutions.model.signing_keys import CannotSign
from registry.kernel.errors import BadInput, InvalidFields, NotFound, NotPermitted
from registry.kernel.scopes import EVERYWHERE, Scope
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import (
    NOTHING,
    ON,
    PRACTICE,
    a_colleague,
    a_paperwork,
    a_school_that_certifies,
    always,
    begun,
    kinds,
)
from tests.institutions.staging import did, many_connections, rows_of
from tests.practice.staging import leader, officer

NUMBERS = "SELECT number FROM certificate ORDER BY serial"
JOB = installation("job")


@pytest.fixture
def paper(tmp_path):
    return a_paperwork(tmp_path)


async def an_officer_with_account(school, person=None):
    """Somebody of the personnel office whose roles a worker finds again; maybe of the staff themselves."""
    wanted = (RoleWanted(Role.HR_OFFICER, Scope.school(school.id)),)
    own = {"person_id": person.id, "school_id": school.id} if person else {}
    slip = await did(create_account, CreateAccount(f"officer{len(own)}", "陈", wanted, **own), reading=_house())
    standing = await standing_of(a_reading(), slip.account_id)
    return replace(officer(school, person), account_id=slip.account_id, roles=standing.roles)


def _house():
    return a_reading(installation("cli"))


async def a_staff(paper, size=5):
    """A school, its officer, and people with practice."""
    school, first = await a_school_that_certifies()
    people = [first, *[await a_colleague(school, f"教师{n}", f"N{n}") for n in range(2, size + 1)]]
    return school, await an_officer_with_account(school), people


async def worked(found, paper, reading=None):
    return await work_batch(always(reading or a_reading(JOB)), found.id, paper)


def _serials(first, last):
    return [f"13957-P2026-{serial:05d}" for serial in range(first, last + 1)]


async def _numbers(database):
    return [row["number"] for row in await rows_of(database, NUMBERS)]


async def test_a_batch_is_noted_and_given_to_a_worker(database, paper):
    school, actor, people = await a_staff(paper, 3)

    found, events = await begun(school, people, actor)

    assert found == Batch(
        id=found.id,
        school_id=school.id,
        kind=PRACTICE,
        wording=found.wording,
        on=ON,
        period=None,
        state=BatchState.RUNNING,
        asked=3,
        issued=0,
        refused=0,
        printed=0,
        begun_at=NOW,
        begun_by=actor.account_id,
        begun_by_name="陈",
    )
    assert kinds(events) == [("BatchBegun", "certificate_batch")]
    lines = await batch_lines(a_reading(), found)
    assert [(line.place, line.person_id, line.certificate, line.refusal) for line in lines] == [
        (place, person.id, None, None) for place, person in enumerate(people, 1)
    ]
    jobs = await rows_of(database, "SELECT task_name, lock FROM procrastinate_jobs")
    assert [tuple(row.values()) for row in jobs] == [("issue_certificate_batch", f"certificate_batch:{found.id}")]
    assert await batches_in(a_reading(), [Scope.school(school.id)]) == (found,)


async def test_everybody_gets_one_in_the_order_given(database, paper):
    school, actor, people = await a_staff(paper)
    found, _ = await begun(school, people[::-1], actor)

    done = await worked(found, paper)

    assert done == replace(found, state=BatchState.DONE, issued=5, printed=5)
    lines = await batch_lines(a_reading(), done)
    assert [line.certificate.number for line in lines] == _serials(1, 5)
    assert [line.person_id for line in lines] == [person.id for person in people[::-1]]
    assert {line.certificate.issued_by_name for line in lines} == {"陈"}
    assert {line.certificate.batch_id for line in lines} == {found.id}
    assert sorted(paper.store.digests()) == sorted(line.certificate.file_digest for line in lines)


async def test_a_batch_that_is_done_stays_as_it_is(database, paper):
    school, actor, people = await a_staff(paper, 2)
    found, _ = await begun(school, people, actor)
    done = await worked(found, paper)

    assert await worked(found, paper) == done
    assert await _numbers(database) == _serials(1, 2)
    ended = await rows_of(database, "SELECT FROM audit_event WHERE kind = 'BatchEnded'")
    assert len(ended) == 1


async def test_the_same_batch_asked_for_twice_is_one(database, paper):
    school, actor, people = await a_staff(paper, 2)
    batch_id = uuid4()

    first, _ = await begun(school, people, actor, batch_id)
    again, events = await begun(school, people, actor, batch_id)

    assert (again, events) == (first, [])
    assert len(await rows_of(database, "SELECT FROM certificate_batch_line")) == 2


async def test_whoever_cannot_get_one_is_listed_with_why_and_takes_no_number(database, paper):
    school, actor, people = await a_staff(paper, 2)
    idle = await a_colleague(school, "王", "W1", is_verified=False)
    rare = await a_colleague(school, "孙𰻝", "W2")
    found, _ = await begun(school, [people[0], idle, rare, people[1]], actor)

    done = await worked(found, paper)

    lines = await batch_lines(a_reading(), done)
    assert (done.state, done.asked, done.issued, done.refused, done.printed) == (BatchState.DONE, 4, 2, 2, 2)
    assert [line.certificate.number if line.certificate else None for line in lines] == [
        *(_serials(1, 1)[0], None, None),
        _serials(2, 2)[0],
    ]
    assert [line.refusal for line in lines][1] == NOTHING
    assert "𰻝" in lines[2].refusal
    assert await _numbers(database) == _serials(1, 2)


async def test_an_officer_who_is_a_teacher_too_is_left_for_another(database, paper):
    school, _, people = await a_staff(paper, 2)
    both = await an_officer_with_account(school, people[0])
    found, _ = await begun(school, people, both)

    done = await worked(found, paper)

    lines = await batch_lines(a_reading(), done)
    assert [(line.refusal, line.certificate is not None) for line in lines] == [(NOT_YOUR_OWN, False), (None, True)]


async def test_whoever_lost_the_account_meanwhile_issues_no_more(database, paper):
    school, actor, people = await a_staff(paper, 2)
    found, _ = await begun(school, people, actor)
    await did(lock_account, LockAccount(actor.account_id, "离职"), reading=_house())

    done = await worked(found, paper)

    assert [line.refusal for line in await batch_lines(a_reading(), done)] == [NO_ACCOUNT] * 2
    assert await _numbers(database) == []


class Stop(Exception):
    """The worker falls over."""


def stopping(paper, stage, after):
    """Paperwork that falls over at a stage when it has been passed so often."""
    passed = []

    def tick():
        passed.append(stage)
        if len(passed) > after:
            raise Stop

    async def drafted(*asked):
        tick()
        return await paper.drafted(*asked)

    def finished(*asked):
        tick()
        return paper.finished(*asked)

    return replace(paper, **{stage: {"drafted": drafted, "finished": finished}[stage]})


@pytest.mark.parametrize("stage", ["drafted", "finished"])
async def test_a_batch_that_was_stopped_goes_on_where_it_was(database, paper, stage):
    school, actor, people = await a_staff(paper, 6)
    found, _ = await begun(school, people, actor)

    for after in (2, 0, 1):
        with pytest.raises(Stop):
            await worked(found, stopping(paper, stage, after))
    done = await worked(found, paper)

    lines = await batch_lines(a_reading(), done)
    assert [line.certificate.number for line in lines] == _serials(1, 6)
    assert await _numbers(database) == _serials(1, 6)
    assert sorted(paper.store.digests()) == sorted(line.certificate.file_digest for line in lines)


async def test_two_workers_at_once_issue_each_once(database, paper):
    await many_connections(12)
    school, actor, people = await a_staff(paper, 8)
    found, _ = await begun(school, people, actor)

    results = await asyncio.gather(*(worked(found, paper) for _ in range(3)))

    assert {(each.state, each.issued, each.printed) for each in results} == {(BatchState.DONE, 8, 8)}
    assert await _numbers(database) == _serials(1, 8)
    assert len(list(paper.store.digests())) == 8
    ended = await rows_of(database, "SELECT FROM audit_event WHERE kind = 'BatchEnded'")
    assert len(ended) == 1


async def test_two_batches_and_single_ones_at_once_leave_no_gap(database, paper):
    await many_connections(16)
    school, actor, people = await a_staff(paper, 6)
    first, _ = await begun(school, people, actor)
    second, _ = await begun(school, people[::-1], actor)

    await asyncio.gather(worked(first, paper), worked(second, paper))

    assert await _numbers(database) == _serials(1, 12)


async def test_a_file_that_cannot_be_made_leaves_the_batch_open_and_holds_up_nobody(database, paper):
    school, actor, people = await a_staff(paper, 3)
    found, _ = await begun(school, people, actor)

    def broken(*asked):
        raise BadInput("字体损坏")

    with pytest.raises(BadInput, match="字体损坏"):
        await worked(found, replace(paper, finished=broken))
    open_one = await batch(a_reading(), found.id, [EVERYWHERE])
    done = await worked(found, paper)

    assert (open_one.state, open_one.issued, open_one.printed) == (BatchState.RUNNING, 3, 0)
    assert (done.state, done.printed) == (BatchState.DONE, 3)


async def test_a_key_that_cannot_sign_has_the_batch_wait_and_refuses_nobody(database, paper):
    school, actor, people = await a_staff(paper, 3)
    found, _ = await begun(school, people, actor)

    async def locked(reading, school_id, passphrase, printed_name):
        raise CannotSign("密钥口令不对")

    with pytest.raises(CannotSign):
        await worked(found, replace(paper, signing_of=locked))
    waiting = await batch(a_reading(), found.id, [EVERYWHERE])
    none = await _numbers(database)
    done = await worked(found, paper)

    assert (waiting.state, waiting.issued, waiting.refused, none) == (BatchState.RUNNING, 0, 0, [])
    assert (done.state, done.printed) == (BatchState.DONE, 3)
    assert await _numbers(database) == _serials(1, 3)


async def test_an_idle_batch_is_gone_on_with(database, paper):
    school, actor, people = await a_staff(paper, 2)
    found, _ = await begun(school, people, actor)

    assert await look_after_certificates(a_reading(JOB), paper) == 0
    assert await look_after_certificates(a_reading(JOB, now=NOW + timedelta(hours=1)), paper) == 1

    jobs = await rows_of(database, "SELECT args::text FROM procrastinate_jobs ORDER BY id")
    assert [str(found.id) in row["args"] for row in jobs] == [True, True]


async def test_only_the_office_asks_for_a_batch_of_people_it_reaches(database, paper):
    school, actor, people = await a_staff(paper, 2)
    other_school, other = await a_school_that_certifies("21001")

    with pytest.raises(NotPermitted, match=NOT_YOURS):
        await begun(school, people, leader(school))
    with pytest.raises(NotFound):
        await begun(school, [*people, other], actor)
    with pytest.raises(NotFound):
        await begun(school, people, officer(other_school), school_id=other_school.id)
    with pytest.raises(InvalidFields):
        await begun(school, [], actor)
    with pytest.raises(InvalidFields):
        await begun(school, [people[0]] * 2, actor)
    assert await rows_of(database, "SELECT FROM certificate_batch") == []


async def test_a_stranger_finds_no_batch(database, paper):
    school, actor, people = await a_staff(paper, 2)
    found, _ = await begun(school, people, actor)

    for hidden in (Scope.school(uuid4()), Scope.person(people[0].id), Scope.department(uuid4())):
        with pytest.raises(NotFound):
            await batch(a_reading(), found.id, [hidden])
        assert await batches_in(a_reading(), [hidden]) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE certificate_batch SET kind = 'compliance'",
        "UPDATE certificate_batch SET state = 'running'",
        "DELETE FROM certificate_batch_line",
        "UPDATE certificate_batch_line SET certificate = NULL",
        "UPDATE certificate_batch_line SET refusal_sealed = 'x'",
        "UPDATE certificate_batch_line SET place = place + 10",
    ],
)
async def test_the_database_keeps_what_became_of_everybody(database, paper, statement):
    school, actor, people = await a_staff(paper, 1)
    found, _ = await begun(school, people, actor)
    await worked(found, paper)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await rows_of(database, statement)


async def test_all_files_go_into_one_zip_under_names_that_people_know(database, paper, tmp_path):
    school, actor, people = await a_staff(paper, 3)
    found, _ = await begun(school, people, actor)
    lines = await batch_lines(a_reading(), await worked(found, paper))

    named = [
        (file_name(each.certificate, each.person_name), paper.store.path(each.certificate.file_digest))
        for each in lines
    ]
    zipped(named, tmp_path / "one.zip")
    zipped(named, tmp_path / "again.zip")

    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            *("13957-P2026-00001 林晓.pdf", "13957-P2026-00002 教师2.pdf"),
            "13957-P2026-00003 教师3.pdf",
        ]
        assert [archive.read(name) for name, _ in named] == [path.read_bytes() for _, path in named]
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()
    assert file_name(lines[0].certificate, 'a/b:"c"\n') == "13957-P2026-00001 a_b__c_.pdf"
    assert (await certificate(a_reading(), lines[0].certificate.id)) == lines[0].certificate


async def test_the_newest_batches_are_told_with_their_own_counts(database, paper):
    school, actor, people = await a_staff(paper, 3)
    first, _ = await begun(school, people, actor)
    await worked(first, paper)
    second, _ = await begun(school, people[:1], actor)
    other = await a_school_that_certifies("21001")
    await begun(other[0], [other[1]], officer(other[0]))

    found = {each.id: each for each in await batches_in(a_reading(), [Scope.school(school.id)])}

    assert {key: (each.asked, each.issued, each.printed) for key, each in found.items()} == {
        first.id: (3, 3, 3),
        second.id: (1, 0, 0),
    }


async def test_a_part_of_a_batch_shows_who_got_one_and_who_did_not(database, paper):
    school, actor, people = await a_staff(paper, 3)
    nobody = await a_colleague(school, "无", "N9", is_verified=False)
    found, _ = await begun(school, [*people, nobody], actor)
    done = await worked(found, paper)

    part, beyond = await batch_page(a_reading(), done, 1), await batch_page(a_reading(), done, 2)

    assert [line.person_id for line in part.issued] == [person.id for person in people]
    assert [(line.person_id, line.refusal) for line in part.refused] == [(nobody.id, NOTHING)]
    assert (part.has_more, beyond) == (False, BatchPage((), (), False))
