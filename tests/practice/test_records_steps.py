"""The steps of a placement in the database: rows, events, who is refused, what a batch does."""

from dataclasses import replace
from uuid import uuid4

import pytest

from registry.identity.model.principals import visitor
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import records
from registry.practice.model import PlacementState
from registry.practice.queries.placements import placement, waiting_at
from registry.practice.records import MovePlacement, Seen, Step, VerifyPlacements
from registry.practice.records.confirmation import ConfirmationGiven
from registry.practice.service.steps import EVENTS, answer_by_link, move_placement, verify_placements
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, a_unit, done, rows_of
from tests.people.staging import a_person, an_employment
from tests.practice.staging import (
    THE_HOUSE,
    a_place,
    doing,
    entered,
    head,
    leader,
    officer,
    reading_of,
    stand_in,
    supervised,
    taken,
    teacher,
)

OWN = "不能审批、确认或认定本人的实践,请由另一位经办人办理"


def _move(placement, step, reason=""):
    return MovePlacement(placement.id, placement.revision, step, reason)


async def test_the_office_recognises_what_the_enterprise_confirmed(database):
    school, person = await a_place()
    before = await supervised(await entered(school, person), Step.CONFIRM, "")
    actor = officer(school)

    after, events = await doing(actor, move_placement, _move(before, Step.VERIFY), Scope.school(school.id))

    assert after == replace(
        before,
        state=PlacementState.VERIFIED,
        verified_by=actor.account_id,
        verified_by_name="陈",
        verified_at=NOW,
        revision=3,
    )
    assert await placement(a_reading(), before.id) == after
    assert [(type(event), event.subject, event.subject_id) for event in events] == [
        (records.PlacementVerified, "placement", str(before.id))
    ]
    assert (events[0].before["state"], events[0].after["state"]) == ("confirmed", "verified")


@pytest.mark.parametrize(
    ("way", "last_event", "state"),
    [
        ([Step.APPROVE], records.PlacementApproved, PlacementState.APPROVED),
        ([Step.SUBMIT], records.PlacementSubmitted, PlacementState.SUBMITTED),
        ([Step.SUBMIT, Step.CONFIRM], records.PlacementConfirmed, PlacementState.CONFIRMED),
        ([Step.SUBMIT, Step.DISPUTE], records.PlacementDisputed, PlacementState.DISPUTED),
        ([Step.SUBMIT, Step.RETURN], records.PlacementReturned, PlacementState.RETURNED),
        ([Step.SUBMIT, Step.REJECT], records.PlacementRejected, PlacementState.REJECTED),
        ([Step.SUBMIT, Step.REJECT, Step.UNDO_REJECTION], records.RejectionUndone, PlacementState.SUBMITTED),
        ([Step.APPROVE, Step.WITHDRAW], records.PlacementWithdrawn, PlacementState.WITHDRAWN),
        ([Step.SUBMIT, Step.CONFIRM, Step.VERIFY, Step.VOID], records.PlacementVoided, PlacementState.VOIDED),
    ],
)
async def test_each_step_is_stored_with_its_event(database, way, last_event, state):
    school, person = await a_place()
    before = await taken(await entered(school, person, PlacementState.PLANNED), *way[:-1])
    command = _move(before, way[-1], " 缺公章 ")

    if way[-1] is Step.DISPUTE:
        after, events = await done(answer_by_link, command, reading=reading_of(visitor("web")))
    else:
        after, events = await doing(THE_HOUSE, move_placement, command)

    assert after == replace(before, state=state, reason="缺公章", revision=before.revision + 1)
    assert await placement(a_reading(), before.id) == after
    answered = [ConfirmationGiven] if way[-1] is Step.CONFIRM else []
    assert [type(event) for event in events] == [*answered, last_event]


def test_every_step_has_an_event_of_its_own():
    assert set(EVENTS) == set(Step)
    assert len(set(EVENTS.values())) == len(Step)


async def test_nobody_recognises_their_own(database):
    school, person = await a_place()
    before = await taken(await entered(school, person), Step.CONFIRM)

    with pytest.raises(NotPermitted) as refusal:
        await doing(officer(school, person), move_placement, _move(before, Step.VERIFY), Scope.school(school.id))
    command = VerifyPlacements((Seen(before.id, before.revision),))
    with pytest.raises(InvalidFields) as batch:
        await doing(officer(school, person), verify_placements, command, Scope.school(school.id))

    assert str(refusal.value) == OWN
    assert batch.value.faults == {str(before.id): OWN}
    assert (await placement(a_reading(), before.id)).state is PlacementState.CONFIRMED


async def test_whoever_stands_in_does_not_recognise_the_lenders_own(database):
    school, person = await a_place()
    before = await taken(await entered(school, person), Step.CONFIRM)
    other = await a_person("高")
    await an_employment(school, other, "T2")
    others = await taken(await entered(school, other), Step.CONFIRM)

    with pytest.raises(NotPermitted):
        await doing(stand_in(school, person), move_placement, _move(before, Step.VERIFY), Scope.school(school.id))
    command = VerifyPlacements((Seen(before.id, before.revision), Seen(others.id, others.revision)))
    with pytest.raises(InvalidFields):
        await doing(stand_in(school, person), verify_placements, command, Scope.school(school.id))
    after, _ = await doing(
        stand_in(school, person), move_placement, _move(others, Step.VERIFY), Scope.school(school.id)
    )

    assert after.state is PlacementState.VERIFIED


