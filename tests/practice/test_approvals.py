"""Plans along the school's chain of approval: who signs which step, in order, and what a disagreement does."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from registry.identity.model.principals import HeldRole, Lender, Principal
from registry.identity.model.roles import Role
from registry.institutions.model.commands import SetApprovalChain
from registry.institutions.model.facts import ApprovalStep
from registry.institutions.service.approval_chains import set_approval_chain
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice import records
from registry.practice.model import PlacementState
from registry.practice.queries.approvals import (
    PlanWaiting,
    chain_progress,
    opinions_of,
    plan_of,
    plans_waiting_for,
)
from registry.practice.queries.placements import placement
from registry.practice.records import MendPlacement, MovePlacement, Step
from registry.practice.records.approvals import ChainProgress, GiveOpinion, Opinion, OpinionGiven, StepProgress
from registry.practice.service.approvals import give_opinion
from registry.practice.service.placements import mend_placement
from registry.practice.service.steps import move_placement
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, a_unit, an_office, did, rows_of
from tests.people.staging import a_person, an_employment
from tests.practice.staging import (
    THE_HOUSE,
    a_content,
    doing,
    entered,
    head,
    leader,
    officer,
    reading_of,
    stand_in,
    teacher,
)

BEFORE_ALL = date(2026, 1, 1)
OWN = "不能审批、确认或认定本人的实践,请由另一位经办人办理"


class Stage:
    """A school where the department (初审) and then the teaching office (审核) approve plans."""

    async def build(self, steps=2):
        self.school, self.person = await a_school(), await a_person()
        self.department = await a_unit(self.school)
        self.teaching = await an_office(self.school, "教务处")
        await an_employment(self.school, self.person, department=self.department)
        self.chain = await self.chained(BEFORE_ALL, *self.both()[:steps])
        self.plan = await entered(self.school, self.person, PlacementState.PLANNED)
        return self

    def both(self):
        return ApprovalStep(None, "初审"), ApprovalStep(self.teaching.id, "审核")

    async def chained(self, on, *steps):
        return await did(set_approval_chain, SetApprovalChain(self.school.id, on, tuple(steps)))

    async def said(self, actor, scope, position, agreed=True, words="", plan=None):
        plan = plan or self.plan
        command = GiveOpinion(plan.id, plan.revision, position, agreed, words)
        return await doing(actor, give_opinion, command, scope)

    async def by_department(self, **given):
        return await self.said(head(self.department), Scope.department(self.department.id), 1, **given)

    async def by_office(self, **given):
        return await self.said(head(self.teaching), Scope.department(self.teaching.id), 2, **given)

    async def now(self):
        return await placement(a_reading(), self.plan.id)


async def test_an_opinion_is_stored_with_its_event_and_the_next_office_is_asked(database):
    stage = await Stage().build()
    actor = head(stage.department)

    opinion, events = await stage.said(actor, Scope.department(stage.department.id), 1, words=" 同意 ")

    assert opinion == Opinion(
        id=opinion.id,
        placement_id=stage.plan.id,
        placement_revision=1,
        approval_chain_id=stage.chain.id,
        position=1,
        label="初审",
        office_id=None,
        office_name="机电系",
        is_recorded=False,
        agreed=True,
        words="同意",
        given_by=actor.account_id,
        given_by_name="李主任",
        given_at=NOW,
    )
    assert await opinions_of(a_reading(), stage.plan.id) == (opinion,)
    assert [(type(event), event.subject, event.subject_id) for event in events] == [
        (OpinionGiven, "plan_opinion", str(opinion.id))
    ]
    assert (events[0].before, events[0].after["words"]) == (None, "同意")
    assert await stage.now() == stage.plan
    assert await chain_progress(a_reading(), stage.plan.id) == ChainProgress(
        (
            StepProgress(1, "初审", None, "机电系", opinion, False),
            StepProgress(2, "审核", stage.teaching.id, "教务处", None, True),
        ),
        None,
    )


async def test_the_last_agreement_approves_the_plan_in_the_same_process(database):
    stage = await Stage().build()
    await stage.by_department()

    opinion, events = await stage.by_office()

    assert await stage.now() == replace(stage.plan, state=PlacementState.APPROVED, revision=2)
    assert [type(event) for event in events] == [OpinionGiven, records.PlacementApproved]
    progress = await chain_progress(a_reading(), stage.plan.id)
    assert [step.opinion and step.opinion.position for step in progress.steps] == [1, 2]
    assert progress.waiting is None
    assert (opinion.office_id, opinion.is_recorded) == (stage.teaching.id, False)


async def test_steps_are_signed_in_order_and_once(database):
    stage = await Stage().build()
    scope = Scope.school(stage.school.id)

    with pytest.raises(NotPermitted) as early:
        await stage.said(officer(stage.school), scope, 2)
    await stage.by_department()
    with pytest.raises(StaleEdit):
        await stage.by_department()
    await stage.by_office()
    with pytest.raises(StaleEdit):
        await stage.by_office()

    assert str(early.value) == "按审批流程,现在由机电系(初审)办理"


async def test_the_personnel_office_or_a_leader_records_what_an_office_said(database):
    stage = await Stage().build()
    scope = Scope.school(stage.school.id)
    with pytest.raises(NotPermitted):
        await stage.said(officer(stage.school), scope, 1)
    await stage.by_department()

    for actor in (officer(stage.school), leader(stage.school)):
        waiting = await plans_waiting_for(reading_of(actor), scope)
        assert [(each.placement.id, each.step.position) for each in waiting] == [(stage.plan.id, 2)]
    opinion, _ = await stage.said(leader(stage.school), scope, 2)

    assert (opinion.office_name, opinion.is_recorded, opinion.given_by_name) == ("教务处", True, "王校长")
    assert (await stage.now()).state is PlacementState.APPROVED


async def test_a_teacher_without_a_department_is_signed_for_by_the_school(database):
    stage = await Stage().build()
    other = await a_person("高")
    await an_employment(stage.school, other, "T2")
    plan = await entered(stage.school, other, PlacementState.PLANNED)

    opinion, _ = await stage.said(officer(stage.school), Scope.school(stage.school.id), 1, plan=plan)

    assert (opinion.office_name, opinion.is_recorded) == ("", True)


async def test_a_disagreement_returns_the_plan_and_mending_begins_the_chain_anew(database):
    stage = await Stage().build()
    first, _ = await stage.by_department()
    with pytest.raises(InvalidFields) as wordless:
        await stage.by_office(agreed=False, words=" ")
    refusal, events = await stage.by_office(agreed=False, words="与课务冲突")

    assert wordless.value.faults == {"words": "不同意时请写明理由"}
    assert [type(event) for event in events] == [OpinionGiven]
    assert await stage.now() == stage.plan
    returned = await chain_progress(reading_of(teacher(stage.person)), stage.plan.id, Scope.person(stage.person.id))
    assert (returned.returned, returned.waiting) == (refusal, None)
    assert await plans_waiting_for(reading_of(officer(stage.school)), Scope.school(stage.school.id)) == ()

    command = MendPlacement(stage.plan.id, 1, a_content(position="车工"))
    stage.plan = (await doing(teacher(stage.person), mend_placement, command, Scope.person(stage.person.id)))[
        0
    ].placement
    anew = await chain_progress(a_reading(), stage.plan.id)
    assert (anew.returned, anew.waiting) == (None, StepProgress(1, "初审", None, "机电系", None, True))
    second, _ = await stage.by_department()
    third, _ = await stage.by_office()

    assert await opinions_of(a_reading(), stage.plan.id) == (first, refusal, second, third)
    assert [opinion.placement_revision for opinion in (first, refusal, second, third)] == [1, 1, 2, 2]
    assert (await stage.now()).state is PlacementState.APPROVED


async def test_an_opinion_on_what_was_mended_meanwhile_is_stale(database):
    stage = await Stage().build()
    command = MendPlacement(stage.plan.id, 1, a_content(position="车工"))
    await doing(THE_HOUSE, mend_placement, command)

    with pytest.raises(StaleEdit):
        await stage.by_department()


async def test_a_returned_plan_is_not_signed_further(database):
    stage = await Stage().build()
    await stage.by_department(agreed=False, words="人手不足")

    with pytest.raises(NotPermitted) as refusal:
        await stage.said(officer(stage.school), Scope.school(stage.school.id), 2)

    assert str(refusal.value) == "计划已被退回,教师修改后重新审批"


async def test_nobody_jumps_the_chain(database):
    stage = await Stage().build()
    command = MovePlacement(stage.plan.id, 1, Step.APPROVE)
    attempts = [
        (officer(stage.school), Scope.school(stage.school.id)),
        (leader(stage.school), Scope.school(stage.school.id)),
        (head(stage.department), Scope.department(stage.department.id)),
        (THE_HOUSE, EVERYWHERE),
    ]

    for actor, scope in attempts:
        with pytest.raises(NotPermitted) as refusal:
            await doing(actor, move_placement, command, scope)
        assert str(refusal.value) == "该计划须按审批流程逐步审批,现在由机电系(初审)办理"
    assert await stage.now() == stage.plan


async def test_what_was_asked_for_before_keeps_its_chain(database):
    stage = await Stage().build()
    await stage.chained(date(2026, 12, 1), ApprovalStep(stage.teaching.id, "批准"))
    later = {"now": NOW.replace(month=12, day=2)}

    await stage.by_department()
    progress = await chain_progress(a_reading(**later), stage.plan.id)

    assert [step.label for step in progress.steps] == ["初审", "审核"]


async def test_a_school_without_a_chain_approves_at_once(database):
    school, person = await a_school(), await a_person()
    department = await a_unit(school)
    await an_employment(school, person, department=department)
    plan = await entered(school, person, PlacementState.PLANNED)
    waiting = (PlanWaiting(plan, None),)

    assert await plans_waiting_for(reading_of(officer(school)), Scope.school(school.id)) == waiting
    assert await plans_waiting_for(reading_of(head(department)), Scope.department(department.id)) == waiting
    with pytest.raises(NotPermitted) as refusal:
        await doing(officer(school), give_opinion, GiveOpinion(plan.id, 1, 1, True), Scope.school(school.id))
    after, _ = await doing(
        officer(school), move_placement, MovePlacement(plan.id, 1, Step.APPROVE), Scope.school(school.id)
    )

    assert str(refusal.value) == "该校当时没有设置审批流程,计划由人事处一步批准"
    assert after.state is PlacementState.APPROVED
    assert await chain_progress(a_reading(), plan.id) == ChainProgress((), None)


async def test_nobody_signs_their_own_plan_nor_that_of_whom_they_stand_in_for(database):
    stage = await Stage().build()
    scope = Scope.department(stage.department.id)
    own = replace(head(stage.department), person_id=stage.person.id)
    lent = HeldRole(uuid4(), Role.DEPARTMENT_HEAD, scope, stage.school.id, Lender(uuid4(), stage.person.id, "林晓"))
    lent_to = Principal(uuid4(), "代办", "web", roles=(lent,))

    with pytest.raises(NotPermitted) as refusal:
        await stage.said(own, scope, 1)
    with pytest.raises(NotPermitted) as standing_in:
        await stage.said(lent_to, scope, 1)
    await stage.by_department()
    with pytest.raises(NotPermitted):
        await stage.said(stand_in(stage.school, stage.person), Scope.school(stage.school.id), 2)

    assert (str(refusal.value), str(standing_in.value)) == (OWN, "受委托期间不能审批委托人本人的事项")
    assert await plans_waiting_for(reading_of(own), scope) == ()
    office = Scope.school(stage.school.id)
    assert await plans_waiting_for(reading_of(stand_in(stage.school, stage.person)), office) == ()


async def test_an_office_sees_a_plan_when_its_turn_has_come_and_others_never(database):
    stage = await Stage().build()
    elsewhere = await a_unit(stage.school, "信息系")
    other, sun = await a_school("S2"), await a_person("孙")
    office = Scope.department(stage.teaching.id)
    with pytest.raises(NotFound):
        await plan_of(a_reading(), stage.plan.id, office)
    with pytest.raises(NotFound):
        await stage.by_office()
    await stage.by_department()

    assert (await plan_of(a_reading(), stage.plan.id, office)).placement == stage.plan
    waiting = await plans_waiting_for(reading_of(head(stage.teaching)), office)
    assert [(each.placement, each.step.position) for each in waiting] == [(stage.plan, 2)]
    strangers = [
        (head(elsewhere), Scope.department(elsewhere.id)),
        (officer(other), Scope.school(other.id)),
        (teacher(sun), Scope.person(sun.id)),
    ]
    for actor, scope in strangers:
        assert await plans_waiting_for(reading_of(actor), scope) == ()
        with pytest.raises(NotFound) as hidden:
            await stage.said(actor, scope, 2)
        with pytest.raises(NotFound):
            await opinions_of(reading_of(actor), stage.plan.id, scope)
        assert str(hidden.value) == "没有找到该实践记录"
    with pytest.raises(NotPermitted):
        await stage.said(teacher(stage.person), Scope.person(stage.person.id), 2)


async def test_the_head_of_the_department_that_the_teacher_left_does_not_sign(database):
    stage = await Stage().build()
    former, person = await a_unit(stage.school, "信息系"), await a_person("高")
    await an_employment(stage.school, person, "T2", department=former, finished_on=date(2026, 8, 31))
    await an_employment(stage.school, person, "T3", department=stage.department, started_on=date(2026, 9, 1))
    plan = await entered(stage.school, person, PlacementState.PLANNED)

    with pytest.raises(NotPermitted):
        await stage.said(head(former), Scope.department(former.id), 1, plan=plan)
    opinion, _ = await stage.said(head(stage.department), Scope.department(stage.department.id), 1, plan=plan)

    assert opinion.office_name == "机电系"


async def test_of_ten_signing_the_same_step_at_once_one_does(database):
    stage = await Stage().build()

    results = await asyncio.gather(*(stage.by_department() for _ in range(10)), return_exceptions=True)

    assert sum(1 for each in results if isinstance(each, StaleEdit)) == 9
    assert len(await rows_of(database, "SELECT 1 FROM plan_opinion")) == 1


async def test_agreement_against_disagreement_at_the_last_step_gives_one_of_the_two(database):
    stage = await Stage().build(steps=1)

    results = await asyncio.gather(
        stage.by_department(), stage.by_department(agreed=False, words="人手不足"), return_exceptions=True
    )

    assert sum(1 for each in results if isinstance(each, StaleEdit)) == 1
    (opinion,) = await opinions_of(a_reading(), stage.plan.id)
    assert (await stage.now()).state is (PlacementState.APPROVED if opinion.agreed else PlacementState.PLANNED)


async def test_an_opinion_stands_in_the_database(database):
    stage = await Stage().build()
    await stage.by_department()

    for statement in ("UPDATE plan_opinion SET words = 'x'", "DELETE FROM plan_opinion"):
        with pytest.raises(Exception, match="never changed or deleted"):
            await rows_of(database, statement)
