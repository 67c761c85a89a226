"""The whole check of one file, within the room: signature, facts, pages, archive, put together into one verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from registry.certificates.examining import wording as words
from registry.certificates.examining.comparing import compared_in_words
from registry.certificates.examining.facts import Facts, facts_from
from registry.certificates.examining.findings import LINES, Findings, Redrawn, Said, UnreadableFile, Verdict, tidy
from registry.certificates.examining.inside import DAMAGED, Inside, read_inside
from registry.certificates.examining.redrawing import Comparison, Likeness, compared
from registry.certificates.examining.signatures import Known, Signed, judged_signature
from registry.kernel.errors import BadInput
from registry.platform.pdf.archive import archive_faults
from registry.platform.signing.archive_rules import signed_archive_faults

HEADER = b"%PDF-"
HEADER_WITHIN = 1024
END = b"%%EOF\n"
WHOLE = (Verdict.VALID, Verdict.UNPROVED, Verdict.UNSIGNED)
"""Verdicts of the signature after which facts and pages can still decide."""


@dataclass(frozen=True, slots=True)
class Means:
    """What is known from the start. `roots` empty: none is trusted; `bound`: for which schools alone some are."""

    roots: tuple[x509.Certificate, ...] = field(repr=False)
    lists: tuple[x509.CertificateRevocationList, ...] = field(repr=False)
    fonts_folder: Path | None
    at: datetime
    bound: Mapping[x509.Certificate, frozenset[str]] = field(default_factory=dict, repr=False)


def findings_of(content: bytes, means: Means) -> Findings:
    """What a file is; its words cannot pass for ours. Raises UnreadableFile."""
    found = _found(content, means)
    shown: dict[str, Any] = {name: tuple(Said(*map(tidy, each)) for each in getattr(found, name)) for name in LINES}
    signer = None if found.signer is None else tidy(found.signer)
    return replace(found, signer=signer, **shown)


def _found(content: bytes, means: Means) -> Findings:
    if HEADER not in content[:HEADER_WITHIN]:
        raise UnreadableFile(DAMAGED)
    signed = judged_signature(content, Known(means.roots, means.bound, means.lists, means.at))
    findings = Findings(
        verdict=signed.verdict,
        proved=signed.proved,
        not_proved=signed.not_proved,
        problems=signed.problems,
        signer=signed.signer,
        root_fingerprint=signed.root_fingerprint,
    )
    try:
        inside = read_inside(content)
    except UnreadableFile:
        if signed.verdict is Verdict.UNSIGNED:
            raise
        return _with(findings, Verdict.CHANGED, problems=[Said("PDF 已损坏,读不出页面", "The PDF is damaged")])
    return _about_facts(findings, content, inside, (signed, means))


def _about_facts(findings: Findings, content: bytes, inside: Inside, known: tuple[Signed, Means]) -> Findings:
    """Facts and pages on top of what the signature says."""
    signed, means = known
    if inside.facts is None:
        return _with(findings, Verdict.NO_CERTIFICATE, problems=[words.NO_FACTS])
    try:
        facts = facts_from(inside.facts, inside.picture)
    except BadInput:
        verdict = Verdict.CHANGED if signed.verdict is Verdict.UNSIGNED else Verdict.NO_CERTIFICATE
        return _with(findings, verdict, problems=[words.BAD_FACTS])
    findings = replace(findings, number=facts.number, code=facts.code, facts=facts.text, facts_digest=facts.digest)
    findings = _about_signer(findings, signed, facts)
    findings = _with(findings, proved=[words.facts_attached(facts.digest)])
    findings = _about_pages(findings, compared(content, inside, facts, means.fonts_folder))
    return _in_the_end(_about_archive(findings, content))


def _about_signer(findings: Findings, signed: Signed, facts: Facts) -> Findings:
    """Nobody signs in the name of another school, whatever root both are under. A code beside the name is not
    enough: a school could sign under its own code what names another; nor is a name, under a school's own root."""
    if signed.signer is None or findings.verdict not in WHOLE:
        return findings
    school_name = facts.content.school_name
    is_named, bound = school_name in signed.names, signed.bound
    if is_named and (bound is None or school_name in bound):
        return findings
    said = words.bound_elsewhere(bound or ()) if is_named else words.other_signer(signed.signer, school_name)
    return _with(findings, Verdict.OTHER_SIGNER, problems=[said])


def _about_pages(findings: Findings, comparison: Comparison) -> Findings:
    is_signed = findings.verdict in (Verdict.VALID, Verdict.UNPROVED)
    is_whole = findings.verdict not in (Verdict.UNSIGNED, Verdict.CHANGED)
    found = compared_in_words(comparison, is_signed, is_whole)
    findings = _with(findings, proved=found.proved, not_proved=found.not_proved, problems=found.problems)
    if found.problems:
        return _with(findings, Verdict.CHANGED)
    if findings.verdict is not Verdict.UNSIGNED or comparison.likeness is not Likeness.FILE:
        return findings
    assert comparison.check_digits is not None
    return replace(findings, redrawn=Redrawn(comparison.check_digits, comparison.address))


def _in_the_end(findings: Findings) -> Findings:
    """What no file can tell of itself."""
    if findings.verdict is Verdict.UNSIGNED:
        return _with(findings, not_proved=[words.UNSIGNED])
    return _with(findings, not_proved=[words.LATER]) if findings.verdict in WHOLE else findings


def _about_archive(findings: Findings, content: bytes) -> Findings:
    """Of the whole file; where the signature is not one over all of it, of what stands before."""
    if findings.signer is None:
        faults, said = archive_faults(content), words.ARCHIVE
    elif findings.verdict in WHOLE:
        faults, said = signed_archive_faults(content), words.ARCHIVE_SIGNED
    else:
        faults, said = archive_faults(content.partition(END)[0] + END), words.ARCHIVE_BEFORE
    if faults:
        return _with(findings, not_proved=[words.archive_broken(len(faults))])
    return _with(findings, proved=[said])


def _with(
    findings: Findings,
    verdict: Verdict | None = None,
    **lines: Iterable[Said],
) -> Findings:
    """The findings with more lines, and a verdict that is never better than before."""
    more: dict[str, Any] = {name: (*getattr(findings, name), *added) for name, added in lines.items()}
    worse = verdict if verdict and findings.verdict in WHOLE else findings.verdict
    return replace(findings, verdict=worse, **more)
