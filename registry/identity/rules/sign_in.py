"""What a try to sign in comes to, and how much of it the visitor is told. Pure."""

from datetime import datetime

from registry.identity.model.accounts import Account
from registry.identity.model.principals import Principal
from registry.identity.model.sign_in import Outcome, SignInRefused
from registry.kernel.verdicts import Verdict

WRONG = "登录名或口令不正确"
LOCKED = "该账号已停用;请联系学校的运维人员"
TOO_SOON = "口令输错次数过多,请稍后再试"


def outcome_of(account: Account | None, is_right: bool) -> Outcome:
    """How a try ended. That an account is locked is told only to whoever knows its password."""
    if account is None:
        return Outcome.UNKNOWN_LOGIN
    if not is_right:
        return Outcome.WRONG_PASSWORD
    return Outcome.LOCKED if account.locked_on is not None else Outcome.SUCCEEDED


def refused(outcome: Outcome) -> SignInRefused:
    """What is answered: an unknown login looks like a wrong password."""
    if outcome is Outcome.LOCKED:
        return SignInRefused(outcome, LOCKED)
    return SignInRefused(Outcome.WRONG_PASSWORD, WRONG)


def too_soon(next_attempt_at: datetime) -> SignInRefused:
    """The password was not even looked at."""
    return SignInRefused(Outcome.TOO_SOON, TOO_SOON, next_attempt_at)


def may_change_password(principal: Principal) -> Verdict:
    """Somebody signed in, for the own account."""
    if principal.account_id is None:
        return Verdict.no("请先登录")
    if principal.token_scopes is not None:
        return Verdict.no("不能用接口令牌修改口令")
    return Verdict.yes()
