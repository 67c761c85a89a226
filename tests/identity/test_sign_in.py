"""Signing in and out, sessions at their edges, and what the owner sees of it."""

import hashlib
from datetime import timedelta

import pytest

from registry.audit.model import Actor
from registry.identity import tables
from registry.identity.model import events
from registry.identity.model.accounts import ChangePassword
from registry.identity.model.principals import HeldRole, Lender, Principal, principal_of
from registry.identity.model.roles import Role
from registry.identity.model.sign_in import Attempt, Outcome, Place, SignInRefused, SignOut
from registry.identity.queries.accounts import sign_in_history
from registry.identity.rules.lifetimes import SEEN_AGAIN_AFTER, SESSION_IDLE, SESSION_LONGEST
from registry.identity.service.sessions import authenticate_session, sign_out
from registry.identity.service.sign_in import sign_in
from registry.kernel.scopes import Scope
from tests.builders.house import NOW
from tests.identity.stage import (
    HR,
    PASSWORD,
    PLACE,
    SCHOOL,
    SYSTEM_OPERATOR,
    TEACHER,
    SignIn,
    a_principal,
    a_signed_in,
    an_account,
    done,
    read_as,
    read_by_visitor,
    tried,
    who,
)

SECOND = timedelta(seconds=1)


async def _session() -> dict:
    rows = await tables.Session.select().where(tables.Session.ended_at.is_null())
    assert len(rows) == 1
    return rows[0]


async def test_signing_in_starts_a_session_known_only_by_its_hash(database):
    slip = await an_account("lin", TEACHER)

    signed_in, recorded = await done(sign_in, SignIn("LIN ", slip.first_password, PLACE), read_by_visitor())

    assert await _session() == {
        "id_hash": hashlib.sha256(signed_in.secret.encode()).digest(),
        "account": slip.account_id,
        "started_at": NOW,
        "seen_at": NOW,
        "ends_at": NOW + SESSION_LONGEST,
        "ended_at": None,
        "end_reason": None,
        "address": "10.1.2.3",
        "user_agent": "Firefox",
        "provider": None,
        "second_factor_at": None,
    }
    assert recorded == [
        events.SessionStarted(
            "account",
            str(slip.account_id),
            None,
            {"ends_at": "2026-11-22T13:00:00+00:00"},
            {"address": "10.1.2.3", "user_agent": "Firefox"},
        )
    ]


async def test_a_principal_carries_its_roles_and_is_an_actor(database):
    lin = await who(await a_signed_in("lin", TEACHER, HR, school_id=SCHOOL))

    assert isinstance(lin, Actor)
    assert (lin.name, lin.source, lin.school_id) == ("Lin", "web", SCHOOL)
    assert lin.holds(Role.HR_OFFICER, Scope.school(SCHOOL))
    assert lin.scopes_of(Role.TEACHER) == (Scope.person(lin.account_id),)
    assert not lin.holds(Role.OPERATOR, Scope.school(SCHOOL))


async def test_an_actor_without_roles_holds_none():
    assert principal_of(Actor(None, "operator", "cli")) == Principal(None, "operator", "cli")


async def test_while_the_first_password_stands_there_is_no_role(database):
    slip = await an_account("lin", HR)

    newcomer = await who(await tried("lin", slip.first_password))

    assert (newcomer.must_change_password, newcomer.roles) == (True, ())


@pytest.mark.parametrize(("login", "outcome"), [("lin", "wrong_password"), ("nobody", "unknown_login")])
async def test_a_wrong_password_and_an_unknown_login_look_alike(database, login, outcome):
    slip = await an_account("lin", TEACHER)

    refused, recorded = await done(sign_in, SignIn(login, "wrong", PLACE), read_by_visitor())

    attempts = await tables.Attempt.select()
    assert refused == SignInRefused(Outcome.WRONG_PASSWORD, "登录名或口令不正确")
    assert [attempt["outcome"] for attempt in attempts] == [outcome]
    assert [attempt["account"] for attempt in attempts] == [slip.account_id if login == "lin" else None]
    assert recorded == []
    assert await tables.Session.count() == 0


