"""The states of one teacher through several schools: each day by the rule of the school that then employs. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from registry.kernel.periods import ONE_DAY, Period
from registry.practice.model import PlacementState, StateRange, TeacherFacts
from registry.practice.rules.counting import RuleLine
from registry.practice.rules.credit import Reckoning
from registry.practice.rules.timeline import facts_up_to, states_within


class Spell(NamedTuple):
    """Days on which one jurisdiction's rule holds for a teacher, and since when the records then are complete."""

    period: Period
    jurisdiction: str
    records_from: date | None


class Reckonings:
    """One teacher's facts, added up once for each day from which the records may be complete."""

    __slots__ = ("_known", "facts")

    def __init__(self, facts: TeacherFacts) -> None:
        self.facts = facts
        self._known: dict[date | None, Reckoning] = {}

    def since(self, records_from: date | None) -> Reckoning:
        """The reckoning with records complete since that day (None: always)."""
        found = self._known.get(records_from)
        if found is None:
            own = self.facts if self.facts.records_from == records_from else None
            found = Reckoning(own or replace(self.facts, records_from=records_from))
            self._known[records_from] = found
        return found

    def up_to(self, today: date) -> "Reckonings":
        """The same with no credit after `today`; itself where there is none."""
        placements = self.facts.placements
        if any(each.finished_on > today and each.state is PlacementState.VERIFIED for each in placements):
            return Reckonings(facts_up_to(self.facts, today))
        return self


def states_through(
    facts: TeacherFacts, spells: Iterable[Spell], lines: Mapping[str, RuleLine], today: date, horizon: date
) -> tuple[StateRange, ...]:
    """The states on every day of the spells (in order, apart) from the first day of the rule up to the horizon.

    On other days there is no range. Days after `today` get no credit after it. `lines` holds every jurisdiction.
    """
    return joined(states_of_spells(Reckonings(facts).up_to(today), spells, lines, horizon))


def states_of_spells(
    reckonings: Reckonings, spells: Iterable[Spell], lines: Mapping[str, RuleLine], horizon: date
) -> Iterator[tuple[Spell, tuple[StateRange, ...]]]:
    """Each spell on which a rule is in force, with its states, all credit counted."""
    for spell in spells:
        line = lines[spell.jurisdiction]
        ruled = _ruled(line, horizon)
        asked = ruled.overlap(spell.period) if ruled else None
        if asked is not None:
            yield spell, states_within(reckonings.since(spell.records_from), line, asked)


def joined(parts: Iterable[tuple[Spell, Sequence[StateRange]]]) -> tuple[StateRange, ...]:
    """The states of all spells as one timeline; neighbours that are alike become one range."""
    found: list[StateRange] = []
    for _, ranges in parts:
        for each in ranges:
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
