"""What comes if nothing is added: when the requirement lapses, and how many days would mend it.

Every forecast from a day D leaves out credit after D (also where it is verified already), lets the duty held on D
go on without end, takes approved leave as taken, and judges each day by the rule then in force.
"""

from collections.abc import Iterator

from registry.practice.rules.counting import FULL_SHARE, LAST_DAY, Counting, Rule, RuleLine
from registry.practice.rules.credit import Account, Reckoning, Totals, priced
from registry.practice.rules.cumulative import Cumulative, Step
from registry.practice.rules.sweep import (
    first_met,
    first_unmet,
    frame_on,
    frames,
    margin,
    required_scaled,
)

LAPSE_HORIZON_YEARS = 10
"""How many years ahead a lapse is looked for, the last day included."""
DAYS_NEEDED_LIMIT = 1826
"""The most days that `days_until_met` tries."""


class Forecast:
    """The future of one teacher as seen from the day D (an ordinal)."""

    __slots__ = ("_full", "_level", "day", "line", "reckoning")

    def __init__(self, reckoning: Reckoning, line: RuleLine, day: int) -> None:
        self.reckoning, self.line, self.day = reckoning, line, day
        self._level: dict[Counting, Totals] = {}
        self._full: dict[Counting, Totals] = {}

    def lapses_on(self, upto: int) -> int | None:
        """The first day after D, up to and including `upto`, on which the requirement is not met, or None."""
        return first_unmet(frames(self.reckoning, self.line, self.day + 1, upto), self.with_nothing_added)

    def days_until_met(self) -> int | None:
        """The least k such that full span days on D+1 .. D+k make it met on D+k, or None beyond the limit."""
        ahead = frames(self.reckoning, self.line, self.day + 1, self.day + DAYS_NEEDED_LIMIT)
        day = first_met(ahead, self.with_full_days)
        return None if day is None else day - self.day

    def days_to_be_met_on(self, day: int) -> int | None:
        """The least k such that full span days on D+1 .. D+k make it met on `day` (at least D+k), or None."""
        rule = self.line.on(day)
        if rule is None or rule.threshold is None:
            return None
        frame = frame_on(self.reckoning, rule, day)
        totals = self.with_nothing_added(rule)
        if margin(frame, totals, frame.number) >= 0:
            return 0
        already_gone = totals.months.at(frame.number - frame.length)
        wanted = already_gone - (-required_scaled(frame, totals, frame.number) // frame.length)
        number = self.with_full_days(rule).months.first_reaching(wanted)
        if number is None or number > frame.number:
            return None
        return self.reckoning.account(rule.counting).numbering.day_numbered(number) - self.day

    def with_nothing_added(self, rule: Rule) -> Totals:
        """The totals with no credit after D, and the duty going on."""
        found = self._level.get(rule.counting)
        if found is None:
            account = self.reckoning.account(rule.counting)
            number = account.numbering.number_of(self.day)
            found = self._level[rule.counting] = Totals(
                account.months.continued(number, ()), self._duty_going_on(account, number)
            )
        return found

    def with_full_days(self, rule: Rule) -> Totals:
        """The totals with a full span day on every day after D that is not leave, and the duty going on."""
        found = self._full.get(rule.counting)
        if found is None:
            account = self.reckoning.account(rule.counting)
            number = account.numbering.number_of(self.day)
            months = account.months.continued(number, self._full_steps(account))
            found = self._full[rule.counting] = Totals(months, self._duty_going_on(account, number))
        return found

    @staticmethod
    def _duty_going_on(account: Account, number: int) -> Cumulative | None:
        duty = account.totals.duty
        return None if duty is None else duty.continued(number, [(number, LAST_DAY, 1)])

    def _full_steps(self, account: Account) -> Iterator[Step]:
        number_of = account.numbering.number_of
        last = self.day + DAYS_NEEDED_LIMIT
        for first, end, rate, _ in account.workable(priced(self.day + 1, last, FULL_SHARE, account.counting)):
            after, upto = number_of(first - 1), number_of(end)
            if after < upto:
                yield after, upto, rate
