"""The words of certificates, one function for each thing that is printed. Words only: the figures come with them."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from registry.certificates.documents.typesetting import full_width
from registry.certificates.model import Bilingual, CertificateKind, Wording
from registry.kernel.periods import ONE_DAY, Period
from registry.platform.language import Language
from registry.practice.documents.figures import (
    credit_of_required,
    credit_shown,
    days_of,
    months_plain,
    period_shown,
    year_credit,
)
from registry.practice.documents.wording import (
    CHINESE_YEARS,
    ENGLISH_YEARS,
    WITHOUT_CREDIT,
    basis_line,
    incomplete_line,
    rule_line_shown,
    source_lines,
)
from registry.practice.documents.words import DUTY_MODES, FORMS, NOT_COUNTED, STATES, YEARLY_STATES, Words
from registry.practice.model import Credit, NotCounted, PostCategory, PracticeForm, Standing, StandingState
from registry.practice.records import DutyMode, Placement
from registry.practice.rules.overview import LineAnswer, Overview, YearAnswer

ZH, EN = Language.ZH, Language.EN
NOTHING = Bilingual("无", "none")
ALL_COUNTED = Bilingual("全部计入", "all counted")
AT_LEAST = Bilingual("至少 ", "at least ")

TITLES = {
    CertificateKind.PRACTICE: Bilingual("企业实践证明", "Certificate of Enterprise Practice"),
    CertificateKind.COMPLIANCE: Bilingual("企业实践情况证明", "Statement of Enterprise Practice"),
}
CATEGORIES = {
    PostCategory.PROFESSIONAL: Bilingual("专业课教师", "professional-course teacher"),
    PostCategory.INSTRUCTOR: Bilingual("实习指导教师", "practice instructor"),
    PostCategory.PUBLIC: Bilingual("公共基础课教师", "public-course teacher"),
    None: Bilingual("教职工", "member of staff"),
}
FACTS = {
    "name": Bilingual("姓名", "Name"),
    "staff_no": Bilingual("工号", "Staff no."),
    "department": Bilingual("部门", "Department"),
    "category": Bilingual("教师类别", "Category"),
    "as_of": Bilingual("截止日期", "As of"),
    "period": Bilingual("证明期间", "Period"),
    "placements": Bilingual("已认定实践", "Verified placements"),
    "total": Bilingual("累计计入", "Credited in all"),
    "in_period": Bilingual("期间内计入", "Credited in the period"),
    "window": Bilingual("统计期", "Window"),
    "credit": Bilingual("统计期内计入", "Credited in the window"),
    "required": Bilingual("规定要求", "Required"),
    "state": Bilingual("达标情况", "Standing"),
    "lasts": Bilingual("达标期限", "Met until"),
    "needed": Bilingual("尚需实践", "Still needed"),
    "this_year": Bilingual("本学年任务", "This school year"),
    "year_before": Bilingual("上学年任务", "Last school year"),
    "national": Bilingual("国家标准", "National standard"),
    "left_out": Bilingual("未计入", "Not counted"),
    "records": Bilingual("资料情况", "Records"),
}
COLUMNS = {
    "place": Bilingual("序号", "No."),
    "enterprise": Bilingual("实践单位", "Enterprise"),
    "position": Bilingual("岗位", "Post"),
    "form": Bilingual("形式", "Form"),
    "dates": Bilingual("起止日期", "Dates"),
    "days": Bilingual("计入天数", "Days"),
    "months": Bilingual("折合月数", "Months"),
    "in_window": Bilingual("期内天数", "Window"),
    "remarks": Bilingual("说明", "Remarks"),
}
SUM = Bilingual("合计", "Total")


def told(words: Words) -> Bilingual:
    """Words of practice as a certificate keeps them."""
    return Bilingual(words.zh, words.en)


def _set(zh: str, en: str) -> Bilingual:
    """Words of the pages, set for paper."""
    return Bilingual(full_width(zh), en)


def figures(words: str) -> Bilingual:
    """What is the same in both languages: names, numbers, days."""
    return Bilingual(words)


def in_wording(words: Bilingual, wording: Wording) -> Bilingual:
    """Only what is printed: a certificate in Chinese alone keeps no English."""
    return words if wording is Wording.BOTH else Bilingual(words.zh)


def days_said(period: Period) -> Bilingual:
    """Both ends of a period in a sentence, where lines may end between them."""
    first, last = day_told(period.started_on), day_told(period.finished_on)
    return Bilingual(f"{first.zh}至{last.zh}", f"{first.en} to {last.en}")


def days_cell(period: Period) -> Bilingual:
    """Both ends of a period in a cell of a table, the same in both languages."""
    return Bilingual(f"{period.started_on} – {period.finished_on}")


def day_told(on: date) -> Bilingual:
    """A day as a certificate writes it in a sentence: `2026年11月22日`."""
    return Bilingual(f"{on.year}年{on.month}月{on.day}日", on.isoformat())


def days_from_to(period: Period) -> Bilingual:
    """Both ends of a period, both counted."""
    return Bilingual(period_shown(period, ZH), period_shown(period, EN))


def credit_told(credit: Credit, is_at_least: bool) -> Bilingual:
    """`301 天(10.03 个月)`; with 至少 where records are missing."""
    shown = _set(credit_shown(credit, ZH), credit_shown(credit, EN))
    return Bilingual(AT_LEAST.zh + shown.zh, AT_LEAST.en + shown.en) if is_at_least else shown


def required_told(line: LineAnswer) -> Bilingual:
    """What is asked: `300 天(10 个月)`, or `10 个月` where days do not say it."""
    assert line.standing.required_months is not None
    months = months_plain(line.standing.required_months)
    if line.required_days is None:
        return Bilingual(f"{months} 个月", f"{months} months")
    zh, en = days_of(line.required_days, ZH), days_of(line.required_days, EN)
    return Bilingual(f"{zh}（{months} 个月）", f"{en} ({months} mo)")


def window_name(line: LineAnswer) -> Bilingual:
    """`近五年`, as the rule in force counts."""
    years = line.policy.window_years.value if line.policy else 0
    return Bilingual(f"近{CHINESE_YEARS.get(years, f' {years} ')}年", f"last {ENGLISH_YEARS.get(years, years)} years")


def placements_told(count: int) -> Bilingual:
    """How many placements."""
    return Bilingual(f"{count} 段", "1 placement" if count == 1 else f"{count} placements")


def state_told(found: Standing) -> Bilingual:
    """The state in the regulation's word; for whom nothing is asked, why."""
    if found.state is StandingState.EXEMPT:
        return Bilingual(
            "不作要求（当日未担任有企业实践要求的岗位）", "exempt (no post with a practice duty that day)"
        )
    return _state(found.state)


