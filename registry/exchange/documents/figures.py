"""Figures and lines as an answer shows them: days before months, the basis, the sources, who comes first.

Words only; the figures are those of the answer. Rounding (down, two decimals) is for display.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from registry.exchange.documents.words import (
    AT_LEAST,
    INCOMPLETE,
    OUT_OF_REACH,
    UNCONFIRMED,
    URGENCY,
    YEARLY_STATES,
    Words,
)
from registry.exchange.model import CountingBasis, LedgerAnswer, TeacherAnswer
from registry.kernel.citations import Citation
from registry.kernel.periods import Period
from registry.kernel.quantities import HUNDREDTHS, months_shown
from registry.platform.language import Language
from registry.policy.model import MonthBasis
from registry.practice.documents.figures import credit_shown, period_shown, state_shown
from registry.practice.model import Judgement, StandingState, YearlyDuty

NOT_MET = frozenset({StandingState.LAPSED, StandingState.SHORT, StandingState.UNKNOWN})
"""The states of somebody who has to do more practice."""

_DIGEST_SHOWN = 12


def digest_shown(answer: LedgerAnswer) -> str:
    """Enough of the digest of the rules to tell one version from another."""
    return answer.policy_digest[:_DIGEST_SHOWN]


def floored(figure: Fraction) -> float:
    """A figure for a spreadsheet: two decimals, rounded down here, so that nothing is left for it to round up."""
    return figure.numerator * HUNDREDTHS // figure.denominator / HUNDREDTHS


def verified_shown(teacher: TeacherAnswer, language: Language) -> str:
    """The credit found; "at least" goes before it where papers are still missing. Empty for `exempt`."""
    standing = teacher.standing
    if standing.credit is None:
        return ""
    shown = credit_shown(standing.credit, language)
    return f"{AT_LEAST.to(language)} {shown}" if standing.state is StandingState.UNKNOWN else shown


def yearly_shown(duty: YearlyDuty | None, language: Language) -> str:
    """The yearly state and its months, such as `进行中 0.60`. Empty where there is no answer."""
    if duty is None:
        return ""
    return f"{YEARLY_STATES[duty.state].to(language)} {months_shown(duty.months)}"


def year_of_the_answer(teacher: TeacherAnswer, as_of: date) -> YearlyDuty | None:
    """The yearly duty of the school year that holds `as_of`."""
    return next((duty for duty in teacher.yearly if as_of in duty.year), None)


def year_before(teacher: TeacherAnswer, as_of: date) -> YearlyDuty | None:
    """The yearly duty of the last school year that ended before `as_of`."""
    ended = [duty for duty in teacher.yearly if duty.year.finished_on < as_of]
    return max(ended, key=lambda duty: duty.year.finished_on) if ended else None


def national(teacher: TeacherAnswer) -> Judgement | None:
    """The result under the national rule; None where that is the rule asked about."""
    return teacher.also[0][1] if teacher.also else None


def missing_or_lapse_shown(teacher: TeacherAnswer, language: Language) -> str:
    """What is still missing, or until when it lasts: `还差 119 天`, `2026-07-02`. Empty where neither applies."""
    standing = teacher.standing
    if standing.state in NOT_MET:
        if standing.days_needed is None:
            return OUT_OF_REACH.to(language)
        return Words(f"还差 {standing.days_needed} 天", f"{standing.days_needed} days short").to(language)
    return standing.lapses_on.isoformat() if standing.lapses_on else ""


def by_urgency(teachers: Iterable[TeacherAnswer]) -> list[TeacherAnswer]:
    """Who must act comes first: by state, then by most days missing or earliest lapse; the rest as they were."""
    rank = {state: place for place, state in enumerate(URGENCY)}

    def urgency(teacher: TeacherAnswer) -> tuple[int, int]:
        standing = teacher.standing
        within = 0
        if standing.state in NOT_MET:
            within = -(date.max.toordinal() if standing.days_needed is None else standing.days_needed)
        elif standing.state in (StandingState.AT_RISK, StandingState.MET):
            within = (standing.lapses_on or date.max).toordinal()
        return rank[standing.state], within

    return sorted(teachers, key=urgency)


def total_lines(answer: LedgerAnswer, language: Language) -> list[str]:
    """How many people in each state; the same for the yearly duty; and what the star means, where there is one."""
    people = len(answer.teachers)
    lines = [Words(f"合计 {people} 人", f"Total {people}").to(language)]
    states = Counter(teacher.standing.state for teacher in answer.teachers)
    lines[0] += _counted([(state_shown(state, language), states[state]) for state in URGENCY], language)
    for name, year_of in ((_LAST_YEAR, year_before), (_THIS_YEAR, year_of_the_answer)):
        duties = [duty for teacher in answer.teachers if (duty := year_of(teacher, answer.as_of))]
        if duties:
            counts = Counter(duty.state for duty in duties)
            found = [(words.to(language), counts[state]) for state, words in YEARLY_STATES.items()]
            year = f"{name.to(language)}({period_shown(duties[0].year, language)})"
            lines.append(year + _counted(found, language))
    if any(teacher.teacher.incomplete for teacher in answer.teachers):
        lines.append(f"* {INCOMPLETE.to(language)}")
    return lines


_LAST_YEAR, _THIS_YEAR = Words("上学年", "Last school year "), Words("本学年", "This school year ")


def _counted(counts: Iterable[tuple[str, int]], language: Language) -> str:
    shown = [f"{name} {count}" for name, count in counts if count]
    return Words(":" + ",".join(shown), ": " + ", ".join(shown)).to(language) if shown else ""


def date_line(answer: LedgerAnswer, language: Language) -> str:
    """The day asked about, whose rule, and which version of it."""
    rule, digest = answer.jurisdiction_name or answer.jurisdiction, digest_shown(answer)
    return Words(
        f"截止日期:{answer.as_of} · 适用规定:{rule}({answer.jurisdiction}),规则版本 {digest}",
        f"As of {answer.as_of} · rule: {rule} ({answer.jurisdiction}), version {digest}",
    ).to(language)


def footer_line(answer: LedgerAnswer, language: Language) -> str:
    """What stands at the foot of every printed page."""
    digest = digest_shown(answer)
    return Words(f"截止日期 {answer.as_of} 规则版本 {digest}", f"As of {answer.as_of}, rules {digest}").to(language)


def head_lines(answer: LedgerAnswer, language: Language) -> list[str]:
    """Everything a figure needs beside it: date, rule, basis, window, sources."""
    return [
        date_line(answer, language),
        *basis_lines(answer, language),
        *citation_lines(answer, language),
        _LEGEND.to(language),
    ]


_LEGEND = Words(
    "到期日是不再达标的第一天(假定以后不再新增实践);还差、还需天数从截止日次日起按连续全日实践计,预警的为保持达标所需",
    "Lapse: the first day on which the requirement is no longer met, if nothing is added; days short or needed: "
    "consecutive full days from the day after, for those at risk the days that keep it met",
)


def basis_lines(answer: LedgerAnswer, language: Language) -> list[str]:
    """How days became months, and over which days they were counted."""
    basis = _basis(answer.counting)
    rounding = Words("月数保留两位小数、只舍不入,判定用精确值", "months are shown rounded down, judged exactly")
    lines = [Words(f"计算口径:{basis.zh};{rounding.zh}", f"Basis: {basis.en}; {rounding.en}").to(language)]
    if window := usual_window(answer.teachers):
        moved = any(teacher.standing.window not in (None, window) for teacher in answer.teachers)
        shown = Words("统计窗口:", "Window: ").to(language) + period_shown(window, language)
        leave = Words(";请假的教师窗口前移", "; it reaches further back for leave")
        lines.append(shown + leave.to(language) if moved else shown)
    return lines


def _basis(counting: CountingBasis) -> Words:
    """What a full day and an attended day are worth, in the rule's own numbers."""
    day = Words(f"整日计 1/{counting.days_per_month} 个月", f"a full day is 1/{counting.days_per_month} month")
    if counting.month_basis is MonthBasis.CALENDAR_MONTH:
        day = Words("整日计 1/当月天数 个月", "a full day is 1/(days in its calendar month) month")
    attended = counting.working_days_per_month
    return Words(
        f"{day.zh}(半脱产按比例);不脱产只计出勤日,每 {attended} 个出勤日计 1 个月",
        f"{day.en} (part-time in proportion); on-duty practice counts attended days only, {attended} of them a month",
    )


