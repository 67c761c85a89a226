"""What a certificate prints as text: the canonical JSON that is attached and hashed, and the form that is kept. Pure.

Canonical: keys in order, no blanks, UTF-8 as it stands. The same facts give the same text for ever, so a key is never
renamed and the number of the form goes up when one is added.
"""

import hashlib
import json
from datetime import date
from typing import Any, NamedTuple

from registry.certificates.model import (
    Bilingual,
    Certificate,
    CertificateKind,
    Content,
    PrintedFact,
    PrintedTable,
    Wording,
)

FORM = 1
FILE_NAME = "facts.json"
"""How the attachment in the file is called."""
PICTURE_NAME = "timeline.json"
"""How the other one is called that holds the picture of the annex; the facts name its SHA-256."""
Json = dict[str, Any]


class Heading(NamedTuple):
    """What is printed besides the content."""

    number: str
    code: str
    issued_on: date


def facts_json(heading: Heading, content: Content) -> str:
    """Everything that is printed; of the annex's picture its SHA-256."""
    told = _content(content)
    picture = told.pop("picture")
    told["picture_sha256"] = None if picture is None else digest_of(picture)
    issued = {"number": heading.number, "code": heading.code, "issued_on": heading.issued_on.isoformat()}
    return _canonical({"form": FORM, **issued, **told})


def facts_of(certificate: Certificate, content: Content) -> str:
    """The same of a certificate that is issued."""
    return facts_json(Heading(certificate.number, certificate.code, certificate.issued_on), content)


def digest_of(text: str) -> str:
    """The SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def content_text(content: Content) -> str:
    """The content as it is kept."""
    return _canonical(_content(content))


def content_from(text: str) -> Content:
    """The content that was kept as this text."""
    told: Json = json.loads(text)
    return Content(
        kind=CertificateKind(told["kind"]),
        wording=Wording(told["wording"]),
        title=_words(told["title"]),
        school_name=told["school_name"],
        person_name=told["person_name"],
        statement=_words(told["statement"]),
        facts=tuple(PrintedFact(each["key"], _words(each["label"]), _words(each["value"])) for each in told["facts"]),
        tables=tuple(_table(each) for each in told["tables"]),
        basis=tuple(_words(each) for each in told["basis"]),
        as_of=date.fromisoformat(told["as_of"]),
        picture=told["picture"],
    )


def printed_texts(content: Content) -> tuple[str, ...]:
    """Every text of the content that a font must have, those in the picture too."""
    tables = [words for each in content.tables for words in (each.title, *each.headings, *_cells(each))]
    facts = [words for each in content.facts for words in (each.label, each.value)]
    found = [content.title, content.statement, *facts, *tables, *content.basis]
    texts = [content.school_name, content.person_name, *_texts_in(json.loads(content.picture or "null"))]
    return tuple(text for text in (*texts, *(part for words in found for part in (words.zh, words.en))) if text)


def _content(content: Content) -> Json:
    return {
        "kind": content.kind.value,
        "wording": content.wording.value,
        "title": _pair(content.title),
        "school_name": content.school_name,
        "person_name": content.person_name,
        "statement": _pair(content.statement),
        "facts": [
            {"key": each.key, "label": _pair(each.label), "value": _pair(each.value)} for each in content.facts
        ],
        "tables": [_told(each) for each in content.tables],
        "basis": [_pair(each) for each in content.basis],
        "as_of": content.as_of.isoformat(),
        "picture": content.picture,
    }


def _told(table: PrintedTable) -> Json:
    rows = [[_pair(cell) for cell in row] for row in table.rows]
    headings = [_pair(each) for each in table.headings]
    return {"key": table.key, "title": _pair(table.title), "headings": headings, "rows": rows}


def _table(told: Json) -> PrintedTable:
    return PrintedTable(
        key=told["key"],
        title=_words(told["title"]),
        headings=tuple(_words(each) for each in told["headings"]),
        rows=tuple(tuple(_words(cell) for cell in row) for row in told["rows"]),
    )


def _texts_in(told: object) -> list[str]:
    if isinstance(told, str):
        return [told]
    parts = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [text for part in parts for text in _texts_in(part)]


def _cells(table: PrintedTable) -> list[Bilingual]:
    return [cell for row in table.rows for cell in row]


def _pair(words: Bilingual) -> Json:
    return {"zh": words.zh, "en": words.en}


def _words(told: Json) -> Bilingual:
    return Bilingual(told["zh"], told["en"])


def _canonical(told: Json) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
