"""The certificates that somebody may see: of a school for its offices, one's own for a teacher; and of one person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from registry.audit.process import Reading
from registry.certificates.model import CertificateKind, CertificateState
from registry.certificates.pages.shared import ISSUE, READ, paperwork_of
from registry.certificates.pages.words import Called
from registry.certificates.queries.batches import batches_in
from registry.certificates.queries.certificates import certificates_of
from registry.certificates.queries.listing import CertificatePlace, CertificateWish, certificates_in
from registry.certificates.service.waiting import waiting_among
from registry.identity.access import Door, school_scopes, scopes
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import principal_of
from registry.institutions.pages.asking import offered
from registry.institutions.queries.schools import school
from registry.kernel.periods import YEARS_ASKED_ABOUT
from registry.kernel.scopes import ScopeKind
from registry.people.queries.persons import person
from registry.people.queries.reach import scope_reaching
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor, page

FILTERS = ("school_id", "kind", "state", "year", "q", "doubtful")


@get("/certificates", name="certificates", permission=READ)
async def listed(request: Visitor, reading: Door) -> Response[Any]:
    """A page of certificates, the newest first. What is not understood of the address narrows nothing."""
    form = Form({name: [value] for name, value in request.query_params.items()})
    wish, inside = _wish(form), scopes(reading, READ)
    found = await certificates_in(reading, wish, inside)
    kept = {name: form.values[name] for name in FILTERS if form.values.get(name)}
    batches = await batches_in(reading, school_scopes(reading, ISSUE)) if not kept and not wish.after else ()
    return page(
        request,
        "certificates/list.html",
        422 if form.faults else 200,
        words=Called,
        found=found,
        values=form.values,
        faults=form.faults,
        kept=kept,
        following=_cursor(found.next) if found.next else None,
        is_later=wish.after is not None,
        schools=await _schools(reading),
        kinds=offered(Called.KINDS),
        states=[(each.value, said) for each, said in Called.STATES.items()],
        is_own=all(scope.kind is ScopeKind.PERSON for scope in inside),
        may_issue=permits(principal_of(reading.actor), ISSUE),
        batches=batches,
        waiting=await waiting_among(reading, batches, await paperwork_of(request)) if batches else frozenset(),
    )


@get("/teachers/{person_id:uuid}/certificates", name="teacher_certificates", permission=READ)
async def of_person(request: Visitor, reading: Door, person_id: FromPath[UUID]) -> Response[Any]:
    """Those of one person: 我的证明, or what an office issued to the person."""
    scope = await scope_reaching(reading, person_id, scopes(reading, READ))
    principal = principal_of(reading.actor)
    is_own = principal.person_id == person_id
    return page(
        request,
        "certificates/of_person.html",
        words=Called,
        owner=await person(reading, person_id, scope),
        found=await certificates_of(reading, person_id, scope),
        is_own=is_own,
        may_issue=permits(principal, ISSUE) and not is_own,
        may_see_teacher=permits(principal, Permission.READ_TEACHER),
    )


def _wish(form: Form) -> CertificateWish:
    return CertificateWish(
        text=form.text("q") or None,
        school_id=form.key("school_id"),
        kind=form.choice("kind", CertificateKind) if form.text("kind") else None,
        state=form.choice("state", CertificateState) if form.text("state") else None,
        year=form.whole("year", YEARS_ASKED_ABOUT[0], YEARS_ASKED_ABOUT[-1]),
        doubtful=form.flag("doubtful"),
        after=_place(form.values.get("after", "")),
    )


def _cursor(place: CertificatePlace) -> str:
    return f"{place.issued_at.isoformat()}~{place.certificate_id}"


def _place(cursor: str) -> CertificatePlace | None:
    """Where the page before ended; an address that nobody gave out begins at the first page."""
    at, _, key = cursor.partition("~")
    try:
        issued_at, certificate_id = datetime.fromisoformat(at), UUID(key)
    except ValueError:
        return None
    return CertificatePlace(issued_at, certificate_id) if issued_at.tzinfo else None


async def _schools(reading: Reading) -> list[tuple[str, str]]:
    """Where the visitor has more than one school, the choice among them."""
    own = school_scopes(reading, READ)
    found = [await school(reading, scope.id, scope) for scope in own if scope.id is not None]
    return [(str(each.id), each.short_name) for each in found] if len(found) > 1 else []


ROUTES = [listed, of_person]
