"""What an installation can say of its own unsigned files: the check digits are made with a key that never leaves it.

They are eight decimal digits of a keyed hash of number and facts. Whoever has no key guesses those of a forged file
once in a hundred million tries, and only the installation itself tells a right guess from a wrong one. What they do
not cover is held to what is known here: the rest of the file to what is drawn from the facts, to the byte, and the
address that is printed to the installation's own. The hour at which the file says to have been made stays open.
"""

import hmac
from dataclasses import replace
from pathlib import Path

from registry.certificates.documents.checking_words import shown_address
from registry.certificates.examining import wording as words
from registry.certificates.examining.findings import Findings, Said, Verdict
from registry.certificates.rules.numbering import check_digits, check_text
from registry.kernel.errors import BadInput
from registry.platform.vault import Vault, key_place

VERIFY = "/verify"
"""Where an installation shows its certificates, behind its public address."""


def own_vault(secret_file: Path | None, data_folder: Path) -> Vault | None:
    """The installation's vault where whoever asks may read its key; None: there is none. Never makes one.

    Raises BadInput for a file that holds no key; zeros are what a crash leaves of one, and everybody knows them.
    """
    file = key_place(secret_file, data_folder)
    try:
        key = file.read_bytes()
    except OSError:
        return None
    if not any(key):
        raise BadInput(f"密钥文件 {file} 是空的或已损坏 (the secret file is damaged)")
    return Vault(key)


def without_key(findings: Findings, fault: BadInput) -> Findings:
    """The findings where a key is at hand that cannot be used: they say so."""
    return _with(findings, not_proved=(words.damaged_key(str(fault)),))


def proved_here(findings: Findings, vault: Vault, public_url: str | None) -> Findings:
    """The findings of an unsigned file with what the installation's key adds: ISSUED_HERE, or why not.

    Others come back as they are. `public_url`: the installation's address, None: it has none.
    """
    redrawn, number, digest = findings.redrawn, findings.number, findings.facts_digest
    if findings.verdict is not Verdict.UNSIGNED or redrawn is None or number is None or digest is None:
        return findings
    own = check_digits(vault.index(check_text(number, digest)))
    if not hmac.compare_digest(own.encode(), redrawn.check_digits.encode()):
        return _with(findings, not_proved=(words.OTHER_KEY,))
    if redrawn.address is not None and redrawn.address != _own_page(public_url):
        return _with(findings, proved=(words.OWN_DIGITS,), not_proved=(words.other_address(redrawn.address),))
    known = {words.UNSIGNED, words.leads_to(redrawn.address or "")}
    left = tuple(each for each in findings.not_proved if each not in known)
    proved = (words.ISSUED_HERE, *findings.proved, *_about_address(redrawn.address))
    not_proved = (*left, words.ONLY_HERE, words.HOUR, words.LATER_THAN_ISSUED)
    return replace(findings, verdict=Verdict.ISSUED_HERE, proved=proved, not_proved=not_proved)


def _own_page(public_url: str | None) -> str | None:
    """The installation's page as its paper tells it."""
    return shown_address(f"{public_url.rstrip('/')}{VERIFY}", "") if public_url else None


def _about_address(address: str | None) -> tuple[Said, ...]:
    return () if address is None else (words.own_address(address),)


def _with(findings: Findings, proved: tuple[Said, ...] = (), not_proved: tuple[Said, ...] = ()) -> Findings:
    return replace(findings, proved=(*findings.proved, *proved), not_proved=(*findings.not_proved, *not_proved))