def _state(state: StandingState) -> Bilingual:
    """The word of a state; what is at risk is met, and a stranger has to know that."""
    if state is StandingState.AT_RISK:
        return Bilingual("达标（预警）", "met (at risk)")
    return told(STATES[state])


def lasts_told(lapses_on: date) -> Bilingual:
    """The last day on which it is met if nothing is added."""
    last = lapses_on - ONE_DAY
    return Bilingual(f"至 {last}（此后如不再新增实践）", f"{last} (if nothing is added)")


def needed_told(found: Standing) -> Bilingual | None:
    """Full days of practice that would mend it, or keep it met; None where none are needed."""
    if found.state is StandingState.AT_RISK and found.days_needed:
        zh, en = days_of(found.days_needed, ZH), days_of(found.days_needed, EN)
        return Bilingual(f"{zh}可保持达标", f"{en} keep it met")
    if found.state not in (StandingState.SHORT, StandingState.LAPSED, StandingState.UNKNOWN):
        return None
    if found.days_needed is None:
        return Bilingual("五年内连续实践仍不能补足", "out of reach within five years")
    zh, en = days_of(found.days_needed, ZH), days_of(found.days_needed, EN)
    at_most = found.state is StandingState.UNKNOWN
    return Bilingual(f"{'至多 ' if at_most else ''}{zh}", f"{'at most ' if at_most else ''}{en}")


