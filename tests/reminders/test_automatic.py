"""What comes by itself: each lapse, each placement not handed in, each plan that waits is told once."""

import asyncio
from datetime import date

import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.institutions.model.commands import SetApprovalChain
from registry.institutions.model.facts import ApprovalStep
from registry.institutions.model.signing_keys import MakeRoot, MakeSchoolKey, RevocationCause, RevokeKey
from registry.institutions.service.approval_chains import set_approval_chain
from registry.institutions.service.signing_keys import make_root, make_school_key, revoke_key
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from registry.practice.records import Step
from registry.reminders import tables
from registry.reminders.model.mail import SetReminders
from registry.reminders.model.messages import About, BatchKind
from registry.reminders.queries.batches import batches, last_chased
from registry.reminders.queries.inbox import inbox
from registry.reminders.service.automatic import remind_daily, remind_weekly
from registry.reminders.service.settings import set_reminders
from tests.builders.house import NOW
from tests.certificates.staging import a_paperwork, issued, printed, revoked, signing
from tests.certificates.test_renamed import PASSPHRASE
from tests.institutions.staging import an_office, did, done, many_connections, rows_of
from tests.practice.staging import entered, taken, verified
from tests.reminders.staging import (
    BY_MAIL,
    an_account,
    installed,
    later,
    reading_as,
    staged,
    teacher_of,
)


@pytest.fixture
async def stage(database):
    return await staged(2)


async def setting(stage, **days):
    given = {"lapse_days": None, "lapse_again_days": None, "hand_in_days": None, "approve_days": None, **days}
    revision = await tables.ReminderSetting.count()
    command = SetReminders(stage.school.id, revision, quiet=None, **given)
    await done(set_reminders, command, stage.scope, reading=reading_as(stage.officer))


async def lapsing(stage, number=0):
    """Practice that met the requirement until 10 January 2027."""
    days = {"started_on": date(2022, 1, 10), "finished_on": date(2022, 11, 5)}
    return await verified(stage.school, stage.teachers[number], **days)


async def told(stage, number, **changes):
    found = await inbox(reading_as(teacher_of(stage, number), **changes))
    return [(each.kind, each.title) for each in found.messages]


async def weekly(now=NOW):
    return await remind_weekly(installed(now=now), BY_MAIL)


async def daily(now=NOW):
    return await remind_daily(installed(now=now), BY_MAIL)


async def test_who_lapses_within_sixty_days_is_told_once(stage, database):
    await lapsing(stage)

    early = await weekly(later(days=-20))
    found = [await weekly(later(days=days)) for days in (0, 7)]

    assert (early, found) == (0, [1, 0])
    assert await told(stage, 0) == [(BatchKind.AUTO_LAPSE, "企业实践即将不再达标")]
    assert await told(stage, 1) == []
    rows = await rows_of(database, "SELECT kind, subject FROM audit_event WHERE kind = 'RemindersSent'")
    assert rows == [{"kind": "RemindersSent", "subject": "reminder_batch"}]
    assert await tables.MailOutbox.count() == 1


async def test_the_nearer_reminder_is_one_of_its_own(stage):
    await setting(stage, lapse_days=60, lapse_again_days=30)
    await lapsing(stage)

    found = [await weekly(later(days=days)) for days in (0, 7, 28, 35)]

    assert sum(found) == 2
    assert found[0] == 1


async def test_a_school_that_wants_none_gets_none(stage):
    await setting(stage)
    await lapsing(stage)
    await entered(stage.school, stage.teachers[1], PlacementState.PLANNED)

    assert (await weekly(), await daily()) == (0, 0)


async def test_practice_that_ended_and_was_not_handed_in_is_told_once_to_its_teacher(stage):
    await setting(stage, hand_in_days=14)
    plan = await entered(
        stage.school,
        stage.teachers[0],
        PlacementState.PLANNED,
        started_on=date(2026, 11, 1),
        finished_on=date(2026, 11, 10),
    )
    await entered(stage.school, stage.teachers[1], PlacementState.SUBMITTED)

    found = [await daily(later(days=days)) for days in (0, 1, 2, 3)]

    assert found == [0, 0, 1, 0]
    (message,) = (await inbox(reading_as(teacher_of(stage, 0)))).messages
    assert (message.about, message.target) == (About.PLACEMENT, plan.id)
    assert "辽河机械厂(2026-11-01 至 2026-11-10)" in message.text
    assert await last_chased(installed(), [stage.teachers[0].id]) == {}


