"""The folder of what this machine believes: where `registry certificate verify` looks when nothing is named."""

from collections.abc import Sequence
from pathlib import Path

from registry.platform.signing.keys import certificate_from, issuing_key_of, particulars_of, revocation_list_in

OWN, ROOT_ENDING, LIST_ENDING = "registry-", ".pem", ".crl"
"""Files of this name are the installation's own; all others are the operator's, and stay."""
DIGITS_OF_A_NAME = 16


def keep_trusted(folder: Path, roots: Sequence[str], revocation_lists: Sequence[str]) -> None:
    """Put the installation's own roots and lists there, each in a file, and take away those no longer among them.

    Raises OSError where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kept = {folder / _root_name(each): each for each in roots}
    kept |= {folder / _list_name(each): each for each in revocation_lists}
    for path, content in kept.items():
        unfinished = path.with_suffix(".part")
        unfinished.write_text(content, encoding="utf-8")
        unfinished.replace(path)
    for ending in (ROOT_ENDING, LIST_ENDING):
        for path in folder.glob(f"{OWN}*{ending}"):
            if path not in kept:
                path.unlink(missing_ok=True)


def _root_name(certificate: str) -> str:
    return f"{OWN}{particulars_of(certificate_from(certificate)).fingerprint[:DIGITS_OF_A_NAME]}{ROOT_ENDING}"


def _list_name(revocation_list: str) -> str:
    issuing_key = issuing_key_of(revocation_list_in(revocation_list.encode("ascii")))
    return f"{OWN}{issuing_key[:DIGITS_OF_A_NAME]}{LIST_ENDING}"
