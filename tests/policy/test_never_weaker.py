"""What is below may be stricter than a hard rule above it, never weaker, on any day."""

from datetime import date
from typing import Any

import pytest

from registry.platform.language import Language
from registry.policy.loader import load
from registry.policy.pack import FaultKind, PackFault
from registry.policy.wording import fault_line
from tests.policy.writing import a_pack, a_parameter, a_value, national, source


def city(name: str, *values: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return a_pack("cn-city", {name: a_parameter(name, *values, **changes)})


def faults_of(*packs: dict[str, Any]) -> list[PackFault]:
    return load(source(pack) for pack in packs).faults


@pytest.mark.parametrize(
    ("name", "rule", "own", "is_weaker"),
    [
        ("months_per_window", 6, 5, True),
        ("months_per_window", 6, 6, False),
        ("months_per_window", 6, 7, False),
        ("window_years", 5, 6, True),
        ("window_years", 5, 5, False),
        ("window_years", 5, 4, False),
        ("months_per_year", 2, 1, True),
        ("months_per_year", 2, 2, False),
        ("months_per_year", 2, 3, False),
    ],
)
def test_under_at_and_over_a_hard_rule(name, rule, own, is_weaker):
    faults = faults_of(national(**{name: a_parameter(name, a_value(rule))}), city(name, a_value(own)))

    assert [fault.kind for fault in faults] == [FaultKind.WEAKER] * is_weaker


def test_a_rule_that_is_not_hard_may_be_weakened():
    above = national(months_per_window=a_parameter("months_per_window", a_value(6), hard=False))

    assert faults_of(above, city("months_per_window", a_value(1))) == []


def test_a_fault_names_both_values_both_citations_and_the_first_day():
    above = a_value(6, date(2016, 5, 11), instrument="国文", article="第四条")
    own = a_value(5, date(2020, 1, 1), instrument="市文", article="二(一)")
    [fault] = faults_of(
        national(months_per_window=a_parameter("months_per_window", above)), city("months_per_window", own)
    )

    assert fault == PackFault(
        FaultKind.WEAKER,
        "cn-city.toml",
        "practice.months_per_window",
        1,
        {
            "on": "2020-01-01",
            "found": "5",
            "citation": "市文 二(一)",
            "jurisdiction": "cn",
            "rule": "6",
            "rule_citation": "国文 第四条",
            "unit": "months",
        },
    )
    assert fault_line(fault, Language.EN) == (
        "cn-city.toml: practice.months_per_window: value 1: weaker than a hard rule from 2020-01-01: "
        "here 5 months (市文 二(一)), cn says 6 months (国文 第四条)"
    )


def test_a_value_that_was_fine_until_the_rule_above_rose_is_weaker_from_that_day():
    above = a_parameter("months_per_window", a_value(6), a_value(12, date(2025, 3, 1)))
    [fault] = faults_of(national(months_per_window=above), city("months_per_window", a_value(10, date(2021, 3, 23))))

    assert (fault.index, fault.details["on"], fault.details["rule"]) == (1, "2025-03-01", "12")


def test_a_value_that_ended_before_the_rule_above_rose_is_no_fault():
    above = a_parameter("months_per_window", a_value(6), a_value(12, date(2025, 3, 1)))
    own = [a_value(10, date(2021, 3, 23), to=date(2025, 2, 28))]

    assert faults_of(national(months_per_window=above), city("months_per_window", *own)) == []


def test_one_day_too_many_is_weaker_on_that_day():
    above = a_parameter("months_per_window", a_value(6), a_value(12, date(2025, 3, 1)))
    own = [a_value(10, date(2021, 3, 23), to=date(2025, 3, 1)), a_value(12, date(2025, 3, 2))]
    [fault] = faults_of(national(months_per_window=above), city("months_per_window", *own))

    assert (fault.index, fault.details["on"]) == (1, "2025-03-01")


def test_a_value_older_than_any_rule_above_is_weaker_only_once_the_rule_begins():
    [fault] = faults_of(national(), city("months_per_window", a_value(3, date(2010, 1, 1))))

    assert fault.details["on"] == "2016-05-11"


def test_each_weak_value_is_told_with_its_own_place():
    own = [a_value(3), a_value(8, date(2018, 1, 1)), a_value(4, date(2020, 1, 1))]

    faults = faults_of(national(), city("months_per_window", *own))

    assert [(fault.index, fault.details["on"]) for fault in faults] == [(1, "2016-05-11"), (3, "2020-01-01")]


def test_a_school_is_measured_against_every_jurisdiction_above_it():
    school = a_pack(
        "cn-city-school", {"months_per_window": a_parameter("months_per_window", a_value(5, date(2022, 1, 1)))}
    )

    faults = faults_of(national(), city("months_per_window", a_value(10, date(2021, 3, 23))), school)

    assert [(fault.file, fault.details["jurisdiction"]) for fault in faults] == [
        ("cn-city-school.toml", "cn-city"),
        ("cn-city-school.toml", "cn"),
    ]


def test_a_school_between_the_nation_and_its_city_is_weaker_than_the_city_only():
    school = a_pack(
        "cn-city-school", {"months_per_window": a_parameter("months_per_window", a_value(8, date(2022, 1, 1)))}
    )

    [fault] = faults_of(national(), city("months_per_window", a_value(10, date(2021, 3, 23))), school)

    assert (fault.details["jurisdiction"], fault.details["rule"]) == ("cn-city", "10")
