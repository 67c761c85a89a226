"""What the words of a header row mean: which column holds what, and which kind of sheet they head.

A sheet is known by its headers, whatever its name. Knows nothing about the rows beneath.
"""

import re
from collections.abc import Mapping, Sequence, Set
from enum import StrEnum
from functools import lru_cache

from registry.exchange.rules.cells import compact
from registry.kernel.sheets import Cell


class SheetKind(StrEnum):
    """The kinds of sheet that a ledger is made of."""

    TEACHERS = "teachers"
    PLACEMENTS = "placements"
    LEAVE = "leave"


class Field(StrEnum):
    """What a column holds. `APPRAISAL` is a status in other words; a sheet may have both."""

    STAFF_NO = "staff_no"
    NAME = "name"
    DEPARTMENT = "department"
    CATEGORY = "category"
    DUTY_FROM = "duty_from"
    DUTY_TO = "duty_to"
    RECORDS_FROM = "records_from"
    SCHOOL_CODE = "school_code"
    ID_NUMBER = "id_number"
    ENTERPRISE = "enterprise"
    CREDIT_CODE = "credit_code"
    POSITION = "position"
    FORM = "form"
    STARTED_ON = "started_on"
    FINISHED_ON = "finished_on"
    PERIOD = "period"
    DAYS = "days"
    SHARE = "share"
    DUTY_MODE = "duty_mode"
    ATTENDED = "attended"
    STATUS = "status"
    APPRAISAL = "appraisal"
    KIND = "kind"


HEADERS: Mapping[Field, tuple[str, ...]] = {
    Field.STAFF_NO: ("工号", "教工号", "职工号", "教职工号", "教师工号", "编号", "staff number"),
    Field.NAME: ("姓名", "教师姓名"),
    Field.DEPARTMENT: ("部门", "系部", "二级学院", "所在部门", "院系"),
    Field.CATEGORY: ("教师类别", "教师类型"),
    Field.DUTY_FROM: ("任教开始", "入职任教时间", "任教开始日期", "任教开始时间"),
    Field.DUTY_TO: ("任教结束", "任教结束日期", "任教结束时间"),
    Field.RECORDS_FROM: ("资料起始", "资料起始日期"),
    Field.SCHOOL_CODE: ("学校代码",),
    Field.ID_NUMBER: ("身份证件号码", "身份证号码", "身份证号"),
    Field.ENTERPRISE: (
        *("企业名称", "实践单位", "实践企业", "实践单位名称", "实践企业名称", "单位名称"),
        *("企业", "企业全称", "实践地点", "实践单位全称", "接收单位", "接收企业"),
    ),
    Field.CREDIT_CODE: ("统一社会信用代码", "信用代码"),
    Field.POSITION: ("岗位", "实践岗位"),
    Field.FORM: ("实践形式", "形式"),
    Field.STARTED_ON: ("开始日期", "开始时间", "起始日期", "起始时间", "实践开始日期", "实践开始时间", "start date"),
    Field.FINISHED_ON: ("结束日期", "结束时间", "终止日期", "截止日期", "实践结束日期", "实践结束时间", "end date"),
    Field.PERIOD: ("起止时间", "实践时间", "起止日期", "起止年月", "实践起止时间"),
    Field.DAYS: ("天数",),
    Field.SHARE: ("工作量比例",),
    Field.DUTY_MODE: ("脱产方式",),
    Field.ATTENDED: ("出勤日期",),
    Field.STATUS: ("状态",),
    Field.APPRAISAL: ("考核结果", "鉴定结论"),
    Field.KIND: ("类型", "请假类型", "请假类别", "假别"),
}
"""The Chinese headers of each column, the usual one first; the English header is the field's own name."""

_WEAK_HEADERS = frozenset({"编号", "单位名称"})
"""Headers that may mean another thing (a running number, the school) where a clearer one stands beside them."""

_HINT = re.compile(r"\((?:必填|选填|可选|可空|required|optional|%|百分比|天|格式.*|如.*|例.*|y{2,4}.*|年.*)\)$")

