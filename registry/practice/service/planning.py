"""Plans for many teachers: drafted, made into placements all or none, withdrawn together, given up.

Nobody is told of a draft. What a submitted plan makes are planned placements as if each were entered alone, and each
goes along the school's chain of approval.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields
from registry.institutions.writing import in_plain_words, require_fresh, require_valid, save
from registry.kernel.errors import StaleEdit
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict, require
from registry.people.queries.reach import reached
from registry.practice import tables
from registry.practice.constraints import REFUSALS
from registry.practice.model import PlacementState
from registry.practice.queries.batch_plans import batch_plan, lines_of, plan_from, select_plans, written_days
from registry.practice.queries.board_truth import parted
from registry.practice.queries.planning import PlannedLine, planned_lines
from registry.practice.records import MovePlacement, Placement, RecordPlacement, Step
from registry.practice.records.planning import (
    AddToBatch,
    BatchChanged,
    BatchContent,
    BatchDiscarded,
    BatchLine,
    BatchLineAdded,
    BatchLineChanged,
    BatchLineTakenOut,
    BatchPlan,
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
from registry.practice.rules.batches import (
    batch_faults,
    line_faults,
    may_submit_batch,
    past_fault,
    withdrawal_faults,
)
from registry.practice.rules.lifecycle import NOT_YOURS
from registry.practice.service.loading import acting_towards, lock_persons, placements_for_update
from registry.practice.service.moving import moved, verdict_on
from registry.practice.service.placements import record_placement

PEOPLE = "person_ids"
AT_ONCE = 100
"""People of one statement: one for all would hold up other requests, and a very long one PostgreSQL refuses."""


async def start_batch(process: Process, command: StartBatch, scope: Scope) -> BatchPlan:
    """Begin a draft: the school's office for anybody, a department's head for the department.

    Raises NotFound for people out of reach, NotPermitted, InvalidFields, StaleEdit when it was begun already.
    """
    _require_keeper(process, command.school_id, command.department_id, scope)
    require_valid(_people_fault(command.person_ids), batch_faults(command.content, process.today))
    people = await _staff(process, command.school_id, command.person_ids, scope)
    after, table = _started(process, command), tables.PracticePlan
    with in_plain_words(REFUSALS):
        written = await table.insert(table(**_plan_row(after))).on_conflict(action="DO NOTHING").returning(table.id)
    if not written:
        raise StaleEdit("这份批量计划刚才已经建好,没有重复新建;请刷新后查看")
    process.record(change(BatchStarted, None, after))
    await _add(process, after, people)
    return after


async def change_batch(process: Process, command: ChangeBatch, scope: Scope) -> BatchPlan:
    """Change what a draft says for everybody. Raises NotFound, StaleEdit, NotPermitted, InvalidFields."""
    before = await _draft(process, command.plan_id, command.revision, scope)
    require_valid(batch_faults(command.content, process.today))
    after = _touched(process, before, content=_tidied(command.content))
    with in_plain_words(REFUSALS):
        await _save(before, after, _content_row(after.content))
    process.record(change(BatchChanged, before, after))
    return after


async def add_to_batch(process: Process, command: AddToBatch, scope: Scope) -> BatchPlan:
    """Take more teachers into a draft. Raises NotFound, StaleEdit, NotPermitted, InvalidFields."""
    before = await _draft(process, command.plan_id, command.revision, scope)
    require_valid(_people_fault(command.person_ids))
    people = await _staff(process, before.school_id, command.person_ids, scope)
    there = {each.person_id for each in (await lines_of([before.id]))[before.id]}
    if there.issuperset(people):
        return before
    after = _touched(process, before)
    await _save(before, after, {})
    process.record(change(BatchChanged, before, after))
    await _add(process, after, [each for each in people if each not in there])
    return after


async def change_line(process: Process, command: ChangeLine, scope: Scope) -> BatchLine:
    """Say what differs for one teacher. Raises NotFound, StaleEdit, NotPermitted, InvalidFields."""
    plan = await _draft(process, command.plan_id, command.revision, scope)
    before = await _line(plan, command.line_id)
    own = replace(
        command.own, enterprise_name=command.own.enterprise_name.strip(), position=command.own.position.strip()
    )
    require_valid(line_faults(plan.content, own, process.today))
    after = replace(before, own=own)
    await _save(plan, _touched(process, plan), {})
    table = tables.PracticePlanLine
    with in_plain_words(REFUSALS):
        changed: dict[Any, Any] = _own_row(own)
        await table.update(changed).where(table.id == before.id)
    process.record(change(BatchLineChanged, before, after))
    return after


async def take_out_line(process: Process, command: TakeOutLine, scope: Scope) -> BatchLine:
    """Take one teacher out of a draft. Raises NotFound, StaleEdit, NotPermitted."""
    plan = await _draft(process, command.plan_id, command.revision, scope)
    before = await _line(plan, command.line_id)
    await _save(plan, _touched(process, plan), {})
    await tables.PracticePlanLine.delete().where(tables.PracticePlanLine.id == before.id)
    process.record(change(BatchLineTakenOut, before, None))
    return before


async def submit_batch(process: Process, command: SubmitBatch, scope: Scope) -> tuple[Placement, ...]:
    """Make the planned placements of a draft, all or none. Their ids are those of the lines.

    Raises NotFound, StaleEdit, NotPermitted, InvalidFields: of the plan by field, of a line by the line's id.
    """
    before = await _draft(process, command.plan_id, command.revision, scope)
    require(may_submit_batch(scope))
    people = [each.person_id for each in (await lines_of([before.id]))[before.id]]
    await lock_persons(process, people)
    lines = await planned_lines(process.reading, before, scope)
    require_valid(_people_fault(people), batch_faults(before.content, process.today, is_whole=True))
    require_valid(*({str(each.line.id): fault} for each in lines if (fault := _fault_of(each, process.today))))
    sent: dict[str, Any] = {
        "submitted_by": process.actor.account_id,
        "submitted_by_name": process.actor.name,
        "submitted_at": process.now,
    }
    after = replace(_touched(process, before), state=BatchState.SUBMITTED, **sent)
    await _save(before, after, {"state": after.state.value, **sent})
    process.record(change(BatchSubmitted, before, after))
    return tuple([await _enter(process, before, each, scope) for each in lines])


async def withdraw_batch(process: Process, command: EndBatch, scope: Scope) -> BatchPlan:
    """Withdraw all placements of a submitted plan while none of them is approved or further; a reason is needed.

    Raises NotFound, StaleEdit, NotPermitted, InvalidFields with each placement that went on by its line's id.
    """
    before = await _plan(process, command.plan_id, command.revision, scope)
    if before.state is not BatchState.SUBMITTED:
        require(Verdict.no("只有已提交的批量计划可以整批撤回"))
    require(may_submit_batch(scope))
    require_valid(empty_fields(reason=command.reason))
    lines = [each.id for each in (await lines_of([before.id]))[before.id]]
    stand = [each for each in await placements_for_update(process, lines, scope) if not each.is_replaced]
    require_valid(withdrawal_faults(stand))
    after = await _ended(process, before, command, BatchState.WITHDRAWN)
    process.record(change(BatchWithdrawn, before, after))
    for each in stand:
        if each.state is PlacementState.PLANNED:
            step = MovePlacement(each.id, each.revision, Step.WITHDRAW, command.reason)
            acting = acting_towards(process, each.person_id, each.school_id, scope)
            require(verdict_on(process, each, step, acting))
            await moved(process, each, step)
    return after


async def discard_batch(process: Process, command: EndBatch, scope: Scope) -> BatchPlan:
    """Give a draft up; it stays listed with the reason. Raises NotFound, StaleEdit, NotPermitted, InvalidFields."""
    before = await _draft(process, command.plan_id, command.revision, scope)
    require_valid(empty_fields(reason=command.reason))
    after = await _ended(process, before, command, BatchState.DISCARDED)
    process.record(change(BatchDiscarded, before, after))
    return after


def _fault_of(line: PlannedLine, today: date) -> str:
    """Why the placement of a line cannot be made; empty where it can."""
    past = past_fault(line.content.finished_on, today) if line.content else ""
    faults = [past] if past else []
    if not line.is_employed:
        faults.append("计划期间不全在本校任职,请调整日期或移出")
    if line.same is not None:
        faults.append("已有同一企业、同一起止日期的实践,请移出或调整")
    return ";".join(faults)


async def _enter(process: Process, plan: BatchPlan, line: PlannedLine, scope: Scope) -> Placement:
    assert line.content is not None
    command = RecordPlacement(line.line.person_id, plan.school_id, line.content, PlacementState.PLANNED, line.line.id)
    return (await record_placement(process, command, scope)).placement


async def _draft(process: Process, plan_id: UUID, revision: int, scope: Scope) -> BatchPlan:
    plan = await _plan(process, plan_id, revision, scope)
    if plan.state is not BatchState.DRAFT:
        require(Verdict.no("该批量计划已不是草案,不能再改"))
    return plan


async def _plan(process: Process, plan_id: UUID, revision: int, scope: Scope) -> BatchPlan:
    """The plan as the asker saw it, its row locked. Raises NotFound, StaleEdit, NotPermitted."""
    seen, _ = await batch_plan(process.reading, plan_id, (scope,))
    _require_keeper(process, seen.school_id, seen.department_id, scope)
    (row,) = await select_plans().where(tables.PracticePlan.id == plan_id).lock_rows("UPDATE")
    plan = plan_from(row)
    require_fresh(revision, plan.revision)
    return plan


async def _line(plan: BatchPlan, line_id: UUID) -> BatchLine:
    found = [each for each in (await lines_of([plan.id]))[plan.id] if each.id == line_id]
    if not found:
        raise StaleEdit("这位教师刚才已被移出,请刷新后再看")
    return found[0]


def _require_keeper(process: Process, school_id: UUID, department_id: UUID | None, scope: Scope) -> None:
    """The school's office keeps every plan of the school, a department's head those of the department."""
    principal = principal_of(process.actor)
    is_office = scope == Scope.school(school_id) and principal.held(Role.HR_OFFICER, scope)
    is_department = scope.kind is ScopeKind.DEPARTMENT and scope.id == department_id
    is_head = is_department and principal.held(Role.DEPARTMENT_HEAD, scope)
    require(Verdict.yes() if is_office or is_head else Verdict.no(NOT_YOURS))


async def _staff(process: Process, school_id: UUID, person_ids: Iterable[UUID], scope: Scope) -> list[UUID]:
    """These people, each once, whom the school employs or did. Raises NotFound, InvalidFields."""
    asked = list(dict.fromkeys(person_ids))
    for part in parted(asked, AT_ONCE):
        for reach in (await reached(process.reading, part, scope)).values():
            if school_id not in {employment.school_id for employment in reach.employments}:
                require_valid({PEOPLE: "有人不在该校任职"})
    return asked


def _people_fault(person_ids: Sequence[UUID]) -> dict[str, str]:
    return {} if person_ids else {PEOPLE: "请先勾选教师"}


async def _add(process: Process, plan: BatchPlan, people: Sequence[UUID]) -> None:
    lines = [BatchLine(uuid4(), plan.id, one) for one in people]
    table = tables.PracticePlanLine
    for part in parted(lines, AT_ONCE):
        rows = [table(id=each.id, plan=plan.id, person=each.person_id, **_own_row(each.own)) for each in part]
        with in_plain_words(REFUSALS):
            await table.insert(*rows)
        for each in part:
            process.record(change(BatchLineAdded, None, each))


def _started(process: Process, command: StartBatch) -> BatchPlan:
    actor, now = process.actor, process.now
    return BatchPlan(
        id=command.plan_id,
        school_id=command.school_id,
        department_id=command.department_id,
        content=_tidied(command.content),
        state=BatchState.DRAFT,
        reason="",
        created_by=actor.account_id,
        created_by_name=actor.name,
        created_at=now,
        changed_by_name=actor.name,
        changed_at=now,
        submitted_by=None,
        submitted_by_name=None,
        submitted_at=None,
        revision=1,
    )


def _tidied(content: BatchContent) -> BatchContent:
    attended = None if content.attended is None else tuple(sorted(content.attended))
    names = ("name", "enterprise_name", "position")
    words: dict[str, Any] = {name: getattr(content, name).strip() for name in names}
    return replace(content, **words, attended=attended)


def _touched(process: Process, before: BatchPlan, **changes: Any) -> BatchPlan:
    return replace(
        before,
        **changes,
        changed_by_name=process.actor.name,
        changed_at=process.now,
        revision=before.revision + 1,
    )


async def _ended(process: Process, before: BatchPlan, command: EndBatch, state: BatchState) -> BatchPlan:
    after = _touched(process, before, state=state, reason=command.reason.strip())
    await _save(before, after, {"state": state.value, "reason": after.reason})
    return after


async def _save(before: BatchPlan, after: BatchPlan, changes: dict[str, Any]) -> None:
    touched = {"changed_by_name": after.changed_by_name, "changed_at": after.changed_at}
    await save(tables.PracticePlan, before.id, before.revision, {**changes, **touched})


def _plan_row(plan: BatchPlan) -> dict[str, Any]:
    told = {field.name: getattr(plan, field.name) for field in fields(plan) if field.name != "content"}
    return {**{name.removesuffix("_id"): value for name, value in told.items()}, **_content_row(plan.content)}


def _content_row(content: BatchContent) -> dict[str, Any]:
    told = {field.name.removesuffix("_id"): getattr(content, field.name) for field in fields(content)}
    return {**told, "attended": written_days(content.attended)}


def _own_row(own: LineContent) -> dict[str, Any]:
    told: dict[str, Any] = {field.name: getattr(own, field.name) for field in fields(own)}
    return {name.removesuffix("_id"): value for name, value in told.items()}
