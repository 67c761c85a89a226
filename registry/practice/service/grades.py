"""Grades before recognition, and the school's cap on the excellent."""

from dataclasses import replace
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.institutions.model.events import change
from registry.institutions.queries.schools import school
from registry.institutions.rules import empty_fields, void_fault
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict, require
from registry.practice import tables
from registry.practice.constraints import REFUSALS
from registry.practice.queries.grades import grade_caps, grades_among, places_in, select_caps
from registry.practice.records import MovePlacement, Placement, Step
from registry.practice.records.grades import (
    Grade,
    GradeCap,
    GradeCapSet,
    GradeCapVoided,
    GradePlacement,
    PlacementGrade,
    PlacementGraded,
    SetGradeCap,
    VoidGradeCap,
)
from registry.practice.rules.grades import cap_faults, cap_on, excellent_fault, grade_faults, may_grade
from registry.practice.rules.lifecycle import NOT_YOUR_OWN, NOT_YOURS, Part
from registry.practice.service.loading import acting_towards, is_not_involved, placement_for_update
from registry.practice.service.moving import moved

NOT_THE_OFFICE = "优秀比例由本校人事处设置"


async def grade_placement(process: Process, command: GradePlacement, scope: Scope = EVERYWHERE) -> PlacementGrade:
    """Give or change a grade before recognition; the same again changes nothing. Unqualified rejects at once.

    The placement itself keeps its revision, so that it may be recognised in the same process; a rejection counts one.
    Raises NotFound, NotPermitted, StaleEdit, InvalidFields, also when no place for the excellent is left.
    """
    told = await placement_for_update(process, command.placement_id, command.revision, scope)
    acting = acting_towards(process, told.person_id, told.school_id, scope)
    require(Verdict.no(NOT_YOUR_OWN) if Part.TEACHER in acting.parts else Verdict.yes())
    require(may_grade(told.state) if Part.OFFICE in acting.parts else Verdict.no(NOT_YOURS))
    require(is_not_involved(process, acting, told.person_id))
    require_valid(grade_faults(command))
    if command.grade is Grade.EXCELLENT:
        await _require_place(process, told)
    after = await _graded(process, command, told)
    if command.grade is Grade.UNQUALIFIED:
        await moved(process, told, MovePlacement(told.id, told.revision, Step.REJECT, f"考核不合格:{after.words}"))
    return after


async def set_grade_cap(process: Process, command: SetGradeCap, scope: Scope = EVERYWHERE) -> GradeCap:
    """Cap the excellent from a day on, or lift the cap. Grades given before stand.

    Raises NotFound, NotPermitted, InvalidFields.
    """
    await school(process.reading, command.school_id, scope)
    _require_office(process, command.school_id)
    require_valid(cap_faults(command))
    after = GradeCap(
        id=uuid4(),
        school_id=command.school_id,
        started_on=command.started_on,
        percent=command.percent,
        reason=command.reason.strip(),
        set_by_name=process.actor.name,
        set_at=process.now,
        voided_at=None,
        voided_reason=None,
        revision=1,
    )
    with in_plain_words(REFUSALS):
        await tables.GradeCap.insert(tables.GradeCap(**as_row(after)))
    process.record(change(GradeCapSet, None, after))
    return after


async def void_grade_cap(process: Process, command: VoidGradeCap, scope: Scope = EVERYWHERE) -> GradeCap:
    """Take a cap back. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    rows = await select_caps().where(tables.GradeCap.id == command.cap_id).lock_rows("NO KEY UPDATE")
    if not rows:
        raise NotFound("没有找到该优秀比例")
    before = GradeCap(**rows[0])
    await school(process.reading, before.school_id, scope)
    _require_office(process, before.school_id)
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=command.reason), void_fault(before.voided_at))
    reason = command.reason.strip()
    after = replace(before, voided_at=process.now, voided_reason=reason, revision=before.revision + 1)
    await save(tables.GradeCap, before.id, before.revision, {"voided_at": process.now, "voided_reason": reason})
    process.record(change(GradeCapVoided, before, after))
    return after


async def _require_place(process: Process, told: Placement) -> None:
    """Pass, or raise InvalidFields when every place is taken. Whoever has one already needs no other.

    Two officers who give the last place at once wait for each other on the cap (tests/practice/test_grades.py);
    persons are locked before it, and nothing after it.
    """
    cap = cap_on(await grade_caps(process.reading, told.school_id), told.finished_on)
    if cap is not None:
        await select_caps().where(tables.GradeCap.id == cap.id).lock_rows("NO KEY UPDATE")
    places = await places_in(process.reading, told.school_id, told.finished_on, besides=told.person_id)
    require_valid(excellent_fault(places))


async def _graded(process: Process, command: GradePlacement, told: Placement) -> PlacementGrade:
    before, words = (await grades_among([told.chain_id])).get(told.chain_id), command.words.strip()
    if before and (before.grade, before.words) == (command.grade, words):
        return before
    after = PlacementGrade(
        id=before.id if before else uuid4(),
        placement_id=told.chain_id,
        grade=command.grade,
        words=words,
        graded_by=process.actor.account_id,
        graded_by_name=process.actor.name,
        graded_at=process.now,
        revision=before.revision + 1 if before else 1,
    )
    if before is None:
        await tables.PlacementGrade.insert(tables.PlacementGrade(**as_row(after)))
    else:
        await save(tables.PlacementGrade, before.id, before.revision, as_row(after))
    process.record(change(PlacementGraded, before, after))
    return after


def _require_office(process: Process, school_id: UUID) -> None:
    principal = principal_of(process.actor)
    held = principal.held(Role.HR_OFFICER, Scope.school(school_id)) or principal.held(Role.OPERATOR, EVERYWHERE)
    require(Verdict.yes() if held else Verdict.no(NOT_THE_OFFICE))
