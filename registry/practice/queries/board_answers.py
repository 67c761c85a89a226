"""The exact answers of one person as a scope sees them, from facts that are loaded already."""

from datetime import date
from typing import NamedTuple

from registry.kernel.scopes import Scope
from registry.people.queries.rows import not_found
from registry.practice.model import Standing, YearlyDuty
from registry.practice.queries.board_facts import Known
from registry.practice.rules import Reckoning, RuleLine, standing, yearly_answers
from registry.practice.rules.progress import Progress, progress_of, this_year


class Asked(NamedTuple):
    """What all answers of one school have in common: its rule, the day asked about, and today."""

    line: RuleLine
    on: date
    today: date


class Answered(NamedTuple):
    """Both answers of one person. `duty` None: no yearly duty was in force when the year began."""

    standing: Standing
    duty: YearlyDuty | None
    progress: Progress


def answered(known: Known, scope: Scope, asked: Asked) -> Answered:
    """Both answers under a school's rule, as far as the scope sees. Raises NotFound for whom it does not reach."""
    reach = known.reach(scope, asked.today)
    if reach is None:
        raise not_found()
    seen = known.seen_in(scope, reach, asked.on)
    reckoning = Reckoning(seen.facts)
    duty = this_year(yearly_answers(reckoning, asked.line, asked.on), asked.on)
    progress = progress_of(duty, seen.placements)
    return Answered(standing(reckoning, asked.line, asked.on), duty, progress)
