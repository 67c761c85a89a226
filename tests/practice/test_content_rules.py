"""Why a placement may not be recognised for what it says, what others see of a supervisor, what notices say. Pure."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.kernel.verdicts import Verdict
from registry.practice.model import AttendedDay, PlacementState, PostCategory, PracticeForm
from registry.practice.records import DutyMode, FirmRelation, Notice, NoticeKind, Placement, Supervisor
from registry.practice.rules.contacts import masked, may_call
from registry.practice.rules.content import (
    ContentAnswers,
    RegionRule,
    content_objections,
    may_rule_on_firm,
    may_rule_on_post,
    regions_fault,
)
from registry.practice.rules.entry import notices
from registry.practice.rules.lifecycle import Part
from registry.practice.rules.notice_words import notice_words
from registry.practice.rules.pre_post import FirstPost, may_begin
from tests.builders.practice import a_placement, a_policy, a_post, a_teacher

FIRST, LAST = date(2026, 7, 13), date(2026, 8, 20)
ONE_DAY = timedelta(1)
APPROVED = {
    "relation_reason": "当地仅此一家",
    "relation_approved_by_name": "陈",
    "relation_approved_at": datetime(2026, 9, 2, tzinfo=UTC),
}
TOLD = Placement(
    id=UUID(int=1),
    chain_id=UUID(int=1),
    person_id=UUID(int=100),
    school_id=UUID(int=200),
    enterprise_id=None,
    enterprise_name="辽河机械厂",
    position="钳工",
    form=PracticeForm.POST_WORK,
    started_on=FIRST,
    finished_on=LAST,
    share_percent=100,
    attended=None,
    state=PlacementState.CONFIRMED,
    reason="",
    entered_by=None,
    entered_by_name="陈",
    entered_at=datetime(2026, 9, 1, tzinfo=UTC),
    verified_by=None,
    verified_by_name=None,
    verified_at=None,
    replaces_id=None,
    is_replaced=False,
    revision=1,
)
POLICY = a_policy(excluded_forms=frozenset({"training_base", "online"}), yearly_excluded_forms=frozenset({"online"}))
LOCAL = RegionRule(("2111", "2107"), "《企业实践管理办法》第八条")


def _objections(answers=None, policy=POLICY, **changes):
    return content_objections(replace(TOLD, **changes), policy, answers or ContentAnswers())


def test_an_ordinary_placement_meets_no_objection():
    assert _objections() == ()


@pytest.mark.parametrize(("relation", "words"), [(FirmRelation.OWN, "本人"), (FirmRelation.RELATIVE, "亲属")])
def test_an_own_or_relatives_firm_waits_for_approval(relation, words):
    assert _objections(relation=relation) == (f"{words}的企业:未经人事处批准不予认定;请先批准并写明理由",)
    assert _objections(relation=relation, **APPROVED) == ()


def test_practice_abroad_needs_a_translated_proof():
    assert _objections(is_abroad=True) == ("境外实践:缺证明材料的中文译本;请补传译本后再认定",)
    assert _objections(ContentAnswers(has_translated_proof=True), is_abroad=True) == ()


def test_only_a_form_that_counts_to_neither_sum_is_refused():
    refused = ("该实践形式既不计入五年考核,也不计入年度要求(盘政发〔2021〕4号 三(七))",)
    allowing = a_policy(excluded_forms=frozenset(), yearly_excluded_forms=frozenset())

    assert _objections(form=PracticeForm.ONLINE) == refused
    assert _objections(form=PracticeForm.ONLINE, policy=allowing) == ()
    assert _objections(form=PracticeForm.TRAINING_BASE) == ()


def test_a_secondment_waits_until_its_fit_is_stated():
    seconded = {"form": PracticeForm.SECONDMENT}

    assert _objections(**seconded) == ("挂职:未说明岗位与所教专业是否对口;请人事处先作说明",)
    assert _objections(**seconded, fits_subject=False, fit_reason="乡镇文秘") == (
        "挂职:岗位与所教专业不对口(乡镇文秘),不予认定",
    )
    assert _objections(**seconded, fits_subject=True, fit_reason="农机推广") == ()


@pytest.mark.parametrize(
    ("told", "firm", "objects"),
    [("", "211102", False), ("", "210100", True), ("210100", "211102", True), ("210702", "", False), ("", "", False)],
)
def test_a_schools_region_is_asked_of_the_place_told_else_of_the_firms(told, firm, objects):
    found = _objections(ContentAnswers(enterprise_region=firm, region_rule=LOCAL), region_code=told)

    words = "实践地点(行政区划代码 210100)不在本校要求的地区内(《企业实践管理办法》第八条)"
    assert found == ((words,) if objects else ())


def test_a_school_without_a_region_rule_asks_for_no_place():
    assert _objections(ContentAnswers(enterprise_region="440300")) == ()


def test_everything_that_stands_against_recognition_is_told_at_once():
    found = _objections(relation=FirmRelation.OWN, is_abroad=True, form=PracticeForm.ONLINE)

    assert len(found) == 3


def test_regions_are_beginnings_of_division_codes():
    assert regions_fault(["21", "2111", "211102"]) == {}
    assert regions_fault(["2", "盘锦"]) == {"regions": "行政区划代码应为二至六位数字(GB/T 2260):2、盘锦"}


def test_only_the_office_rules_before_recognition_and_nobody_their_own():
    own, seconded = replace(TOLD, relation=FirmRelation.OWN), replace(TOLD, form=PracticeForm.SECONDMENT)
    office = frozenset({Part.OFFICE})

    assert may_rule_on_firm(own, office) == may_rule_on_post(seconded, office) == Verdict.yes()
    for parts in (frozenset({Part.TEACHER}), frozenset({Part.APPROVER}), office | {Part.TEACHER}):
        assert not may_rule_on_firm(own, parts).allowed
        assert not may_rule_on_post(seconded, parts).allowed
    assert not may_rule_on_firm(TOLD, office).allowed
    assert not may_rule_on_post(TOLD, office).allowed
    for state in (PlacementState.VERIFIED, PlacementState.REJECTED, PlacementState.VOIDED, PlacementState.WITHDRAWN):
        assert not may_rule_on_firm(replace(own, state=state), office).allowed


def test_the_duty_mode_is_read_from_share_and_attendance():
    assert TOLD.duty_mode is DutyMode.OFF_DUTY
    assert replace(TOLD, share_percent=99).duty_mode is DutyMode.HALF_DUTY
    assert replace(TOLD, attended=(AttendedDay(FIRST, 2),)).duty_mode is DutyMode.ON_DUTY


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        (Supervisor("王建国", "13812345678"), Supervisor("王**", "138****5678")),
        (Supervisor("王", "8234567"), Supervisor("王", "*******")),
        (Supervisor(), Supervisor()),
    ],
)
def test_others_see_a_family_name_and_a_number_that_cannot_be_called(whole, shown):
    assert masked(whole) == shown


def test_the_teacher_and_the_offices_of_the_school_that_keeps_the_placement_may_call():
    own, elsewhere = {TOLD.school_id}, {UUID(int=5)}

    assert may_call(TOLD, EVERYWHERE, ())
    assert may_call(TOLD, Scope.person(TOLD.person_id), ())
    assert may_call(TOLD, Scope.school(TOLD.school_id), own)
    assert may_call(TOLD, Scope.department(UUID(int=6)), own)
    assert not may_call(TOLD, Scope.school(UUID(int=5)), elsewhere)
    assert not may_call(TOLD, Scope.department(UUID(int=6)), elsewhere)
    assert not may_call(TOLD, Scope.bureau(UUID(int=7)), ())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (NoticeKind.OVERLAPS_PLACEMENT, "2026-07-13 至 2026-08-20 与另一段实践重叠,同一天只计一次"),
        (NoticeKind.OVERLAPS_LEAVE, "2026-07-13 至 2026-08-20 在请假期间,请假日不计入"),
        (NoticeKind.NOT_FINISHED, "实践到 2026-08-20 才结束,结束后再提交"),
        (
            NoticeKind.IN_TERM,
            "2026-07-13 至 2026-08-20 在学期中,请核对本学期课务安排;边上课边实践的应按出勤日登记",
        ),
        (NoticeKind.WEEKEND, "出勤日期 2026-07-13 是周一,请确认企业出勤记录"),
    ],
)
def test_each_notice_is_one_sentence(kind, words):
    assert notice_words(Notice(kind, Period(FIRST, LAST), None)) == words


def test_term_is_known_between_two_breaks_only():
    winter, summer = Period(date(2026, 1, 17), date(2026, 3, 1)), Period(date(2026, 7, 11), date(2026, 8, 31))
    plan = replace(TOLD, state=PlacementState.PLANNED)
    spring = replace(plan, started_on=date(2026, 2, 20), finished_on=date(2026, 7, 12))

    def in_term(placement, *breaks):
        return notices(placement, [], [], LAST, breaks)

    whole_term = Period(winter.finished_on + ONE_DAY, summer.started_on - ONE_DAY)
    assert in_term(spring, winter, summer) == (Notice(NoticeKind.IN_TERM, whole_term, None),)
    assert in_term(spring, summer) == in_term(spring) == ()
    assert in_term(TOLD, winter, summer) == ()
    assert in_term(replace(plan, started_on=date(2026, 9, 1), finished_on=date(2026, 9, 2)), winter, summer) == ()


BEFORE_POST = a_policy(pre_post_months=6)
POST_ON = date(2026, 9, 1)


def _first(*placements, **changes):
    given = {"category": PostCategory.PROFESSIONAL, "started_on": POST_ON, "industry_months": None, **changes}
    return FirstPost(**{"facts": a_teacher(*placements, posts=()), **given})


@pytest.mark.parametrize(("days", "allowed"), [(179, False), (180, True), (181, True)])
def test_a_first_post_waits_for_the_months_that_the_pack_asks(days, allowed):
    found = may_begin(_first(a_placement("2026-01-01", days=days)), BEFORE_POST)

    assert found.allowed is allowed


def test_the_refusal_names_the_rule_and_what_to_do():
    assert may_begin(_first(a_placement("2026-08-01", days=60)), BEFORE_POST) == Verdict.no(
        "没有企业工作经历的新任教师须先到企业实践 6 个月再上岗,现有 1.03 个月;"
        "请先登记并认定上岗前的企业实践,或登记其企业工作经历;确需先上岗的,请人事处写明理由",
        "盘政发〔2021〕4号 三(七)",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"industry_months": 1},
        {"exception": "急需教师,学期末补实践"},
        {"started_on": None},
        {"category": PostCategory.PUBLIC},
        {"facts": a_teacher(posts=[a_post("2020-09-01", "2022-08-31")])},
    ],
)
def test_who_is_not_asked_to_practise_before_the_post(changes):
    assert may_begin(_first(**changes), BEFORE_POST) == Verdict.yes()


@pytest.mark.parametrize(
    "changes", [{"industry_months": 0}, {"exception": " "}, {"facts": a_teacher(posts=[a_post(POST_ON + ONE_DAY)])}]
)
def test_who_is_asked(changes):
    assert not may_begin(_first(**changes), BEFORE_POST).allowed


def test_without_a_figure_in_the_pack_nobody_is_held_back():
    assert may_begin(_first(), a_policy()) == may_begin(_first(), None) == Verdict.yes()
