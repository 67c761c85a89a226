"""The folder of a placement: what is put in and taken out, by whom, what is missing, what serves twice."""

import asyncio
from dataclasses import replace

import asyncpg
import pytest

from registry.identity.model.principals import visitor
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.platform.uploads import KeptUpload
from registry.practice.model import PlacementState
from registry.practice.queries.papers import (
    Elsewhere,
    digests_of_papers,
    missing_papers,
    paper,
    papers_of,
    same_file_elsewhere,
)
from registry.practice.records import Step
from registry.practice.records.confirmation import AnswerLink, AskSupervisor
from registry.practice.records.journal import EntryState, Photograph, WriteEntry
from registry.practice.records.papers import AddPaper, Paper, PaperAdded, PaperKind, PaperRemoved, RemovePaper
from registry.practice.rules.papers import KIND_WORDS, Demand, paper_list
from registry.practice.service.confirmation import answer_link, ask_supervisor
from registry.practice.service.journal import write_entry
from registry.practice.service.papers import add_paper, as_paper_file, remove_paper
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, done, rows_of
from tests.people.staging import a_person, an_employment
from tests.practice.staging import (
    FIRST,
    THE_HOUSE,
    a_place,
    doing,
    entered,
    head,
    leader,
    officer,
    reading_of,
    stand_in,
    taken,
    teacher,
    verified,
)


def a_file(letter="a", original=None, **changes):
    kept = KeptUpload("林晓鉴定表.jpg", letter * 64, 1234, "image/jpeg", "f" * 64, (original or letter) * 64)
    return as_paper_file(kept._replace(**changes))


def _add(placement, kind=PaperKind.APPRAISAL, file=None, note=""):
    return AddPaper(placement.chain_id, kind, file or a_file(), note)


async def added(placement, *given, actor=THE_HOUSE, scope=EVERYWHERE):
    return (await doing(actor, add_paper, _add(placement, *given), scope))[0]


async def test_a_teacher_puts_a_paper_into_the_folder(database):
    school, person = await a_place()
    placement = await entered(school, person)
    lin, scope = teacher(person), Scope.person(person.id)

    found, events = await doing(lin, add_paper, _add(placement, PaperKind.TASK_SHEET, note=" 第 1 页 "), scope)

    assert found == Paper(
        id=found.id,
        chain_id=placement.id,
        kind=PaperKind.TASK_SHEET,
        digest="a" * 64,
        original_digest="a" * 64,
        thumbnail_digest="f" * 64,
        media_type="image/jpeg",
        size_bytes=1234,
        original_name="林晓鉴定表.jpg",
        note="第 1 页",
        added_by=lin.account_id,
        added_by_name="林晓",
        added_at=NOW,
        removed_by=None,
        removed_by_name=None,
        removed_at=None,
        removed_reason=None,
        revision=1,
    )
    assert await papers_of(a_reading(), [placement.id], scope) == {placement.id: (found,)}
    assert await paper(a_reading(), found.id, scope) == found
    (event,) = events
    assert (type(event), event.subject, event.subject_id) == (PaperAdded, "paper", str(found.id))
    assert (event.before, event.after["kind"]) == (None, "task_sheet")
    assert event.personal == {"before": None, "after": {"original_name": "林晓鉴定表.jpg", "note": "第 1 页"}}
    assert "林晓鉴定表.jpg" not in str(event.after)


async def test_a_removed_paper_stays_with_its_reason(database):
    school, person = await a_place()
    placement = await verified(school, person)
    before, actor, scope = await added(placement), officer(school), Scope.school(school.id)

    after, events = await doing(actor, remove_paper, RemovePaper(before.id, " 传错了 "), scope)

    assert after == replace(
        before,
        removed_by=actor.account_id,
        removed_by_name="陈",
        removed_at=NOW,
        removed_reason="传错了",
        revision=2,
    )
    assert await papers_of(a_reading(), [placement.id]) == {placement.id: (after,)}
    assert [(type(event), event.before["removed_reason"], event.after["removed_reason"]) for event in events] == [
        (PaperRemoved, None, "传错了")
    ]
    with pytest.raises(NotPermitted, match="已经移除"):
        await doing(actor, remove_paper, RemovePaper(before.id, "再移除"), scope)
    again = await added(placement)
    assert again.id != before.id


async def test_nothing_is_removed_without_a_reason(database):
    school, person = await a_place()
    found = await added(await entered(school, person))

    for reason, words in [("  ", "请写明移除理由"), ("长" * 501, "理由不超过 500 字")]:
        with pytest.raises(InvalidFields) as refusal:
            await doing(THE_HOUSE, remove_paper, RemovePaper(found.id, reason))
        assert refusal.value.faults == {"reason": words}
    with pytest.raises(InvalidFields):
        await added(await entered(school, person), PaperKind.OTHER, a_file(), "长" * 501)


