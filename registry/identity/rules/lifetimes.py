"""How long a session, a link and a token live, and who may make and end tokens. Pure."""

import re
from datetime import date, datetime, timedelta

from registry.identity.model.accounts import Account
from registry.identity.model.credentials import ApiToken, IssueLink, IssueToken, Link
from registry.identity.model.principals import Principal
from registry.identity.model.sign_in import Session
from registry.kernel.verdicts import Verdict

SESSION_IDLE = timedelta(hours=2)
"""A teacher called to class finds the page still open; a forgotten office computer does not stay signed in."""
SESSION_LONGEST = timedelta(hours=12)
"""A working day; nobody stays signed in overnight."""
SEEN_AGAIN_AFTER = timedelta(minutes=5)
"""How stale the last sight of a session may be: most requests then write nothing."""
LONGEST_LINK = timedelta(days=90)
LONGEST_TOKEN = timedelta(days=366)
"""A year and a day: keys of other systems are renewed yearly."""
PURPOSE = re.compile(r"[a-z][a-z_]{0,62}")
TOKEN_SCOPE = re.compile(r"[a-z][a-z_]*:[a-z][a-z_]*")


def is_alive(session: Session, now: datetime) -> bool:
    """Not ended, seen lately, and not yet at its absolute end; at the instant of expiry it is over."""
    return session.ended_at is None and now < session.ends_at and now < session.seen_at + SESSION_IDLE


def is_to_be_seen_again(session: Session, now: datetime) -> bool:
    """Whether the last sight of a session is stale enough to be written anew."""
    return now >= session.seen_at + SEEN_AGAIN_AFTER


def is_redeemable(link: Link, now: datetime) -> bool:
    """Not used and not expired; at the instant of expiry it is over."""
    return link.used_at is None and now < link.expires_at


def is_usable(token: ApiToken, on: date) -> bool:
    """Not revoked; its last day counts."""
    return token.revoked_at is None and on <= token.expires_on


def link_faults(command: IssueLink, now: datetime) -> dict[str, str]:
    """What is wrong with a link to be made, by field."""
    faults = {}
    if not PURPOSE.fullmatch(command.purpose):
        faults["purpose"] = "用途须为小写英文单词"
    if not now < command.expires_at <= now + LONGEST_LINK:
        faults["expires_at"] = f"有效期须在今后 {LONGEST_LINK.days} 天之内"
    return faults


def token_faults(command: IssueToken, today: date) -> dict[str, str]:
    """What is wrong with a token to be made, by field."""
    faults = {}
    if not command.label.strip():
        faults["label"] = "请写明令牌供哪个系统使用"
    if not command.scopes or not all(TOKEN_SCOPE.fullmatch(word) for word in command.scopes):
        faults["scopes"] = "请至少选择一项权限,形如 placements:read"
    if not today <= command.expires_on <= today + LONGEST_TOKEN:
        faults["expires_on"] = f"到期日须在今天起 {LONGEST_TOKEN.days} 天之内"
    return faults


def may_issue_link(principal: Principal) -> Verdict:
    """Anybody known; what the link is about is permitted by the slice that issues it. Visitors make none."""
    if principal.account_id is None and not principal.roles:
        return Verdict.no("请先登录")
    return Verdict.yes()


def may_issue_token(principal: Principal) -> Verdict:
    """Only somebody signed in with a password of their own: a token does not beget tokens."""
    if principal.account_id is None:
        return Verdict.no("请先登录")
    if principal.token_scopes is not None:
        return Verdict.no("不能用接口令牌签发接口令牌")
    if principal.must_change_password:
        return Verdict.no("请先修改初始口令")
    return Verdict.yes()


def may_revoke_token(principal: Principal, owner: Account, manages_owner: Verdict) -> Verdict:
    """Its owner, and whoever manages the owner's account."""
    is_owner = principal.account_id == owner.id and principal.token_scopes is None
    return Verdict.yes() if is_owner else manages_owner