def year_told(year: YearAnswer, is_at_least: bool) -> Bilingual:
    """A school year's duty: `18/30 天,进行中(2026-09-01 至 2027-08-31)`."""
    state, days = told(YEARLY_STATES[year.duty.state]), days_from_to(year.duty.year)
    if year.duty.state in WITHOUT_CREDIT:
        return Bilingual(f"{state.zh}（{days.zh}）", f"{state.en} ({days.en})")
    at_least = AT_LEAST if is_at_least else Bilingual("")
    zh, en = (
        year_credit(year.duty.credit, year.required_days, year.required_months, language) for language in (ZH, EN)
    )
    return _set(f"{at_least.zh}{zh},{state.zh}({days.zh})", f"{at_least.en}{en}, {state.en} ({days.en})")


def national_told(line: LineAnswer) -> Bilingual:
    """The answer under the national rule, beside the local one."""
    found, state = line.standing, _state(line.standing.state)
    if found.credit is None or found.required_months is None:
        return state
    zh, en = (
        credit_of_required(found.credit, line.required_days, found.required_months, language) for language in (ZH, EN)
    )
    at_least = AT_LEAST if found.state is StandingState.UNKNOWN else Bilingual("")
    return _set(f"{at_least.zh}{zh},{state.zh}", f"{at_least.en}{en}, {state.en}")


def reason_told(reason: NotCounted) -> Bilingual:
    """Why days did not count. A certificate lists placements of the days it certifies: beyond them lies the rest."""
    if reason is NotCounted.OUTSIDE_WINDOW:
        return Bilingual("期间以外", "outside the period")
    return told(NOT_COUNTED[reason])


def left_out_told(left_out: dict[NotCounted, Fraction]) -> Bilingual | None:
    """The days that did not count, by reason: `请假 8 天`, `20 天：请假 8 天、任教前 12 天`. None: all counted."""
    if not left_out:
        return None
    reasons = _reasons(left_out)
    if len(left_out) == 1:
        return reasons
    total = sum(left_out.values(), Fraction(0))
    return Bilingual(f"{days_of(total, ZH)}：{reasons.zh}", f"{days_of(total, EN)}: {reasons.en}")


def remarks(left_out: dict[NotCounted, Fraction]) -> Bilingual:
    """What a row of the table says of days that did not count."""
    if not left_out:
        return ALL_COUNTED
    reasons = _reasons(left_out)
    return Bilingual(f"未计：{reasons.zh}", f"not counted: {reasons.en}")


def _reasons(left_out: dict[NotCounted, Fraction]) -> Bilingual:
    zh = "、".join(f"{reason_told(reason).zh} {days_of(days, ZH)}" for reason, days in left_out.items())
    en = ", ".join(f"{reason_told(reason).en} {days_of(days, EN)}" for reason, days in left_out.items())
    return Bilingual(zh, en)


def form_told(placement: Placement) -> Bilingual:
    """Release from work and form: `脱产 · 顶岗`, `半脱产 50% · 研发`."""
    share = f" {placement.share_percent}%" if placement.duty_mode is DutyMode.HALF_DUTY else ""
    mode = DUTY_MODES[placement.duty_mode]
    zh, en = f"{mode.zh}{share}", f"{mode.en}{share}"
    if placement.form is PracticeForm.OTHER:
        return Bilingual(zh, en)
    form = FORMS[placement.form]
    return Bilingual(f"{zh} · {form.zh}", f"{en} · {form.en}")


def records_told(found: Overview) -> Bilingual | None:
    """That papers are still to be entered, where figures are "at least"."""
    zh, en = incomplete_line(found, ZH), incomplete_line(found, EN)
    return _set(zh, en) if zh else None


def records_from_told(first: date) -> Bilingual:
    """The same, for days before those that the window asks about."""
    return Bilingual(
        f"{first} 以前的资料尚未补全，数字为至少；补录后可能增加",
        f"records before {first} are not complete: figures are at least, and may grow",
    )


def basis_told(found: Overview) -> Iterable[Bilingual]:
    """Under which rule the figures stand: day and version, way of counting, sources with their confirmation."""
    rule, policy, on = found.local.rule, found.local.policy, found.asked.on
    yield _set(rule_line_shown(rule, on, ZH), rule_line_shown(rule, on, EN))
    if policy:
        yield _set(f"折算口径:{basis_line(policy, ZH)}", f"Counting: {basis_line(policy, EN)}")
    zh, en = source_lines(found.sources, ZH), source_lines(found.sources, EN)
    yield _set(f"依据:{';'.join(zh)}", f"Sources: {'; '.join(en)}")
