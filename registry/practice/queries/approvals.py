"""Plans along the chain of approval: what was said, who is asked now, and which plans wait for somebody."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.identity.model.principals import Principal, principal_of
from registry.identity.rules.roles import may_decide_about
from registry.institutions.queries.belongings import approval_chains, units
from registry.institutions.queries.schools import schools
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.people.model.facts import EmployedAt
from registry.people.queries.careers import employments_of
from registry.people.rules import last_known
from registry.platform.clock import SHANGHAI
from registry.practice import tables
from registry.practice.model import PlacementState
from registry.practice.queries.placements import not_found, within
from registry.practice.queries.rows import placements_from, select_placements, these
from registry.practice.records import Placement
from registry.practice.records.approvals import ChainProgress, Opinion, StepProgress
from registry.practice.rules.approvals import Department, PlanFacts, chain_on, is_turn_of, progress, signing


class PlanWaiting(NamedTuple):
    """A plan that waits for somebody, at which step; None: the school has no chain, one approval is enough."""

    placement: Placement
    step: StepProgress | None


async def chain_progress(reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE) -> ChainProgress:
    """Each step of a plan's chain: who, when and in what words, or waiting. Raises NotFound."""
    return progress(await plan_of(reading, placement_id, scope))


async def opinions_of(reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE) -> tuple[Opinion, ...]:
    """Everything that was said about a plan, of former rounds too, oldest first. Raises NotFound."""
    return (await plan_of(reading, placement_id, scope)).opinions


async def plans_waiting_for(reading: Reading, scope: Scope) -> tuple[PlanWaiting, ...]:
    """The plans whose next step the actor may sign in this scope: a department, an office or a school.

    Not one's own, nor those of whom one stands in for. In order of days.
    """
    if scope.kind not in (ScopeKind.DEPARTMENT, ScopeKind.SCHOOL):
        return ()
    kept_at = these([school.id for school in await schools(reading, scope)])
    table = tables.Placement
    planned = select_placements().where(table.school.is_in(kept_at), table.state == PlacementState.PLANNED.value)
    principal = principal_of(reading.actor)
    found = []
    for plan in await plans_from(reading, await placements_from(planned)):
        made = progress(plan)
        is_asked = plan.chain is None or made.waiting is not None
        if is_asked and _may_sign(principal, scope, plan, made.waiting):
            found.append(PlanWaiting(plan.placement, made.waiting))
    return tuple(found)


async def plan_of(reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE) -> PlanFacts:
    """A placement with its chain and what was said. An office of the chain sees it when its turn has come.

    Raises NotFound.
    """
    found = await placements_from(select_placements().where(tables.Placement.id == placement_id))
    if not found:
        raise not_found()
    (plan,) = await plans_from(reading, found)
    if not is_turn_of(plan, scope):
        await within(reading, found, scope)
    return plan


async def plans_from(reading: Reading, found: Sequence[Placement]) -> tuple[PlanFacts, ...]:
    """These placements with their chains, in the same order; whoever calls has looked who may see them."""
    chains = {one: await approval_chains(reading, one) for one in {each.school_id for each in found}}
    offices = {unit.id: unit.name for one in chains if chains[one] for unit in await units(reading, one)}
    said = await _opinions(each.chain_id for each in found)
    days = await _entered_on(each.chain_id for each in found)
    employed = await employments_of(reading, {each.person_id for each in found})
    return tuple(
        PlanFacts(
            each,
            chain_on(chains[each.school_id], days[each.chain_id]),
            tuple(said[each.chain_id]),
            offices,
            _department(employed[each.person_id], each.school_id, reading.today),
        )
        for each in found
    )


def _may_sign(principal: Principal, scope: Scope, plan: PlanFacts, step: StepProgress | None) -> bool:
    found = signing(principal, scope, plan, step)
    return found is not None and may_decide_about(principal, found.held, plan.placement.person_id).allowed


def _department(employed: Sequence[EmployedAt], school_id: UUID, today: date) -> Department:
    """The department at that school now; of who left it the last one."""
    there = [each for each in employed if each.employment.school_id == school_id]
    known = last_known(there, today)
    if known is None or known.employment.department_id is None:
        return Department(None, "")
    return Department(known.employment.department_id, known.department or "")


async def _entered_on(chain_ids: Iterable[UUID]) -> dict[UUID, date]:
    """The day in China on which each placement was entered first."""
    table = tables.Placement
    rows = await table.select(table.id, table.entered_at).where(table.id.is_in(these(chain_ids)))
    return {row["id"]: row["entered_at"].astimezone(SHANGHAI).date() for row in rows}


async def _opinions(chain_ids: Iterable[UUID]) -> dict[UUID, list[Opinion]]:
    asked = set(chain_ids)
    found: dict[UUID, list[Opinion]] = {chain_id: [] for chain_id in asked}
    table = tables.PlanOpinion
    selected = table.select(
        table.id,
        table.placement.as_alias("placement_id"),
        table.placement_revision,
        table.approval_chain.as_alias("approval_chain_id"),
        table.position,
        table.label,
        table.office.as_alias("office_id"),
        table.office_name,
        table.is_recorded,
        table.agreed,
        table.words,
        table.given_by,
        table.given_by_name,
        table.given_at,
    ).where(table.placement.is_in(these(asked)))
    for row in await selected.order_by(table.placement_revision, table.given_at, table.position):
        found[row["placement_id"]].append(Opinion(**row))
    return found
