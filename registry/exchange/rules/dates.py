"""Dates as offices write them. A date of month precision is the month's first day or its last, by its use.

Nothing is guessed: what cannot be told comes back as a Fault. An empty cell comes back as None.
"""

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache

from registry.exchange.model import Fault
from registry.exchange.rules.cells import text_of
from registry.kernel.sheets import Cell

DateRead = date | Fault | None

_CACHED = 65536
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(20000, 80001)
_YEARS = range(1900, 10000)
_LIKELY_YEARS = range(1900, 2101)
_COMPACT_DATES = range(19000101, 99991232)

_TIME_OF_DAY = re.compile(r"(?<=[0-9日])(?:T|\s+)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?")
_NEEDLESS_BLANK = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_MONTH_UNIT_INSIDE = re.compile(r"月(?=[0-9])")
_ONE_FORM = str.maketrans({"年": ".", "。": ".", "号": "日"} | dict.fromkeys("‐‑‒–−", "-"))
_DATE = re.compile(r"([0-9]{4})(?:([-/.])([0-9]{1,2})(?:\2([0-9]{1,2})日?|月)?|([0-9]{2})([0-9]{2}))")
_SERIAL = re.compile(r"[0-9]{5}")


@lru_cache(maxsize=_CACHED, typed=True)
def first_day(cell: Cell) -> DateRead:
    """The day on which something starts; a month (`2021.3`) starts on its first day."""
    if not isinstance(cell, str):
        return _day_of_value(cell)
    text = date_text(cell)
    return _day_of_text(text, at_month_end=False) if text else None


@lru_cache(maxsize=_CACHED, typed=True)
def last_day(cell: Cell) -> DateRead:
    """The day on which something ends; a month (`2021.3`) ends on its last day."""
    if not isinstance(cell, str):
        return _day_of_value(cell)
    text = date_text(cell)
    return _day_of_text(text, at_month_end=True) if text else None


def exact_day(cell: Cell) -> DateRead:
    """A day of its own; a month is not one."""
    first = first_day(cell)
    return first if first == last_day(cell) else Fault.NOT_A_DATE


def date_text(cell: str) -> str:
    """The cell in one form of writing: half-width, no blanks, no time of day, units as `.` where they divide.

    A blank between two digits stays, since `2021.3.1 2` may or may not be the twelfth. A unit at the end of a date
    stays (`2021.7月`, `2021.7.1日`), since it may be all that tells a month from a day.
    """
    text = text_of(cell)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ONE_FORM)
    if ":" in text:
        text = _TIME_OF_DAY.sub("", text)
    if len(text.split()) > 1:
        text = _NEEDLESS_BLANK.sub("", text)
    return _MONTH_UNIT_INSIDE.sub(".", text) if "月" in text else text


def day_at_edge(year: int, month: int, day: int | None, *, at_month_end: bool) -> date | None:
    """The named day, or for month precision the month's edge; None where the calendar has no such day."""
    if year not in _YEARS:
        return None
    try:
        if day is None:
            day = calendar.monthrange(year, month)[1] if at_month_end else 1
        return date(year, month, day)
    except ValueError:
        return None


def looks_like_one_date(text: str) -> bool:
    """Whether the text (as of `date_text`) has the form of a single date, whether or not the calendar has it."""
    return _DATE.fullmatch(text) is not None


def _day_of_text(text: str, *, at_month_end: bool) -> date | Fault:
    if _SERIAL.fullmatch(text):
        return _day_of_number(int(text))
    written = _DATE.fullmatch(text)
    if written is None:
        return Fault.NOT_A_DATE
    year, _, month, day, compact_month, compact_day = written.groups()
    day = day or compact_day
    named = int(year), int(month or compact_month), int(day) if day else None
    return day_at_edge(*named, at_month_end=at_month_end) or Fault.NOT_A_DATE


def _day_of_value(cell: Cell) -> date | Fault:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell if cell.year in _YEARS else Fault.NOT_A_DATE
    return _day_of_number(cell) if isinstance(cell, int | float) else Fault.NOT_A_DATE


def _day_of_number(number: float) -> date | Fault:
    """A serial number of Excel (its fraction is a time of day) or a date as eight digits.

    2021.1 is refused: a number cannot say whether January or October was meant.
    """
    if not 0 < number < _COMPACT_DATES.stop:
        return Fault.NOT_A_DATE
    whole = int(number)
    if whole in _SERIALS:
        return _DAY_ZERO + timedelta(days=whole)
    if number == whole and whole in _COMPACT_DATES:
        return _day_of_text(str(whole), at_month_end=False)
    return Fault.NUMBER_AS_MONTH if whole in _LIKELY_YEARS and number != whole else Fault.NOT_A_DATE
