"""The columns of an empty ledger: headers that the reader knows, what to write in them, and lists to pick from."""

from typing import NamedTuple

from registry.exchange.documents.words import CATEGORIES, Words
from registry.practice.documents.words import FORMS


class TemplateColumn(NamedTuple):
    """A column to fill in. `look` is its format: `entry`, `entry_text` (digits stay as typed), `entry_list`
    (the same, over several lines) or `entry_date`."""

    header: Words
    width: float
    hint: Words
    required: bool = False
    look: str = "entry"
    choices: tuple[Words, ...] = ()


class TemplateSheet(NamedTuple):
    """A sheet to fill in."""

    name: Words
    title: Words
    columns: tuple[TemplateColumn, ...]


OFF_DUTY, HALF_DUTY, ON_DUTY = Words("脱产", "off-duty"), Words("半脱产", "half-duty"), Words("不脱产", "on-duty")
VERIFIED = Words("已认定", "verified")
SUBMITTED = Words("待审核", "submitted")
RETURNED = Words("已退回", "returned")
REJECTED = Words("未通过", "rejected")
VOIDED = Words("作废", "voided")
WITHDRAWN = Words("已撤回", "withdrawn")
MATERNITY, SICK, STUDY = Words("产假", "maternity"), Words("病假", "sick"), Words("脱产学习", "full-time study")

_STAFF_NO = TemplateColumn(
    Words("工号", "staff_no"),
    11,
    Words("学校给教师的编号,文本,前面的 0 保留", "the school's number, as text"),
    True,
    "entry_text",
)
_NAME = Words("姓名", "name")
_DATE_HINT = Words("填到日,如 2021-07-01", "a day, such as 2021-07-01")

TEACHERS = TemplateSheet(
    Words("教师名册", "Teachers"),
    Words("教师名册", "Teachers"),
    (
        _STAFF_NO,
        TemplateColumn(_NAME, 16, Words("与台账中的写法一致", "as in the other sheets"), True),
        TemplateColumn(Words("部门", "department"), 16, Words("系部或二级学院", "faculty or department")),
        TemplateColumn(
            Words("教师类别", "category"),
            16,
            Words("不填按专业课教师", "professional when empty"),
            choices=tuple(CATEGORIES.values()),
        ),
        TemplateColumn(
            Words("任教开始", "duty_from"),
            14,
            Words("担任该岗位的第一天;一直任教的不填", "first day in the post; empty: since ever"),
            look="entry_date",
        ),
        TemplateColumn(
            Words("任教结束", "duty_to"),
            14,
            Words("离岗的最后一天;在岗的不填", "last day in the post; empty: still held"),
            look="entry_date",
        ),
        TemplateColumn(
            Words("资料起始", "records_from"),
            14,
            Words("从这天起的实践记录是齐全的;都齐全的不填", "records are complete from this day; empty: always"),
            look="entry_date",
        ),
        TemplateColumn(
            Words("学校代码", "school_code"),
            14,
            Words("一所学校可不填", "not needed for one school"),
            look="entry_text",
        ),
        TemplateColumn(
            Words("身份证件号码", "id_number"),
            22,
            Words("可不填;填则必须是文本", "may stay empty; must be text"),
            look="entry_text",
        ),
    ),
)

_SEX = TemplateColumn(
    Words("性别", "sex"), 8, Words("可不填", "may stay empty"), choices=(Words("男", "male"), Words("女", "female"))
)
_BIRTH = TemplateColumn(
    Words("出生日期", "birth_on"),
    14,
    Words("以人事档案为准,可不填", "as the personnel file says; may stay empty"),
    look="entry_date",
)
ROSTER = TEACHERS._replace(columns=(*TEACHERS.columns[:2], _SEX, _BIRTH, *TEACHERS.columns[2:]))
"""The teachers sheet for bringing a roster in: also what no answer needs."""

PLACEMENTS = TemplateSheet(
    Words("企业实践台账", "Placements"),
    Words("教师企业实践台账", "Enterprise practice placements"),
    (
        _STAFF_NO,
        TemplateColumn(_NAME, 16, Words("用来核对工号", "checked against the staff number")),
        TemplateColumn(Words("企业名称", "enterprise"), 30, Words("营业执照上的全称", "the full legal name"), True),
        TemplateColumn(
            Words("统一社会信用代码", "credit_code"),
            22,
            Words("18 位,可不填", "18 characters, may stay empty"),
            look="entry_text",
        ),
        TemplateColumn(Words("岗位", "position"), 17, Words("实践岗位", "the post in the enterprise")),
        TemplateColumn(
            Words("实践形式", "form"),
            13,
            Words("实训基地只计入年度一个月", "a training base counts for the yearly duty only"),
            choices=tuple(FORMS.values()),
        ),
        TemplateColumn(Words("开始日期", "started_on"), 14, _DATE_HINT, True, "entry_date"),
        TemplateColumn(
            Words("结束日期", "finished_on"),
            14,
            Words("最后一天,含当天", "the last day, counted"),
            True,
            "entry_date",
        ),
        TemplateColumn(Words("天数", "days"), 8, Words("可不填;填则与起止日期核对", "checked against the dates")),
        TemplateColumn(
            Words("工作量比例", "share"),
            12,
            Words("1-100 的百分数,不填按 100;与脱产方式填一个即可", "percent, 100 when empty; this or duty_mode"),
        ),
        TemplateColumn(
            Words("脱产方式", "duty_mode"),
            11,
            Words("脱产=100,半脱产=50,不脱产须填出勤日期", "off-duty 100, half-duty 50, on-duty needs attended"),
            choices=(OFF_DUTY, HALF_DUTY, ON_DUTY),
        ),
        TemplateColumn(
            Words("出勤日期", "attended"),
            36,
            Words("不脱产的填,如 2025-03-07;2025-03-14/0.5", "for on-duty, such as 2025-03-07;2025-03-14/0.5"),
            look="entry_list",
        ),
        TemplateColumn(
            Words("状态", "status"),
            11,
            Words("不填按已认定;只有已认定的计算天数", "verified when empty; only verified days count"),
            choices=(VERIFIED, SUBMITTED, RETURNED, REJECTED, VOIDED, WITHDRAWN),
        ),
    ),
)

LEAVES = TemplateSheet(
    Words("请假", "Leave"),
    Words("经批准的长期请假", "Approved leave"),
    (
        _STAFF_NO,
        TemplateColumn(_NAME, 22, Words("用来核对工号", "checked against the staff number")),
        TemplateColumn(
            Words("类型", "kind"),
            26,
            Words("产假、长期病假、脱产学习等,均视为已批准", "every row is taken as approved"),
            choices=(MATERNITY, SICK, STUDY, Words("其他", "other")),
        ),
        TemplateColumn(Words("开始日期", "started_on"), 22, _DATE_HINT, True, "entry_date"),
        TemplateColumn(
            Words("结束日期", "finished_on"),
            16,
            Words("最后一天,含当天", "the last day, counted"),
            True,
            "entry_date",
        ),
    ),
)
