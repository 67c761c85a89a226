"""What a certificate says: sentence, facts, table and basis, put together from answers that the rules have given.

Works out nothing of its own: every figure is one of the overview's, or one of the parts that add up to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from registry.certificates.documents import wording
from registry.certificates.documents.wording import FACTS, figures
from registry.certificates.model import (
    Bilingual,
    CertificateAsk,
    CertificateKind,
    Content,
    PrintedFact,
    PrintedTable,
)
from registry.kernel.periods import Period
from registry.kernel.quantities import days_shown, months_shown
from registry.people.model.facts import EmployedAt
from registry.practice.model import Credit, NotCounted, PostCategory, StandingState
from registry.practice.records import Placement
from registry.practice.rules import PeriodPart
from registry.practice.rules.overview import Overview


@dataclass(frozen=True, slots=True)
class Part:
    """A listed placement, what of it counts in the days certified, and what of that lies in the window."""

    placement: Placement
    credited: PeriodPart
    in_window: Fraction


@dataclass(frozen=True, slots=True)
class Case:
    """One person's answers on the day, or over the period, that is certified.

    `span`: the days that `credit` is of. `parts`: the verified placements of these days, in order; together they are
    `credit`. `employed`: at the school that issues. `misses_records`: papers of some of these days are not entered
    yet, so that figures read "at least". `picture`: the annex's timeline as text.
    """

    ask: CertificateAsk
    school_name: str
    person_name: str
    employed: EmployedAt
    category: PostCategory | None
    found: Overview
    span: Period
    credit: Credit
    parts: tuple[Part, ...]
    misses_records: bool
    picture: str | None

    @property
    def has_figures(self) -> bool:
        """Whether a five-year requirement is counted for the person on the day."""
        return self.found.local.standing.credit is not None


def content_of(case: Case) -> Content:
    """Everything that the certificate prints."""
    kind, has_period = case.ask.kind, case.ask.period is not None
    facts = {
        (CertificateKind.PRACTICE, False): _practice_facts,
        (CertificateKind.COMPLIANCE, False): _standing_facts,
        (CertificateKind.COMPLIANCE, True): _period_facts,
    }[kind, has_period](case)
    has_table = kind is CertificateKind.PRACTICE or has_period
    return _worded(
        Content(
            kind=kind,
            wording=case.ask.wording,
            title=wording.TITLES[kind],
            school_name=case.school_name,
            person_name=case.person_name,
            statement=_statement(case),
            facts=tuple(_fact(key, value) for key, value in (*_who(case), *facts) if value),
            tables=(_table(case),) if has_table else (),
            basis=tuple(wording.basis_told(case.found)),
            as_of=case.found.asked.on,
            picture=case.picture,
        )
    )


def _who(case: Case) -> Iterable[tuple[str, Bilingual | None]]:
    yield "name", figures(case.person_name)
    yield "staff_no", figures(case.employed.employment.staff_no)
    yield "department", figures(case.employed.department) if case.employed.department else wording.NOTHING
    yield "category", wording.CATEGORIES[case.category]


def _practice_facts(case: Case) -> Iterable[tuple[str, Bilingual | None]]:
    yield "as_of", figures(case.found.asked.on.isoformat())
    yield "placements", wording.placements_told(len(case.parts))
    yield "total", wording.credit_told(case.credit, case.misses_records)
    yield from _window(case)
    yield "left_out", wording.left_out_told(_left_out(case.parts))
    yield "records", _records(case)


def _window(case: Case) -> Iterable[tuple[str, Bilingual | None]]:
    found = case.found.local.standing
    if found.window and found.credit:
        yield "window", wording.days_from_to(found.window)
        yield "credit", wording.credit_told(found.credit, case.found.is_incomplete)


def _standing_facts(case: Case) -> Iterable[tuple[str, Bilingual | None]]:
    line = case.found.local
    found = line.standing
    yield "as_of", figures(found.on.isoformat())
    yield from _window(case)
    if found.required_months is not None:
        yield "required", wording.required_told(line)
    yield "state", wording.state_told(found)
    if found.state in (StandingState.MET, StandingState.AT_RISK) and found.lapses_on:
        yield "lasts", wording.lasts_told(found.lapses_on)
    yield "needed", wording.needed_told(found)
    for key, year in (("this_year", case.found.this_year), ("year_before", case.found.year_before)):
        if year:
            yield key, wording.year_told(year, _misses(case.found, year.duty.year.started_on))
    if case.found.national.rule.jurisdiction != line.rule.jurisdiction:
        yield "national", wording.national_told(case.found.national)
    yield "records", wording.records_told(case.found)


def _period_facts(case: Case) -> Iterable[tuple[str, Bilingual | None]]:
    yield "period", wording.days_from_to(case.span)
    yield "placements", wording.placements_told(len(case.parts))
    yield "in_period", wording.credit_told(case.credit, case.misses_records)
    yield "left_out", wording.left_out_told(_left_out(case.parts))
    yield "records", _records(case)


def _records(case: Case) -> Bilingual | None:
    first = case.found.records_from
    return wording.records_from_told(first) if case.misses_records and first else None


def _misses(found: Overview, first: date) -> bool:
    return found.records_from is not None and first < found.records_from


def _left_out(parts: Iterable[Part]) -> dict[NotCounted, Fraction]:
    """The days of all placements that did not count, by reason, in the order of the reasons."""
    found = [part.credited.count.left_out for part in parts]
    sums = {reason: sum((each.get(reason, Fraction(0)) for each in found), Fraction(0)) for reason in NotCounted}
    return {reason: days for reason, days in sums.items() if days}


def _statement(case: Case) -> Bilingual:
    said = {
        (CertificateKind.PRACTICE, False): _practice_said,
        (CertificateKind.COMPLIANCE, False): _standing_said,
        (CertificateKind.COMPLIANCE, True): _period_said,
    }[case.ask.kind, case.ask.period is not None](case)
    who = _introduced(case)
    return Bilingual(f"{who.zh}{said.zh}特此证明。", f"{who.en} {said.en}")


def _introduced(case: Case) -> Bilingual:
    """Who it is, as the school knows the person on the day."""
    employment, day = case.employed.employment, case.found.asked.on
    has_left = employment.period.finished_on < day
    category, department = wording.CATEGORIES[case.category], case.employed.department or ""
    named = f"{case.person_name}（工号 {employment.staff_no}）"
    post = f"{'was' if has_left else 'is'} a {category.en} of {case.school_name}"
    return Bilingual(
        f"兹证明{named}{'曾任' if has_left else '系'}我校{department}{category.zh}。",
        f"This is to certify that {case.person_name} (staff no. {employment.staff_no}) {post}"
        f"{f', {department}' if department else ''}.",
    )


def _practice_said(case: Case) -> Bilingual:
    day = wording.day_told(case.found.asked.on)
    credit = wording.credit_told(case.credit, case.misses_records)
    count, within = len(case.parts), _within_window(case)
    return Bilingual(
        f"截至{day.zh}，该教师经认定的企业实践共 {count} 段，累计{_counted(credit)}{within.zh}。",
        f"As of {day.en}, {_placements(count)} of enterprise practice {_verb(count)} verified, "
        f"credited with {credit.en} in all{within.en}.",
    )


def _within_window(case: Case) -> Bilingual:
    found = case.found.local.standing
    if found.window is None or found.credit is None:
        return Bilingual("", "")
    name, days = wording.window_name(case.found.local), wording.days_said(found.window)
    credit = wording.credit_told(found.credit, case.found.is_incomplete)
    return Bilingual(
        f"，其中{name.zh}（{days.zh}）{_counted(credit)}", f", of these {credit.en} in the {name.en} ({days.en})"
    )


def _standing_said(case: Case) -> Bilingual:
    line, day = case.found.local, wording.day_told(case.found.asked.on)
    found, rule = line.standing, line.rule
    opening = Bilingual(
        f"截至{day.zh}，按{rule.name}当日施行的企业实践规定，",
        f"As of {day.en}, under the practice rule of {rule.name_en} then in force,",
    )
    state = wording.state_told(found)
    if found.credit is None or found.window is None or found.required_months is None:
        return Bilingual(f"{opening.zh}对该教师{state.zh}。", f"{opening.en} the answer is: {state.en}.")
    name, days, required = wording.window_name(line), wording.days_said(found.window), wording.required_told(line)
    credit = wording.credit_told(found.credit, case.found.is_incomplete)
    return Bilingual(
        f"{opening.zh}该教师{name.zh}（{days.zh}）企业实践{_counted(credit)}，规定要求 {required.zh}，"
        f"结论为：{state.zh}。",
        f"{opening.en} practice in the {name.en} ({days.en}) is credited with {credit.en}; {required.en} are "
        f"required. The answer is: {state.en}.",
    )


def _period_said(case: Case) -> Bilingual:
    days, credit = wording.days_said(case.span), wording.credit_told(case.credit, case.misses_records)
    count = len(case.parts)
    return Bilingual(
        f"该教师在{days.zh}期间经认定的企业实践共 {count} 段，期间内{_counted(credit)}。",
        f"From {days.en}, {_placements(count)} of enterprise practice {_verb(count)} verified, "
        f"credited with {credit.en} within these days.",
    )


def _counted(credit: Bilingual) -> str:
    """`计入 301 天（10.03 个月）`, `计入至少 301 天（10.03 个月）`."""
    return f"计入{credit.zh}" if credit.zh.startswith(wording.AT_LEAST.zh) else f"计入 {credit.zh}"


def _placements(count: int) -> str:
    return "one placement" if count == 1 else f"{count} placements"


def _verb(count: int) -> str:
    return "is" if count == 1 else "are"


def _table(case: Case) -> PrintedTable:
    """The placements with what counts, and their sums."""
    keys = ["place", "enterprise", "position", "form", "dates", "days", "months", "in_window", "remarks"]
    if not _tells_window(case):
        keys.remove("in_window")
    rows = [_row(place, part) for place, part in enumerate(case.parts, 1)]
    cells = [*rows, _sums(case)]
    title = Bilingual("已认定的企业实践", "Verified enterprise practice")
    return PrintedTable(
        "placements",
        title,
        tuple(wording.COLUMNS[key] for key in keys),
        tuple(tuple(row[key] for key in keys) for row in cells),
    )


def _tells_window(case: Case) -> bool:
    return case.has_figures and case.ask.period is None


def _row(place: int, part: Part) -> dict[str, Bilingual]:
    told, count = part.placement, part.credited.count
    return {
        "place": figures(str(place)),
        "enterprise": figures(told.enterprise_name) if told.enterprise_name else wording.NOTHING,
        "position": figures(told.position) if told.position else wording.NOTHING,
        "form": wording.form_told(told),
        "dates": wording.days_cell(told.period),
        "days": figures(days_shown(count.counted)),
        "months": figures(months_shown(part.credited.months)),
        "in_window": figures(days_shown(part.in_window)),
        "remarks": wording.remarks(count.left_out),
    }


def _sums(case: Case) -> dict[str, Bilingual]:
    nothing = figures("")
    found = case.found.local.standing.credit
    return {
        "place": wording.SUM,
        "enterprise": nothing,
        "position": nothing,
        "form": nothing,
        "dates": wording.placements_told(len(case.parts)),
        "days": figures(days_shown(case.credit.days)),
        "months": figures(months_shown(case.credit.months)),
        "in_window": figures(days_shown(found.days)) if found else nothing,
        "remarks": nothing,
    }


def _fact(key: str, value: Bilingual) -> PrintedFact:
    return PrintedFact(key, FACTS[key], value)


def _worded(content: Content) -> Content:
    """Without the language that is not printed."""

    def kept(words: Bilingual) -> Bilingual:
        return wording.in_wording(words, content.wording)

    return replace(
        content,
        title=kept(content.title),
        statement=kept(content.statement),
        facts=tuple(PrintedFact(each.key, kept(each.label), kept(each.value)) for each in content.facts),
        tables=tuple(
            PrintedTable(
                each.key,
                kept(each.title),
                tuple(map(kept, each.headings)),
                tuple(tuple(map(kept, row)) for row in each.rows),
            )
            for each in content.tables
        ),
        basis=tuple(map(kept, content.basis)),
    )
