"""What the check of a file found: plain values in Chinese and English, and as JSON between two processes."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from registry.kernel.errors import BadInput
from registry.platform.language import Language


class Verdict(StrEnum):
    """What is to be held of the file. Only the first and the last are valid."""

    VALID = "valid"
    """Signed as a whole by the school it names, under a trusted root; the facts attached are those printed."""
    UNPROVED = "unproved"
    """The same, but no root was given: who signed is known only to those who compare a fingerprint."""
    UNSIGNED = "unsigned"
    """Agrees with itself, as far as it can be told; nothing proves where it comes from."""
    UNTRUSTED = "untrusted"
    """Signed under a root that is not the one given."""
    OTHER_SIGNER = "other_signer"
    """Signed under a trusted root, but not by the school that the certificate names."""
    REVOKED = "revoked"
    """The signer's certificate was revoked, by the list given."""
    OUT_OF_TIME = "out_of_time"
    """The signer's certificate was not valid at the time of signing."""
    CHANGED = "changed"
    """Changed since it was made: bytes, pages, or facts."""
    NO_CERTIFICATE = "no_certificate"
    """A PDF, but not a certificate made by this program."""
    ISSUED_HERE = "issued_here"
    """Unsigned, and proved with the key of the installation that checks: it issued what is printed."""


LONGEST = 400
"""Characters of a line: a stranger's file may say what it likes, but not fill the screen."""


def tidy(words: str) -> str:
    """Words of a stranger's file as they may be shown: on one line, nothing that steers a terminal, not too long."""
    shown = "".join(each if each.isprintable() else "\ufffd" for each in words)
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"


class Said(NamedTuple):
    """One line in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The line as it is shown."""
        return self.en if language is Language.EN else self.zh


class Redrawn(NamedTuple):
    """What an unsigned file prints that its facts do not hold, where it was drawn again to the byte.

    `address`: the verification page as it is printed, without `https://`; None: none is printed.
    """

    check_digits: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found. `problems` empty and `not_proved` not: nothing is wrong, but something stays open.

    `number`, `code` and `facts` (the canonical JSON that is attached) are what the file itself says: of a file that
    is not valid they are claims. `facts_digest`: SHA-256 of the facts, as the registry keeps it. `root_fingerprint`:
    SHA-256 of the uppermost certificate to which the signature leads, in hexadecimal. `redrawn` None: it is signed,
    or not what its facts give to the byte.
    """

    verdict: Verdict
    proved: tuple[Said, ...] = ()
    not_proved: tuple[Said, ...] = ()
    problems: tuple[Said, ...] = ()
    number: str | None = None
    code: str | None = None
    facts: str | None = None
    facts_digest: str | None = None
    signer: str | None = None
    root_fingerprint: str | None = None
    redrawn: Redrawn | None = None

    @property
    def valid(self) -> bool:
        """Whether it is a certificate that holds, as far as a file can tell."""
        return self.verdict in (Verdict.VALID, Verdict.ISSUED_HERE)


class UnreadableFile(BadInput):
    """These bytes cannot be examined: no PDF, damaged beyond reading, locked by a password, too large or too hard."""


def as_json(findings: Findings) -> str:
    """For the process that asked."""
    lines = {name: [list(each) for each in getattr(findings, name)] for name in LINES}
    plain = {name: getattr(findings, name) for name in PLAIN}
    redrawn = findings.redrawn and list(findings.redrawn)
    return json.dumps({"verdict": findings.verdict.value, "redrawn": redrawn, **lines, **plain}, ensure_ascii=True)


def from_json(text: str) -> Findings:
    """The findings that `as_json` wrote."""
    told: dict[str, Any] = json.loads(text)
    lines: dict[str, Any] = {name: tuple(Said(*each) for each in told[name]) for name in LINES}
    values: dict[str, Any] = {name: told[name] for name in PLAIN}
    redrawn = Redrawn(*told["redrawn"]) if told["redrawn"] else None
    return Findings(Verdict(told["verdict"]), redrawn=redrawn, **values, **lines)


LINES = ("proved", "not_proved", "problems")
PLAIN = ("number", "code", "facts", "facts_digest", "signer", "root_fingerprint")
