"""What a comparison with the redrawn pages means: for a file that is signed as a whole, and for any other."""

from collections.abc import Iterable
from typing import NamedTuple

from registry.certificates.examining import wording as words
from registry.certificates.examining.findings import Said
from registry.certificates.examining.redrawing import TEXTS_ON_PAGES, Comparison, Likeness

NAMED_AT_MOST = 5
"""Facts that are named one by one as missing."""


class Lines(NamedTuple):
    """What goes where."""

    proved: tuple[Said, ...] = ()
    not_proved: tuple[Said, ...] = ()
    problems: tuple[Said, ...] = ()


def compared_in_words(found: Comparison, is_signed: bool, is_whole: bool) -> Lines:
    """`is_whole`: a signature covers all and is right, whoever signed, so nothing but it stands at the end.
    `is_signed`: and it is the school's, so that a difference may only be another version's."""
    if found.likeness is Likeness.BYTES:
        return Lines((words.SAME_BYTES,)) if is_whole else Lines(problems=(words.MORE,))
    lines = _lines(found, is_signed)
    if is_signed or not found.address:
        return lines
    return lines._replace(not_proved=(*lines.not_proved, words.leads_to(found.address)))


def _lines(found: Comparison, is_signed: bool) -> Lines:
    match found.likeness:
        case Likeness.FILE:
            return Lines((words.SAME_FILE,))
        case Likeness.PAGES:
            return Lines((words.SAME_LINES,), tuple(_open(found, is_signed)))
        case Likeness.WORDS:
            return Lines((words.SAME_WORDS,), (words.OTHER_VERSION, *_open(found, is_signed)))
        case _:
            return _unlike(found, is_signed)


def _open(found: Comparison, is_signed: bool) -> Iterable[Said]:
    if found.likeness is Likeness.PAGES:
        yield words.OTHER_BYTES
    if not is_signed:
        yield words.GLYPHS


def _unlike(found: Comparison, is_signed: bool) -> Lines:
    why = (found.why,) if found.why else ()
    missing = tuple(words.fact_missing(each) for each in found.missing[:NAMED_AT_MOST])
    if missing:
        return Lines(problems=(*why, *missing))
    if found.likeness is Likeness.UNKNOWN:
        return Lines((TEXTS_ON_PAGES,), (*why, *(() if is_signed else (words.GLYPHS,))))
    if is_signed:
        return Lines(not_proved=(words.OTHER_WORDS, *why))
    return Lines(problems=why)
