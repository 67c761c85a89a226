"""The offline examination of a signed PDF: what its bytes, roots and revocation lists prove. Never a traceback.

Every changed byte is found, since a signature of ours covers the whole file but its own value; what was appended
counts as a change, however harmless.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from cryptography import x509
from cryptography.x509.oid import NameOID

from registry.platform.signing.byte_ranges import Place, places
from registry.platform.signing.chains import Chain, are_signed, chain_to, standing_of, was_valid
from registry.platform.signing.found import ChainFault, Examination, FoundSignature, Outcome, Revocation
from registry.platform.signing.keys import common_name, holder_names, particulars_of
from registry.platform.signing.signed_values import UNREADABLE, SignedValue, read_value

LARGEST = 64 * 1024 * 1024
HEADER = b"%PDF-"
HEADER_WITHIN = 1024


def examined(
    content: bytes,
    roots: Sequence[x509.Certificate],
    revocation_lists: Sequence[x509.CertificateRevocationList],
    at: datetime,
    bound: Mapping[x509.Certificate, frozenset[str]] | None = None,
) -> Examination:
    """What a file is, as far as the roots and lists that are given can tell at the instant `at`. Raises nothing.

    `bound`: roots that are believed only for signers with one of these names; the others for all.
    """
    if len(content) > LARGEST or HEADER not in content[:HEADER_WITHIN]:
        return Examination(Outcome.NO_PDF, len(content))
    found, unreadable = places(content)
    signatures: list[FoundSignature] = []
    for place in found:
        signature = _read(place, len(content), _Trust(roots, revocation_lists, at, bound or {}))
        if signature is None:
            unreadable += 1
        else:
            signatures.append(signature)
    return _concluded(len(content), tuple(signatures), unreadable)


class _Trust:
    """What is held true from the start, and when."""

    def __init__(
        self,
        roots: Sequence[x509.Certificate],
        lists: Sequence[x509.CertificateRevocationList],
        at: datetime,
        bound: Mapping[x509.Certificate, frozenset[str]],
    ) -> None:
        self.roots, self.lists, self.at, self.bound = tuple(roots), tuple(lists), at, bound


def chain_under(
    value: SignedValue, roots: Sequence[x509.Certificate], bound: Mapping[x509.Certificate, frozenset[str]]
) -> Chain:
    """The way of a signer to a root that is believed for it."""
    names = holder_names(value.certificate)
    believed = [each for each in roots if each not in bound or bound[each] & names]
    chain = chain_to(value.certificate, value.others, believed)
    if not chain.fault or not bound:
        return chain
    elsewhere = chain_to(value.certificate, value.others, roots)
    return chain if elsewhere.fault else Chain(elsewhere.certificates, ChainFault.BOUND_ELSEWHERE)


def _read(place: Place, size: int, trust: _Trust) -> FoundSignature | None:
    try:
        value = read_value(place)
        return None if value is None else _found(place, value, size, trust)
    except UNREADABLE:
        return None


def _found(place: Place, value: SignedValue, size: int, trust: _Trust) -> FoundSignature:
    chain = chain_under(value, trust.roots, trust.bound)
    claimed = value.claimed_at
    standing = standing_of(chain.certificates, trust.lists, claimed, trust.at)
    about = particulars_of(value.certificate)
    return FoundSignature(
        covered=place.covered,
        appended=size - place.covered,
        has_gap=place.has_gap,
        is_intact=value.is_intact,
        is_exact=value.is_exact and are_signed((value.certificate, *value.others), trust.roots),
        signer=about.name,
        signer_code=_code(value.certificate),
        issuer=about.issuer,
        serial=about.serial,
        fingerprint=about.fingerprint,
        claimed_at=claimed,
        has_time_stamp=value.has_time_stamp,
        trusted_root=None if chain.fault else common_name(chain.certificates[-1].subject),
        fault=chain.fault,
        is_in_time=was_valid(chain.certificates, claimed or trust.at) and (claimed is None or claimed <= trust.at),
        revocation=standing.state,
        revoked_at=standing.revoked_at,
        revoked_reason=standing.reason,
        list_seen=standing.seen,
    )


def _concluded(size: int, signatures: tuple[FoundSignature, ...], unreadable: int) -> Examination:
    examination = Examination(Outcome.UNSIGNED, size, signatures, unreadable)
    decides = examination.signature
    if decides is None:
        return replace(examination, outcome=Outcome.DAMAGED if unreadable else Outcome.UNSIGNED)
    return replace(examination, outcome=_outcome(decides))


def _outcome(signature: FoundSignature) -> Outcome:
    """The first thing that is wrong, the bytes before the signer."""
    faults = (
        (not signature.is_intact, Outcome.CHANGED),
        (signature.has_gap, Outcome.PARTIAL),
        (signature.appended > 0, Outcome.APPENDED),
        (signature.trusted_root is None, Outcome.UNTRUSTED),
        (not signature.is_exact, Outcome.REWRITTEN),
        (signature.revocation is Revocation.REVOKED, Outcome.REVOKED),
        (not signature.is_in_time, Outcome.OUT_OF_TIME),
    )
    return next((outcome for is_so, outcome in faults if is_so), Outcome.GENUINE)


def _code(certificate: x509.Certificate) -> str | None:
    """The code that stands beside the holder's name."""
    return next((str(each.value) for each in certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)), None)
