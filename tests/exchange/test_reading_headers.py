"""How sheets are known by their headers, and which rows beneath are no records."""

from datetime import date

import pytest

from registry.exchange.rules.headers import Field, SheetKind, columns_of, kind_resembled, missing_fields
from registry.kernel.periods import Period
from registry.kernel.sheets import Sheet
from tests.exchange.test_reading_ledger import (
    LEAVE_HEADER,
    MARCH,
    PLACEMENT_HEADER,
    ROW,
    TEACHERS_HEADER,
    errors,
    facts_of,
    leave,
    listed,
    only_placement,
    placements,
    read,
    row_with,
    teachers,
)

CONTRACT = {
    Field.STAFF_NO: ["工号", "staff_no", "教工号", "职工号", "编号"],
    Field.NAME: ["姓名", "name"],
    Field.DEPARTMENT: ["部门", "系部", "二级学院"],
    Field.CATEGORY: ["教师类别", "category"],
    Field.DUTY_FROM: ["任教开始", "duty_from", "入职任教时间"],
    Field.DUTY_TO: ["任教结束", "duty_to"],
    Field.RECORDS_FROM: ["资料起始", "records_from"],
    Field.SCHOOL_CODE: ["学校代码", "school_code"],
    Field.ID_NUMBER: ["身份证件号码", "id_number"],
    Field.ENTERPRISE: ["企业名称", "enterprise", "实践单位", "单位名称"],
    Field.CREDIT_CODE: ["统一社会信用代码", "credit_code"],
    Field.POSITION: ["岗位", "position"],
    Field.FORM: ["实践形式", "form"],
    Field.STARTED_ON: ["开始日期", "started_on"],
    Field.FINISHED_ON: ["结束日期", "finished_on"],
    Field.PERIOD: ["起止时间", "period", "实践时间"],
    Field.DAYS: ["天数", "days"],
    Field.SHARE: ["工作量比例", "share"],
    Field.DUTY_MODE: ["脱产方式", "duty_mode"],
    Field.ATTENDED: ["出勤日期", "attended"],
    Field.STATUS: ["状态", "status"],
    Field.APPRAISAL: ["考核结果", "鉴定结论"],
    Field.KIND: ["类型", "kind"],
}


@pytest.mark.parametrize(("field", "word"), [(field, word) for field, words in CONTRACT.items() for word in words])
def test_every_header_of_the_contract_is_known(field, word):
    assert columns_of(["序号", word]) == {field: 1}


@pytest.mark.parametrize(
    "written",
    [
        "开 始 日 期",
        "开始\n日期",
        "　开始日期*",
        "开始日期＊",
        "*开始日期（必填）",
        "Started On",
        "STARTED-ON",
        "开始日期(年月日)",
    ],
)
def test_headers_are_known_through_blanks_stars_and_remarks(written):
    assert columns_of([written]) == {Field.STARTED_ON: 0}


def test_of_several_headers_of_one_meaning_the_first_clear_one_holds():
    assert columns_of(["编号", "姓名", "工号", "staff_no", "单位名称", "企业名称", "name"]) == {
        Field.STAFF_NO: 2,
        Field.NAME: 1,
        Field.ENTERPRISE: 5,
    }


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (TEACHERS_HEADER, SheetKind.TEACHERS),
        (["序号", "工号", "姓名", "性别", "出生日期"], SheetKind.TEACHERS),
        (["工号", "姓名", "单位名称", "教师类别"], SheetKind.TEACHERS),
        (["工号", "姓名", "教师类别", "开始日期", "结束日期"], SheetKind.TEACHERS),
        (["姓名", "企业名称", "起止时间"], SheetKind.PLACEMENTS),
        (["工号", "企业名称", "开始日期", "结束日期", "教师类别"], SheetKind.PLACEMENTS),
        (LEAVE_HEADER, SheetKind.LEAVE),
        (["工号", "开始日期", "结束日期"], SheetKind.LEAVE),
        (["姓名", "开始日期", "结束日期", "天数", "状态"], SheetKind.LEAVE),
        (["姓名", "类型", "起止时间"], SheetKind.LEAVE),
    ],
    ids=" ".join,
)
def test_a_sheet_is_known_by_its_headers(header, kind):
    columns = columns_of(header)

    assert (kind_resembled(columns), missing_fields(kind, columns)) == (kind, [])


