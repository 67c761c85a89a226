"""Passwords: hashed, compared, judged and changed."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from registry.identity import tables
from registry.identity.model.accounts import ChangePassword
from registry.identity.model.principals import Principal, visitor
from registry.identity.model.sign_in import Outcome
from registry.identity.service import passwords
from registry.identity.service.sign_in import change_password
from registry.kernel.errors import InvalidFields, NotPermitted
from tests.identity.stage import (
    PASSWORD,
    PLACE,
    TEACHER,
    a_principal,
    a_signed_in,
    an_account,
    done,
    kinds,
    read_as,
    row,
    tried,
    who,
)

SECOND = timedelta(seconds=1)


def test_nobodys_hash_takes_as_long_as_todays_and_fits_nothing():
    assert not PasswordHasher(2, 19 * 1024, 1).check_needs_rehash(passwords.NOBODYS_HASH)
    assert not passwords.is_outdated(passwords.NOBODYS_HASH)


async def test_an_unknown_login_never_fits():
    assert await passwords.matches(None, "") is False
    assert await passwords.matches(None, "teacher-registry") is False


async def test_full_width_letters_make_the_same_password():
    stored = await passwords.hashed("Ａｂｃ１２３-春风")

    assert await passwords.matches(stored, "Abc123-春风") is True


async def test_a_hash_of_older_parameters_is_replaced_at_sign_in(database):
    slip = await an_account("lin", TEACHER)
    old = PasswordHasher(1, 8 * 1024, 1).hash("letmein-please")
    await tables.Account.update({tables.Account.password_hash: old}).where(tables.Account.id == slip.account_id)

    await tried("lin", "letmein-please")

    assert not passwords.is_outdated((await row(slip.account_id))["password_hash"])


async def test_changing_the_password_ends_every_session_and_starts_another(database):
    first = await a_signed_in("lin", TEACHER)
    lin = await who(first)

    signed_in, recorded = await done(
        change_password, ChangePassword(PASSWORD, "明月何时照我还-2026", PLACE), read_as(lin)
    )

    assert await who(first) is None
    assert await who(signed_in) is not None
    assert (await tried("lin", PASSWORD)).outcome is Outcome.WRONG_PASSWORD
    assert kinds(recorded) == ["PasswordChanged", "SessionStarted"]
    assert "must_change_password" in recorded[0].after
    assert recorded[0].personal is None


@pytest.mark.parametrize(
    "new", ["short-1", "aaaaaaaaaaaaaaa", "12121212121212", "my-LIN-password", PASSWORD, "x" * 150 + "abcdefgh" * 10]
)
async def test_a_weak_or_unchanged_password_is_refused(database, new):
    lin = await a_principal("lin", TEACHER)

    with pytest.raises(InvalidFields) as refusal:
        await done(change_password, ChangePassword(PASSWORD, new, PLACE), read_as(lin))

    assert list(refusal.value.faults) == ["new"]


async def test_the_current_password_is_asked_for_and_throttled(database):
    lin = await a_principal("lin", TEACHER)
    wrong = ChangePassword("wrong", "明月何时照我还-2026", PLACE)

    results = [(await done(change_password, wrong, read_as(lin, SECOND)))[0].outcome for _ in range(6)]

    assert results == [Outcome.WRONG_PASSWORD] * 5 + [Outcome.TOO_SOON]


async def test_a_visitor_and_a_token_change_no_password(database):
    lin = await a_principal("lin", TEACHER)
    by_token = Principal(lin.account_id, lin.name, "api", token_scopes=frozenset({"a:b"}))

    for actor in (visitor("web"), by_token):
        with pytest.raises(NotPermitted):
            await done(change_password, ChangePassword(PASSWORD, "明月何时照我还-2026", PLACE), read_as(actor))
