"""One's own mail address: named, confirmed by the link in a mail, mails switched off and on, taken away."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, full_url, go, page
from registry.reminders.model.mail import CODE_PLACE, SetMailAddress
from registry.reminders.pages.chase import outgoing_of
from registry.reminders.queries.addresses import own_address
from registry.reminders.rules.mailing import CONFIRM_WITHIN, LONGEST_ADDRESS
from registry.reminders.service.addresses import confirm_mail, remove_mail_address, set_mail_address, want_mail

OWN = Permission.OWN_ACCOUNT


@get("/account/mail", name="mail_address", permission=OWN)
async def show(request: Visitor, reading: Door) -> Response[Any]:
    """Where mails go now, and the form that changes it."""
    return await _shown(request, reading, Form({}))


@post("/account/mail", name="set_mail_address", permission=OWN)
async def name_address(request: Visitor, reading: Door) -> Response[Any]:
    """A mail with a link goes to the address that is named."""
    form = await filled(request)
    address = form.text("address", required=True, longest=LONGEST_ADDRESS)
    link = full_url(request, "ask_confirm_mail", token=CODE_PLACE)
    try:
        form.require_valid()
        async with open_process("set_mail_address", reading) as process:
            found = await set_mail_address(process, SetMailAddress(address, link), outgoing_of(request))
    except InvalidFields as wrong:
        form.faults = wrong.faults
        return await _shown(request, reading, form)
    note = "该邮箱已确认过" if found.confirmed_at else "确认邮件已发出,请按邮件中的链接确认"
    return go(request, "mail_address", note=note)


@post("/account/mail/wish", name="want_mail", permission=OWN)
async def wish(request: Visitor, reading: Door) -> Response[Any]:
    """Mails on or off."""
    form = await filled(request)
    is_wanted = form.text("wanted") == "yes"
    async with open_process("want_mail", reading) as process:
        await want_mail(process, is_wanted)
    return go(request, "mail_address", note="邮件提醒已开启" if is_wanted else "邮件提醒已关闭")


@post("/account/mail/remove", name="remove_mail_address", permission=OWN)
async def remove(request: Visitor, reading: Door) -> Response[Any]:
    """The address is taken away."""
    async with open_process("remove_mail_address", reading) as process:
        await remove_mail_address(process)
    return go(request, "mail_address", note="邮箱已删除")


@get("/account/mail/confirm/{token:str}", name="ask_confirm_mail", permission=OWN)
async def ask_confirm(request: Visitor, reading: Door, token: FromPath[str]) -> Response[Any]:
    """Programs that look into mails open links; only a click confirms."""
    return page(request, "reminders/confirm_mail.html", token=token, own=await own_address(reading))


@post("/account/mail/confirm/{token:str}", name="confirm_mail", permission=OWN)
async def confirm(request: Visitor, reading: Door, token: FromPath[str]) -> Response[Any]:
    """The address is the visitor's."""
    async with open_process("confirm_mail", reading) as process:
        await confirm_mail(process, token)
    return go(request, "mail_address", note="邮箱已确认,今后的提醒也会发到这个邮箱")


async def _shown(request: Visitor, reading: Reading, form: Form) -> Response[str]:
    return page(
        request,
        "reminders/mail_address.html",
        422 if form.faults else 200,
        own=await own_address(reading),
        sends_mail=outgoing_of(request).sends,
        days=CONFIRM_WITHIN.days,
        values=form.values,
        faults=form.faults,
    )


ROUTES = [show, name_address, wish, remove, ask_confirm, confirm]
