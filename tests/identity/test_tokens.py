"""API tokens: shown once, known by their hash, good until their last day."""

import asyncio
import hashlib
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from registry.audit import journal
from registry.identity import tables
from registry.identity.model import events
from registry.identity.model.accounts import CreateAccount, LockAccount, ResetPassword
from registry.identity.model.credentials import IssueLink, IssueToken, RevokeToken
from registry.identity.model.principals import visitor
from registry.identity.model.roles import Role
from registry.identity.queries.credentials import tokens
from registry.identity.rules.lifetimes import LONGEST_TOKEN
from registry.identity.service.accounts import create_account, lock_account, reset_password
from registry.identity.service.links import issue_link
from registry.identity.service.tokens import authenticate_token, issue_token, revoke_token
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from tests.builders.house import NOW
from tests.identity.stage import (
    HR,
    SCHOOL,
    SCHOOL_OPERATOR,
    SYSTEM_OPERATOR,
    TEACHER,
    TODAY,
    a_principal,
    an_account,
    done,
    read_as,
    read_by_visitor,
    without_password,
)

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SUBJECT = str(uuid4())
LINK = IssueLink("confirm_placement", SUBJECT, NOW + DAY)
TOKEN = IssueToken("教务系统", frozenset({"placements:read", "teachers:read"}), TODAY + DAY)


async def test_a_link_is_stored_by_its_hash_and_recorded_without_its_token(database):
    chen = await a_principal("chen", HR)

    issued, recorded = await done(issue_link, LINK, read_as(chen))

    assert await tables.Link.select() == [
        {
            "id": issued.link.id,
            "token_hash": hashlib.sha256(issued.token.encode()).digest(),
            "purpose": "confirm_placement",
            "subject_id": SUBJECT,
            "issued_by": chen.account_id,
            "issued_at": NOW,
            "expires_at": NOW + DAY,
            "used_at": None,
        }
    ]
    values = {
        "purpose": "confirm_placement",
        "subject_id": SUBJECT,
        "expires_at": (NOW + DAY).isoformat(),
        "used_at": None,
    }
    assert recorded == [events.LinkIssued("one_time_link", str(issued.link.id), None, values)]
    assert issued.token not in repr(issued)


async def test_a_token_is_stored_by_its_hash_and_recorded_without_itself(database):
    chen = await a_principal("chen", HR)

    issued, recorded = await done(issue_token, TOKEN, read_as(chen))

    assert await tables.Token.select() == [
        {
            "id": issued.record.id,
            "account": chen.account_id,
            "label": "教务系统",
            "prefix": issued.token[:12],
            "token_hash": hashlib.sha256(issued.token.encode()).digest(),
            "scopes": ["placements:read", "teachers:read"],
            "issued_at": NOW,
            "expires_on": TODAY + DAY,
            "revoked_at": None,
            "last_used_on": None,
        }
    ]
    assert [type(event).__name__ for event in recorded] == ["TokenIssued"]
    assert issued.token not in "".join(entry.content for entry in await journal.links(0, 100))
    assert issued.token not in repr(issued)


async def test_a_token_acts_for_its_account_within_its_words(database):
    chen = await a_principal("chen", HR)
    issued, _ = await done(issue_token, TOKEN, read_as(chen))

    found = await authenticate_token(read_by_visitor(), issued.token)

    assert found.account_id == chen.account_id
    assert found.token_scopes == frozenset({"placements:read", "teachers:read"})
    assert found.holds(Role.HR_OFFICER, Scope.school(SCHOOL))
    assert [record.last_used_on for record in await tokens(read_as(chen), chen.account_id)] == [TODAY]


@pytest.mark.parametrize(("after", "works"), [(timedelta(), True), (DAY, True), (2 * DAY, False)])
async def test_the_last_day_of_a_token_counts(database, after, works):
    chen = await a_principal("chen", HR)
    issued, _ = await done(issue_token, TOKEN, read_as(chen))

    assert (await authenticate_token(read_by_visitor(after), issued.token) is not None) is works


