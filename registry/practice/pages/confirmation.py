"""The enterprise's word: asked for by a one-time link, or seen on stamped paper; and the page behind the link."""

import io
from typing import Any
from uuid import UUID

import segno
from litestar import Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from registry.audit.process import Reading, open_process
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.kernel.errors import InvalidFields, NotFound
from registry.people.queries.persons import person
from registry.platform.web.forms import LONGEST_TEXT, filled
from registry.platform.web.pages import Visitor, full_url, go, page
from registry.practice.documents import words
from registry.practice.pages.acts import is_taken
from registry.practice.pages.confirmation_part import USUAL_DAYS
from registry.practice.pages.placement import shown_again
from registry.practice.pages.refused import REFUSALS, refused
from registry.practice.queries.confirmation import confirmations_of, placement_behind
from registry.practice.queries.placements import placement_scope
from registry.practice.records import Step
from registry.practice.records.confirmation import (
    AnswerLink,
    AskSupervisor,
    ConfirmationMethod,
    ConfirmByOffice,
    Endorse,
)
from registry.practice.rules.recognition import MOST_DAYS_VALID
from registry.practice.service.confirmation import answer_link, ask_supervisor, confirm_by_office, endorse

READ, OFFICE = Permission.READ_PLACEMENTS, Permission.RECOGNISE_PLACEMENTS
QR_SCALE = 5


@post("/placements/{placement_id:uuid}/ask-supervisor", name="ask_supervisor", permission=READ)
async def ask(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """Make a link and show it this once: as a picture to scan and as text to send."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, READ))
    days = form.whole("days", 1, MOST_DAYS_VALID, USUAL_DAYS)
    revision = form.whole("revision", 1, 10**6) or 0
    try:
        form.require_valid()
        async with open_process("ask_supervisor", reading) as process:
            issued = await ask_supervisor(process, AskSupervisor(found.id, revision, days or USUAL_DAYS), scope)
    except REFUSALS as why:
        return await shown_again(request, reading, found.id, refused("ask", form, why))
    address = full_url(request, "confirm", token=issued.token)
    return page(
        request,
        "practice/link.html",
        placement=found,
        owner=await person(reading, found.person_id, scope),
        address=address,
        picture=Markup(qr_picture(address)),
        expires_at=issued.link.expires_at,
    )


@post("/placements/{placement_id:uuid}/confirm", name="confirm_by_office", permission=OFFICE)
async def confirm(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """The office saw the stamped form, or other proof where the firm can stamp no more."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, OFFICE))
    method = form.choice("method", ConfirmationMethod, ConfirmationMethod.STAMPED_PAPER)
    said, revision = form.text("words", longest=LONGEST_TEXT), form.whole("revision", 1, 10**6) or 0
    try:
        form.require_valid()
        assert method is not None
        if not is_taken(found, Step.CONFIRM, revision):
            async with open_process("confirm_placement", reading, said) as process:
                await confirm_by_office(process, ConfirmByOffice(found.id, revision, method, said), scope)
    except REFUSALS as why:
        return await shown_again(request, reading, found.id, refused("confirm", form, why))
    return go(request, "placement", note="已确认", placement_id=placement_id)


@post("/placements/{placement_id:uuid}/endorse", name="endorse_proof", permission=Permission.APPROVE_PLANS)
async def second(request: Visitor, reading: Door, placement_id: FromPath[UUID]) -> Response[Any]:
    """A second officer agrees that other proof stands in for the stamp."""
    form = await filled(request)
    found, scope = await placement_scope(reading, placement_id, scopes(reading, Permission.APPROVE_PLANS))
    said, revision = form.text("words", required=True, longest=LONGEST_TEXT), form.whole("revision", 1, 10**6) or 0
    try:
        form.require_valid()
        answers = await confirmations_of(reading, found.id, scope)
        if not answers or answers[-1].endorsed_by is None or answers[-1].endorsed_by != reading.actor.account_id:
            async with open_process("endorse_proof", reading, said) as process:
                await endorse(process, Endorse(found.id, revision, said), scope)
    except REFUSALS as why:
        return await shown_again(request, reading, found.id, refused("endorse", form, why))
    return go(request, "placement", note="已复核替代证明", placement_id=placement_id)


@get("/confirm/{token:str}", name="confirm", public=True)
async def shown(request: Visitor, reading: Door, token: FromPath[str]) -> Response[Any]:
    """What the supervisor is asked about; nothing else, and no account."""
    return await _behind(request, reading, token)


@post("/confirm/{token:str}", name="answer_confirm", public=True)
async def answered(request: Visitor, reading: Door, token: FromPath[str]) -> Response[Any]:
    """Confirm or dispute. The link works once."""
    form = await filled(request)
    confirms = form.text("answer") == "confirm"
    command = AnswerLink(token, confirms, form.text("supervisor_name"), form.text("words", longest=LONGEST_TEXT))
    try:
        form.require_valid()
        async with open_process("answer_link", reading) as process:
            await answer_link(process, command)
    except InvalidFields as wrong:
        return await _behind(request, reading, token, form.values, wrong.faults)
    except NotFound:
        return page(request, "practice/link_over.html", 404)
    return page(request, "practice/link_thanks.html", confirms=confirms)


async def _behind(
    request: Visitor,
    reading: Reading,
    token: str,
    values: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
) -> Response[Any]:
    try:
        view = await placement_behind(reading, token)
    except NotFound:
        return page(request, "practice/link_over.html", 404)
    return page(
        request,
        "practice/supervisor.html",
        422 if faults else 200,
        view=view,
        token=token,
        values=values or {},
        faults=faults or {},
        words=words,
    )


def qr_picture(address: str) -> str:
    """A QR code as an SVG without a style of its own."""
    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", scale=QR_SCALE, border=4, xmldecl=False, svgclass="qr", lineclass="qr-dark", omitsize=True
    )
    return out.getvalue().decode()


ROUTES = [ask, confirm, second, shown, answered]
