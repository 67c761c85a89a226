"""What an overview says, one line each, in Chinese or English. Words only; the figures are those of the overview."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from registry.kernel.periods import ONE_DAY
from registry.platform.language import Language
from registry.policy.model import MonthBasis, PracticePolicy
from registry.practice.documents.figures import (
    credit_of_required,
    credit_shown,
    dates_shown,
    days_of,
    months_plain,
    period_shown,
    year_credit,
)
from registry.practice.documents.words import NOT_COUNTED, SHAPES, STATES, YEARLY_STATES, Words
from registry.practice.model import (
    PlacementCount,
    PlacementFact,
    PlacementState,
    Standing,
    StandingState,
    YearlyState,
)
from registry.practice.rules.overview import (
    BreakRoom,
    Leaving,
    LineAnswer,
    Overview,
    RuleVersion,
    Source,
    SourceRole,
    YearAnswer,
)
from registry.practice.rules.preview import Comparison, Preview

SEPARATOR = " · "
WITHOUT_CREDIT = frozenset({YearlyState.EXEMPT, YearlyState.WAIVED, YearlyState.NOT_YET_DUE})
CHINESE_YEARS = {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六"}
ENGLISH_YEARS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
DIGEST_SHOWN = 12
NOT_NAMED = Words("(企业未填)", "(no enterprise named)")
SOURCE_ROLES = {
    SourceRole.FIVE_YEARS: Words("考核月数", "Requirement"),
    SourceRole.YEARLY: Words("学年任务", "Yearly duty"),
    SourceRole.BASIS: Words("折算口径", "Basis"),
    SourceRole.LEAVE: Words("请假处理", "Leave"),
    SourceRole.NEWCOMER: Words("新任教师", "Newcomers"),
    SourceRole.NATIONAL: Words("全国标准", "National standard"),
}


def summary(overview: Overview, language: Language) -> str:
    """One sentence: `本学年 18/30 天 · 近五年 186/300 天(6.20 个月)· 达标至 2027-07-01`."""
    year = overview.this_year
    parts = [year_line(year, language)] if year else []
    parts.append(window_line(overview.local, language))
    if outlook := outlook_line(overview.local.standing, language):
        parts.append(outlook)
    shown = SEPARATOR.join(parts)
    return shown.replace(f"){SEPARATOR}", ")· ") if language is Language.ZH else shown


def year_line(year: YearAnswer, language: Language) -> str:
    """The yearly duty: `本学年 18/30 天`, `上学年 30/30 天`, or why nothing is asked."""
    name = Words("本学年", "This school year") if year.is_current else Words("上学年", "last school year")
    if year.duty.state in WITHOUT_CREDIT:
        return f"{name.to(language)}{_space(language)}{YEARLY_STATES[year.duty.state].to(language)}"
    shown = year_credit(year.duty.credit, year.required_days, year.required_months, language)
    return f"{name.to(language)} {shown}"


def window_line(line: LineAnswer, language: Language) -> str:
    """The five-year figure: `近五年 186/300 天(6.20 个月)`; "at least" where papers are still missing."""
    found, name = line.standing, _window_name(line.policy).to(language)
    if found.credit is None or found.required_months is None:
        return f"{name}{_space(language)}{STATES[StandingState.EXEMPT].to(language)}"
    shown = credit_of_required(found.credit, line.required_days, found.required_months, language)
    at_least = Words("至少 ", "at least ").to(language) if found.state is StandingState.UNKNOWN else ""
    return f"{name} {at_least}{shown}"


def outlook_line(found: Standing, language: Language) -> str:
    """Until when it is met, or what is missing: `达标至 2027-07-01`, `未达标,还差 119 天`. Empty for `exempt`."""
    word = STATES[found.state].to(language)
    if found.state in (StandingState.MET, StandingState.AT_RISK):
        if found.lapses_on is None:
            return Words("达标", "met").to(language)
        last = found.lapses_on - ONE_DAY
        warned = Words("(预警)", " (at risk)").to(language) if found.state is StandingState.AT_RISK else ""
        return Words(f"达标至 {last}", f"met until {last}").to(language) + warned
    if found.state is StandingState.EXEMPT:
        return ""
    if found.state is StandingState.NOT_YET_DUE:
        return word
    return f"{word}{Words(',', ', ').to(language)}{needed_line(found, language)}"


def needed_line(found: Standing, language: Language) -> str:
    """The days that would mend it, or keep it met: `还差 119 天`. Empty where none are needed."""
    if found.days_needed is None:
        asks = found.state in (StandingState.SHORT, StandingState.LAPSED, StandingState.UNKNOWN)
        return Words("五年内连续实践仍补不足", "out of reach within five years").to(language) if asks else ""
    if found.days_needed == 0:
        return ""
    days = days_of(found.days_needed, language)
    if found.state is StandingState.AT_RISK:
        return Words(f"再实践 {days}可保持达标", f"{days} more keep it met").to(language)
    return Words(f"还差 {days}", f"{days} short").to(language)


def state_line(found: Standing, language: Language) -> str:
    """Shape, word and outlook: `◐ 预警 · 2026-07-02 起不再达标,再实践 182 天可保持达标`."""
    shown = f"{SHAPES[found.state]} {STATES[found.state].to(language)}"
    told = [lapse_words(found.lapses_on, language)] if found.lapses_on else []
    if needed := needed_line(found, language):
        told.append(needed)
    return shown + (SEPARATOR + Words(",", ", ").to(language).join(told) if told else "")


def lapse_words(lapses_on: date, language: Language) -> str:
    """The first day on which it is no longer met."""
    return Words(f"{lapses_on} 起不再达标", f"lapses on {lapses_on}").to(language)


def placement_name(placement: PlacementFact, language: Language) -> str:
    """Which placement: its enterprise and its days."""
    named = placement.enterprise or NOT_NAMED.to(language)
    dates = dates_shown(placement.started_on, placement.finished_on, language)
    return Words(f"{named}({dates})", f"{named} ({dates})").to(language)


def leaving_line(leaving: Leaving, language: Language) -> str:
    """From when its days leave: `辽河机械厂(2021-07-02 至 2021-08-20)从 2026-07-02 起逐日移出统计期,…`."""
    named, begins_on, gone_on = placement_name(leaving.placement, language), leaving.begins_on, leaving.gone_on
    if gone_on is None:
        return Words(
            f"{named}从 {begins_on} 起逐日移出统计期", f"{named} leaves the window day by day from {begins_on}"
        ).to(language)
    if gone_on == begins_on:
        return Words(f"{named}在 {gone_on} 移出统计期", f"{named} leaves the window on {gone_on}").to(language)
    return Words(
        f"{named}从 {begins_on} 起逐日移出统计期,{gone_on} 全部移出",
        f"{named} leaves the window day by day from {begins_on}; all of it is gone on {gone_on}",
    ).to(language)


def room_line(room: BreakRoom, found: Standing, language: Language) -> str:
    """What the calendar allows: `2027 年暑假前最多可安排 44 天,不够还差的 119 天;加上该假期共 90 天`."""
    summer, before, through = room.summer.name, room.days_before, room.days_through
    zh, en = f"{summer}前最多可安排 {before} 天", f"before {summer} at most {before} days can be arranged"
    if room.fits is not None:
        zh += f",{'够' if room.fits else '不够'}所需的 {found.days_needed} 天"
        en += f", {'enough' if room.fits else 'not enough'} for the {found.days_needed} needed"
    return Words(f"{zh};连同该假期共 {through} 天", f"{en}; {through} with that break").to(language)


def counted_line(count: PlacementCount, language: Language) -> str:
    """What of a placement counted, and why the rest did not: `计入 41 天;未计 20 天:请假 8 天、任教前 12 天`."""
    if count.placement.state is not PlacementState.VERIFIED:
        offered = days_of(count.offered, language)
        return Words(f"共 {offered},未认定,不计入", f"{offered}, not verified, not counted").to(language)
    shown = Words(f"计入 {days_of(count.counted, language)}", f"{days_of(count.counted, language)} counted").to(
        language
    )
    reasons = left_out_words(count, language)
    return f"{shown}{Words(';', '; ').to(language)}{reasons}" if reasons else shown


def left_out_words(count: PlacementCount, language: Language) -> str:
    """The days that did not count, by reason: `未计 20 天:请假 8 天、任教前 12 天`. Empty where all counted."""
    if not count.left_out:
        return ""
    reasons = [
        f"{NOT_COUNTED[reason].to(language)} {days_of(days, language)}" for reason, days in count.left_out.items()
    ]
    total = days_of(sum(count.left_out.values(), Fraction(0)), language)
    listed = Words("、", ", ").to(language).join(reasons)
    return Words(f"未计 {total}:{listed}", f"{total} not counted: {listed}").to(language)


def basis_line(policy: PracticePolicy, language: Language) -> str:
    """How days became months, in the rule's own numbers."""
    per_month, attended = policy.days_per_month.value, policy.working_days_per_month.value
    day = Words(f"整日计 1/{per_month} 个月", f"a full day is 1/{per_month} month")
    if policy.month_basis.value is MonthBasis.CALENDAR_MONTH:
        day = Words("整日计 1/当月天数 个月", "a full day is 1/(days in its calendar month) month")
    return Words(
        f"{day.zh}(半脱产按比例);不脱产只计出勤日,每 {attended} 个出勤日计 1 个月;月数只舍不入,判定用精确值",
        f"{day.en} (part-time in proportion); on-duty practice counts attended days only, {attended} of them "
        "a month; months are shown rounded down, judged exactly",
    ).to(language)


