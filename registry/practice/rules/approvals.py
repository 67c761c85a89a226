"""How a plan goes along the school's chain: which step is asked, in which role somebody signs it. Pure.

The chain in force on the day the plan was entered holds. A disagreement sends the plan back to the teacher; a plan
that was changed begins anew, and what was said before stays as history.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.identity.model.principals import HeldRole, Principal
from registry.identity.model.roles import Role
from registry.institutions.model.facts import ApprovalChain
from registry.kernel.scopes import Scope
from registry.kernel.verdicts import Verdict
from registry.practice.model import PlacementState
from registry.practice.records import Placement
from registry.practice.records.approvals import ChainProgress, GiveOpinion, Opinion, StepProgress
from registry.practice.rules.lifecycle import STATE_WORDS

NO_CHAIN = "该校当时没有设置审批流程,计划由人事处一步批准"
BEGINS_ANEW = "计划已被退回,教师修改后重新审批"


class Department(NamedTuple):
    """Where the teacher belongs; id None: nowhere in particular."""

    id: UUID | None
    name: str


class PlanFacts(NamedTuple):
    """A plan with what decides who signs it. `offices`: the name of each office of the chain."""

    placement: Placement
    chain: ApprovalChain | None
    opinions: tuple[Opinion, ...]
    offices: Mapping[UUID, str]
    department: Department


class Signing(NamedTuple):
    """The role in which somebody signs a step; `is_recorded`: for an office that does not sign here itself."""

    held: HeldRole
    is_recorded: bool


def chain_on(chains: Iterable[ApprovalChain], on: date) -> ApprovalChain | None:
    """Of a school's chains the one in force that day, voided ones left out; None before the first."""
    holding = [chain for chain in chains if chain.voided_at is None and chain.started_on <= on]
    return max(holding, key=lambda chain: chain.started_on, default=None)


def progress(plan: PlanFacts) -> ChainProgress:
    """Each step of the plan's chain, what was said in the present round (else in the last one), and who is asked."""
    if plan.chain is None:
        return ChainProgress((), None)
    said = {opinion.position: opinion for opinion in _round(plan, plan.chain)}
    returned = next((opinion for opinion in said.values() if not opinion.agreed), None)
    is_open = plan.placement.state is PlacementState.PLANNED and returned is None
    asked = next((number for number in range(1, len(plan.chain.steps) + 1) if number not in said), None)
    steps = [
        StepProgress(
            number,
            step.label,
            step.office_id,
            plan.department.name if step.office_id is None else plan.offices[step.office_id],
            said.get(number),
            is_open and number == asked,
        )
        for number, step in enumerate(plan.chain.steps, 1)
    ]
    return ChainProgress(tuple(steps), returned)


def _round(plan: PlanFacts, chain: ApprovalChain) -> Sequence[Opinion]:
    of_chain = [opinion for opinion in plan.opinions if opinion.approval_chain_id == chain.id]
    if plan.placement.state is PlacementState.PLANNED:
        seen = plan.placement.revision
    else:
        seen = max((opinion.placement_revision for opinion in of_chain), default=0)
    return [opinion for opinion in of_chain if opinion.placement_revision == seen]


def signing(principal: Principal, scope: Scope, plan: PlanFacts, step: StepProgress | None) -> Signing | None:
    """The role in which this step is signed in this scope, None where in none. Without a step: the one approval.

    The department's step: its head. An office's step: its head, or the school's personnel office or a leader who
    records what that office said. Where a teacher belongs to no department, they sign for it too. The one approval
    of a school without a chain is given by any of the three.
    """
    unit_id = step.office_id if step and step.office_id else plan.department.id
    if unit_id is not None and scope == Scope.department(unit_id):
        held = principal.held(Role.DEPARTMENT_HEAD, scope)
        return Signing(held, is_recorded=False) if held else None
    school = Scope.school(plan.placement.school_id)
    is_for_school = step is None or step.office_id is not None or unit_id is None
    if scope == school and is_for_school:
        held = principal.held(Role.HR_OFFICER, school) or principal.held(Role.SCHOOL_LEADER, school)
        return Signing(held, is_recorded=True) if held else None
    return None


def may_be_signed(plan: PlanFacts, waiting: StepProgress | None, position: int) -> Verdict:
    """Whether this step is the one that is asked now."""
    if plan.chain is None:
        return Verdict.no(NO_CHAIN)
    if plan.placement.state is not PlacementState.PLANNED:
        return Verdict.no(f"该实践当前为“{STATE_WORDS[plan.placement.state]}”,不需要审批意见")
    if waiting is None:
        return Verdict.no(BEGINS_ANEW)
    if position != waiting.position:
        return Verdict.no(f"按审批流程,现在由{asked(waiting)}")
    return Verdict.yes()


def may_approve_at_once(plan: PlanFacts) -> Verdict:
    """Where the school has a chain nobody jumps it, the office neither."""
    if plan.chain is None:
        return Verdict.yes()
    waiting = progress(plan).waiting
    return Verdict.no(f"该计划须按审批流程逐步审批,现在由{asked(waiting)}" if waiting else BEGINS_ANEW)


def asked(step: StepProgress) -> str:
    """Who is asked, in words: `教务处(审核)办理`."""
    return f"{step.office_name or '教师所在系部'}({step.label})办理"


def is_turn_of(plan: PlanFacts, scope: Scope) -> bool:
    """Whether the scope is that of an office of the chain that is asked now, or has said something already."""
    steps = progress(plan).steps
    offices = {step.office_id for step in steps if step.office_id and (step.is_waiting or step.opinion)}
    offices |= {opinion.office_id for opinion in plan.opinions if opinion.office_id}
    return any(scope == Scope.department(office) for office in offices)


def opinion_faults(command: GiveOpinion) -> dict[str, str]:
    """Who does not agree says why."""
    return {} if command.agreed or command.words.strip() else {"words": "不同意时请写明理由"}
