"""The states of one teacher through several schools: each day by the rule of the school that then employs. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from registry.kernel.periods import ONE_DAY, Period
from registry.practice.model import StateRange, TeacherFacts
from registry.practice.rules.counting import RuleLine
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.timeline import facts_up_to, states_within


class Spell(NamedTuple):
    """Days on which one jurisdiction's rule holds for a teacher, and since when the records then are complete."""

    period: Period
    jurisdiction: str
    records_from: date | None


def states_through(
    facts: TeacherFacts, spells: Iterable[Spell], lines: Mapping[str, RuleLine], today: date, horizon: date
) -> tuple[StateRange, ...]:
    """The states on every day of the spells (in order, apart) from the first day of the rule up to the horizon.

    On other days there is no range. Days after `today` get no credit after it. `lines` holds every jurisdiction.
    """
    credited = facts_up_to(facts, today)
    reckonings: dict[date | None, Reckoning] = {}
    found: list[StateRange] = []
    for period, jurisdiction, records_from in spells:
        line = lines[jurisdiction]
        ruled = _ruled(line, horizon)
        asked = ruled.overlap(period) if ruled else None
        if asked is None:
            continue
        if records_from not in reckonings:
            reckonings[records_from] = Reckoning(replace(credited, records_from=records_from))
        for each in states_within(reckonings[records_from], line, asked):
            _append(found, each)
    return tuple(found)


def _ruled(line: RuleLine, horizon: date) -> Period | None:
    first = date.fromordinal(line.rules[0].first) if line.rules else date.max
    return Period(first, horizon) if first <= horizon else None


def _append(found: list[StateRange], following: StateRange) -> None:
    if found and found[-1].state is following.state and found[-1].finished_on + ONE_DAY == following.started_on:
        found[-1] = found[-1]._replace(finished_on=following.finished_on)
    else:
        found.append(following)
