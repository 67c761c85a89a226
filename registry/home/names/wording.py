"""The words of a list of names that was asked after, for page, paper and workbook."""

from datetime import date

from registry.home.names.answers import Finding, Line, PersonAnswer
from registry.kernel.periods import ONE_DAY
from registry.platform.language import Language
from registry.practice.documents.figures import credit_shown, dates_shown
from registry.practice.documents.wording import basis_line, needed_line, rule_line_shown
from registry.practice.documents.words import Words
from registry.practice.rules import rule_line
from registry.practice.rules.overview import RuleView

PAPER = Language.ZH
"""Papers that are stamped are in Chinese, whatever the reader's pages are in."""
FINDINGS = {
    Finding.ENOUGH: Words("够", "enough"),
    Finding.NOT_ENOUGH: Words("不够", "not enough"),
    Finding.PAPERS_MISSING: Words("缺材料", "papers missing"),
    Finding.NOT_ASKED: Words("不作要求", "not asked"),
    Finding.SEVERAL: Words("认不准", "unclear who"),
    Finding.NOBODY: Words("查无此人", "nobody"),
}
SHAPES = {
    Finding.ENOUGH: "●",
    Finding.NOT_ENOUGH: "○",
    Finding.PAPERS_MISSING: "?",
    Finding.NOT_ASKED: "·",
    Finding.SEVERAL: "?",
    Finding.NOBODY: "–",
}
COLOURS = {
    Finding.ENOUGH: "good",
    Finding.NOT_ENOUGH: "bad",
    Finding.PAPERS_MISSING: "warn",
    Finding.NOT_ASKED: "plain",
    Finding.SEVERAL: "warn",
    Finding.NOBODY: "plain",
}
NO_TITLE = Words("现职称未登记或未审核,无法计算任现职以来", "no verified title: nothing can be said since it")


def basis_lines(view: RuleView, on: date, language: Language) -> list[str]:
    """The day, the rule with its version, what it asks and where that stands, and how days become months."""
    lines = [rule_line_shown(view.version, on, language)]
    in_force = rule_line(view.versions).on(on.toordinal())
    if in_force is None or in_force.policy.months_per_window is None:
        return [*lines, Words("该日没有五年实践要求", "no five-year requirement that day").to(language)]
    required = in_force.policy.months_per_window
    waiting = "" if required.citation.confirmed else Words(",待核实", "; awaits confirmation").to(language)
    years = in_force.window_years
    asked = Words(
        f"近 {years} 年累计 {required.value} 个月({required.citation}{waiting})",
        f"{required.value} months in {years} years ({required.citation}{waiting})",
    )
    return [*lines, asked.to(language), basis_line(in_force.policy, language)]


def finding_shown(finding: Finding, language: Language) -> str:
    """Shape and word, such as `● 够`."""
    return f"{SHAPES[finding]} {FINDINGS[finding].to(language)}"


def day_before(lapses_on: date) -> date:
    """The last day on which it is still met."""
    return lapses_on - ONE_DAY


def since_title_shown(answer: PersonAnswer, language: Language) -> str:
    """Credit since the present title; a dash where no title is known, which is not zero."""
    return credit_shown(answer.since_title, language) if answer.since_title is not None else "–"


def notes(line: Line, language: Language) -> list[str]:
    """What is missing, and what to do about it."""
    if line.answer is None:
        return [_who(line, language)]
    answer = line.answer
    said = []
    if line.finding is Finding.NOT_ENOUGH and (needed := needed_line(answer.standing, language)):
        said.append(needed)
    if answer.records_incomplete:
        said.append(
            Words(
                "资料起始日以前的实践尚未补录,天数为“至少”",
                "practice before the records begin is not entered: the figure is at least",
            ).to(language)
        )
    for each in answer.waiting:
        placement = each.placement
        days = dates_shown(placement.started_on, placement.finished_on, language)
        why = ";".join(each.faults) or Words("待认定", "waits for recognition").to(language)
        said.append(f"{placement.enterprise_name}({days}):{why}")
    if answer.title is None:
        said.append(NO_TITLE.to(language))
    return said


def _who(line: Line, language: Language) -> str:
    pasted = line.pasted
    if not pasted.candidates:
        return Words(
            "当日在职教师中没有此人,请核对姓名或改填工号",
            "nobody of this name was employed that day: check the name or give the staff number",
        ).to(language)
    if pasted.disagrees:
        one = pasted.candidates[0]
        return Words(
            f"工号 {one.staff_no} 是 {one.name},与所填姓名不一致",
            f"staff number {one.staff_no} is {one.name}, not the name given",
        ).to(language)
    told = "、".join(f"{one.name} {one.staff_no}({one.department or '–'})" for one in pasted.candidates)
    return Words(f"有同名教师,请改填工号:{told}", f"several of this name, give the staff number: {told}").to(language)
