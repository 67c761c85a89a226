"""Use cases of exchange that need no database: a ledger in, its answer out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.exchange.model import CountingBasis, Ledger, LedgerAnswer, LedgerTeacher, TeacherAnswer
from registry.kernel.periods import Period
from registry.platform.language import Language
from registry.policy.book import Book, with_basis
from registry.policy.model import MonthBasis
from registry.practice.model import Credit
from registry.practice.rules import (
    Reckoning,
    RuleLine,
    credit_within,
    judged,
    placement_parts,
    standing,
    yearly_answers,
)

NATIONAL = "cn"
"""The jurisdiction whose answer stands beside every local one."""

Watch = Callable[[Iterable[LedgerTeacher], int], Iterable[LedgerTeacher]]
"""Passes the teachers on, one by one, and may show how far the work has come (their number is given)."""


@dataclass(frozen=True, slots=True)
class CheckQuestion:
    """What is asked of a ledger: under whose rule, on which day, and what should be told with it.

    `since` asks for the credit from that day to `as_of`; `basis` replaces the pack's way of counting months;
    `explain` asks for the days behind each total; `language` is that of the jurisdiction's name.
    """

    jurisdiction: str
    as_of: date
    since: date | None = None
    basis: MonthBasis | None = None
    explain: bool = False
    language: Language = Language.ZH


def check_ledger(
    ledger: Ledger, question: CheckQuestion, book: Book, watch: Watch = lambda teachers, _: teachers
) -> LedgerAnswer:
    """Answer for every teacher of the ledger. Raises BadInput for a jurisdiction that has no pack."""
    examiner = _Examiner(question, book)
    teachers = watch(ledger.teachers, len(ledger.teachers))
    return LedgerAnswer(
        as_of=question.as_of,
        jurisdiction=question.jurisdiction,
        jurisdiction_name=book.name(question.jurisdiction, question.language),
        policy_digest=book.digest(question.jurisdiction),
        counting=examiner.counting_basis,
        teachers=tuple(examiner.answers(teachers)),
        yearly_citation=examiner.yearly_citation,
        since=question.since,
        errors=ledger.errors,
        warnings=ledger.warnings,
    )


class _Examiner:
    """One question, made ready for many teachers."""

    def __init__(self, question: CheckQuestion, book: Book) -> None:
        self.question = question
        self.line = _line(question, book, question.jurisdiction)
        beside = [] if question.jurisdiction == NATIONAL else [NATIONAL]
        self.also = [(name, _line(question, book, name)) for name in beside]
        rule = self.line.on(question.as_of.toordinal()) or self.line.rules[0]
        policy = rule.policy
        self.counting_basis = CountingBasis(
            policy.month_basis.value, policy.days_per_month.value, policy.working_days_per_month.value
        )
        self.yearly_citation = policy.months_per_year.citation if policy.months_per_year else None
        self._counting = rule.counting

    def answers(self, teachers: Iterable[LedgerTeacher]) -> Iterator[TeacherAnswer]:
        on, explain = self.question.as_of, self.question.explain
        for teacher in teachers:
            reckoning = Reckoning(teacher.facts)
            yield TeacherAnswer(
                teacher,
                standing(reckoning, self.line, on),
                yearly_answers(reckoning, self.line, on),
                tuple((name, judged(reckoning, line, on)) for name, line in self.also),
                self._since(reckoning),
                placement_parts(reckoning, self.line, on) if explain else (),
            )

    def _since(self, reckoning: Reckoning) -> Credit | None:
        since = self.question.since
        if since is None:
            return None
        return credit_within(reckoning.account(self._counting), Period(since, self.question.as_of))


def _line(question: CheckQuestion, book: Book, jurisdiction: str) -> RuleLine:
    versions = book.practice_versions(jurisdiction)
    return RuleLine(with_basis(versions, question.basis) if question.basis else versions)
