"""Law cases are data, and the packs must agree with every one of them."""

from datetime import date

import pytest

from registry.policy.book import book_from, shipped_book
from registry.policy.cases import CASES_FILE, case_faults, cases_in, read_cases
from registry.policy.loader import SHIPPED_FOLDER, Source
from registry.policy.pack import FaultKind, PackFault
from tests.policy.writing import national, source, written


def a_case(**changes):
    case = {
        "jurisdiction": "cn",
        "on": date(2016, 5, 11),
        "note": "注",
        "months": 6,
        "years": 5,
        "citation": "文号 第一条",
    }
    return {key: found for key, found in (case | changes).items() if found is not None}


def read(*cases):
    return read_cases([Source(CASES_FILE, written({"cases": list(cases)}).encode())])


def differences(*cases):
    found, faults = read(*cases)
    assert faults == []
    return case_faults(book_from([source(national())]), found)


def test_the_shipped_cases_hold_and_cover_each_day_of_change():
    cases, faults = read_cases(cases_in(SHIPPED_FOLDER))

    assert faults == []
    assert case_faults(shipped_book(), cases) == []
    assert {date(2016, 5, 10), date(2016, 5, 11), date(2019, 1, 23), date(2019, 1, 24)} < {case.on for case in cases}
    assert {date(2021, 3, 22), date(2021, 3, 23), date(2021, 3, 24)} < {case.on for case in cases}


def test_a_case_that_agrees_has_no_fault():
    assert differences(a_case()) == []


@pytest.mark.parametrize(
    ("changes", "key", "expected", "found"),
    [
        ({"months": 7}, "months", "7", "6"),
        ({"years": 4}, "years", "4", "5"),
        ({"citation": "别的"}, "citation", "别的", "文号 第一条"),
        ({"on": date(2016, 5, 10), "years": 5}, "months", "6", "—"),
    ],
)
def test_a_case_that_differs_names_the_figure(changes, key, expected, found):
    fault = differences(a_case(**changes))[0]

    assert (fault.kind, fault.file, fault.index) == (FaultKind.CASE_DIFFERS, CASES_FILE, 1)
    assert (fault.details["key"], fault.details["expected"], fault.details["found"]) == (key, expected, found)


def test_a_case_without_months_says_that_no_rule_is_in_force():
    no_rule = a_case(on=date(2016, 5, 10), months=None, years=None, citation=None)

    assert differences(no_rule) == []
    assert [fault.details["key"] for fault in differences(no_rule | {"on": date(2016, 5, 11)})] == [
        "months",
        "years",
        "citation",
    ]


def test_a_yearly_figure_is_checked_too():
    faults = differences(a_case(months_per_year=1, yearly_citation="文号 第二条"))

    assert [fault.details["key"] for fault in faults] == ["months_per_year", "yearly_citation"]


def test_a_case_of_an_unknown_jurisdiction_is_told():
    [fault] = differences(a_case(jurisdiction="cn-moon"))

    assert (fault.kind, fault.details) == (FaultKind.CASE_UNKNOWN_PLACE, {"jurisdiction": "cn-moon"})


@pytest.mark.parametrize(
    ("cases", "kind", "index"),
    [
        ([a_case(years=None)], FaultKind.MISSING_KEY, 1),
        ([a_case(note=None)], FaultKind.MISSING_KEY, 1),
        ([a_case(colour="red")], FaultKind.UNKNOWN_KEY, 1),
        ([a_case(months="6")], FaultKind.WRONG_TYPE, 1),
        ([a_case(), a_case()], FaultKind.CASE_TWICE, 2),
        ([6], FaultKind.WRONG_TYPE, 1),
    ],
)
def test_a_faulty_case_is_told_with_its_place(cases, kind, index):
    _, [fault] = read(*cases)

    assert (fault.kind, fault.index) == (kind, index)


def test_a_case_file_that_is_none_is_told():
    assert read_cases([Source(CASES_FILE, b"cases = 3")]) == (
        [],
        [PackFault(FaultKind.WRONG_TYPE, CASES_FILE, details={"key": "cases", "expected": "list"})],
    )
    _, [fault] = read_cases([Source(CASES_FILE, b"[[cases")])
    assert fault.kind == FaultKind.NOT_TOML


def test_a_drafts_case_takes_the_place_of_the_shipped_one_of_that_day():
    files = [Source(CASES_FILE, written({"cases": [a_case(months=months)]}).encode()) for months in (6, 7)]

    cases, _ = read_cases(files)

    assert [case.expected["months"] for case in cases] == ["7"]
