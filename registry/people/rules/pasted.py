"""What people paste when they ask after a list of names: which of the staff each entry means. Pure.

Lines, `、` and `;` part entries. Columns of one entry, as a sheet or a list with commas gives them, are tried one by
one; what names nobody in an entry that names somebody is taken for another column, unless it reads like a name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from registry.people.model.facts import RosterEntry

MOST_ENTRIES = 500
_PLACE_IN_A_LIST = re.compile(r"^\s*(?:[((]\d{1,3}[))]|\d{1,3}[、..))])\s*(?=[^\d\s])", re.MULTILINE)
"""What stands before an entry of a numbered list."""
_ADDRESS = re.compile(r"(?<=..)(老师|教师|同志)$")
_WHOLE = re.compile(r"(\d+)\.0")
"""A number as spreadsheets write it."""
_ENTRIES = re.compile(r"[\n\r、;;]+")
_COLUMNS = re.compile(r"[\t,,|]+")
_DOTS = str.maketrans("•・‧∙.", "·····")
_LIKE_A_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,3}|\w+(·\w+)+")


class Entry(NamedTuple):
    """One entry as it was pasted, and everybody whom it may mean; the numbers tell people of one name apart.

    `disagrees`: number and name are there and belong to different people.
    """

    text: str
    candidates: tuple[RosterEntry, ...]
    disagrees: bool = False


class Staff:
    """A school's staff on a day, found by number or by name."""

    def __init__(self, roster: Iterable[RosterEntry]) -> None:
        self._by_number: dict[str, RosterEntry] = {}
        self._by_name: dict[str, list[RosterEntry]] = {}
        for each in roster:
            self._by_number[each.staff_no.casefold()] = each
            self._by_name.setdefault(_compact(each.name), []).append(each)

    def numbered(self, text: str) -> RosterEntry | None:
        """Who has this number."""
        plain = _plain(text)
        whole = _WHOLE.fullmatch(plain)
        return self._by_number.get((whole[1] if whole else plain).casefold())

    def named(self, text: str) -> tuple[RosterEntry, ...]:
        """Everybody of this name."""
        name = _compact(text)
        return tuple(self._by_name.get(name) or self._by_name.get(_ADDRESS.sub("", name)) or ())


def entries(pasted: str, staff: Staff) -> tuple[Entry, ...]:
    """Every entry in the order pasted; who is named twice is answered once."""
    found: list[Entry] = []
    seen: set[object] = set()
    for line in _ENTRIES.split(_PLACE_IN_A_LIST.sub("", pasted)):
        for entry in _of_line(line, staff) if line.strip() else ():
            key = tuple(each.person_id for each in entry.candidates) or entry.text
            if key not in seen:
                seen.add(key)
                found.append(entry)
    return tuple(found)


def _of_line(line: str, staff: Staff) -> Iterator[Entry]:
    columns = [column.strip() for column in _COLUMNS.split(line) if column.strip()]
    if len(columns) == 1 and not _known(columns[0], staff):
        columns = columns[0].split()
        if not any(_known(column, staff) for column in columns):
            yield Entry(line.strip(), ())
            return
    numbers = {found.person_id: found for column in columns if (found := staff.numbered(column))}
    names = {column: staff.named(column) for column in columns if staff.named(column)}
    if numbers:
        named = {each.person_id for found in names.values() for each in found}
        disagrees = bool(named) and not named & set(numbers)
        yield from (Entry(line.strip(), (one,), disagrees) for one in numbers.values())
        return
    yield from (Entry(column, found) for column, found in names.items())
    if len(columns) == 1 and not names:
        yield Entry(columns[0], ())
    elif "\t" not in line:
        strangers = (column for column in columns if column not in names and _LIKE_A_NAME.fullmatch(column))
        yield from (Entry(column, ()) for column in strangers)


def _known(text: str, staff: Staff) -> bool:
    return bool(staff.numbered(text) or staff.named(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _compact(name: str) -> str:
    return re.sub(r"\s+", "", _plain(name)).translate(_DOTS).casefold()
