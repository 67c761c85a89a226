"""The JSON answer, key by key, as the contract has it."""

import json
import time
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from registry.exchange.documents.answer_json import answer_as_json
from registry.exchange.rules.wording import say
from registry.platform.language import Language
from registry.practice.model import Credit
from tests.exchange.test_documents_figures import (
    AT_RISK,
    DIFFERS,
    EVERY_STATE,
    EXEMPT,
    LAPSED,
    MET,
    NOT_YET_DUE,
    SHORT,
    UNKNOWN,
    UNREAD,
    a_ledger_answer,
    incomplete,
)

YEARS = [
    {"year": {"from": "2024-09-01", "to": "2025-08-31"}, "months_exact": "0", "state": "short"},
    {"year": {"from": "2025-09-01", "to": "2026-08-31"}, "months_exact": "3/5", "state": "open"},
]
WINDOW = {"from": "2021-07-01", "to": "2026-06-30"}


def _only(teacher, **changes):
    return json.loads(answer_as_json(a_ledger_answer([teacher], **changes), Language.ZH))["teachers"][0]


def _beside(state, required="6"):
    entry = {"jurisdiction": "cn", "state": state, "required_exact": required, "citation": "教师〔2016〕3号 第四条"}
    return [{key: value for key, value in entry.items() if value is not None}]


def test_the_whole_answer_has_the_keys_of_the_contract_in_their_order():
    whole = json.loads(answer_as_json(a_ledger_answer([AT_RISK], errors=(UNREAD,), warnings=(DIFFERS,)), Language.ZH))

    assert list(whole) == ["as_of", "policy", "policy_digest", "basis", "teachers", "errors", "warnings"]
    assert whole["as_of"] == "2026-06-30"
    assert whole["policy"] == "cn-liaoning-panjin"
    assert whole["policy_digest"] == "0123456789abcdef"
    assert whole["basis"] == "thirty_days"


def test_at_risk_is_the_example_of_the_contract():
    entry = _only(AT_RISK)

    assert entry == {
        "staff_no": "R",
        "name": "教师R",
        "state": "at_risk",
        "days_exact": "301",
        "months": "10.03",
        "months_exact": "301/30",
        "required_exact": "10",
        "window": WINDOW,
        "lapses_on": "2026-07-02",
        "days_needed": 182,
        "citation": "盘政发〔2021〕4号 三(七)",
        "incomplete": False,
        "annual": YEARS,
        "also": _beside("at_risk"),
    }
    assert list(entry) == [
        "staff_no", "name", "state", "days_exact", "months", "months_exact", "required_exact", "window",
        "lapses_on", "days_needed", "citation", "incomplete", "annual", "also",
    ]  # fmt: skip


def test_met_without_a_lapse_has_a_null():
    entry = _only(replace(MET, standing=MET.standing._replace(lapses_on=None)))

    assert (entry["lapses_on"], entry["days_needed"]) == (None, 0)


@pytest.mark.parametrize(("teacher", "needed"), [(LAPSED, 300), (SHORT, 119), (UNKNOWN, 8)])
def test_not_met_has_no_lapse_but_says_what_is_needed(teacher, needed):
    entry = _only(teacher)

    assert entry["state"] == teacher.standing.state.value
    assert (entry["lapses_on"], entry["days_needed"]) == (None, needed)


def test_not_met_and_out_of_reach_has_two_nulls():
    entry = _only(replace(SHORT, standing=SHORT.standing._replace(days_needed=None)))

    assert (entry["lapses_on"], entry["days_needed"]) == (None, None)


def test_not_yet_due_has_figures_but_no_forecast():
    assert _only(NOT_YET_DUE) == {
        "staff_no": "N",
        "name": "教师N",
        "state": "not_yet_due",
        "days_exact": "0",
        "months": "0.00",
        "months_exact": "0",
        "required_exact": "1285/913",
        "window": WINDOW,
        "citation": "盘政发〔2021〕4号 三(七)",
        "incomplete": False,
        "annual": YEARS,
        "also": _beside("not_yet_due"),
    }


def test_exempt_has_no_figures_and_before_any_rule_no_citation():
    assert _only(EXEMPT) == {
        "staff_no": "E",
        "name": "教师E",
        "state": "exempt",
        "citation": None,
        "incomplete": False,
        "annual": YEARS,
        "also": _beside("exempt", required=None),
    }


def test_under_the_national_rule_itself_nothing_stands_beside():
    assert _only(replace(MET, also=()))["also"] == []


def test_department_and_school_stand_only_where_they_are_known():
    known = replace(MET, teacher=replace(MET.teacher, department="机电系", school_code="PJ01"))

    assert (_only(known)["department"], _only(known)["school_code"]) == ("机电系", "PJ01")
    assert {"department", "school_code"} & set(_only(MET)) == set()


def test_credit_since_a_day_stands_only_where_it_was_asked_for():
    asked = replace(MET, since=Credit(Fraction(31, 2), Fraction(31, 60)))

    entry = _only(asked, since=date(2025, 7, 1))

    assert entry["since"] == {"from": "2025-07-01", "days_exact": "31/2", "months_exact": "31/60"}
    assert "since" not in _only(MET)


def test_an_incomplete_teacher_is_marked():
    assert _only(incomplete(SHORT))["incomplete"] is True


@pytest.mark.parametrize("language", list(Language))
def test_faults_name_the_cell_and_say_the_problem(language):
    whole = json.loads(answer_as_json(a_ledger_answer([], errors=(UNREAD,), warnings=(DIFFERS,)), language))

    assert whole["teachers"] == []
    assert whole["errors"] == [
        {
            "sheet": "企业实践台账",
            "row": 17,
            "column": "结束日期",
            "value": "2023-02-30",
            "problem": say(UNREAD, language),
        }
    ]
    assert [warning["problem"] for warning in whole["warnings"]] == [say(DIFFERS, language)]


def test_chinese_stays_readable_and_quotes_are_escaped():
    text = answer_as_json(a_ledger_answer([replace(MET, teacher=replace(MET.teacher, name='王"䶮"\n'))]), Language.ZH)

    assert '"name": "王\\"䶮\\"\\n"' in text
    assert text.endswith("}\n")


def test_ten_thousand_teachers_do_not_take_long():
    many = a_ledger_answer([*EVERY_STATE] * 1429)

    started = time.process_time()
    answer_as_json(many, Language.ZH)

    assert time.process_time() - started < 2
