"""Anybody with the code sees everything that is printed; whoever guesses waits."""

import json
from datetime import timedelta

import pytest

from registry.certificates.model import CertificateState, Linked, LookUpRefused, Shown
from registry.certificates.queries.certificates import certificate, content_of
from registry.certificates.queries.verifying import public_certificate
from registry.certificates.rules.facts_json import digest_of
from registry.certificates.rules.numbering import shown_check_digits, shown_code
from registry.certificates.service.looking_up import (
    NO_SUCH_CODE,
    NO_SUCH_NUMBER,
    TOO_MANY,
    LookUp,
    NumberedLookUp,
    forget_look_ups,
    look_up,
    look_up_numbered,
)
from registry.identity.model.principals import visitor
from registry.identity.rules.throttle import ACCOUNT_PACE, ADDRESS_PACE
from tests.builders.house import NOW, a_reading
from tests.certificates.staging import (
    ON,
    a_paperwork,
    a_school_that_certifies,
    issued,
    printed,
    replaced,
    revoked,
)
from tests.institutions.staging import did, rows_of

WRONG, HERE, THERE = "0" * 20, "203.0.113.7", "203.0.113.8"


@pytest.fixture
def paper(tmp_path):
    return a_paperwork(tmp_path)


async def looked_up(code, address=HERE, now=NOW):
    return await did(look_up, LookUp(code, address), reading=a_reading(visitor("web"), now=now))


async def test_a_code_opens_everything_that_is_printed(database, paper):
    school, person = await a_school_that_certifies()
    after = await printed(await issued(school, person, paper), paper)

    found = await looked_up(f" {shown_code(after.code).lower()} ")

    assert found == Shown(after, await content_of(a_reading(), after), found.facts, None, None)
    assert digest_of(found.facts) == after.facts_digest
    assert json.loads(found.facts)["person_name"] == "林晓"
    assert await rows_of(database, "SELECT FROM certificate_look_up") == []


async def test_a_replaced_one_says_by_which_and_does_not_open_it(database, paper):
    school, person = await a_school_that_certifies()
    before = await issued(school, person, paper)
    after, _ = await replaced(school, before, paper)

    old, new = await looked_up(before.code), await looked_up(after.code)

    assert (old.certificate.state, old.replaced_by) == (
        CertificateState.REPLACED,
        Linked("13957-P2026-00002", ON, CertificateState.VALID),
    )
    assert (new.certificate.state, new.replaces) == (
        CertificateState.VALID,
        Linked("13957-P2026-00001", ON, CertificateState.REPLACED),
    )
    assert after.code not in repr(old)


async def test_a_revoked_one_says_why_and_when(database, paper):
    school, person = await a_school_that_certifies()
    after, _ = await revoked(school, await issued(school, person, paper))

    found = await looked_up(after.code)

    assert (found.certificate.state, found.certificate.revoked_reason, found.certificate.revoked_at) == (
        *(CertificateState.REVOKED, "实践不属实"),
        NOW,
    )


@pytest.mark.parametrize("cut", [lambda code: code[:-1], lambda code: code[1:], lambda code: code + "0"])
async def test_only_the_whole_code_opens(database, paper, cut):
    school, person = await a_school_that_certifies()
    after = await issued(school, person, paper)

    assert await looked_up(cut(after.code)) == LookUpRefused(NO_SUCH_CODE)
    assert await public_certificate(a_reading(), cut(after.code)) is None
    assert await looked_up(after.number) == LookUpRefused(NO_SUCH_CODE)
    assert len(await rows_of(database, "SELECT FROM certificate_look_up")) == 2


async def test_whoever_guesses_waits_and_others_do_not(database, paper):
    school, person = await a_school_that_certifies()
    after = await issued(school, person, paper)

    refused = [await looked_up(WRONG) for _ in range(ADDRESS_PACE.free)]
    held = await looked_up(after.code)
    later = await looked_up(after.code, now=held.next_attempt_at)

    assert refused == [LookUpRefused(NO_SUCH_CODE)] * ADDRESS_PACE.free
    assert held == LookUpRefused(TOO_MANY, NOW + ADDRESS_PACE.first_wait)
    assert later.certificate == after
    assert (await looked_up(after.code, THERE)).certificate == after


async def test_wrong_look_ups_are_forgotten(database, paper):
    await looked_up(WRONG)

    early = await did(forget_look_ups_of, None, reading=a_reading(now=NOW + timedelta(hours=23)))
    late = await did(forget_look_ups_of, None, reading=a_reading(now=NOW + timedelta(hours=25)))

    assert (early, late) == (0, 1)


async def forget_look_ups_of(process, _command):
    return await forget_look_ups(process)


async def test_a_look_up_changes_nothing_that_is_recorded(database, paper):
    school, person = await a_school_that_certifies()
    after = await issued(school, person, paper)
    events = await rows_of(database, "SELECT count(*) FROM audit_process")

    await looked_up(after.code)
    await looked_up(WRONG)

    assert await rows_of(database, "SELECT count(*) FROM audit_process") == events
    assert await certificate(a_reading(), after.id) == after


async def numbered(number, digits, address=HERE, now=NOW):
    asked = NumberedLookUp(number, digits, address)
    return await did(look_up_numbered, asked, reading=a_reading(visitor("web"), now=now))


def other_digits(digits):
    return f"{(int(digits) + 1) % 10**8:08d}"


async def test_a_number_with_its_check_digits_opens_what_the_code_opens(database, paper):
    school, person = await a_school_that_certifies()
    made = await printed(await issued(school, person, paper), paper)

    found = await numbered(f" {made.number.lower()} ", shown_check_digits(made.check_digits))

    assert found == await looked_up(made.code)
    assert await rows_of(database, "SELECT FROM certificate_look_up") == []


async def test_wrong_check_digits_and_a_number_of_nobody_are_answered_alike(database, paper):
    school, person = await a_school_that_certifies()
    made = await issued(school, person, paper)

    answers = [
        await numbered(made.number, other_digits(made.check_digits)),
        await numbered(made.number, ""),
        await numbered("S1-P2026-00099", made.check_digits),
    ]

    assert answers == [LookUpRefused(NO_SUCH_NUMBER)] * 3


async def test_guessing_the_digits_of_one_number_from_many_lines_is_held_back_and_its_code_still_opens_it(
    database, paper
):
    school, person = await a_school_that_certifies()
    made = await issued(school, person, paper)
    for place in range(ACCOUNT_PACE.free):
        await numbered(made.number, other_digits(made.check_digits), f"198.51.100.{place}")

    held = await numbered(made.number, made.check_digits, THERE)
    later = await numbered(made.number, made.check_digits, THERE, NOW + ACCOUNT_PACE.first_wait)

    assert held == LookUpRefused(TOO_MANY, NOW + ACCOUNT_PACE.first_wait)
    assert later.certificate.number == made.number
    assert (await looked_up(made.code, THERE)).certificate.number == made.number


async def test_wrong_numbers_count_for_the_line_as_wrong_codes_do(database, paper):
    school, person = await a_school_that_certifies()
    made = await issued(school, person, paper)
    for place in range(ADDRESS_PACE.free):
        await numbered(f"S1-P2026-{place + 100:05d}", "12345678")

    held = await looked_up(made.code)

    assert held == LookUpRefused(TOO_MANY, NOW + ADDRESS_PACE.first_wait)
