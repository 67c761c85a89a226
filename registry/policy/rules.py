"""What must hold between packs: parents exist, none is weaker than a hard rule above, none is left unchecked.

Pure: packs in, faults out.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from registry.kernel.periods import years_before
from registry.policy.pack import DatedValue, FaultKind, Pack, PackFault, Parameter, Place
from registry.policy.terms import TERMS, Stricter


def chain(packs: Mapping[str, Pack], jurisdiction: str) -> tuple[Pack, ...]:
    """The jurisdiction's own pack, its parent's, and so on up, until a parent is missing or comes again."""
    found: dict[str, Pack] = {}
    upwards: str | None = jurisdiction
    while upwards is not None and upwards in packs and upwards not in found:
        found[upwards] = packs[upwards]
        upwards = packs[upwards].parent
    return tuple(found.values())


def lineage_faults(packs: Mapping[str, Pack], known: Collection[str]) -> list[PackFault]:
    """Parents that are not among the `known` jurisdictions, and packs that are their own forebear."""
    faults = []
    for pack in packs.values():
        line = chain(packs, pack.jurisdiction)
        if pack.parent is not None and pack.parent not in known:
            faults.append(Place(pack.file).fault(FaultKind.PARENT_UNKNOWN, found=pack.parent))
        elif line[-1].parent == pack.jurisdiction:
            names = " → ".join([forebear.jurisdiction for forebear in line] + [pack.jurisdiction])
            faults.append(Place(pack.file).fault(FaultKind.PARENT_CYCLE, line=names))
    return faults


def weaker_faults(packs: Mapping[str, Pack]) -> list[PackFault]:
    """Every own value that is weaker than a hard value of a forebear in force on the same day."""
    return [
        fault
        for pack in packs.values()
        for above in chain(packs, pack.jurisdiction)[1:]
        for name, own in pack.parameters.items()
        if name in above.parameters and above.parameters[name].hard
        for fault in _weaker_values(own, Place(pack.file, name), above.parameters[name], above.jurisdiction)
    ]


def _weaker_values(own: Parameter, at: Place, above: Parameter, jurisdiction: str) -> Iterator[PackFault]:
    for index, value in enumerate(own.values, 1):
        for rule in above.values:
            together = value.in_force.overlap(rule.in_force)
            if together is not None and _is_weaker(own.name, value, rule):
                yield Place(at.file, at.parameter, index).fault(
                    FaultKind.WEAKER,
                    on=together.started_on,
                    found=value.value,
                    citation=value.cited(own.last_checked_on),
                    jurisdiction=jurisdiction,
                    rule=rule.value,
                    rule_citation=rule.cited(above.last_checked_on),
                    unit=own.unit,
                )


def _is_weaker(name: str, value: DatedValue, rule: DatedValue) -> bool:
    stricter = TERMS[name].stricter
    if stricter is None or not isinstance(value.value, int) or not isinstance(rule.value, int):
        return False
    return value.value < rule.value if stricter is Stricter.MORE else value.value > rule.value


def check_date_faults(packs: Mapping[str, Pack], on: date) -> list[PackFault]:
    """Packs and parameters that nobody has looked at for a year, or that claim a day more than a year ahead.

    The margin ahead lets a computer with a slow clock check today's packs, and still finds slips (2062).
    """
    looked = [(Place(pack.file), pack.last_checked_on) for pack in packs.values()]
    looked += [
        (Place(pack.file, name), parameter.last_checked_on)
        for pack in packs.values()
        for name, parameter in pack.parameters.items()
    ]
    overdue = [
        at.fault(FaultKind.CHECK_OVERDUE, last=last, on=on) for at, last in looked if last <= years_before(on, 1)
    ]
    return overdue + [
        at.fault(FaultKind.CHECK_IN_FUTURE, last=last, on=on) for at, last in looked if last > years_before(on, -1)
    ]
