"""The operator's view of mail: what waits, what failed and why, and sending once more."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import open_process
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.platform.web.pages import Visitor, go, page
from registry.reminders.pages.words import MAIL_LOOKS, MAIL_SHAPES, MAIL_WORDS, PURPOSE_WORDS
from registry.reminders.queries.outbox import SHOWN, mail_queue
from registry.reminders.rules.mailing import TRIES
from registry.reminders.service.outbox import resend

KEEP = Permission.KEEP_INSTALLATION


@get("/installation/mail", name="mail_queue", permission=KEEP)
async def show(request: Visitor, reading: Door) -> Response[Any]:
    """How the outbox stands."""
    settings = request.app.state.settings
    return page(
        request,
        "reminders/queue.html",
        queue=await mail_queue(reading),
        server=settings.mail_server,
        quiet=settings.quiet_hours,
        public_url=settings.public_url,
        mail_words=MAIL_WORDS,
        mail_looks=MAIL_LOOKS,
        mail_shapes=MAIL_SHAPES,
        purpose_words=PURPOSE_WORDS,
        shown=SHOWN,
        tries=TRIES,
    )


@post("/installation/mail/{mail_id:uuid}/resend", name="resend_mail", permission=KEEP)
async def again(request: Visitor, reading: Door, mail_id: FromPath[UUID]) -> Response[Any]:
    """One mail that failed, once more."""
    async with open_process("resend_mail", reading) as process:
        count = await resend(process, mail_id)
    return go(request, "mail_queue", note="已安排重发" if count else "该邮件已在等待发送或已发出")


@post("/installation/mail/resend", name="resend_mails", permission=KEEP)
async def all_again(request: Visitor, reading: Door) -> Response[Any]:
    """Every mail that failed, once more."""
    async with open_process("resend_mail", reading) as process:
        count = await resend(process, None)
    return go(request, "mail_queue", note="已安排重发" if count else "没有发送失败的邮件")


ROUTES = [show, again, all_again]
