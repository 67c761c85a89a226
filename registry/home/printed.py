"""The forms that go to the enterprise and come back sealed: filled in, ready to print, also as a workbook."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath, FromQuery

from registry.audit.process import Reading
from registry.identity.access import Door, scopes
from registry.identity.model.permissions import Permission
from registry.institutions.queries.enterprises import enterprise
from registry.institutions.queries.schools import school
from registry.kernel.periods import Period, merged
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.facts import EmployedAt
from registry.people.queries.careers import employments_of, leaves_of
from registry.people.queries.persons import person
from registry.people.rules import last_known
from registry.platform.web.downloads import workbook_download
from registry.platform.web.pages import Visitor, page
from registry.portfolio.queries.titles import titles_of
from registry.portfolio.rules import present_title
from registry.practice.documents import printed_forms
from registry.practice.documents.printed_forms import FormFacts, PrintedForm
from registry.practice.queries.approvals import chain_progress
from registry.practice.queries.confirmation import confirmations_of
from registry.practice.queries.grades import grade_of
from registry.practice.queries.placements import placement_scope
from registry.practice.queries.spot_checks import spot_checks_of
from registry.practice.queries.supervisors import supervisors_of
from registry.practice.records import Placement

READ = Permission.READ_PLACEMENTS
AS_WORKBOOK = "xlsx"


class Kind(NamedTuple):
    """One of the forms: its route, and how it is filled in."""

    route: str
    fill: Callable[[FormFacts], PrintedForm]


APPLICATION = Kind("application_form", printed_forms.application_form)
APPRAISAL = Kind("appraisal_form", printed_forms.appraisal_form)


@get("/placements/{placement_id:uuid}/application", name="application_form", permission=READ)
async def application(
    request: Visitor,
    reading: Door,
    placement_id: FromPath[UUID],
    format: FromQuery[str | None] = None,  # noqa: A002 -- the address says so
) -> Response[Any]:
    """申请(审批)表 of a placement."""
    return await _answer(request, reading, placement_id, APPLICATION, format)


@get("/placements/{placement_id:uuid}/appraisal", name="appraisal_form", permission=READ)
async def appraisal(
    request: Visitor,
    reading: Door,
    placement_id: FromPath[UUID],
    format: FromQuery[str | None] = None,  # noqa: A002 -- the address says so
) -> Response[Any]:
    """鉴定(考核)表 of a placement."""
    return await _answer(request, reading, placement_id, APPRAISAL, format)


async def form_facts(reading: Reading, placement: Placement, scope: Scope) -> FormFacts:
    """What the forms of a placement that lies in this scope are filled in from. Raises NotFound."""
    person_id, on = placement.person_id, min(placement.started_on, reading.today)
    employed = _employed((await employments_of(reading, [person_id], scope))[person_id], placement, on)
    title = present_title((await titles_of(reading, [person_id], scope))[person_id], on)
    leaves = (await leaves_of(reading, [person_id], scope))[person_id]
    firm = await enterprise(reading, placement.enterprise_id) if placement.enterprise_id else None
    return FormFacts(
        school_name=(await school(reading, placement.school_id, EVERYWHERE)).name,
        person=await person(reading, person_id, scope),
        staff_no=employed.employment.staff_no if employed else "",
        department=(employed.department or "") if employed else "",
        title=title.name if title else "",
        placement=placement,
        supervisor=(await supervisors_of(reading, [placement.id], scope))[placement.id],
        credit_code=(firm.credit_code or "") if firm else "",
        steps=(await chain_progress(reading, placement.id, scope)).steps,
        answers=await confirmations_of(reading, placement.id, scope),
        checks=await spot_checks_of(reading, placement.id, scope),
        grade=await grade_of(reading, placement.id, scope),
        leave_days=_shared_days(placement.period, (leave.period for leave in leaves if not leave.voided_at)),
        today=reading.today,
    )


async def _answer(
    request: Visitor, reading: Reading, placement_id: UUID, kind: Kind, wanted: str | None
) -> Response[Any]:
    found, scope = await placement_scope(reading, placement_id, scopes(reading, READ))
    form = kind.fill(await form_facts(reading, found, scope))
    if wanted == AS_WORKBOOK:
        return _download(form)
    return page(request, "home/printed_form.html", form=form, placement=found, route=kind.route)


def _download(form: PrintedForm) -> Response[bytes]:
    from registry.practice.documents.forms_workbook import form_as_workbook  # noqa: PLC0415 -- slow import

    return workbook_download(form_as_workbook(form), f"{form.title}-{form.person_name}.xlsx")


def _employed(employed: Sequence[EmployedAt], placement: Placement, on: date) -> EmployedAt | None:
    """The employment at the school that keeps the placement, as of its first day."""
    there = [each for each in employed if each.employment.school_id == placement.school_id]
    return last_known(there, on)


def _shared_days(within: Period, periods: Iterable[Period]) -> int:
    """How many days of a period the others hold, each day once."""
    shared = (within.overlap(each) for each in periods)
    return sum(each.days for each in merged(each for each in shared if each))


ROUTES = [application, appraisal]
