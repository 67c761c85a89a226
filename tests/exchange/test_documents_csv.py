"""The CSV answer: one row a teacher, and no formula."""

import csv
import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from registry.exchange.documents.answer_csv import answer_as_csv
from registry.exchange.model import CountingBasis
from registry.platform.language import Language
from registry.policy.model import MonthBasis
from registry.practice.model import Credit
from tests.exchange.test_documents_figures import (
    AT_RISK,
    EVERY_STATE,
    EXEMPT,
    MET,
    a_ledger_answer,
    incomplete,
)

BESIDE_EVERY_ROW = ["截止日期", "适用规定", "规则版本", "计算口径"]


def _rows(answer, language=Language.ZH):
    return list(csv.DictReader(io.StringIO(answer_as_csv(answer, language))))


def test_a_row_holds_the_main_fields():
    department = replace(AT_RISK, teacher=replace(AT_RISK.teacher, department="机电系"))

    assert _rows(a_ledger_answer([department])) == [
        {
            "工号": "R",
            "姓名": "教师R",
            "部门": "机电系",
            "学校代码": "",
            "状态": "预警",
            "认定天数": "301",
            "折合月数": "10.03",
            "要求(月)": "10",
            "窗口起": "2021-07-01",
            "窗口止": "2026-06-30",
            "到期日": "2026-07-02",
            "还需天数": "182",
            "本学年": "进行中",
            "本学年月数": "0.60",
            "上学年": "未完成",
            "上学年月数": "0.00",
            "全国标准": "预警",
            "资料不全": "",
            "截止日期": "2026-06-30",
            "适用规定": "cn-liaoning-panjin",
            "规则版本": "0123456789ab",
            "计算口径": "thirty_days",
            "依据": "盘政发〔2021〕4号 三(七)",
        }
    ]


def test_every_state_has_one_row_in_the_order_of_the_ledger():
    assert [row["工号"] for row in _rows(a_ledger_answer())] == [of.teacher.staff_no for of in EVERY_STATE]


def test_what_there_is_not_stays_empty():
    [row] = _rows(a_ledger_answer([replace(EXEMPT, yearly=(), also=())]))

    assert {key for key, value in row.items() if value} == {"工号", "姓名", "状态", *BESIDE_EVERY_ROW}


def test_incomplete_teachers_are_marked():
    assert [row["资料不全"] for row in _rows(a_ledger_answer([MET, incomplete(MET)]))] == ["", "是"]


def test_credit_since_a_day_has_columns_of_its_own():
    asked = replace(MET, since=Credit(Fraction(31, 2), Fraction(31, 60)))

    [row] = _rows(a_ledger_answer([asked], since=date(2025, 7, 1)))

    assert (row["自2025-07-01起天数"], row["自2025-07-01起月数"]) == ("15.5", "0.51")


@pytest.mark.parametrize("since", [None, date(2025, 7, 1)])
def test_every_row_ends_with_the_date_the_rule_and_the_source(since):
    counting = CountingBasis(MonthBasis.CALENDAR_MONTH, 30, 21)

    [row] = _rows(a_ledger_answer([MET], since=since, counting=counting))

    assert list(row)[-5:] == [*BESIDE_EVERY_ROW, "依据"]
    assert row["计算口径"] == "calendar_month"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_never_becomes_a_formula(start):
    hostile = replace(MET, teacher=replace(MET.teacher, name=f"{start}cmd|' /C calc'!A0", staff_no=f"{start}1"))

    [row] = _rows(a_ledger_answer([hostile]))

    assert row["姓名"] == f"'{start}cmd|' /C calc'!A0"
    assert row["工号"] == f"'{start}1"


def test_the_english_answer_has_english_headers_and_words():
    [row] = _rows(a_ledger_answer([AT_RISK]), Language.EN)

    assert (row["staff_no"], row["state"], row["this_year"], row["national_standard"]) == (
        "R",
        "at risk",
        "open",
        "at risk",
    )