@pytest.mark.parametrize(
    ("after", "is_alive"),
    [(timedelta(), True), (SESSION_IDLE - SECOND, True), (SESSION_IDLE, False), (SESSION_IDLE + SECOND, False)],
)
async def test_an_idle_session_ends(database, after, is_alive):
    signed_in = await a_signed_in("lin", TEACHER)

    assert (await who(signed_in, after) is not None) is is_alive


@pytest.mark.parametrize(("after", "is_alive"), [(-SECOND, True), (timedelta(), False), (SECOND, False)])
async def test_a_busy_session_ends_too(database, after, is_alive):
    signed_in = await a_signed_in("lin", TEACHER)
    busy = timedelta()
    while (busy := busy + timedelta(hours=1)) < SESSION_LONGEST:
        assert await who(signed_in, busy) is not None

    assert (await who(signed_in, SESSION_LONGEST + after) is not None) is is_alive


@pytest.mark.parametrize(("after", "is_written"), [(-SECOND, False), (timedelta(), True), (SECOND, True)])
async def test_being_seen_is_written_only_every_few_minutes(database, after, is_written):
    signed_in = await a_signed_in("lin", TEACHER)

    await who(signed_in, SEEN_AGAIN_AFTER + after)

    assert ((await _session())["seen_at"] != NOW) is is_written


@pytest.mark.parametrize("secret", ["", "guess", "春风"])
async def test_an_unknown_session_is_nobody(database, secret):
    await a_signed_in("lin", TEACHER)

    assert await authenticate_session(read_by_visitor(), secret) is None


async def test_signing_out_ends_this_session_only(database):
    first = await a_signed_in("lin", TEACHER)
    second = await tried("lin", PASSWORD)

    _, recorded = await done(sign_out, SignOut(first.secret), read_by_visitor())
    _, again = await done(sign_out, SignOut(first.secret), read_by_visitor())

    assert await who(first) is None
    assert await who(second) is not None
    assert recorded == [events.SessionEnded("account", str(first.account_id), None, {"end_reason": "signed_out"})]
    assert again == []


async def test_the_owner_sees_the_tries_newest_first(database):
    slip = await an_account("lin", TEACHER)
    await tried("lin", "wrong", SECOND, Place("10.6.6.6", "curl"))
    await tried("lin", slip.first_password, 2 * SECOND)
    lin = Principal(slip.account_id, "Lin", "web")
    operator = await a_principal("op", SYSTEM_OPERATOR)

    expected = (
        Attempt(NOW + 2 * SECOND, "10.1.2.3", "Firefox", Outcome.SUCCEEDED),
        Attempt(NOW + SECOND, "10.6.6.6", "curl", Outcome.WRONG_PASSWORD),
    )
    assert await sign_in_history(read_as(lin), slip.account_id) == expected
    assert await sign_in_history(read_as(operator), slip.account_id) == expected


async def test_what_was_typed_as_an_unknown_login_is_not_kept(database):
    await tried("MySecretPassword", "x")

    kept = await tables.Attempt.select()

    assert "secret" not in repr(kept).lower()


def test_secrets_are_not_shown_by_accident():
    command = ChangePassword("current-secret", "new-secret", PLACE)

    assert "secret" not in repr(command)
    assert "hunter2" not in repr(SignIn("lin", "hunter2", PLACE))


def test_ones_own_role_is_taken_before_a_lent_one():
    scope = Scope.school(SCHOOL)
    lent = HeldRole(None, Role.HR_OFFICER, scope, lent_by=Lender(SCHOOL, None, "Chen"))
    own = HeldRole(None, Role.HR_OFFICER, scope)

    assert Principal(None, "x", "web", roles=(lent, own)).held(Role.HR_OFFICER, scope) is own
