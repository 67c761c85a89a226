"""Plans for many in the database: drafted, changed, made into placements all or none, withdrawn together."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from registry.institutions.model.commands import SetApprovalChain
from registry.institutions.model.facts import ApprovalStep
from registry.institutions.service.approval_chains import set_approval_chain
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import EndEmployment
from registry.people.queries.careers import employments_of
from registry.people.service.employments import end_employment
from registry.practice import records
from registry.practice.model import AttendedDay, PlacementState
from registry.practice.queries.approvals import plans_waiting_for
from registry.practice.queries.batch_plans import batch_plan, batch_plans, lines_of
from registry.practice.queries.placements import placement, placements_of
from registry.practice.queries.planning import planned_lines
from registry.practice.records import MovePlacement, NoticeKind, Step
from registry.practice.records.planning import (
    AddToBatch,
    BatchChanged,
    BatchDiscarded,
    BatchLineAdded,
    BatchLineChanged,
    BatchLineTakenOut,
    BatchStarted,
    BatchState,
    BatchSubmitted,
    BatchWithdrawn,
    ChangeBatch,
    ChangeLine,
    EndBatch,
    LineContent,
    StartBatch,
    SubmitBatch,
    TakeOutLine,
)
from registry.practice.rules.planning import Outcome
from registry.practice.service.planning import (
    add_to_batch,
    change_batch,
    change_line,
    discard_batch,
    start_batch,
    submit_batch,
    take_out_line,
    withdraw_batch,
)
from registry.practice.service.steps import move_placement
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import did, many_connections, rows_of
from tests.practice.planning_stage import SUMMER, a_batch, a_plan, planning
from tests.practice.staging import THE_HOUSE, doing, head, officer


@pytest.fixture
async def stage(database):
    return await planning()


def at(stage):
    return Scope.school(stage.school.id)


def of_department(stage):
    return Scope.department(stage.department.id)


async def now_is(plan, scope):
    return (await batch_plan(a_reading(), plan.id, (scope,)))[0]


async def lines_by_person(plan):
    return {each.person_id: each for each in (await lines_of([plan.id]))[plan.id]}


async def test_a_plan_is_begun_with_its_people(stage):
    actor, new_id = stage.officer(), uuid4()
    command = StartBatch(new_id, stage.school.id, None, a_batch(), stage.ids("lacking", "away", "lacking"))

    plan, events = await doing(actor, start_batch, command, at(stage))

    assert (plan.id, plan.state, plan.content, plan.created_by_name, plan.created_at, plan.revision) == (
        new_id,
        BatchState.DRAFT,
        a_batch(),
        "陈",
        NOW,
        1,
    )
    assert await now_is(plan, at(stage)) == plan
    assert set(await lines_by_person(plan)) == set(stage.ids("lacking", "away"))
    assert [type(event) for event in events] == [BatchStarted, BatchLineAdded, BatchLineAdded]
    assert await batch_plans(a_reading(), at(stage)) == (plan,)
    assert await batch_plans(a_reading(), of_department(stage)) == ()


async def test_a_plan_begun_twice_is_one(stage):
    plan = await a_plan(stage, "lacking")
    command = StartBatch(plan.id, stage.school.id, None, a_batch(), stage.ids("lacking"))

    with pytest.raises(StaleEdit):
        await doing(stage.officer(), start_batch, command, at(stage))


async def test_listed_days_are_kept_as_they_were_listed(stage):
    attended = (AttendedDay(date(2027, 7, 12), 2), AttendedDay(date(2027, 7, 13), 1))
    plan = await a_plan(stage, "lacking", attended=attended)

    assert (await now_is(plan, at(stage))).content.attended == attended


async def test_a_department_plans_for_its_own_and_the_office_sees_it(stage):
    plan = await a_plan(stage, "lacking", actor=stage.head(), scope=of_department(stage))

    assert plan.department_id == stage.department.id
    assert await now_is(plan, at(stage)) == plan
    elsewhere = Scope.department(stage.other.id)
    with pytest.raises(NotFound):
        await batch_plan(a_reading(), plan.id, (elsewhere,))
    with pytest.raises(NotFound):
        await batch_plan(a_reading(), plan.id, (Scope.school(stage.stranger.id),))
    with pytest.raises(NotFound):
        await a_plan(stage, "lacking", actor=head(stage.other), scope=elsewhere)


async def test_nobody_plans_for_people_out_of_reach_or_without_anybody(stage):
    strange = StartBatch(uuid4(), stage.school.id, None, a_batch(), (stage.outsider.id,))
    empty = StartBatch(uuid4(), stage.school.id, None, a_batch(), ())

    with pytest.raises(NotFound):
        await doing(stage.officer(), start_batch, strange, at(stage))
    with pytest.raises(InvalidFields) as refused:
        await doing(stage.officer(), start_batch, empty, at(stage))
    assert refused.value.faults == {"person_ids": "请先勾选教师"}


async def test_a_plan_begun_many_times_at_once_is_one(stage):
    command = StartBatch(uuid4(), stage.school.id, None, a_batch(), stage.ids("lacking", "away"))
    await many_connections()

    results = await asyncio.gather(
        *(doing(stage.officer(), start_batch, command, at(stage)) for _ in range(6)), return_exceptions=True
    )

    assert sorted(type(each).__name__ for each in results) == ["StaleEdit"] * 5 + ["tuple"]
    (plan,) = await batch_plans(a_reading(), at(stage))
    assert set(await lines_by_person(plan)) == set(stage.ids("lacking", "away"))


async def test_a_firm_that_does_not_exist_is_refused_by_its_field(stage):
    plan = await a_plan(stage, "lacking")
    (line,) = (await lines_by_person(plan)).values()
    told = {"enterprise_name": "无此企业", "enterprise_id": uuid4()}

    for use_case, command in (
        (change_batch, ChangeBatch(plan.id, 1, a_batch(**told))),
        (change_line, ChangeLine(plan.id, 1, line.id, LineContent(**told))),
        (start_batch, StartBatch(uuid4(), stage.school.id, None, a_batch(**told), stage.ids("away"))),
    ):
        with pytest.raises(InvalidFields) as refused:
            await doing(stage.officer(), use_case, command, at(stage))
        assert refused.value.faults == {"enterprise_name": "没有这家企业"}
    assert await batch_plans(a_reading(), at(stage)) == (plan,)


async def test_what_lay_ahead_when_it_was_drafted_is_not_submitted_once_it_is_past(stage, database):
    plan = await a_plan(stage, "lacking")
    past = "started_on = '2020-01-01', finished_on = '2020-02-01', target_on = '2026-11-22'"
    await rows_of(database, f"UPDATE practice_plan SET {past}")

    with pytest.raises(InvalidFields) as refused:
        await doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage))
    assert refused.value.faults == {
        "target_on": "目标日期应晚于今天",
        "finished_on": "结束日期 2020-02-01 已过;已经做过的实践请逐条登记",
    }

    await rows_of(database, "UPDATE practice_plan SET target_on = '2027-08-31', finished_on = '2027-08-10'")
    await rows_of(database, "UPDATE practice_plan_line SET finished_on = '2020-02-01'")
    with pytest.raises(InvalidFields) as refused:
        await doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage))
    (line,) = (await lines_by_person(plan)).values()
    assert refused.value.faults == {str(line.id): "结束日期 2020-02-01 已过;已经做过的实践请逐条登记"}


async def test_a_stranger_changes_nothing(stage):
    plan = await a_plan(stage, "lacking")
    line = (await lines_by_person(plan))[stage.people["lacking"].id]
    stranger, there = officer(stage.stranger), Scope.school(stage.stranger.id)

    for use_case, command in (
        (change_batch, ChangeBatch(plan.id, 1, a_batch())),
        (add_to_batch, AddToBatch(plan.id, 1, (stage.outsider.id,))),
        (change_line, ChangeLine(plan.id, 1, line.id, LineContent())),
        (take_out_line, TakeOutLine(plan.id, 1, line.id)),
        (submit_batch, SubmitBatch(plan.id, 1)),
        (withdraw_batch, EndBatch(plan.id, 1, "理由")),
        (discard_batch, EndBatch(plan.id, 1, "理由")),
    ):
        with pytest.raises(NotFound):
            await doing(stranger, use_case, command, there)
    assert await now_is(plan, at(stage)) == plan


async def test_a_change_made_meanwhile_is_told(stage):
    plan = await a_plan(stage, "lacking")
    after, events = await doing(
        stage.officer(), change_batch, ChangeBatch(plan.id, 1, a_batch(position=" 钳工 ")), at(stage)
    )

    assert after == replace(plan, content=a_batch(position="钳工"), revision=2)
    assert [type(event) for event in events] == [BatchChanged]
    with pytest.raises(StaleEdit):
        await doing(stage.officer(), change_batch, ChangeBatch(plan.id, 1, a_batch()), at(stage))


async def test_of_two_changes_at_once_one_is_told(stage):
    plan = await a_plan(stage, "lacking")
    await many_connections()

    results = await asyncio.gather(
        *(
            doing(stage.officer(), change_batch, ChangeBatch(plan.id, 1, a_batch(position=words)), at(stage))
            for words in ("钳工", "铣工")
        ),
        return_exceptions=True,
    )

    assert sorted(type(each).__name__ for each in results) == ["StaleEdit", "tuple"]
    assert (await now_is(plan, at(stage))).revision == 2


async def test_people_come_and_go_and_one_differs(stage):
    plan = await a_plan(stage, "lacking")
    plan, events = await doing(
        stage.officer(), add_to_batch, AddToBatch(plan.id, 1, stage.ids("lacking", "away")), at(stage)
    )
    assert [type(event) for event in events] == [BatchChanged, BatchLineAdded]
    lines = await lines_by_person(plan)
    own = LineContent(" 苇海机械 ", finished_on=date(2027, 7, 19))
    lacking, away = (lines[one].id for one in stage.ids("lacking", "away"))

    line, changed = await doing(stage.officer(), change_line, ChangeLine(plan.id, 2, away, own), at(stage))
    _, gone = await doing(stage.officer(), take_out_line, TakeOutLine(plan.id, 3, lacking), at(stage))

    assert line.own == LineContent("苇海机械", finished_on=date(2027, 7, 19))
    assert await lines_by_person(plan) == {stage.people["away"].id: line}
    assert [type(event) for event in (*changed, *gone)] == [BatchLineChanged, BatchLineTakenOut]


async def test_the_effect_is_known_before_anyone_is_told(stage):
    plan = await a_plan(stage, "lacking", "away", "planned", duty="yearly")
    plan = await now_is(plan, at(stage))

    lines = await planned_lines(a_reading(), plan, at(stage))

    told = {each.name.removeprefix("教师"): each for each in lines}
    assert {name: (each.effect.before.credit.days, each.effect.after.credit.days) for name, each in told.items()} == {
        "lacking": (0, 30),
        "away": (0, 20),
        "planned": (0, 30),
    }
    assert [told[name].effect.after.outcome for name in ("lacking", "away")] == [Outcome.MET, Outcome.UNMET]
    assert [notice.kind for notice in told["away"].notices] == [NoticeKind.OVERLAPS_LEAVE]
    assert [notice.kind for notice in told["planned"].notices] == [NoticeKind.OVERLAPS_PLACEMENT]
    assert told["lacking"].notices == ()


async def test_a_plan_becomes_placements_that_go_along_the_chain(stage):
    steps = (ApprovalStep(None, "初审"),)
    await did(set_approval_chain, SetApprovalChain(stage.school.id, date(2026, 1, 1), steps))
    plan = await a_plan(stage, "lacking", "away")
    lines = await lines_by_person(plan)

    made, events = await doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage))

    assert {each.id for each in made} == {each.id for each in lines.values()}
    assert {each.state for each in made} == {PlacementState.PLANNED}
    one = await placement(a_reading(), lines[stage.people["lacking"].id].id)
    assert (one.enterprise_name, one.position, one.started_on, one.entered_by_name) == (
        "辽河机械厂",
        "工艺员",
        SUMMER[0],
        "陈",
    )
    assert [type(event) for event in events] == [BatchSubmitted, *[records.PlacementRecorded] * 2]
    after = await now_is(plan, at(stage))
    assert (after.state, after.submitted_by_name, after.submitted_at) == (BatchState.SUBMITTED, "陈", NOW)
    waiting = await plans_waiting_for(a_reading(stage.head()), of_department(stage))
    assert {each.placement.id for each in waiting} >= {each.id for each in made}


async def test_a_department_does_not_submit(stage):
    plan = await a_plan(stage, "lacking", actor=stage.head(), scope=of_department(stage))

    with pytest.raises(NotPermitted):
        await doing(stage.head(), submit_batch, SubmitBatch(plan.id, 1), of_department(stage))
    made, _ = await doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage))
    assert len(made) == 1


async def test_one_that_cannot_be_made_keeps_all_back(stage):
    person = stage.people["away"].id
    employed = (await employments_of(a_reading(), [person]))[person][0].employment
    await did(end_employment, EndEmployment(employed.id, employed.revision, date(2027, 7, 20)), EVERYWHERE)
    plan = await a_plan(stage, "lacking", "away", "planned", finished_on=date(2027, 7, 31))
    lines = await lines_by_person(plan)

    with pytest.raises(InvalidFields) as refused:
        await doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage))

    away, planned = (str(lines[one].id) for one in stage.ids("away", "planned"))
    assert refused.value.faults == {
        away: "计划期间不全在本校任职,请调整日期或移出",
        planned: "已有同一企业、同一起止日期的实践,请移出或调整",
    }
    assert (await placements_of(a_reading(), stage.ids("lacking")))[stage.people["lacking"].id] == ()
    assert (await now_is(plan, at(stage))).state is BatchState.DRAFT


async def test_an_enterprise_must_be_named_before_it_is_submitted(stage):
    plan = await a_plan(stage, "lacking", enterprise_name="", started_on=None)

    with pytest.raises(InvalidFields) as refused:
        await doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage))
    assert refused.value.faults == {"enterprise_name": "请填写企业名称", "started_on": "请填写日期"}


async def test_submitted_twice_at_once_it_is_made_once(stage):
    plan = await a_plan(stage, "lacking", "away")
    await many_connections()

    results = await asyncio.gather(
        *(doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage)) for _ in range(2)),
        return_exceptions=True,
    )

    assert sorted(type(each).__name__ for each in results) == ["StaleEdit", "tuple"]
    assert [len(each) for each in (await placements_of(a_reading(), stage.ids("lacking", "away"))).values()] == [1, 1]


async def test_all_are_withdrawn_together_while_none_is_approved(stage):
    plan = await a_plan(stage, "lacking", "away")
    made, _ = await doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage))

    after, events = await doing(stage.officer(), withdraw_batch, EndBatch(plan.id, 2, "企业停产"), at(stage))

    assert (after.state, after.reason) == (BatchState.WITHDRAWN, "企业停产")
    assert [type(event) for event in events] == [BatchWithdrawn, *[records.PlacementWithdrawn] * 2]
    assert {(await placement(a_reading(), each.id)).state for each in made} == {PlacementState.WITHDRAWN}


async def test_what_went_on_keeps_the_rest_from_being_withdrawn(stage):
    plan = await a_plan(stage, "lacking", "away")
    made, _ = await doing(stage.officer(), submit_batch, SubmitBatch(plan.id, 1), at(stage))
    await doing(THE_HOUSE, move_placement, MovePlacement(made[0].id, 1, Step.APPROVE))

    with pytest.raises(InvalidFields) as refused:
        await doing(stage.officer(), withdraw_batch, EndBatch(plan.id, 2, "企业停产"), at(stage))
    assert refused.value.faults == {str(made[0].id): "已是“已批准”,请单独办理"}
    with pytest.raises(InvalidFields):
        await doing(stage.officer(), withdraw_batch, EndBatch(plan.id, 2, " "), at(stage))


async def test_a_draft_given_up_stays_listed_and_changes_no_more(stage, database):
    plan = await a_plan(stage, "lacking")

    after, events = await doing(stage.officer(), discard_batch, EndBatch(plan.id, 1, "改期"), at(stage))

    assert [type(event) for event in events] == [BatchDiscarded]
    assert await batch_plans(a_reading(), at(stage)) == (after,)
    with pytest.raises(NotPermitted):
        await doing(stage.officer(), change_batch, ChangeBatch(plan.id, 2, a_batch()), at(stage))
    assert await rows_of(database, "SELECT state, reason FROM practice_plan") == [
        {"state": "discarded", "reason": "改期"}
    ]