_PERSON = frozenset({Field.STAFF_NO, Field.NAME})
_DATES = frozenset({Field.STARTED_ON, Field.FINISHED_ON, Field.PERIOD})
_ONLY_OF_TEACHERS = frozenset({Field.CATEGORY, Field.DUTY_FROM, Field.DUTY_TO, Field.RECORDS_FROM})
_ONLY_OF_PLACEMENTS = frozenset({Field.FORM, Field.SHARE, Field.DUTY_MODE, Field.ATTENDED})
_NOT_OF_LEAVE = frozenset({Field.POSITION, Field.CREDIT_CODE})

_OTHER_THINGS = ("职务", "任职", "职称", "课程", "培训", "进修", "项目", "班级", "合同", "比赛", "获奖")

Columns = Mapping[Field, int]


def columns_of(row: Sequence[Cell]) -> dict[Field, int]:
    """Where the row names a column we know. Of several with one meaning the first clear one holds."""
    found: dict[Field, int] = {}
    weak: set[Field] = set()
    for index, cell in enumerate(row):
        field, is_weak = _meaning(cell) if isinstance(cell, str) else (None, False)
        if field is None or (field in found and (is_weak or field not in weak)):
            continue
        found[field] = index
        if is_weak:
            weak.add(field)
        else:
            weak.discard(field)
    return found


def header_word(cell: Cell) -> str:
    """A header without blanks, stars, and remarks such as (必填)."""
    word = compact(cell).strip("*").casefold()
    return _HINT.sub("", word).strip("*").replace("_", "").replace("-", "")


def speaks_of_other_things(row: Sequence[Cell]) -> bool:
    """Whether headers show that persons and dates beneath are no leave: posts held, courses, contracts, awards."""
    words = [header_word(cell) for cell in row if isinstance(cell, str)]
    return any(mark in word for word in words for mark in _OTHER_THINGS)


def kind_resembled(columns: Columns) -> SheetKind | None:
    """The kind of sheet that such columns would head, complete or not; None where they name no person.

    In doubt a sheet is taken for placements that lack a header, which is refused aloud, never for leave.
    """
    named = columns.keys()
    if not named & _PERSON:
        return None
    if named & _ONLY_OF_PLACEMENTS:
        return SheetKind.PLACEMENTS
    return _kind_with_dates(named) if named & _DATES else _kind_without_dates(named)


def missing_fields(kind: SheetKind, columns: Columns) -> list[Field]:
    """The required columns that a sheet of this kind lacks. A period stands for start and end."""
    named = columns.keys()
    if kind is SheetKind.TEACHERS:
        return [field for field in (Field.STAFF_NO, Field.NAME) if field not in named]
    required = [] if Field.PERIOD in named else [Field.STARTED_ON, Field.FINISHED_ON]
    if kind is SheetKind.PLACEMENTS:
        required.insert(0, Field.ENTERPRISE)
    return [field for field in required if field not in named]


def is_unmistakable(kind: SheetKind, columns: Columns) -> bool:
    """Whether an incomplete header row still shows clearly enough that rows of this kind stand beneath it.

    A list of contacts (姓名, 单位名称, 电话) is none; a name with a teacher's category is one.
    """
    if kind is SheetKind.TEACHERS:
        return True
    return len(columns.keys() - _PERSON - {Field.DEPARTMENT, Field.SCHOOL_CODE, Field.ID_NUMBER}) > 1


def _kind_with_dates(named: Set[Field]) -> SheetKind:
    if Field.ENTERPRISE in named:
        return SheetKind.PLACEMENTS
    if Field.KIND in named:
        return SheetKind.PLACEMENTS if named & _NOT_OF_LEAVE else SheetKind.LEAVE
    if named & _ONLY_OF_TEACHERS:
        return SheetKind.TEACHERS
    return SheetKind.PLACEMENTS if named & (_NOT_OF_LEAVE | {Field.PERIOD, Field.APPRAISAL}) else SheetKind.LEAVE


def _kind_without_dates(named: Set[Field]) -> SheetKind | None:
    if named & _ONLY_OF_TEACHERS:
        return SheetKind.TEACHERS
    if Field.ENTERPRISE in named:
        return SheetKind.PLACEMENTS
    return SheetKind.TEACHERS if named >= _PERSON else None


@lru_cache(maxsize=4096)
def _meaning(cell: str) -> tuple[Field | None, bool]:
    word = header_word(cell)
    return _FIELD_OF.get(word), word in _WEAK_HEADERS


_FIELD_OF = {header_word(word): field for field, words in HEADERS.items() for word in words} | {
    header_word(field.value): field for field in Field
}
