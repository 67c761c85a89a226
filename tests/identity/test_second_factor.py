"""The second factor: set up, asked for, replayed, lost, taken away, and required by role."""

import asyncio
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from registry.identity import tables
from registry.identity.model import sign_on_events
from registry.identity.model.accounts import LockAccount, ResetPassword
from registry.identity.model.permissions import Permission, permits
from registry.identity.model.principals import Principal
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.model.second_factor import (
    AnswerCode,
    ConfirmSecondFactor,
    RemoveSecondFactor,
    RenewRecoveryCodes,
    ReplaceSecondFactor,
    RequireSecondFactor,
    ResetSecondFactor,
)
from registry.identity.model.sign_in import CodeDue, Outcome, SignedIn, SignInRefused
from registry.identity.queries.second_factor import begun_factor, factor_card, factors_of_school, own_factor
from registry.identity.rules.second_factor import (
    HALF_OPEN,
    REPLACING,
    Required,
    fitting_step,
    is_required,
    plain_code,
    step_of,
)
from registry.identity.rules.throttle import ACCOUNT_PACE
from registry.identity.service.accounts import lock_account, reset_password
from registry.identity.service.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    replace_second_factor,
    reset_second_factor,
)
from registry.identity.service.second_factor_rules import require_second_factor
from registry.identity.service.second_step import answer_code
from registry.identity.service.sessions import principal_for
from registry.identity.service.tickets import HALF_OPEN as KIND
from registry.identity.service.tickets import JOURNEY, opened, sealed
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from tests.builders.house import NOW
from tests.identity.stage import (
    BUREAU,
    DEPARTMENT,
    HR,
    OTHER_SCHOOL,
    PASSWORD,
    PLACE,
    SCHOOL,
    SCHOOL_OPERATOR,
    SYSTEM_OPERATOR,
    TEACHER,
    a_principal,
    a_signed_in,
    done,
    kinds,
    read_as,
    read_by_visitor,
    tried,
    who,
)

STEP = timedelta(seconds=30)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""Base32 of the key of RFC 6238's test vectors."""


def code_at(secret: str, after: timedelta = timedelta()) -> str:
    """What the application shows so long after the tests' now."""
    return pyotp.TOTP(secret).at(NOW + after)


async def a_factor(principal: Principal, session: str = "") -> tuple[str, tuple[str, ...]]:
    """A second factor of an account, confirmed two steps ago: its secret and recovery codes."""
    early = read_as(principal, -2 * STEP)
    await done(lambda process, _: begin_second_factor(process), None, early)
    begun = await begun_factor(early, principal.account_id)
    command = ConfirmSecondFactor(code_at(begun.secret, -2 * STEP), "a form", session)
    codes, _ = await done(confirm_second_factor, command, early)
    return begun.secret, codes.codes


async def _due(login: str = "lin", after: timedelta = timedelta()) -> CodeDue:
    due = await tried(login, PASSWORD, after)
    assert isinstance(due, CodeDue)
    return due


async def _answered(due: CodeDue, code: str, after: timedelta = timedelta()):
    return (await done(answer_code, AnswerCode(due.ticket, code, PLACE), read_by_visitor(after)))[0]


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(seconds, code):
    at = datetime.fromtimestamp(seconds, UTC)

    assert fitting_step(SECRET, code, at, None) == step_of(at) == seconds // 30


