"""The words for what an answer holds, in both languages, in one place. Keys come from the models; none compute."""

from typing import NamedTuple

from registry.platform.language import Language
from registry.practice.model import NotCounted, PlacementState, PostCategory, StandingState, YearlyState


class Words(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str

    def to(self, language: Language) -> str:
        """The words in one language."""
        return self.en if language is Language.EN else self.zh


NONE = Words("无", "none")
AT_LEAST = Words("至少", "at least")
OUT_OF_REACH = Words("期内补不足", "out of reach")
UNCONFIRMED = Words("待核实", "awaits confirmation")

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

NOT_COUNTED = {
    NotCounted.NOT_VERIFIED: Words("未认定", "not verified"),
    NotCounted.FORM_EXCLUDED: Words("形式不计", "form does not count"),
    NotCounted.AFTER_DATE: Words("截止日后", "after the date"),
    NotCounted.OUTSIDE_WINDOW: Words("统计窗口外", "outside the window"),
    NotCounted.BEFORE_DUTY: Words("任教前", "before the post"),
    NotCounted.LEAVE: Words("请假", "on leave"),
    NotCounted.COVERED_ALREADY: Words("已由其他实践覆盖", "covered by another placement"),
}

INCOMPLETE = Words(
    "资料有错误、未全部计入,改正后结果可能变化",
    "some of the teacher's rows have errors and do not count; the answer may change once they are mended",
)
ERRORS = Words("错误", "Errors")
WARNINGS = Words("提醒", "Warnings")
ERRORS_MEAN = Words(
    "有错误的实践、请假行不计入,名册中有错误的单元格按空白计",
    "placement and leave rows with an error do not count; a faulty cell of the teachers sheet is taken as empty",
)
WARNINGS_MEAN = Words("所在行照常计入", "their rows count")