async def test_the_same_paper_sent_twice_is_the_one_that_is_there(database):
    school, person = await a_place()
    placement, other = await entered(school, person), await entered(school, person)
    command = _add(placement)

    found = await asyncio.gather(*(doing(THE_HOUSE, add_paper, command) for _ in range(5)))

    assert len({each.id for each, _ in found}) == 1
    assert [len(events) for _, events in found].count(1) == 1
    (first, _) = found[0]
    sent_back = a_file("b", original="a")
    assert await added(placement, PaperKind.APPRAISAL, sent_back) == first
    assert (await added(placement, PaperKind.SUMMARY)).id != first.id
    assert (await added(other)).id != first.id
    assert len(await rows_of(database, "SELECT 1 FROM paper")) == 3


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ([Step.CONFIRM, Step.VERIFY], "已认定"),
        ([Step.CONFIRM, Step.VERIFY, Step.VOID], "已作废"),
        ([Step.WITHDRAW], "已撤回"),
    ],
)
async def test_the_teacher_stops_where_the_placement_is_at_an_end_and_the_office_goes_on(database, way, words):
    school, person = await a_place()
    placement = await entered(school, person)
    lin, own = teacher(person), Scope.person(person.id)
    found = await added(placement, actor=lin, scope=own)
    placement = await taken(placement, *way)

    with pytest.raises(NotPermitted, match=words):
        await added(placement, PaperKind.OTHER, actor=lin, scope=own)
    with pytest.raises(NotPermitted, match=words):
        await doing(lin, remove_paper, RemovePaper(found.id, "错"), own)
    scope = Scope.school(school.id)
    assert (await added(placement, PaperKind.OTHER, actor=officer(school), scope=scope)).kind is PaperKind.OTHER
    assert (await doing(officer(school), remove_paper, RemovePaper(found.id, "错"), scope))[0].revision == 2


async def test_nobody_takes_out_what_their_own_recognised_placement_rests_on(database):
    school, person = await a_place()
    placement = await verified(school, person)
    found, scope = await added(placement), Scope.school(school.id)

    for actor in (officer(school, person), stand_in(school, person)):
        with pytest.raises(NotPermitted):
            await doing(actor, remove_paper, RemovePaper(found.id, "错"), scope)
    assert (await paper(a_reading(), found.id)).removed_at is None


async def test_who_only_reads_changes_nothing(database):
    school, person = await a_place()
    placement = await entered(school, person)
    found, scope = await added(placement), Scope.school(school.id)

    with pytest.raises(NotPermitted):
        await added(placement, PaperKind.OTHER, actor=leader(school), scope=scope)
    with pytest.raises(NotPermitted):
        await doing(leader(school), remove_paper, RemovePaper(found.id, "错"), scope)


async def test_a_stranger_finds_no_paper_and_no_folder(database):
    school, person = await a_place()
    placement = await entered(school, person)
    found = await added(placement)
    other_school = await a_school("S2")
    stranger = await a_person("孙")
    await an_employment(school, stranger, "T2")
    asks = [
        (officer(other_school), Scope.school(other_school.id)),
        (teacher(stranger), Scope.person(stranger.id)),
    ]

    for actor, scope in asks:
        for query, asked in [(paper, found.id), (papers_of, [placement.id]), (missing_papers, [placement.id])]:
            with pytest.raises(NotFound):
                await query(a_reading(actor), asked, scope)
        with pytest.raises(NotFound):
            await same_file_elsewhere(a_reading(actor), [placement.id], scope)
        with pytest.raises(NotFound):
            await added(placement, PaperKind.OTHER, actor=actor, scope=scope)
        with pytest.raises(NotFound):
            await doing(actor, remove_paper, RemovePaper(found.id, "错"), scope)
    assert len(await rows_of(database, "SELECT 1 FROM paper WHERE removed_at IS NULL")) == 1


def test_every_kind_has_its_words_and_there_are_nine():
    assert len(PaperKind) == 9
    assert set(KIND_WORDS) == set(PaperKind)


async def test_the_list_tells_what_is_missing(database):
    school, person = await a_place()
    first, second = await entered(school, person), await entered(school, person)
    task = await added(first, PaperKind.TASK_SHEET)
    gone = await added(first, PaperKind.SUMMARY)
    await doing(THE_HOUSE, remove_paper, RemovePaper(gone.id, "错"))
    form = await added(second)

    found = await missing_papers(a_reading(), [first.id, second.id], Scope.school(school.id))

    assert [line.kind for line in found[first.id].lines] == list(PaperKind)
    assert found[first.id].missing == (PaperKind.APPRAISAL,)
    assert PaperKind.SUMMARY in found[first.id].usually_there
    assert PaperKind.TASK_SHEET not in found[first.id].usually_there
    assert PaperKind.OTHER not in found[first.id].usually_there
    assert next(line for line in found[first.id].lines if line.papers).papers == (task,)
    assert found[second.id].missing == ()
    line = next(line for line in found[second.id].lines if line.kind is PaperKind.APPRAISAL)
    assert (line.demand, line.papers, line.is_missing) == (Demand.REQUIRED, (form,), False)
    assert await missing_papers(a_reading(), []) == {}


