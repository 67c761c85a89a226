"""A list that an office signs and seals: title, rows under headings, notes, on A4 across; on page and in file alike.

Official lists are in Chinese only. An empty cell says 无; a column that is filled in by hand stays free.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

NOTHING, BY_HAND = "无", ""
SIGNATURES = ("填表人:", "审核人:", "负责人:", "(公章)", "年   月   日")
SEAL = "公章处"


class Align(StrEnum):
    """Where the text of a cell stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Column(NamedTuple):
    """A heading and the share of the page's width that its cells take, in hundredths of all columns' sum.

    `is_by_hand`: nothing is printed there.
    """

    heading: str
    width: int
    align: Align = Align.CENTRE
    is_by_hand: bool = False


class OfficialTable(NamedTuple):
    """A list ready to print. `lines` stand under the title, `notes` under the rows; `tab` names the sheet."""

    school_name: str
    title: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    printed_on: date
    tab: str


def filled(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows with 无 where a cell is empty, and nothing where people write by hand."""
    return tuple(
        tuple(BY_HAND if column.is_by_hand else (cell or NOTHING) for column, cell in zip(columns, row, strict=True))
        for row in rows
    )
