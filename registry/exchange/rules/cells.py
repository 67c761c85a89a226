"""What stands in a cell, as text: shown, cleaned, or reduced to a word that can be looked up.

Also staff numbers and names, which offices write in more ways than one. Decides nothing about meaning.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable
from datetime import date, datetime, time
from typing import TypeVar

from registry.kernel.sheets import Cell

Written = TypeVar("Written", bound=Hashable)
Read = TypeVar("Read")

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_MIDDLE_DOTS = dict.fromkeys(map(ord, "•‧∙⋅・･"), "·")
_WHOLE_NUMBER = re.compile(r"([0-9]+)\.0+")
_EXCEL_ERROR = re.compile(r"#(?:N/A|[A-Z_/0-9]+[!?]|GETTING_DATA)")
_FIRST_IDEOGRAPH = "\u2e80"


class Memo(dict[Written, Read]):
    """The readings of cells seen before: a ledger says few things in many rows.

    Look-ups take a seventh of the time of a cached function (measured), and 60,000 rows need half a million.
    Made anew for each sheet, so that nothing personal outlives the reading.
    """

    def __init__(self, read: Callable[[Written], Read]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, written: Written) -> Read:
        read = self[written] = self._read(written)
        return read


def shown(cell: Cell) -> str:
    """The cell as somebody reads it off the sheet: text as written, dates in ISO, whole numbers without `.0`."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return number_shown(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def number_shown(number: float) -> str:
    """A number as Excel prints it: whole, or with at most fifteen significant digits."""
    return str(int(number)) if number == number // 1 else f"{number:.15g}"


def text_of(cell: Cell) -> str:
    """The cell as text without surrounding blanks, full-width ones and invisible characters included."""
    text = shown(cell)
    return text.strip() if text.isprintable() else text.translate(_INVISIBLE).strip()


def is_excel_error(text: str) -> bool:
    """Whether a text is what Excel shows for a formula that failed, such as `#REF!`."""
    return text.startswith("#") and _EXCEL_ERROR.fullmatch(text) is not None


def compact(cell: Cell) -> str:
    """The cell in half-width characters without any blanks."""
    text = text_of(cell)
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def word_of(cell: Cell) -> str:
    """The cell as a word to look up: compact, small letters, no hyphens or underscores."""
    return compact(cell).casefold().replace("-", "").replace("_", "")


def staff_number(cell: Cell) -> str:
    """A staff number is text in half-width characters; `1001.0` is `1001`. Empty when there is none."""
    number = unicodedata.normalize("NFKC", text_of(cell)).strip()
    if number.isalnum():
        return number
    whole = _WHOLE_NUMBER.fullmatch(number)
    return whole[1] if whole else number


def person_name(cell: Cell) -> str:
    """A name with its blanks in order: none inside a Chinese name (`张 三` is `张三`), single ones elsewhere.

    Characters are kept as written, so that rare ones survive; only the several middle dots become one.
    """
    text = text_of(cell)
    if text.isalpha():
        return text
    parts = text.translate(_MIDDLE_DOTS).split()
    joined = "".join(parts)
    return joined if any(letter >= _FIRST_IDEOGRAPH for letter in joined) else " ".join(parts)
