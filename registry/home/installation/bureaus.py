"""Opening an education bureau."""

from typing import Any

from litestar import Response, get, post

from registry.audit.process import Reading, open_process
from registry.home.installation.schools import jurisdictions
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.commands import OpenBureau
from registry.institutions.queries.schools import bureaus
from registry.institutions.service.schools import open_bureau
from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, language_of, page


@get("/installation/bureaus/new", name="new_bureau", permission=Permission.KEEP_INSTALLATION)
async def ask_new(request: Visitor, reading: Door) -> Response[Any]:
    """The form of a bureau."""
    return _form(request, reading, Form({}))


@post("/installation/bureaus/new", name="open_bureau", permission=Permission.KEEP_INSTALLATION)
async def open_one(request: Visitor, reading: Door) -> Response[Any]:
    """The bureau is there. The same form sent again finds it there already."""
    form = await filled(request)
    command = OpenBureau(
        form.text("code", required=True), form.text("name", required=True), form.text("jurisdiction", required=True)
    )
    try:
        form.require_valid()
        async with open_process("open_bureau", reading) as process:
            await open_bureau(process, command, scopes(reading, Permission.KEEP_INSTALLATION)[0])
    except InvalidFields as wrong:
        known = {(each.code, each.name, each.jurisdiction) for each in await bureaus(reading)}
        if (command.code, command.name, command.jurisdiction) not in known:
            form.faults = wrong.faults
            return _form(request, reading, form)
    return go(request, "installation_schools", note="教育局已建立")


def _form(request: Visitor, reading: Reading, form: Form) -> Response[str]:
    return page(
        request,
        "home/installation/bureau.html",
        422 if form.faults else 200,
        jurisdictions=jurisdictions(reading, language_of(request)),
        values=form.values,
        faults=form.faults,
    )


ROUTES = [ask_new, open_one]
