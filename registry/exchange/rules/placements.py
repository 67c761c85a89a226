"""The rows of a placements sheet: one placement each, with every fault of the row told at once.

Most rows have no fault, so a row is first tried as a whole; only one that cannot be a fact is gone through
cell by cell. Both ways rest on one reading of the row (`PlacementReading`), so they cannot disagree.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from registry.exchange.model import Fault
from registry.exchange.rules.attendance import Attended, UnreadableDays, outside, read_attended
from registry.exchange.rules.cells import compact, text_of
from registry.exchange.rules.headers import Field
from registry.exchange.rules.people import People
from registry.exchange.rules.problems import Problems, RowFault
from registry.exchange.rules.shares import Workload, read_workload
from registry.exchange.rules.spans import Span, read_span, span_faults
from registry.exchange.rules.tables import Table
from registry.exchange.rules.words import read_form, read_state
from registry.kernel.sheets import Cell
from registry.practice.model import PlacementFact, PlacementState


class PlacementCells(NamedTuple):
    """The cells of one row; each is empty where the sheet has no such column."""

    staff_no: Cell
    name: Cell
    enterprise: Cell
    form: Cell
    started_on: Cell
    finished_on: Cell
    period: Cell
    days: Cell
    share: Cell
    duty_mode: Cell
    attended: Cell
    status: Cell
    appraisal: Cell


class PlacementReading(NamedTuple):
    """What the cells of one row say, each as a value or a fault."""

    enterprise: str
    span: Span
    workload: Workload
    attended: Attended | UnreadableDays | None
    state: PlacementState | Fault
    appraisal: PlacementState | Fault


def read_placements(table: Table, people: People, problems: Problems) -> None:
    """Add each row to its teacher's placements; a row with any fault counts for nothing and marks the teacher."""
    pick = table.picker(PlacementCells._fields)
    find = people.finder(by_number=Field.STAFF_NO in table.columns)
    for number, row in table.rows():
        cells = PlacementCells._make(pick(row))
        reading = read_cells(cells)
        found = find(cells.staff_no, cells.name)
        fact = placement_fact(f"{table.sheet.name}!{number}", cells, reading)
        if fact is not None and found.fault is None and found.person is not None:
            found.person.placements.append(fact)
        elif table.names_nothing(row):
            continue
        else:
            for fault in [*([found.fault] if found.fault else []), *placement_faults(reading, table)]:
                problems.error(table, number, row, fault)
            if found.person is not None:
                found.person.is_incomplete = True
        if cells.days != "" and (warning := _days_differ(cells.days, reading.span)):
            problems.warning(table, number, row, warning)


def read_cells(cells: PlacementCells) -> PlacementReading:
    """Read every cell of the row, whatever the others hold."""
    return PlacementReading(
        text_of(cells.enterprise),
        read_span(cells.started_on, cells.finished_on, cells.period),
        read_workload(cells.share, cells.duty_mode),
        read_attended(cells.attended) if cells.attended != "" else None,
        read_state(cells.status),
        read_state(cells.appraisal) if cells.appraisal != "" else PlacementState.VERIFIED,
    )


def placement_fact(reference: str, cells: PlacementCells, reading: PlacementReading) -> PlacementFact | None:
    """The placement, or None where `placement_faults` has something to say.

    Where a sheet has both a status and an appraisal, the placement is verified only if both say so.
    """
    enterprise, (begun, ended, _), workload, attended, state, appraisal = reading
    if not (isinstance(begun, date) and isinstance(ended, date) and begun <= ended and enterprise):
        return None
    if isinstance(state, Fault) or isinstance(appraisal, Fault) or not workload.is_sound:
        return None
    if attended is None:
        if workload.is_on_duty:
            return None
    elif isinstance(attended, UnreadableDays) or outside(attended, begun, ended):
        return None
    if state is PlacementState.VERIFIED:
        state = appraisal
    share, form = workload.share_percent, read_form(cells.form)
    return PlacementFact(reference, begun, ended, share, attended, state, form, enterprise)


def placement_faults(reading: PlacementReading, table: Table) -> Iterator[RowFault]:
    """Everything wrong with the row besides who it names."""
    if not reading.enterprise:
        yield RowFault(Field.ENTERPRISE, Fault.REQUIRED_EMPTY)
    yield from span_faults(reading.span, table)
    yield from _workload_faults(reading.workload)
    yield from _attendance_faults(reading)
    if isinstance(reading.state, Fault):
        yield RowFault(Field.STATUS, reading.state)
    if isinstance(reading.appraisal, Fault):
        yield RowFault(Field.APPRAISAL, reading.appraisal)


def _workload_faults(workload: Workload) -> Iterator[RowFault]:
    if workload.share_fault:
        details = {} if workload.share_of_mode is None else {"percent": str(workload.share_of_mode)}
        yield RowFault(Field.SHARE, workload.share_fault, details)
    if workload.mode_fault:
        yield RowFault(Field.DUTY_MODE, workload.mode_fault)


def _attendance_faults(reading: PlacementReading) -> Iterator[RowFault]:
    attended, (begun, ended, _) = reading.attended, reading.span
    if attended is None:
        if reading.workload.is_on_duty:
            yield RowFault(Field.DUTY_MODE, Fault.ATTENDANCE_MISSING)
    elif isinstance(attended, UnreadableDays):
        details = {"first": attended.first, "count": str(attended.number)}
        yield RowFault(Field.ATTENDED, Fault.ATTENDANCE_UNREADABLE, details)
    elif (
        isinstance(begun, date)
        and isinstance(ended, date)
        and begun <= ended
        and (strays := outside(attended, begun, ended))
    ):
        details = {"first": strays[0].isoformat(), "count": str(len(strays))}
        yield RowFault(Field.ATTENDED, Fault.ATTENDANCE_OUTSIDE, details)


def _days_differ(cell: Cell, span: Span) -> RowFault | None:
    """天数 beside the calendar's count, both ends counted; they need not agree, but somebody should look."""
    begun, ended = span.begun, span.ended
    if not (isinstance(begun, date) and isinstance(ended, date) and begun <= ended):
        return None
    days = (ended - begun).days + 1
    if cell == days or compact(cell).removesuffix("天") in ("", str(days)):
        return None
    return RowFault(Field.DAYS, Fault.DAYS_DIFFER, {"calendar": str(days)})
