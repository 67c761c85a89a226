"""What the office finds out and decides about a placement before it recognises it: checks, grade, rulings."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from registry.audit.process import open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.kernel.errors import NotFound
from registry.platform.web.forms import LONGEST_TEXT, filled
from registry.platform.web.pages import Visitor, go
from registry.practice.pages.placement import shown_again
from registry.practice.pages.refused import REFUSALS, refused
from registry.practice.queries.grades import grade_of
from registry.practice.queries.placements import placement_scope
from registry.practice.queries.spot_checks import spot_checks_of
from registry.practice.records import ApproveRelation, DecideFit, Placement
from registry.practice.records.grades import Grade, GradePlacement
from registry.practice.records.spot_checks import CheckManner, RecordSpotCheck, VoidSpotCheck
from registry.practice.service.grades import grade_placement
from registry.practice.service.rulings import approve_relation, decide_fit
from registry.practice.service.spot_checks import record_spot_check, void_spot_check

INSPECT, OFFICE = Permission.INSPECT_PLACEMENTS, Permission.RECOGNISE_PLACEMENTS
RULED: dict[str, Callable[[Placement], bool]] = {
    "relation": lambda placement: placement.relation_approved_at is not None,
    "fits": lambda placement: placement.fits_subject is True,
    "fits_not": lambda placement: placement.fits_subject is False,
}
"""What may be ruled on, and how a placement shows that it was ruled so."""


@post("/placements/{placement_id:uuid}/checks", name="record_spot_check", permission=INSPECT)
async def check(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Enter a visit, a call or a look at the papers. The same check sent twice is one."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, INSPECT))
    on, manner = form.day("checked_on", required=True), form.choice("manner", CheckManner)
    who, findings = form.text("checked_by", required=True), form.text("findings", required=True, longest=LONGEST_TEXT)
    absent = form.flag("absence_found")
    try:
        form.require_valid()
        assert on is not None
        assert manner is not None
        command = RecordSpotCheck(found.id, on, who, manner, findings, absent)
        if not any(_is_same(each, command) for each in await spot_checks_of(reading, found.id, scope)):
            async with open_process("record_spot_check", reading) as process:
                await record_spot_check(process, command, scope)
    except REFUSALS as why:
        return await shown_again(request, reading, found.id, refused("check", form, why))
    return go(request, "placement", note="巡查已记录", placement_id=placement_id)


@post("/placements/{placement_id:uuid}/checks/{check_id:uuid}", name="void_spot_check", permission=INSPECT)
async def take_back(
    request: Visitor, reading: Door, placement_id: FromPath[UUID], check_id: FromPath[UUID]
) -> Response[Any]:
    """Take a check back that was entered by mistake."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, INSPECT))
    reason, revision = form.text("reason", required=True), form.whole("revision", 1, 10**6) or 0
    known = {each.id: each for each in await spot_checks_of(reading, found.id, scope)}
    if check_id not in known:
        raise NotFound("没有找到该巡查记录")
    try:
        form.require_valid()
        if known[check_id].voided_at is None:
            async with open_process("void_spot_check", reading, reason) as process:
                await void_spot_check(process, VoidSpotCheck(check_id, revision, reason), scope)
    except REFUSALS as why:
        return await shown_again(request, reading, found.id, refused(f"check-{check_id}", form, why))
    return go(request, "placement", note="已作废该巡查记录", placement_id=found.id)


@post("/placements/{placement_id:uuid}/grade", name="grade_placement", permission=OFFICE)
async def give_grade(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """优秀, 合格 or 不合格; the last one rejects the placement."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, OFFICE))
    grade, said = form.choice("grade", Grade), form.text("words", longest=LONGEST_TEXT)
    revision = form.whole("revision", 1, 10**6) or 0
    try:
        form.require_valid()
        assert grade is not None
        former = await grade_of(reading, found.id, scope)
        if former is None or (former.grade, former.words) != (grade, said):
            async with open_process("grade_placement", reading, said) as process:
                await grade_placement(process, GradePlacement(found.id, revision, grade, said), scope)
    except REFUSALS as why:
        return await shown_again(request, reading, found.id, refused("grade", form, why))
    return go(request, "placement", note="考核等级已记录", placement_id=placement_id)


@post("/placements/{placement_id:uuid}/rulings", name="rule_on_placement", permission=OFFICE)
async def rule(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Whether the firm's relation may stand, or whether the post of a secondment fits the subject."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, OFFICE))
    about, reason = form.text("about"), form.text("reason", required=True, longest=LONGEST_TEXT)
    revision = form.whole("revision", 1, 10**6) or 0
    if about not in RULED:
        form.faults["about"] = "请选择"
    try:
        form.require_valid()
        if not (RULED[about](found) and found.revision == revision + 1):
            async with open_process("rule_on_placement", reading, reason) as process:
                if about == "relation":
                    await approve_relation(process, ApproveRelation(found.id, revision, reason), scope)
                else:
                    await decide_fit(process, DecideFit(found.id, revision, about == "fits", reason), scope)
    except REFUSALS as why:
        return await shown_again(request, reading, found.id, refused("rule", form, why))
    return go(request, "placement", note="已记录", placement_id=placement_id)


def _is_same(known: Any, command: RecordSpotCheck) -> bool:
    told = (known.checked_on, known.checked_by, known.manner, known.findings, known.absence_found)
    asked = (command.checked_on, command.checked_by, command.manner, command.findings, command.absence_found)
    return known.voided_at is None and told == asked


ROUTES = [check, take_back, give_grade, rule]
