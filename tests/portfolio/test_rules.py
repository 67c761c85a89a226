"""Which title is the present one, and what is wrong with what is entered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from registry.kernel.periods import Period
from registry.portfolio.model import LEVEL_WORDS, Title, TitleLevel
from registry.portfolio.rules import (
    NOT_YOUR_OWN,
    NOT_YOURS,
    Part,
    content_faults,
    highest_title,
    may_record,
    may_take_back,
    may_verify,
    moved_appointment_fault,
    present_title,
    seen_elsewhere,
    since_present_title,
)
from tests.portfolio.staging import APPOINTED, GRANTED, a_content

TODAY = date(2026, 11, 22)
SEEN = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
OWNER, OFFICE = Part.OWNER, Part.OFFICE


def a_title(**changes):
    content = a_content()
    given = {name: getattr(content, name) for name in content.__dataclass_fields__}
    entered = {"entered_by": None, "entered_by_name": "陈", "entered_at": SEEN}
    verified = {"verified_by": None, "verified_by_name": "陈", "verified_at": SEEN}
    course = {"replaces_id": None, "voided_at": None, "voided_reason": None, "revision": 2}
    keys = {"id": UUID(int=1), "person_id": UUID(int=2)}
    return Title(**{**keys, **given, **entered, **verified, **course, **changes})


@pytest.mark.parametrize(("on", "is_present"), [(APPOINTED - DAY, False), (APPOINTED, True), (APPOINTED + DAY, True)])
def test_a_title_is_present_from_its_appointment_on(on, is_present):
    lecturer = a_title()

    assert present_title([lecturer], on) == (lecturer if is_present else None)


@pytest.mark.parametrize(("days", "is_present"), [(-1, True), (0, True), (1, False)])
def test_an_appointment_holds_through_its_last_day(days, is_present):
    lecturer = a_title(appointed_until=TODAY)

    assert (present_title([lecturer], TODAY + days * DAY) is not None) == is_present


def test_granted_and_not_appointed_does_not_start_the_present_title():
    lecturer = a_title()
    granted = a_title(
        name="高级讲师", level=TitleLevel.DEPUTY_SENIOR, granted_on=date(2025, 12, 1), appointed_on=None
    )

    assert present_title([granted, lecturer], TODAY) == lecturer
    assert since_present_title([granted, lecturer], TODAY) == APPOINTED
    assert highest_title([granted, lecturer], TODAY) == granted


def test_the_title_appointed_to_last_is_the_present_one_even_of_a_lower_level():
    senior = a_title(name="高级讲师", level=TitleLevel.DEPUTY_SENIOR, appointed_on=date(2020, 1, 1))
    lower = a_title(appointed_on=date(2024, 1, 1))

    assert present_title([lower, senior], TODAY) == lower
    assert since_present_title([lower, senior], date(2023, 12, 31)) == date(2020, 1, 1)


def test_of_two_appointments_on_one_day_the_higher_level_counts():
    engineer = a_title(name="工程师", series="工程")
    senior = a_title(name="高级讲师", level=TitleLevel.DEPUTY_SENIOR)

    assert present_title([senior, engineer], TODAY) == senior
    assert present_title([engineer, senior], TODAY) == senior


@pytest.mark.parametrize(
    "changes",
    [
        {"verified_at": None, "verified_by_name": None},
        {"voided_at": SEEN, "voided_reason": "登记有误"},
    ],
)
def test_what_is_not_verified_or_is_voided_does_not_count(changes):
    title = a_title(**changes)

    assert present_title([title], TODAY) is None
    assert since_present_title([title], TODAY) is None
    assert highest_title([title], TODAY) is None


def test_somebody_without_titles_has_none_present():
    assert present_title([], TODAY) is None


def test_every_level_has_its_word():
    assert set(LEVEL_WORDS) == set(TitleLevel)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"name": " "}, {"name": "请填写职称名称,如 讲师、高级讲师"}),
        ({"series": ""}, {"series": "请填写职称系列,如 中等职业学校教师"}),
        ({"granted_on": TODAY, "appointed_on": TODAY + DAY}, {}),
        (
            {"granted_on": TODAY + DAY, "appointed_on": None},
            {"granted_on": "取得日期 2026-11-23 在今天之后"},
        ),
        ({"appointed_on": GRANTED}, {}),
        ({"appointed_on": GRANTED - DAY}, {"appointed_on": "聘任日期 2018-12-19 早于取得日期 2018-12-20"}),
        ({"appointed_until": APPOINTED}, {}),
        (
            {"appointed_until": APPOINTED - DAY},
            {"appointed_until": "聘任截止日期 2018-12-31 早于聘任日期 2019-01-01"},
        ),
        (
            {"appointed_on": None, "appointed_until": TODAY},
            {"appointed_on": "填写了聘任截止日期,请同时填写聘任日期"},
        ),
        ({"document_digest": "a1" * 32}, {}),
        ({"document_digest": "A1" * 32}, {"document_digest": "证书文件编号不正确,请重新上传"}),
        ({"document_digest": "a1" * 31}, {"document_digest": "证书文件编号不正确,请重新上传"}),
    ],
)
def test_faults_are_told_by_field(changes, faults):
    assert content_faults(a_content(**changes), TODAY) == faults


def test_all_faults_are_told_at_once():
    assert set(content_faults(a_content(name="", series=""), TODAY)) == {"name", "series"}


@pytest.mark.parametrize(
    ("parts", "reason"),
    [({OFFICE}, ""), ({OWNER}, NOT_YOURS), ({OWNER, OFFICE}, NOT_YOUR_OWN), (set(), NOT_YOURS)],
)
def test_only_the_office_verifies_and_nobody_their_own(parts, reason):
    title = a_title(verified_at=None, verified_by_name=None)

    assert may_verify(title, frozenset(parts)).reason == reason


def test_what_is_verified_is_not_verified_again():
    assert may_verify(a_title(), frozenset({OFFICE})).reason == "该职称已审核,请刷新后再看"


@pytest.mark.parametrize(
    ("parts", "is_verified", "reason"),
    [
        ({OFFICE}, True, ""),
        ({OFFICE}, False, ""),
        ({OWNER}, False, ""),
        ({OWNER, OFFICE}, False, ""),
        ({OWNER}, True, NOT_YOURS),
        ({OWNER, OFFICE}, True, NOT_YOUR_OWN),
        (set(), False, NOT_YOURS),
    ],
)
def test_the_owner_takes_back_until_it_is_verified_and_the_office_always(parts, is_verified, reason):
    title = a_title() if is_verified else a_title(verified_at=None, verified_by_name=None)

    assert may_take_back(title, frozenset(parts), "写错了").reason == reason


def test_a_reason_is_given_for_taking_back():
    assert may_take_back(a_title(), frozenset({OFFICE}), " ").reason == "请写明理由"


def test_what_is_voided_stays_voided():
    voided = replace(a_title(), voided_at=SEEN, voided_reason="登记有误")

    assert may_take_back(voided, frozenset({OFFICE}), "再来").reason == "该职称记录已作废,请刷新后再看"


def test_who_plays_no_part_enters_nothing():
    assert [may_record(frozenset(parts)).reason for parts in ((), {OWNER}, {OFFICE})] == [NOT_YOURS, "", ""]


def test_the_first_day_of_an_appointment_is_not_moved():
    assert moved_appointment_fault(a_title(), APPOINTED) == {}
    assert moved_appointment_fault(a_title(appointed_on=None), TODAY) == {}
    assert moved_appointment_fault(a_title(), TODAY) == {
        "appointed_on": "该职称已自 2019-01-01 起聘任;登记有误请用“更正”"
    }


@pytest.mark.parametrize(
    ("period", "is_seen"),
    [
        (Period(GRANTED, GRANTED), True),
        (Period(APPOINTED, APPOINTED), True),
        (Period(APPOINTED + DAY, TODAY), False),
        (Period(date(2010, 1, 1), GRANTED - DAY), False),
    ],
)
def test_elsewhere_only_what_fell_into_the_time_there_is_seen(period, is_seen):
    title = a_title()

    assert seen_elsewhere([title], [period]) == ((title,) if is_seen else ())
