"""`POST /api/v1/certificates`, and below it `/replace` and `/revoke`: as the pages do it."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, post
from litestar.params import FromPath

from registry.audit.process import Reading, open_process
from registry.certificates.api.certificates import PATH, TAG, shape_of
from registry.certificates.api.shapes import (
    CERTIFICATE,
    REPLACEMENT,
    REVOCATION,
    SENT,
    CertificateSent,
    CertificateShape,
    ReplacementSent,
    RevocationSent,
)
from registry.certificates.model import (
    Certificate,
    CertificateAsk,
    CertificateKind,
    IssueCertificate,
    ReplaceCertificate,
    RevokeCertificate,
)
from registry.certificates.queries.certificates import certificate_scope
from registry.certificates.service.issuing import issue_certificate, replace_certificate
from registry.certificates.service.paperwork import Paperwork, paperwork_from
from registry.certificates.service.printing import print_certificate
from registry.certificates.service.revoking import revoke_certificate
from registry.identity.access import Door, school_scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.token_scopes import TokenScope
from registry.institutions.model.signing_keys import CannotSign
from registry.kernel.errors import BadInput, InvalidFields, NotFound
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.people.queries.reach import reached_if_any, scope_reaching
from registry.platform.pdf.fonts import CharactersLacking
from registry.platform.web.api import Link, Operation, answered_with, sent
from registry.platform.web.pages import Visitor, url

ISSUE = Permission.ISSUE_CERTIFICATES
WRITE = TokenScope.CERTIFICATES_WRITE
LINKS = {"certificate": Link("api_certificate", {"certificate_id": "$response.body#/id"})}
REFUSALS = (400, 403, 404, 406, 409, 413, 415, 422)
ISSUING = Operation(
    tag=TAG,
    summary="出具一份证明",
    description=(
        "按今天登记的事实出具,与页面上的出具相同;没有可证明的内容、字体缺字等在 422 中写明;"
        "学校的签名密钥现在不能签名时回答 400。"
    ),
    body=CertificateSent,
    sent=SENT,
    answer=CertificateShape,
    example=CERTIFICATE,
    status=201,
    also={200: "同一编号已经出具过"},
    refusals=REFUSALS,
    links=LINKS,
)
REPLACING = Operation(
    tag=TAG,
    summary="换发一份证明",
    description="出具一份新证明取代它,有新的编号;两份互相注明。",
    body=ReplacementSent,
    sent=REPLACEMENT,
    answer=CertificateShape,
    example=CERTIFICATE,
    status=201,
    path=PATH,
    refusals=REFUSALS,
    links=LINKS,
)
REVOKING = Operation(
    tag=TAG,
    summary="撤销一份证明",
    description="证明从此无效,理由公开显示在核验页上,不能恢复。",
    body=RevocationSent,
    sent=REVOCATION,
    answer=CertificateShape,
    example=CERTIFICATE,
    path=PATH,
    refusals=REFUSALS,
    links=LINKS,
)


@post("/certificates", name="api_issue_certificate", permission=ISSUE, token_scope=WRITE, told=ISSUING)
async def issue(request: Visitor, reading: Door) -> Response[Any]:
    """Issue one, however often it is sent under the same id."""
    told = await sent(request, CertificateSent)
    scope = await _keeping(reading, told.person_id)
    assert scope.id is not None
    command = IssueCertificate(told.certificate_id or uuid4(), scope.id, _ask(told, reading))
    paper, was_there = await _paper(request), await _is_there(reading, command.certificate_id, scope)
    try:
        async with open_process("issue_certificate", reading) as process:
            made = await issue_certificate(process, command, scope, paper)
    except BadInput as refused:
        raise _beside(refused, "from_day" if told.from_day else "on", "person_id") from refused
    return await _made(request, reading, made, paper, 200 if was_there else 201)


@post(
    "/certificates/{certificate_id:uuid}/replace",
    name="api_replace_certificate",
    permission=ISSUE,
    token_scope=WRITE,
    told=REPLACING,
)
async def replace(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """A new certificate in the place of this one."""
    told = await sent(request, ReplacementSent)
    _, scope = await certificate_scope(reading, certificate_id, school_scopes(reading, ISSUE))
    command = ReplaceCertificate(
        told.certificate_id or uuid4(), certificate_id, told.revision, told.reason, told.on, told.wording
    )
    paper = await _paper(request)
    try:
        async with open_process("replace_certificate", reading, told.reason) as process:
            made = await replace_certificate(process, command, scope, paper)
    except BadInput as refused:
        raise _beside(refused, "on", None) from refused
    return await _made(request, reading, made, paper, 201)


@post(
    "/certificates/{certificate_id:uuid}/revoke",
    name="api_revoke_certificate",
    permission=ISSUE,
    token_scope=WRITE,
    told=REVOKING,
    status_code=200,
)
async def revoke(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """It ends, with the reason."""
    told = await sent(request, RevocationSent)
    _, scope = await certificate_scope(reading, certificate_id, school_scopes(reading, ISSUE))
    async with open_process("revoke_certificate", reading, told.reason) as process:
        after = await revoke_certificate(
            process, RevokeCertificate(certificate_id, told.revision, told.reason), scope
        )
    return answered_with(await shape_of(request, reading, after))


def _beside(refused: BadInput, day: str, person: str | None) -> BadInput:
    """A refusal at the field that it is about: of what there is to certify `day`, of a name `person`.

    What nothing that was sent could mend, such as a key that cannot sign, is told without a field.
    """
    field = person if isinstance(refused, CharactersLacking) else day
    if field is None or isinstance(refused, InvalidFields | CannotSign):
        return refused
    return InvalidFields({field: str(refused)})


def _ask(told: CertificateSent, reading: Reading) -> CertificateAsk:
    """The wish as the use case knows it. Raises InvalidFields."""
    faults = {}
    if (told.from_day is None) != (told.to_day is None):
        faults["to_day" if told.to_day is None else "from_day"] = "期间的第一天和最后一天要一起写"
    elif told.from_day and told.to_day and told.from_day > told.to_day:
        faults["to_day"] = "期间最后一天早于第一天"
    elif told.from_day and told.kind is CertificateKind.PRACTICE:
        faults["from_day"] = "企业实践证明只按截止日期出具;要证明一段期间,请选“企业实践情况证明”"
    if faults:
        raise InvalidFields(faults)
    period = Period(told.from_day, told.to_day) if told.from_day and told.to_day else None
    on = period.finished_on if period else told.on or reading.today
    return CertificateAsk(told.kind, told.person_id, on, period, told.wording)


async def _keeping(reading: Reading, person_id: UUID) -> Scope:
    """The school that keeps the person's file, among those for which the token issues. Raises NotFound."""
    inside = school_scopes(reading, ISSUE)
    for scope in inside:
        reach = (await reached_if_any(reading, [person_id], scope))[person_id]
        if reach is not None and reach.keeps:
            return scope
    return await scope_reaching(reading, person_id, inside)


async def _is_there(reading: Reading, certificate_id: UUID, scope: Scope) -> bool:
    """Whether the id was used before."""
    try:
        await certificate_scope(reading, certificate_id, (scope,))
    except NotFound:
        return False
    return True


async def _paper(request: Visitor) -> Paperwork:
    return await asyncio.to_thread(paperwork_from, request.app.state.settings)


async def _made(
    request: Visitor, reading: Reading, made: Certificate, paper: Paperwork, status: int
) -> Response[Any]:
    """What was issued, its file made where that can be done now; else the job makes it."""
    with suppress(BadInput):
        made = await print_certificate(reading, made.id, paper)
    place = {"location": url(request, "api_certificate", certificate_id=made.id)}
    return answered_with(await shape_of(request, reading, made), status, place)


ROUTES = [issue, replace, revoke]
