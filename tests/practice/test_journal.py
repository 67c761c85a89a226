"""The journal of a placement: drafts and kept entries, photographs, one form one entry, who writes and reads."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.platform.uploads import KeptUpload
from registry.practice.queries.journal import journal_entry, journal_of
from registry.practice.records import Step
from registry.practice.records.journal import (
    EntryChanged,
    EntryState,
    EntryStruck,
    EntryWritten,
    JournalEntry,
    Photograph,
    StrikeEntry,
    WriteEntry,
)
from registry.practice.rules.journal import DRAFT_DROPPED, LONGEST_TEXT, MOST_PHOTOGRAPHS
from registry.practice.service.journal import as_photograph, strike_entry, write_entry
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, rows_of
from tests.people.staging import a_person, an_employment
from tests.practice.staging import (
    FIRST,
    LAST,
    THE_HOUSE,
    a_place,
    doing,
    entered,
    leader,
    officer,
    taken,
    teacher,
    verified,
)

ONE_DAY = timedelta(1)


def a_photograph(letter="a", shows_attendance=False):
    return Photograph(letter * 64, letter * 64, "f" * 64, shows_attendance)


def _write(placement, entry=None, **changes):
    given = {
        "entry_id": entry.id if entry else uuid4(),
        "chain_id": placement.chain_id,
        "revision": entry.revision if entry else 0,
        "written_on": FIRST,
        "text": "学习数控车床对刀",
        **changes,
    }
    return WriteEntry(**given)


async def written(placement, actor=THE_HOUSE, scope=EVERYWHERE, **changes):
    return (await doing(actor, write_entry, _write(placement, **changes), scope))[0]


async def a_writer():
    """A teacher with a placement handed in, and the teacher's own scope."""
    school, person = await a_place()
    return school, await entered(school, person), teacher(person), Scope.person(person.id)


async def test_a_teacher_writes_an_entry(database):
    _, placement, lin, scope = await a_writer()
    photographs = (a_photograph("a", shows_attendance=True), a_photograph("b"))
    command = _write(placement, text=" 学习对刀 \n", photographs=photographs)

    found, events = await doing(lin, write_entry, command, scope)

    assert found == JournalEntry(
        id=command.entry_id,
        chain_id=placement.id,
        written_on=FIRST,
        text="学习对刀",
        state=EntryState.KEPT,
        photographs=photographs,
        written_by=lin.account_id,
        written_by_name="林晓",
        written_at=NOW,
        voided_at=None,
        voided_reason=None,
        revision=1,
    )
    assert await journal_of(a_reading(lin), [placement.id], scope) == {placement.id: (found,)}
    assert await journal_entry(a_reading(lin), found.id, scope) == found
    (event,) = events
    assert (type(event), event.subject, event.subject_id) == (EntryWritten, "journal_entry", str(found.id))
    assert event.personal == {"before": None, "after": {"text": "学习对刀"}}
    assert "text" not in event.after


async def test_a_draft_is_changed_and_then_kept(database):
    _, placement, lin, scope = await a_writer()
    draft = await written(placement, lin, scope, state=EntryState.DRAFT, text="", photographs=(a_photograph(),))
    command = _write(placement, draft, text="写好了", photographs=(a_photograph("b"), a_photograph()))

    after, events = await doing(lin, write_entry, command, scope)

    assert after == replace(
        draft, text="写好了", state=EntryState.KEPT, photographs=(a_photograph("b"), a_photograph()), revision=2
    )
    assert await journal_entry(a_reading(lin), draft.id, scope) == after
    assert [(type(event), event.before["state"], event.after["state"]) for event in events] == [
        (EntryChanged, "draft", "kept")
    ]
    with pytest.raises(InvalidFields) as refusal:
        await doing(lin, write_entry, _write(placement, after, state=EntryState.DRAFT), scope)
    assert refusal.value.faults == {"state": "已保存的日志不能改回草稿"}


async def test_the_same_form_sent_many_times_is_one_entry(database):
    _, placement, lin, scope = await a_writer()
    command = _write(placement)

    found = await asyncio.gather(*(doing(lin, write_entry, command, scope) for _ in range(5)))

    assert len({each for each, _ in found}) == 1
    assert [len(events) for _, events in found].count(1) == 1
    assert len(await rows_of(database, "SELECT 1 FROM journal_entry")) == 1


