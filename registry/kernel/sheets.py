"""A sheet as every reader hands it on: named rows of cell values, numbered as the office counts them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | float | bool | date | datetime | time | timedelta
"""A cell's value. An empty cell is `""`; a number is a float (`1001.0`); a date cell is a `date` or `datetime`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is row 1 as Excel counts (for CSV, the first line); empty rows are kept.

    `line_numbers` gives the row number of each row where that is not its place plus one (CSV with line breaks
    inside quotes); empty otherwise. A cell merged downwards holds its value in every row it covers.
    """

    name: str
    rows: list[list[Cell]]
    line_numbers: list[int] = field(default_factory=list)
