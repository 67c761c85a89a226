"""The first and last day of a record, from two cells (开始日期, 结束日期) or one (起止时间)."""

from collections.abc import Iterator
from datetime import date
from itertools import repeat
from typing import NamedTuple

from registry.exchange.model import Fault
from registry.exchange.rules.cells import Memo
from registry.exchange.rules.dates import DateRead, first_day, last_day
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Columns, Field
from registry.exchange.rules.periods import read_period
from registry.exchange.rules.tables import Records
from registry.kernel.sheets import Cell

_ENDS = frozenset({Field.STARTED_ON, Field.FINISHED_ON})

SpanRead = tuple[DateRead, DateRead, bool]
"""First and last day as read, and whether they come from the period's column. Unchecked, see `span_faults`."""


class Span(NamedTuple):
    """A `SpanRead` with names."""

    begun: DateRead
    ended: DateRead
    is_period: bool


def spans(records: Records, columns: Columns) -> Iterator[SpanRead]:
    """The span of each record. Where a sheet has both ways, the period is read where start and end are empty."""
    starts, ends, periods = (records.column(field) for field in (Field.STARTED_ON, Field.FINISHED_ON, Field.PERIOD))
    of_period = Memo(_span_of_period)
    if not columns.keys() >= _ENDS:
        return map(of_period.__getitem__, periods)
    begun, ended = map(Memo(first_day).__getitem__, starts), map(Memo(last_day).__getitem__, ends)
    if Field.PERIOD not in columns:
        return zip(begun, ended, repeat(False), strict=False)
    return (
        _one_of((first, last, False), of_period[period])
        for first, last, period in zip(begun, ended, periods, strict=False)
    )


def span_faults(span: Span) -> list[RowFault]:
    """What is wrong with the ends, in the column where it stands; one fault for a period, one for each end."""
    begun, ended = span.begun, span.ended
    if isinstance(begun, date) and isinstance(ended, date):
        if begun <= ended:
            return []
        field = Field.PERIOD if span.is_period else Field.FINISHED_ON
        details = {"started_on": begun.isoformat(), "finished_on": ended.isoformat()}
        return [RowFault(field, Fault.END_BEFORE_START, details)]
    ends = [(Field.STARTED_ON, begun), (Field.FINISHED_ON, ended)]
    if span.is_period:
        ends = [(Field.PERIOD, begun)]
    return [RowFault(field, end or Fault.REQUIRED_EMPTY) for field, end in ends if not isinstance(end, date)]


def _one_of(by_ends: SpanRead, by_period: SpanRead) -> SpanRead:
    """Start and end where filled, else the period; a period that says something else is a fault in its column."""
    if by_ends[:2] == (None, None):
        return by_period
    are_all_dates = all(isinstance(day, date) for day in (*by_ends[:2], by_period[0]))
    if are_all_dates and by_period[:2] != by_ends[:2]:
        return Fault.PERIOD_DISAGREES, Fault.PERIOD_DISAGREES, True
    return by_ends


def _span_of_period(cell: Cell) -> SpanRead:
    read = read_period(cell)
    return (*read, True) if isinstance(read, tuple) else (read, read, True)
