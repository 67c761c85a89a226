"""Chasing: exactly the people behind the filter, one message each, one batch however often it is clicked."""

import asyncio
from datetime import date
from uuid import uuid4

import asyncpg
import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from registry.practice.rules.progress import Progress
from registry.reminders import tables
from registry.reminders.model.messages import BatchKind, ChaseAsk, ChaseSent, Counts, MailState, SendChase
from registry.reminders.queries.batches import batch, batches, last_chased, told_in, unreached_in
from registry.reminders.queries.chasing import chase_preview, chasing_scope
from registry.reminders.queries.inbox import inbox
from registry.reminders.service.chasing import CHANGED, NOBODY, send_chase
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_unit, done, many_connections
from tests.practice.staging import entered
from tests.reminders.staging import (
    BY_MAIL,
    NO_MAIL,
    TODAY,
    a_teacher_account,
    an_account,
    chased,
    later,
    reading_as,
    staged,
    teacher_of,
)


async def everything():
    return await tables.ReminderMessage.select().order_by(tables.ReminderMessage.staff_no)


async def preview_of(stage, actor=None, scope=None, kind=BatchKind.YEARLY, **wish):
    return await chase_preview(reading_as(actor or stage.officer), stage.ask(kind, **wish), scope or stage.scope)


async def test_everybody_behind_the_filter_is_told_once_with_their_own_figures(database):
    stage = await staged(3)
    await entered(stage.school, stage.teachers[2], PlacementState.SUBMITTED)

    sent, events = await chased(stage, ask={"progress": Progress.NOT_BEGUN})

    rows = await everything()
    assert [(row["person"], row["account"]) for row in rows] == [
        (stage.teachers[0].id, stage.accounts[0]),
        (stage.teachers[1].id, stage.accounts[1]),
        (stage.teachers[2].id, stage.accounts[2]),
    ]
    assert rows[0]["text"].startswith(
        "林一老师:\n截至 2026-11-22:\n本学年(2026-09-01 至 2027-08-31)企业实践应满 1 个月,"
        "已认定 0 个月,还差 1 个月(脱产整日 30 天),目前“未启动”。"
    )
    assert "国发〔2019〕4号" in rows[0]["text"]
    assert "整日计 1/30 个月" in rows[0]["text"]
    assert "适用规定:" in rows[0]["text"]
    assert (sent.asked, sent.sent, sent.as_of) == (3, 3, TODAY)
    (event,) = events
    assert (type(event), event.subject, event.subject_id) == (ChaseSent, "reminder_batch", str(sent.id))
    assert (event.before, event.after["wish"], event.personal["after"]) == (None, "progress=not_begun", {"q": ""})


async def test_nobody_is_told_to_begin_who_need_not(database):
    stage = await staged(2)
    await entered(stage.school, stage.teachers[1], PlacementState.SUBMITTED, **this_year())

    found = await preview_of(stage)

    assert [each.draft.name for each in found.addressees] == ["林一"]
    assert (found.found, [each.name for each in found.left_out]) == (2, ["林二"])


def this_year():
    return {"started_on": date(2026, 10, 5), "finished_on": date(2026, 10, 9)}


async def test_each_kind_speaks_of_what_it_wants(database):
    stage = await staged(1)

    texts = {}
    for kind in (BatchKind.YEARLY, BatchKind.SHORT, BatchKind.PAPERS, BatchKind.LAPSE):
        found = await preview_of(stage, kind=kind)
        texts[kind] = [each.draft.letter.text for each in found.addressees]

    (short,) = texts[BatchKind.SHORT]
    assert "内已认定 0 天(0.00 个月),应满 10 个月;未达标,还差 300 天。" in short
    assert "依据:盘政发〔2021〕4号" in short
    assert [len(texts[kind]) for kind in (BatchKind.YEARLY, BatchKind.PAPERS, BatchKind.LAPSE)] == [1, 0, 0]


async def test_clicked_twice_it_is_one_batch(database):
    stage, chosen = await staged(2), uuid4()

    first, events = await chased(stage, batch_id=chosen)
    second, no_events = await chased(stage, batch_id=chosen)

    assert first == second
    assert (len(events), no_events, len(await everything())) == (1, [], 2)


async def test_clicked_twice_at_once_it_is_one_batch(database):
    stage, chosen = await staged(3), uuid4()
    await many_connections(8)

    results = await asyncio.gather(*(chased(stage, batch_id=chosen) for _ in range(4)))

    assert len({result[0] for result in results}) == 1
    assert len(await everything()) == 3
    assert await tables.MailOutbox.count() == 3


