"""Ledgers as schools really keep them, read exactly; and the words for every fault."""

import json
from pathlib import Path

import pytest

from registry.exchange.model import CellProblem, Fault
from registry.exchange.rules import ReadingOptions, read_ledger, say
from registry.exchange.rules.headers import Field, SheetKind
from registry.exchange.rules.wording import say_lacking
from registry.platform.workbooks.reading import read_source

TESTS = Path(__file__).parents[1]
SAMPLES = ["ledger-a", "ledger-c"]
CASES = sorted(folder.name for folder in (TESTS / "cases").iterdir())
DETAILS = {
    "differs": "2025-08-31 → 2025-08-20",
    "state": "已提交",
    "words": "身份证件号码与已登记的不符",
    "started_on": "2021-03-05",
    "finished_on": "2021-03-01",
    "percent": "50",
    "first": "上旬",
    "count": "2",
    "expected": "林一",
    "staff_nos": "1001、1003",
    "calendar": "31",
    "most": "200",
    "length": "1204",
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_real_ledger_has_exactly_the_errors_and_the_people_expected(name):
    expected = json.loads((TESTS / "samples" / f"{name}.expected.json").read_text(encoding="utf-8"))

    ledger = read_ledger(read_source(TESTS / "samples" / f"{name}.xlsx"), ReadingOptions())

    assert [(each.sheet, each.row, each.column) for each in ledger.errors] == [
        (each["sheet"], each["row"], each["column"]) for each in expected["errors"]
    ]
    assert [(each.staff_no, each.name, each.incomplete) for each in ledger.teachers] == [
        (each["staff_no"], each["name"], each["incomplete"]) for each in expected["teachers"]
    ]
    assert ledger.warnings == ()


@pytest.mark.parametrize("name", CASES)
def test_the_practice_cases_are_read_without_a_fault(name):
    expected = json.loads((TESTS / "cases" / name / "expected.json").read_text(encoding="utf-8"))

    ledger = read_ledger(read_source(TESTS / "cases" / name), ReadingOptions())

    assert (ledger.errors, ledger.warnings) == ((), ())
    assert [teacher.staff_no for teacher in ledger.teachers] == [each["staff_no"] for each in expected["teachers"]]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_words_of_one_line_in_both_languages(fault, language):
    words = say(CellProblem("台账", 2, "列", "值", fault, DETAILS), language)

    assert words
    assert "\n" not in words
    assert "{" not in words


def test_the_words_name_the_figures_and_what_to_do():
    problem = CellProblem("台账", 2, "结束日期", "2021-03-01", Fault.END_BEFORE_START, DETAILS)

    assert say(problem, "zh") == "结束(2021-03-01)早于开始(2021-03-05),请核对"
    assert say(problem, "en") == "ends (2021-03-01) before it starts (2021-03-05): compare with the papers"


def test_missing_headers_are_named_in_the_language_asked_for():
    assert say_lacking("2024", SheetKind.LEAVE, [Field.STARTED_ON], "zh") == "“2024”像是请假,缺少 开始日期"
    assert (
        say_lacking("2024", SheetKind.LEAVE, [Field.STARTED_ON], "en")
        == "'2024' looks like leave but lacks started_on"
    )
