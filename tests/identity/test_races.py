"""Two who come at once: one result, nothing lost, no fault of ours."""

import asyncio
from datetime import timedelta

from registry.identity import tables
from registry.identity.model.accounts import ChangePassword, CreateAccount, ResetPassword
from registry.identity.model.credentials import IssueLink, RedeemLink
from registry.identity.model.principals import installation
from registry.identity.model.roles import GrantRole
from registry.identity.model.sign_in import SignedIn
from registry.identity.service.accounts import create_account, reset_password
from registry.identity.service.links import issue_link, redeem_link
from registry.identity.service.roles import grant_role
from registry.identity.service.sign_in import change_password
from registry.kernel.errors import InvalidFields, NotFound
from tests.builders.house import NOW
from tests.identity.stage import (
    PASSWORD,
    PLACE,
    TEACHER,
    a_principal,
    an_account,
    done,
    read_as,
    read_by_visitor,
    tried,
)

TIMES = 8


async def _at_once(use_case, command, reading) -> list:
    runs = (done(use_case, command, reading) for _ in range(TIMES))
    return await asyncio.gather(*runs, return_exceptions=True)


def _split(results: list, refusal: type[Exception]) -> tuple[int, int]:
    done_well = [result for result in results if isinstance(result, tuple)]
    refused = [result for result in results if isinstance(result, refusal)]
    return len(done_well), len(refused)


async def test_a_link_redeemed_many_times_at_once_works_once(database):
    issued, _ = await done(issue_link, IssueLink("confirm_placement", "1", NOW + timedelta(days=1)))

    results = await _at_once(redeem_link, RedeemLink(issued.token, "confirm_placement"), read_by_visitor())

    assert _split(results, NotFound) == (1, TIMES - 1)


async def test_one_login_asked_for_many_times_at_once_is_given_once(database):
    results = await _at_once(create_account, CreateAccount("lin", "林"), read_as(installation("cli")))

    assert _split(results, InvalidFields) == (1, TIMES - 1)
    assert await tables.Account.count() == 1


async def test_one_role_given_many_times_at_once_is_given_once(database):
    slip = await an_account("lin")

    results = await _at_once(grant_role, GrantRole(slip.account_id, TEACHER), read_as())

    assert _split(results, InvalidFields) == (1, TIMES - 1)
    assert await tables.RoleGrant.count() == 1


async def test_a_password_changed_many_times_at_once_leaves_one_session(database):
    lin = await a_principal("lin", TEACHER)

    results = await _at_once(change_password, ChangePassword(PASSWORD, "明月何时照我还-2026", PLACE), read_as(lin))

    outcomes = [result[0] for result in results]
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert await tables.Session.count().where(tables.Session.ended_at.is_null()) == 1


async def test_a_sign_in_beside_a_reset_leaves_no_session_of_the_old_password(database):
    lin = await a_principal("lin", TEACHER)
    await asyncio.gather(
        *(tried("lin", PASSWORD) for _ in range(3)), done(reset_password, ResetPassword(lin.account_id))
    )

    await tried("lin", PASSWORD)

    running = await tables.Session.select().where(tables.Session.ended_at.is_null())
    assert running == []
