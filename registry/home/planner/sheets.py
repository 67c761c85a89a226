"""The two lists that offices print, sign and seal, plans and results of a period: as pages and as workbooks."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from litestar import Response, get
from litestar.params import FromQuery

from registry.audit.process import Reading
from registry.home.planner.asking import Office, departments, office_meant, offices, school_year
from registry.identity.access import Door
from registry.identity.model.permissions import Permission
from registry.institutions.model.facts import Unit
from registry.kernel.errors import NotFound
from registry.kernel.periods import ONE_DAY, Period, asked_day
from registry.platform.web.downloads import workbook_download
from registry.platform.web.pages import Visitor, page
from registry.portfolio.queries.titles import titles_of
from registry.portfolio.rules import present_title
from registry.practice.documents.official_table import SEAL, SIGNATURES, OfficialTable
from registry.practice.documents.plan_summary import plan_summary
from registry.practice.documents.result_list import result_list
from registry.practice.queries.board_truth import parted
from registry.practice.queries.planned import CARRIED_OUT, PLANS, ListWish, PlannedRow, planned_in, results_in
from registry.practice.queries.planning import school_breaks

SIGN = Permission.APPROVE_PLANS
"""The offices that answer for the lists: the personnel office, the leaders, a department's head."""
AS_WORKBOOK = "xlsx"
PEOPLE_AT_ONCE = 100
"""Whose titles are asked for before other requests get their turn."""


class Asked(NamedTuple):
    """Which list is asked for: of which office, department and days; `said` is shown in the form again."""

    office: Office
    department: Unit | None
    period: Period
    offered: tuple[Unit, ...]
    faults: dict[str, str]

    @property
    def name(self) -> str:
        """The department's name; empty for the whole school."""
        return self.department.name if self.department else ""

    @property
    def wish(self) -> ListWish:
        """The same for the query."""
        return ListWish(self.office.school.id, self.period, self.department.id if self.department else None)


@get("/sheets/plans", name="plan_summary", permission=SIGN)
async def summary(
    request: Visitor,
    reading: Door,
    place: FromQuery[UUID | None] = None,
    department: FromQuery[UUID | None] = None,
    started_on: FromQuery[date | None] = None,
    finished_on: FromQuery[date | None] = None,
    carried_out: FromQuery[bool] = False,
    format: FromQuery[str | None] = None,  # noqa: A002 -- the address says so
) -> Response[Any]:
    """The plans of a period, to be signed by the department's head."""
    asked = await _asked(reading, place, department, (started_on, finished_on))
    states = CARRIED_OUT if carried_out else PLANS
    rows = await planned_in(reading, asked.wish, asked.office.scope, states)
    titles = await _titles(reading, rows, asked)
    told = (asked.office.school.name, asked.name, asked.period, rows, (titles, reading.today))
    table = await asyncio.to_thread(plan_summary, *told)
    if format == AS_WORKBOOK and not asked.faults:
        return await _download(table, asked)
    return await _sheet(request, reading, asked, table, {"route": "plan_summary", "carried_out": carried_out})


@get("/sheets/results", name="result_list", permission=SIGN)
async def results(
    request: Visitor,
    reading: Door,
    place: FromQuery[UUID | None] = None,
    department: FromQuery[UUID | None] = None,
    started_on: FromQuery[date | None] = None,
    finished_on: FromQuery[date | None] = None,
    format: FromQuery[str | None] = None,  # noqa: A002 -- the address says so
) -> Response[Any]:
    """What was recognised of a period, with everybody's sums on its last day, today where that is still to come."""
    asked = await _asked(reading, place, department, (started_on, finished_on))
    on = min(asked.period.finished_on, reading.today)
    found = await results_in(reading, asked.wish, on, asked.office.scope)
    table = await asyncio.to_thread(result_list, found, asked.name, asked.period)
    if format == AS_WORKBOOK and not asked.faults:
        return await _download(table, asked)
    return await _sheet(request, reading, asked, table, {"route": "result_list", "carried_out": False})


async def _asked(
    reading: Reading, place: UUID | None, department: UUID | None, days: tuple[date | None, date | None]
) -> Asked:
    """What is asked for: this school year where no days are named. Raises NotFound, BadInput."""
    office = await office_meant(reading, SIGN, place)
    offered = await departments(reading, office)
    chosen = next((each for each in offered if each.id == department), office.department)
    if department is not None and (chosen is None or chosen.id != department):
        raise NotFound("没有找到该系部")
    year = school_year(reading, office.school, reading.today)
    first, last = asked_day(days[0]) or year.started_on, asked_day(days[1]) or year.finished_on
    if last < first:
        return Asked(office, chosen, year, offered, {"finished_on": f"结束日期 {last} 早于开始日期 {first}"})
    return Asked(office, chosen, Period(first, last), offered, {})


async def _titles(reading: Reading, rows: Sequence[PlannedRow], asked: Asked) -> dict[UUID, str]:
    people, found = list({each.teacher.person_id for each in rows}), {}
    for part in parted(people, PEOPLE_AT_ONCE):
        for one, titles in (await titles_of(reading, part, asked.office.scope)).items():
            if title := present_title(titles, reading.today):
                found[one] = title.name
    return found


async def _sheet(
    request: Visitor, reading: Reading, asked: Asked, table: OfficialTable, about: dict[str, Any]
) -> Response[Any]:
    shown: dict[str, Any] = {
        "asked": asked,
        "table": table,
        "widths": _hundredths([column.width for column in table.columns]),
        "periods": await _periods(reading, asked),
        "offices": await offices(reading, SIGN),
        "signatures": SIGNATURES,
        "seal": SEAL,
        **about,
    }
    status = 422 if asked.faults else 200
    return await asyncio.to_thread(page, request, "home/planner_sheet.html", status, **shown)


async def _periods(reading: Reading, asked: Asked) -> list[tuple[str, Period]]:
    """Periods that offices usually ask for: three school years, and the breaks of this one."""
    school = asked.office.school
    year = school_year(reading, school, reading.today)
    before = school_year(reading, school, year.started_on - ONE_DAY)
    after = school_year(reading, school, year.finished_on + ONE_DAY)
    found = [("本学年", year), ("上学年", before), ("下学年", after)]
    calendar = await school_breaks(reading, school.id, asked.office.scope)
    return found + [(each.name, each.period) for each in calendar if each.period.overlap(year)]


def _hundredths(widths: Iterable[int]) -> list[int]:
    """Each width in whole hundredths of the sum, at least one."""
    known = list(widths)
    return [max(1, round(100 * width / sum(known))) for width in known]


async def _download(table: OfficialTable, asked: Asked) -> Response[bytes]:
    content = await asyncio.to_thread(_as_workbook, table)
    return workbook_download(content, f"{table.title}-{asked.name or asked.office.school.short_name}.xlsx")


def _as_workbook(table: OfficialTable) -> bytes:
    from registry.practice.documents.official_workbook import table_as_workbook  # noqa: PLC0415 -- slow import

    return table_as_workbook(table)


ROUTES = [summary, results]
