"""Two dates in one cell (起止时间). The second may leave out what it shares with the first, the first its unit.

A single date is never split at its own hyphens, and a year is never carried over: `2020.12.20-1.15` ends before it
starts, which is for the caller to say.
"""

import re
from datetime import date
from functools import lru_cache

from registry.exchange.model import Fault
from registry.exchange.rules.dates import date_text, day_at_edge
from registry.kernel.sheets import Cell

Ends = tuple[date, date]

_JOINS = str.maketrans(dict.fromkeys("〜∼", "~") | dict.fromkeys("―─", "—"))
_PERIOD = re.compile(
    r"""
    (?P<year>[0-9]{4})
    (?: (?P<divider>[-/.]) (?P<month>[0-9]{1,2}) (?: (?P=divider) (?P<day>[0-9]{1,2}) 日? | 月 )?
      | (?P<digits>[0-9]{4})
    )
    (?P<join>[-~—至到]+)
    (?: (?P<last_year>[0-9]{4})
        (?: (?P<last_divider>[-/.]) (?P<last_month>[0-9]{1,2})
            (?: (?P=last_divider) (?P<last_day>[0-9]{1,2}) 日? | 月 )?
          | (?P<last_digits>[0-9]{4})
        )
      | (?P<only_month>[0-9]{1,2}) (?: [-/.] (?P<only_day>[0-9]{1,2}) 日? | 月 )
      | (?P<bare>[0-9]{1,2}) (?P<bare_unit>日)?
    )
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=65536, typed=True)
def read_period(cell: Cell) -> Ends | Fault | None:
    """First and last day of a period, in the order written; None for an empty cell.

    Of two months the first day of the one and the last day of the other. An Excel date or a number is no period.
    """
    if not isinstance(cell, str):
        return Fault.NOT_A_PERIOD
    text = date_text(cell).translate(_JOINS)
    if not text:
        return None
    written = _PERIOD.fullmatch(text)
    if written is None or _could_be_split_otherwise(written):
        return Fault.NOT_A_PERIOD
    return _ends(written) or Fault.NOT_A_PERIOD


def _could_be_split_otherwise(written: re.Match[str]) -> bool:
    """Whether hyphens both divide and join, and leave it open where the first date ends.

    `2021-03-05` is one date, `2021-7-8-31` may be 8 to 31 July or July to 31 August. With a second year, or five
    numbers, there is one way only.
    """
    if written["divider"] != "-" or written["join"] != "-" or written["last_year"]:
        return False
    return not (written["day"] and written["only_day"])


def _ends(written: re.Match[str]) -> Ends | None:
    year, month, day = _first_numbers(written)
    last = _last_numbers(written, year, month, day)
    if last is None:
        return None
    begun = day_at_edge(year, month, day, at_month_end=False)
    ended = day_at_edge(*last, at_month_end=True)
    return (begun, ended) if begun and ended else None


def _first_numbers(written: re.Match[str]) -> tuple[int, int, int | None]:
    year, digits, day = int(written["year"]), written["digits"], written["day"]
    if digits:
        return year, int(digits[:2]), int(digits[2:])
    return year, int(written["month"]), int(day) if day else None


def _last_numbers(
    written: re.Match[str], year: int, month: int, day: int | None
) -> tuple[int, int, int | None] | None:
    """Year, month and day of the second date, completed from the first; None where that is no date (`7月-15日`)."""
    if digits := written["last_digits"]:
        return int(written["last_year"]), int(digits[:2]), int(digits[2:])
    if last_year := written["last_year"]:
        last_day = written["last_day"]
        return int(last_year), int(written["last_month"]), int(last_day) if last_day else None
    if only_month := written["only_month"]:
        only_day = written["only_day"]
        return year, int(only_month), int(only_day) if only_day else None
    bare = int(written["bare"])
    if day is not None:
        return year, month, bare
    return None if written["bare_unit"] else (year, bare, None)
