"""Law cases: what must be the rule in a place on a day, written down as data beside the packs.

A case is checked against the book, figure by figure; it knows no rule of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.policy.book import Book
from registry.policy.loader import Source, document_of, source_at
from registry.policy.pack import FaultKind, PackFault, Place
from registry.policy.strict import Keys, Kind, Table, table_faults
from registry.policy.terms import full_name

CASES_FILE = "cases/practice.toml"

_CASE = Keys(
    {"jurisdiction": Kind.TEXT, "on": Kind.DAY, "note": Kind.TEXT},
    {
        "months": Kind.WHOLE,
        "years": Kind.WHOLE,
        "citation": Kind.TEXT,
        "months_per_year": Kind.WHOLE,
        "yearly_citation": Kind.TEXT,
    },
)
_TOGETHER = (("months", "years", "citation"), ("months_per_year", "yearly_citation"))

Expected = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class LawCase:
    """One case. `expected` holds each figure and citation as text; None: no such rule is in force."""

    at: Place
    jurisdiction: str
    on: date
    expected: Expected


def cases_in(folder: Path) -> list[Source]:
    """The case file of a folder of packs, if it has one. Raises BadInput where it cannot be read."""
    path = folder / CASES_FILE
    return [source_at(path, CASES_FILE)] if path.exists() else []


def read_cases(sources: Iterable[Source]) -> tuple[list[LawCase], list[PackFault]]:
    """All cases, and what is wrong with the files. A case of a later file replaces the same place and day."""
    cases: dict[tuple[str, date], LawCase] = {}
    faults: list[PackFault] = []
    for source in sources:
        its_cases, its_faults = _read_file(source)
        cases.update({(case.jurisdiction, case.on): case for case in its_cases})
        faults += its_faults
    return list(cases.values()), faults


def case_faults(book: Book, cases: Iterable[LawCase]) -> list[PackFault]:
    """Every figure in which the packs differ from a case."""
    faults = []
    for case in cases:
        if case.jurisdiction not in book.packs:
            faults.append(case.at.fault(FaultKind.CASE_UNKNOWN_PLACE, jurisdiction=case.jurisdiction))
            continue
        found = _found(book, case.jurisdiction, case.on)
        faults += [
            case.at.fault(
                FaultKind.CASE_DIFFERS,
                jurisdiction=case.jurisdiction,
                on=case.on,
                key=key,
                expected=case.expected[key] or "—",
                found=found[key] or "—",
            )
            for key in found
            if found[key] != case.expected[key]
        ]
    return faults


def _found(book: Book, jurisdiction: str, on: date) -> Expected:
    months, years, yearly = (
        book.find(jurisdiction, full_name("practice", name), on)
        for name in ("months_per_window", "window_years", "months_per_year")
    )
    return {
        "months": str(months.value.value) if months else None,
        "years": str(years.value.value) if years else None,
        "citation": str(months.value.cited(on)) if months else None,
        "months_per_year": str(yearly.value.value) if yearly else None,
        "yearly_citation": str(yearly.value.cited(on)) if yearly else None,
    }


def _read_file(source: Source) -> tuple[list[LawCase], list[PackFault]]:
    at = Place(source.file)
    document = document_of(source)
    if isinstance(document, PackFault):
        return [], [document]
    faults = table_faults(document, Keys({"cases": Kind.LIST}), at)
    if faults:
        return [], faults
    cases: list[LawCase] = []
    for index, table in enumerate(document["cases"], 1):
        place = Place(source.file, "", index)
        its_faults = _table_faults(table, cases, place)
        if not its_faults:
            cases.append(_case(table, place))
        faults += its_faults
    return cases, faults


def _table_faults(table: object, before: Sequence[LawCase], at: Place) -> list[PackFault]:
    if not isinstance(table, dict):
        return [at.fault(FaultKind.WRONG_TYPE, key="cases", expected=Kind.TABLE)]
    faults = table_faults(table, _CASE, at)
    for keys in _TOGETHER:
        given = [key for key in keys if key in table]
        faults += [at.fault(FaultKind.MISSING_KEY, key=key) for key in keys if given and key not in given]
    if not faults and any((case.jurisdiction, case.on) == (table["jurisdiction"], table["on"]) for case in before):
        faults.append(at.fault(FaultKind.CASE_TWICE, jurisdiction=table["jurisdiction"], on=table["on"]))
    return faults


def _case(table: Table, at: Place) -> LawCase:
    expected = {key: str(table[key]) if key in table else None for keys in _TOGETHER for key in keys}
    return LawCase(at, table["jurisdiction"], table["on"], expected)
