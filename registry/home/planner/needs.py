"""Who will not have met the duty on a day, what it takes, and what the calendar of breaks allows until then."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from litestar import Response, get
from litestar.params import FromQuery

from registry.audit.process import Reading
from registry.home.planner.asking import LABELS, PLAN, Office, office_meant, offices, usual_targets
from registry.identity.access import Door
from registry.kernel.periods import asked_day
from registry.platform.web.pages import Visitor, page
from registry.practice.documents import planning_words
from registry.practice.queries.batch_plans import batch_plans
from registry.practice.queries.planning import Planner, planner
from registry.practice.records.planning import BatchState, DutyAsked
from registry.practice.rules.batches import target_faults
from registry.practice.rules.overview import SUMMER
from registry.practice.rules.planning import (
    BreakShare,
    Outcome,
    PlanNeed,
    PlanSums,
    Target,
    is_to_plan,
    sums_over,
)

ROWS_AT_ONCE = 50


class Listed(StrEnum):
    """Which people are listed; each is the people behind one sum."""

    TO_PLAN = "to_plan"
    CANNOT = "cannot"
    COVERED = "covered"
    UNKNOWN = "unknown"
    MET = "met"
    ASKED = "asked"


class BreaksAhead(NamedTuple):
    """A break with the days of the calendar up to its end; `before`: those up to the day before it begins."""

    share: BreakShare
    before: int
    through: int
    is_summer: bool


class NeedWish(NamedTuple):
    """What the page is asked for."""

    target: Target
    department: UUID | None
    listed: Listed
    after: int


class Sent(NamedTuple):
    """The form of the page as it was sent: the target day as typed, what is wrong, and who was ticked."""

    target_on: str
    faults: dict[str, str]
    ticked: frozenset[str] = frozenset()


@get("/planner", name="planner", permission=PLAN)
async def show(
    request: Visitor,
    reading: Door,
    place: FromQuery[UUID | None] = None,
    duty: FromQuery[DutyAsked] = DutyAsked.FIVE_YEARS,
    target_on: FromQuery[date | None] = None,
    department: FromQuery[UUID | None] = None,
    listed: FromQuery[Listed] = Listed.TO_PLAN,
    after: FromQuery[int] = 0,
) -> Response[Any]:
    """The people behind one of the sums, by need."""
    office = await office_meant(reading, PLAN, place)
    usual = usual_targets(reading, office.school)
    wanted = asked_day(target_on) or usual[0][1]
    faults = target_faults(wanted, reading.today)
    target = Target(duty, usual[0][1] if faults else wanted, reading.today)
    wish = NeedWish(target, department, listed, max(after, 0))
    return await needs_page(request, reading, office, wish, Sent(wanted.isoformat(), faults))


async def needs_page(request: Visitor, reading: Reading, office: Office, wish: NeedWish, sent: Sent) -> Response[Any]:
    """The people behind one of the sums, by need; 422 where what was sent is wrong."""
    target = wish.target
    found = await planner(reading, office.school.id, target, office.scope)
    shown = people_meant(found, wish.department, wish.listed)
    drafts = [each for each in await batch_plans(reading, office.scope) if each.state is BatchState.DRAFT]
    return page(
        request,
        "home/planner.html",
        422 if sent.faults else 200,
        office=office,
        offered=await offices(reading, PLAN),
        found=found,
        wish=wish,
        needs=shown[wish.after :][:ROWS_AT_ONCE],
        number=len(shown),
        at_once=ROWS_AT_ONCE,
        sums=_sums(found, wish.department),
        breaks=breaks_ahead(found.breaks),
        usual=usual_targets(reading, office.school),
        faults=sent.faults,
        typed=sent.target_on,
        ticked=sent.ticked,
        labels=LABELS,
        drafts=drafts,
        plan_id=uuid4(),
        words=planning_words,
        DutyAsked=DutyAsked,
        Listed=Listed,
        Outcome=Outcome,
    )


async def people_asked(reading: Reading, office: Office, wish: NeedWish) -> list[UUID]:
    """Everybody whom the list holds, on all its pages."""
    found = await planner(reading, office.school.id, wish.target, office.scope)
    return [each.person.person_id for each in people_meant(found, wish.department, wish.listed)]


def people_meant(found: Planner, department: UUID | None, listed: Listed) -> list[PlanNeed]:
    """The lines behind a sum, of one department or of all."""
    return [
        each
        for each in found.needs
        if (department is None or each.person.department_id == department) and _is_listed(each, listed)
    ]


def breaks_ahead(shares: tuple[BreakShare, ...]) -> list[BreaksAhead]:
    """The breaks with the days up to each of them."""
    found, total = [], 0
    for each in shares:
        found.append(BreaksAhead(each, total, total + each.days, SUMMER in each.name))
        total += each.days
    return found


def _is_listed(need: PlanNeed, listed: Listed) -> bool:
    outcome = need.without.outcome
    match listed:
        case Listed.TO_PLAN:
            return is_to_plan(need)
        case Listed.CANNOT:
            return is_to_plan(need) and need.fits_in_breaks is False
        case Listed.COVERED:
            return outcome in (Outcome.UNMET, Outcome.UNKNOWN) and not is_to_plan(need)
        case Listed.UNKNOWN:
            return outcome is Outcome.UNKNOWN
        case Listed.MET:
            return outcome is Outcome.MET
        case Listed.ASKED:
            return outcome is not Outcome.NOT_ASKED


def _sums(found: Planner, department: UUID | None) -> PlanSums:
    """Of one department, or of all; nothing but zeros for a department without people."""
    if department is None:
        return found.sums
    return next((each.sums for each in found.departments if each.id == department), sums_over(()))


ROUTES = [show]
