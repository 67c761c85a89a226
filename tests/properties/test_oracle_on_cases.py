"""The oracle gives exactly the published practice cases and the vectors of the rule's own table."""

import csv
import json
from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from registry.kernel.periods import Period
from registry.kernel.quantities import months_shown
from registry.policy.model import MonthBasis, PracticePolicy
from registry.practice.model import (
    AttendedDay,
    PlacementFact,
    PlacementState,
    PostCategory,
    PostHeld,
    Standing,
    StandingState,
    TeacherFacts,
)
from tests.builders.practice import a_placement, a_teacher, national_versions, panjin_versions
from tests.properties import oracle

CASES = Path(__file__).parents[1] / "cases"
FOLDERS = sorted(path.parent.name for path in CASES.glob("*/expected.json"))
LINES = {"cn": national_versions, "cn-liaoning-panjin": panjin_versions}
CATEGORIES = {
    "专业课教师": PostCategory.PROFESSIONAL,
    "实习指导教师": PostCategory.INSTRUCTOR,
    "公共基础课教师": PostCategory.PUBLIC,
}
STATES = {
    "": PlacementState.VERIFIED,
    "已认定": PlacementState.VERIFIED,
    "待审核": PlacementState.SUBMITTED,
    "已退回": PlacementState.RETURNED,
    "未通过": PlacementState.REJECTED,
    "作废": PlacementState.VOIDED,
    "已撤回": PlacementState.WITHDRAWN,
}


def _rows(folder: str, sheet: str) -> list[dict[str, str]]:
    with (CASES / folder / f"{sheet}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _attended(text: str) -> tuple[AttendedDay, ...] | None:
    if not text:
        return None
    listed = (entry.partition("/") for entry in text.split(";"))
    return tuple(AttendedDay(date.fromisoformat(on), 1 if half else 2) for on, _, half in listed)


def _placement(row: dict[str, str]) -> PlacementFact:
    return PlacementFact(
        reference=row["企业名称"],
        started_on=date.fromisoformat(row["开始日期"]),
        finished_on=date.fromisoformat(row["结束日期"]),
        share_percent=int(row["工作量比例"].rstrip("%")),
        attended=_attended(row["出勤日期"]),
        state=STATES[row["状态"]],
    )


@cache
def _teachers(folder: str) -> dict[str, TeacherFacts]:
    """Everybody in the folder, by staff number."""
    placements, leaves = defaultdict(list), defaultdict(list)
    for row in _rows(folder, "placements"):
        placements[row["工号"]].append(_placement(row))
    for row in _rows(folder, "leave"):
        leaves[row["工号"]].append(Period(date.fromisoformat(row["开始日期"]), date.fromisoformat(row["结束日期"])))
    return {
        row["工号"]: TeacherFacts(
            posts=(PostHeld(CATEGORIES[row["教师类别"]], _day(row["任教开始"]), _day(row["任教结束"])),),
            placements=tuple(placements[row["工号"]]),
            leaves=tuple(leaves[row["工号"]]),
            records_from=_day(row["资料起始"]),
        )
        for row in _rows(folder, "teachers")
    }


@cache
def _expected(folder: str) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((CASES / folder / "expected.json").read_text(encoding="utf-8"))
    return expected


def _every_answer() -> list[Any]:
    return [
        pytest.param(folder, answer, id=f"{folder}-{answer['staff_no']}")
        for folder in FOLDERS
        for answer in _expected(folder)["teachers"]
    ]


def _written(period: Period) -> dict[str, str]:
    return {"from": str(period.started_on), "to": str(period.finished_on)}


def _figures(answer: Standing) -> dict[str, Any]:
    """The five-year answer in the form in which cases are written."""
    written: dict[str, Any] = {"state": answer.state.value}
    if answer.credit and answer.required_months is not None and answer.window:
        written |= {
            "months": months_shown(answer.credit.months),
            "months_exact": str(answer.credit.months),
            "days_exact": str(answer.credit.days),
            "required_exact": str(answer.required_months),
            "window": _written(answer.window),
        }
        if answer.state is not StandingState.NOT_YET_DUE:
            written["lapses_on"] = str(answer.lapses_on) if answer.lapses_on else None
            written["days_needed"] = answer.days_needed
    return written


def _annual(facts: TeacherFacts, versions: tuple[PracticePolicy, ...], on: date) -> list[dict[str, Any]]:
    return [
        {"year": _written(duty.year), "months_exact": str(duty.months), "state": duty.state.value}
        for duty in oracle.yearly(facts, versions, on)
    ]


def _national(facts: TeacherFacts, on: date) -> list[dict[str, Any]]:
    answer = oracle.judgement(facts, national_versions(), on)
    written = {"jurisdiction": "cn", "state": answer.state.value}
    if answer.required_months is not None:
        written["required_exact"] = str(answer.required_months)
    return [written]


def test_all_case_folders_are_read() -> None:
    assert len(FOLDERS) == 4
    assert sum(len(_expected(folder)["teachers"]) for folder in FOLDERS) == 212


@pytest.mark.parametrize(("folder", "answer"), _every_answer())
def test_case_holds_exactly(folder: str, answer: dict[str, Any]) -> None:
    case = _expected(folder)
    facts = _teachers(folder)[answer["staff_no"]]
    versions = LINES[case["policy"]](month_basis=MonthBasis(case["basis"]))
    on = date.fromisoformat(case["as_of"])

    found = {"staff_no": answer["staff_no"]} | _figures(oracle.standing(facts, versions, on))
    found["annual"] = _annual(facts, versions, on)
    if "also" in answer:
        found["also"] = _national(facts, on)

    assert found == answer


VECTORS = [
    (
        [("2025-01-01", "2025-06-30"), ("2025-01-01", "2025-06-30")],
        "2026-06-30",
        (181, "6.03", StandingState.SHORT, None, 119),
    ),
    ([("2021-06-01", "2022-04-27")], "2026-06-30", (301, "10.03", StandingState.AT_RISK, "2026-07-02", 182)),
    ([("2026-07-01", "2027-05-31")], "2026-06-30", (0, "0.00", StandingState.SHORT, None, 300)),
    ([("2023-03-01", "2023-12-25")], "2028-02-29", (300, "10.00", StandingState.AT_RISK, "2028-03-01", 183)),
    ([("2023-02-28", "2023-12-24")], "2028-02-29", (299, "9.96", StandingState.LAPSED, None, 300)),
]


@pytest.mark.parametrize(("spans", "on", "expected"), VECTORS)
def test_vector_of_the_rule_holds(
    spans: list[tuple[str, str]], on: str, expected: tuple[Fraction, str, StandingState, str | None, int]
) -> None:
    facts = a_teacher(*(a_placement(*span, reference=f"P{number}") for number, span in enumerate(spans)))

    answer = oracle.standing(facts, panjin_versions(), date.fromisoformat(on))

    assert answer.credit is not None
    lapses_on = str(answer.lapses_on) if answer.lapses_on else None
    shown = (answer.credit.days, months_shown(answer.credit.months))
    assert (*shown, answer.state, lapses_on, answer.days_needed) == expected
