"""Signing on by a provider's word: whom it opens, what is bound, what is refused and written down."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from registry.identity import tables
from registry.identity.model import events, sign_on_events
from registry.identity.model.accounts import LockAccount
from registry.identity.model.second_factor import RequireSignOn
from registry.identity.model.sign_in import CodeDue, Outcome, Place, SignedIn, SignInRefused
from registry.identity.model.sign_on import (
    Binding,
    ChangeProvider,
    OnRoster,
    Provider,
    ProviderKind,
    SetUpProvider,
    SignOn,
    SignOnRefusal,
    SignOnRefused,
    SwitchProvider,
    Told,
    Unbind,
)
from registry.identity.queries.sign_on import bindings, client_secret, offered_providers, provider, providers
from registry.identity.rules.lifetimes import SESSION_IDLE, SESSION_LONGEST
from registry.identity.rules.sign_on import AWAY
from registry.identity.rules.throttle import ADDRESS_PACE
from registry.identity.service.accounts import lock_account
from registry.identity.service.second_factor_rules import require_sign_on
from registry.identity.service.sign_on import begun_journey, end_journey, note_failure, sign_on
from registry.identity.service.sign_on_providers import change_provider, set_up_provider, switch_provider, unbind
from registry.identity.service.tickets import journey_of, journey_ticket
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from tests.builders.house import NOW
from tests.identity.sign_on_stage import SECRET, a_provider, wanted
from tests.identity.stage import (
    OTHER_SCHOOL,
    PASSWORD,
    PLACE,
    SCHOOL,
    SCHOOL_OPERATOR,
    SYSTEM_OPERATOR,
    TEACHER,
    a_principal,
    a_signed_in,
    an_account,
    done,
    kinds,
    read_as,
    read_by_visitor,
    tried,
    who,
)

ISSUER = "https://id.example.edu.cn"
LIN, UNKNOWN = Told("u-lin", "T001"), OnRoster()
PERSON = uuid4()


async def _on(found: Provider, told: Told = LIN, roster: OnRoster = UNKNOWN, after: timedelta = timedelta()):
    return await done(sign_on, SignOn(found.id, told, roster, PLACE), read_by_visitor(after))


async def _outcomes() -> list[tuple]:
    rows = await tables.Attempt.select(tables.Attempt.outcome, tables.Attempt.account)
    return [(row["outcome"], row["account"]) for row in rows]


async def test_the_first_sign_on_binds_and_the_next_goes_by_it(database):
    found, slip = await a_provider(ISSUER), await an_account("lin", TEACHER, school_id=SCHOOL, staff_no="T001")

    signed_in, first = await _on(found)
    again, second = await _on(found)

    (row,) = await tables.Binding.select()
    assert {**row, "id": None} == {
        "id": None,
        "provider": found.id,
        "subject": "u-lin",
        "account": slip.account_id,
        "staff_no": "T001",
        "bound_at": NOW,
        "ended_at": None,
        "ended_reason": None,
    }
    values = {
        "provider_id": str(found.id),
        "account_id": str(slip.account_id),
        "staff_no": "T001",
        "bound_at": NOW.isoformat(),
        "ended_at": None,
        "ended_reason": None,
    }
    assert first == [
        sign_on_events.SignOnBound("sign_on_binding", str(row["id"]), None, values, {"subject": "u-lin"}),
        events.SessionStarted(
            "account",
            str(slip.account_id),
            None,
            {"ends_at": (NOW + SESSION_LONGEST).isoformat(), "provider_id": str(found.id)},
            {"address": "10.1.2.3", "user_agent": "Firefox"},
        ),
    ]
    assert kinds(second) == ["SessionStarted"]
    assert signed_in.secret != again.secret
    assert await _outcomes() == [("succeeded", slip.account_id)] * 2


async def test_whoever_signs_on_needs_no_password_of_their_own(database):
    found, _ = await a_provider(ISSUER), await an_account("lin", TEACHER, school_id=SCHOOL, staff_no="T001")

    signed_in, _ = await _on(found)

    lin = await who(signed_in)
    assert (signed_in.must_change_password, lin.must_change_password, len(lin.roles)) == (False, False, 1)
    assert await who(signed_in, SESSION_IDLE) is None


async def test_a_person_on_the_roster_is_known_by_the_number_too(database):
    found, slip = await a_provider(ISSUER), await an_account("lin", TEACHER, person_id=PERSON)

    signed_in, _ = await _on(found, roster=OnRoster(PERSON, True))

    assert signed_in.account_id == slip.account_id


@pytest.mark.parametrize(
    ("told", "roster", "refusal"),
    [
        (Told("u-lin", ""), UNKNOWN, SignOnRefusal.NO_STAFF_NO),
        (Told("u-lin", "T002"), UNKNOWN, SignOnRefusal.NO_ACCOUNT),
        (LIN, OnRoster(PERSON, False), SignOnRefusal.EMPLOYMENT_ENDED),
        (LIN, OnRoster(uuid4(), True), SignOnRefusal.TWO_ACCOUNTS),
    ],
)
async def test_a_number_that_means_nobody_who_may_signs_nobody_in(database, told, roster, refusal):
    found = await a_provider(ISSUER)
    await an_account("lin", TEACHER, school_id=SCHOOL, staff_no="T001", person_id=PERSON)

    outcome, recorded = await _on(found, told, roster)

    assert (outcome.refusal, recorded) == (refusal, [])
    assert (await tables.Session.count(), await tables.Binding.count(), await tables.Account.count()) == (0, 0, 1)
    assert [outcome for outcome, _ in await _outcomes()] == ["sign_on_refused"]


async def test_a_refusal_says_which_number_was_told_and_whom_to_ask(database):
    outcome, _ = await _on(await a_provider(ISSUER), Told("u-du", "T002"))

    assert outcome == SignOnRefused(
        SignOnRefusal.NO_ACCOUNT,
        "统一身份认证告知的工号 T002 在本系统没有账号;请联系本校人事处或运维人员开通",
    )


async def test_the_same_number_at_another_school_is_somebody_else(database):
    found = await a_provider(ISSUER)
    await an_account("du", TEACHER, school_id=OTHER_SCHOOL, staff_no="T001")

    assert (await _on(found))[0].refusal is SignOnRefusal.NO_ACCOUNT


async def test_a_locked_account_is_refused(database):
    found, slip = await a_provider(ISSUER), await an_account("lin", TEACHER, school_id=SCHOOL, staff_no="T001")
    await done(lock_account, LockAccount(slip.account_id, "离职"))

    assert (await _on(found))[0].refusal is SignOnRefusal.LOCKED
    assert await _outcomes() == [("locked", slip.account_id)]


async def test_a_number_other_than_that_of_the_bound_account_is_refused(database):
    found = await a_provider(ISSUER)
    await an_account("lin", TEACHER, school_id=SCHOOL, staff_no="T001")
    await an_account("du", TEACHER, school_id=SCHOOL, staff_no="T002")
    await _on(found)

    other, _ = await _on(found, Told("u-lin", "T002"))
    taken, _ = await _on(found, Told("u-else", "T001"))

    assert (other.refusal, taken.refusal) == (SignOnRefusal.OTHER_ACCOUNT, SignOnRefusal.ACCOUNT_TAKEN)


async def test_a_provider_that_is_off_signs_nobody_in(database):
    found, _ = await a_provider(ISSUER), await an_account("lin", TEACHER, school_id=SCHOOL, staff_no="T001")
    await done(switch_provider, SwitchProvider(found.id, False))

    assert (await _on(found))[0].refusal is SignOnRefusal.SWITCHED_OFF
    assert await offered_providers(read_by_visitor()) == ()


async def test_two_users_at_once_do_not_share_an_account(database):
    found, _ = await a_provider(ISSUER), await an_account("lin", TEACHER, school_id=SCHOOL, staff_no="T001")

    outcomes = await asyncio.gather(_on(found), _on(found, Told("u-else", "T001")))

    assert sorted(type(outcome).__name__ for outcome, _ in outcomes) == ["SignOnRefused", "SignedIn"]
    assert await tables.Binding.count() == 1


async def test_after_unbinding_the_next_sign_on_binds_anew(database):
    found, _ = await a_provider(ISSUER), await an_account("lin", TEACHER, school_id=SCHOOL, staff_no="T001")
    signed_in, _ = await _on(found)
    by_password = await a_signed_in("du", TEACHER)
    (line,) = (await bindings(read_as(), found.id)).lines

    ended, recorded = await done(unbind, Unbind(line.binding.id, "绑错了人"))

    assert ended == replace(line.binding, ended_at=NOW, ended_reason="绑错了人")
    assert kinds(recorded) == ["SignOnUnbound"]
    assert (await who(signed_in), await who(by_password) is not None) == (None, True)
    assert isinstance((await _on(found, Told("u-else", "T001")))[0], SignedIn)
    assert isinstance((await _on(found))[0], SignOnRefused)
    with pytest.raises(NotFound):
        await done(unbind, Unbind(line.binding.id, "again"))


async def test_a_school_may_sign_on_only_and_its_operators_still_use_passwords(database):
    found = await a_provider(ISSUER)
    await a_signed_in("lin", TEACHER, school_id=SCHOOL, staff_no="T001")
    await a_signed_in("keeper", SCHOOL_OPERATOR, school_id=SCHOOL)
    await a_signed_in("du", TEACHER, school_id=OTHER_SCHOOL)
    _, recorded = await done(require_sign_on, RequireSignOn(SCHOOL, True))
    _, again = await done(require_sign_on, RequireSignOn(SCHOOL, True))

    assert (kinds(recorded), again) == (["SignInRuleSet"], [])
    refused = await tried("lin", PASSWORD)
    assert refused == SignInRefused(Outcome.SIGN_ON_ONLY, "贵校规定只用统一身份认证登录;请点本页的统一身份认证")
    assert (await tried("lin", "wrong")).outcome is Outcome.WRONG_PASSWORD
    assert isinstance(await tried("keeper", PASSWORD), SignedIn)
    assert isinstance(await tried("du", PASSWORD), SignedIn)
    assert isinstance((await _on(found))[0], SignedIn)

    await done(switch_provider, SwitchProvider(found.id, False))
    assert isinstance(await tried("lin", PASSWORD, timedelta(minutes=1)), SignedIn)


async def test_passwords_are_good_again_when_the_rule_ends(database):
    await a_provider(ISSUER)
    await a_signed_in("lin", TEACHER, school_id=SCHOOL)
    await done(require_sign_on, RequireSignOn(SCHOOL, True))

    _, recorded = await done(require_sign_on, RequireSignOn(SCHOOL, False))

    assert kinds(recorded) == ["SignInRuleEnded"]
    assert isinstance(await tried("lin", PASSWORD), SignedIn)


async def test_a_way_back_is_gone_once_in_time_and_by_the_same_browser(database):
    found = await a_provider(ISSUER)
    journey = begun_journey(read_by_visitor(), found.id, "https://registry.test/back", "/account")

    ticket = journey_ticket(read_by_visitor(), journey)
    first, _ = await done(lambda process, _: end_journey(process, journey, PLACE), None, read_by_visitor())
    second, _ = await done(lambda process, _: end_journey(process, journey, PLACE), None, read_by_visitor())

    assert journey_of(read_by_visitor(), ticket) == journey
    assert journey.ends_at == NOW + AWAY
    assert (first, second) == (True, False)
    assert [journey_of(read_by_visitor(), forged) for forged in ("", "x", ticket[:-8] + "AAAAAAAA", "é")] == [
        None
    ] * 4


async def test_failures_of_a_line_hold_back_its_next_way(database):
    found = await a_provider(ISSUER)
    guesser = Place("10.9.9.9", "x")
    journey = begun_journey(read_by_visitor(), found.id, "https://registry.test/back", "")
    for _ in range(ADDRESS_PACE.free):
        await done(lambda process, _: note_failure(process, found.id, guesser), None, read_by_visitor())

    held, _ = await done(lambda process, _: end_journey(process, journey, guesser), None, read_by_visitor())
    free, _ = await done(lambda process, _: end_journey(process, journey, PLACE), None, read_by_visitor())

    assert isinstance(held, SignInRefused)
    assert free is True


async def test_a_provider_is_set_up_switched_off_and_its_secret_is_sealed(database):
    chosen = uuid4()
    made, recorded = await done(set_up_provider, SetUpProvider(chosen, wanted(f"{ISSUER}/")))
    again, nothing = await done(set_up_provider, SetUpProvider(chosen, wanted(f"{ISSUER}/")))

    assert made == Provider(
        id=chosen,
        school_id=SCHOOL,
        name="苇海统一身份认证",
        kind=ProviderKind.OIDC,
        address=ISSUER,
        client_id="registry",
        secret_set_on=NOW.date(),
        scopes="openid profile",
        staff_no_claim="staff",
        vouches_second_factor=False,
        is_on=False,
        revision=1,
    )
    assert (again, nothing, kinds(recorded)) == (made, [], ["ProviderSetUp"])
    assert await providers(read_as()) == (made,)
    assert await client_secret(read_as(), made) == SECRET
    assert SECRET not in repr((await tables.Provider.select(), recorded, wanted(ISSUER)))


async def test_a_change_keeps_the_secret_that_is_there_and_is_recorded(database):
    made, _ = await done(set_up_provider, SetUpProvider(uuid4(), wanted(ISSUER)))
    asked = wanted(ISSUER, secret="", name="新名称")

    after, recorded = await done(change_provider, ChangeProvider(made.id, 1, asked))
    same, nothing = await done(change_provider, ChangeProvider(made.id, 1, asked))

    assert after == replace(made, name="新名称", revision=2)
    assert (same, nothing, kinds(recorded)) == (after, [], ["ProviderChanged"])
    assert await client_secret(read_as(), after) == SECRET
    with pytest.raises(StaleEdit):
        await done(change_provider, ChangeProvider(made.id, 1, wanted(ISSUER, name="第三个")))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"address": "id.example.edu.cn"}, "address"),
        ({"address": "http://id.example.edu.cn"}, "address"),
        ({"address": "https://user:word@id.example.edu.cn"}, "address"),
        ({"address": "https://id.example.edu.cn/?a=1"}, "address"),
        ({"address": "javascript:alert(1)"}, "address"),
        ({"address": "https://[::"}, "address"),
        ({"client_id": ""}, "client_id"),
        ({"scopes": "profile"}, "scopes"),
    ],
)
async def test_what_is_wrong_with_a_provider_is_told_by_field(database, changes, field):
    with pytest.raises(InvalidFields) as caught:
        await done(set_up_provider, SetUpProvider(uuid4(), replace(wanted(ISSUER), **changes)))

    assert list(caught.value.faults) == [field]


async def test_only_the_operator_of_the_installation_keeps_providers(database):
    found = await a_provider(ISSUER)
    keeper = await a_principal("keeper", SCHOOL_OPERATOR, school_id=SCHOOL)
    operator = await a_principal("root", SYSTEM_OPERATOR)

    assert await provider(read_as(operator), found.id) == found
    for command, use_case in (
        (SetUpProvider(uuid4(), wanted(ISSUER)), set_up_provider),
        (ChangeProvider(found.id, found.revision, wanted(ISSUER)), change_provider),
        (SwitchProvider(found.id, False), switch_provider),
        (RequireSignOn(SCHOOL, True), require_sign_on),
    ):
        with pytest.raises(NotPermitted):
            await done(use_case, command, read_as(keeper))
    with pytest.raises(NotFound):
        await provider(read_as(keeper), found.id)


async def test_a_provider_that_vouches_for_a_second_factor_is_believed(database):
    from tests.identity.test_second_factor import a_factor

    trusting = await a_provider(ISSUER, vouches_second_factor=True)
    asking = await a_provider("https://other.example.edu.cn")
    lin = await a_principal("lin", TEACHER, school_id=SCHOOL, staff_no="T001")
    await a_factor(lin)

    trusted, _ = await _on(trusting)
    asked, recorded = await _on(asking)

    assert (await who(trusted)).entry.second_factor_at == NOW
    assert (isinstance(asked, CodeDue), kinds(recorded)) == (True, ["SignOnBound"])


def test_a_user_there_is_personal():
    assert {"subject"} == Binding.PERSONAL
