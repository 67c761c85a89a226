"""The rows of a leave sheet. Every row is approved leave, whatever its kind."""

from datetime import date
from typing import NamedTuple

from registry.exchange.rules.headers import Field
from registry.exchange.rules.people import People
from registry.exchange.rules.problems import Problems
from registry.exchange.rules.spans import read_span, span_faults
from registry.exchange.rules.tables import Table
from registry.kernel.periods import Period
from registry.kernel.sheets import Cell


class LeaveCells(NamedTuple):
    """The cells of one row; each is empty where the sheet has no such column."""

    staff_no: Cell
    name: Cell
    started_on: Cell
    finished_on: Cell
    period: Cell


def read_leave(table: Table, people: People, problems: Problems) -> None:
    """Add each row's days to its teacher's leave; a row with any fault counts for nothing and marks the teacher."""
    pick = table.picker(LeaveCells._fields)
    find = people.finder(by_number=Field.STAFF_NO in table.columns)
    for number, row in table.rows():
        if table.names_nothing(row):
            continue
        cells = LeaveCells._make(pick(row))
        found = find(cells.staff_no, cells.name)
        span = read_span(cells.started_on, cells.finished_on, cells.period)
        faults = [*([found.fault] if found.fault else []), *span_faults(span, table)]
        for fault in faults:
            problems.error(table, number, row, fault)
        if found.person is None:
            continue
        if faults:
            found.person.is_incomplete = True
        elif isinstance(span.begun, date) and isinstance(span.ended, date):
            found.person.leaves.append(Period(span.begun, span.ended))
