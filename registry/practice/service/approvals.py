"""Opinions on plans, one step of the school's chain after the other; the last agreement approves the plan."""

from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.identity.rules.roles import may_decide_about
from registry.institutions.model.events import change
from registry.institutions.writing import as_row, require_fresh, require_valid
from registry.kernel.errors import StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.practice import tables
from registry.practice.queries.approvals import plan_of
from registry.practice.records import MovePlacement, Step
from registry.practice.records.approvals import GiveOpinion, Opinion, OpinionGiven, StepProgress
from registry.practice.rules.approvals import PlanFacts, Signing, may_be_signed, opinion_faults, progress, signing
from registry.practice.rules.lifecycle import NOT_YOUR_OWN, NOT_YOURS
from registry.practice.service.loading import lock_persons
from registry.practice.service.moving import moved


async def give_opinion(process: Process, command: GiveOpinion, scope: Scope = EVERYWHERE) -> Opinion:
    """Agree to a plan, or send it back to the teacher with words, at the step that is asked now.

    The last agreement makes the plan an approved one. Raises NotFound, NotPermitted, StaleEdit, InvalidFields.
    """
    plan = await _plan_for_update(process, command.placement_id, scope)
    require_fresh(command.revision, plan.placement.revision)
    steps = {step.position: step for step in progress(plan).steps}
    step = steps.get(command.position)
    signed = _signed(process, scope, plan, step)
    if step and step.opinion:
        raise StaleEdit("这一步刚才已有意见,没有重复保存;请刷新后查看")
    require(may_be_signed(plan, progress(plan).waiting, command.position))
    require_valid(opinion_faults(command))
    assert step
    assert plan.chain
    opinion = _opinion(process, command, plan, step, signed)
    await tables.PlanOpinion.insert(tables.PlanOpinion(**as_row(opinion)))
    process.record(change(OpinionGiven, None, opinion))
    if opinion.agreed and opinion.position == len(plan.chain.steps):
        approval = MovePlacement(plan.placement.id, plan.placement.revision, Step.APPROVE)
        await moved(process, plan.placement, approval)
    return opinion


async def _plan_for_update(process: Process, placement_id: UUID, scope: Scope) -> PlanFacts:
    """The plan as far as the scope sees it; its person is locked. Raises NotFound."""
    first = await plan_of(process.reading, placement_id, scope)
    await lock_persons(process, [first.placement.person_id])
    return await plan_of(process.reading, placement_id, scope)


def _signed(process: Process, scope: Scope, plan: PlanFacts, step: StepProgress | None) -> Signing:
    """The role in which the actor signs. Raises NotPermitted: nobody about themselves or whom they stand in for."""
    principal = principal_of(process.actor)
    person_id = plan.placement.person_id
    require(Verdict.no(NOT_YOUR_OWN) if principal.person_id == person_id else Verdict.yes())
    found = signing(principal, scope, plan, step)
    if found is None:
        require(Verdict.no(NOT_YOURS))
    assert found
    require(may_decide_about(principal, found.held, person_id))
    return found


def _opinion(process: Process, command: GiveOpinion, plan: PlanFacts, step: StepProgress, signed: Signing) -> Opinion:
    assert plan.chain
    return Opinion(
        id=uuid4(),
        placement_id=plan.placement.chain_id,
        placement_revision=plan.placement.revision,
        approval_chain_id=plan.chain.id,
        position=step.position,
        label=step.label,
        office_id=step.office_id,
        office_name=step.office_name,
        is_recorded=signed.is_recorded,
        agreed=command.agreed,
        words=command.words.strip(),
        given_by=process.actor.account_id,
        given_by_name=process.actor.name,
        given_at=process.now,
    )