async def test_two_officers_who_click_at_once_tell_nobody_twice(database):
    stage = await staged(3)
    other = await an_account(RoleWanted(Role.HR_OFFICER, stage.scope), "zhou")
    await many_connections(8)

    results = await asyncio.gather(chased(stage), chased(stage, other), return_exceptions=True)

    refused = [each for each in results if isinstance(each, InvalidFields)]
    assert [each.faults for each in refused] == [{"batch_id": NOBODY}]
    assert len(await everything()) == 3


async def test_whoever_was_chased_lately_is_left_out_unless_said_otherwise(database):
    stage = await staged(2)
    await chased(stage)

    with pytest.raises(InvalidFields):
        await chased(stage, now=later(days=6))
    again, _ = await chased(stage, now=later(days=6), again=True)
    afterwards, _ = await chased(stage, now=later(days=13))

    assert (again.sent, afterwards.sent) == (2, 2)
    on = await last_chased(a_reading(), [stage.teachers[0].id], stage.scope)
    assert on == {stage.teachers[0].id: date(2026, 12, 5)}


async def test_the_day_of_the_last_chasing_is_for_those_whom_the_scope_reaches(database):
    stage = await staged(1)
    await chased(stage)
    person = stage.teachers[0].id

    seen = {
        "school": await last_chased(a_reading(), [person], stage.scope),
        "department": await last_chased(a_reading(), [person], Scope.department(stage.department.id)),
        "bureau": await last_chased(a_reading(), [person], Scope.bureau(stage.bureau.id)),
        "person": await last_chased(a_reading(), [person], Scope.person(person)),
        "stranger": await last_chased(a_reading(), [person], Scope.school(stage.other_school.id)),
    }

    assert {who: list(days.values()) for who, days in seen.items()} == {
        "school": [TODAY],
        "department": [TODAY],
        "bureau": [TODAY],
        "person": [TODAY],
        "stranger": [],
    }


async def test_a_figure_that_changed_after_it_was_shown_is_shown_again(database):
    stage = await staged(1)
    found = await preview_of(stage)
    await entered(stage.school, stage.teachers[0], PlacementState.PLANNED, **this_year())

    command = SendChase(uuid4(), found.ask, found.digest)
    with pytest.raises(StaleEdit, match=CHANGED):
        await done(send_chase, command, stage.scope, NO_MAIL, reading=reading_as(stage.officer))

    assert await everything() == []


async def test_without_an_account_a_message_waits_and_the_sender_is_told_so(database):
    stage = await staged(2, without_account=1)

    sent, _ = await chased(stage)

    reading = reading_as(stage.officer)
    counts = (await batch(reading, sent.id, [stage.scope])).counts
    assert counts == Counts(2, 0, 1, {**dict.fromkeys(MailState, 0), MailState.WAITING: 1})
    assert counts.reached == 1
    told = [(each.name, each.has_account, each.mail) for each in await told_in(reading, sent.id, [stage.scope])]
    assert told == [("林二", False, None), ("林一", True, MailState.WAITING)]
    assert [each.name for each in await unreached_in(reading, sent.id, [stage.scope])] == ["林二"]

    stage.accounts[1] = await a_teacher_account(stage.teachers[1], "late")
    (late,) = (await inbox(reading_as(teacher_of(stage, 1)))).messages
    assert late.title == "请安排本学年企业实践"


async def test_a_head_chases_the_own_department_only(database):
    stage = await staged(2)
    own = Scope.department(stage.department.id)

    sent, _ = await chased(stage, stage.head, own)

    assert sent.sent == 2
    with pytest.raises(NotPermitted):
        await preview_of(stage, stage.head, stage.scope)


async def test_the_head_of_another_department_finds_nobody(database):
    stage = await staged(1)
    elsewhere = Scope.department((await a_unit(stage.school, "化工系")).id)
    gao = await an_account(RoleWanted(Role.DEPARTMENT_HEAD, elsewhere, stage.school.id), "gao")

    assert (await preview_of(stage, gao, elsewhere)).addressees == ()


