"""What an answer says beside its figures; and the hand-made answers that the other documents' tests use."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from registry.exchange.documents import figures
from registry.exchange.model import CellProblem, CountingBasis, Fault, LedgerAnswer, LedgerTeacher, TeacherAnswer
from registry.kernel.citations import Citation
from registry.kernel.periods import Period
from registry.platform.language import Language
from registry.policy.model import MonthBasis
from registry.practice.documents.figures import state_shown
from registry.practice.model import (
    Credit,
    Judgement,
    NotCounted,
    PlacementCount,
    PlacementFact,
    PlacementState,
    Standing,
    StandingState,
    TeacherFacts,
    YearlyDuty,
    YearlyState,
)
from tests.builders.practice import a_citation, a_period

ON = date(2026, 6, 30)
WINDOW = a_period("2021-07-01", "2026-06-30")
LAST_YEAR, THIS_YEAR = a_period("2024-09-01", "2025-08-31"), a_period("2025-09-01", "2026-08-31")
PANJIN = a_citation()
YEARLY = Citation("国发〔2019〕4号", "四(十二)", date(2019, 1, 24), date(2026, 1, 1), confirmed=False)
NATIONAL = Citation("教师〔2016〕3号", "第四条", date(2016, 5, 11), date(2026, 1, 1), confirmed=False)
UNREAD = CellProblem("企业实践台账", 17, "结束日期", "2023-02-30", Fault.NOT_A_DATE)
DIFFERS = CellProblem("企业实践台账", 9, "天数", "61", Fault.DAYS_DIFFER, {"calendar": "62"})


def a_standing(state: StandingState, days: int = 0, **changes: object) -> Standing:
    """A standing under ten months; without figures for `exempt`, without forecasts unless they are given."""
    figured = Standing(
        ON,
        state,
        Credit(Fraction(days), Fraction(days, 30)),
        Fraction(10),
        WINDOW,
        lapses_on=None,
        days_needed=None,
        citation=PANJIN,
    )
    if state is StandingState.EXEMPT:
        figured = figured._replace(credit=None, required_months=None, window=None)
    return figured._replace(**changes)


def an_answer_for(staff_no: str, standing: Standing, name: str = "", **changes: object) -> TeacherAnswer:
    """One teacher's answer, with both school years open or short and the national result beside."""
    yearly = (
        YearlyDuty(LAST_YEAR, Credit(Fraction(0), Fraction(0)), YearlyState.SHORT),
        YearlyDuty(THIS_YEAR, Credit(Fraction(18), Fraction(3, 5)), YearlyState.OPEN),
    )
    required = None if standing.state is StandingState.EXEMPT else Fraction(6)
    also = (("cn", Judgement(standing.state, required, NATIONAL)),)
    teacher = LedgerTeacher(staff_no, name or f"教师{staff_no}", TeacherFacts(posts=()))
    return replace(TeacherAnswer(teacher, standing, yearly, also), **changes)


MET = an_answer_for("M", a_standing(StandingState.MET, 366, lapses_on=date(2028, 1, 16), days_needed=0))
AT_RISK = an_answer_for("R", a_standing(StandingState.AT_RISK, 301, lapses_on=date(2026, 7, 2), days_needed=182))
LAPSED = an_answer_for("L", a_standing(StandingState.LAPSED, 299, days_needed=300))
SHORT = an_answer_for("S", a_standing(StandingState.SHORT, 181, days_needed=119))
UNKNOWN = an_answer_for("U", a_standing(StandingState.UNKNOWN, 292, days_needed=8))
NOT_YET_DUE = an_answer_for("N", a_standing(StandingState.NOT_YET_DUE, required_months=Fraction(1285, 913)))
EXEMPT = an_answer_for("E", a_standing(StandingState.EXEMPT, citation=None))
EVERY_STATE = (MET, AT_RISK, LAPSED, SHORT, UNKNOWN, NOT_YET_DUE, EXEMPT)


def incomplete(answer: TeacherAnswer) -> TeacherAnswer:
    """The same teacher with a row that could not be read."""
    return replace(answer, teacher=replace(answer.teacher, incomplete=True))


def a_count(counted: int, left_out: dict[NotCounted, Fraction] | None = None, **fact: object) -> PlacementCount:
    """A placement's part in a total: some days counted, the others left out."""
    placement = PlacementFact("企业实践台账!4", date(2021, 6, 1), date(2022, 4, 27), enterprise="示例厂")
    others = left_out or {}
    offered = counted + sum(others.values(), Fraction())
    return PlacementCount(placement._replace(**fact), offered, Fraction(counted), others)


def a_ledger_answer(teachers: Iterable[TeacherAnswer] = EVERY_STATE, **changes: object) -> LedgerAnswer:
    """The whole answer under Panjin's rule on 2026-06-30."""
    counting = CountingBasis(MonthBasis.THIRTY_DAYS, 30, 21)
    answer = LedgerAnswer(ON, "cn-liaoning-panjin", "盘锦市", "0123456789abcdef", counting, tuple(teachers))
    return replace(answer, **changes)