@pytest.mark.parametrize("header", [["企业名称", "开始日期", "结束日期"], ["姓名"], ["工号", "部门"], []])
def test_other_rows_head_nothing(header):
    assert kind_resembled(columns_of(header)) is None


def test_titles_notes_and_blank_rows_may_stand_above_the_header():
    title = ["教师企业实践登记台账", "", "", "", "", "", ""]
    note = ["说明:日期可填到日", "", "", "姓名", "", "", ""]
    sheet = Sheet("台账", [title, note, [""] * 7, PLACEMENT_HEADER, ROW])

    assert only_placement(read(sheet)).reference == "台账!5"


def test_of_a_header_of_two_storeys_the_lower_one_holds():
    upper = ["工号", "姓名", "企业名称", "实践时间", "", "工作量比例", "状态"]
    sheet = Sheet("台账", [upper, PLACEMENT_HEADER, ROW])

    placement = only_placement(read(sheet))

    assert (placement.started_on, placement.finished_on) == MARCH


def test_columns_are_named_as_written_in_the_header():
    sheet = placements(
        row_with(开始日期="?"), header=["工号", "姓名", "企业名称", "开始\n日期 *", "结束日期", "", ""]
    )

    assert errors(read(sheet)) == [("台账", 2, "开始\n日期 *", "not_a_date")]


@pytest.mark.parametrize(
    "row",
    [
        [""] * 7,
        [" ", "\u3000", "", "", "", "", ""],
        [],
        ["合计", "", "", 62.0, "", "", ""],
        ["总 计", "林一", "", "", "", "", ""],
        ["", "小计", "", "", "", "", ""],
        ["填表人:王五", "", "", "审核人:赵六", "", "", ""],
        ["审核人", "", "", "", "", "", ""],
        ["备注:按学年统计", "林一", "", "2021-03-01", "", "", ""],
        ["说明", "", "", "", "", "", ""],
        ["", "", "华锦化工", "", "", "100", "已认定"],
        PLACEMENT_HEADER,
        ["工 号", "姓名", "企业名称", "开始日期", "结束日期", "工作量比例", "状态"],
    ],
)
def test_rows_that_are_no_records_are_skipped(row):
    assert read(placements(ROW, row, row_with(工号="1002"))) == read(
        Sheet("台账", [PLACEMENT_HEADER, ROW, [""] * 7, row_with(工号="1002")])
    )


def test_foot_rows_of_teachers_and_leave_sheets_are_skipped():
    ledger = read(
        teachers(["1001", "林一"], ["合计", 150.0], ["", "", "专业课教师"]),
        leave(["", "", "产假", "", ""], ["小计", "", "", "", ""]),
        placements(ROW),
    )

    assert (listed(ledger), errors(ledger)) == (["1001"], [])


def test_a_cell_merged_downwards_holds_for_each_of_its_rows():
    # The reader of workbooks repeats the cell in every row it covers.
    second = row_with(开始日期="2022-03-01", 结束日期="2022-03-31")

    ledger = read(placements(ROW, second, ["合计", "", "", "", "", "", ""]))

    assert [each.started_on for each in facts_of(ledger, "1001").placements] == [date(2021, 3, 1), date(2022, 3, 1)]


def test_a_row_shorter_than_its_header_ends_in_empty_cells():
    assert errors(read(placements(["1001", "林一", "华锦", "2021-03-01"]))) == [
        ("台账", 2, "结束日期", "required_empty")
    ]


def test_an_english_ledger_reads_like_a_chinese_one():
    english = placements(
        ["1001", "Lin", "Huajin", "2021-03-01", "2021-03-31", "half", "submitted"],
        header=["staff_no", "name", "enterprise", "started_on", "finished_on", "share", "status"],
    )
    chinese = placements(["1001", "Lin", "Huajin", "2021-03-01", "2021-03-31", "半职", "待审核"])

    assert read(english) == read(chinese)


def test_a_leave_sheet_may_give_its_days_as_a_period():
    ledger = read(placements(ROW), leave(["林一", "产假", "2022年1-3月"], header=["姓名", "请假类型", "起止时间"]))

    assert facts_of(ledger, "1001").leaves == (Period(date(2022, 1, 1), date(2022, 3, 31)),)
