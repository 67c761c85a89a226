"""The folder of roots that this machine believes: where `registry certificate verify` looks when none is named."""

from collections.abc import Sequence
from pathlib import Path

from registry.platform.signing.keys import certificate_from, particulars_of

OWN, ENDING = "registry-", ".pem"
"""Files of this name are the installation's own; all others are the operator's, and stay."""
DIGITS_OF_A_NAME = 16


def keep_roots(folder: Path, certificates: Sequence[str]) -> tuple[Path, ...]:
    """Put the installation's own roots there, each in a file, and take away those no longer among them.

    Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = {folder / _name(each): each for each in certificates}
    for path, certificate in kept.items():
        unfinished = path.with_suffix(".part")
        unfinished.write_text(certificate, encoding="utf-8")
        unfinished.replace(path)
    for path in folder.glob(f"{OWN}*{ENDING}"):
        if path not in kept:
            path.unlink(missing_ok=True)
    return tuple(kept)


def _name(certificate: str) -> str:
    return f"{OWN}{particulars_of(certificate_from(certificate)).fingerprint[:DIGITS_OF_A_NAME]}{ENDING}"
