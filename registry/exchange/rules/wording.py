"""The words for every fault, in both languages: what is wrong with the cell and what to do about it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from registry.exchange.model import CellProblem, Fault
from registry.exchange.rules.headers import HEADERS, Field, SheetKind

ENGLISH = "en"
"""The language code that asks for English; any other gives Chinese."""


class _Words(NamedTuple):
    zh: str
    en: str

    def to(self, language: str) -> str:
        return self.en if language == ENGLISH else self.zh


_FAULTS: Mapping[Fault, _Words] = {
    Fault.REQUIRED_EMPTY: _Words("必填项为空,请补填", "required, but empty: fill it in"),
    Fault.NOT_A_DATE: _Words("不是日期,请写成 2021-03-05", "not a date: write it as 2021-03-05"),
    Fault.NUMBER_AS_MONTH: _Words(
        "是数字,分不清 1 月还是 10 月,请写成 2021-01 或 2021-10",
        "a number cannot tell January from October: write 2021-01 or 2021-10",
    ),
    Fault.NOT_A_PERIOD: _Words(
        "不是起止时间,请写成 2021-03-05 至 2021-06-30",
        "not a period: write it as 2021-03-05 至 2021-06-30",
    ),
    Fault.END_BEFORE_START: _Words(
        "结束({finished_on})早于开始({started_on}),请核对",
        "ends ({finished_on}) before it starts ({started_on}): compare with the papers",
    ),
    Fault.SHARE_UNREADABLE: _Words(
        "不是工作量比例,请写整百分数,如 50 或 50%",
        "not a share of working time: write a whole percentage such as 50 or 50%",
    ),
    Fault.SHARE_OUT_OF_RANGE: _Words("工作量比例应在 1% 到 100% 之间", "a share is 1 % to 100 %"),
    Fault.SHARE_DISAGREES: _Words(
        "与脱产方式不符(该方式为 {percent}%),请核对",
        "disagrees with the duty mode, which stands for {percent} %: compare with the papers",
    ),
    Fault.UNKNOWN_STATUS: _Words(
        "不认识的状态,可写 已认定、待审核、已退回、未通过、作废、已撤回",
        "unknown status: write verified, submitted, returned, rejected, voided or withdrawn",
    ),
    Fault.UNKNOWN_CATEGORY: _Words(
        "不认识的教师类别,可写 专业课教师、实习指导教师、公共基础课教师",
        "unknown category: write professional, instructor or public",
    ),
    Fault.UNKNOWN_DUTY_MODE: _Words(
        "不认识的脱产方式,可写 脱产、半脱产、不脱产",
        "unknown duty mode: write 脱产 (off-duty), 半脱产 (half-duty) or 不脱产 (on-duty)",
    ),
    Fault.ATTENDANCE_MISSING: _Words(
        "不脱产按出勤日期计算,请填写出勤日期",
        "on-duty practice counts by attended dates: list them",
    ),
    Fault.ATTENDANCE_UNREADABLE: _Words(
        "有 {count} 处不是出勤日期(第一处:{first}),请写成 2021-03-05;2021-03-06/0.5",
        "{count} of the entries name no attended day (the first: {first}): write 2021-03-05;2021-03-06/0.5",
    ),
    Fault.ATTENDANCE_OUTSIDE: _Words(
        "有 {count} 天不在实践起止日期之内(第一天:{first}),请核对",
        "{count} of the days lie outside the placement (the first: {first}): compare with the papers",
    ),
    Fault.PERSON_UNKNOWN: _Words("教师名册中没有此人", "not in the teachers sheet"),
    Fault.NAME_DIFFERS: _Words(
        "姓名与工号不符(该工号的姓名为 {expected}),请核对",
        "not the name of this staff number, which is {expected}: compare with the papers",
    ),
    Fault.NAME_AMBIGUOUS: _Words(
        "有几位教师同名(工号 {staff_nos}),请加工号列",
        "several teachers have this name (staff numbers {staff_nos}): add a column of staff numbers",
    ),
    Fault.STAFF_NO_EMPTY: _Words("有姓名而工号为空,请补填工号", "a name without its staff number: fill it in"),
    Fault.ID_NUMBER_WRONG: _Words(
        "不是有效的 18 位身份证号码(校验码不符),请核对",
        "not a valid ID number of 18 characters (its check digit is wrong): compare with the card",
    ),
    Fault.ID_NUMBER_AS_NUMBER: _Words(
        "身份证号码存成了数字,后几位已丢失,请把单元格设为文本后重填",
        "the ID number arrived as a number and lost its last digits: format the cell as text and fill it in again",
    ),
    Fault.PERIOD_DISAGREES: _Words(
        "起止时间与开始日期、结束日期不一致,请改成一致或只留一种",
        "differs from the start and end beside it: make them agree or keep one",
    ),
    Fault.EXCEL_ERROR: _Words("单元格是 Excel 的错误值,请改正公式后重填", "an Excel error value: mend the formula"),
    Fault.DAYS_DIFFER: _Words(
        "与起止日期不符:首尾都算为 {calendar} 天", "differs from the dates: {calendar} days, both ends counted"
    ),
    Fault.NOT_ON_ROSTER: _Words(
        "本校在册教师中没有此工号,请先导入或登记该教师",
        "nobody of this school has this staff number: bring in or enter the teacher first",
    ),
    Fault.OTHER_SCHOOL: _Words("不是本校的学校代码({expected})", "not the code of this school, which is {expected}"),
    Fault.CREDIT_CODE_WRONG: _Words(
        "统一社会信用代码校验不符,未采用;企业按名称登记",
        "not a valid credit code: left out, the firm is known by name",
    ),
    Fault.ID_NUMBER_UNCHECKED: _Words(
        "没有校验位的证件号码(如护照、旧十五位),不登记", "a number without a check digit is not kept"
    ),
    Fault.NEEDS_CORRECTION: _Words(
        "已认定的记录与此行不同({differs});请选择“更正已认定的记录”重新预检,或在该记录上办理更正",
        "differs from a verified placement ({differs}): ask for corrections and check again, or correct it there",
    ),
    Fault.CONFIRMED_ALREADY: _Words(
        "该实践当前为“{state}”,与此行不同({differs});请先退回该记录再导入",
        "differs from a placement that is {state} ({differs}): return it first",
    ),
    Fault.STANDS_OTHERWISE: _Words(
        "系统中该实践为“{state}”,保持不变", "this placement is {state} in the registry and stays so"
    ),
    Fault.LEAVE_THERE: _Words(
        "与已登记的请假重叠,重叠的日子不重复登记",
        "overlaps leave that is entered already: such days are entered once",
    ),
    Fault.TOO_LONG: _Words(
        "超过 {most} 字(现有 {length} 字),请缩短", "longer than {most} characters ({length} of them): shorten it"
    ),
    Fault.REFUSED: _Words("{words}", "{words}"),
}
_KINDS: Mapping[SheetKind, _Words] = {
    SheetKind.TEACHERS: _Words("教师名册", "teachers"),
    SheetKind.PLACEMENTS: _Words("企业实践台账", "placements"),
    SheetKind.LEAVE: _Words("请假", "leave"),
}
_NO_SHEET = _Words("没有工作表", "there is no sheet")
_NO_PLACEMENTS = _Words(
    "没有找到企业实践台账(表头应有 姓名或工号、企业名称、开始日期、结束日期);见到的工作表:{seen}",
    "no placements sheet (its headers: name or staff_no, enterprise, started_on, finished_on); sheets seen: {seen}",
)
_NO_SHEET_OF_KIND = _Words(
    "没有找到{kind}(表头应有 {headers});见到的工作表:{seen}",
    "no {kind} sheet (its headers: {headers}); sheets seen: {seen}",
)
_LACKS = _Words("“{sheet}”像是{kind},缺少 {missing}", "'{sheet}' looks like {kind} but lacks {missing}")


def say(problem: CellProblem, language: str) -> str:
    """What is wrong with the cell, in one line. `language` is `zh` or `en`."""
    return _FAULTS[problem.fault].to(language).format_map(problem.details)


def say_lacking(sheet: str, kind: SheetKind, missing: Iterable[Field], language: str) -> str:
    """Which headers a sheet lacks."""
    names = [field.value if language == ENGLISH else HEADERS[field][0] for field in missing]
    separator = ", " if language == ENGLISH else "、"
    return _LACKS.to(language).format(sheet=sheet, kind=_KINDS[kind].to(language), missing=separator.join(names))


def say_no_placements(seen: Sequence[tuple[str, SheetKind | None]], language: str) -> str:
    """That no sheet is a placements sheet, and what the sheets were taken for."""
    return _NO_PLACEMENTS.to(language).format(seen=_sheets_seen(seen, language))


def say_none_of_kind(kind: SheetKind, seen: Sequence[tuple[str, SheetKind | None]], language: str) -> str:
    """That no sheet is of the kind asked for, and what the sheets were taken for."""
    if kind is SheetKind.PLACEMENTS:
        return say_no_placements(seen, language)
    required = [Field.STAFF_NO, Field.NAME]
    if kind is SheetKind.LEAVE:
        required = [Field.STAFF_NO, Field.KIND, Field.STARTED_ON, Field.FINISHED_ON]
    named = "、".join(field.value if language == ENGLISH else HEADERS[field][0] for field in required)
    facts = {"kind": _KINDS[kind].to(language), "headers": named, "seen": _sheets_seen(seen, language)}
    return _NO_SHEET_OF_KIND.to(language).format_map(facts)


def _sheets_seen(seen: Sequence[tuple[str, SheetKind | None]], language: str) -> str:
    sheets = [f"{name}({_KINDS[kind].to(language)})" if kind else name for name, kind in seen]
    return "、".join(sheets) or _NO_SHEET.to(language)
