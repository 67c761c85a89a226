"""`/api/v1/certificates` read: a page at a time, one, or its file."""

import asyncio
from base64 import b64encode
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from registry.audit.process import Reading
from registry.certificates.api.shapes import (
    CERTIFICATE,
    CERTIFICATES,
    FILE,
    SOME_CERTIFICATE,
    CertificateFile,
    Certificates,
    CertificatesAsked,
    CertificateShape,
)
from registry.certificates.documents.bundles import file_name
from registry.certificates.model import Certificate
from registry.certificates.queries.certificates import certificate_scope, content_of
from registry.certificates.queries.listing import CertificatePlace, CertificateWish, certificates_in
from registry.certificates.service.lost_files import require_file
from registry.certificates.service.paperwork import paperwork_from
from registry.certificates.service.printing import print_certificate
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.identity.model.token_scopes import TokenScope
from registry.institutions.queries.schools import school
from registry.kernel.errors import InvalidFields
from registry.people.queries.persons import person
from registry.people.queries.staff_pages import school_in_reach
from registry.platform.image_terms import PDF
from registry.platform.web.api import (
    NO_CURSOR,
    Link,
    Operation,
    PathPart,
    answered_with,
    asked,
    cursor_of,
    cursor_parts,
)
from registry.platform.web.pages import Visitor, full_url

TAG = "certificates"
READ = Permission.READ_CERTIFICATES
PATH = {"certificate_id": PathPart("证明在系统内的编号", SOME_CERTIFICATE)}
LISTED = Operation(
    tag=TAG,
    summary="证明",
    description="新出具的在前;翻页期间出具、换发或撤销,也不会重复或漏掉。教师只看到本人的。",
    query=CertificatesAsked,
    answer=Certificates,
    example=CERTIFICATES,
    refusals=(404, 406, 422),
    links={"certificate": Link("api_certificate", {"certificate_id": "$response.body#/items/0/id"})},
)
ONE = Operation(
    tag=TAG,
    summary="一份证明",
    description="状态、编号和校验值;印出的内容见核验接口。",
    answer=CertificateShape,
    example=CERTIFICATE,
    path=PATH,
    refusals=(404, 406),
    links={"file": Link("api_certificate_file", {"certificate_id": "$response.body#/id"})},
)
OF_FILE = Operation(
    tag=TAG,
    summary="证明的文件",
    description="出具时的原文件(PDF/A-3b),Base64 编码;文件尚未生成时当即生成。",
    answer=CertificateFile,
    example=FILE,
    path=PATH,
    refusals=(400, 404, 406),
)


@get(
    "/certificates",
    name="api_certificates",
    permission=READ,
    token_scope=TokenScope.CERTIFICATES_READ,
    told=LISTED,
)
async def listed(request: Visitor, reading: Door) -> Response[Any]:
    """A page of certificates."""
    wish, inside = asked(request, CertificatesAsked), scopes(reading, READ)
    after = cursor_parts(wish.cursor, (datetime, UUID))
    school_id = (await school_in_reach(reading, wish.school, inside))[0].id if wish.school else None
    if after and after[0].tzinfo is None:
        raise InvalidFields({"cursor": NO_CURSOR})
    narrowed = CertificateWish(
        text=wish.q,
        school_id=school_id,
        kind=wish.kind,
        state=wish.state,
        year=wish.year,
        after=CertificatePlace(*after) if after else None,
        limit=wish.limit,
    )
    found = await certificates_in(reading, narrowed, inside)
    following = cursor_of(found.next.issued_at.isoformat(), str(found.next.certificate_id)) if found.next else None
    items = [shaped(request, line.certificate, line.person_name, line.school_code) for line in found.lines]
    return answered_with(Certificates(items=items, next=following))


@get(
    "/certificates/{certificate_id:uuid}",
    name="api_certificate",
    permission=READ,
    token_scope=TokenScope.CERTIFICATES_READ,
    told=ONE,
)
async def one(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """One certificate, whatever its state."""
    found, _ = await certificate_scope(reading, certificate_id, scopes(reading, READ))
    return answered_with(await shape_of(request, reading, found))


@get(
    "/certificates/{certificate_id:uuid}/file",
    name="api_certificate_file",
    permission=READ,
    token_scope=TokenScope.CERTIFICATES_READ,
    told=OF_FILE,
)
async def file(request: Visitor, reading: Door, certificate_id: FromPath[UUID]) -> Response[Any]:
    """The file as it was issued."""
    found, _ = await certificate_scope(reading, certificate_id, scopes(reading, READ))
    paper = await asyncio.to_thread(paperwork_from, request.app.state.settings)
    if found.file_digest is None:
        found = await print_certificate(reading, found.id, paper)
    assert found.file_digest is not None
    path = await require_file(reading, found, paper)
    content = await asyncio.to_thread(path.read_bytes)
    shape = CertificateFile(
        name=file_name(found, (await content_of(reading, found)).person_name),
        media_type=PDF,
        sha256=found.file_digest,
        content_base64=b64encode(content).decode("ascii"),
    )
    return answered_with(shape)


async def shape_of(request: Visitor, reading: Reading, found: Certificate) -> CertificateShape:
    """A certificate that was found in a scope, as it is answered."""
    name, place = (await person(reading, found.person_id)).name, await school(reading, found.school_id)
    return shaped(request, found, name, place.code)


def shaped(request: Visitor, told: Certificate, name: str, school_code: str) -> CertificateShape:
    """A certificate as it is answered."""
    period = told.period
    return CertificateShape(
        id=told.id,
        number=told.number,
        kind=told.kind,
        wording=told.wording,
        state=told.state,
        school=school_code,
        person_id=told.person_id,
        name=name,
        as_of=told.as_of,
        from_day=period.started_on if period else None,
        to_day=period.finished_on if period else None,
        issued_at=told.issued_at,
        issued_by=told.issued_by_name,
        replaces_id=told.replaces_id,
        replaced_by_id=told.replaced_by_id,
        ended_reason=told.revoked_reason or told.replaced_reason,
        revoked_at=told.revoked_at,
        facts_digest=told.facts_digest,
        file_digest=told.file_digest,
        is_signed=told.key_id is not None,
        verify_address=full_url(request, "verify_code", code=told.code),
        revision=told.revision,
    )


ROUTES = [listed, one, file]
