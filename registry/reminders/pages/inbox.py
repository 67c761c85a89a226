"""The inbox of whoever is signed in."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from registry.audit.process import open_process
from registry.identity.access import Door
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.platform.web.pages import Visitor, go, page
from registry.reminders.model.mail import INBOX_PATH
from registry.reminders.model.messages import About, Message
from registry.reminders.pages.words import KIND_WORDS
from registry.reminders.queries.addresses import own_address
from registry.reminders.queries.inbox import PAGE_SIZE, inbox
from registry.reminders.service.inbox import read_all, read_message
from registry.reminders.service.outgoing import outgoing_from

OWN = Permission.OWN_ACCOUNT
LEADS_TO = {
    About.TEACHER: ("teacher", "person_id"),
    About.PLACEMENT: ("placement", "placement_id"),
    About.PLANS: ("plans", None),
    About.BOARD: ("board", "school_id"),
    About.CERTIFICATES: ("certificates", None),
}
NARROWED = {About.CERTIFICATES: {"doubtful": "1"}}
"""How a list is narrowed to which a message leads."""


@get(INBOX_PATH, name="inbox", permission=OWN)
async def show(
    request: Visitor, reading: Door, number: FromQuery[int] = 1, unread: FromQuery[bool] = False
) -> Response[Any]:
    """What one is told, the newest first."""
    number = max(number, 1)
    found = await inbox(reading, number, unread)
    return page(
        request,
        "reminders/inbox.html",
        found=found,
        number=number,
        only_unread=unread,
        has_more=number * PAGE_SIZE < found.total,
        kind_words=KIND_WORDS,
        sends_mail=outgoing_from(request.app.state.settings).sends,
        own=await own_address(reading),
        may_chase=permits(principal_of(reading.actor), Permission.CHASE),
    )


@post("/inbox/{message_id:uuid}/open", name="open_message", permission=OWN)
async def follow(request: Visitor, reading: Door, message_id: FromPath[UUID]) -> Response[Any]:
    """On to what a message is about; it is read by that."""
    async with open_process("read_message", reading) as process:
        found = await read_message(process, message_id)
    return _towards(request, found)


@post("/inbox/{message_id:uuid}/read", name="read_message", permission=OWN)
async def mark(request: Visitor, reading: Door, message_id: FromPath[UUID]) -> Response[Any]:
    """A message is read."""
    async with open_process("read_message", reading) as process:
        await read_message(process, message_id)
    return go(request, "inbox", note="已标为已读")


@post("/inbox/read", name="read_messages", permission=OWN)
async def mark_all(request: Visitor, reading: Door) -> Response[Any]:
    """All of them are read."""
    async with open_process("read_message", reading) as process:
        await read_all(process)
    return go(request, "inbox", note="全部消息已标为已读")


def _towards(request: Visitor, found: Message) -> Response[Any]:
    route, parameter = LEADS_TO[found.about]
    named: dict[str, Any] = {parameter: found.target} if parameter and found.target else {}
    return go(request, route, **named, **NARROWED.get(found.about, {}))


ROUTES = [show, follow, mark, mark_all]
