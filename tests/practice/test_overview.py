"""What a teacher's page answers: both standings, the yearly duty, what leaves when, what the calendar allows."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from registry.platform.language import Language
from registry.policy.model import MonthBasis
from registry.practice.documents import words
from registry.practice.documents.wording import (
    counted_line,
    incomplete_line,
    leaving_line,
    outlook_line,
    room_line,
    since_line,
    source_lines,
    state_line,
    summary,
)
from registry.practice.model import (
    Credit,
    NotCounted,
    PlacementCount,
    PlacementState,
    PostCategory,
    PracticeForm,
    StandingState,
    YearlyState,
)
from registry.practice.records import DutyMode, FirmRelation, NoticeKind, Step
from registry.practice.rules import placement_counts, standing_on, yearly_duties
from registry.practice.rules.overview import (
    Asked,
    BreakRoom,
    Leaving,
    RuleVersion,
    RuleView,
    SchoolBreak,
    SourceRole,
    break_room,
    overview,
)
from registry.practice.rules.scene import scene_on
from tests.builders.practice import (
    a_citation,
    a_period,
    a_placement,
    a_policy,
    a_post,
    a_teacher,
    an_attendance,
    national_versions,
    panjin_versions,
)

ON = date(2026, 6, 30)
ZH, EN = Language.ZH, Language.EN
WINTER = SchoolBreak("2027 年寒假", a_period("2027-01-16", "2027-02-28"))
SUMMER = SchoolBreak("2027 年暑假", a_period("2027-07-10", "2027-08-31"))


def a_view(versions, jurisdiction="cn-liaoning-panjin"):
    return RuleView(RuleVersion(jurisdiction, "盘锦市", "Panjin", "2026.11", "0" * 64), versions)


def found(teacher, on=ON, versions=None, **asked):
    on = date.fromisoformat(on) if isinstance(on, str) else on
    local = a_view(versions or panjin_versions())
    return overview(teacher, local, a_view(national_versions(), "cn"), Asked(UUID(int=1), UUID(int=2), on, **asked))


HALF_A_YEAR_TWICE = [("2025-01-01", "2025-06-30"), ("2025-01-01", "2025-06-30")]


@pytest.mark.parametrize(
    ("placements", "on", "said"),
    [
        (HALF_A_YEAR_TWICE, "2026-06-30", "本学年 0/30 天 · 近五年 181/300 天(6.03 个月)· 未达标,还差 119 天"),
        (
            [("2021-06-01", "2022-04-27")],
            "2026-06-30",
            "本学年 0/30 天 · 近五年 301/300 天(10.03 个月)· 达标至 2026-07-01(预警)",
        ),
        (
            [("2026-07-01", "2027-05-31")],
            "2026-06-30",
            "本学年 0/30 天 · 近五年 0/300 天(0.00 个月)· 未达标,还差 300 天",
        ),
        (
            [("2023-03-01", "2023-12-25")],
            "2028-02-29",
            "本学年 0/30 天 · 近五年 300/300 天(10.00 个月)· 达标至 2028-02-29(预警)",
        ),
        (
            [("2023-02-28", "2023-12-24")],
            "2028-02-29",
            "本学年 0/30 天 · 近五年 299/300 天(9.96 个月)· 不再达标,还差 300 天",
        ),
    ],
)
def test_the_vectors_in_one_sentence(placements, on, said):
    teacher = a_teacher(*(a_placement(first, last) for first, last in placements))

    assert summary(found(teacher, on, [a_policy()]), ZH) == said


def test_the_sentence_in_english():
    teacher = a_teacher(a_placement("2022-07-01", "2023-06-30"), a_placement("2025-10-01", days=18))

    assert summary(found(teacher), ZH) == "本学年 18/30 天 · 近五年 383/300 天(12.76 个月)· 达标至 2027-09-21"
    assert summary(found(teacher), EN) == (
        "This school year 18/30 days · last five years 383/300 days (12.76 mo) · met until 2027-09-21"
    )


def test_every_figure_is_the_rules_own():
    teacher = a_teacher(a_placement("2021-06-01", "2022-04-27"), a_placement("2025-07-01", "2025-09-30"))

    answer = found(teacher)

    assert answer.local.standing == standing_on(teacher, panjin_versions(), ON)
    assert answer.national.standing == standing_on(teacher, national_versions(), ON)
    assert tuple(year.duty for year in answer.yearly) == yearly_duties(teacher, panjin_versions(), ON)
    assert answer.counts == placement_counts(teacher, panjin_versions(), ON)
    assert answer.scene == scene_on(teacher, panjin_versions(), ON)
    assert [year.duty.credit for year in answer.yearly] == [
        Credit(Fraction(62), Fraction(62, 30)),
        Credit(Fraction(30), Fraction(1)),
    ]


def test_days_are_set_against_days_only_where_they_say_the_same():
    span = found(a_teacher(a_placement("2025-10-01", days=18)))
    attended = found(a_teacher(an_attendance([("2025-10-09", 2)])))
    by_calendar = found(
        a_teacher(a_placement("2025-10-01", days=31)), versions=[a_policy(month_basis=MonthBasis.CALENDAR_MONTH)]
    )

    assert (span.local.required_days, span.this_year.required_days) == (300, 30)
    assert (attended.local.required_days, attended.this_year.required_days) == (None, None)
    assert summary(attended, ZH).startswith("本学年 1 天(0.04/1 个月)· 近五年 1 天(0.04/10 个月)·")
    assert summary(by_calendar, ZH).startswith("本学年 31 天(1.00/1 个月)")


def test_a_requirement_in_proportion_is_rounded_up_so_that_enough_never_looks_short():
    newcomer = a_teacher(posts=[a_post("2024-07-01")])

    answer = found(newcomer)

    assert answer.local.standing.required_months * 30 == Fraction(730 * 300, 1826)
    assert answer.local.required_days == Fraction(11994, 100)


def test_days_leave_five_years_after_they_were_counted():
    old = a_placement("2021-07-10", "2021-08-20", enterprise="辽河机械厂")
    answer = found(a_teacher(old, a_placement("2026-07-01", days=5)))

    assert answer.leaving == (
        Leaving(old, a_period("2021-07-10", "2021-08-20"), date(2026, 7, 10), date(2026, 8, 20)),
    )
    assert leaving_line(answer.leaving[0], ZH) == (
        "辽河机械厂(2021-07-10 至 2021-08-20)从 2026-07-10 起逐日移出统计期,2026-08-20 全部移出"
    )


def test_a_placement_cut_by_the_window_begins_to_leave_the_next_day():
    answer = found(a_teacher(a_placement("2021-06-01", "2022-04-27")))

    (leaving,) = answer.leaving
    assert (leaving.counted, leaving.begins_on, leaving.gone_on) == (
        a_period("2021-07-01", "2022-04-27"),
        date(2026, 7, 1),
        date(2027, 4, 27),
    )


@pytest.mark.parametrize(
    "leave", [("2022-01-01", "2022-03-31"), ("2026-08-01", "2027-01-31"), ("2021-07-10", "2021-07-20")]
)
def test_days_leave_exactly_when_the_window_begins_after_them(leave):
    teacher = a_teacher(a_placement("2021-07-10", "2021-08-20"), leaves=[a_period(*leave)])

    (leaving,) = found(teacher).leaving

    for gone, counted_on in (
        (leaving.begins_on, leaving.counted.started_on),
        (leaving.gone_on, leaving.counted.finished_on),
    ):
        before = standing_on(teacher, panjin_versions(), gone - timedelta(1))
        after = standing_on(teacher, panjin_versions(), gone)
        assert before.window.started_on <= counted_on < after.window.started_on


def test_days_before_the_post_do_not_leave_since_they_never_counted():
    teacher = a_teacher(a_placement("2024-06-01", "2024-08-31"), posts=[a_post("2024-08-01")])

    (leaving,) = found(teacher).leaving

    assert leaving.counted == a_period("2024-08-01", "2024-08-31")


def test_what_never_counted_does_not_leave():
    teacher = a_teacher(
        a_placement("2024-01-01", days=30, state=PlacementState.SUBMITTED),
        a_placement("2024-03-01", days=30, form=PracticeForm.ONLINE),
        a_placement("2019-03-01", days=30),
    )

    assert found(teacher).leaving == ()


@pytest.mark.parametrize(
    ("on", "before", "through"),
    [
        ("2026-11-22", 44, 44 + 53),
        ("2027-01-15", 44, 44 + 53),
        ("2027-01-16", 43, 43 + 53),
        ("2027-02-28", 0, 53),
        ("2027-07-09", 0, 53),
    ],
)
def test_the_calendar_allows_the_breaks_before_the_next_summer(on, before, through):
    standing = standing_on(a_teacher(), [a_policy()], date.fromisoformat(on))

    assert break_room([WINTER, SUMMER], [], standing) == BreakRoom(SUMMER, before, through, False)


def test_once_the_last_known_summer_has_begun_nobody_knows_the_next():
    standing = standing_on(a_teacher(), [a_policy()], SUMMER.period.started_on)

    assert break_room([WINTER, SUMMER], [], standing) is None


def test_leave_takes_days_from_the_breaks():
    leaves = [a_period("2027-01-10", "2027-01-25"), a_period("2027-01-20", "2027-02-04")]
    standing = standing_on(a_teacher(leaves=leaves), [a_policy()], date(2026, 11, 22))

    room = break_room([WINTER, SUMMER], leaves, standing)

    assert (room.days_before, room.days_through) == (24, 24 + 53)


def test_the_room_says_whether_the_days_needed_fit():
    on = date(2026, 11, 22)
    needs_forty_four = a_teacher(a_placement("2024-01-01", days=256))
    needs_more = a_teacher(a_placement("2024-01-01", days=255))

    fits = found(needs_forty_four, on, breaks=(WINTER, SUMMER))
    not_fits = found(needs_more, on, breaks=(WINTER, SUMMER))

    assert (fits.local.standing.days_needed, fits.room.fits) == (44, True)
    assert (not_fits.local.standing.days_needed, not_fits.room.fits) == (45, False)
    assert room_line(fits.room, fits.local.standing, ZH) == (
        "2027 年暑假前最多可安排 44 天,够所需的 44 天;连同该假期共 97 天"
    )


def test_credit_since_a_day_counts_both_ends():
    teacher = a_teacher(a_placement("2024-01-01", days=30))

    answer = found(teacher, since=date(2024, 1, 21))

    assert answer.since_credit == Credit(Fraction(10), Fraction(1, 3))
    assert since_line(answer, ZH) == "2024-01-21 以来 10 天(0.33 个月)"
    assert found(teacher, since=date(2026, 7, 1)).since_credit is None
    assert found(teacher).since_credit is None


def test_incomplete_records_make_figures_at_least():
    teacher = a_teacher(a_placement("2025-10-01", days=30), records_from="2024-01-01")

    answer = found(teacher)

    assert answer.is_incomplete
    assert answer.local.standing.state is StandingState.UNKNOWN
    assert summary(answer, ZH) == "本学年 30/30 天 · 近五年 至少 30/300 天(1.00 个月)· 资料待补,还差 270 天"
    assert incomplete_line(answer, ZH) == "2024-01-01 以前的资料尚未补全,数字为至少;补录后可能变化"


def test_records_that_are_complete_for_the_days_asked_about_are_not_incomplete():
    assert not found(a_teacher(records_from="2021-07-01")).is_incomplete
    assert found(a_teacher(records_from="2021-07-02")).is_incomplete


def test_who_is_not_obliged_gets_no_figures():
    answer = found(a_teacher(a_placement("2025-10-01", days=30), posts=[a_post(category=PostCategory.PUBLIC)]))

    assert answer.local.required_days is None
    assert (answer.leaving, answer.is_incomplete) == ((), False)
    assert summary(answer, ZH) == "本学年不作要求 · 近五年不作要求"


def test_before_any_rule_there_is_no_answer_and_no_failure():
    answer = found(a_teacher(a_placement("2015-01-01", days=30)), date(2016, 5, 10))

    assert (answer.local.policy, answer.yearly, answer.sources) == (None, (), ())
    assert summary(answer, ZH) == "五年考核不作要求"


def test_sources_say_what_awaits_confirmation():
    unconfirmed = replace(a_citation("国发〔2019〕4号", "十二"), confirmed=False)
    policy = a_policy()
    yearly = replace(policy.months_per_year, citation=unconfirmed)

    answer = found(a_teacher(), versions=[replace(policy, months_per_year=yearly)])

    assert {source.role for source in answer.sources if not source.citation.confirmed} == {SourceRole.YEARLY}
    assert "学年任务:国发〔2019〕4号 十二(2021-03-23 起,待核实)" in source_lines(answer.sources, ZH)


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({}, "计入 10 天"),
        (
            {NotCounted.OUTSIDE_WINDOW: Fraction(12), NotCounted.LEAVE: Fraction(1, 2)},
            "计入 10 天;未计 12.5 天:统计窗口外 12 天、请假 0.5 天",
        ),
    ],
)
def test_a_placement_tells_why_days_did_not_count(left_out, said):
    count = PlacementCount(a_placement(days=30), Fraction(30), Fraction(10), left_out)

    assert counted_line(count, ZH) == said


def test_the_state_in_one_line():
    at_risk = found(a_teacher(a_placement("2021-06-01", "2022-04-27"))).local.standing
    out_of_reach = at_risk._replace(state=StandingState.SHORT, lapses_on=None, days_needed=None)

    assert state_line(at_risk, ZH) == "◐ 预警 · 2026-07-02 起不再达标,再实践 182 天可保持达标"
    assert outlook_line(out_of_reach, EN) == "short, out of reach within five years"


@pytest.mark.parametrize(
    ("kinds", "table"),
    [
        (PlacementState, words.PLACEMENT_STATES),
        (StandingState, words.STATES),
        (StandingState, words.SHAPES),
        (YearlyState, words.YEARLY_STATES),
        (YearlyState, words.YEARLY_SHAPES),
        (PracticeForm, words.FORMS),
        (PostCategory, words.CATEGORIES),
        (NotCounted, words.NOT_COUNTED),
        (NoticeKind, words.NOTICES),
        (Step, words.STEPS),
        (DutyMode, words.DUTY_MODES),
        (FirmRelation, words.FIRM_RELATIONS),
        (MonthBasis, words.MONTH_BASES),
    ],
)
def test_every_kind_has_words(kinds, table):
    assert set(table) == set(kinds)
