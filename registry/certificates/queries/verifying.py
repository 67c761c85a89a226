"""What anybody sees who has the code of a certificate: everything printed, and nothing else. No scope."""

import hmac

from registry.audit.process import Reading
from registry.certificates import tables
from registry.certificates.model import Certificate, Shown
from registry.certificates.queries.certificates import content_of, linked
from registry.certificates.queries.rows import certificates_from, select_certificates
from registry.certificates.rules.facts_json import facts_of
from registry.certificates.rules.numbering import plain_code, plain_digits, plain_number


def code_text(code: str) -> str:
    """What the keyed hash of a code is made from, by which it is found."""
    return f"certificate code:{code}"


async def public_certificate(reading: Reading, typed: str) -> Shown | None:
    """The certificate of a code, however it was typed; None: there is none, or it is not a whole code.

    Whoever asks for strangers goes through `registry.certificates.service.looking_up`, which is throttled.
    """
    code = plain_code(typed)
    if code is None:
        return None
    index = reading.house.vault.index(code_text(code))
    found = await certificates_from(reading, select_certificates().where(tables.Certificate.code_index == index))
    return await shown(reading, found[0]) if found else None


async def public_certificate_numbered(reading: Reading, number: str, digits: str) -> Shown | None:
    """The certificate of a number whose check digits these are, however both were typed; None: there is none.

    Whoever asks for strangers goes through `registry.certificates.service.looking_up`, which is throttled.
    """
    asked = select_certificates().where(tables.Certificate.number == plain_number(number))
    found = await certificates_from(reading, asked)
    typed = plain_digits(digits)
    is_right = bool(found) and typed is not None and hmac.compare_digest(found[0].check_digits, typed)
    return await shown(reading, found[0]) if is_right else None


async def shown(reading: Reading, found: Certificate) -> Shown:
    """A certificate as anybody sees it who has its code."""
    content = await content_of(reading, found)
    return Shown(
        certificate=found,
        content=content,
        facts=facts_of(found, content),
        replaces=await linked(reading, found.replaces_id),
        replaced_by=await linked(reading, found.replaced_by_id),
    )
