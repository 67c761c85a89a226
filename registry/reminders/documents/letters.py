"""The letters of chasing and of what comes by itself: figures with their day, basis and rule, and what to do.

A letter is written once and kept as it was sent, so it is in Chinese alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from registry.certificates.model import Doubt
from registry.kernel.citations import Citation
from registry.kernel.quantities import HUNDREDTHS, months_shown
from registry.platform.language import Language
from registry.policy.model import MonthBasis, PracticePolicy
from registry.practice.documents.figures import credit_shown, period_shown
from registry.practice.documents.wording import basis_line, outlook_line, required_words, rule_line_shown
from registry.practice.documents.words import PROGRESS, STATES
from registry.practice.model import StandingState
from registry.practice.records import Placement
from registry.practice.rules.board import BoardRow, SchoolSums
from registry.practice.rules.overview import RuleVersion
from registry.practice.rules.progress import Progress
from registry.reminders.model.messages import About, BatchKind, Letter

ZH = Language.ZH
DOUBTS = {
    Doubt.PRACTICE: (
        "所依据的企业实践已更正或作废(可能由其他学校办理)",
        "内容不再属实的,请换发或撤销;仍然属实的,不用办理。",
    ),
    Doubt.KEY: ("签名的密钥已泄露,电子签名不再可信", "请换发。"),
}
"""Why a certificate is to be looked at again, and what is to be done."""
TITLES = {
    BatchKind.YEARLY: "请安排本学年企业实践",
    BatchKind.PAPERS: "请补齐企业实践材料",
    BatchKind.LAPSE: "企业实践即将不再达标",
    BatchKind.SHORT: "企业实践未达标,请安排",
    BatchKind.REPORT: "催报:请核对并办理本校教师企业实践",
}
TO_DO = {
    BatchKind.YEARLY: "请与所在部门商定企业和时间,在系统中登记实践计划;结束后上传企业盖章的鉴定表并提交。",
    BatchKind.PAPERS: "请打开自己的实践记录,核对企业确认和鉴定表等材料是否齐全;缺少的请补传,未登记的经历请补录。",
    BatchKind.LAPSE: "请在上述日期以前安排企业实践并提交认定,先与所在部门商定时间,在系统中登记计划。",
    BatchKind.SHORT: "请与所在部门商定企业和时间,登记实践计划;已完成而未登记的实践请补录并上传证明。",
}
UNCONFIRMED = "(待核实)"


class Rule(NamedTuple):
    """Whose rule answers on the day: the policy in force, None before any, and its version."""

    policy: PracticePolicy | None
    version: RuleVersion


def chase_letter(kind: BatchKind, row: BoardRow, rule: Rule, on: date) -> Letter:
    """What one teacher is told."""
    figures = _year_lines(row, rule) if kind is BatchKind.YEARLY else _window_lines(kind, row, rule)
    return _to_teacher(TITLES[kind], row, [f"截至 {on}:", *figures], rule, TO_DO[kind])


def lapse_letter(row: BoardRow, rule: Rule, on: date) -> Letter:
    """What a teacher is told, unasked, whose requirement is soon no longer met."""
    return chase_letter(BatchKind.LAPSE, row, rule, on)


def report_letter(line: SchoolSums, meant: int, rule: Rule, on: date) -> Letter:
    """What the personnel office of a school is told: counts only, the names are on its own board."""
    sums, policy = line.sums, rule.policy
    steps = "、".join(f"{PROGRESS[each].zh} {sums.progress[each]} 人" for each in Progress if each in _TOLD)
    states = "、".join(f"{STATES[each].zh} {sums.states[each]} 人" for each in sums.states if sums.states[each])
    values = (policy.months_per_window, policy.months_per_year) if policy else ()
    cited = "、".join(_cited(value.citation) for value in values if value)
    lines = [
        f"截至 {on},贵校在册 {sums.people} 人,本学年应实践 {sums.asked} 人:{steps}。",
        f"近五年达标情况:{states or '没有教师'}。",
        f"其中本次催报涉及 {meant} 人。",
        *([f"依据:{cited}。"] if cited else []),
        *([f"口径:{basis_line(policy, ZH)}。"] if policy else []),
        rule_line_shown(rule.version, on, ZH) + "。",
        "请核对名单,催办未启动和未达标的教师,及时认定已提交的实践;名单见本校看板。",
    ]
    return Letter(TITLES[BatchKind.REPORT], "\n".join(lines), About.BOARD, line.school_id)


def hand_in_letter(placements: Sequence[Placement], on: date) -> Letter:
    """What a teacher is told whose practice is over and was not handed in."""
    named = [f"{each.enterprise_name}({each.started_on} 至 {each.finished_on})" for each in placements]
    lines = [
        f"截至 {on},以下企业实践已经结束,尚未提交:{'、'.join(named)}。",
        "未提交的实践不能认定,不计入天数。请上传企业盖章的鉴定表并提交;没有成行的请撤回。",
    ]
    return Letter("企业实践已结束,请提交材料", "\n".join(lines), About.PLACEMENT, placements[0].id)


def approve_letter(plans: Sequence[Placement], names: Sequence[str], days: int, on: date) -> Letter:
    """What somebody is told for whom plans wait."""
    listed = "、".join(
        f"{name}({plan.enterprise_name},{plan.started_on} 至 {plan.finished_on})"
        for name, plan in zip(names, plans, strict=True)
    )
    lines = [f"截至 {on},以下 {len(plans)} 份实践计划等您审批已满 {days} 天:{listed}。", "请及时审批,以免误期。"]
    return Letter("有实践计划等您审批", "\n".join(lines), About.PLANS, None)


def certificates_letter(certificates: Mapping[Doubt, Sequence[str]], on: date) -> Letter:
    """What a personnel office is told whose certificates are to be looked at again.

    `certificates`: for each doubt kind, number and name of each, as an office would say them.
    """
    lines = [f"截至 {on},本校出具的以下证明仍为有效,请逐份办理。"]
    for doubt, named in certificates.items():
        why, what_to_do = DOUBTS[doubt]
        lines.append(f"{why},{len(named)} 份:{'、'.join(named)}。{what_to_do}")
    return Letter("有证明要换发或撤销", "\n".join(lines), About.CERTIFICATES, None)


_TOLD = (Progress.ENOUGH, Progress.UNDER_WAY, Progress.WAITING, Progress.NOT_BEGUN)


def _to_teacher(title: str, row: BoardRow, told: Sequence[str], rule: Rule, to_do: str) -> Letter:
    basis = [f"口径:{basis_line(rule.policy, ZH)}。"] if rule.policy else []
    lines = [f"{row.name}老师:", *told, *basis, rule_line_shown(rule.version, row.standing.on, ZH) + "。", to_do]
    return Letter(title, "\n".join(lines), About.TEACHER, row.person_id)


def _year_lines(row: BoardRow, rule: Rule) -> list[str]:
    duty, asked = row.duty, rule.policy.months_per_year if rule.policy else None
    if duty is None or asked is None:
        return [f"本学年企业实践:{PROGRESS[row.progress].zh}。"]
    missing = max(Fraction(asked.value) - duty.months, Fraction(0))
    return [
        f"本学年({period_shown(duty.year, ZH)})企业实践应满 {asked.value} 个月,已认定 {_shown(duty.months)},"
        f"还差 {_shown(missing)}{_in_days(missing, rule.policy)},目前“{PROGRESS[row.progress].zh}”。",
        f"依据:{_cited(asked.citation)}。",
    ]


def _window_lines(kind: BatchKind, row: BoardRow, rule: Rule) -> list[str]:
    found = row.standing
    if found.credit is None or found.window is None:
        return [f"企业实践:{STATES[found.state].zh};本学年“{PROGRESS[row.progress].zh}”。"]
    at_least = "至少 " if found.state is StandingState.UNKNOWN else ""
    lines = [
        f"统计期({period_shown(found.window, ZH)})内已认定 {at_least}{credit_shown(found.credit, ZH)},"
        f"{required_words(found, ZH)};{outlook_line(found, ZH)}。"
    ]
    if found.lapses_on is not None:
        lines.append(f"此后若不再实践,{found.lapses_on} 起不再达标。")
    if kind is BatchKind.PAPERS:
        lines.append(f"本学年“{PROGRESS[row.progress].zh}”。")
    if found.citation is not None:
        lines.append(f"依据:{_cited(found.citation)}。")
    return lines


def _shown(months: Fraction) -> str:
    """Months as they are shown everywhere, and exactly where two decimals do not say it: `0.33 个月(即 1/3)`."""
    if months.denominator == 1:
        return f"{months.numerator} 个月"
    is_exact = HUNDREDTHS % months.denominator == 0
    return f"{months_shown(months)} 个月" + ("" if is_exact else f"(即 {months.numerator}/{months.denominator})")


def _in_days(missing: Fraction, policy: PracticePolicy | None) -> str:
    """The full days that would do, where every full day is worth the same."""
    if not missing or policy is None or policy.month_basis.value is not MonthBasis.THIRTY_DAYS:
        return ""
    return f"(脱产整日 {ceil(missing * policy.days_per_month.value)} 天)"


def _cited(citation: Citation) -> str:
    return f"{citation}{'' if citation.confirmed else UNCONFIRMED}"