async def test_a_bureau_writes_to_the_personnel_offices_with_counts_alone(database):
    stage = await staged(2)
    own = Scope.bureau(stage.bureau.id)
    bao = await an_account(RoleWanted(Role.BUREAU_OFFICER, own), "bao")

    sent, _ = await chased(stage, bao, own, ask={"kind": BatchKind.REPORT, "progress": Progress.NOT_BEGUN})

    (row,) = await everything()
    assert (row["account"], row["person"], row["name"]) == (stage.officer.account_id, None, "盘锦第S1职业学校")
    assert "本学年应实践 2 人:已够 0 人、实践中 0 人、待认定 0 人、未启动 2 人。" in row["text"]
    assert "林一" not in row["text"]
    assert "依据:盘政发〔2021〕4号 三(七)" in row["text"]
    assert sent.school_id is None
    again = await preview_of(stage, bao, own, BatchKind.REPORT)
    assert [each.chased_on for each in again.addressees] == [TODAY]
    with pytest.raises(InvalidFields):
        await chased(stage, bao, own, ask={"kind": BatchKind.REPORT})
    (message,) = (await inbox(reading_as(stage.officer))).messages
    assert message.kind is BatchKind.REPORT
    with pytest.raises(NotPermitted):
        await preview_of(stage, bao, own, BatchKind.YEARLY)
    with pytest.raises(NotPermitted):
        await preview_of(stage, kind=BatchKind.REPORT)


async def test_a_report_to_a_school_without_an_officer_waits_for_one(database):
    stage = await staged(1)
    await tables.ReminderMessage.raw("UPDATE account SET locked_on = '2026-01-01', lock_reason = 'x'")
    own = Scope.bureau(stage.bureau.id)
    bao = await an_account(RoleWanted(Role.BUREAU_OFFICER, own), "bao")

    found = await chase_preview(reading_as(bao), stage.ask(BatchKind.REPORT), own)
    await chased(stage, bao, own, ask={"kind": BatchKind.REPORT})
    new = await an_account(RoleWanted(Role.HR_OFFICER, stage.scope), "new")

    assert [each.draft.account_id for each in found.addressees] == [None]
    assert len((await inbox(reading_as(new))).messages) == 1


async def test_a_stranger_sees_no_batch_and_chases_nobody(database):
    stage = await staged(1)
    sent, _ = await chased(stage)
    elsewhere = Scope.school(stage.other_school.id)
    sun = await an_account(RoleWanted(Role.HR_OFFICER, elsewhere), "sun")

    reading = reading_as(sun)
    assert await batches(reading, [elsewhere]) == ((), 0)
    for asked in (batch, told_in, unreached_in):
        with pytest.raises(NotFound):
            await asked(reading, sent.id, [elsewhere])
    with pytest.raises(NotFound):
        await chasing_scope(reading, [elsewhere], stage.school.id)
    with pytest.raises(NotPermitted):
        await chase_preview(reading, ChaseAsk(stage.ask().wish, BatchKind.YEARLY), stage.scope)
    with pytest.raises(NotFound):
        await chased(stage, sun, elsewhere, batch_id=sent.id, ask={})


async def test_a_school_sees_what_its_departments_sent_and_a_department_only_its_own(database):
    stage = await staged(1)
    department = Scope.department(stage.department.id)
    by_head, _ = await chased(stage, stage.head, department)
    by_office, _ = await chased(stage, again=True)

    school = [each.batch.id for each in (await batches(reading_as(stage.officer), [stage.scope]))[0]]
    own = [each.batch.id for each in (await batches(reading_as(stage.head), [department]))[0]]

    assert (set(school), own) == ({by_head.id, by_office.id}, [by_head.id])


async def test_mails_are_written_with_their_messages_for_those_who_want_them(database):
    stage = await staged(3, mails=1, without_account=1)

    await chased(stage)

    rows = await tables.MailOutbox.select()
    assert [(row["account"], row["state"], row["next_at"]) for row in rows] == [(stage.accounts[0], "waiting", NOW)]
    jobs = await tables.MailOutbox.raw("SELECT task_name FROM procrastinate_jobs")
    assert [job["task_name"] for job in jobs] == ["send_mail"]


async def test_without_a_mail_server_everything_is_in_the_inbox_alone(database):
    stage = await staged(1)

    await chased(stage, outgoing=NO_MAIL)

    assert (await inbox(reading_as(teacher_of(stage, 0)))).unread == 1
    assert await tables.MailOutbox.count() == 0
    assert await tables.MailOutbox.raw("SELECT 1 FROM procrastinate_jobs") == []


async def test_what_was_told_stays_as_it_was_sent(database):
    stage = await staged(1)
    await chased(stage, outgoing=BY_MAIL)

    for statement in ("UPDATE reminder_message SET text = 'x'", "DELETE FROM reminder_message"):
        with pytest.raises(asyncpg.PostgresError):
            await tables.ReminderMessage.raw(statement)
