"""The first and last day of a record, from two cells (开始日期, 结束日期) or one (起止时间)."""

from datetime import date
from typing import NamedTuple

from registry.exchange.model import Fault
from registry.exchange.rules.dates import DateRead, first_day, last_day
from registry.exchange.rules.headers import Field
from registry.exchange.rules.periods import read_period
from registry.exchange.rules.problems import RowFault
from registry.exchange.rules.tables import Table
from registry.kernel.sheets import Cell


class Span(NamedTuple):
    """Both ends as read, and whether they come from the period's column."""

    begun: DateRead
    ended: DateRead
    from_period: bool = False


def read_span(start: Cell, end: Cell, period: Cell) -> Span:
    """Start and end where either is filled, else the period. Unchecked: `span_faults` says what is wrong."""
    begun, ended = first_day(start), last_day(end)
    if begun is not None or ended is not None or period == "":
        return Span(begun, ended)
    read = read_period(period)
    if isinstance(read, tuple):
        return Span(*read, True)
    return Span(read, read, from_period=True)


def span_faults(span: Span, table: Table) -> list[RowFault]:
    """What is wrong with the ends, in the column where it stands; one fault for a period, one for each end."""
    begun, ended = span.begun, span.ended
    has_two_columns = Field.STARTED_ON in table.columns or Field.FINISHED_ON in table.columns
    by_period = span.from_period or not has_two_columns
    end_field = Field.PERIOD if by_period else Field.FINISHED_ON
    if isinstance(begun, date) and isinstance(ended, date):
        if begun <= ended:
            return []
        details = {"started_on": begun.isoformat(), "finished_on": ended.isoformat()}
        return [RowFault(end_field, Fault.END_BEFORE_START, details)]
    ends = [(Field.PERIOD, begun)] if by_period else [(Field.STARTED_ON, begun), (Field.FINISHED_ON, ended)]
    return [RowFault(field, end or Fault.REQUIRED_EMPTY) for field, end in ends if not isinstance(end, date)]
