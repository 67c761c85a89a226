"""The packs that come with the program: what they say, since when, and on whose word."""

from datetime import date

import pytest

from registry.kernel.citations import Citation
from registry.kernel.errors import PolicyGap
from registry.kernel.periods import MonthDay
from registry.policy.book import shipped_book
from registry.policy.checking import check_packs
from registry.policy.loader import SHIPPED_FOLDER, load, sources_in
from registry.policy.model import Cited, LeaveRule, MonthBasis, NewcomerRule, PracticePolicy

CHECKED_ON = date(2026, 11, 22)
NATIONAL = "教师〔2016〕3号 第四条"
PANJIN = "盘政发〔2021〕4号 三(七)"
YEARLY = "国发〔2019〕4号 四(十二)"
EVERYWHERE = ["cn", "cn-liaoning", "cn-liaoning-panjin", "cn-neimenggu", "cn-neimenggu-baotou"]


def convention(value, article):
    return Cited(value, Citation("登记系统约定", article, date(2016, 5, 11), CHECKED_ON, confirmed=False))


def national(value):
    return Cited(value, Citation("教师〔2016〕3号", "第四条", date(2016, 5, 11), CHECKED_ON, confirmed=False))


def panjin(value):
    return Cited(value, Citation("盘政发〔2021〕4号", "三(七)", date(2021, 3, 23), CHECKED_ON, confirmed=True))


def test_the_shipped_packs_have_no_faults():
    assert load(sources_in(SHIPPED_FOLDER)).faults == []
    assert check_packs(None, CHECKED_ON).faults == []


def test_the_five_jurisdictions_are_there_and_cached():
    assert list(shipped_book().jurisdictions()) == EVERYWHERE
    assert shipped_book() is shipped_book()


def test_panjins_rule_is_exactly_this():
    assert shipped_book().practice("cn-liaoning-panjin", CHECKED_ON) == PracticePolicy(
        jurisdiction="cn-liaoning-panjin",
        in_force_from=date(2021, 3, 23),
        months_per_window=panjin(10),
        window_years=panjin(5),
        month_basis=convention(MonthBasis.THIRTY_DAYS, "月的折算方法"),
        days_per_month=convention(30, "一个月的日历天数"),
        working_days_per_month=convention(21, "一个月的出勤天数"),
        leave=convention(LeaveRule.EXTEND, "请假与统计期"),
        newcomer=convention(NewcomerRule.PRORATE, "任教不满统计期的教师"),
        newcomer_grace_days=convention(365, "新任教师起算天数"),
        look_ahead_days=convention(183, "预警天数"),
        obliged_categories=national(frozenset({"professional", "instructor"})),
        excluded_forms=convention(frozenset({"training_base", "online"}), "五年考核不计的实践形式"),
        months_per_year=Cited(
            1, Citation("国发〔2019〕4号", "四(十二)", date(2019, 1, 24), CHECKED_ON, confirmed=False)
        ),
        year_start=convention(MonthDay(9, 1), "考核年度起始日"),
        yearly_excluded_forms=convention(frozenset({"online"}), "年度考核不计的实践形式"),
        yearly_waiver_leave_days=convention(90, "免除当年要求的请假天数"),
    )


WINDOW = [
    ("cn", date(2016, 5, 11), 6, NATIONAL),
    ("cn", date(2016, 5, 12), 6, NATIONAL),
    ("cn", date(2021, 3, 23), 6, NATIONAL),
    ("cn-liaoning", date(2021, 3, 24), 6, NATIONAL),
    ("cn-liaoning-panjin", date(2016, 5, 11), 6, NATIONAL),
    ("cn-liaoning-panjin", date(2021, 3, 22), 6, NATIONAL),
    ("cn-liaoning-panjin", date(2021, 3, 23), 10, PANJIN),
    ("cn-liaoning-panjin", date(2021, 3, 24), 10, PANJIN),
    ("cn-neimenggu-baotou", date(2026, 11, 22), 6, NATIONAL),
]


@pytest.mark.parametrize(("jurisdiction", "on", "months", "citation"), WINDOW)
def test_the_months_asked_on_a_day(jurisdiction, on, months, citation):
    policy = shipped_book().practice(jurisdiction, on)

    assert (policy.months_per_window.value, str(policy.months_per_window.citation)) == (months, citation)
    assert policy.window_years.value == 5


@pytest.mark.parametrize("jurisdiction", EVERYWHERE)
def test_no_rule_is_in_force_the_day_before_the_national_one(jurisdiction):
    with pytest.raises(PolicyGap):
        shipped_book().practice(jurisdiction, date(2016, 5, 10))


@pytest.mark.parametrize("jurisdiction", EVERYWHERE)
@pytest.mark.parametrize(
    ("on", "months"), [(date(2019, 1, 23), None), (date(2019, 1, 24), 1), (date(2019, 1, 25), 1)]
)
def test_the_yearly_duty_on_a_day(jurisdiction, on, months):
    duty = shipped_book().practice(jurisdiction, on).months_per_year

    assert (duty and duty.value) == months
    assert duty is None or str(duty.citation) == YEARLY


@pytest.mark.parametrize(
    ("jurisdiction", "days"),
    [
        ("cn", [date(2016, 5, 11), date(2019, 1, 24)]),
        ("cn-liaoning-panjin", [date(2016, 5, 11), date(2019, 1, 24), date(2021, 3, 23)]),
        ("cn-neimenggu-baotou", [date(2016, 5, 11), date(2019, 1, 24)]),
    ],
)
def test_the_versions_begin_on_the_days_of_the_instruments(jurisdiction, days):
    assert [version.in_force_from for version in shipped_book().practice_versions(jurisdiction)] == days


def every_value():
    for pack in shipped_book().packs.values():
        for parameter in pack.parameters.values():
            for index, value in enumerate(parameter.values, 1):
                yield pytest.param(parameter, value, id=f"{pack.jurisdiction}-{parameter.name}-{index}")


@pytest.mark.parametrize(("parameter", "value"), list(every_value()))
def test_every_value_has_a_citation_a_note_and_a_last_check(parameter, value):
    assert value.instrument
    assert value.article
    assert value.note
    assert parameter.last_checked_on == CHECKED_ON
    assert not (value.instrument == "登记系统约定" and value.confirmed)


def test_only_the_founding_text_is_called_confirmed():
    confirmed = {
        value.instrument
        for pack in shipped_book().packs.values()
        for parameter in pack.parameters.values()
        for value in parameter.values
        if value.confirmed
    }

    assert confirmed == {"盘政发〔2021〕4号"}


def test_the_figures_that_may_not_be_weakened():
    hard = {
        (pack.jurisdiction, parameter.name)
        for pack in shipped_book().packs.values()
        for parameter in pack.parameters.values()
        if parameter.hard
    }

    assert hard == {
        ("cn", "practice.months_per_window"),
        ("cn", "practice.window_years"),
        ("cn", "practice.months_per_year"),
        ("cn-liaoning-panjin", "practice.months_per_window"),
        ("cn-liaoning-panjin", "practice.window_years"),
    }


@pytest.mark.parametrize("jurisdiction", ["cn-liaoning", "cn-neimenggu", "cn-neimenggu-baotou"])
def test_a_pack_without_figures_says_why(jurisdiction):
    pack = shipped_book().packs[jurisdiction]

    assert pack.parameters == {}
    assert pack.note
