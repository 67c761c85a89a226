"""What the planner says of people and plans, in both languages: what is needed, by when, and how a plan stands."""

from datetime import date

from registry.platform.language import Language
from registry.practice.documents.figures import credit_shown, days_of, months_plain
from registry.practice.documents.words import Words
from registry.practice.records.planning import BatchState, DutyAsked
from registry.practice.rules.planning import Need, Outcome, Prospect

NOTHING = "–"
DUTIES = {
    DutyAsked.FIVE_YEARS: Words("近五年", "five years"),
    DutyAsked.YEARLY: Words("学年任务", "yearly duty"),
}
BATCH_STATES = {
    BatchState.DRAFT: Words("草案", "draft"),
    BatchState.SUBMITTED: Words("已提交", "submitted"),
    BatchState.WITHDRAWN: Words("已整批撤回", "withdrawn"),
    BatchState.DISCARDED: Words("已放弃", "given up"),
}
OUTCOMES = {
    Outcome.MET: Words("够", "enough"),
    Outcome.UNMET: Words("不够", "not enough"),
    Outcome.UNKNOWN: Words("资料待补", "unknown"),
    Outcome.NOT_ASKED: Words("不作要求", "not asked"),
}


def credit_line(found: Prospect, language: Language) -> str:
    """What counts on the target day of what is asked: `186 天(6.20 个月)/10 个月`; a dash where nothing is asked."""
    if found.credit is None or found.required_months is None:
        return NOTHING
    at_least = Words("至少 ", "at least ").to(language) if found.is_incomplete else ""
    asked = months_plain(found.required_months)
    return (
        f"{at_least}{credit_shown(found.credit, language)}{Words(f'/{asked} 个月', f' of {asked} mo').to(language)}"
    )


def need_line(found: Prospect, language: Language) -> str:
    """The full days that it still takes: `还需 119 天`, "at most" where papers are missing; a dash where none."""
    if found.need.is_out_of_reach:
        return Words("天天实践也来不及", "out of reach by then").to(language)
    if not found.need.days:
        return NOTHING
    at_most = Words("至多", "at most ").to(language) if found.is_incomplete else ""
    days = days_of(found.need.days, language)
    return Words(f"{at_most}还需 {days}", f"{at_most}{days} more").to(language)


def begin_line(need: Need, language: Language) -> str:
    """The last day on which it can begin: `最迟 2027-05-05 开始`; a dash where nothing is to begin."""
    if need.begin_by is None:
        return NOTHING
    return Words(f"最迟 {need.begin_by} 开始", f"begin by {need.begin_by}").to(language)


def usual_name(break_name: str, target_on: date) -> str:
    """What a plan is called until somebody calls it otherwise: after its break, else its day. Kept in Chinese."""
    return f"{break_name}企业实践" if break_name else f"{target_on} 前企业实践"
