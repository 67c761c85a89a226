"""What a try to sign in comes to, and how much of it the visitor is told. Pure."""

from datetime import datetime
from typing import NamedTuple

from registry.identity.model.accounts import Account
from registry.identity.model.principals import Principal
from registry.identity.model.sign_in import Outcome, SignInRefused
from registry.kernel.verdicts import Verdict

WRONG = "登录名或口令不正确"
LOCKED = "该账号已停用;请联系学校的运维人员"
TOO_SOON = "口令输错次数过多,请稍后再试"
SIGN_ON_ONLY = "贵校规定只用统一身份认证登录;请点本页的统一身份认证"
WRONG_CODE = "验证码不正确或已用过;请输入验证器上现在显示的验证码"
CODES_TOO_SOON = "验证码输错次数过多,请稍后再试"


class Asked(NamedTuple):
    """What is asked besides the password. `second_factor`: a code next; `sign_on`: a provider, and no password."""

    second_factor: bool
    sign_on: bool


NOTHING_ASKED = Asked(second_factor=False, sign_on=False)


def outcome_of(account: Account | None, is_right: bool, asked: Asked = NOTHING_ASKED) -> Outcome:
    """How a try ended. How an account stands is told only to whoever knows its password."""
    if account is None:
        return Outcome.UNKNOWN_LOGIN
    if not is_right:
        return Outcome.WRONG_PASSWORD
    if account.locked_on is not None:
        return Outcome.LOCKED
    if asked.sign_on:
        return Outcome.SIGN_ON_ONLY
    return Outcome.CODE_DUE if asked.second_factor else Outcome.SUCCEEDED


def refused(outcome: Outcome) -> SignInRefused:
    """What is answered: an unknown login looks like a wrong password."""
    words = {Outcome.LOCKED: LOCKED, Outcome.SIGN_ON_ONLY: SIGN_ON_ONLY, Outcome.WRONG_CODE: WRONG_CODE}
    if outcome in words:
        return SignInRefused(outcome, words[outcome])
    return SignInRefused(Outcome.WRONG_PASSWORD, WRONG)


def too_soon(next_attempt_at: datetime, words: str = TOO_SOON) -> SignInRefused:
    """What was typed was not even looked at."""
    return SignInRefused(Outcome.TOO_SOON, words, next_attempt_at)


def may_change_password(principal: Principal) -> Verdict:
    """Somebody signed in, for the own account."""
    if principal.account_id is None:
        return Verdict.no("请先登录")
    if principal.token_scopes is not None:
        return Verdict.no("不能用接口令牌修改口令")
    return Verdict.yes()
