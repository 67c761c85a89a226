"""What was sent: each batch, who read it, which mails failed, and a list to print of those whom nothing reaches."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.institutions.queries.schools import bureau, school
from registry.kernel.scopes import ScopeKind
from registry.platform.web.pages import Visitor, page
from registry.reminders.pages.words import KIND_WORDS, MAIL_LOOKS, MAIL_SHAPES, MAIL_WORDS
from registry.reminders.queries.batches import (
    PAGE_SIZE,
    TOLD_AT_ONCE,
    batch,
    batches,
    told_in,
    unreached_in,
)
from registry.reminders.service.outgoing import outgoing_from


@get("/chases", name="chases", permission=Permission.CHASE)
async def listed(request: Visitor, reading: Door, number: FromQuery[int] = 1) -> Response[Any]:
    """What was sent in the visitor's school, department or bureau."""
    number = max(number, 1)
    found, total = await batches(reading, scopes(reading, Permission.CHASE), number)
    return page(
        request,
        "reminders/batches.html",
        found=found,
        number=number,
        has_more=number * PAGE_SIZE < total,
        kind_words=KIND_WORDS,
    )


@get("/chases/{batch_id:uuid}", name="chase_batch", permission=Permission.CHASE)
async def show(
    request: Visitor, reading: Door, batch_id: FromPath[UUID], number: FromQuery[int] = 1
) -> Response[Any]:
    """One batch, and everybody in it."""
    number, reach = max(number, 1), scopes(reading, Permission.CHASE)
    sent = await batch(reading, batch_id, reach)
    return page(
        request,
        "reminders/batch.html",
        sent=sent,
        told=await told_in(reading, batch_id, reach, number),
        number=number,
        has_more=number * TOLD_AT_ONCE < sent.counts.messages,
        kind_words=KIND_WORDS,
        mail_words=MAIL_WORDS,
        mail_looks=MAIL_LOOKS,
        mail_shapes=MAIL_SHAPES,
        sends_mail=outgoing_from(request.app.state.settings).sends,
    )


@get("/chases/{batch_id:uuid}/unreached", name="unreached", permission=Permission.CHASE)
async def unreached(request: Visitor, reading: Door, batch_id: FromPath[UUID]) -> Response[Any]:
    """Whom paper or a word must reach, to print."""
    reach = scopes(reading, Permission.CHASE)
    sent = await batch(reading, batch_id, reach)
    batch_scope, school_id = sent.batch.scope, sent.batch.school_id
    if school_id is not None:
        office = (await school(reading, school_id)).name
    elif batch_scope.kind is ScopeKind.BUREAU and batch_scope.id:
        office = (await bureau(reading, batch_scope.id)).name
    else:
        office = ""
    return page(
        request,
        "reminders/unreached.html",
        sent=sent,
        told=await unreached_in(reading, batch_id, reach),
        office=office,
        kind_words=KIND_WORDS,
        today=reading.today,
    )


ROUTES = [listed, show, unreached]
