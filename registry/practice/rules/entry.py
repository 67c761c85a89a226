"""What is wrong with a placement as entered, what to look at again, and what a change of it changes. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

from registry.kernel.periods import ONE_DAY, Period
from registry.practice.model import AttendedDay, PlacementFact, PlacementState
from registry.practice.records import Notice, NoticeKind, Placement, PlacementContent
from registry.practice.rules.counting import FULL_SHARE, HALVES_A_DAY

OUT_OF_THE_RUNNING = frozenset({PlacementState.REJECTED, PlacementState.VOIDED, PlacementState.WITHDRAWN})
SATURDAY = 5
"""`date.weekday()` of the first day of the weekend."""
REGION = re.compile("[0-9]{6}")
FIGURES = ("form", "started_on", "finished_on", "attended")


def content_faults(content: PlacementContent) -> dict[str, str]:
    """Every field that cannot stand, by its name. Overlaps are no faults."""
    faults = {}
    if not content.enterprise_name.strip():
        faults["enterprise_name"] = "请填写企业名称"
    if content.finished_on < content.started_on:
        faults["finished_on"] = f"结束日期 {content.finished_on} 早于开始日期 {content.started_on}"
    if not 1 <= content.share_percent <= FULL_SHARE:
        faults["share_percent"] = "工作量比例应为 1 到 100 的整数"
    if content.region_code and not REGION.fullmatch(content.region_code.strip()):
        faults["region_code"] = "行政区划代码应为六位数字(GB/T 2260)"
    if content.attended is not None and (fault := _attendance_fault(content, content.attended)):
        faults["attended"] = fault
    return faults


def _attendance_fault(content: PlacementContent, attended: Sequence[AttendedDay]) -> str | None:
    if not attended:
        return "不脱产实践请列出出勤日期"
    days = [day.on for day in attended]
    if len(set(days)) < len(days):
        return "同一天列了两次"
    if not all(1 <= day.halves <= HALVES_A_DAY for day in attended):
        return "每天出勤应为半天或一天"
    outside = [day for day in days if not content.started_on <= day <= content.finished_on]
    return f"出勤日期 {min(outside)} 不在实践起止时间内" if outside else None


def changes_figures(before: Placement, after: PlacementContent) -> bool:
    """Whether a correction could change any credit: days, attendance, form, or the share of a span."""
    if any(getattr(before, name) != getattr(after, name) for name in FIGURES):
        return True
    return before.attended is None and before.share_percent != after.share_percent


def notices(
    entered: Placement,
    others: Iterable[Placement],
    leaves: Iterable[tuple[UUID, Period]],
    today: date,
    breaks: Sequence[Period] = (),
) -> tuple[Notice, ...]:
    """What to look at again, in order of days.

    Own placements and leave on the same days, days of a span in term as far as `breaks` tell (the school's calendar
    in order), attended Saturdays and Sundays one by one, an end still to come.
    """
    found = [
        Notice(NoticeKind.OVERLAPS_PLACEMENT, common, other.id)
        for other in others
        if other.chain_id != entered.chain_id
        and other.state not in OUT_OF_THE_RUNNING
        and (common := common_days(entered, other))
    ]
    found += [
        Notice(NoticeKind.OVERLAPS_LEAVE, common, leave_id)
        for leave_id, period in leaves
        if (common := _days_in(entered, period))
    ]
    found += [Notice(NoticeKind.WEEKEND, Period(on, on), None) for on in _weekend_days(entered)]
    if in_term := _days_in_term(entered, breaks):
        found.append(Notice(NoticeKind.IN_TERM, in_term, None))
    if entered.state is not PlacementState.PLANNED and entered.finished_on > today:
        found.append(Notice(NoticeKind.NOT_FINISHED, entered.period, None))
    return tuple(sorted(found, key=lambda notice: (notice.period, notice.kind)))


def _weekend_days(placement: Placement) -> list[date]:
    """The calendar of public holidays and make-up days is not known here: whoever enters looks at the firm's list."""
    return [day.on for day in placement.attended or () if day.on.weekday() >= SATURDAY]


def _days_in_term(placement: Placement, breaks: Sequence[Period]) -> Period | None:
    """From the first to the last day of a span between two known breaks. Beyond them nobody knows the term."""
    if placement.attended is not None:
        return None
    terms = [
        Period(before.finished_on + ONE_DAY, after.started_on - ONE_DAY)
        for before, after in pairwise(breaks)
        if after.started_on - before.finished_on > ONE_DAY
    ]
    taught = [common for term in terms if (common := placement.period.overlap(term))]
    return Period(taught[0].started_on, taught[-1].finished_on) if taught else None


def common_days(one: Placement, other: Placement) -> Period | None:
    """From the first to the last day on which both ask for credit, or None."""
    if other.attended is None:
        return _days_in(one, other.period)
    if one.attended is None:
        return _days_in(other, one.period)
    return _around({day.on for day in one.attended} & {day.on for day in other.attended})


def _days_in(placement: Placement, period: Period) -> Period | None:
    if placement.attended is None:
        return placement.period.overlap(period)
    return _around({day.on for day in placement.attended if day.on in period})


def _around(days: set[date]) -> Period | None:
    return Period(min(days), max(days)) if days else None


def as_fact(placement: Placement) -> PlacementFact:
    """The placement as the rules of credit know it."""
    return PlacementFact(
        str(placement.id),
        placement.started_on,
        placement.finished_on,
        placement.share_percent,
        placement.attended,
        placement.state,
        placement.form,
        placement.enterprise_name,
    )
