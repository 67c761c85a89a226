"""The faults of a source, collected with their places and told in the order of sheets, rows and columns."""

from typing import NamedTuple

from registry.exchange.model import CellProblem, Fault
from registry.exchange.rules.cells import compact, shown
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Field
from registry.exchange.rules.tables import Row, Table
from registry.kernel.id_numbers import masked

_SHOWN_OF_LONG = 40
"""Characters of a cell that is too long which its problem shows."""


class _Placed(NamedTuple):
    place: tuple[int, int, int]
    problem: CellProblem


class Problems:
    """The faults found so far. Errors keep a row from counting; warnings change no figure."""

    def __init__(self) -> None:
        self._errors: list[_Placed] = []
        self._warnings: list[_Placed] = []

    def error(self, table: Table, number: int, row: Row, found: RowFault) -> None:
        """Note an error in the row of that number."""
        self._errors.append(_placed(table, number, row, found))

    def error_in(self, table: Table, number: int, row: Row, found: tuple[int, RowFault]) -> None:
        """Note an error in a column that is no field of the reader, by its place in the row."""
        column, (_, fault, details) = found
        header, value = shown(table.sheet.rows[table.header][column]), shown(row[column])
        problem = CellProblem(table.sheet.name, number, header, value, fault, details)
        self._errors.append(_Placed((table.place, number, column), problem))

    def warning(self, table: Table, number: int, row: Row, found: RowFault) -> None:
        """Note a warning in the row of that number."""
        self._warnings.append(_placed(table, number, row, found))

    def errors(self) -> tuple[CellProblem, ...]:
        """All errors in the order of the source."""
        return _in_order(self._errors)

    def warnings(self) -> tuple[CellProblem, ...]:
        """All warnings in the order of the source."""
        return _in_order(self._warnings)


def _placed(table: Table, number: int, row: Row, found: RowFault) -> _Placed:
    value = shown(table.cell(row, found.field))
    if found.field is Field.ID_NUMBER:
        value = masked(compact(value))  # what is listed here is printed and passed on
    if found.fault is Fault.TOO_LONG:
        value = f"{value[:_SHOWN_OF_LONG]}…"
    column = table.columns.get(found.field, 0)
    return _Placed(
        (table.place, number, column),
        CellProblem(table.sheet.name, number, table.header_of(found.field), value, found.fault, found.details),
    )


def _in_order(placed: list[_Placed]) -> tuple[CellProblem, ...]:
    return tuple(each.problem for each in sorted(placed, key=lambda each: each.place))