def test_whoever_must_act_first_comes_first():
    soon = an_answer_for("soon", MET.standing._replace(lapses_on=date(2027, 1, 1)))
    worse = an_answer_for("worse", SHORT.standing._replace(days_needed=300))
    never = an_answer_for("never", SHORT.standing._replace(days_needed=None))

    order = figures.by_urgency([*EVERY_STATE, soon, worse, never])

    assert [of.teacher.staff_no for of in order] == ["L", "never", "worse", "S", "U", "R", "N", "soon", "M", "E"]


def test_totals_name_every_state_that_occurs_and_both_school_years():
    answer = a_ledger_answer([MET, SHORT, incomplete(SHORT)])

    assert figures.total_lines(answer, Language.ZH) == [
        "合计 3 人:○ 未达标 2,● 达标 1",
        "上学年(2024-09-01 至 2025-08-31):未完成 3",
        "本学年(2025-09-01 至 2026-08-31):进行中 3",
        "* 资料有错误、未全部计入,改正后结果可能变化",
    ]


def test_totals_of_nobody_are_one_line():
    assert figures.total_lines(a_ledger_answer([]), Language.EN) == ["Total 0"]


def test_a_source_that_nobody_has_compared_says_so():
    assert figures.citation_lines(a_ledger_answer([MET]), Language.ZH) == [
        "依据:盘政发〔2021〕4号 三(七)(2021-03-23 起)",
        "全国标准:教师〔2016〕3号 第四条(2016-05-11 起,待核实)",
    ]


def test_the_source_of_the_yearly_duty_stands_where_there_is_one():
    answer = a_ledger_answer([MET], yearly_citation=YEARLY)

    chinese, english = (figures.citation_lines(answer, language) for language in Language)

    assert chinese[1] == "本学年任务:国发〔2019〕4号 四(十二)(2019-01-24 起,待核实)"
    assert english[1] == "Yearly duty: 国发〔2019〕4号 四(十二) (from 2019-01-24; awaits confirmation)"
    assert len(figures.citation_lines(a_ledger_answer([MET]), Language.ZH)) == len(chinese) - 1


def test_the_basis_and_the_usual_window_stand_beside_the_figures():
    moved = an_answer_for("leave", MET.standing._replace(window=Period(date(2020, 1, 1), ON)))

    alike = figures.basis_lines(a_ledger_answer([MET, SHORT]), Language.ZH)
    unlike = figures.basis_lines(a_ledger_answer([MET, SHORT, moved]), Language.ZH)

    assert alike[0].startswith("计算口径:整日计 1/30 个月(半脱产按比例);不脱产只计出勤日,每 21 个出勤日计 1 个月;")
    assert alike[1] == "统计窗口:2021-07-01 至 2026-06-30"
    assert unlike[1] == "统计窗口:2021-07-01 至 2026-06-30;请假的教师窗口前移"


def test_the_calendar_month_basis_is_named():
    answer = a_ledger_answer(counting=CountingBasis(MonthBasis.CALENDAR_MONTH, 30, 21))

    assert figures.basis_lines(answer, Language.ZH)[0].startswith("计算口径:整日计 1/当月天数 个月(半脱产按比例);")
    assert "1/(days in its calendar month) month" in figures.basis_lines(answer, Language.EN)[0]


@pytest.mark.parametrize(
    ("language", "day", "attended"),
    [
        (Language.ZH, "整日计 1/28 个月", "每 20 个出勤日计 1 个月"),
        (Language.EN, "a full day is 1/28 month", "20 of them a month"),
    ],
)
def test_the_basis_names_the_numbers_of_the_rule(language, day, attended):
    answer = a_ledger_answer(counting=CountingBasis(MonthBasis.THIRTY_DAYS, 28, 20))

    [basis, *_] = figures.basis_lines(answer, language)

    assert day in basis
    assert attended in basis


def test_years_are_told_apart_by_the_date_asked_about():
    assert figures.year_of_the_answer(MET, ON) == MET.yearly[1]
    assert figures.year_before(MET, ON) == MET.yearly[0]
    assert figures.year_of_the_answer(replace(MET, yearly=()), ON) is None
    assert figures.year_before(replace(MET, yearly=()), ON) is None


def test_an_unknown_figure_reads_at_least():
    assert figures.verified_shown(UNKNOWN, Language.ZH) == "至少 292 天(9.73 个月)"
    assert figures.verified_shown(UNKNOWN, Language.EN) == "at least 292 days (9.73 mo)"
    assert figures.verified_shown(EXEMPT, Language.ZH) == ""


def test_figures_for_a_spreadsheet_are_rounded_down():
    assert figures.floored(Fraction(301, 30)) == 10.03
    assert figures.floored(Fraction(2999, 300)) == 9.99
    assert figures.floored(Fraction(10)) == 10


def test_every_state_has_its_words():
    assert [state_shown(of.standing.state, Language.ZH) for of in EVERY_STATE] == [
        "● 达标",
        "◐ 预警",
        "◌ 不再达标",
        "○ 未达标",
        "? 资料待补",
        "– 未到考核期",
        "· 不作要求",
    ]
    assert all(
        figures.yearly_shown(YearlyDuty(THIS_YEAR, Credit(Fraction(30), Fraction(1)), state), Language.ZH)
        for state in YearlyState
    )
    assert len(PlacementState) == 10
