"""The planner's answers: who will not have met the duty, what it takes, by when, and what the breaks allow."""

from datetime import date

import pytest

from registry.kernel.errors import NotFound
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.queries.planning import planner
from registry.practice.records.planning import BatchContent, DutyAsked, LineContent, content_of_line
from registry.practice.rules import Reckoning, rule_line
from registry.practice.rules.batches import batch_faults, line_faults
from registry.practice.rules.overview import SchoolBreak
from registry.practice.rules.planning import (
    BreakShare,
    Need,
    Outcome,
    Target,
    effect_of,
    free_breaks,
    is_to_plan,
    prospect,
)
from tests.builders.house import a_reading
from tests.builders.practice import a_placement, a_teacher, panjin_versions
from tests.practice.planning_stage import SUMMER, TARGET, WINTER, planning

LINE = rule_line(panjin_versions())
SEEN_FROM = date(2026, 11, 22)
FIVE, YEAR = DutyAsked.FIVE_YEARS, DutyAsked.YEARLY


def need(*placements, duty=YEAR, on=TARGET, **facts):
    found = prospect(Reckoning(a_teacher(*placements, **facts)), LINE, Target(duty, on, SEEN_FROM))
    return found.outcome, found.need


def test_a_month_a_year_takes_thirty_days_that_may_begin_thirty_days_before_its_end():
    assert need() == (Outcome.UNMET, Need(30, date(2027, 8, 2)))


def test_what_was_done_this_year_is_not_needed_again():
    done = a_placement("2026-10-01", "2026-10-12")

    assert need(done) == (Outcome.UNMET, Need(18, date(2027, 8, 14)))


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2026-10-29", (Outcome.UNMET, Need(1, date(2027, 8, 31)))),
        ("2026-10-30", (Outcome.MET, Need(0, None))),
        ("2026-10-31", (Outcome.MET, Need(0, None))),
    ],
)
def test_the_day_before_at_and_after_the_threshold(last, expected):
    assert need(a_placement("2026-10-01", last)) == expected


def test_half_days_that_are_there_are_filled_to_whole_ones():
    half = a_placement("2027-08-02", "2027-08-31", share_percent=50)

    assert need(half) == (Outcome.UNMET, Need(15, date(2027, 8, 2)))


def test_days_on_leave_are_not_counted_as_days_to_work_and_move_the_beginning_forward():
    leave = Period(date(2027, 8, 1), date(2027, 8, 31))

    assert need(leaves=(leave,)) == (Outcome.UNMET, Need(30, date(2027, 7, 2)))


def test_too_few_days_are_left():
    assert need(duty=FIVE, on=date(2026, 12, 31)) == (Outcome.UNMET, Need(None, None))


def test_incomplete_records_are_told_and_never_a_zero():
    found = prospect(Reckoning(a_teacher(records_from=date(2025, 9, 1))), LINE, Target(FIVE, TARGET, SEEN_FROM))

    assert (found.outcome, found.is_incomplete, found.need.days) == (Outcome.UNKNOWN, True, None)


def test_whom_nothing_is_asked_of_needs_nothing():
    assert need(posts=()) == (Outcome.NOT_ASKED, Need(0, None))


def test_a_break_loses_days_of_leave_and_of_placements_that_stand():
    facts = a_teacher(
        a_placement("2027-07-12", "2027-07-21", state=PlacementState.PLANNED),
        a_placement("2027-08-20", "2027-08-29", state=PlacementState.WITHDRAWN),
        leaves=(Period(date(2027, 7, 20), date(2027, 7, 25)),),
    )
    breaks = [SchoolBreak("寒假", Period(*WINTER)), SchoolBreak("暑假", Period(*SUMMER))]

    found = free_breaks(facts, Target(FIVE, date(2027, 8, 10), date(2027, 1, 31)), breaks)

    assert found == (
        BreakShare("寒假", Period(date(2027, 2, 1), WINTER[1]), 21, 21, WINTER[0]),
        BreakShare("暑假", Period(SUMMER[0], date(2027, 8, 10)), 30, 16, SUMMER[0]),
    )