async def test_who_signs_the_step_is_told_of_plans_that_wait(stage):
    """The head first, then the office whose own head signs; the personnel office only records for it."""
    office = await an_office(stage.school, "教务处")
    zhao = await an_account(RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(office.id), stage.school.id), "zhao")
    steps = (ApprovalStep(None, "初审"), ApprovalStep(office.id, "审核"))
    await did(set_approval_chain, SetApprovalChain(stage.school.id, date(2026, 1, 1), steps))
    await setting(stage, approve_days=7)
    for teacher in stage.teachers:
        await entered(stage.school, teacher, PlacementState.PLANNED, **next_summer())

    found = [await daily(later(days=days)) for days in (6, 7, 8)]

    assert found == [0, 1, 0]
    (message,) = (await inbox(reading_as(stage.head))).messages
    assert "以下 2 份实践计划等您审批已满 7 天" in message.text
    assert [(await inbox(reading_as(each))).total for each in (zhao, stage.officer)] == [0, 0]


async def test_where_an_office_has_nobody_here_the_personnel_office_is_told(stage):
    office = await an_office(stage.school, "教务处")
    steps = (ApprovalStep(office.id, "审核"),)
    await did(set_approval_chain, SetApprovalChain(stage.school.id, date(2026, 1, 1), steps))
    await setting(stage, approve_days=7)
    await entered(stage.school, stage.teachers[0], PlacementState.PLANNED, **next_summer())

    assert await daily(later(days=7)) == 1
    assert (await inbox(reading_as(stage.officer))).total == 1


def next_summer():
    return {"started_on": date(2027, 7, 12), "finished_on": date(2027, 8, 13)}


async def test_two_processes_at_once_tell_it_once(stage):
    await lapsing(stage)
    await many_connections(8)

    found = await asyncio.gather(*(weekly() for _ in range(3)))

    assert sorted(found) == [0, 0, 1]
    assert await tables.ReminderMessage.count() == 1


async def test_the_office_sees_what_came_by_itself(stage):
    await lapsing(stage)
    await weekly()

    ((sent,), total) = await batches(reading_as(stage.officer), [stage.scope])

    assert (total, sent.batch.kind, sent.batch.sent_by, sent.batch.sent_by_name) == (
        (1, BatchKind.AUTO_LAPSE, None, "自动提醒")
    )


async def test_an_office_is_told_once_of_certificates_whose_practice_was_voided(stage, tmp_path):
    paper, person = a_paperwork(tmp_path), stage.teachers[0]
    placed = await verified(stage.school, person)
    certificate = await issued(stage.school, person, paper)
    before = await daily()

    await taken(placed, Step.VOID)

    assert [before, await daily(later(days=1)), await daily(later(days=2))] == [0, 1, 0]
    (message,) = (await inbox(reading_as(stage.officer, now=later(days=2)))).messages
    assert (message.kind, message.about) == (BatchKind.AUTO_CERTIFICATES, About.CERTIFICATES)
    assert f"企业实践证明 {certificate.number} {person.name}" in message.text


async def test_an_office_is_told_of_certificates_whose_key_leaked_also_after_their_practice_changed(stage, tmp_path):
    person = stage.teachers[0]
    placed = await verified(stage.school, person)
    await did(make_root, MakeRoot("证明根证书"), PASSPHRASE)
    key = await did(make_school_key, MakeSchoolKey(stage.school.id), PASSPHRASE)
    paper = a_paperwork(tmp_path, signing_of=signing(key.id))
    certificate = await printed(await issued(stage.school, person, paper), paper)
    await taken(placed, Step.VOID)
    assert await daily(later(days=1)) == 1

    await did(revoke_key, RevokeKey(key.id, 1, RevocationCause.KEY_COMPROMISE, "U 盘遗失"), PASSPHRASE)

    assert [await daily(later(days=2)), await daily(later(days=3))] == [1, 0]
    newest, first = (await inbox(reading_as(stage.officer, now=later(days=3)))).messages
    named = f"1 份:企业实践证明 {certificate.number} {person.name}"
    assert [(named in each.text, "签名的密钥已泄露" in each.text) for each in (first, newest)] == [
        (True, False),
        (True, True),
    ]
    assert "已更正或作废" not in newest.text


async def test_an_office_that_revoked_the_certificate_already_is_told_nothing(stage, tmp_path):
    paper, person = a_paperwork(tmp_path), stage.teachers[0]
    placed = await verified(stage.school, person)
    certificate = await issued(stage.school, person, paper)

    await taken(placed, Step.VOID)
    await revoked(stage.school, certificate)

    assert await daily(later(days=1)) == 0