async def test_plans_are_approved_by_the_department_the_leader_or_the_office(database):
    school, person = await a_school(), await a_person()
    department, elsewhere = await a_unit(school), await a_unit(school, "信息系")
    await an_employment(school, person, department=department)
    plans = [await entered(school, person, PlacementState.PLANNED) for _ in range(3)]
    actors = [
        (head(department), Scope.department(department.id)),
        (leader(school), Scope.school(school.id)),
        (officer(school), Scope.school(school.id)),
    ]

    for plan, (actor, scope) in zip(plans, actors, strict=True):
        after, _ = await doing(actor, move_placement, _move(plan, Step.APPROVE), scope)
        assert after.state is PlacementState.APPROVED
    plan = await entered(school, person, PlacementState.PLANNED)
    with pytest.raises(NotFound):
        await doing(head(elsewhere), move_placement, _move(plan, Step.APPROVE), Scope.department(elsewhere.id))
    with pytest.raises(NotPermitted):
        await doing(teacher(person), move_placement, _move(plan, Step.APPROVE), Scope.person(person.id))
    with pytest.raises(NotPermitted):
        await doing(leader(school), move_placement, _move(plan, Step.SUBMIT), Scope.school(school.id))


async def test_only_the_school_that_keeps_it_decides(database):
    school, person = await a_place()
    other = await a_school("S2")
    await an_employment(other, person, "X1")
    confirmed = await taken(await entered(school, person), Step.CONFIRM)

    with pytest.raises(NotFound):
        await doing(officer(other), move_placement, _move(confirmed, Step.VERIFY), Scope.school(other.id))
    verified = await taken(confirmed, Step.VERIFY)
    with pytest.raises(NotPermitted):
        await doing(officer(other), move_placement, _move(verified, Step.VOID, "误认"), Scope.school(other.id))
    after, _ = await doing(
        officer(school), move_placement, _move(verified, Step.VOID, "误认"), Scope.school(school.id)
    )

    assert (after.state, after.reason) == (PlacementState.VOIDED, "误认")


async def test_a_stranger_learns_nothing(database):
    school, person = await a_place()
    other, sun = await a_school("S2"), await a_person("孙")
    before = await entered(school, person)

    for actor, scope in [(officer(other), Scope.school(other.id)), (teacher(sun), Scope.person(sun.id))]:
        with pytest.raises(NotFound) as hidden:
            await doing(actor, move_placement, _move(before, Step.WITHDRAW), scope)
        with pytest.raises(NotFound) as missing:
            await doing(actor, move_placement, MovePlacement(uuid4(), 1, Step.WITHDRAW), scope)
        assert str(hidden.value) == str(missing.value) == "没有找到该实践记录"


async def test_an_account_without_a_role_in_force_does_nothing(database):
    school, person = await a_place()
    before = await entered(school, person)

    for actor in (replace(teacher(person), roles=()), visitor("web")):
        with pytest.raises(NotPermitted):
            await doing(actor, move_placement, _move(before, Step.WITHDRAW), EVERYWHERE)


async def test_a_link_is_good_for_the_enterprises_answer_and_nothing_else(database):
    school, person = await a_place()
    before = await entered(school, person)

    for step in set(Step) - {Step.CONFIRM, Step.DISPUTE}:
        with pytest.raises(NotPermitted):
            await done(answer_by_link, _move(before, step, "因"), reading=reading_of(visitor("web")))
    with pytest.raises(NotPermitted):
        await done(answer_by_link, _move(before, Step.DISPUTE), reading=reading_of(visitor("web")))
    disputed = await supervised(before, Step.DISPUTE, "未到岗")
    assert (await supervised(disputed, Step.CONFIRM, "")).state is PlacementState.CONFIRMED


async def test_a_batch_is_recognised_whole(database):
    school, person = await a_place()
    found = [await taken(await entered(school, person), Step.CONFIRM) for _ in range(3)]
    actor, scope = officer(school), Scope.school(school.id)
    waiting = await waiting_at(a_reading(), school.id, [PlacementState.CONFIRMED], scope)

    after, events = await doing(
        actor, verify_placements, VerifyPlacements(tuple(Seen(each.id, each.revision) for each in waiting)), scope
    )

    assert sorted(each.id for each in waiting) == sorted(each.id for each in found)
    assert {each.state for each in after} == {PlacementState.VERIFIED}
    assert [type(event) for event in events] == [records.PlacementVerified] * 3
    assert await waiting_at(a_reading(), school.id, [PlacementState.CONFIRMED], scope) == ()
    assert await doing(actor, verify_placements, VerifyPlacements(()), scope) == ((), [])


async def test_a_batch_with_a_fault_leaves_all_as_it_was_and_names_the_rows(database):
    school, person = await a_place()
    good, stale = [await taken(await entered(school, person), Step.CONFIRM) for _ in range(2)]
    early = await entered(school, person)
    seen = (Seen(good.id, good.revision), Seen(stale.id, stale.revision - 1), Seen(early.id, early.revision))

    with pytest.raises(InvalidFields) as refusal:
        await doing(officer(school), verify_placements, VerifyPlacements(seen), Scope.school(school.id))
    unknown = VerifyPlacements((Seen(good.id, good.revision), Seen(uuid4(), 1)))
    with pytest.raises(NotFound):
        await doing(officer(school), verify_placements, unknown, Scope.school(school.id))

    assert refusal.value.faults == {
        str(stale.id): "刚才有人修改了这条记录,请刷新后再看",
        str(early.id): "该实践当前为“已提交”,不能执行此操作;请刷新后再看",
    }
    assert await rows_of(database, "SELECT 1 FROM placement WHERE state = 'verified'") == []


async def test_a_step_on_what_somebody_changed_is_stale(database):
    school, person = await a_place()
    before = await entered(school, person)
    await taken(before, Step.CONFIRM)

    with pytest.raises(StaleEdit):
        await doing(THE_HOUSE, move_placement, _move(before, Step.CONFIRM))
