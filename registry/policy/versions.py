"""How the values along a chain of packs become versions of a rule, one for each day that changes anything.

Pure. Packs stand nearest first, and the nearest that has a value in force that day wins.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from registry.kernel.periods import ONE_DAY
from registry.policy.model import Cited, PracticePolicy
from registry.policy.pack import DatedValue, Pack, Parameter
from registry.policy.terms import PRACTICE, full_name


class Found(NamedTuple):
    """The value in force for a parameter, and the pack that says so."""

    pack: Pack
    parameter: Parameter
    value: DatedValue


class Stretch(NamedTuple):
    """What holds from a day until the next stretch: a policy, or the needed parameter that has no value."""

    started_on: date
    policy: PracticePolicy | None
    missing: str = ""


def first_needed() -> str:
    """The parameter to name where nothing at all is in force."""
    return next(name for name, term in PRACTICE.items() if term.needed)


def stretches_of(packs: Sequence[Pack]) -> tuple[Stretch, ...]:
    """What holds along a chain, from the first day on which any value does; one stretch for each change."""
    stretches: list[Stretch] = []
    for on in _change_days(packs):
        stretch = _stretch_on(packs, on)
        if not stretches or not _same(stretches[-1], stretch):
            stretches.append(stretch)
    return tuple(stretches)


def _change_days(packs: Sequence[Pack]) -> list[date]:
    """Every day on which a practice value of the chain begins, or is gone."""
    days: set[date] = set()
    for pack in packs:
        for name in PRACTICE:
            parameter = pack.parameters.get(full_name("practice", name))
            for value in parameter.values if parameter else ():
                days.add(value.started_on)
                if value.finished_on is not None and value.finished_on < date.max:
                    days.add(value.finished_on + ONE_DAY)
    return sorted(days)


def _stretch_on(packs: Sequence[Pack], on: date) -> Stretch:
    values: dict[str, Any] = {}
    for name, term in PRACTICE.items():
        found = find_value(packs, full_name("practice", name), on)
        if found is None and term.needed:
            return Stretch(on, None, name)
        values[name] = found and Cited(found.value.value, found.value.cited(found.parameter.last_checked_on))
    return Stretch(on, PracticePolicy(jurisdiction=packs[0].jurisdiction, in_force_from=on, **values))


def _same(before: Stretch, after: Stretch) -> bool:
    """Whether nothing has changed but the day."""
    if before.policy is None or after.policy is None:
        return before[1:] == after[1:]
    return replace(after.policy, in_force_from=before.started_on) == before.policy


def find_value(packs: Sequence[Pack], parameter: str, on: date) -> Found | None:
    """The value of a parameter (by its full name) in force that day along the chain, or None."""
    for pack in packs:
        its_parameter = pack.parameters.get(parameter)
        value = its_parameter.value_on(on) if its_parameter else None
        if its_parameter is not None and value is not None:
            return Found(pack, its_parameter, value)
    return None
