"""Giving numbers and codes. A number is taken and used in one transaction, so that none is lost or given twice."""

import secrets
from typing import NamedTuple
from uuid import uuid4

from registry.audit.process import Process
from registry.certificates import tables
from registry.certificates.model import CertificateKind
from registry.certificates.rules.numbering import (
    CODE_BITS,
    Row,
    check_digits,
    check_text,
    code_from,
    number_of,
)
from registry.institutions.model.facts import School

_NEXT = """
INSERT INTO certificate_counter (id, school, kind, year, last) VALUES ({}, {}, {}, {}, 1)
ON CONFLICT ON CONSTRAINT certificate_counter_once DO UPDATE SET last = certificate_counter.last + 1 RETURNING last
"""


class Given(NamedTuple):
    """A number that is taken. `serial`: its place in the row of school, kind and year."""

    number: str
    year: int
    serial: int
    code: str


async def next_number(process: Process, school: School, kind: CertificateKind) -> Given:
    """Take the next number of the row; others who want one of the same row wait until this process ends."""
    year = process.today.year
    rows = await tables.CertificateCounter.raw(_NEXT, uuid4(), school.id, kind.value, year)
    serial = rows[0]["last"]
    code = code_from(secrets.randbits(CODE_BITS))
    return Given(number_of(Row(school.code, kind, year), serial), year, serial, code)


def check_digits_of(process: Process, number: str, facts_digest: str) -> str:
    """What stands on paper where no address does."""
    return check_digits(process.reading.house.vault.index(check_text(number, facts_digest)))
