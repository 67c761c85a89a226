"""One certificate: what it prints, whether it holds, its file, what may be done with it, every change."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery
from litestar.response import File

from registry.audit import wording
from registry.audit.history import RESTING, Page, history_of
from registry.audit.process import Reading
from registry.certificates.model import Certificate, Content
from registry.certificates.pages.shared import READ, as_shown, file_of, found_certificate
from registry.certificates.queries.by_key import lacks_signature
from registry.certificates.queries.certificates import linked
from registry.certificates.queries.listing import doubts_of
from registry.certificates.rules.acts import may_end
from registry.certificates.service.acting import parts_of
from registry.identity.access import Door
from registry.institutions.queries.schools import school
from registry.kernel.scopes import EVERYWHERE
from registry.platform.web.pages import Visitor, full_url, page


@get("/certificates/{certificate_id:uuid}", name="certificate", permission=READ)
async def show(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """Facts, state, links, and what may be done next."""
    found = await found_certificate(reading, certificate_id)
    one = found.certificate
    parts = parts_of(reading.actor, one.school_id, one.person_id, found.scope)
    return page(
        request,
        "certificates/one.html",
        **as_shown(one, found.content, request.app.state.settings.public_url),
        address=full_url(request, "verify_code", code=one.code),
        has_public_address=request.app.state.settings.public_url is not None,
        replaces=await linked(reading, one.replaces_id),
        replaced_by=await linked(reading, one.replaced_by_id),
        issuer=await school(reading, one.school_id, EVERYWHERE),
        may_end=may_end(one, parts).allowed,
        doubts=await doubts_of(one),
        lacks_signature=await lacks_signature(reading, one),
    )


@get("/certificates/{certificate_id:uuid}/file", name="certificate_file", permission=READ)
async def file(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> File:
    """The file as it was issued."""
    return await file_of(request, reading, await found_certificate(reading, certificate_id))


@get("/certificates/{certificate_id:uuid}/history", name="certificate_history", permission=READ)
async def history(
    request: Visitor, reading: Door, certificate_id: FromPath[UUID], before: FromQuery[int | None] = None
) -> Response[Any]:
    """Every change: who, when, why, before and after."""
    one, _, content = await found_certificate(reading, certificate_id)
    changes = await history_of(reading, [(Certificate.SUBJECT, one.id)], False, Page(before), RESTING)
    names = await _names(reading, one, content)
    return page(request, "certificates/history.html", certificate=one, history=changes, wording=wording, names=names)


async def _names(reading: Reading, one: Certificate, content: Content) -> dict[str, str]:
    """What the keys mean that stand in a certificate's events."""
    others = {key: await linked(reading, key) for key in (one.replaces_id, one.replaced_by_id) if key}
    return {
        str(one.school_id): content.school_name,
        str(one.person_id): content.person_name,
        **{str(key): other.number for key, other in others.items() if other},
    }


ROUTES = [show, file, history]
