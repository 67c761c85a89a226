"""On which days of a period somebody is neither on leave nor in a placement. Pure."""

from collections.abc import Iterable, Iterator

from registry.kernel.periods import ONE_DAY, Period, merged
from registry.practice.model import TeacherFacts
from registry.practice.rules.entry import OUT_OF_THE_RUNNING


def taken_days(facts: TeacherFacts) -> list[Period]:
    """Days of leave, and of placements that were not ended: of those by attendance the listed days alone."""
    taken = list(facts.leaves)
    for each in facts.placements:
        if each.state in OUT_OF_THE_RUNNING:
            continue
        if each.attended is None:
            taken.append(Period(each.started_on, each.finished_on))
        else:
            taken += [Period(day.on, day.on) for day in each.attended]
    return merged(taken)


def without(period: Period, taken: Iterable[Period]) -> Iterator[Period]:
    """The parts of a period that no period of `taken` (apart, in order) holds."""
    first = period.started_on
    for away in taken:
        if away.finished_on < first or away.started_on > period.finished_on:
            continue
        if away.started_on > first:
            yield Period(first, away.started_on - ONE_DAY)
        first = away.finished_on + ONE_DAY
    if first <= period.finished_on:
        yield Period(first, period.finished_on)
