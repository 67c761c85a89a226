"""Whether a certificate leads to a root that was given, and whether a list that was given revokes it. Offline."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from registry.platform.signing.found import ChainFault, ListSeen, Revocation
from registry.platform.signing.keys import is_authority
from registry.platform.signing.private_keys import KEY_BITS

LONGEST = 6
"""Certificates from the signer's to the root."""
KNOWN_DEMANDS = (x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage)
RELIED_ON = (SHA256, SHA384, SHA512)
CASTS_DOUBT = frozenset({x509.ReasonFlags.key_compromise, x509.ReasonFlags.ca_compromise})
"""Causes for which nothing signed with the key is relied on, whenever it claims to be signed."""


class Chain(NamedTuple):
    """The way from the signer's certificate up, that one first; `fault` None: it ends in a root that was given."""

    certificates: tuple[x509.Certificate, ...]
    fault: ChainFault | None


class Standing(NamedTuple):
    """What the lists say of a chain."""

    state: Revocation
    revoked_at: datetime | None = None
    reason: str | None = None
    seen: ListSeen | None = None


def chain_to(
    signer: x509.Certificate, others: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> Chain:
    """The way to one of the roots over the other certificates. Dates are judged apart."""
    if not may_sign(signer):
        return Chain((signer,), ChainFault.MAY_NOT_SIGN)
    way: list[x509.Certificate] = [signer]
    while way[-1] not in roots:
        if fault := _fault_of(way[-1], is_lowest=len(way) == 1):
            return Chain(tuple(way), fault)
        above = issuer_among(way[-1], (*roots, *(other for other in others if other not in way)))
        if above is None or len(way) == LONGEST:
            named = any(root.subject == way[-1].issuer for root in roots)
            return Chain(tuple(way), ChainFault.SAME_NAME if named else ChainFault.NO_ROOT)
        if not _may_certify(above, below=len(way) - 1):
            return Chain(tuple(way), ChainFault.NOT_AUTHORITY)
        way.append(above)
    return Chain(tuple(way), None)


def are_signed(certificates: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]) -> bool:
    """Whether each certificate is to the byte what somebody here signed."""
    known = (*roots, *certificates)
    return all(each in roots or issuer_among(each, known) is not None for each in certificates)


def was_valid(chain: Sequence[x509.Certificate], at: datetime) -> bool:
    """Whether all certificates of a chain were valid at that time."""
    return all(each.not_valid_before_utc <= at <= each.not_valid_after_utc for each in chain)


def standing_of(
    chain: Sequence[x509.Certificate],
    lists: Sequence[x509.CertificateRevocationList],
    signed_at: datetime | None,
    at: datetime,
) -> Standing:
    """What the lists say: the first certificate that is revoked decides; good only where the signer's is listed."""
    standings = [_standing(below, above, lists, (signed_at, at)) for below, above in pairwise(chain)]
    revoked = [each for each in standings if each.state in (Revocation.REVOKED, Revocation.REVOKED_LATER)]
    if revoked:
        return min(revoked, key=lambda each: each.state is not Revocation.REVOKED)
    return standings[0] if standings else _standing_alone(chain[0], lists, (signed_at, at))


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether a certificate is one for signing."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return not is_authority(certificate)
    return usage.digital_signature or usage.content_commitment


def _standing(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    lists: Sequence[x509.CertificateRevocationList],
    times: tuple[datetime | None, datetime],
) -> Standing:
    own = [each for each in lists if _is_list_of(each, issuer)]
    return _listed(certificate, own, times) if own else Standing(Revocation.NOT_CHECKED)


def _standing_alone(
    certificate: x509.Certificate,
    lists: Sequence[x509.CertificateRevocationList],
    times: tuple[datetime | None, datetime],
) -> Standing:
    """Of a certificate that is believed without its issuer: a list of the issuer's name can only speak against it."""
    named = [each for each in lists if each.issuer == certificate.issuer]
    found = _listed(certificate, named, times) if named else None
    return found if found and found.state is not Revocation.GOOD else Standing(Revocation.NOT_CHECKED)


def _listed(
    certificate: x509.Certificate,
    own: Sequence[x509.CertificateRevocationList],
    times: tuple[datetime | None, datetime],
) -> Standing:
    newest = max(own, key=lambda each: (each.last_update_utc, _number(each) or 0))
    signed_at, at = times
    due = newest.next_update_utc
    seen = ListSeen(_number(newest), newest.last_update_utc, due, is_stale=due is not None and due < at)
    line = newest.get_revoked_certificate_by_serial_number(certificate.serial_number)
    if line is None:
        return Standing(Revocation.GOOD, seen=seen)
    reason, revoked_at = _reason(line), line.revocation_date_utc
    later = signed_at is not None and signed_at < revoked_at and reason not in CASTS_DOUBT
    state = Revocation.REVOKED_LATER if later else Revocation.REVOKED
    return Standing(state, revoked_at, reason.value if reason else None, seen)


def _is_list_of(found: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    key = issuer.public_key()
    if found.issuer != issuer.subject or not isinstance(key, RSAPublicKey):
        return False
    try:
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
        return usage.crl_sign and found.is_signature_valid(key)
    except (x509.ExtensionNotFound, UnsupportedAlgorithm, ValueError):
        return False


def _fault_of(certificate: x509.Certificate, is_lowest: bool) -> ChainFault | None:
    """What is wrong with a certificate of the chain that is not a root."""
    unknown = [each for each in certificate.extensions if each.critical and not isinstance(each.value, KNOWN_DEMANDS)]
    if unknown:
        return ChainFault.UNKNOWN_DEMAND
    key = certificate.public_key()
    is_strong = isinstance(key, RSAPublicKey) and key.key_size >= KEY_BITS
    if not is_strong or not isinstance(certificate.signature_hash_algorithm, RELIED_ON):
        return ChainFault.WEAK
    return None if is_lowest or is_authority(certificate) else ChainFault.NOT_AUTHORITY


def issuer_among(below: x509.Certificate, candidates: Sequence[x509.Certificate]) -> x509.Certificate | None:
    """The one whose name and key a certificate was issued with; None: none of them."""
    for above in candidates:
        if above.subject != below.issuer:
            continue
        try:
            below.verify_directly_issued_by(above)
        except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
            continue
        return above
    return None


def _may_certify(above: x509.Certificate, below: int) -> bool:
    """Whether it may certify, with `below` certificates of authorities under it."""
    try:
        limits = above.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = above.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return limits.ca and usage.key_cert_sign and (limits.path_length is None or limits.path_length >= below)


def _number(found: x509.CertificateRevocationList) -> int | None:
    try:
        return found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        return None


def _reason(line: x509.RevokedCertificate) -> x509.ReasonFlags | None:
    try:
        return line.extensions.get_extension_for_class(x509.CRLReason).value.reason
    except x509.ExtensionNotFound:
        return None
