"""Which sheets are read, in which order, and what a whole ledger comes to. The builders serve its siblings too."""

import gc
from datetime import date

import pytest

from registry.exchange.model import Ledger, LedgerTeacher
from registry.exchange.rules import HeadersMissing, ReadingOptions, read_ledger
from registry.kernel.errors import BadInput
from registry.kernel.periods import Period
from registry.kernel.sheets import Sheet
from registry.practice.model import PlacementFact, PostCategory, PostHeld, TeacherFacts

PLACEMENT_HEADER = ["工号", "姓名", "企业名称", "开始日期", "结束日期", "工作量比例", "状态"]
ROW = ["1001", "林一", "华锦化工", "2021-03-01", "2021-03-31", "", ""]
TEACHERS_HEADER = ["工号", "姓名", "教师类别", "任教开始", "任教结束", "资料起始"]
LEAVE_HEADER = ["工号", "姓名", "类型", "开始日期", "结束日期"]
OBLIGED = (PostHeld(PostCategory.PROFESSIONAL),)
MARCH = (date(2021, 3, 1), date(2021, 3, 31))


def read(*sheets: Sheet, **options: object) -> Ledger:
    return read_ledger(sheets, ReadingOptions(**options))


def placements(*rows: list, header: list = PLACEMENT_HEADER, name: str = "台账") -> Sheet:
    return Sheet(name, [header, *rows])


def teachers(*rows: list, header: list = TEACHERS_HEADER, name: str = "教师名册") -> Sheet:
    return Sheet(name, [header, *([*row, *[""] * (len(header) - len(row))] for row in rows)])


def leave(*rows: list, header: list = LEAVE_HEADER, name: str = "请假") -> Sheet:
    return Sheet(name, [header, *rows])


def row_with(**cells: object) -> list:
    """A sound row of `PLACEMENT_HEADER`, with some cells changed."""
    return [cells.get(header, cell) for header, cell in zip(PLACEMENT_HEADER, ROW, strict=True)]


def errors(ledger: Ledger) -> list[tuple[str, int, str, str]]:
    return [(each.sheet, each.row, each.column, each.fault.value) for each in ledger.errors]


def incomplete(ledger: Ledger) -> list[str]:
    return [teacher.staff_no for teacher in ledger.teachers if teacher.incomplete]


def listed(ledger: Ledger) -> list[str]:
    return [teacher.staff_no for teacher in ledger.teachers]


def facts_of(ledger: Ledger, staff_no: str) -> TeacherFacts:
    return next(teacher.facts for teacher in ledger.teachers if teacher.staff_no == staff_no)


def only_placement(ledger: Ledger) -> PlacementFact:
    (placement,) = [each for teacher in ledger.teachers for each in teacher.facts.placements]
    return placement


def test_a_whole_ledger_comes_out_as_facts():
    ledger = read(
        teachers(["1001", "林一", "公共基础课教师", "2020-09-01", "", "2021-01-01"]),
        placements(ROW),
        leave(["1001", "林一", "病假", "2022-01-01", "2022-02-28"]),
    )

    assert ledger == Ledger(
        (
            LedgerTeacher(
                "1001",
                "林一",
                TeacherFacts(
                    (PostHeld(PostCategory.PUBLIC, date(2020, 9, 1)),),
                    (PlacementFact("台账!2", *MARCH, enterprise="华锦化工"),),
                    (Period(date(2022, 1, 1), date(2022, 2, 28)),),
                    date(2021, 1, 1),
                ),
            ),
        )
    )


def test_several_sheets_of_every_kind_are_read_also_with_the_same_name():
    ledger = read(
        placements(ROW, name="旧"),
        leave(["1001", "", "", "2022-01-01", "2022-01-31"]),
        teachers(["1001", "林一"]),
        placements(ROW, name="新"),
        leave(["1002", "", "", "2022-03-01", "2022-03-31"]),
        teachers(["1002", "高二"]),
        placements(ROW, name="新"),
    )

    assert [each.reference for each in facts_of(ledger, "1001").placements] == ["旧!2", "新!2", "新!2"]
    assert facts_of(ledger, "1001").leaves == (Period(date(2022, 1, 1), date(2022, 1, 31)),)
    assert facts_of(ledger, "1002").leaves == (Period(date(2022, 3, 1), date(2022, 3, 31)),)
    assert listed(ledger) == ["1001", "1002"]


def test_teachers_come_in_the_order_first_seen_the_teachers_sheets_first():
    ledger = read(placements(ROW, row_with(工号="1003", 姓名="")), teachers(["1003", "高二"], ["1001", "林一"]))

    assert listed(ledger) == ["1003", "1001"]


def test_without_a_teachers_sheet_everybody_seen_is_obliged_throughout():
    ledger = read(leave(["1009", "赵九", "", "2022-01-01", "2022-01-31"]), placements(ROW))

    assert [(each.staff_no, each.name, each.facts.posts) for each in ledger.teachers] == [
        ("1009", "赵九", OBLIGED),
        ("1001", "林一", OBLIGED),
    ]


