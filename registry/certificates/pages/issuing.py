"""出具: choose the teacher, say what is to be certified, see everything that will be printed, then issue it."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromQuery

from registry.audit.process import Reading, open_process
from registry.certificates.model import (
    Certificate,
    CertificateAsk,
    CertificateKind,
    Drafted,
    IssueCertificate,
    Wording,
)
from registry.certificates.pages.shared import (
    ISSUE,
    OK,
    UNPROCESSABLE,
    as_shown,
    filed,
    paperwork_of,
    status_of,
    why_unsigned,
)
from registry.certificates.pages.words import Called
from registry.certificates.queries.same import standing_already
from registry.certificates.rules.acts import may_issue
from registry.certificates.service.acting import parts_of
from registry.certificates.service.issuing import issue_certificate
from registry.certificates.service.paperwork import Paperwork
from registry.identity.access import Door, school_scopes
from registry.institutions.model.signing_keys import CannotSign
from registry.institutions.pages.asking import offered
from registry.kernel.errors import BadInput, InvalidFields, NotFound, NotPermitted
from registry.kernel.periods import Period, asked_day
from registry.kernel.scopes import Scope
from registry.people.model.facts import Person
from registry.people.pages.kept import best_found
from registry.platform.pdf.fonts import CharactersLacking
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.queries.board import board
from registry.practice.rules.board import BoardSort, BoardWish

FOUND_AT_ONCE = 30
DAY, SPAN = "day", "span"
NO_SPAN = "期间只用于企业实践情况证明;企业实践证明请选“截至某一天”"
SPANS = ((DAY, "截至某一天(近五年)"), (SPAN, "某一段期间(只用于情况证明)"))


class Whose(NamedTuple):
    """For whom a certificate is issued, in the scope of the school that issues."""

    person: Person
    scope: Scope

    @property
    def school_id(self) -> UUID:
        """The school that issues."""
        assert self.scope.id is not None
        return self.scope.id


class Preview(NamedTuple):
    """What would be printed; None with the faults that stand in the way, by field.

    `waits`: why it cannot be issued now although there is nothing wrong with it. `same`: what says so already.
    """

    drafted: Drafted | None
    faults: dict[str, str]
    waits: str = ""
    same: tuple[Certificate, ...] = ()


@get("/certificates/new", name="new_certificate", permission=ISSUE)
async def ask(request: Visitor, reading: Door, person_id: FromQuery[UUID | None] = None) -> Response[Any]:
    """Whom it is for; then the form with a preview of what it says so far."""
    form = Form({name: [value] for name, value in request.query_params.items()})
    if person_id is None:
        return await _choice(request, reading, form)
    whose = await whose_is(reading, person_id)
    return await _form(request, reading, whose, form)


@post("/certificates/new", name="issue_certificate", permission=ISSUE)
async def issue(request: Visitor, reading: Door) -> Response[Any]:
    """Issue it and make its file. The same form sent twice issues one."""
    form = await filled(request)
    person_id, certificate_id = form.key("person_id", required=True), form.key("certificate_id", required=True)
    if person_id is None:
        raise InvalidFields(form.faults)
    whose, paper = await whose_is(reading, person_id), await paperwork_of(request)
    if certificate_id is None:
        raise InvalidFields(form.faults)
    try:
        ask_for = asked(form, person_id, reading.today)
        command = IssueCertificate(certificate_id, whose.school_id, ask_for)
        async with open_process("issue_certificate", reading) as process:
            made = await issue_certificate(process, command, whose.scope, paper)
    except (BadInput, NotPermitted) as refused:
        form.faults = faults_of(refused, form)
        return await _form(request, reading, whose, form, status_of(refused))
    note = await filed(reading, made.id, paper)
    return go(request, "certificate", note=note, certificate_id=made.id)


def asked(form: Form, person_id: UUID, today: date) -> CertificateAsk:
    """What the form asks for, as a day or a period. Raises InvalidFields."""
    kind = form.choice("kind", CertificateKind, CertificateKind.PRACTICE)
    wording = form.choice("wording", Wording, Wording.CHINESE)
    is_period = form.text("span") == SPAN and kind is CertificateKind.COMPLIANCE
    if form.text("span") == SPAN and kind is CertificateKind.PRACTICE:
        form.faults.setdefault("span", NO_SPAN)
    on = form.day("on") or today
    first, last = form.day("started_on", required=is_period), form.day("finished_on", required=is_period)
    if is_period and first and last and first > last:
        form.faults.setdefault("finished_on", "期间最后一天早于第一天")
    form.require_valid()
    assert kind is not None
    assert wording is not None
    period = Period(first, last) if is_period and first and last else None
    asked_day(on)
    return CertificateAsk(kind, person_id, period.finished_on if period else on, period, wording)


def faults_of(refused: BadInput | NotPermitted, form: Form) -> dict[str, str]:
    """A refusal beside the field that it is about."""
    if isinstance(refused, InvalidFields):
        return refused.faults
    if isinstance(refused, CharactersLacking | CannotSign | NotPermitted):
        return {"person_id": str(refused)}
    is_period = form.text("span") == SPAN and form.text("kind") == CertificateKind.COMPLIANCE
    return {"started_on" if is_period else "on": str(refused)}


async def whose_is(reading: Reading, person_id: UUID) -> Whose:
    """The person at the school that keeps the file, among those for which the visitor issues. Raises NotFound."""
    kept = await best_found(reading, person_id, school_scopes(reading, ISSUE))
    return Whose(kept.person, kept.scope)


async def preview_of(reading: Reading, whose: Whose, form: Form, paper: Paperwork) -> Preview:
    """What would be printed today, every character of it."""
    permitted = may_issue(parts_of(reading.actor, whose.school_id, whose.person.id, whose.scope))
    if not permitted.allowed:
        return Preview(None, {"person_id": permitted.reason})
    try:
        ask_for = asked(form, whose.person.id, reading.today)
        found = await paper.drafted(reading, whose.school_id, ask_for, whose.scope)
        paper.require_characters(found.content)
    except BadInput as refused:
        return Preview(None, faults_of(refused, form))
    except NotFound:
        return Preview(None, {"person_id": "此人的档案不在本校,由保管档案的学校出具"})
    same = await standing_already(reading, ask_for, found.content, whose.scope)
    return Preview(found, {}, await why_unsigned(reading, whose.school_id, paper), same)


async def _form(request: Visitor, reading: Reading, whose: Whose, form: Form, status: int = OK) -> Response[Any]:
    preview = Preview(None, form.faults)
    if not form.faults:
        preview = await preview_of(reading, whose, form, await paperwork_of(request))
    usual = {"kind": CertificateKind.PRACTICE.value, "span": DAY, "wording": Wording.CHINESE.value}
    values = {**usual, "on": reading.today.isoformat(), **form.values}
    content = preview.drafted.content if preview.drafted else None
    return page(
        request,
        "certificates/new.html",
        status if status != OK else UNPROCESSABLE if preview.faults else OK,
        owner=whose.person,
        values=values,
        faults=preview.faults,
        waits=preview.waits,
        same=preview.same,
        certificate_id=form.values.get("certificate_id") or str(uuid4()),
        kinds=offered(Called.KINDS),
        hints={kind.value: said for kind, said in Called.KIND_HINTS.items()},
        spans=SPANS,
        wordings=offered(Called.WORDINGS),
        today=reading.today,
        **(as_shown(None, content) if content else {"words": Called, "content": None}),
    )


async def _choice(request: Visitor, reading: Reading, form: Form) -> Response[Any]:
    """Whoever is on the staff and is meant by what was typed."""
    text = form.text("q")
    wish = BoardWish(on=reading.today, q=text, sort=BoardSort.NAME, limit=FOUND_AT_ONCE)
    found = await board(reading, wish, school_scopes(reading, ISSUE)) if text else None
    return page(request, "certificates/choose.html", values=form.values, found=found, words=Called)


ROUTES = [ask, issue]
