"""How large a source may be. Far above any school's ledger, far below what a small server cannot hold.

The memory that a file may cost is bounded by these: about 100 bytes a cell of the used area while it is read.
"""

from registry.platform.workbooks.failures import Problem, Unreadable

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 128 * MEGABYTE
MAX_UNPACKED_BYTES = 400 * MEGABYTE
MAX_KEPT_BYTES = 256 * MEGABYTE
MAX_TEXT_BYTES = 256 * MEGABYTE
MAX_PARTS = 20_000
MAX_SHEETS = 1_000
MAX_CELLS = 8_000_000
"""The used areas of all sheets together, empty cells inside them counted: 1,048,576 rows of 7 columns fit."""
MAX_ROWS = 1_048_576
"""Rows of a sheet, which are Excel's, and lines of a CSV file."""
MAX_MERGES = 500_000
MAX_ROWS_BELOW = 1_000
"""A merged cell that reaches further below the last used row was drawn to the sheet's end: it stops at that row."""


def column_letters(column: int) -> str:
    """The name of a column as offices say it: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: bytes) -> int:
    """The place of a column from its name: A is 1, AA is 27. Small letters count as large ones."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


class Room:
    """What is left of `MAX_CELLS` and `MAX_KEPT_BYTES` for the sheets of one file."""

    def __init__(self) -> None:
        self._cells, self._bytes = MAX_CELLS, MAX_KEPT_BYTES

    def columns_of(self, rows: int) -> int:
        """How many columns of so many rows fit."""
        return self._cells // rows

    def has(self, rows: int, columns: int) -> bool:
        """Whether a used area, from A1 to its last cell, fits."""
        return rows <= MAX_ROWS and rows * columns <= self._cells

    def require(self, sheet: str, rows: int, columns: int) -> None:
        """Raise Unreadable when a used area does not fit."""
        if not self.has(rows, columns):
            raise Unreadable(Problem.TOO_WIDE, sheet=sheet, cell=f"{column_letters(columns)}{rows}")

    def take(self, sheet: str, rows: int, columns: int) -> None:
        """Count a used area as filled. Raises Unreadable when it does not fit."""
        self.require(sheet, rows, columns)
        self._cells -= rows * columns

    def keep(self, size: int) -> None:
        """Count bytes that are handed on to calamine. Raises Unreadable when they do not fit."""
        if size > self._bytes:
            raise Unreadable(Problem.UNPACKS_TOO_LARGE, limit=MAX_KEPT_BYTES // MEGABYTE)
        self._bytes -= size
