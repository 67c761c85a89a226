"""What is verified already: corrected by a new revision, or voided, after seeing what that touches."""

from dataclasses import replace
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.kernel.errors import InvalidFields
from registry.kernel.scopes import Scope
from registry.platform.web.forms import LONGEST_TEXT, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.documents import words
from registry.practice.model import PlacementState
from registry.practice.pages.entry import content_of
from registry.practice.pages.form import LABELS, content_from, values_of
from registry.practice.pages.refused import Refused
from registry.practice.pages.resting import openable
from registry.practice.queries.effects import Effects, effects_of_correction
from registry.practice.queries.placements import placement_scope, revisions_of
from registry.practice.queries.supervisors import supervisors_of
from registry.practice.records import CorrectPlacement, Placement
from registry.practice.rules.entry import changes_figures
from registry.practice.service.placements import correct_placement

OFFICE = Permission.RECOGNISE_PLACEMENTS


class Touched(NamedTuple):
    """What a correction would change, and which of what rests on the placement the visitor may open."""

    effects: Effects
    opens: frozenset[str]


@get("/placements/{placement_id:uuid}/correct", name="ask_correction", permission=OFFICE)
async def ask(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """The form with what the verified placement says."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, OFFICE))
    if found.state is not PlacementState.VERIFIED or found.is_replaced:
        return go(request, "placement", placement_id=found.id)
    known = (await supervisors_of(reading, [found.id], scope))[found.id]
    values = values_of(content_of(found), known) | {"revision": str(found.revision)}
    return _form(request, found, values)


@post("/placements/{placement_id:uuid}/correct", name="correct_placement", permission=OFFICE)
async def correct(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """A new revision in place of the verified one. Changed figures are agreed to after seeing all they touch."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, OFFICE))
    if found.is_replaced:
        return go(request, "placement", placement_id=(await revisions_of(reading, found.id, scope))[-1].id)
    reason = form.text("reason", required=True, longest=LONGEST_TEXT)
    revision, agreed = form.whole("revision", 1, 10**6) or 0, form.flag("figures_agreed")
    effects = None
    try:
        content = content_from(form, reading.today)
        known = (await supervisors_of(reading, [found.id], scope))[found.id]
        if content.supervisor == known:
            content = replace(content, supervisor=None)
        if changes_figures(found, content) and not agreed:
            effects = await effects_of_correction(reading, found.id, content, scope)
            agreed = effects.touches_nothing
        command = CorrectPlacement(found.id, revision, content, reason, agreed)
        async with open_process("correct_placement", reading, reason) as process:
            entered = await correct_placement(process, command, scope)
    except InvalidFields as wrong:
        touched = Touched(effects, await openable(request, reading, effects.rests)) if effects else None
        return _form(request, found, form.values, wrong.faults, touched)
    return go(request, "placement", note="已更正,原记录保留", placement_id=entered.placement.id)


@get("/placements/{placement_id:uuid}/void", name="ask_voiding", permission=OFFICE)
async def ask_voiding(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """What taking the placement out of the count would touch."""
    found, scope = await placement_scope(reading, placement_id, scopes(reading, OFFICE))
    if found.state is not PlacementState.VERIFIED or found.is_replaced:
        return go(request, "placement", placement_id=found.id)
    return await voiding(request, reading, found, scope)


async def voiding(
    request: Visitor, reading: Reading, found: Placement, scope: Scope, refused: Refused | None = None
) -> Response[Any]:
    """The page that asks for the reason, beside everything that rests on the placement."""
    effects = await effects_of_correction(reading, found.id, None, scope)
    return page(
        request,
        "practice/voiding.html",
        refused.status if refused else 200,
        placement=found,
        effects=effects,
        opens=await openable(request, reading, effects.rests),
        values=refused.values if refused else {},
        faults=refused.faults if refused else {},
        words=words,
    )


def _form(
    request: Visitor,
    found: Placement,
    values: dict[str, str],
    faults: dict[str, str] | None = None,
    touched: Touched | None = None,
) -> Response[Any]:
    return page(
        request,
        "practice/correction.html",
        422 if faults else 200,
        placement=found,
        values=values,
        faults=faults or {},
        effects=touched.effects if touched else None,
        opens=touched.opens if touched else frozenset(),
        labels=LABELS,
        words=words,
    )


ROUTES = [ask, correct, ask_voiding]
