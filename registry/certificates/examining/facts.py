"""The facts that are attached to a file, read and judged: are they written as this program writes them?"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.certificates.examining.findings import tidy
from registry.certificates.model import Content
from registry.certificates.rules.facts_json import FORM, Heading, content_from, digest_of, facts_json
from registry.certificates.rules.numbering import plain_code, plain_number
from registry.kernel.errors import BadInput

LARGEST = 4 * 1024 * 1024
"""Characters; an annex of a hundred placements takes some ten thousand."""
NOT_FACTS = "不是本系统的事项记录 (not the facts of a certificate)"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself. `text` is the JSON as attached; the picture is known by its digest only."""

    text: str
    digest: str
    number: str
    code: str
    issued_on: date
    content: Content
    has_picture: bool


def facts_from(attached: bytes) -> Facts:
    """Read an attachment. Raises BadInput for what this program did not write, to the byte."""
    if len(attached) > LARGEST:
        raise BadInput(NOT_FACTS)
    try:
        text = attached.decode("utf-8")
        return _facts(text, json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise BadInput(NOT_FACTS) from wrong


def _facts(text: str, told: dict[str, Any]) -> Facts:
    picture = told["picture_sha256"]
    heading = Heading(told["number"], told["code"], date.fromisoformat(told["issued_on"]))
    content = content_from(json.dumps({**told, "picture": None}))
    is_tidy = (
        plain_number(heading.number) == heading.number == tidy(heading.number)
        and plain_code(heading.code) == heading.code
    )
    again = json.loads(facts_json(heading, content)) | {"picture_sha256": picture}
    if told["form"] != FORM or not is_tidy or _canonical(again) != text:
        raise BadInput(NOT_FACTS)
    return Facts(text, digest_of(text), *heading, content, has_picture=picture is not None)


def _canonical(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
