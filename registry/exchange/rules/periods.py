"""Two dates in one cell (起止时间). The second may leave out what it shares with the first, the first its unit.

A single date is never split at its own hyphens, and a year is never carried over: `2020.12.20-1.15` ends before it
starts, which is for the caller to say.
"""

import re
from datetime import date

from registry.exchange.model import Fault
from registry.exchange.rules.dates import date_text, day_at_edge, first_day, last_day, looks_like_one_date
from registry.kernel.sheets import Cell

Ends = tuple[date, date]

_JOIN_LETTERS = "-~〜∼—―─至到"
_CLEAR_JOIN = re.compile(r"[~〜∼—―─至到]|--")
_EIGHT_DIGITS, _FOUR_DIGITS = re.compile("[0-9]{8}"), re.compile("[0-9]{4}")
_LAST_PART = re.compile(r"([0-9]{1,2})(?:[-/.]([0-9]{1,2})日?|(月)|(日))?")


def read_period(cell: Cell) -> Ends | Fault | None:
    """First and last day of a period, in the order written; None for an empty cell.

    Of two months the first day of the one and the last day of the other. An Excel date or a number is no period,
    nor is a text that could be split in two ways (`2021-7-8-31`: 8 to 31 July, or July to 31 August).
    """
    if not isinstance(cell, str):
        return Fault.NOT_A_PERIOD
    text = date_text(cell)
    if not text:
        return None
    join = _CLEAR_JOIN.search(text)
    if join is None:
        return _split_at_a_hyphen(text)
    first, last = text[: join.start()].rstrip(_JOIN_LETTERS), text[join.end() :].lstrip(_JOIN_LETTERS)
    return _ends(first, last) or Fault.NOT_A_PERIOD


def _split_at_a_hyphen(text: str) -> Ends | Fault:
    """The only reading of a text whose hyphens may join or divide."""
    if text.count("-") == 1:
        first, _, last = text.partition("-")
        return _ends(first, last) or Fault.NOT_A_PERIOD
    if looks_like_one_date(text):
        return Fault.NOT_A_PERIOD
    hyphens = [place for place, letter in enumerate(text) if letter == "-"]
    splits = [ends for place in hyphens if (ends := _ends(text[:place], text[place + 1 :]))]
    readings = [ends for ends in splits if ends[0] <= ends[1]] or splits
    return readings[0] if len(readings) == 1 else Fault.NOT_A_PERIOD


def _ends(first: str, last: str) -> Ends | None:
    begun = first_day(first)
    if not isinstance(begun, date):
        return None
    ended = last_day(last)
    if isinstance(ended, date):
        return begun, ended
    if _EIGHT_DIGITS.fullmatch(first) and _FOUR_DIGITS.fullmatch(last):
        last = f"{last[:2]}.{last[2:]}"
    written = _LAST_PART.fullmatch(last)
    if written is None:
        return None
    completed = _completed(written, begun, names_a_day=last_day(first) == begun)
    return (begun, completed) if completed else None


def _completed(written: re.Match[str], begun: date, *, names_a_day: bool) -> date | None:
    """The last day, with its year, or year and month, from the first; a bare number is of the first's precision."""
    number, day, month_unit, day_unit = written.groups()
    if day:
        return day_at_edge(begun.year, int(number), int(day), at_month_end=True)
    if names_a_day and not month_unit:
        return day_at_edge(begun.year, begun.month, int(number), at_month_end=True)
    return None if day_unit else day_at_edge(begun.year, int(number), None, at_month_end=True)