@pytest.mark.parametrize(("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_off(off, fits):
    assert (fitting_step(SECRET, code_at(SECRET, off * STEP), NOW, None) is not None) is fits


@pytest.mark.parametrize(("last", "fits"), [(-1, True), (0, False), (1, False)])
def test_a_step_that_was_used_is_good_no_more(last, fits):
    assert (fitting_step(SECRET, code_at(SECRET), NOW, step_of(NOW) + last) is not None) is fits


def test_a_code_may_be_typed_with_blanks_and_in_full_width():
    assert plain_code(" 287 082 ") == plain_code("287082") == "287082"


async def test_setting_up_needs_one_right_code_and_shows_recovery_codes_once(database):
    session = await a_signed_in("lin", TEACHER)
    lin = await who(session)
    other = await tried("lin", PASSWORD)

    begun, nothing = await done(lambda process, _: begin_second_factor(process), None, read_as(lin))
    again, _ = await done(lambda process, _: begin_second_factor(process), None, read_as(lin))
    kept = await begun_factor(read_as(lin), lin.account_id)
    with pytest.raises(InvalidFields):
        await done(confirm_second_factor, ConfirmSecondFactor("000000", "f", session.secret), read_as(lin))
    assert isinstance(await tried("lin", PASSWORD), SignedIn)
    command = ConfirmSecondFactor(code_at(kept.secret), "f", session.secret)
    codes, recorded = await done(confirm_second_factor, command, read_as(lin))
    same, second = await done(confirm_second_factor, command, read_as(lin))

    assert (again, nothing) == (begun, [])
    assert len(set(codes.codes)) == 10
    assert same == codes
    assert second == []
    assert recorded == [
        sign_on_events.SecondFactorSetUp(
            "account",
            str(lin.account_id),
            None,
            {
                "account_id": str(lin.account_id),
                "begun_at": NOW.isoformat(),
                "confirmed_at": NOW.isoformat(),
                "ended_at": None,
                "end_reason": None,
            },
        )
    ]
    (row,) = await tables.SecondFactor.select()
    assert (row["confirmed_at"], row["last_step"]) == (NOW, step_of(NOW))
    stored = repr((await tables.SecondFactor.select(), await tables.RecoveryCode.select(), recorded))
    assert not any(secret in stored for secret in (kept.secret, *codes.codes))
    assert (await who(other), (await who(session)).entry.second_factor_at) == (None, NOW)
    with pytest.raises(StaleEdit):
        await done(confirm_second_factor, command, read_as(lin, timedelta(minutes=2)))


async def test_a_right_password_opens_nothing_until_the_code(database):
    lin = await a_principal("lin", TEACHER)
    secret, _ = await a_factor(lin)
    sessions = await tables.Session.count()

    due = await _due()
    assert await tables.Session.count() == sessions
    signed_in = await _answered(due, code_at(secret))

    me = await who(signed_in)
    assert (me.entry.second_factor_at, len(me.roles)) == (NOW, 1)
    rows = await tables.Attempt.select(tables.Attempt.outcome).order_by(tables.Attempt.attempted_at)
    assert [row["outcome"] for row in rows][-2:] == ["code_due", "succeeded"]


async def test_a_ticket_is_good_once(database):
    secret, codes = await a_factor(await a_principal("lin", TEACHER))
    due = await _due()
    await _answered(due, code_at(secret))

    with pytest.raises(NotFound):
        await _answered(due, codes[0])
    assert await tables.RecoveryCode.count().where(tables.RecoveryCode.used_at.is_not_null()) == 0


async def test_a_code_is_good_once_even_for_two_at_once(database):
    secret, _ = await a_factor(await a_principal("lin", TEACHER))
    first, second = await _due(), await _due()

    outcomes = await asyncio.gather(_answered(first, code_at(secret)), _answered(second, code_at(secret)))

    assert sorted(type(each).__name__ for each in outcomes) == ["SignInRefused", "SignedIn"]
    assert (await _answered(await _due(), code_at(secret))).outcome is Outcome.WRONG_CODE


@pytest.mark.parametrize(("after", "is_open"), [(HALF_OPEN - timedelta(seconds=1), True), (HALF_OPEN, False)])
async def test_a_right_password_waits_five_minutes(database, after, is_open):
    secret, _ = await a_factor(await a_principal("lin", TEACHER))
    due = await _due()

    if is_open:
        assert isinstance(await _answered(due, code_at(secret, after), after), SignedIn)
    else:
        with pytest.raises(NotFound):
            await _answered(due, code_at(secret, after), after)


@pytest.mark.parametrize("ticket", ["", "x", "AAAA", "ÿ"])
async def test_a_ticket_that_was_not_given_out_opens_nothing(database, ticket):
    await a_factor(await a_principal("lin", TEACHER))

    with pytest.raises(NotFound):
        await _answered(CodeDue(None, ticket), "000000")


async def test_a_ticket_of_another_kind_opens_nothing(database):
    await a_factor(await a_principal("lin", TEACHER))
    due = await _due()
    values = opened(read_as(), KIND, due.ticket)

    with pytest.raises(NotFound):
        await _answered(CodeDue(None, sealed(read_as(), JOURNEY, values)), "000000")


async def test_between_the_steps_a_lock_or_a_new_password_ends_the_way(database):
    for login, use_case, command in (
        ("lin", lock_account, lambda account_id: LockAccount(account_id, "x")),
        ("du", reset_password, ResetPassword),
    ):
        principal = await a_principal(login, TEACHER)
        secret, _ = await a_factor(principal)
        due = await _due(login)
        await done(use_case, command(principal.account_id), read_as(after=timedelta(seconds=1)))

        with pytest.raises(NotFound):
            await _answered(due, code_at(secret, timedelta(seconds=2)), timedelta(seconds=2))


async def test_wrong_codes_are_held_back_by_account(database):
    secret, _ = await a_factor(await a_principal("lin", TEACHER))
    due, later = await _due(), timedelta(seconds=1)
    for _ in range(ACCOUNT_PACE.free):
        assert await _answered(due, "000000", later) == SignInRefused(
            Outcome.WRONG_CODE, "验证码不正确或已用过;请输入验证器上现在显示的验证码"
        )

    held, allowed = await _answered(due, code_at(secret), later), later + ACCOUNT_PACE.first_wait
    assert (held.outcome, held.next_attempt_at) == (Outcome.TOO_SOON, NOW + allowed)
    assert isinstance(await _answered(due, code_at(secret, allowed), allowed), SignedIn)


async def test_each_recovery_code_is_good_once(database):
    _, codes = await a_factor(await a_principal("lin", TEACHER))

    assert isinstance(await _answered(await _due(), codes[3].upper()), SignedIn)
    assert (await _answered(await _due(), codes[3])).outcome is Outcome.WRONG_CODE
    assert isinstance(await _answered(await _due(), codes[4].replace("-", " ")), SignedIn)


async def test_new_recovery_codes_end_those_before(database):
    lin = await a_principal("lin", TEACHER)
    secret, old = await a_factor(lin)
    command = RenewRecoveryCodes(code_at(secret), "another form", PLACE)

    new, recorded = await done(renew_recovery_codes, command, read_as(lin))
    same, nothing = await done(renew_recovery_codes, command, read_as(lin))

    assert (len(set(new.codes) | set(old)), kinds(recorded), same, nothing) == (20, ["RecoveryCodesRenewed"], new, [])
    assert (await _answered(await _due(), old[0])).outcome is Outcome.WRONG_CODE
    assert isinstance(await _answered(await _due(), new.codes[0]), SignedIn)
    assert (await own_factor(read_as(lin))).codes_left == 9


async def test_the_owner_removes_it_for_a_code_unless_it_is_required(database):
    lin = await a_principal("lin", TEACHER)
    secret, codes = await a_factor(lin)

    wrong, nothing = await done(remove_second_factor, RemoveSecondFactor("000000", PLACE), read_as(lin))
    await done(require_second_factor, RequireSecondFactor(None, frozenset({Role.TEACHER})))
    with pytest.raises(NotPermitted):
        await done(remove_second_factor, RemoveSecondFactor(codes[0], PLACE), read_as(lin))
    await done(require_second_factor, RequireSecondFactor(None, frozenset()))
    _, recorded = await done(remove_second_factor, RemoveSecondFactor(code_at(secret), PLACE), read_as(lin))

    assert (wrong.outcome, nothing, kinds(recorded)) == (Outcome.WRONG_CODE, [], ["SecondFactorRemoved"])
    assert isinstance(await tried("lin", PASSWORD), SignedIn)
    (row,) = await tables.SecondFactor.select()
    assert (row["ended_at"], row["end_reason"], row["secret_sealed"]) == (NOW, "removed", None)


async def test_a_code_of_the_old_one_moves_it_to_a_new_application_even_where_it_is_required(database):
    lin = await a_principal("lin", TEACHER)
    secret, codes = await a_factor(lin)
    await done(require_second_factor, RequireSecondFactor(None, frozenset({Role.TEACHER})))

    wrong, nothing = await done(replace_second_factor, ReplaceSecondFactor("000000", PLACE), read_as(lin))
    assert await begun_factor(read_as(lin), lin.account_id) is None
    await done(replace_second_factor, ReplaceSecondFactor(code_at(secret), PLACE), read_as(lin))
    assert isinstance(await _answered(await _due(), codes[0]), SignedIn)
    fresh = (await begun_factor(read_as(lin), lin.account_id)).secret
    shown, recorded = await done(confirm_second_factor, ConfirmSecondFactor(code_at(fresh), "new", ""), read_as(lin))

    assert (wrong.outcome, nothing, kinds(recorded)) == (Outcome.WRONG_CODE, [], ["SecondFactorSetUp"])
    assert recorded[0].before["confirmed_at"] == (NOW - 2 * STEP).isoformat()
    rows = await tables.SecondFactor.select().order_by(tables.SecondFactor.begun_at)
    assert [(row["end_reason"], row["secret_sealed"] is None) for row in rows] == [("replaced", True), (None, False)]
    later = 2 * STEP
    assert (await _answered(await _due(after=later), code_at(secret, later), later)).outcome is Outcome.WRONG_CODE
    assert (await _answered(await _due(after=later), codes[1], later)).outcome is Outcome.WRONG_CODE
    assert isinstance(await _answered(await _due(after=later), code_at(fresh, later), later), SignedIn)
    assert len(set(shown.codes) & set(codes)) == 0


async def test_a_new_application_beside_the_old_one_waits_ten_minutes(database):
    lin = await a_principal("lin", TEACHER)
    secret, _ = await a_factor(lin)
    await done(replace_second_factor, ReplaceSecondFactor(code_at(secret), PLACE), read_as(lin))
    fresh = (await begun_factor(read_as(lin), lin.account_id)).secret

    late = read_as(lin, REPLACING)
    assert (await own_factor(read_as(lin))).begun.secret == fresh
    assert (await own_factor(late)).begun is None
    with pytest.raises(StaleEdit):
        await done(confirm_second_factor, ConfirmSecondFactor(code_at(fresh, REPLACING), "new", ""), late)
    await done(replace_second_factor, ReplaceSecondFactor(code_at(secret, REPLACING), PLACE), late)
    assert (await begun_factor(late, lin.account_id)).secret != fresh


async def test_taking_it_away_takes_away_the_new_one_that_was_begun(database):
    lin = await a_principal("lin", TEACHER)
    secret, codes = await a_factor(lin)
    await done(replace_second_factor, ReplaceSecondFactor(code_at(secret), PLACE), read_as(lin))
    await done(remove_second_factor, RemoveSecondFactor(codes[0], PLACE), read_as(lin))

    assert await begun_factor(read_as(lin), lin.account_id) is None
    with pytest.raises(StaleEdit):
        await done(replace_second_factor, ReplaceSecondFactor(codes[1], PLACE), read_as(lin))


async def test_a_lost_one_is_taken_away_by_operator_or_hr_and_not_by_oneself(database):
    lin = await a_principal("lin", TEACHER, school_id=SCHOOL)
    chen = await a_principal("chen", HR, school_id=SCHOOL)
    sun = await a_principal("sun", RoleWanted(Role.HR_OFFICER, Scope.school(OTHER_SCHOOL)), school_id=OTHER_SCHOOL)
    await a_factor(lin)
    await a_factor(chen)
    session = await _answered(await _due(), (await _fresh_code(lin)))

    with pytest.raises(NotFound):
        await done(reset_second_factor, ResetSecondFactor(lin.account_id, "x"), read_as(sun))
    with pytest.raises(NotPermitted):
        await done(reset_second_factor, ResetSecondFactor(chen.account_id, "x"), read_as(chen))
    with pytest.raises(InvalidFields):
        await done(reset_second_factor, ResetSecondFactor(lin.account_id, " "), read_as(chen))
    _, recorded = await done(reset_second_factor, ResetSecondFactor(lin.account_id, "手机丢失"), read_as(chen))

    assert [(type(each), each.after["reason"]) for each in recorded] == [
        (sign_on_events.SecondFactorReset, "手机丢失")
    ]
    assert await who(session) is None
    assert isinstance(await tried("lin", PASSWORD), SignedIn)
    with pytest.raises(StaleEdit):
        await done(reset_second_factor, ResetSecondFactor(lin.account_id, "again"), read_as(chen))


async def _fresh_code(principal: Principal) -> str:
    from registry.identity.queries.second_factor import standing_factor

    return code_at((await standing_factor(read_as(), principal.account_id)).secret)


@pytest.mark.parametrize(
    "roles",
    [
        (SCHOOL_OPERATOR,),
        (SYSTEM_OPERATOR,),
        (TEACHER, RoleWanted(Role.BUREAU_OFFICER, Scope.bureau(BUREAU))),
        (RoleWanted(Role.DEPARTMENT_HEAD, Scope.department(DEPARTMENT), OTHER_SCHOOL),),
    ],
)
async def test_hr_takes_none_away_from_who_reaches_further(database, roles):
    keeper = await a_principal("keeper", *roles, school_id=SCHOOL)
    chen = await a_principal("chen", HR, school_id=SCHOOL)
    await a_factor(keeper)

    assert not (await factor_card(read_as(chen), keeper.account_id)).resetting.allowed
    with pytest.raises(NotPermitted):
        await done(reset_second_factor, ResetSecondFactor(keeper.account_id, "x"), read_as(chen))


async def test_who_must_have_one_holds_no_role_until_it_is_set_up(database):
    session = await a_signed_in("lin", TEACHER, school_id=SCHOOL)
    chen = await a_principal("chen", HR, school_id=SCHOOL)
    rule = RequireSecondFactor(SCHOOL, frozenset({Role.TEACHER}))
    _, recorded = await done(require_second_factor, rule, read_as(chen))
    _, again = await done(require_second_factor, rule, read_as(chen))

    owing = await who(session)
    assert (kinds(recorded), again) == (["SignInRuleSet"], [])
    assert (owing.owes_second_factor, owing.roles) == (True, ())
    assert permits(owing, Permission.OWN_PASSWORD)
    assert not any(permits(owing, each) for each in Permission if each is not Permission.OWN_PASSWORD)
    await a_factor(owing, session.secret)
    free = await who(session)
    assert (free.owes_second_factor, len(free.roles)) == (False, 1)

    _, ended = await done(require_second_factor, RequireSecondFactor(SCHOOL, frozenset()), read_as(chen))
    assert kinds(ended) == ["SignInRuleEnded"]


async def test_tokens_and_commands_of_the_machine_are_not_asked(database):
    lin = await a_principal("lin", TEACHER, school_id=SCHOOL)
    await done(require_second_factor, RequireSecondFactor(None, frozenset({Role.TEACHER})))

    assert (await principal_for(read_by_visitor(), lin.account_id)).roles == lin.roles


@pytest.mark.parametrize(
    ("role", "place", "asked"),
    [
        (Role.TEACHER, None, True),
        (Role.TEACHER, SCHOOL, True),
        (Role.TEACHER, OTHER_SCHOOL, False),
        (Role.HR_OFFICER, None, False),
    ],
)
async def test_a_rule_holds_for_its_role_in_its_school(database, role, place, asked):
    lin = await a_principal("lin", TEACHER, school_id=SCHOOL)

    assert is_required([Required(role, place)], lin.roles, SCHOOL) is asked


async def test_only_hr_and_operators_set_what_is_required(database):
    lin = await a_principal("lin", TEACHER, school_id=SCHOOL)
    chen = await a_principal("chen", HR, school_id=SCHOOL)

    for actor, school_id in ((lin, SCHOOL), (chen, OTHER_SCHOOL), (chen, None)):
        with pytest.raises(NotPermitted):
            await done(require_second_factor, RequireSecondFactor(school_id, frozenset()), read_as(actor))
    command = RequireSecondFactor(SCHOOL, frozenset({Role.BUREAU_OFFICER}))
    with pytest.raises(InvalidFields):
        await done(require_second_factor, command, read_as(chen))


async def test_hr_sees_who_has_one_and_who_must(database):
    lin = await a_principal("lin", TEACHER, school_id=SCHOOL)
    await a_principal("du", TEACHER, school_id=SCHOOL)
    await a_principal("yan", TEACHER, school_id=OTHER_SCHOOL)
    chen = await a_principal("chen", HR, school_id=SCHOOL)
    await a_factor(lin)
    await done(require_second_factor, RequireSecondFactor(SCHOOL, frozenset({Role.TEACHER})), read_as(chen))

    lines = await factors_of_school(read_as(chen), SCHOOL)

    assert [(line.account.login, line.since, line.is_required) for line in lines] == [
        ("chen", None, False),
        ("du", None, True),
        ("lin", NOW - 2 * STEP, True),
    ]
    with pytest.raises(NotFound):
        await factors_of_school(read_as(chen), OTHER_SCHOOL)
