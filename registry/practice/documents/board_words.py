"""What the board says of people and of itself, in both languages: the cells of its rows, its basis, its rule."""

from datetime import date

from registry.platform.language import Language
from registry.policy.model import MonthBasis, PracticePolicy
from registry.practice.documents.figures import credit_shown, days_of, year_credit
from registry.practice.documents.words import Words
from registry.practice.model import Standing, StandingState, YearlyDuty
from registry.practice.rules.board import BoardSort
from registry.practice.rules.overview import required_in_days

NOTHING = "–"
NOT_MET = frozenset({StandingState.SHORT, StandingState.LAPSED, StandingState.UNKNOWN})
SORTS = {
    BoardSort.URGENCY: Words("按紧急程度", "most urgent first"),
    BoardSort.LAPSE: Words("按到期日", "by lapse date"),
    BoardSort.STAFF_NO: Words("按工号", "by staff number"),
    BoardSort.NAME: Words("按姓名", "by name"),
    BoardSort.DEPARTMENT: Words("按部门", "by department"),
}
_AT_LEAST = Words("至少", "at least")
_OUT_OF_REACH = Words("五年内补不足", "out of reach in five years")
_NO_RULE = Words("当日没有生效的规定", "no rule was in force")


def credit_cell(found: Standing, language: Language) -> str:
    """Days first: `186 天(6.20 个月)`, "at least" where papers are missing; a dash for `exempt`."""
    if found.credit is None:
        return NOTHING
    shown = credit_shown(found.credit, language)
    return shown if found.state is not StandingState.UNKNOWN else f"{_AT_LEAST.to(language)} {shown}"


def outlook_cell(found: Standing, language: Language) -> str:
    """The day of lapse, with the days that would prevent one that is near; else the days still needed."""
    if found.lapses_on:
        needed = _needed(found.days_needed, language) if found.days_needed else ""
        return f"{found.lapses_on} ({needed})" if needed else f"{found.lapses_on}"
    if found.days_needed:
        return _needed(found.days_needed, language)
    return _OUT_OF_REACH.to(language) if found.state in NOT_MET and found.days_needed is None else NOTHING


def _needed(days: int, language: Language) -> str:
    return f"{days_of(days, language)} needed" if language is Language.EN else f"还需 {days} 天"


def year_cell(duty: YearlyDuty | None, policy: PracticePolicy | None, language: Language) -> str:
    """This school year's credit of what is asked: `18/30 天`, or where days do not say it `10 天(0.48/1 个月)`."""
    if duty is None or policy is None or policy.months_per_year is None:
        return NOTHING
    asked = policy.months_per_year.value
    return year_credit(duty.credit, required_in_days(asked, duty.credit, policy), asked, language)


def basis_words(policy: PracticePolicy | None, language: Language) -> str:
    """How days became months, in short."""
    if policy is None:
        return ""
    if policy.month_basis.value is MonthBasis.CALENDAR_MONTH:
        return Words("按当月天数折算成月", "months by the days of each calendar month").to(language)
    a_month = policy.days_per_month.value
    return Words(f"{a_month} 天折算 1 个月", f"{a_month} days are a month").to(language)


def rule_words(policy: PracticePolicy | None, language: Language) -> str:
    """What is asked and by which instruments: `近 5 年应满 10 个月(盘政发〔2021〕4号 …);每学年 1 个月(…)`."""
    told: list[str] = []
    if policy and (window := policy.months_per_window):
        years, months = policy.window_years.value, window.value
        source = _source(window.citation, language)
        zh, en = f"近 {years} 年应满 {months} 个月({source})", f"{months} mo in {years} years ({source})"
        told.append(Words(zh, en).to(language))
    if policy and (yearly := policy.months_per_year):
        months, source = yearly.value, _source(yearly.citation, language)
        told.append(
            Words(f"每学年应满 {months} 个月({source})", f"{months} mo each school year ({source})").to(language)
        )
    return Words(";", "; ").to(language).join(told) if told else _NO_RULE.to(language)


def basis_line(on: date, policy: PracticePolicy | None, language: Language) -> str:
    """Under every figure: the day, the basis, the rule."""
    parts = [Words(f"截止日期 {on}", f"As of {on}").to(language)]
    if basis := basis_words(policy, language):
        parts.append(basis)
    parts.append(rule_words(policy, language))
    return " · ".join(parts)


def _source(citation: object, language: Language) -> str:
    waiting = "" if getattr(citation, "confirmed", False) else Words(",待核实", "; awaits confirmation").to(language)
    return f"{citation}{waiting}"
