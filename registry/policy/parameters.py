"""Reads one parameter of a pack: its head, and its dated values from the oldest to the newest.

A parameter with any fault is not taken at all, so that half of it is never compared with other packs.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from registry.kernel.periods import ONE_DAY
from registry.policy.pack import DatedValue, FaultKind, PackFault, Parameter, Place, PolicyValue, Unit
from registry.policy.strict import Keys, Kind, Table, day_in, table_faults
from registry.policy.terms import Term, Unreadable

_PARAMETER = {
    "label": Kind.TEXT,
    "label_en": Kind.TEXT,
    "unit": Kind.TEXT,
    "last_checked_on": Kind.DAY,
    "values": Kind.LIST,
}
_VALUE = Keys(
    {
        "from": Kind.DAY,
        "value": Kind.ANY,
        "instrument": Kind.TEXT,
        "article": Kind.TEXT,
        "confirmed": Kind.FLAG,
        "note": Kind.TEXT,
    },
    {"to": Kind.DAY, "corrected_on": Kind.DAY, "correction": Kind.TEXT},
)


def read_parameter(table: object, term: Term, at: Place) -> Parameter | list[PackFault]:
    """The parameter, or everything wrong with it."""
    if not isinstance(table, dict):
        return [at.fault(FaultKind.WRONG_TYPE, key=at.parameter, expected=Kind.TABLE)]
    keys = Keys(_PARAMETER if term.stricter is None else {**_PARAMETER, "hard": Kind.FLAG})
    faults = table_faults(table, keys, at) + _unit_faults(table, term, at)
    entries = table.get("values")
    values: Sequence[DatedValue] = ()
    if isinstance(entries, list):
        values, value_faults = _read_values(entries, term, at)
        faults += value_faults
    if faults:
        return faults
    return Parameter(
        name=at.parameter,
        label=table["label"],
        label_en=table["label_en"],
        unit=term.unit,
        hard=table.get("hard", False),
        last_checked_on=table["last_checked_on"],
        values=tuple(values),
    )


def _unit_faults(table: Table, term: Term, at: Place) -> list[PackFault]:
    found = table.get("unit")
    if not isinstance(found, str) or found == term.unit:
        return []
    if found not in list(Unit):
        return [at.fault(FaultKind.UNKNOWN_UNIT, found=found, known=", ".join(Unit))]
    return [at.fault(FaultKind.WRONG_UNIT, found=found, expected=term.unit)]


def _read_values(entries: list[object], term: Term, at: Place) -> tuple[list[DatedValue], list[PackFault]]:
    """The dated values in order. Where there are faults the values are not complete."""
    if not entries:
        return [], [at.fault(FaultKind.EMPTY, key="values")]
    faults: list[PackFault] = []
    values: list[DatedValue] = []
    tables: list[Table] = [entry if isinstance(entry, dict) else {} for entry in entries]
    ends = _last_days(tables)
    for index, entry in enumerate(entries, 1):
        place = Place(at.file, at.parameter, index)
        if not isinstance(entry, dict):
            faults.append(place.fault(FaultKind.WRONG_TYPE, key="values", expected=Kind.TABLE))
            continue
        its_faults = table_faults(entry, _VALUE, place) + _correction_faults(entry, place)
        value = _read_value(entry, term, place)
        if isinstance(value, PackFault):
            its_faults.append(value)
        elif value is not None and not its_faults:
            values.append(_dated(entry, value, ends[index - 1]))
        faults += its_faults
    return values, faults + _order_faults(tables, at)


def _read_value(entry: Table, term: Term, at: Place) -> PolicyValue | PackFault | None:
    """The value, what is wrong with it, or None where there is none (told as a missing key)."""
    if "value" not in entry:
        return None
    try:
        return term.read(entry["value"])
    except Unreadable as unreadable:
        return at.fault(unreadable.kind, **unreadable.details)


def _correction_faults(entry: Table, at: Place) -> list[PackFault]:
    if ("corrected_on" in entry) == ("correction" in entry):
        return []
    return [at.fault(FaultKind.HALF_A_CORRECTION)]


def _last_days(tables: Sequence[Table]) -> list[date | None]:
    """For each value the last day it holds: its own `to`, else the day before the next value, else None."""
    following = [day_in(table, "from") for table in tables[1:]] + [None]
    return [
        day_in(table, "to") or (next_from - ONE_DAY if next_from is not None and next_from > date.min else None)
        for table, next_from in zip(tables, following, strict=True)
    ]


def _order_faults(tables: Sequence[Table], at: Place) -> list[PackFault]:
    """Values stand oldest first, each from a day of its own, and end before the next begins."""
    faults = []
    for index, table in enumerate(tables, 1):
        started, finished = day_in(table, "from"), day_in(table, "to")
        if started and finished and finished < started:
            faults.append(Place(at.file, at.parameter, index).fault(FaultKind.ENDS_BEFORE_START, to=finished))
    for index, (older, newer) in enumerate(pairwise(tables), 2):
        before, ended, started = day_in(older, "from"), day_in(older, "to"), day_in(newer, "from")
        place = Place(at.file, at.parameter, index)
        if before is None or started is None:
            continue
        if started == before:
            faults.append(place.fault(FaultKind.FROM_TWICE, found=started))
        elif started < before:
            faults.append(place.fault(FaultKind.FROM_UNSORTED, found=started, before=before))
        elif ended is not None and ended >= started:
            faults.append(place.fault(FaultKind.OVERLAPS_NEXT, found=started, to=ended))
    return faults


def _dated(entry: Table, value: PolicyValue, finished_on: date | None) -> DatedValue:
    return DatedValue(
        value=value,
        started_on=entry["from"],
        finished_on=finished_on,
        instrument=entry["instrument"],
        article=entry["article"],
        confirmed=entry["confirmed"],
        note=entry["note"],
        corrected_on=entry.get("corrected_on"),
        correction=entry.get("correction", ""),
    )
