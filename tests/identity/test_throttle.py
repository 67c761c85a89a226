"""The wait after wrong passwords, at its edges; and signing in under it."""

import asyncio
from datetime import timedelta

import pytest

from registry.identity import tables
from registry.identity.model.accounts import ResetPassword
from registry.identity.model.sign_in import Outcome, Place
from registry.identity.rules.throttle import ACCOUNT_PACE, ADDRESS_PACE, Pace, line_of, next_attempt_at
from registry.identity.service.accounts import reset_password
from tests.builders.house import NOW
from tests.identity.stage import PASSWORD, TEACHER, a_signed_in, an_account, done, read_as, tried

PACE = Pace(3, timedelta(seconds=10), timedelta(seconds=35), timedelta(hours=1))
SECOND = timedelta(seconds=1)
ELSEWHERE = Place("10.9.9.9", "x")


@pytest.mark.parametrize(("failures", "wait"), [(0, None), (2, None), (3, 10), (4, 20), (5, 35), (6, 35), (5000, 35)])
def test_the_wait_begins_after_the_free_tries_doubles_and_stops(failures, wait):
    instants = [NOW + number * SECOND for number in range(failures)]

    expected = None if wait is None else instants[-1] + wait * SECOND
    assert next_attempt_at(instants, PACE) == expected


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("::ffff:10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_counts_as_one_address(address, line):
    assert line_of(address) == line


async def _fail(login: str, times: int, place: Place = ELSEWHERE) -> None:
    for _ in range(times):
        assert (await tried(login, "wrong", place=place)).outcome is Outcome.WRONG_PASSWORD


async def test_the_last_free_try_may_succeed(database):
    slip = await an_account("lin", TEACHER)
    await _fail("lin", ACCOUNT_PACE.free - 1)

    assert (await tried("lin", slip.first_password)).must_change_password is True


async def test_after_the_free_tries_the_right_password_waits_to_the_second(database):
    slip = await an_account("lin", TEACHER)
    await _fail("lin", ACCOUNT_PACE.free)

    early = await tried("lin", slip.first_password, ACCOUNT_PACE.first_wait - SECOND)
    just_in_time = await tried("lin", slip.first_password, ACCOUNT_PACE.first_wait)

    assert (early.outcome, early.next_attempt_at) == (Outcome.TOO_SOON, NOW + ACCOUNT_PACE.first_wait)
    assert just_in_time.must_change_password is True


async def test_a_success_forgives_and_a_refused_try_does_not_count(database):
    slip = await an_account("lin", TEACHER)
    await _fail("lin", ACCOUNT_PACE.free)
    for _ in range(5):
        await tried("lin", "wrong")

    await tried("lin", slip.first_password, ACCOUNT_PACE.first_wait)

    failed_again = await tried("lin", "wrong", ACCOUNT_PACE.first_wait + SECOND)
    assert failed_again.outcome is Outcome.WRONG_PASSWORD
    assert await tables.Attempt.count() == ACCOUNT_PACE.free + 2


async def test_failures_are_forgotten_after_the_window(database):
    slip = await an_account("lin", TEACHER)
    await _fail("lin", ACCOUNT_PACE.free - 1)

    await tried("lin", "wrong", ACCOUNT_PACE.window)

    assert (await tried("lin", slip.first_password, ACCOUNT_PACE.window)).must_change_password is True


async def test_a_new_password_forgives(database):
    slip = await an_account("lin", TEACHER)
    await _fail("lin", ACCOUNT_PACE.free)

    new, _ = await done(reset_password, ResetPassword(slip.account_id), read_as(after=SECOND))

    assert (await tried("lin", new.first_password, SECOND)).must_change_password is True


async def test_an_unknown_login_is_throttled_like_a_known_one(database):
    await _fail("nobody", ACCOUNT_PACE.free)

    refused = await tried("nobody", "wrong")

    assert (refused.outcome, refused.next_attempt_at) == (Outcome.TOO_SOON, NOW + ACCOUNT_PACE.first_wait)


async def test_one_address_that_tries_many_logins_waits_and_others_do_not(database):
    slip = await an_account("lin", TEACHER)
    sprayer = Place("2001:db8::1", "x")
    for number in range(ADDRESS_PACE.free):
        await tried(f"user{number}", "wrong", place=sprayer)

    same_line = await tried("lin", slip.first_password, place=Place("2001:db8::2", "x"))
    elsewhere = await tried("lin", slip.first_password, place=Place("10.0.0.1", "x"))

    assert same_line.outcome is Outcome.TOO_SOON
    assert elsewhere.must_change_password is True


async def test_tries_at_once_do_not_slip_past_the_throttle(database):
    await a_signed_in("lin", TEACHER)

    results = await asyncio.gather(*(tried("lin", "wrong", SECOND) for _ in range(ACCOUNT_PACE.free * 3)))

    outcomes = [result.outcome for result in results]
    assert outcomes.count(Outcome.WRONG_PASSWORD) == ACCOUNT_PACE.free
    assert (await tried("lin", PASSWORD, SECOND)).outcome is Outcome.TOO_SOON
