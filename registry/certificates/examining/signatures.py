"""The signature of a certificate judged: the bytes, the signer, the root, the revocation lists."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from registry.certificates.examining import wording as words
from registry.certificates.examining.findings import Said, Verdict
from registry.platform.signing.byte_ranges import places
from registry.platform.signing.examining import chain_under, examined
from registry.platform.signing.found import ChainFault, Examination, FoundSignature, Outcome, Revocation
from registry.platform.signing.keys import common_name, holder_names
from registry.platform.signing.signed_values import UNREADABLE, SignedValue, read_value
from registry.platform.signing.telling import FAULTS, VERDICTS

JUDGED = {
    Outcome.GENUINE: Verdict.VALID,
    Outcome.UNTRUSTED: Verdict.UNTRUSTED,
    Outcome.REVOKED: Verdict.REVOKED,
    Outcome.OUT_OF_TIME: Verdict.OUT_OF_TIME,
    Outcome.UNSIGNED: Verdict.UNSIGNED,
}
"""All others are changes."""


class Known(NamedTuple):
    """What a signature is judged by. `bound`: roots that are believed for the schools of these names alone."""

    roots: tuple[x509.Certificate, ...]
    bound: Mapping[x509.Certificate, frozenset[str]]
    lists: tuple[x509.CertificateRevocationList, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signature comes to. `names` are all by which the signer's certificate calls its holder; `bound`: the
    schools for which alone the root it leads to is believed (None: all)."""

    verdict: Verdict
    proved: tuple[Said, ...] = ()
    not_proved: tuple[Said, ...] = ()
    problems: tuple[Said, ...] = ()
    signer: str | None = None
    names: frozenset[str] = frozenset()
    bound: frozenset[str] | None = None
    root_fingerprint: str | None = None


def judged_signature(content: bytes, known: Known) -> Signed:
    """Judge under the roots; where none is given, as if the root inside were trusted, and say that it is not."""
    roots, lists = known.roots, known.lists
    values = tuple(_values(content))
    found = examined(content, roots or tuple(_inner_roots(values)), lists, known.at, known.bound)
    decides = found.signature
    if decides is None:
        return Signed(JUDGED.get(found.outcome, Verdict.CHANGED), problems=_unreadable(found))
    own = next((each for each in values if each.certificate.fingerprint(SHA256()).hex() == decides.fingerprint), None)
    top = _top(own, known) if own else None
    bound = known.bound.get(top) if top else None
    verdict = _verdict(found, decides)
    if verdict in (Verdict.VALID, Verdict.UNTRUSTED) and not roots:
        verdict = Verdict.UNPROVED
    return Signed(
        verdict=verdict,
        proved=tuple(_proved(found, decides, bool(roots))),
        not_proved=tuple(_not_proved(decides, top, bool(roots), bool(lists))),
        problems=tuple(_problems(found, decides, verdict, bound)),
        signer=decides.signer,
        names=holder_names(own.certificate) if own else frozenset(),
        bound=bound,
        root_fingerprint=top.fingerprint(SHA256()).hex() if top else None,
    )


def _verdict(found: Examination, decides: FoundSignature) -> Verdict:
    if found.outcome is Outcome.UNTRUSTED and decides.fault is ChainFault.BOUND_ELSEWHERE:
        return Verdict.OTHER_SIGNER
    return JUDGED.get(found.outcome, Verdict.CHANGED)


def _values(content: bytes) -> Iterable[SignedValue]:
    for place in places(content)[0]:
        try:
            value = read_value(place)
        except UNREADABLE:
            continue
        if value:
            yield value


def _inner_roots(values: Iterable[SignedValue]) -> Iterable[x509.Certificate]:
    for value in values:
        yield from (each for each in (value.certificate, *value.others) if each.subject == each.issuer)


def _top(value: SignedValue, known: Known) -> x509.Certificate:
    """The uppermost certificate that the signer's leads to."""
    return chain_under(value, known.roots or tuple(_inner_roots([value])), known.bound).certificates[-1]


def _unreadable(found: Examination) -> tuple[Said, ...]:
    return () if found.outcome is Outcome.UNSIGNED else (Said(*VERDICTS[found.outcome]),)


def _proved(found: Examination, decides: FoundSignature, is_rooted: bool) -> Iterable[Said]:
    if not decides.is_intact or found.outcome is Outcome.REWRITTEN:
        return
    if decides.is_whole:
        yield words.whole(found.size)
        yield words.SIGNATURE_RIGHT
    if decides.trusted_root and is_rooted:
        yield words.issued_under(decides)
    if decides.revocation is Revocation.GOOD and decides.list_seen and decides.trusted_root:
        yield words.not_revoked(decides.list_seen)


def _not_proved(
    decides: FoundSignature, top: x509.Certificate | None, is_rooted: bool, has_lists: bool
) -> Iterable[Said]:
    if not is_rooted:
        yield words.claimed_signer(decides)
        if top:
            yield words.root_to_compare(common_name(top.subject), top.fingerprint(SHA256()).hex())
    if decides.revocation is Revocation.NOT_CHECKED:
        yield words.OTHER_LIST if has_lists else words.NO_LIST
    if decides.revocation is Revocation.REVOKED_LATER:
        yield words.revoked(decides)
    if decides.list_seen and decides.list_seen.is_stale:
        yield words.STALE_LIST
    if decides.claimed_at:
        yield words.signed_at(decides.claimed_at)


def _problems(
    found: Examination, decides: FoundSignature, verdict: Verdict, bound: frozenset[str] | None
) -> Iterable[Said]:
    if verdict in (Verdict.VALID, Verdict.UNPROVED):
        return
    if decides.revocation is Revocation.REVOKED:
        yield words.revoked(decides)
    if verdict is Verdict.OTHER_SIGNER:
        yield words.bound_elsewhere(bound or ())
        yield words.claimed_signer(decides)
        return
    if found.outcome is not Outcome.REVOKED:
        yield Said(*VERDICTS[found.outcome])
    if found.outcome is Outcome.UNTRUSTED:
        if decides.fault:
            yield Said(*FAULTS[decides.fault])
        yield words.claimed_signer(decides)
