"""A pack is taken only if every word of it is understood, and all faults are told at once."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from registry.platform.language import Language
from registry.policy.book import FaultyPacks, book_from
from registry.policy.loader import Source, load, sources_in
from registry.policy.pack import FaultKind, PackFault
from registry.policy.wording import fault_line
from tests.policy.writing import a_pack, a_parameter, a_value, national, source

MONTHS = "practice.months_per_window"


def faults_of(*packs: dict[str, Any]) -> list[PackFault]:
    return load(source(pack) for pack in packs).faults


def national_months(*values: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return national(months_per_window=a_parameter("months_per_window", *values, **changes))


def test_a_sound_pack_has_no_faults():
    assert faults_of(national()) == []


HEADS = [
    ({"name": None}, FaultKind.MISSING_KEY, {"key": "name"}),
    ({"name": "  "}, FaultKind.EMPTY, {"key": "name"}),
    ({"version": 1}, FaultKind.WRONG_TYPE, {"key": "version", "expected": "text"}),
    (
        {"last_checked_on": datetime(2026, 11, 22, 8, 0, tzinfo=UTC)},
        FaultKind.WRONG_TYPE,
        {"key": "last_checked_on", "expected": "day"},
    ),
    ({"practice": "none"}, FaultKind.WRONG_TYPE, {"key": "practice", "expected": "table"}),
    ({"parent": "cn-nowhere"}, FaultKind.PARENT_UNKNOWN, {"found": "cn-nowhere"}),
    ({"parent": None}, FaultKind.MISSING_KEY, {"key": "parent"}),
    ({"parent": "cn-city"}, FaultKind.PARENT_CYCLE, {"line": "cn-city → cn-city"}),
]


@pytest.mark.parametrize(("changes", "kind", "details"), HEADS)
def test_a_fault_in_the_head_is_told(changes, kind, details):
    assert faults_of(national(), a_pack("cn-city", **changes)) == [PackFault(kind, "cn-city.toml", details=details)]


def test_an_unknown_key_in_the_head_is_told_with_the_known_ones():
    [fault] = faults_of(a_pack("cn", colour="red"))

    assert (fault.kind, fault.details["key"]) == (FaultKind.UNKNOWN_KEY, "colour")
    assert "jurisdiction, name, name_en" in fault.details["known"]


@pytest.mark.parametrize("file", ["cn-other.toml", "CN.toml"])
def test_the_jurisdiction_must_be_the_files_name(file):
    loaded = load([source(a_pack("cn"), file)])

    assert loaded.packs == {}
    assert loaded.faults == [PackFault(FaultKind.FILE_NAME_DIFFERS, file, details={"found": "cn"})]


def test_parents_that_run_in_a_circle_are_told_once_for_each_pack_in_it():
    faults = faults_of(
        a_pack("a-x", parent="b-x"), a_pack("b-x", parent="a-x"), a_pack("c-x", parent="a-x"), national()
    )

    assert [(fault.kind, fault.file, fault.details["line"]) for fault in faults] == [
        (FaultKind.PARENT_CYCLE, "a-x.toml", "a-x → b-x → a-x"),
        (FaultKind.PARENT_CYCLE, "b-x.toml", "b-x → a-x → b-x"),
    ]


def test_a_parent_whose_own_file_is_faulty_is_not_called_unknown():
    faults = faults_of(a_pack("cn", name=None), a_pack("cn-city"))

    assert [(fault.kind, fault.file) for fault in faults] == [(FaultKind.MISSING_KEY, "cn.toml")]


PARAMETERS = [
    ({"label": None}, FaultKind.MISSING_KEY, {"key": "label"}),
    ({"label_en": ""}, FaultKind.EMPTY, {"key": "label_en"}),
    ({"hard": None}, FaultKind.MISSING_KEY, {"key": "hard"}),
    ({"hard": 1}, FaultKind.WRONG_TYPE, {"key": "hard", "expected": "flag"}),
    ({"unit": "days"}, FaultKind.WRONG_UNIT, {"found": "days", "expected": "months"}),
    ({"last_checked_on": "2026-11-22"}, FaultKind.WRONG_TYPE, {"key": "last_checked_on", "expected": "day"}),
    ({"values": []}, FaultKind.EMPTY, {"key": "values"}),
    ({"values": 6}, FaultKind.WRONG_TYPE, {"key": "values", "expected": "list"}),
]


@pytest.mark.parametrize(("changes", "kind", "details"), PARAMETERS)
def test_a_fault_in_a_parameter_is_told(changes, kind, details):
    assert faults_of(national_months(a_value(), **changes)) == [PackFault(kind, "cn.toml", MONTHS, 0, details)]


def test_an_unknown_unit_is_told():
    [fault] = faults_of(national_months(a_value(), unit="fortnights"))

    assert (fault.kind, fault.parameter, fault.details["found"]) == (FaultKind.UNKNOWN_UNIT, MONTHS, "fortnights")


def test_an_unknown_parameter_is_told():
    assert faults_of(national(months_per_moon=a_parameter("months_per_moon", a_value()))) == [
        PackFault(FaultKind.UNKNOWN_PARAMETER, "cn.toml", "practice.months_per_moon")
    ]


def test_a_parameter_that_is_no_table_is_told():
    assert faults_of(national(leave="extend")) == [
        PackFault(
            FaultKind.WRONG_TYPE,
            "cn.toml",
            "practice.leave",
            details={"key": "practice.leave", "expected": "table"},
        )
    ]


def test_hard_has_no_place_where_nothing_is_stricter():
    [fault] = faults_of(national(leave=a_parameter("leave", a_value("extend"), hard=True)))

    assert (fault.kind, fault.parameter, fault.details["key"]) == (FaultKind.UNKNOWN_KEY, "practice.leave", "hard")


VALUES = [
    ({"instrument": None}, FaultKind.MISSING_KEY, {"key": "instrument"}),
    ({"instrument": ""}, FaultKind.EMPTY, {"key": "instrument"}),
    ({"article": " "}, FaultKind.EMPTY, {"key": "article"}),
    ({"from": None}, FaultKind.MISSING_KEY, {"key": "from"}),
    ({"from": "2016-05-11"}, FaultKind.WRONG_TYPE, {"key": "from", "expected": "day"}),
    ({"value": None}, FaultKind.MISSING_KEY, {"key": "value"}),
    ({"value": "6"}, FaultKind.WRONG_TYPE, {"key": "value", "expected": "whole"}),
    ({"value": True}, FaultKind.WRONG_TYPE, {"key": "value", "expected": "whole"}),
    ({"value": 6.0}, FaultKind.WRONG_TYPE, {"key": "value", "expected": "whole"}),
    ({"value": 0}, FaultKind.OUT_OF_RANGE, {"found": "0", "least": "1", "most": "240"}),
    ({"value": 241}, FaultKind.OUT_OF_RANGE, {"found": "241", "least": "1", "most": "240"}),
    ({"confirmed": "yes"}, FaultKind.WRONG_TYPE, {"key": "confirmed", "expected": "flag"}),
    ({"note": None}, FaultKind.MISSING_KEY, {"key": "note"}),
    ({"to": date(2016, 5, 10)}, FaultKind.ENDS_BEFORE_START, {"to": "2016-05-10"}),
    ({"corrected_on": date(2026, 1, 1)}, FaultKind.HALF_A_CORRECTION, {}),
    ({"correction": "a slip"}, FaultKind.HALF_A_CORRECTION, {}),
]


@pytest.mark.parametrize(("changes", "kind", "details"), VALUES)
def test_a_fault_in_a_value_is_told_with_its_place(changes, kind, details):
    pack = national_months(a_value(7, date(2010, 1, 1)), a_value(**changes))

    assert faults_of(pack) == [PackFault(kind, "cn.toml", MONTHS, 2, details)]


def test_a_value_that_is_no_table_is_told():
    assert faults_of(national_months(6)) == [
        PackFault(FaultKind.WRONG_TYPE, "cn.toml", MONTHS, 1, {"key": "values", "expected": "table"})
    ]


CHOICES = [
    ("month_basis", "fortnight", FaultKind.UNKNOWN_CHOICE),
    ("leave", "shrink", FaultKind.UNKNOWN_CHOICE),
    ("newcomer", 1, FaultKind.WRONG_TYPE),
    ("obliged_categories", ["professional", "janitor"], FaultKind.UNKNOWN_CHOICE),
    ("obliged_categories", "professional", FaultKind.WRONG_TYPE),
    ("excluded_forms", ["dancing"], FaultKind.UNKNOWN_CHOICE),
    ("yearly_excluded_forms", [3], FaultKind.WRONG_TYPE),
    ("year_start", "02-29", FaultKind.NOT_A_MONTH_DAY),
    ("year_start", "9-1", FaultKind.NOT_A_MONTH_DAY),
    ("year_start", "1 September", FaultKind.NOT_A_MONTH_DAY),
    ("year_start", 901, FaultKind.WRONG_TYPE),
]


@pytest.mark.parametrize(("name", "value", "kind"), CHOICES)
def test_a_choice_that_nobody_knows_is_told(name, value, kind):
    [fault] = faults_of(national(**{name: a_parameter(name, a_value(value))}))

    assert (fault.kind, fault.parameter, fault.index) == (kind, f"practice.{name}", 1)


ORDERS = [
    ((date(2016, 5, 11), None), date(2016, 5, 11), FaultKind.FROM_TWICE),
    ((date(2016, 5, 11), None), date(2016, 5, 10), FaultKind.FROM_UNSORTED),
    ((date(2016, 5, 11), date(2020, 1, 1)), date(2020, 1, 1), FaultKind.OVERLAPS_NEXT),
]


@pytest.mark.parametrize(("older", "newer", "kind"), ORDERS)
def test_values_stand_oldest_first_and_do_not_overlap(older, newer, kind):
    started_on, finished_on = older
    [fault] = faults_of(national_months(a_value(6, started_on, to=finished_on), a_value(7, newer)))

    assert (fault.kind, fault.parameter, fault.index) == (kind, MONTHS, 2)


def test_a_value_may_begin_the_day_after_the_one_before_ends():
    pack = national_months(a_value(6, to=date(2019, 12, 31)), a_value(7, date(2020, 1, 1)))

    assert faults_of(pack) == []


@pytest.mark.parametrize("content", [b"jurisdiction = ", b"\xff\xfe", b"a = 1\na = 2", b"on = 2021-02-30"])
def test_a_file_that_is_no_toml_is_told(content):
    [fault] = load([Source("cn.toml", content)]).faults

    assert (fault.kind, fault.file) == (FaultKind.NOT_TOML, "cn.toml")


def test_a_byte_order_mark_is_no_fault():
    sound = source(national())

    assert load([Source(sound.file, b"\xef\xbb\xbf" + sound.content)]).faults == []


def test_all_faults_of_all_packs_are_told_at_once():
    broken = national_months(a_value(0, article=""), a_value(7, date(2010, 1, 1), colour="red"), unit="moons")
    broken["practice"]["leave"] = a_parameter("leave", a_value("shrink"))

    faults = faults_of(broken, a_pack("cn-city", name=None), a_pack("cn-town", parent="cn-nowhere"))

    assert [(fault.file, fault.parameter, fault.index, fault.kind) for fault in faults] == [
        ("cn-city.toml", "", 0, FaultKind.MISSING_KEY),
        ("cn.toml", "practice.leave", 1, FaultKind.UNKNOWN_CHOICE),
        ("cn.toml", MONTHS, 0, FaultKind.UNKNOWN_UNIT),
        ("cn.toml", MONTHS, 1, FaultKind.EMPTY),
        ("cn.toml", MONTHS, 1, FaultKind.OUT_OF_RANGE),
        ("cn.toml", MONTHS, 2, FaultKind.UNKNOWN_KEY),
        ("cn.toml", MONTHS, 2, FaultKind.FROM_UNSORTED),
        ("cn-town.toml", "", 0, FaultKind.PARENT_UNKNOWN),
    ]


def test_a_book_of_faulty_packs_is_refused_with_every_fault():
    broken = national_months(a_value(0, note=""))

    with pytest.raises(FaultyPacks) as refused:
        book_from([source(broken)])

    assert [fault.kind for fault in refused.value.faults] == [FaultKind.EMPTY, FaultKind.OUT_OF_RANGE]
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("language", Language)
def test_every_fault_is_one_line_in_both_languages(language):
    broken = national_months(a_value(6, **{"col\nour": "red"}), a_value(6, date(2010, 1, 1), to=date(2009, 1, 1)))
    faults = faults_of(broken, a_pack("cn-city", {"months_per_window": a_parameter("months_per_window", a_value(1))}))

    lines = [fault_line(fault, language) for fault in faults]

    assert lines
    assert all("\n" not in line and "{" not in line for line in lines)


def test_a_line_names_file_parameter_value_and_problem():
    [fault] = faults_of(national_months(a_value(0)))

    assert fault_line(fault, Language.EN) == (
        "cn.toml: practice.months_per_window: value 1: value is 0, should be 1 to 240"
    )
    assert fault_line(fault, Language.ZH) == (
        "cn.toml: practice.months_per_window: 第 1 个值: value 是 0\uff0c应在 1 到 240 之间"
    )


def test_every_kind_of_fault_has_words():
    from registry.policy.wording import _FAULTS

    assert set(_FAULTS) == set(FaultKind)


def test_files_are_read_from_a_folder_by_name(tmp_path):
    (tmp_path / "b.toml").write_bytes(b"two")
    (tmp_path / "a.toml").write_bytes(b"one")
    (tmp_path / "notes.txt").write_bytes(b"no pack")

    assert sources_in(tmp_path) == [Source("a.toml", b"one"), Source("b.toml", b"two")]