def test_the_effect_counts_what_is_pending_before_the_draft():
    facts = a_teacher(a_placement("2027-07-12", "2027-07-21", state=PlacementState.APPROVED))
    draft = a_placement("2027-07-17", "2027-08-10", state=PlacementState.PLANNED)

    found = effect_of(facts, draft, LINE, Target(YEAR, TARGET, SEEN_FROM))

    days = [each.credit.days for each in (found.before, found.with_pending, found.after)]
    assert days == [0, 10, 30]
    assert [each.outcome for each in (found.before, found.with_pending, found.after)] == [
        Outcome.UNMET,
        Outcome.UNMET,
        Outcome.MET,
    ]


def test_a_plan_that_is_whole_says_where_and_when():
    content = BatchContent("暑假", FIVE, TARGET)

    assert batch_faults(content, SEEN_FROM) == {}
    assert batch_faults(content, SEEN_FROM, is_whole=True) == {
        "enterprise_name": "请填写企业名称",
        "started_on": "请填写日期",
        "finished_on": "请填写日期",
    }


@pytest.mark.parametrize(
    ("target_on", "finished_on", "faults"),
    [
        (date(2026, 11, 22), None, {"target_on": "目标日期应晚于今天"}),
        (date(2026, 11, 23), date(2026, 11, 22), {}),
        (TARGET, date(2026, 11, 21), {"finished_on": "结束日期 2026-11-21 已过;已经做过的实践请逐条登记"}),
    ],
)
def test_only_days_to_come_are_planned_for(target_on, finished_on, faults):
    assert batch_faults(BatchContent("暑假", FIVE, target_on, finished_on=finished_on), SEEN_FROM) == faults


def test_a_line_says_only_what_differs():
    plan = BatchContent("暑假", FIVE, TARGET, "甲厂", None, "钳工", PracticeForm.POST_WORK, *SUMMER)

    found = content_of_line(plan, LineContent("乙厂", finished_on=date(2027, 7, 31)))

    assert (found.enterprise_name, found.position) == ("乙厂", "钳工")
    assert (found.started_on, found.finished_on) == (SUMMER[0], date(2027, 7, 31))
    assert line_faults(plan, LineContent(finished_on=date(2027, 7, 1)), SEEN_FROM) == {
        "finished_on": "结束日期 2027-07-01 早于开始日期 2027-07-12"
    }


async def test_everybody_on_the_staff_is_listed_by_need_with_sums(database):
    stage = await planning()

    found = await planner(
        a_reading(), stage.school.id, Target(YEAR, TARGET, a_reading().today), Scope.school(stage.school.id)
    )

    assert [
        (each.person.name.removeprefix("教师"), each.without.outcome, each.with_pending.need.days, each.free_days)
        for each in found.needs
    ] == [
        ("enough", Outcome.UNMET, 30, 84),
        ("lacking", Outcome.UNMET, 30, 84),
        ("away", Outcome.UNMET, 30, 74),
        ("unknown", Outcome.UNMET, 30, 84),
        ("planned", Outcome.UNMET, 10, 64),
        ("public", Outcome.NOT_ASKED, 0, 84),
    ]
    assert (found.sums.asked, found.sums.to_plan, found.sums.days, found.sums.cannot) == (5, 5, 130, 0)
    assert [(each.name, each.sums) for each in found.departments] == [("机电系", found.sums)]
    assert [(each.days, each.free_days) for each in found.breaks] == [(35, 35), (49, 49)]


async def test_over_five_years_the_breaks_do_not_suffice_for_whoever_did_nothing(database):
    stage = await planning()

    found = await planner(
        a_reading(), stage.school.id, Target(FIVE, TARGET, a_reading().today), Scope.school(stage.school.id)
    )

    told = {each.person.name.removeprefix("教师"): each for each in found.needs}
    assert told["enough"].without.outcome is Outcome.MET
    assert told["unknown"].without.outcome is Outcome.UNKNOWN
    assert {name for name, each in told.items() if is_to_plan(each)} == {"lacking", "planned", "away", "unknown"}
    assert all(each.fits_in_breaks is False for each in told.values() if is_to_plan(each))
    assert (found.sums.met, found.sums.unmet, found.sums.unknown, found.sums.cannot) == (1, 3, 1, 4)


async def test_a_stranger_finds_no_planner(database):
    stage = await planning()

    with pytest.raises(NotFound):
        await planner(
            a_reading(), stage.school.id, Target(YEAR, TARGET, a_reading().today), Scope.school(stage.stranger.id)
        )
