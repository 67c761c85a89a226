"""What is wrong with a placement as entered, and what to look at again. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from registry.kernel.periods import Period
from registry.practice.model import AttendedDay, PlacementState, PracticeForm
from registry.practice.records import Notice, NoticeKind, Placement, PlacementContent
from registry.practice.rules.entry import changes_figures, content_faults, notices

FIRST, LAST = date(2026, 7, 11), date(2026, 8, 20)
ONE_DAY = timedelta(1)
MONDAY = date(2026, 7, 13)
CONTENT = PlacementContent("辽河机械厂", FIRST, LAST)


def _placement(number, started_on=FIRST, finished_on=LAST, **changes):
    values = {
        "id": UUID(int=number),
        "chain_id": UUID(int=number),
        "person_id": UUID(int=100),
        "school_id": UUID(int=200),
        "enterprise_id": None,
        "enterprise_name": "辽河机械厂",
        "position": "",
        "form": PracticeForm.OTHER,
        "started_on": started_on,
        "finished_on": finished_on,
        "share_percent": 100,
        "attended": None,
        "state": PlacementState.SUBMITTED,
        "reason": "",
        "entered_by": None,
        "entered_by_name": "陈",
        "entered_at": datetime(2026, 9, 1, tzinfo=UTC),
        "verified_by": None,
        "verified_by_name": None,
        "verified_at": None,
        "replaces_id": None,
        "is_replaced": False,
        "revision": 1,
    }
    return Placement(**{**values, **changes})


def _attended(*days):
    return tuple(AttendedDay(on, 2) for on in days)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"enterprise_name": " "}, {"enterprise_name": "请填写企业名称"}),
        ({"finished_on": FIRST}, {}),
        ({"finished_on": FIRST - ONE_DAY}, {"finished_on": "结束日期 2026-07-10 早于开始日期 2026-07-11"}),
        ({"share_percent": 1}, {}),
        ({"share_percent": 0}, {"share_percent": "工作量比例应为 1 到 100 的整数"}),
        ({"share_percent": 101}, {"share_percent": "工作量比例应为 1 到 100 的整数"}),
        ({"attended": ()}, {"attended": "不脱产实践请列出出勤日期"}),
        ({"attended": _attended(FIRST, LAST)}, {}),
        ({"attended": _attended(FIRST, FIRST)}, {"attended": "同一天列了两次"}),
        ({"attended": (AttendedDay(FIRST, 3),)}, {"attended": "每天出勤应为半天或一天"}),
        ({"attended": _attended(FIRST - ONE_DAY)}, {"attended": "出勤日期 2026-07-10 不在实践起止时间内"}),
        ({"attended": _attended(LAST + ONE_DAY)}, {"attended": "出勤日期 2026-08-21 不在实践起止时间内"}),
    ],
)
def test_each_fault_names_its_field(changes, faults):
    assert content_faults(replace(CONTENT, **changes)) == faults


def test_days_in_common_with_another_placement_are_told():
    entered = _placement(1)
    touching = _placement(2, LAST + ONE_DAY, LAST + 9 * ONE_DAY)
    meeting = _placement(3, LAST, LAST + 9 * ONE_DAY)

    found = notices(entered, [entered, touching, meeting], [], LAST)

    assert found == (Notice(NoticeKind.OVERLAPS_PLACEMENT, Period(LAST, LAST), meeting.id),)


@pytest.mark.parametrize("state", [PlacementState.REJECTED, PlacementState.VOIDED, PlacementState.WITHDRAWN])
def test_what_is_out_of_the_running_overlaps_nothing(state):
    assert notices(_placement(1), [_placement(2, state=state)], [], LAST) == ()


def test_a_revision_of_the_same_placement_is_no_overlap():
    assert notices(_placement(2, chain_id=UUID(int=1)), [_placement(1)], [], LAST) == ()


def test_by_attendance_only_the_listed_days_can_meet():
    evenings = _placement(1, attended=_attended(MONDAY, LAST))
    between = _placement(2, MONDAY + ONE_DAY, LAST - ONE_DAY)
    same_day = _placement(3, attended=_attended(MONDAY + ONE_DAY, LAST))

    assert notices(evenings, [between], [], LAST) == ()
    expected = Notice(NoticeKind.OVERLAPS_PLACEMENT, Period(LAST, LAST), same_day.id)
    assert notices(evenings, [same_day], [], LAST) == (expected,)
    expected = Notice(NoticeKind.OVERLAPS_PLACEMENT, Period(MONDAY, LAST), evenings.id)
    assert notices(_placement(4), [evenings], [], LAST) == (expected,)


def test_leave_on_the_same_days_is_told():
    leave = UUID(int=7)
    outside = Period(LAST + ONE_DAY, LAST + ONE_DAY)

    found = notices(_placement(1), [], [(leave, Period(LAST, LAST + ONE_DAY)), (UUID(int=8), outside)], LAST)

    assert found == (Notice(NoticeKind.OVERLAPS_LEAVE, Period(LAST, LAST), leave),)


def test_what_is_handed_in_before_its_end_is_told_and_a_plan_is_not():
    before, plan = LAST - ONE_DAY, _placement(1, state=PlacementState.PLANNED)

    assert notices(_placement(1), [], [], before) == (Notice(NoticeKind.NOT_FINISHED, Period(FIRST, LAST), None),)
    assert notices(_placement(1), [], [], LAST) == ()
    assert notices(plan, [], [], before) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"position": "车工"}, False),
        ({"enterprise_name": "辽河机械有限公司"}, False),
        ({"enterprise_id": UUID(int=5)}, False),
        ({"share_percent": 50}, True),
        ({"form": PracticeForm.ONLINE}, True),
        ({"started_on": FIRST + ONE_DAY}, True),
        ({"finished_on": LAST - ONE_DAY}, True),
        ({"attended": _attended(FIRST)}, True),
    ],
)
def test_a_slip_changes_no_figure_and_the_rest_does(changes, expected):
    assert changes_figures(_placement(1), replace(CONTENT, **changes)) is expected


def test_the_share_of_attendance_means_nothing():
    attended = _attended(FIRST)

    assert not changes_figures(
        _placement(1, attended=attended), replace(CONTENT, attended=attended, share_percent=50)
    )
