"""The rule book laid out for people and programs: the list of packs, and a jurisdiction's rule on a day."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from registry.kernel.periods import MonthDay
from registry.platform.language import Language
from registry.policy.book import Book
from registry.policy.pack import PolicyValue
from registry.policy.terms import PRACTICE, full_name, written_month_day
from registry.policy.versions import Found
from registry.policy.wording import sentence, value_words


class Row(NamedTuple):
    """One parameter on the day asked about. `found` None: no value in force."""

    name: str
    label: str
    label_en: str
    unit: str
    found: Found | None


class Listing(NamedTuple):
    """A table of words: its title, its headings, its rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]


def rows_on(book: Book, jurisdiction: str, on: date) -> list[Row]:
    """Every practice parameter, in the order of the law's question. Raises BadInput."""
    rows = []
    for name, term in PRACTICE.items():
        parameter = full_name("practice", name)
        described = next(
            (pack.parameters[parameter] for pack in book.chain(jurisdiction) if parameter in pack.parameters),
            None,
        )
        label, label_en = (described.label, described.label_en) if described else (name, name)
        rows.append(Row(name, label, label_en, term.unit, book.find(jurisdiction, parameter, on)))
    return rows


def has_any_value(rows: Sequence[Row]) -> bool:
    """Whether there is anything to lay out in a table."""
    return any(row.found is not None for row in rows)


def has_rule(rows: Sequence[Row]) -> bool:
    """Whether anything is asked of teachers: a five-year rule or a yearly duty."""
    return any(row.found is not None for row in rows if not PRACTICE[row.name].needed)


def packs_listing(book: Book, language: Language) -> Listing:
    """All packs; the last check is the oldest of the pack and its parameters."""
    headings = ("jurisdiction", "name", "parent", "version", "parameters", "last_check")
    rows = [
        (
            pack.jurisdiction,
            book.name(pack.jurisdiction, language),
            pack.parent or "—",
            pack.version,
            str(len(pack.parameters)),
            str(min([pack.last_checked_on, *(each.last_checked_on for each in pack.parameters.values())])),
        )
        for pack in (book.packs[jurisdiction] for jurisdiction in book.jurisdictions())
    ]
    return Listing(sentence("list_title", language=language), _headings(headings, language), rows)


def rule_listing(book: Book, jurisdiction: str, on: date, language: Language) -> Listing:
    """One jurisdiction's practice rule on a day, each figure with its source. Raises BadInput."""
    title = sentence(
        "show_title",
        language=language,
        name=book.name(jurisdiction, language),
        jurisdiction=jurisdiction,
        on=on,
    )
    headings = ("parameter", "figure", "source", "citation", "since", "confirmation", "last_check")
    rows = [_words(row, language) for row in rows_on(book, jurisdiction, on)]
    return Listing(title, _headings(headings, language), rows)


def rule_json(book: Book, jurisdiction: str, on: date) -> str:
    """The same for programs. The keys are stable; those of a parameter without a value in force hold null."""
    rows = rows_on(book, jurisdiction, on)
    answer = {
        "jurisdiction": jurisdiction,
        "name": book.name(jurisdiction, Language.ZH),
        "name_en": book.name(jurisdiction, Language.EN),
        "on": str(on),
        "digest": book.digest(jurisdiction),
        "in_force": has_rule(rows),
        "parameters": [_as_json(row) for row in rows],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _headings(keys: Sequence[str], language: Language) -> list[str]:
    return [sentence(key, language=language) for key in keys]


def _words(row: Row, language: Language) -> list[str]:
    label = row.label_en if language is Language.EN else row.label
    if row.found is None:
        return [label, sentence("no_value", language=language), *["—"] * 5]
    pack, parameter, value = row.found
    return [
        label,
        value_words(value.value, parameter.unit, language),
        pack.name_en if language is Language.EN else pack.name,
        f"{value.instrument} {value.article}",
        str(value.started_on),
        sentence("confirmed" if value.confirmed else "unconfirmed", language=language),
        str(parameter.last_checked_on),
    ]


def _as_json(row: Row) -> dict[str, Any]:
    value = row.found.value if row.found else None
    parameter = row.found.parameter if row.found else None
    return {
        "parameter": row.name,
        "label": row.label,
        "label_en": row.label_en,
        "value": _plain(value.value) if value else None,
        "unit": row.unit,
        "jurisdiction": row.found.pack.jurisdiction if row.found else None,
        "instrument": value and value.instrument,
        "article": value and value.article,
        "since": value and str(value.started_on),
        "until": str(value.finished_on) if value and value.finished_on else None,
        "confirmed": value and value.confirmed,
        "hard": parameter and parameter.hard,
        "last_checked_on": parameter and str(parameter.last_checked_on),
        "note": value and value.note,
        "corrected_on": str(value.corrected_on) if value and value.corrected_on else None,
        "correction": (value and value.correction) or None,
    }


def _plain(value: PolicyValue) -> int | str | list[str]:
    if isinstance(value, frozenset):
        return sorted(value)
    return written_month_day(value) if isinstance(value, MonthDay) else value
