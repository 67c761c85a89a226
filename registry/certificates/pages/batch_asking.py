"""批量出具: who gets one, by pasted names or by the filters of the board; each is ticked before anything is asked."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from litestar import Response, get, post

from registry.audit.process import Reading, open_process
from registry.certificates.model import CertificateKind, IssueBatch, Wording
from registry.certificates.pages.issuing import DAY, SPANS, asked
from registry.certificates.pages.shared import ISSUE, paperwork_of, why_unsigned
from registry.certificates.pages.words import Called
from registry.certificates.queries.batches import batch
from registry.certificates.rules.acts import LARGEST_BATCH
from registry.certificates.service.batches import begin_batch
from registry.identity.access import Door, school_scopes
from registry.institutions.model.facts import School, UnitKind
from registry.institutions.model.signing_keys import CannotSign
from registry.institutions.pages.asking import offered
from registry.institutions.queries.belongings import units
from registry.institutions.queries.schools import school
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import Scope
from registry.people.model.facts import PostCategory, RosterEntry
from registry.people.pages.words import CATEGORY_WORDS
from registry.people.queries.careers import roster
from registry.people.rules.pasted import Staff, entries
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, go, page
from registry.practice.documents.words import STATES
from registry.practice.model import StandingState
from registry.practice.queries.board import board
from registry.practice.rules.board import BoardSort, BoardWish
from registry.practice.rules.progress import Progress

LONGEST_LIST = 100_000
"""Characters of a pasted list."""
BY_FILTER = ("department_id", "category", "state", "progress", "q", "lapses_before")
LIST = "list"


class At(NamedTuple):
    """The school that issues, and its scope."""

    school: School
    scope: Scope


class Candidate(NamedTuple):
    """Somebody who may be meant. `note`: why the tick is left to a person."""

    person_id: UUID
    staff_no: str
    name: str
    department: str
    is_ticked: bool = True
    note: str = ""


class Listed(NamedTuple):
    """Whom the form means, and what of it means nobody."""

    people: tuple[Candidate, ...]
    strangers: tuple[str, ...] = ()


@get("/certificates/batches/new", name="new_certificates", permission=ISSUE)
async def ask(request: Visitor, reading: Door) -> Response[Any]:
    """The form; with the filter of a board in the address the people are listed at once."""
    form = Form({name: [value] for name, value in request.query_params.items()})
    is_asked = any(form.text(name) for name in BY_FILTER)
    return await _form(request, reading, form, await _place(reading, form), is_asked)


@post("/certificates/batches/new", name="begin_certificates", permission=ISSUE)
async def begin(request: Visitor, reading: Door) -> Response[Any]:
    """List whom the form means, or have certificates issued to those who are ticked. Sent twice it is one batch."""
    form = await filled(request)
    place = await _place(reading, form)
    if form.text("as") == LIST:
        return await _form(request, reading, form, place, is_asked=True)
    batch_id = form.key("batch_id", required=True)
    try:
        command = _command(form, reading, place, batch_id)
        await (await paperwork_of(request)).require_key(reading, place.school.id)
        async with open_process("begin_batch", reading) as process:
            begun = await begin_batch(process, command, place.scope)
    except InvalidFields as wrong:
        if batch_id and await _is_there(reading, batch_id, place):
            return go(request, "certificate_batch", certificate_batch_id=batch_id)
        form.faults = wrong.faults
        return await _form(request, reading, form, place, is_asked=True)
    except CannotSign as waits:
        form.faults = {"person_ids": str(waits)}
        return await _form(request, reading, form, place, is_asked=True)
    return go(request, "certificate_batch", note="已提交,后台正在逐份出具", certificate_batch_id=begun.id)


def _command(form: Form, reading: Reading, place: At, batch_id: UUID | None) -> IssueBatch:
    chosen = tuple(dict.fromkeys(_keys(form.many("person"))))
    if not chosen:
        form.faults.setdefault("person_ids", "请勾选要出具证明的教师")
    told = asked(form, place.school.id, reading.today)
    assert batch_id is not None
    return IssueBatch(batch_id, place.school.id, told.kind, chosen, told.on, told.period, told.wording)


async def _is_there(reading: Reading, batch_id: UUID, place: At) -> bool:
    try:
        await batch(reading, batch_id, (place.scope,))
    except NotFound:
        return False
    return True


async def _listed(reading: Reading, form: Form, place: At) -> Listed:
    """Whoever the names or the filter mean; somebody ticked before stays ticked."""
    found = await _named(reading, form, place) if form.text("names", longest=LONGEST_LIST) else None
    if found is None:
        found = await _filtered(reading, form, place)
    ticked = frozenset(_keys(form.many("person")))
    if not form.flag("was_listed"):
        return found
    return found._replace(people=tuple(each._replace(is_ticked=each.person_id in ticked) for each in found.people))


async def _named(reading: Reading, form: Form, place: At) -> Listed:
    staff = Staff(await roster(reading, place.school.id, reading.today, place.scope))
    people: dict[UUID, Candidate] = {}
    strangers = []
    for entry in entries(form.values["names"], staff):
        if not entry.candidates:
            strangers.append(entry.text)
        for each in entry.candidates:
            people.setdefault(each.person_id, _of_roster(each, len(entry.candidates) > 1, entry.disagrees))
    return Listed(tuple(people.values()), tuple(strangers))


def _of_roster(each: RosterEntry, is_one_of_several: bool, disagrees: bool) -> Candidate:
    note = "同名,请核对工号" if is_one_of_several else "姓名与工号不一致,请核对" if disagrees else ""
    return Candidate(each.person_id, each.staff_no, each.name, each.department or "", not note, note)


async def _filtered(reading: Reading, form: Form, place: At) -> Listed:
    wish = BoardWish(
        on=reading.today,
        school_id=place.school.id,
        department_id=form.key("department_id"),
        category=form.choice("category", PostCategory) if form.text("category") else None,
        state=form.choice("state", StandingState) if form.text("state") else None,
        progress=form.choice("progress", Progress) if form.text("progress") else None,
        q=form.text("q"),
        lapses_before=form.day("lapses_before"),
        sort=BoardSort.STAFF_NO,
        limit=LARGEST_BATCH,
    )
    found = await board(reading, wish, (place.scope,))
    return Listed(tuple(Candidate(row.person_id, row.staff_no, row.name, row.department or "") for row in found.rows))


async def _form(request: Visitor, reading: Reading, form: Form, place: At, is_asked: bool) -> Response[Any]:
    listed = await _listed(reading, form, place) if is_asked else Listed(())
    usual = {"kind": CertificateKind.PRACTICE.value, "span": DAY, "wording": Wording.CHINESE.value}
    waits = await why_unsigned(reading, place.school.id, await paperwork_of(request)) if listed.people else ""
    departments = [each for each in await units(reading, place.school.id) if each.kind is UnitKind.DEPARTMENT]
    return page(
        request,
        "certificates/batch_new.html",
        422 if form.faults else 200,
        words=Called,
        place=place.school,
        schools=await _schools(reading),
        listed=listed,
        is_asked=is_asked,
        waits=waits,
        values={**usual, "on": reading.today.isoformat(), "school_id": str(place.school.id), **form.values},
        faults=form.faults,
        batch_id=form.values.get("batch_id") or str(uuid4()),
        kinds=offered(Called.KINDS),
        hints={kind.value: said for kind, said in Called.KIND_HINTS.items()},
        spans=SPANS,
        wordings=offered(Called.WORDINGS),
        departments=[(str(each.id), each.name) for each in departments],
        categories=CATEGORY_WORDS,
        standing=STATES,
        today=reading.today,
        most=LARGEST_BATCH,
    )


async def _place(reading: Reading, form: Form) -> At:
    """The school that issues: the one chosen, else the first. Raises NotFound."""
    wanted = form.key("school_id")
    for scope in school_scopes(reading, ISSUE):
        if scope.id is not None and wanted in (None, scope.id):
            return At(await school(reading, scope.id, scope), scope)
    raise NotFound("没有找到该学校")


async def _schools(reading: Reading) -> list[tuple[str, str]]:
    own = school_scopes(reading, ISSUE)
    found = [await school(reading, scope.id, scope) for scope in own if scope.id is not None]
    return [(str(each.id), each.short_name) for each in found] if len(found) > 1 else []


def _keys(typed: Iterable[str]) -> list[UUID]:
    """The keys among what was sent; what is none was put there by nobody's page."""
    found = []
    for each in typed:
        try:
            found.append(UUID(each))
        except ValueError:
            continue
    return found


ROUTES = [ask, begin]