async def test_a_revoked_an_unknown_and_a_locked_token_are_nobody(database):
    chen = await a_principal("chen", HR)
    revoked, _ = await done(issue_token, TOKEN, read_as(chen))
    other, _ = await done(issue_token, replace(TOKEN, label="人事系统"), read_as(chen))

    after, recorded = await done(revoke_token, RevokeToken(revoked.record.id), read_as(chen))

    assert after.revoked_at == NOW
    assert [(event.before["revoked_at"], event.after["revoked_at"]) for event in recorded] == [
        (None, NOW.isoformat())
    ]
    assert await authenticate_token(read_by_visitor(), revoked.token) is None
    assert await authenticate_token(read_by_visitor(), revoked.token[:12]) is None
    assert await authenticate_token(read_by_visitor(), other.token) is not None
    await done(lock_account, LockAccount(chen.account_id, "离校"))
    assert await authenticate_token(read_by_visitor(), other.token) is None


async def test_after_a_reset_a_token_has_no_role_until_the_password_is_changed(database):
    chen = await a_principal("chen", HR)
    issued, _ = await done(issue_token, TOKEN, read_as(chen))

    await done(reset_password, ResetPassword(chen.account_id))

    assert (await authenticate_token(read_by_visitor(), issued.token)).roles == ()


async def test_who_makes_a_token(database):
    chen = await a_principal("chen", HR)
    issued, _ = await done(issue_token, TOKEN, read_as(chen))
    by_token = await authenticate_token(read_by_visitor(), issued.token)

    for actor in (visitor("web"), by_token, without_password(chen)):
        with pytest.raises(NotPermitted):
            await done(issue_token, TOKEN, read_as(actor))


async def test_a_token_manages_no_accounts(database):
    operator = await a_principal("op", SYSTEM_OPERATOR)
    issued, _ = await done(issue_token, TOKEN, read_as(operator))
    by_token = await authenticate_token(read_by_visitor(), issued.token)
    lin = await an_account("lin")

    for use_case, command in (
        (create_account, CreateAccount("x1", "某")),
        (reset_password, ResetPassword(lin.account_id)),
        (lock_account, LockAccount(lin.account_id, "x")),
        (revoke_token, RevokeToken(issued.record.id)),
    ):
        with pytest.raises(NotPermitted):
            await done(use_case, command, read_as(by_token))


async def test_who_ends_a_token(database):
    chen = await a_principal("chen", HR, school_id=SCHOOL)
    operator = await a_principal("op", SCHOOL_OPERATOR, school_id=SCHOOL)
    sun = await a_principal("sun", TEACHER, school_id=SCHOOL)
    issued, _ = await done(issue_token, TOKEN, read_as(chen))

    with pytest.raises(NotFound):
        await done(revoke_token, RevokeToken(issued.record.id), read_as(sun))
    with pytest.raises(NotFound):
        await tokens(read_as(sun), chen.account_id)
    with pytest.raises(NotFound):
        await done(revoke_token, RevokeToken(uuid4()), read_as(chen))
    await done(revoke_token, RevokeToken(issued.record.id), read_as(operator))
    with pytest.raises(StaleEdit):
        await done(revoke_token, RevokeToken(issued.record.id), read_as(chen))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"label": " "}, "label"),
        ({"scopes": frozenset()}, "scopes"),
        ({"scopes": frozenset({"all"})}, "scopes"),
        ({"expires_on": TODAY - DAY}, "expires_on"),
        ({"expires_on": TODAY + LONGEST_TOKEN + DAY}, "expires_on"),
    ],
)
async def test_a_token_that_makes_no_sense_is_refused(database, changes, field):
    chen = await a_principal("chen", HR)

    with pytest.raises(InvalidFields) as refusal:
        await done(issue_token, replace(TOKEN, **changes), read_as(chen))

    assert list(refusal.value.faults) == [field]


async def test_a_form_sent_ten_times_at_once_makes_one_token(database):
    chen = await a_principal("chen", HR)

    results = await asyncio.gather(
        *(done(issue_token, TOKEN, read_as(chen)) for _ in range(10)), return_exceptions=True
    )

    assert [type(each) for each in results if isinstance(each, Exception)] == [InvalidFields] * 9
    assert len(await tables.Token.select()) == 1
