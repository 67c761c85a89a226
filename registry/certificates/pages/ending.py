"""换发 and 撤销: each on a page of its own that says what it does before it asks."""

from typing import Any, NamedTuple
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.certificates.model import (
    CertificateAsk,
    CertificateState,
    Content,
    ReplaceCertificate,
    RevokeCertificate,
    Wording,
)
from registry.certificates.pages.shared import (
    ISSUE,
    OK,
    UNPROCESSABLE,
    Found,
    filed,
    found_certificate,
    paperwork_of,
    status_of,
    why_unsigned,
)
from registry.certificates.pages.words import Called
from registry.certificates.rules.acts import LONGEST_REASON, reason_faults
from registry.certificates.rules.comparing import Difference, differences
from registry.certificates.rules.facts_json import Heading, facts_json
from registry.certificates.service.issuing import replace_certificate
from registry.certificates.service.revoking import revoke_certificate
from registry.identity.access import Door
from registry.institutions.model.signing_keys import CannotSign
from registry.institutions.pages.asking import HIGHEST_REVISION, offered
from registry.kernel.errors import BadInput, InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.platform.pdf.fonts import CharactersLacking
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page

REFUSALS = (BadInput, NotPermitted, StaleEdit)
"""After each of these the form stands again as it was typed."""


class Next(NamedTuple):
    """What a replacement would say today, beside what the certificate says; None with what stands in the way.

    `waits`: why it cannot be issued now although there is nothing wrong with it.
    """

    content: Content | None
    changes: tuple[Difference, ...]
    faults: dict[str, str]
    waits: str = ""


@get("/certificates/{certificate_id:uuid}/replace", name="ask_replacement", permission=ISSUE)
async def ask_replacement(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """Old and new side by side."""
    found = await found_certificate(reading, certificate_id, ISSUE)
    if found.certificate.state is not CertificateState.VALID:
        return go(request, "certificate", note="该证明已不再有效", certificate_id=certificate_id)
    form = Form({name: [value] for name, value in request.query_params.items()})
    return await _replacement(request, reading, found, form)


@post("/certificates/{certificate_id:uuid}/replace", name="replace_certificate", permission=ISSUE)
async def replace(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """A new certificate in the place of this one. The same form sent twice makes one."""
    form = await filled(request)
    found = await found_certificate(reading, certificate_id, ISSUE)
    new_id, revision = form.key("certificate_id", required=True), form.whole("revision", 1, HIGHEST_REVISION)
    paper = await paperwork_of(request)
    try:
        on, wording = form.day("on"), form.choice("wording", Wording, found.certificate.wording)
        reason = _reason(form)
        assert new_id is not None
        command = ReplaceCertificate(new_id, certificate_id, revision or 0, reason, _day(found, on), wording)
        async with open_process("replace_certificate", reading, reason) as process:
            made = await replace_certificate(process, command, found.scope, paper)
    except REFUSALS as refused:
        form.faults = _faults(refused)
        now = await found_certificate(reading, certificate_id, ISSUE)
        return await _replacement(request, reading, now, form, status_of(refused))
    note = await filed(reading, made.id, paper, "已换发,原证明不再有效")
    return go(request, "certificate", note=note, certificate_id=made.id)


@get("/certificates/{certificate_id:uuid}/revoke", name="ask_revocation", permission=ISSUE)
async def ask_revocation(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """What revoking does, and the reason."""
    found = await found_certificate(reading, certificate_id, ISSUE)
    if found.certificate.state is not CertificateState.VALID:
        return go(request, "certificate", note="该证明已不再有效", certificate_id=certificate_id)
    return _revocation(request, found, Form({}))


@post("/certificates/{certificate_id:uuid}/revoke", name="revoke_certificate", permission=ISSUE)
async def revoke(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """It ends, with the reason. Sent twice, it ends once."""
    form = await filled(request)
    found = await found_certificate(reading, certificate_id, ISSUE)
    if found.certificate.state is CertificateState.REVOKED:
        return go(request, "certificate", note="证明已撤销", certificate_id=certificate_id)
    revision = form.whole("revision", 1, HIGHEST_REVISION) or 0
    try:
        reason = _reason(form)
        async with open_process("revoke_certificate", reading, reason) as process:
            await revoke_certificate(process, RevokeCertificate(certificate_id, revision, reason), found.scope)
    except REFUSALS as refused:
        form.faults = _faults(refused)
        return _revocation(request, await found_certificate(reading, certificate_id, ISSUE), form, status_of(refused))
    return go(request, "certificate", note="证明已撤销", certificate_id=certificate_id)


def _reason(form: Form) -> str:
    """The reason, where nothing is wrong with the whole form. Raises InvalidFields with everything that is."""
    reason = form.values.get("reason", "")
    form.faults.update(reason_faults(reason))
    form.require_valid()
    return reason


async def _replacement(
    request: Visitor, reading: Reading, found: Found, form: Form, status: int = OK
) -> Response[Any]:
    one, faults = found.certificate, dict(form.faults)
    following = await _next(request, reading, found, form)
    usual = {"on": one.as_of.isoformat(), "wording": one.wording.value}
    return page(
        request,
        "certificates/replace.html",
        status if status != OK else UNPROCESSABLE if faults or following.faults else OK,
        words=Called,
        certificate=one,
        content=found.content,
        following=following,
        faults={**following.faults, **faults},
        values={**usual, **form.values},
        new_id=form.values.get("certificate_id") or str(uuid4()),
        wordings=offered(Called.WORDINGS),
        longest=LONGEST_REASON,
        today=reading.today,
    )


async def _next(request: Visitor, reading: Reading, found: Found, form: Form) -> Next:
    """The facts as they are known today, compared item by item. Nothing is written."""
    one, paper, typed = found.certificate, await paperwork_of(request), Form({k: [v] for k, v in form.values.items()})
    try:
        on, wording = typed.day("on"), typed.choice("wording", Wording, one.wording) or one.wording
        typed.require_valid()
        wanted = CertificateAsk(one.kind, one.person_id, _day(found, on) or one.as_of, one.period, wording)
        drafted = await paper.drafted(reading, one.school_id, wanted, found.scope)
        paper.require_characters(drafted.content)
    except BadInput as refused:
        return Next(None, (), _faults(refused))
    except NotFound:
        return Next(None, (), {"certificate_id": "此人的档案已不在本校,不能换发;需要时请撤销"})
    heading = Heading(one.number, one.code, one.issued_on)
    changes = differences(facts_json(heading, found.content), facts_json(heading, drafted.content))
    return Next(drafted.content, changes, {}, await why_unsigned(reading, one.school_id, paper))


def _day(found: Found, on: Any) -> Any:
    """Of a period the day stays: it is the period's last."""
    return None if found.certificate.period else on


def _faults(refused: BadInput | NotPermitted | StaleEdit) -> dict[str, str]:
    if isinstance(refused, InvalidFields):
        return refused.faults
    is_of_day = isinstance(refused, BadInput) and not isinstance(refused, CharactersLacking | CannotSign)
    return {"on" if is_of_day else "certificate_id": str(refused)}


def _revocation(request: Visitor, found: Found, form: Form, status: int = OK) -> Response[Any]:
    return page(
        request,
        "certificates/revoke.html",
        status,
        words=Called,
        certificate=found.certificate,
        content=found.content,
        values=form.values,
        faults=form.faults,
        longest=LONGEST_REASON,
    )


ROUTES = [ask_replacement, replace, ask_revocation, revoke]
