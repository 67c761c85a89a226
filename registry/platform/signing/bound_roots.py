"""Roots that are believed for the names of some schools alone: a line of text before the certificate says so.

`Registry-School: FULL NAME` stands before `-----BEGIN CERTIFICATE-----`, once for each name; others pass over it (RFC
7468, 5.2). A root without such a line is believed for all.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from cryptography import x509

from registry.kernel.errors import BadInput
from registry.platform.clock import SHANGHAI
from registry.platform.signing.keys import anchors_in, certificates_in

LABEL, ENDED = "Registry-School", "Registry-Ended"
_LABEL = re.compile(LABEL.encode("ascii"), re.IGNORECASE)
_BLOCK = re.compile(
    rb"((?:Registry-School: [^\r\n]+\r?\n)*)(-----BEGIN CERTIFICATE-----\r?\n.*?-----END CERTIFICATE-----)",
    re.DOTALL,
)


class Anchors(NamedTuple):
    """Roots of files. `bound`: those of them that are believed for these names of schools alone."""

    roots: tuple[x509.Certificate, ...]
    bound: dict[x509.Certificate, frozenset[str]]


def bound_text(certificate: str, names: Iterable[str]) -> str:
    """A certificate, PEM, with the lines that bind it to these names.

    Raises BadInput for a name that cannot stand on a line, and where there is none: that would bind it to nobody.
    """
    lines = [f"{LABEL}: {_name(each)}\n" for each in sorted(set(names))]
    if not lines:
        raise BadInput("根证书没有可用的学校名称 (a root needs the name of a school)")
    return "".join(lines) + certificate


def ended_text(certificate: str, ended_at: datetime) -> str:
    """A certificate, PEM, after a line that tells people since when it certifies nobody any more."""
    return f"{ENDED}: {ended_at.astimezone(SHANGHAI):%Y-%m-%d}\n{certificate}"


def anchors_from(files: Iterable[bytes]) -> Anchors:
    """The roots of whole files, PEM or DER. A root that stands somewhere without a name is believed for all.

    Raises BadInput for a file that holds no certificate, and for a line with the label that is not as written here:
    what binds is never passed over.
    """
    roots: dict[x509.Certificate, set[str] | None] = {}
    for content in files:
        named = _named(content)
        for root in anchors_in(content):
            names, known = named.get(root), roots.get(root, set())
            roots[root] = None if names is None or known is None else known | names
    return Anchors(tuple(roots), {root: frozenset(names) for root, names in roots.items() if names is not None})


def _named(content: bytes) -> dict[x509.Certificate, set[str]]:
    """The certificates of a file that lines bind, with their names."""
    if not _LABEL.search(content):
        return {}
    found: dict[x509.Certificate, set[str]] = {}
    loose: set[x509.Certificate] = set()
    read = 0
    for lines, block in _BLOCK.findall(content):
        (certificate,) = certificates_in(block)
        names = {_line_name(line) for line in lines.splitlines()}
        read += len(lines.splitlines())
        if names:
            found.setdefault(certificate, set()).update(names)
        else:
            loose.add(certificate)
    if read != len(_LABEL.findall(content)) or {*found, *loose} != set(certificates_in(content)):
        raise BadInput(f"根证书文件中的 {LABEL} 行写法不对 (a line that binds a root cannot be read)")
    return {each: names for each, names in found.items() if each not in loose}


def _line_name(line: bytes) -> str:
    try:
        return _name(line.decode("utf-8").partition(": ")[2])
    except UnicodeDecodeError as fault:
        raise BadInput(f"根证书文件中的 {LABEL} 行不是 UTF-8 (not UTF-8)") from fault


def _name(name: str) -> str:
    if not name.isprintable() or name != name.strip() or not name or LABEL.lower() in name.lower():
        raise BadInput(f"学校名称“{name}”不能写在一行里 (the name cannot stand on a line)")
    return name