def usual_window(teachers: Iterable[TeacherAnswer]) -> Period | None:
    """The window of most teachers; that of somebody who was on leave may reach further back."""
    counts = Counter(teacher.standing.window for teacher in teachers if teacher.standing.window)
    return counts.most_common(1)[0][0] if counts else None


def citation_lines(answer: LedgerAnswer, language: Language) -> list[str]:
    """The instruments and articles behind the requirement, the yearly duty, and the national standard beside it."""
    own = _distinct(teacher.standing.citation for teacher in answer.teachers)
    beside = _distinct(judged.citation for teacher in answer.teachers for _, judged in teacher.also)
    lines = [Words(f"依据:{citation.zh}", f"Source: {citation.en}").to(language) for citation in own]
    lines += [
        Words(f"本学年任务:{citation.zh}", f"Yearly duty: {citation.en}").to(language)
        for citation in _distinct([answer.yearly_citation])
    ]
    lines += [
        Words(f"全国标准:{citation.zh}", f"National standard: {citation.en}").to(language) for citation in beside
    ]
    return lines


def _distinct(citations: Iterable[Citation | None]) -> list[Words]:
    """Each source once, in the order met; those that nobody has compared with the official text say so."""
    found = dict.fromkeys(citation for citation in citations if citation)
    return [
        Words(
            f"{source}({source.effective_from} 起{'' if source.confirmed else ',' + UNCONFIRMED.zh})",
            f"{source} (from {source.effective_from}{'' if source.confirmed else '; ' + UNCONFIRMED.en})",
        )
        for source in found
    ]
