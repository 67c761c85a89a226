"""The book of rules: which value holds in a jurisdiction on a day. The nearest that has one wins.

A `Book` never changes; publishing a pack makes a new one. It reads no clock and decides nothing about people.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType

from registry.kernel.citations import Citation
from registry.kernel.errors import BadInput, PolicyGap
from registry.platform.language import Language, preferred_language
from registry.policy.loader import SHIPPED_FOLDER, Loaded, Source, load, sources_in
from registry.policy.model import Cited, MonthBasis, PracticePolicy
from registry.policy.pack import FaultKind, Pack, PackFault, Place
from registry.policy.rules import chain
from registry.policy.terms import full_name
from registry.policy.versions import Found, Stretch, find_value, first_needed, stretches_of
from registry.policy.wording import fault_line, sentence


class FaultyPacks(BadInput):
    """Packs that cannot be used. The text is the first fault and how many there are; `faults` holds all."""

    def __init__(self, faults: Sequence[PackFault]) -> None:
        first = fault_line(faults[0], preferred_language())
        super().__init__(sentence("faulty_packs", count=len(faults), first=first))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """All packs together. Make one with `book_of` or `shipped_book`."""

    packs: Mapping[str, Pack]
    _stretches: Mapping[str, tuple[Stretch, ...]]

    def jurisdictions(self) -> tuple[str, ...]:
        """The known jurisdictions, each before those it is a parent of where names follow the lineage."""
        return tuple(sorted(self.packs))

    def name(self, jurisdiction: str, language: Language) -> str:
        """The jurisdiction as people call it. Raises BadInput."""
        pack = self.chain(jurisdiction)[0]
        return pack.name_en if language is Language.EN else pack.name

    def chain(self, jurisdiction: str) -> tuple[Pack, ...]:
        """The pack, its parent, and so on up. Raises BadInput for a jurisdiction that nobody knows."""
        self._require_known(jurisdiction)
        return chain(self.packs, jurisdiction)

    def find(self, jurisdiction: str, parameter: str, on: date) -> Found | None:
        """The value of a parameter (by its full name) in force that day, or None. Raises BadInput."""
        return find_value(self.chain(jurisdiction), parameter, on)

    def practice(self, jurisdiction: str, on: date) -> PracticePolicy:
        """The practice rule in force that day. Raises BadInput; PolicyGap where a needed value is missing."""
        self._require_known(jurisdiction)
        stretches = self._stretches[jurisdiction]
        position = bisect_right(stretches, on, key=lambda stretch: stretch.started_on)
        stretch = stretches[position - 1] if position else Stretch(date.min, None, first_needed())
        if stretch.policy is None:
            raise PolicyGap(jurisdiction, stretch.missing, on)
        return stretch.policy

    def practice_versions(self, jurisdiction: str) -> tuple[PracticePolicy, ...]:
        """Every version of the practice rule, oldest first; each holds until the next. Before the first: no rule.

        Raises BadInput, and PolicyGap where a needed value is missing on any day from the first rule on.
        """
        self._require_known(jurisdiction)
        stretches = self._stretches[jurisdiction]
        return tuple(self.practice(jurisdiction, stretch.started_on) for stretch in stretches)

    def digest(self, jurisdiction: str) -> str:
        """SHA-256 (hex) of what the pack and its forebears say, however the files are laid out. Raises BadInput."""
        content = "\n".join(pack.canonical for pack in reversed(self.chain(jurisdiction)))
        return hashlib.sha256(content.encode("utf-8")).hexdigest()

    def _require_known(self, jurisdiction: str) -> None:
        if jurisdiction not in self.packs:
            known = ", ".join(self.jurisdictions())
            raise BadInput(sentence("unknown_jurisdiction", found=jurisdiction, known=known))


@cache
def shipped_book() -> Book:
    """The book of the packs that come with the program, read once. Raises FaultyPacks."""
    return book_from(sources_in(SHIPPED_FOLDER))


def book_from(sources: Iterable[Source]) -> Book:
    """The book of these packs. Raises FaultyPacks with every fault of every pack."""
    loaded = load(sources)
    if loaded.faults:
        raise FaultyPacks(loaded.faults)
    book = book_of(loaded)
    gaps = gap_faults(book)
    if gaps:
        raise FaultyPacks(gaps)
    return book


def book_of(loaded: Loaded) -> Book:
    """The book of packs already read, whatever their faults: for looking into them only."""
    stretches = {jurisdiction: stretches_of(chain(loaded.packs, jurisdiction)) for jurisdiction in loaded.packs}
    return Book(MappingProxyType(dict(loaded.packs)), MappingProxyType(stretches))


def gap_faults(book: Book) -> list[PackFault]:
    """The days from which a needed value is missing although others are there. Told once, not again below."""
    faults: list[PackFault] = []
    told: set[tuple[str, str, date]] = set()
    for jurisdiction in book.jurisdictions():
        for stretch in book._stretches[jurisdiction]:
            if stretch.policy is not None:
                continue
            above = [pack.jurisdiction for pack in book.chain(jurisdiction)[1:]]
            if not any((name, stretch.missing, stretch.started_on) in told for name in above):
                at = Place(book.packs[jurisdiction].file, full_name("practice", stretch.missing))
                faults.append(at.fault(FaultKind.GAP, on=stretch.started_on))
            told.add((jurisdiction, stretch.missing, stretch.started_on))
    return faults


def with_basis(versions: Sequence[PracticePolicy], basis: MonthBasis) -> tuple[PracticePolicy, ...]:
    """The same versions with another way from days to months, cited as chosen on the command line."""
    return tuple(replace(version, month_basis=_chosen_basis(version, basis)) for version in versions)


def _chosen_basis(version: PracticePolicy, basis: MonthBasis) -> Cited[MonthBasis]:
    checked_on = version.month_basis.citation.checked_on
    return Cited(basis, Citation("命令行", f"--basis {basis}", version.in_force_from, checked_on, confirmed=False))
