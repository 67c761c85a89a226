"""Who approves, as the school orders it: a new chain from a day on; a mistaken one is voided."""

from dataclasses import replace
from uuid import uuid4

from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import events
from registry.institutions.model.commands import SetApprovalChain, VoidApprovalChain
from registry.institutions.model.facts import ApprovalChain
from registry.institutions.queries.belongings import chains_of, select_chains, select_units, unit_of
from registry.institutions.rules import chain_faults, empty_fields, void_fault
from registry.institutions.service.schools import changeable_part, changeable_school
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope

STEPS = frozenset({"steps"})


async def set_approval_chain(process: Process, command: SetApprovalChain, scope: Scope = EVERYWHERE) -> ApprovalChain:
    """Let these offices approve from a day on. Raises NotFound, NotPermitted, InvalidFields."""
    school = await changeable_school(command.school_id, scope)
    rows = await select_units().where(tables.SchoolUnit.school == school.id)
    require_valid(chain_faults(command.steps, {row["id"]: unit_of(row) for row in rows}, command.started_on))
    after = ApprovalChain(uuid4(), school.id, command.started_on, command.steps, None, None, revision=1)
    with in_plain_words(REFUSALS):
        await tables.ApprovalChain.insert(tables.ApprovalChain(**as_row(after, STEPS)))
        await tables.ApprovalStep.insert(*_step_rows(after))
    process.record(events.change(events.ApprovalChainSet, None, after))
    return after


async def void_approval_chain(
    process: Process, command: VoidApprovalChain, scope: Scope = EVERYWHERE
) -> ApprovalChain:
    """Take a chain back; the one before it holds on. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    table = tables.ApprovalChain
    asked = select_chains().where(table.id == command.chain_id)
    (before,) = await chains_of([await changeable_part(asked, table.school, "审批链", scope)])
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=command.reason), void_fault(before.voided_at))
    reason = command.reason.strip()
    after = replace(before, voided_at=process.now, voided_reason=reason, revision=before.revision + 1)
    await save(table, before.id, before.revision, {"voided_at": process.now, "voided_reason": reason})
    process.record(events.change(events.ApprovalChainVoided, before, after))
    return after


def _step_rows(chain: ApprovalChain) -> list[tables.ApprovalStep]:
    return [
        tables.ApprovalStep(
            id=uuid4(),
            chain=chain.id,
            school=chain.school_id,
            position=position,
            office=step.office_id,
            label=step.label.strip(),
        )
        for position, step in enumerate(chain.steps, 1)
    ]
