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
from registry.platform.drawing_text import as_text, from_text

LARGEST = 4 * 1024 * 1024
"""Characters; an annex of a hundred placements takes some ten thousand."""
NOT_FACTS = "不是本系统的事项记录 (not the facts of a certificate)"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself. `text` is the JSON as attached; `content` holds the attached picture, too."""

    text: str
    digest: str
    number: str
    code: str
    issued_on: date
    content: Content


def facts_from(attached: bytes, attached_picture: bytes | None = None) -> Facts:
    """Read what is attached. Raises BadInput for what this program did not write, to the byte."""
    if len(attached) > LARGEST or len(attached_picture or b"") > LARGEST:
        raise BadInput(NOT_FACTS)
    try:
        text = attached.decode("utf-8")
        picture = None if attached_picture is None else _picture(attached_picture.decode("utf-8"))
        return _facts(text, json.loads(text), picture)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise BadInput(NOT_FACTS) from wrong


def _picture(text: str) -> str:
    if as_text(from_text(text)) != text:
        raise BadInput(NOT_FACTS)
    return text


def _facts(text: str, told: dict[str, Any], picture: str | None) -> Facts:
    heading = Heading(told["number"], told["code"], date.fromisoformat(told["issued_on"]))
    content = content_from(json.dumps({**told, "picture": picture}))
    is_tidy = (
        plain_number(heading.number) == heading.number == tidy(heading.number)
        and plain_code(heading.code) == heading.code
    )
    if told["form"] != FORM or not is_tidy or facts_json(heading, content) != text:
        raise BadInput(NOT_FACTS)
    return Facts(text, digest_of(text), *heading, content)