def rule_line_shown(rule: RuleVersion, on: date, language: Language) -> str:
    """The day asked about, whose rule, and which version of it."""
    digest = rule.digest[:DIGEST_SHOWN]
    return Words(
        f"截止日期:{on} · 适用规定:{rule.name},规则版本 {rule.version}({digest})",
        f"As of {on} · rule: {rule.name_en}, version {rule.version} ({digest})",
    ).to(language)


def source_lines(sources: Iterable[Source], language: Language) -> list[str]:
    """Each source with what it is cited for, sources of several roles once; unconfirmed ones say so."""
    roles: dict[str, list[str]] = {}
    for role, citation in sources:
        waiting = "" if citation.confirmed else Words(",待核实", "; awaits confirmation").to(language)
        since = Words(
            f"{citation}({citation.effective_from} 起{waiting})",
            f"{citation} (from {citation.effective_from}{waiting})",
        )
        roles.setdefault(since.to(language), []).append(SOURCE_ROLES[role].to(language))
    named = Words("、", ", ").to(language)
    return [
        Words(f"{named.join(each)}:{told}", f"{named.join(each)}: {told}").to(language)
        for told, each in roles.items()
    ]


def since_line(overview: Overview, language: Language) -> str:
    """Credit since a day, such as the appointment to the present title. Empty where none was asked for."""
    since, credit = overview.asked.since, overview.since_credit
    if since is None or credit is None:
        return ""
    shown = credit_shown(credit, language)
    return Words(f"{since} 以来 {shown}", f"since {since}: {shown}").to(language)