async def test_several_drafts_stand_side_by_side_in_order_of_days(database):
    _, placement, lin, scope = await a_writer()
    late = await written(placement, lin, scope, state=EntryState.DRAFT, written_on=LAST)
    early = await written(placement, lin, scope, state=EntryState.DRAFT)

    assert await journal_of(a_reading(lin), [placement.id], scope) == {placement.id: (early, late)}


async def test_what_somebody_changed_meanwhile_is_not_overwritten(database):
    _, placement, lin, scope = await a_writer()
    first = await written(placement, lin, scope)
    await doing(lin, write_entry, _write(placement, first, text="第二版"), scope)

    for stale in (_write(placement, first, text="第三版"), _write(placement, entry_id=first.id, text="新")):
        with pytest.raises(StaleEdit):
            await doing(lin, write_entry, stale, scope)
    with pytest.raises(StaleEdit):
        await doing(lin, strike_entry, StrikeEntry(first.id, first.revision, "错"), scope)
    assert (await journal_entry(a_reading(lin), first.id, scope)).text == "第二版"


async def test_of_two_changes_at_once_one_holds(database):
    _, placement, lin, scope = await a_writer()
    first = await written(placement, lin, scope)

    found = await asyncio.gather(
        *(doing(lin, write_entry, _write(placement, first, text=f"第 {n} 版"), scope) for n in range(4)),
        return_exceptions=True,
    )

    assert [isinstance(each, StaleEdit) for each in found].count(True) == 3
    assert (await journal_entry(a_reading(lin), first.id, scope)).revision == 2


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"written_on": FIRST - ONE_DAY},
            {"written_on": f"日期 {FIRST - ONE_DAY} 不在实践起止时间({FIRST} 至 {LAST})内"},
        ),
        (
            {"written_on": LAST + ONE_DAY},
            {"written_on": f"日期 {LAST + ONE_DAY} 不在实践起止时间({FIRST} 至 {LAST})内"},
        ),
        ({"text": "  "}, {"text": "请填写内容或附上照片"}),
        ({"text": "长" * (LONGEST_TEXT + 1)}, {"text": "内容不超过 10000 字"}),
        ({"text": "a\x00b"}, {"text": "内容含有无法保存的字符"}),
        ({"photographs": (a_photograph(), a_photograph())}, {"photographs": "同一张照片选了两次"}),
        (
            {"photographs": tuple(a_photograph(f"{n}") for n in range(MOST_PHOTOGRAPHS + 1))},
            {"photographs": "每篇日志不超过 9 张照片"},
        ),
    ],
)
async def test_every_fault_of_an_entry_is_told(database, changes, faults):
    _, placement, lin, scope = await a_writer()

    with pytest.raises(InvalidFields) as refusal:
        await written(placement, lin, scope, **changes)

    assert refusal.value.faults == faults


@pytest.mark.parametrize(
    "changes",
    [
        {"written_on": LAST},
        {"text": "长" * LONGEST_TEXT},
        {"text": "", "photographs": (a_photograph(),)},
        {"text": "", "state": EntryState.DRAFT},
        {"photographs": tuple(a_photograph(f"{n}") for n in range(MOST_PHOTOGRAPHS))},
    ],
)
async def test_what_just_fits_is_kept(database, changes):
    _, placement, lin, scope = await a_writer()

    assert (await written(placement, lin, scope, **changes)).revision == 1


async def test_nothing_is_written_of_a_day_to_come(database):
    school, person = await a_place()
    today = a_reading().today
    placement = await entered(school, person, started_on=today, finished_on=today + 5 * ONE_DAY)

    assert (await written(placement, written_on=today)).written_on == today
    with pytest.raises(InvalidFields) as refusal:
        await written(placement, written_on=today + ONE_DAY)
    assert refusal.value.faults == {"written_on": f"日期 {today + ONE_DAY} 还没有到"}


async def test_a_struck_entry_leaves_the_journal_and_stays_to_be_read(database):
    _, placement, lin, scope = await a_writer()
    first = await written(placement, lin, scope)
    with pytest.raises(InvalidFields) as refusal:
        await doing(lin, strike_entry, StrikeEntry(first.id, 1, " "), scope)

    after, events = await doing(lin, strike_entry, StrikeEntry(first.id, 1, "写错日期"), scope)

    assert refusal.value.faults == {"reason": "请写明作废理由"}
    assert after == replace(first, voided_at=NOW, voided_reason="写错日期", revision=2)
    assert await journal_of(a_reading(lin), [placement.id], scope) == {placement.id: ()}
    assert await journal_entry(a_reading(lin), first.id, scope) == after
    assert [(type(event), event.after["voided_reason"]) for event in events] == [(EntryStruck, "写错日期")]
    for use_case, command in [
        (strike_entry, StrikeEntry(first.id, 2, "再作废")),
        (write_entry, _write(placement, after, text="又来")),
    ]:
        with pytest.raises(NotPermitted, match="已经作废"):
            await doing(lin, use_case, command, scope)


