"""Who is meant: staff numbers and names of a source, and the one person behind each.

With a teachers sheet nobody else is known; without one every person seen is. A name alone finds a teacher only
where it fits one. Nothing is guessed: a name that fits two marks both incomplete.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from registry.exchange.model import Fault, LedgerTeacher
from registry.exchange.rules.cells import Memo, is_excel_error, person_name, staff_number
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Field
from registry.exchange.rules.tables import Records, Table
from registry.kernel.periods import ONE_DAY, Period
from registry.kernel.sheets import Cell
from registry.practice.model import PlacementFact, PostCategory, PostHeld, TeacherFacts

_OBLIGED_THROUGHOUT = (PostHeld(PostCategory.PROFESSIONAL),)


@dataclass(slots=True)
class Person:
    """One person while the source is being read."""

    staff_no: str
    name: str
    department: str = ""
    school_code: str = ""
    posts: list[PostHeld] = field(default_factory=list)
    placements: list[PlacementFact] = field(default_factory=list)
    leaves: list[Period] = field(default_factory=list)
    records_from: date | None = None
    is_incomplete: bool = False
    other_names: tuple[str, ...] = ()

    def is_called(self, name: str) -> bool:
        """Whether the name is theirs, or was; anybody's where none is known."""
        return not self.name or name == self.name or name in self.other_names


class Found(NamedTuple):
    """Whom a row names, if anybody, and what is wrong with the way it does. With a fault the row never counts."""

    person: Person | None
    faults: tuple[RowFault, ...] = ()


class People:
    """The persons of one source in the order first seen. `is_closed`: a teachers sheet says who there is."""

    def __init__(self, *, is_closed: bool) -> None:
        self.is_closed = is_closed
        self._persons: dict[str, Person] = {}
        self._numbers_of: dict[str, tuple[str, ...]] = {}
        self._doubtful_names: set[str] = set()
        self._is_roster = False

    def named_in(self, table: Table, records: Records) -> Iterator[Found]:
        """Whom each record names: by staff number where the sheet has that column, else by name."""
        has_numbers = Field.STAFF_NO in table.columns
        find = Memo(self._find_by_number if has_numbers else self._find_by_name)
        pairs = zip(records.column(Field.STAFF_NO), records.column(Field.NAME), strict=False)
        return map(find.__getitem__, pairs)

    def enter(self, number: str, name: str) -> Person:
        """The person of that staff number, entered when new. The first name given holds."""
        person = self._persons.get(number)
        if person is None:
            person = self._persons[number] = Person(number, name)
        elif not person.name:
            person.name = name
        return person

    def call(self, roster: Mapping[str, tuple[str, ...]]) -> None:
        """Enter everybody of a roster, each under every name they have or had."""
        self._is_roster = True
        for number, names in roster.items():
            self.enter(number, names[0]).other_names = names[1:]
            for name in names:
                self.know(number, name)

    def know(self, number: str, name: str) -> None:
        """Note that a name belongs to a staff number, so that the name alone finds it."""
        known = self._numbers_of.get(name, ())
        if number not in known:
            self._numbers_of[name] = (*known, number)

    def doubt(self, name: str) -> None:
        """Mark everybody of that name incomplete: a row names them and may mean any."""
        self._doubtful_names.add(name)

    def teachers(self, records_from: date | None) -> tuple[LedgerTeacher, ...]:
        """Everybody with the facts read for them; `records_from` holds for those who have none of their own."""
        return tuple(self._teacher(person, records_from) for person in self._persons.values())

    def _find_by_number(self, pair: tuple[Cell, Cell]) -> Found:
        number, name = staff_number(pair[0]), person_name(pair[1])
        broken = excel_error_in(number, name)
        if broken:
            self.doubt(name)
            return Found(self._persons.get(number), (broken,))
        if not number:
            if name:
                self.doubt(name)
            return _fault(None, Field.STAFF_NO, Fault.STAFF_NO_EMPTY if name else Fault.REQUIRED_EMPTY)
        if not self.is_closed:
            return Found(self.enter(number, name))
        person = self._persons.get(number)
        if person is None:
            unknown = Fault.NOT_ON_ROSTER if self._is_roster else Fault.PERSON_UNKNOWN
            return _fault(None, Field.STAFF_NO, unknown)
        if name and not person.is_called(name):
            return _fault(person, Field.NAME, Fault.NAME_DIFFERS, expected=person.name)
        return Found(person)

    def _find_by_name(self, pair: tuple[Cell, Cell]) -> Found:
        name = person_name(pair[1])
        broken = excel_error_in("", name)
        if broken:
            return Found(None, (broken,))
        if not name:
            return _fault(None, Field.NAME, Fault.REQUIRED_EMPTY)
        numbers = self._numbers_of.get(name, ())
        if len(numbers) > 1:
            self.doubt(name)
            return _fault(None, Field.NAME, Fault.NAME_AMBIGUOUS, staff_nos="、".join(numbers))
        if not numbers and self.is_closed:
            return _fault(None, Field.NAME, Fault.PERSON_UNKNOWN)
        return Found(self.enter(numbers[0] if numbers else name, name))

    def _teacher(self, person: Person, records_from: date | None) -> LedgerTeacher:
        facts = TeacherFacts(
            tuple(_one_after_another(person.posts)) or _OBLIGED_THROUGHOUT,
            tuple(person.placements),
            tuple(person.leaves),
            person.records_from or records_from,
        )
        is_incomplete = person.is_incomplete or person.name in self._doubtful_names
        return LedgerTeacher(
            person.staff_no, person.name, facts, person.department, person.school_code, is_incomplete
        )


def excel_error_in(number: str, name: str) -> RowFault | None:
    """The fault of a staff number or a name that is an error value of Excel."""
    if is_excel_error(number):
        return RowFault(Field.STAFF_NO, Fault.EXCEL_ERROR)
    return RowFault(Field.NAME, Fault.EXCEL_ERROR) if is_excel_error(name) else None


def _one_after_another(posts: list[PostHeld]) -> Iterator[PostHeld]:
    """The posts in the order given; one without an end is over when the next one of a later day begins."""
    for post, following in zip_longest(posts, posts[1:]):
        begins = following.started_on if following else None
        if post.finished_on is None and begins and (post.started_on is None or post.started_on < begins):
            post = post._replace(finished_on=begins - ONE_DAY)  # noqa: PLW2901 -- the same post, ended
        yield post


def _fault(person: Person | None, field: Field, fault: Fault, **details: str) -> Found:
    return Found(person, (RowFault(field, fault, details),))