def incomplete_line(overview: Overview, language: Language) -> str:
    """That papers are still to be entered, where figures are "at least". Empty otherwise."""
    if not overview.is_incomplete:
        return ""
    first = overview.records_from
    return Words(
        f"{first} 以前的资料尚未补全,数字为至少;补录后可能变化",
        f"records before {first} are not complete: figures are at least, and may grow",
    ).to(language)


def preview_line(found: Preview, language: Language) -> str:
    """What a placement would change: `认定后统计期增加 41 天,本学年增加 41 天;未达标 → 达标`."""
    shown = found.at_end or found.today
    return f"{added_line(shown, language)}{Words(';', '; ').to(language)}{change_line(shown, language)}"


def added_line(shown: Comparison, language: Language) -> str:
    """Days that the window and the school year would gain on the day compared."""
    window, year = days_of(shown.added.days, language), days_of(shown.days_added_in_year, language)
    return Words(
        f"认定后统计期增加 {window},本学年增加 {year}",
        f"once verified: {window} more in the window, {year} in the year",
    ).to(language)


def change_line(shown: Comparison, language: Language) -> str:
    """The state without and with the placement: `○ 未达标 → ● 达标`, or that it stays."""
    before, after = shown.without.state, shown.with_it.state
    words = {state: f"{SHAPES[state]} {STATES[state].to(language)}" for state in (before, after)}
    if before is after:
        return Words(f"仍为 {words[after]}", f"still {words[after]}").to(language)
    return f"{words[before]} → {words[after]}"


def window_words(found: Standing, language: Language) -> str:
    """The window with both its ends; empty for `exempt`."""
    return period_shown(found.window, language) if found.window else ""


def required_words(found: Standing, language: Language) -> str:
    """What is asked: `应满 10 个月`. Empty for `exempt`."""
    if found.required_months is None:
        return ""
    months = months_plain(found.required_months)
    return Words(f"应满 {months} 个月", f"{months} mo asked").to(language)


def _window_name(policy: PracticePolicy | None) -> Words:
    if policy is None:
        return Words("五年考核", "five-year requirement")
    years = policy.window_years.value
    return Words(f"近{CHINESE_YEARS.get(years, f' {years} ')}年", f"last {ENGLISH_YEARS.get(years, years)} years")


def _space(language: Language) -> str:
    return "" if language is Language.ZH else " "
