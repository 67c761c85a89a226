"""What is wrong with a plan for many, who makes it into placements, and what no longer lets it be withdrawn. Pure."""

from collections.abc import Iterable
from datetime import date

from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict
from registry.practice.model import PlacementState
from registry.practice.records import Placement
from registry.practice.records.planning import BatchContent, LineContent, content_of_line
from registry.practice.rules.counting import FULL_SHARE
from registry.practice.rules.entry import content_faults
from registry.practice.rules.lifecycle import STATE_WORDS

WITHDRAWN_WITH_IT = frozenset({PlacementState.PLANNED, PlacementState.WITHDRAWN})
"""The states of its placements in which a plan can be withdrawn: asked for and not approved yet, or gone already."""


def batch_faults(content: BatchContent, today: date, *, is_whole: bool = False) -> dict[str, str]:
    """Every field that cannot stand, by its name; of a plan that `is_whole` also what must not stay open."""
    faults = past_faults(content, today)
    if not content.name.strip():
        faults["name"] = "请给计划起个名称,如 2027 年暑假企业实践"
    if not 1 <= content.share_percent <= FULL_SHARE:
        faults["share_percent"] = "工作量比例应为 1 到 100 的整数"
    if content.started_on and content.finished_on and content.finished_on < content.started_on:
        faults["finished_on"] = f"结束日期 {content.finished_on} 早于开始日期 {content.started_on}"
    if not is_whole:
        return faults
    if not content.enterprise_name.strip():
        faults["enterprise_name"] = "请填写企业名称"
    for name, day in (("started_on", content.started_on), ("finished_on", content.finished_on)):
        if day is None:
            faults[name] = "请填写日期"
    told = content_of_line(content, LineContent())
    return {**(content_faults(told) if told else {}), **faults}


def past_faults(content: BatchContent, today: date) -> dict[str, str]:
    """The days of a plan that lie too far back to be planned for, by field."""
    faults = target_faults(content.target_on, today)
    if past := past_fault(content.finished_on, today):
        faults["finished_on"] = past
    return faults


def target_faults(target_on: date, today: date) -> dict[str, str]:
    """What is wrong with the day by which a duty is to be met: something can be planned for days to come only."""
    return {} if target_on > today else {"target_on": "目标日期应晚于今天"}


def past_fault(finished_on: date | None, today: date) -> str:
    """Why practice that ends on this day is not planned any more; empty where it can be."""
    if finished_on is None or finished_on >= today:
        return ""
    return f"结束日期 {finished_on} 已过;已经做过的实践请逐条登记"


def line_faults(plan: BatchContent, own: LineContent, today: date) -> dict[str, str]:
    """What is wrong with one teacher's line: its days, and the listed days that are left of the plan's."""
    past = past_fault(own.finished_on, today)
    faults = {"finished_on": past} if past else {}
    told = content_of_line(plan, own)
    if told is None:
        return faults
    wrong = content_faults(told)
    return faults | {name: fault for name, fault in wrong.items() if name in ("finished_on", "attended")}


def may_submit_batch(scope: Scope) -> Verdict:
    """The school's office enters placements for teachers; a department's draft is submitted by it."""
    if scope.kind is ScopeKind.SCHOOL:
        return Verdict.yes()
    return Verdict.no("系部只起草,由人事处提交或撤回;请告诉人事处草案已备好")


def withdrawal_faults(placements: Iterable[Placement]) -> dict[str, str]:
    """By its id each placement that has gone on, so that the plan cannot be withdrawn as a whole."""
    return {
        str(each.chain_id): f"已是“{STATE_WORDS[each.state]}”,请单独办理"
        for each in placements
        if each.state not in WITHDRAWN_WITH_IT
    }