async def test_what_the_enterprise_confirmed_over_its_link_needs_no_stamped_form(database):
    school, person = await a_place()
    placement = await entered(school, person)
    ask = AskSupervisor(placement.id, placement.revision, days_valid=7)
    issued = (await doing(THE_HOUSE, ask_supervisor, ask))[0]
    before = await missing_papers(a_reading(), [placement.id])

    await done(answer_link, AnswerLink(issued.token, True, "张师傅"), reading=reading_of(visitor("web")))

    after = await missing_papers(a_reading(), [placement.id])
    line = next(line for line in after[placement.id].lines if line.kind is PaperKind.APPRAISAL)
    assert (before[placement.id].missing, after[placement.id].missing) == ((PaperKind.APPRAISAL,), ())
    assert (line.is_answered, line.is_missing) == (True, False)


def test_a_school_may_ask_for_other_papers():
    asked = frozenset({PaperKind.JOURNAL, PaperKind.APPRAISAL})

    assert paper_list((), True, asked).missing == (PaperKind.JOURNAL,)
    assert paper_list((), False, frozenset()).missing == ()


async def test_papers_hold_for_every_revision(database):
    from registry.practice.records import CorrectPlacement
    from registry.practice.service.placements import correct_placement
    from tests.practice.staging import a_content

    school, person = await a_place()
    placement = await verified(school, person)
    found = await added(placement)
    command = CorrectPlacement(placement.id, placement.revision, a_content(position="车工"), "笔误")
    after = (await doing(officer(school), correct_placement, command, Scope.school(school.id)))[0].placement

    assert after.id != placement.id
    assert await papers_of(a_reading(), [after.chain_id]) == {after.chain_id: (found,)}


async def test_a_file_that_serves_another_placement_is_told_and_who_only_in_scope(database):
    school, person = await a_place()
    other_school, other = await a_place("S2", "X1")
    own, again = await entered(school, person), await entered(school, person)
    foreign = await entered(other_school, other)
    form = await added(own, PaperKind.APPRAISAL, a_file("a", original="b"))
    single = await added(own, PaperKind.SUMMARY, a_file("c"))
    await added(own, PaperKind.OTHER, a_file("c"))
    await added(again, PaperKind.ATTENDANCE, a_file("d", original="b"))
    await added(foreign, PaperKind.APPRAISAL, a_file("b"))

    at_school = await same_file_elsewhere(a_reading(), [own.id], Scope.school(school.id))
    everywhere = await same_file_elsewhere(a_reading(), [own.id])

    assert set(at_school) == {form.id}
    assert single.id not in everywhere
    assert set(at_school[form.id]) == {Elsewhere(again), Elsewhere(None)}
    assert set(everywhere[form.id]) == {Elsewhere(again), Elsewhere(foreign)}


async def test_what_was_taken_back_does_not_serve_twice(database):
    school, person = await a_place()
    own, removed, withdrawn = [await entered(school, person) for _ in range(3)]
    form = await added(own)
    gone = await added(removed)
    await added(withdrawn)
    await doing(THE_HOUSE, remove_paper, RemovePaper(gone.id, "错"))
    await taken(withdrawn, Step.WITHDRAW)

    assert await same_file_elsewhere(a_reading(), [own.id]) == {}
    assert (await paper(a_reading(), form.id)).removed_at is None


async def test_a_photograph_in_another_journal_serves_twice_too(database):
    from uuid import uuid4

    school, person = await a_place()
    own, other = await entered(school, person), await entered(school, person)
    form = await added(own)
    photograph = Photograph("a" * 64, "e" * 64, "f" * 64)
    command = WriteEntry(uuid4(), other.id, 0, FIRST, "开机", EntryState.KEPT, (photograph,))
    await doing(THE_HOUSE, write_entry, command)

    assert await same_file_elsewhere(a_reading(), [own.id]) == {form.id: (Elsewhere(other),)}
    assert await digests_of_papers() == {"a" * 64, "f" * 64}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper SET digest = repeat('9', 64)",
        "DELETE FROM paper",
        "UPDATE paper SET removed_at = now(), removed_by_name = 'x', removed_reason = ''",
        "UPDATE paper SET kind = 'letter'",
        "INSERT INTO paper SELECT gen_random_uuid(), chain, kind, digest, original_digest, thumbnail_digest, "
        "media_type, size_bytes, original_name, note, added_by, added_by_name, added_at, removed_by, "
        "removed_by_name, removed_at, removed_reason, revision FROM paper",
    ],
)
async def test_the_database_keeps_papers_as_they_are(database, statement):
    school, person = await a_place()
    placement = await entered(school, person, PlacementState.PLANNED)
    await added(placement)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await rows_of(database, statement)


async def test_a_department_head_reads_the_folder_of_the_department(database):
    from tests.institutions.staging import a_unit

    school, person = await a_school(), await a_person()
    department = await a_unit(school)
    await an_employment(school, person, department=department)
    placement = await entered(school, person)
    found, scope = await added(placement), Scope.department(department.id)

    assert await papers_of(a_reading(), [placement.id], scope) == {placement.id: (found,)}
    with pytest.raises(NotPermitted):
        await added(placement, PaperKind.OTHER, actor=head(department), scope=scope)
