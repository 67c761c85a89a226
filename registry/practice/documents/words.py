"""The words for every kind and state of practice, in both languages, in one place. Keys come from the models."""

from typing import NamedTuple

from registry.platform.language import Language
from registry.policy.model import MonthBasis
from registry.practice.model import (
    NotCounted,
    PlacementState,
    PostCategory,
    PracticeForm,
    StandingState,
    YearlyState,
)
from registry.practice.records import DutyMode, FirmRelation, NoticeKind, Step
from registry.practice.rules.progress import Progress


class Words(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """The words in one language."""
        return self.en if language is Language.EN else self.zh


STATES = {
    StandingState.MET: Words("达标", "met"),
    StandingState.AT_RISK: Words("预警", "at risk"),
    StandingState.LAPSED: Words("不再达标", "lapsed"),
    StandingState.SHORT: Words("未达标", "short"),
    StandingState.UNKNOWN: Words("资料待补", "unknown"),
    StandingState.NOT_YET_DUE: Words("未到考核期", "not yet due"),
    StandingState.EXEMPT: Words("不作要求", "exempt"),
}

SHAPES = {
    StandingState.MET: "●",
    StandingState.AT_RISK: "◐",
    StandingState.LAPSED: "◌",
    StandingState.SHORT: "○",
    StandingState.UNKNOWN: "?",
    StandingState.NOT_YET_DUE: "–",
    StandingState.EXEMPT: "·",
}

URGENCY = (
    StandingState.LAPSED,
    StandingState.SHORT,
    StandingState.UNKNOWN,
    StandingState.AT_RISK,
    StandingState.NOT_YET_DUE,
    StandingState.MET,
    StandingState.EXEMPT,
)
"""The states in the order in which somebody has to act."""

CATEGORIES = {
    PostCategory.PROFESSIONAL: Words("专业课教师", "professional"),
    PostCategory.INSTRUCTOR: Words("实习指导教师", "instructor"),
    PostCategory.PUBLIC: Words("公共基础课教师", "public"),
}

YEARLY_STATES = {
    YearlyState.MET: Words("已完成", "done"),
    YearlyState.OPEN: Words("进行中", "open"),
    YearlyState.SHORT: Words("未完成", "short"),
    YearlyState.WAIVED: Words("因假免计", "waived"),
    YearlyState.NOT_YET_DUE: Words("未到考核期", "not yet due"),
    YearlyState.EXEMPT: Words("不作要求", "exempt"),
}

YEARLY_SHAPES = {
    YearlyState.MET: "●",
    YearlyState.OPEN: "◐",
    YearlyState.SHORT: "○",
    YearlyState.WAIVED: "–",
    YearlyState.NOT_YET_DUE: "–",
    YearlyState.EXEMPT: "·",
}

PLACEMENT_STATES = {
    PlacementState.PLANNED: Words("计划", "planned"),
    PlacementState.APPROVED: Words("已批准", "approved"),
    PlacementState.SUBMITTED: Words("待审核", "submitted"),
    PlacementState.CONFIRMED: Words("企业已确认", "confirmed"),
    PlacementState.DISPUTED: Words("企业有异议", "disputed"),
    PlacementState.VERIFIED: Words("已认定", "verified"),
    PlacementState.RETURNED: Words("已退回", "returned"),
    PlacementState.REJECTED: Words("未通过", "rejected"),
    PlacementState.VOIDED: Words("已作废", "voided"),
    PlacementState.WITHDRAWN: Words("已撤回", "withdrawn"),
}

FORMS = {
    PracticeForm.POST_WORK: Words("顶岗", "post work"),
    PracticeForm.SECONDMENT: Words("挂职", "secondment"),
    PracticeForm.VISIT: Words("考察观摩", "visit"),
    PracticeForm.SKILL_TRAINING: Words("技能培训", "skill training"),
    PracticeForm.RESEARCH: Words("研发", "research"),
    PracticeForm.INTERN_SUPERVISION: Words("指导实习", "intern supervision"),
    PracticeForm.TRAINING_BASE: Words("实训基地", "training base"),
    PracticeForm.ONLINE: Words("线上", "online"),
    PracticeForm.OTHER: Words("其他", "other"),
}

NOT_COUNTED = {
    NotCounted.NOT_VERIFIED: Words("未认定", "not verified"),
    NotCounted.FORM_EXCLUDED: Words("形式不计", "form does not count"),
    NotCounted.AFTER_DATE: Words("截止日后", "after the date"),
    NotCounted.OUTSIDE_WINDOW: Words("统计窗口外", "outside the window"),
    NotCounted.BEFORE_DUTY: Words("任教前", "before the post"),
    NotCounted.LEAVE: Words("请假", "on leave"),
    NotCounted.COVERED_ALREADY: Words("已由其他实践覆盖", "covered by another placement"),
}

NOTICES = {
    NoticeKind.OVERLAPS_PLACEMENT: Words(
        "与另一段实践日期重叠,同一天只计一次", "overlaps another placement; a day counts once"
    ),
    NoticeKind.OVERLAPS_LEAVE: Words("与请假日期重叠,请假的日子不计", "overlaps leave; days of leave do not count"),
    NoticeKind.NOT_FINISHED: Words("实践尚未结束", "not finished yet"),
    NoticeKind.IN_TERM: Words("有上课期间的日子,请核对课务安排", "days in term: compare with the timetable"),
    NoticeKind.WEEKEND: Words("出勤日期中有周末,请核对", "attendance on a weekend: compare with the firm's list"),
}

DUTY_MODES = {
    DutyMode.OFF_DUTY: Words("脱产", "off-duty"),
    DutyMode.HALF_DUTY: Words("半脱产", "half-duty"),
    DutyMode.ON_DUTY: Words("不脱产", "on-duty"),
}

FIRM_RELATIONS = {
    FirmRelation.NONE: Words("无", "none"),
    FirmRelation.OWN: Words("本人企业", "own firm"),
    FirmRelation.RELATIVE: Words("亲属企业", "a relative's firm"),
}

STEPS = {
    Step.APPROVE: Words("批准", "approve"),
    Step.SUBMIT: Words("提交", "submit"),
    Step.CONFIRM: Words("确认", "confirm"),
    Step.DISPUTE: Words("提出异议", "dispute"),
    Step.VERIFY: Words("认定", "verify"),
    Step.RETURN: Words("退回", "return"),
    Step.REJECT: Words("不予认定", "reject"),
    Step.UNDO_REJECTION: Words("撤销不予认定", "undo the rejection"),
    Step.WITHDRAW: Words("撤回", "withdraw"),
    Step.VOID: Words("作废", "void"),
}

MONTH_BASES = {
    MonthBasis.THIRTY_DAYS: Words("三十天为一个月", "thirty days are a month"),
    MonthBasis.CALENDAR_MONTH: Words("按当月天数折算", "by the days of each calendar month"),
}

PROGRESS = {
    Progress.ENOUGH: Words("已够", "enough"),
    Progress.UNDER_WAY: Words("实践中", "under way"),
    Progress.WAITING: Words("待认定", "waiting for recognition"),
    Progress.NOT_BEGUN: Words("未启动", "not begun"),
    Progress.NOT_ASKED: Words("本年不要求", "not asked this year"),
}
