"""All files of a batch in one: a ZIP of the files as they are kept, and the names that they have in it."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

from registry.certificates.model import Certificate

DAY_OF_ALL = (1980, 1, 1, 0, 0, 0)
"""ZIP needs a date; the same files give the same bytes."""
NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


def file_name(certificate: Certificate, person_name: str) -> str:
    """How a certificate's file is called when it is handed out: `13957-P2026-00012 王䶮.pdf`."""
    said = "".join(character for character in person_name if character.isprintable())
    return f"{certificate.number} {said.translate(NOT_IN_NAMES)}".strip() + ".pdf"


def zipped(files: Iterable[tuple[str, Path]], target: Path) -> None:
    """Write kept files, each under its name, into a new ZIP. They are compressed already, so they are stored."""
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED) as archive:
        for name, path in files:
            with path.open("rb") as source, archive.open(zipfile.ZipInfo(name, DAY_OF_ALL), "w") as written:
                while chunk := source.read(1 << 20):
                    written.write(chunk)
