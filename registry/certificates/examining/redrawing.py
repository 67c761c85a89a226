"""Drawing a certificate again from the facts that are attached to it, and comparing the two.

What the facts do not hold is taken from the file itself: check digits, address, the instant of issue.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from uuid import UUID

from registry.certificates.documents.finished import finished
from registry.certificates.examining.facts import Facts
from registry.certificates.examining.findings import Said
from registry.certificates.examining.inside import Drawn, Inside, read_inside
from registry.certificates.model import Certificate, CertificateState, Content
from registry.certificates.rules.facts_json import printed_texts
from registry.kernel.errors import BadInput
from registry.platform.pdf.fonts import fonts_of

SNIPPET = 24
NOBODY = UUID(int=0)
NOTHING_TO_GO_BY = Said(
    "页面上没有校验位,或没有制作时间,不能重新绘制比对",
    "No check digits on the page, or no time of making: it cannot be drawn again",
)
TEXTS_ON_PAGES = Said(
    "所附事项的各项文字都印在页上(按文件内嵌的文字逐项查找);页上另有什么字没有比对",
    "Every text of the facts attached stands on a page, by the text embedded in the file; what else they say was "
    "not compared",
)
NO_CERTIFICATE = Said("所附事项画不成一份证明", "The facts attached do not make a certificate")
_DIGITS = re.compile(r"校验位(?:Checkdigits)?(\d{8})")
_ADDRESS = re.compile(r"打开(\S{1,300}?)输入核验码")


class Likeness(StrEnum):
    """How far a file is what the facts attached to it give."""

    FILE = "file"
    """To the byte, the whole file."""
    BYTES = "bytes"
    """To the byte as far as it was drawn; what follows (a signature, say) leaves the pages as they are."""
    PAGES = "pages"
    """Words, lines and places of every page."""
    WORDS = "words"
    """The words of every page; lines or places differ: another version."""
    DIFFERENT = "different"
    UNKNOWN = "unknown"
    """It cannot be drawn here."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared. `why`: what differs, or why nothing could be compared;
    `missing`: texts of the facts that stand on no page, where the pages were not drawn alike;
    `check_digits`, `address`: as the first page prints them."""

    likeness: Likeness
    why: Said | None = None
    address: str | None = None
    missing: tuple[str, ...] = ()
    check_digits: str | None = None


def compared(content: bytes, inside: Inside, facts: Facts, fonts_folder: Path | None) -> Comparison:
    """Draw it again and compare. Raises nothing for what a file may hold."""
    words = inside.pages[0].words if inside.pages else ""
    found, address = _DIGITS.search(words), _address(words)
    likeness: Likeness
    why: Said | None
    if found is None or inside.made_at is None:
        likeness, why = Likeness.UNKNOWN, NOTHING_TO_GO_BY
    else:
        likeness, why = _drawn_and_compared(content, inside, facts, (found[1], address, fonts_folder))
    is_open = likeness in (Likeness.DIFFERENT, Likeness.UNKNOWN)
    missing = _missing_on_pages(inside, facts.content) if is_open else ()
    return Comparison(likeness, why, address, missing, found[1] if found else None)


def _drawn_and_compared(
    content: bytes, inside: Inside, facts: Facts, means: tuple[str, str | None, Path | None]
) -> tuple[Likeness, Said | None]:
    digits, address, fonts_folder = means
    try:
        again = finished(
            _certificate(facts, inside, digits), facts.content, fonts_of(fonts_folder), _whole(address, facts)
        )
    except BadInput as fault:
        lacking = Said(f"不能重新绘制比对:{fault}", f"It cannot be drawn again to be compared: {fault}")
        return Likeness.UNKNOWN, lacking
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError):
        return Likeness.DIFFERENT, NO_CERTIFICATE
    return _compared(content, inside, again)


def _missing_on_pages(inside: Inside, content: Content) -> tuple[str, ...]:
    """The texts of the facts that stand on no page, in order."""
    printed = _plain("".join(page.words for page in inside.pages))
    return tuple(text for text in printed_texts(replace(content, picture=None)) if _plain(text) not in printed)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _certificate(facts: Facts, inside: Inside, digits: str) -> Certificate:
    assert inside.made_at is not None
    content = facts.content
    return Certificate(
        id=NOBODY,
        number=facts.number,
        code=facts.code,
        check_digits=digits,
        kind=content.kind,
        wording=content.wording,
        school_id=NOBODY,
        person_id=NOBODY,
        as_of=content.as_of,
        state=CertificateState.VALID,
        facts_digest="",
        issued_at=inside.made_at,
        issued_by=None,
        issued_by_name="",
    )


def _address(words: str) -> str | None:
    found = _ADDRESS.search(words)
    return found[1] if found else None


def _whole(address: str | None, facts: Facts) -> str | None:
    if address is None:
        return None
    scheme = "" if address.startswith("http://") else "https://"
    return f"{scheme}{address}/{facts.code}"


def _compared(content: bytes, inside: Inside, again: bytes) -> tuple[Likeness, Said | None]:
    if content == again:
        return Likeness.FILE, None
    drawn = read_inside(again).pages
    if len(drawn) != len(inside.pages):
        said = Said(
            f"按所附事项应有 {len(drawn)} 页,文件有 {len(inside.pages)} 页",
            f"The facts attached fill {len(drawn)} pages, the file has {len(inside.pages)}",
        )
        return Likeness.DIFFERENT, said
    pairs = list(enumerate(zip(inside.pages, drawn, strict=True)))
    for place, (found, right) in pairs:
        if found.words != right.words:
            return Likeness.DIFFERENT, _first_difference(place, found, right)
    is_same = all(found == right for _, (found, right) in pairs)
    if is_same and content.startswith(again):
        return Likeness.BYTES, None
    return Likeness.PAGES if is_same else Likeness.WORDS, None


def _first_difference(place: int, found: Drawn, right: Drawn) -> Said:
    """The first words that differ."""
    both = zip_longest(found.lines, right.lines, fillvalue="")
    pairs = ((one, other) for one, other in both if one != other)
    printed, wanted = next(pairs, ("", ""))
    return Said(
        f"第 {place + 1} 页印着“{printed[:SNIPPET]}”,按所附事项应为“{wanted[:SNIPPET]}”",
        f"Page {place + 1} says “{printed[:SNIPPET]}”, by the facts attached it should be “{wanted[:SNIPPET]}”",
    )