def test_somebody_seen_only_in_a_faulty_row_is_listed_as_incomplete():
    ledger = read(placements(row_with(结束日期="夏天")))

    assert (listed(ledger), incomplete(ledger)) == (["1001"], ["1001"])


def test_faults_are_told_in_the_order_of_the_source():
    ledger = read(
        placements(row_with(状态="?", 企业名称=""), row_with(开始日期="?")),
        teachers(["1001", "林一", "?", "?"]),
    )

    assert errors(ledger) == [
        ("台账", 2, "企业名称", "required_empty"),
        ("台账", 2, "状态", "unknown_status"),
        ("台账", 3, "开始日期", "not_a_date"),
        ("教师名册", 2, "教师类别", "unknown_category"),
        ("教师名册", 2, "任教开始", "not_a_date"),
    ]


@pytest.mark.parametrize(
    ("own", "general", "expected"),
    [
        ("", None, None),
        ("", date(2020, 1, 1), date(2020, 1, 1)),
        ("2019-03", date(2020, 1, 1), date(2019, 3, 1)),
        ("2021-05-01", date(2020, 1, 1), date(2021, 5, 1)),
    ],
)
def test_a_personal_day_of_complete_records_goes_before_the_general_one(own, general, expected):
    ledger = read(teachers(["1001", "林一", "", "", "", own]), placements(ROW), records_from=general)

    assert facts_of(ledger, "1001").records_from == expected


def test_rows_of_a_csv_are_numbered_by_its_lines():
    sheet = Sheet("placements.csv", [PLACEMENT_HEADER, ROW, row_with(状态="?")], [1, 4, 6])

    ledger = read(sheet)

    assert only_placement(ledger).reference == "placements.csv!4"
    assert errors(ledger) == [("placements.csv", 6, "状态", "unknown_status")]


def test_a_csv_full_of_text_reads_like_a_workbook():
    text = placements(["1001", "林一", "华锦", "20210301", "2021/3/31", "50", "已认定"])
    workbook = placements([1001.0, "林一", "华锦", date(2021, 3, 1), 44286.0, 50.0, "已认定"])

    assert read(text) == read(workbook)


def test_a_source_without_placements_is_refused_with_what_was_seen():
    with pytest.raises(HeadersMissing) as refused:
        read(teachers(["1001", "林一"]), Sheet("说明", [["请先阅读"]]))

    assert str(refused.value) == (
        "没有找到企业实践台账(表头应有 姓名或工号、企业名称、开始日期、结束日期);"
        "见到的工作表:教师名册(教师名册)、说明"
    )
    assert isinstance(refused.value, BadInput)


def test_the_nearest_sheet_is_named_with_the_headers_it_lacks():
    near = Sheet("2024", [["台账"], ["姓名", "岗位", "开始日期", "工作量比例"], ["林一", "", "2021-03-01", ""]])

    with pytest.raises(HeadersMissing) as refused:
        read(near, language="en")

    assert str(refused.value) == (
        "no placements sheet (its headers: name or staff_no, enterprise, started_on, finished_on); "
        "sheets seen: 2024; '2024' looks like placements but lacks enterprise, finished_on"
    )
    assert refused.value.missing == {"2024": ["enterprise", "finished_on"]}


def test_a_source_without_any_sheet_is_refused():
    with pytest.raises(BadInput, match="没有工作表"):
        read()


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (["姓名", "企业名称", "岗位", "起始"], ["started_on", "finished_on"]),
        (["姓名", "实践形式", "开始日期", "结束日期"], ["enterprise"]),
        (["姓名", "岗位", "起止时间"], ["enterprise"]),
        (["姓名", "教师类别"], ["staff_no"]),
        (["工号", "类型", "开始日期"], ["finished_on"]),
    ],
    ids=["no dates", "no enterprise", "position and period", "teachers", "leave"],
)
def test_a_sheet_whose_rows_would_be_dropped_is_refused_beside_a_good_one(header, missing):
    with pytest.raises(HeadersMissing) as refused:
        read(placements(ROW), Sheet("别的", [header, ["林一", "甲", "乙", "丙"]]))

    assert refused.value.missing == {"别的": missing}


@pytest.mark.parametrize(
    "rows",
    [
        [["填写说明"], ["工号", "学校给教师的编号"], ["企业名称", "单位全称"]],
        [["姓名", "单位名称", "电话"], ["林一", "华锦", "0427"]],
        [["教师类别", "实践形式", "状态"], ["专业课教师", "顶岗", "已认定"]],
        [],
        [[]],
    ],
    ids=["notes", "contacts", "lists", "empty", "empty row"],
)
def test_other_sheets_are_passed_over_in_silence(rows):
    assert read(placements(ROW), Sheet("别的", rows)) == read(placements(ROW))


@pytest.mark.parametrize("enabled", [True, False])
def test_reading_leaves_the_collector_as_it_was(enabled):
    (gc.enable if enabled else gc.disable)()
    try:
        with pytest.raises(BadInput):
            read()
        assert gc.isenabled() is enabled
    finally:
        gc.enable()
