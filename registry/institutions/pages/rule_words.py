"""The practice rule of a jurisdiction in words, value by value, each with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.kernel.citations import Citation
from registry.policy.model import Cited, LeaveRule, MonthBasis, NewcomerRule, PracticePolicy

NONE_SET = "没有规定"
BASIS_WORDS = {
    MonthBasis.THIRTY_DAYS: "满 {n} 天折算一个月",
    MonthBasis.CALENDAR_MONTH: "按当月天数折算",
}
LEAVE_RULE_WORDS = {
    LeaveRule.EXTEND: "请假期间扣除,统计窗口相应前移",
    LeaveRule.IGNORE: "请假不影响统计窗口",
}
NEWCOMER_WORDS = {
    NewcomerRule.PRORATE: "按在岗时间折算要求;在岗不满 {n} 天的未到考核期",
    NewcomerRule.FULL: "自上岗之日起按全部要求",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One value: what it is called, what it says with its gaps, and its source (None: nothing is set).

    `kinds` are words of practice whose names the page knows: forms that do not count, categories that are obliged.
    """

    name: str
    says: str
    gaps: Mapping[str, object]
    source: Citation | None
    kinds: tuple[str, ...] = ()


def rule_lines(policy: PracticePolicy) -> tuple[RuleLine, ...]:
    """Every value of the rule in force, in the order in which people ask."""
    basis, newcomer = policy.month_basis, policy.newcomer
    days = policy.days_per_month.value
    start = policy.year_start.value
    return (
        _figure("五年要求", policy.months_per_window, "{years} 年内累计 {n} 个月", years=policy.window_years.value),
        _figure("年度要求", policy.months_per_year, "每学年 {n} 个月"),
        _line("天数折算", BASIS_WORDS[basis.value], basis, n=days),
        _figure("按出勤日统计的折算", policy.working_days_per_month, "出勤满 {n} 天折算一个月"),
        _line("学年起始", "{month} 月 {day} 日", policy.year_start, month=start.month, day=start.day),
        _line("请假", LEAVE_RULE_WORDS[policy.leave.value], policy.leave),
        _figure("因假免计", policy.yearly_waiver_leave_days, "一学年请假满 {n} 天的,当年免计"),
        _line("新任教师", NEWCOMER_WORDS[newcomer.value], newcomer, n=policy.newcomer_grace_days.value),
        _figure("预警", policy.look_ahead_days, "{n} 天内将不达标的提前预警"),
        _kinds("有要求的教师", policy.obliged_categories),
        _kinds("五年不计的形式", policy.excluded_forms),
        _kinds("年度不计的形式", policy.yearly_excluded_forms),
        _figure("先实践再上岗", policy.pre_post_months, "没有企业工作经历的新任教师先实践 {n} 个月"),
        _figure(
            "企业引进人员免计",
            policy.industry_hire_exempt_years and policy.industry_hire_months,
            "入职前在企业工作满 {n} 个月的,免计 {years} 年",
            years=policy.industry_hire_exempt_years.value if policy.industry_hire_exempt_years else 0,
        ),
    )


def _figure(name: str, cited: Cited[int] | None, says: str, **gaps: object) -> RuleLine:
    if cited is None:
        return RuleLine(name, NONE_SET, {}, None)
    return _line(name, says, cited, n=cited.value, **gaps)


def _line(name: str, says: str, cited: Cited[Any], **gaps: object) -> RuleLine:
    return RuleLine(name, says, gaps, cited.citation)


def _kinds(name: str, cited: Cited[frozenset[str]]) -> RuleLine:
    return RuleLine(name, "" if cited.value else "无", {}, cited.citation, tuple(sorted(cited.value)))
