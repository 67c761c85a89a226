"""What a file says beside what was issued, item by item. The file may say anything at all. Pure."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from registry.certificates.model import Content

LONGEST_SHOWN = 300
MOST_SHOWN = 60
NOTHING = "–"
"""Stands where one of the two says nothing."""
HEADS = {
    "number": "编号",
    "code": "核验码",
    "issued_on": "出具日期",
    "school_name": "出具单位",
    "person_name": "姓名",
    "as_of": "截止日期",
    "title": "标题",
    "statement": "证明文字",
    "wording": "文种",
    "kind": "证明种类",
    "picture_sha256": "附件中的图",
    "form": "数据格式",
}


class Difference(NamedTuple):
    """One item of which file and record say different things."""

    label: str
    in_file: str
    on_record: str


def differences(in_file: str, on_record: str) -> tuple[Difference, ...]:
    """Where the facts in a file differ from those issued, in the order of the record; at most `MOST_SHOWN`.

    Empty where both are the same. What is no JSON object differs in everything.
    """
    if in_file == on_record:
        return ()
    there, here = _items(in_file), _items(on_record)
    labels = dict.fromkeys((*here, *there))
    found = [
        Difference(label, _cut(there.get(label)), _cut(here.get(label)))
        for label in labels
        if there.get(label) != here.get(label)
    ]
    return tuple(found[:MOST_SHOWN]) or (Difference(HEADS["form"], NOTHING, NOTHING),)


def say_the_same(one: Content, other: Content) -> bool:
    """Whether two contents certify the same facts to the same person, in whatever languages they are printed."""
    return _in_chinese(one) == _in_chinese(other)


def _in_chinese(content: Content) -> tuple[object, ...]:
    facts = tuple((fact.key, fact.value.zh) for fact in content.facts)
    tables = tuple(
        (table.key, tuple(tuple(cell.zh for cell in row) for row in table.rows)) for table in content.tables
    )
    return content.kind, content.person_name, content.school_name, content.as_of, facts, tables


def _items(facts: str) -> dict[str, str]:
    """Every item by what it is called, in the order of the paper."""
    told = _object(facts)
    found = {label: _text(told[name]) for name, label in HEADS.items() if name in told}
    for number, fact in enumerate(_list(told.get("facts")), start=1):
        if isinstance(fact, dict):
            found[_free(_text(fact.get("label")) or f"{number}", found)] = _text(fact.get("value"))
    for table in _list(told.get("tables")):
        if isinstance(table, dict):
            for label, text in _cells(table):
                found[_free(label, found)] = text
    for number, line in enumerate(_list(told.get("basis")), start=1):
        found[_free(f"依据 {number}", found)] = _text(line)
    return found


def _cells(table: dict[str, Any]) -> Iterator[tuple[str, str]]:
    title = _text(table.get("title"))
    headings = [_text(each) for each in _list(table.get("headings"))]
    for number, row in enumerate(_list(table.get("rows")), start=1):
        for place, cell in enumerate(_list(row)):
            heading = headings[place] if place < len(headings) else f"{place + 1}"
            yield f"{title} {number} · {heading}", _text(cell)


def _free(label: str, taken: dict[str, str]) -> str:
    """The label, with a mark where another item has it already."""
    return label if label not in taken else _free(f"{label}'", taken)


def _object(facts: str) -> dict[str, Any]:
    try:
        told = json.loads(facts)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _list(told: object) -> list[Any]:
    return told if isinstance(told, list) else []


def _text(told: object) -> str:
    """Words in Chinese, in English too where both are there."""
    if isinstance(told, dict):
        return " / ".join(str(told[name]) for name in ("zh", "en") if told.get(name))
    return "" if told is None else str(told)


def _cut(text: str | None) -> str:
    if not text:
        return NOTHING
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
