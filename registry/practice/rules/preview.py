"""What one more placement would change: the answers as they are, and as they would be were it verified. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from registry.practice.model import (
    Credit,
    PlacementCount,
    PlacementFact,
    PlacementState,
    Standing,
    TeacherFacts,
)
from registry.practice.rules.counting import RuleLine, Versions, rule_line
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.explanation import placement_parts
from registry.practice.rules.judging import standing
from registry.practice.rules.overview import YearAnswer, year_answers

NOTHING = Credit(Fraction(0), Fraction(0))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answers on one day without and with the placement. `added`: what it adds to the window.

    `days_added_in_year`: what it adds to the school year of the day. Both are zero where there are no figures.
    """

    on: date
    without: Standing
    with_it: Standing
    yearly_without: tuple[YearAnswer, ...]
    yearly_with_it: tuple[YearAnswer, ...]

    @property
    def added(self) -> Credit:
        """Days and months that the window gains."""
        before, after = self.without.credit or NOTHING, self.with_it.credit or NOTHING
        return Credit(after.days - before.days, after.months - before.months)

    @property
    def days_added_in_year(self) -> Fraction:
        """Days that the school year of the day gains."""
        return _days_this_year(self.yearly_with_it) - _days_this_year(self.yearly_without)


@dataclass(frozen=True, slots=True)
class Preview:
    """A placement that is not entered yet: the answers today, and on its last day where that is still to come.

    `count` has the days it offers, those that would count today and, by reason, those that would not.
    `count_at_end` is the same on its last day.
    """

    today: Comparison
    at_end: Comparison | None
    count: PlacementCount | None
    count_at_end: PlacementCount | None


def preview(facts: TeacherFacts, draft: PlacementFact, versions: Versions, on: date) -> Preview:
    """What the draft, taken as verified, would change on a day and on its own last day if that is later."""
    line = rule_line(versions)
    drafted = draft._replace(state=PlacementState.VERIFIED)
    without, with_it = Reckoning(facts), Reckoning(replace(facts, placements=(*facts.placements, drafted)))
    later = draft.finished_on if draft.finished_on > on else None
    return Preview(
        today=_comparison(without, with_it, line, on),
        at_end=_comparison(without, with_it, line, later) if later else None,
        count=_own_count(with_it, line, on),
        count_at_end=_own_count(with_it, line, later) if later else None,
    )


def _comparison(without: Reckoning, with_it: Reckoning, line: RuleLine, on: date) -> Comparison:
    return Comparison(
        on,
        standing(without, line, on),
        standing(with_it, line, on),
        year_answers(without, line, on),
        year_answers(with_it, line, on),
    )


def _own_count(with_it: Reckoning, line: RuleLine, on: date) -> PlacementCount | None:
    """The draft is the last of the placements, so that days it shares with others are left out of its own part."""
    counts = placement_parts(with_it, line, on)
    return counts[-1] if counts else None


def _days_this_year(years: tuple[YearAnswer, ...]) -> Fraction:
    return sum((year.duty.credit.days for year in years if year.is_current), Fraction(0))
