"""Cells longer than a form would take: asked only of what is brought into the registry, no answer needs it."""

from collections.abc import Iterable

from registry.exchange.model import Fault
from registry.exchange.rules.cells import text_of
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Field
from registry.exchange.rules.problems import Problems
from registry.exchange.rules.tables import Table

LONGEST_CELL = 200
"""Characters of a name, a number or a code, as forms take them."""
_KEPT_AS_WRITTEN = (
    *(Field.STAFF_NO, Field.NAME, Field.DEPARTMENT, Field.SCHOOL_CODE),
    *(Field.ENTERPRISE, Field.CREDIT_CODE, Field.POSITION),
)


def find_long_cells(tables: Iterable[Table], problems: Problems) -> None:
    """Note every cell that is kept as it is written and is too long for that."""
    for table in tables:
        records = table.records()
        for field in _KEPT_AS_WRITTEN:
            if field not in table.columns:
                continue
            for number, row, cell in zip(records.numbers, records.rows, records.column(field), strict=False):
                if not isinstance(cell, str) or len(cell) <= LONGEST_CELL:
                    continue
                length = len(text_of(cell))
                if length > LONGEST_CELL:
                    details = {"most": str(LONGEST_CELL), "length": str(length)}
                    problems.error(table, number, row, RowFault(field, Fault.TOO_LONG, details))
