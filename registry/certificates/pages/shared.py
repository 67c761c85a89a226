"""What pages of certificates have in common: the paperwork, the file as an answer, what a certificate looks like."""

import asyncio
import logging
from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from litestar.response import File
from markupsafe import Markup

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.documents.annex_words import DAYS, FIGURES, note_of
from registry.certificates.documents.bundles import file_name
from registry.certificates.documents.checking_words import digits_of, how_to_check
from registry.certificates.documents.wording import day_told
from registry.certificates.model import Certificate, Content
from registry.certificates.pages.meanings import LABELS, understood
from registry.certificates.pages.words import Called
from registry.certificates.queries.certificates import certificate_scope, content_of, within
from registry.certificates.queries.rows import certificates_from, select_certificates
from registry.certificates.rules.numbering import shown_code
from registry.certificates.service.lost_files import require_file
from registry.certificates.service.paperwork import Paperwork, paperwork_from
from registry.certificates.service.printing import print_certificate
from registry.identity.access import scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.signing_keys import CannotSign
from registry.kernel.errors import NotPermitted, RegistryError, StaleEdit
from registry.kernel.scopes import Scope
from registry.platform.database import these
from registry.platform.drawing import as_svg
from registry.platform.drawing_text import from_text
from registry.platform.image_terms import PDF
from registry.platform.web.pages import Visitor
from registry.practice.pages.files import Shown, answer_with

VERIFY = "/verify"
OK, UNPROCESSABLE = 200, 422
STATUS_OF = {NotPermitted: 403, StaleEdit: 409}
READ, ISSUE = Permission.READ_CERTIFICATES, Permission.ISSUE_CERTIFICATES
_log = logging.getLogger("registry")


class Found(NamedTuple):
    """A certificate, the scope in which it was found, and what it prints."""

    certificate: Certificate
    scope: Scope
    content: Content


async def found_certificate(reading: Reading, certificate_id: UUID, permission: Permission = READ) -> Found:
    """A certificate for whoever has this permission over it. Raises NotFound."""
    found, scope = await certificate_scope(reading, certificate_id, scopes(reading, permission))
    return Found(found, scope, await content_of(reading, found))


async def readable(reading: Reading, ids: Iterable[str]) -> frozenset[str]:
    """Of these certificates those that the visitor may open."""
    keys = [UUID(each) for each in ids if _is_key(each)]
    found = await certificates_from(reading, select_certificates().where(tables.Certificate.id.is_in(these(keys))))
    seen = [await within(reading, found, scope) for scope in scopes(reading, READ)]
    return frozenset(str(each.id) for each in chain.from_iterable(seen))


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def paperwork_of(request: Visitor) -> Paperwork:
    """The means of issuing of this installation. Fonts are read once; that takes a second."""
    return await asyncio.to_thread(paperwork_from, request.app.state.settings)


async def why_unsigned(reading: Reading, school_id: UUID, paper: Paperwork) -> str:
    """Why nothing can be issued by a school now: its key cannot sign. Empty where that stands in nobody's way."""
    try:
        await paper.require_key(reading, school_id)
    except CannotSign as waits:
        return str(waits)
    return ""


def status_of(refused: RegistryError) -> int:
    """With which status a form is shown again."""
    return STATUS_OF.get(type(refused), UNPROCESSABLE)


async def filed(reading: Reading, certificate_id: UUID, paper: Paperwork, done: str = "证明已出具") -> str:
    """Make the file of a certificate that was just issued, and what to tell of it: `done`, or that the file waits.

    Where that fails the certificate stands, and the job that was asked for with it makes the file later.
    """
    try:
        await print_certificate(reading, certificate_id, paper)
    except (RegistryError, OSError) as fault:
        why = fault.for_operator if isinstance(fault, RegistryError) else fault
        _log.error("the file of certificate %s waits: %s", certificate_id, why)
        return "证明已出具;文件暂时无法生成,后台会继续尝试,请运维人员查看日志"
    return done


async def file_of(request: Visitor, reading: Reading, found: Found) -> File:
    """The file of a certificate, made now where it is not yet there. Raises BadInput where it cannot be made, and
    FileLost."""
    certificate, paper = found.certificate, await paperwork_of(request)
    if certificate.file_digest is None:
        certificate = await print_certificate(reading, certificate.id, paper)
    await require_file(reading, certificate, paper)
    assert certificate.file_digest is not None
    name = file_name(certificate, found.content.person_name)
    return await answer_with(request, Shown(certificate.file_digest, PDF, name))


def as_shown(certificate: Certificate | None, content: Content, public_url: str | None = None) -> dict[str, Any]:
    """Everything that a certificate prints, as the template shows it. `certificate` None: it is not issued yet.

    `public_url`: where the installation stands in the world, as paper tells it.
    """
    address = f"{public_url.rstrip('/')}{VERIFY}" if public_url else None
    return {
        "words": Called,
        "certificate": certificate,
        "content": understood(content),
        "labels": LABELS,
        "code_shown": shown_code(certificate.code) if certificate else "",
        "digits_shown": digits_of(certificate) if certificate else "",
        "issued_told": day_told(certificate.issued_on) if certificate else None,
        "check_line": how_to_check(certificate, address) if certificate else None,
        "annex_note": note_of(content),
        "figure_columns": FIGURES,
        "days_column": DAYS,
        "annex_picture": Markup(as_svg(from_text(content.picture))) if content.picture else "",
    }