async def test_a_draft_is_dropped_without_a_reason(database):
    _, placement, lin, scope = await a_writer()
    draft = await written(placement, lin, scope, state=EntryState.DRAFT)

    assert (await doing(lin, strike_entry, StrikeEntry(draft.id, 1), scope))[0].voided_reason == DRAFT_DROPPED


async def test_a_draft_is_its_writers_alone(database):
    school, placement, lin, own = await a_writer()
    clerk, scope = officer(school), Scope.school(school.id)
    draft = await written(placement, lin, own, state=EntryState.DRAFT)
    kept = await written(placement, lin, own)
    helped = await written(placement, clerk, scope, state=EntryState.DRAFT, written_on=LAST)

    assert await journal_of(a_reading(clerk), [placement.id], scope) == {placement.id: (kept, helped)}
    assert await journal_of(a_reading(officer(school)), [placement.id], scope) == {placement.id: (kept,)}
    assert len((await journal_of(a_reading(lin), [placement.id], own))[placement.id]) == 3
    for attempt in (
        journal_entry(a_reading(clerk), draft.id, scope),
        doing(clerk, write_entry, _write(placement, draft, text="改"), scope),
        doing(clerk, strike_entry, StrikeEntry(draft.id, 1, "改"), scope),
    ):
        with pytest.raises(NotFound):
            await attempt


async def test_the_office_writes_for_the_teacher_also_after_recognition_and_the_teacher_does_not(database):
    school, person = await a_place()
    placement = await verified(school, person)

    found = await written(placement, officer(school), Scope.school(school.id))

    assert found.written_by_name == "陈"
    with pytest.raises(NotPermitted, match="已认定"):
        await written(placement, teacher(person), Scope.person(person.id))
    with pytest.raises(NotPermitted):
        await written(placement, leader(school), Scope.school(school.id))


async def test_a_stranger_finds_no_journal(database):
    school, placement, lin, own = await a_writer()
    found = await written(placement, lin, own)
    stranger, other_school = await a_person("孙"), await a_school("S2")
    await an_employment(school, stranger, "T2")
    theirs = await entered(school, stranger)

    for actor, scope in [
        (teacher(stranger), Scope.person(stranger.id)),
        (officer(other_school), Scope.school(other_school.id)),
    ]:
        for attempt in (
            journal_of(a_reading(actor), [placement.id], scope),
            journal_entry(a_reading(actor), found.id, scope),
            written(placement, actor, scope),
            doing(actor, write_entry, _write(placement, found, text="改"), scope),
            doing(actor, strike_entry, StrikeEntry(found.id, 1, "改"), scope),
        ):
            with pytest.raises(NotFound):
                await attempt
    with pytest.raises(NotFound):
        await written(theirs, teacher(stranger), Scope.person(stranger.id), entry_id=found.id, revision=1)


async def test_an_entry_that_never_was_is_not_changed(database):
    _, placement, lin, scope = await a_writer()

    with pytest.raises(NotFound):
        await written(placement, lin, scope, revision=1)
    await taken(placement, Step.WITHDRAW)
    with pytest.raises(NotPermitted, match="已撤回"):
        await written(placement, lin, scope)


def test_a_pdf_is_no_photograph():
    picture = KeptUpload("考勤.jpg", "a" * 64, 10, "image/jpeg", "f" * 64, "b" * 64)

    assert as_photograph(picture, shows_attendance=True) == Photograph("a" * 64, "b" * 64, "f" * 64, True)
    with pytest.raises(InvalidFields) as refusal:
        as_photograph(picture._replace(name="考勤.pdf", media_type="application/pdf", thumbnail_digest=None))
    assert refusal.value.faults == {"photographs": "“考勤.pdf”不是照片;PDF 请作为材料上传"}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal_entry",
        "UPDATE journal_entry SET state = 'draft'",
        "UPDATE journal_entry SET voided_at = now(), voided_reason = ''",
        "UPDATE journal_photograph SET digest = 'x'",
    ],
)
async def test_the_database_keeps_journals_as_they_are(database, statement):
    _, placement, lin, scope = await a_writer()
    await written(placement, lin, scope, photographs=(a_photograph(),))

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await rows_of(database, statement)
