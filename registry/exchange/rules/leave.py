"""The rows of a leave sheet. Every row is approved leave, whatever its kind."""

from datetime import date

from registry.exchange.rules.people import People
from registry.exchange.rules.problems import Problems
from registry.exchange.rules.spans import Span, span_faults, spans
from registry.exchange.rules.tables import Table
from registry.kernel.periods import Period


def read_leave(table: Table, people: People, problems: Problems) -> None:
    """Add each row's days to its teacher's leave; a row with any fault counts for nothing and marks the teacher."""
    records = table.records()
    named = people.named_in(table, records)
    walk = zip(records.numbers, records.rows, named, spans(records, table.columns), strict=False)
    for number, row, found, (begun, ended, is_period) in walk:
        if table.names_nothing(row):
            continue
        faults = [*found.faults, *span_faults(Span(begun, ended, is_period))]
        for fault in faults:
            problems.error(table, number, row, fault)
        if found.person is None:
            continue
        if faults:
            found.person.is_incomplete = True
        elif isinstance(begun, date) and isinstance(ended, date):
            found.person.leaves.append(Period(begun, ended))
