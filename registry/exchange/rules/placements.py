"""The rows of a placements sheet: one placement each, with every fault of the row told at once.

Cells are read column by column, each writing once; most rows are then a placement without more ado. Only a row
that cannot be one is gone through fault by fault.
"""

from collections.abc import Iterator
from datetime import date

from registry.exchange.model import Fault
from registry.exchange.rules.attendance import Attended, UnreadableDays, outside, read_attended
from registry.exchange.rules.cells import Memo, compact, is_excel_error, text_of
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Field
from registry.exchange.rules.people import Found, People
from registry.exchange.rules.problems import Problems
from registry.exchange.rules.spans import Span, SpanRead, span_faults, spans
from registry.exchange.rules.tables import Records, Table
from registry.exchange.rules.terms import Terms, terms_of
from registry.kernel.sheets import Cell
from registry.practice.model import PlacementFact

Attendance = Attended | UnreadableDays | None
Reading = tuple[Found, str, SpanRead, Terms, Attendance]
"""What one row says: whom it names, which enterprise, when, on which terms, on which listed days."""


def read_placements(table: Table, people: People, problems: Problems) -> None:
    """Add each row to its teacher's placements; a row with any fault counts for nothing and marks the teacher."""
    records = table.records()
    readings = _readings(table, records, people)
    counts = records.column(Field.DAYS)
    sheet = table.sheet.name
    for number, row, days, reading in zip(records.numbers, records.rows, counts, readings, strict=False):
        person = reading[0].person
        fact = _placement(f"{sheet}!{number}", reading)
        if fact is not None and person is not None:
            person.placements.append(fact)
        elif table.names_nothing(row):
            continue
        else:
            for fault in _faults(reading):
                problems.error(table, number, row, fault)
            if person is not None:
                person.is_incomplete = True
        if days != "" and (warning := _days_differ(days, reading[2])):
            problems.warning(table, number, row, warning)


def _readings(table: Table, records: Records, people: People) -> Iterator[Reading]:
    return zip(
        people.named_in(table, records),
        map(Memo(text_of).__getitem__, records.column(Field.ENTERPRISE)),
        spans(records, table.columns),
        terms_of(records),
        map(Memo(read_attended).__getitem__, records.column(Field.ATTENDED)),
        strict=False,
    )


def _placement(reference: str, reading: Reading) -> PlacementFact | None:
    """The placement, or None where `_faults` has something to say."""
    (_, name_faults), enterprise, (begun, ended, _), terms, attended = reading
    share, is_on_duty, state, form, term_faults = terms
    if name_faults or term_faults or not enterprise or is_excel_error(enterprise):
        return None
    if not (isinstance(begun, date) and isinstance(ended, date) and begun <= ended):
        return None
    if attended is None:
        if is_on_duty:
            return None
    elif isinstance(attended, UnreadableDays) or outside(attended, begun, ended):
        return None
    return PlacementFact(reference, begun, ended, share, attended, state, form, enterprise)


def _faults(reading: Reading) -> Iterator[RowFault]:
    """Everything wrong with a row, whether or not it would count."""
    found, enterprise, span, terms, _ = reading
    yield from found.faults
    if not enterprise:
        yield RowFault(Field.ENTERPRISE, Fault.REQUIRED_EMPTY)
    elif is_excel_error(enterprise):
        yield RowFault(Field.ENTERPRISE, Fault.EXCEL_ERROR)
    yield from span_faults(Span(*span))
    yield from terms.faults
    yield from _attendance_faults(reading)


def _attendance_faults(reading: Reading) -> Iterator[RowFault]:
    _, _, (begun, ended, _), terms, attended = reading
    if attended is None:
        if terms.is_on_duty:
            yield RowFault(Field.DUTY_MODE, Fault.ATTENDANCE_MISSING)
    elif isinstance(attended, UnreadableDays):
        details = {"first": attended.first, "count": str(attended.number)}
        yield RowFault(Field.ATTENDED, Fault.ATTENDANCE_UNREADABLE, details)
    elif isinstance(begun, date) and isinstance(ended, date) and begun <= ended:
        strays = outside(attended, begun, ended)
        if strays:
            details = {"first": strays[0].isoformat(), "count": str(len(strays))}
            yield RowFault(Field.ATTENDED, Fault.ATTENDANCE_OUTSIDE, details)


def _days_differ(cell: Cell, span: SpanRead) -> RowFault | None:
    """天数 beside the calendar's count, both ends counted; they need not agree, but somebody should look."""
    begun, ended, _ = span
    if not (isinstance(begun, date) and isinstance(ended, date) and begun <= ended):
        return None
    days = (ended - begun).days + 1
    if _as_number(cell) in (days, None):
        return None
    return RowFault(Field.DAYS, Fault.DAYS_DIFFER, {"calendar": str(days)})


def _as_number(cell: Cell) -> float | str | None:
    """The days written, as a number where they are one (`31`, `31.0`, `31天`); None for an empty cell."""
    text = compact(cell).removesuffix("天")
    try:
        return float(text) if text else None
    except ValueError:
        return text
