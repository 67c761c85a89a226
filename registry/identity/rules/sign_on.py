"""What a provider must look like, and whom its word signs in. Pure."""

import hmac
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from registry.identity.model.accounts import Account
from registry.identity.model.principals import Principal
from registry.identity.model.roles import Role
from registry.identity.model.sign_on import (
    Binding,
    Journey,
    OnRoster,
    ProviderKind,
    ProviderWanted,
    SignOnRefusal,
    SignOnRefused,
    Told,
)
from registry.kernel.scopes import EVERYWHERE
from registry.kernel.verdicts import Verdict

AWAY = timedelta(minutes=10)
"""How long a visitor may take at the provider."""
LONGEST_TOLD = 200
"""Characters of a user's name or staff number that a provider may tell."""
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_SECRET = 40, 400, 1000
OPENID = "openid"
WORDS: dict[SignOnRefusal, str] = {
    SignOnRefusal.SWITCHED_OFF: "该统一身份认证已停用;请用登录名和口令登录,或联系本校运维人员",
    SignOnRefusal.NO_STAFF_NO: "统一身份认证没有告知工号,无法确定您是谁;请联系本校运维人员核对“工号所在的属性”",
    SignOnRefusal.NO_ACCOUNT: "统一身份认证告知的工号 {} 在本系统没有账号;请联系本校人事处或运维人员开通",
    SignOnRefusal.LOCKED: "工号 {} 的账号已停用;请联系本校运维人员",
    SignOnRefusal.EMPLOYMENT_ENDED: "工号 {} 在本校已不在职,不能登录;如有疑问请联系本校人事处",
    SignOnRefusal.OTHER_ACCOUNT: "统一身份认证告知的工号 {} 与首次登录时绑定的账号不一致;请联系本校运维人员解除绑定",
    SignOnRefusal.ACCOUNT_TAKEN: "工号 {} 的账号已与统一身份认证的另一用户绑定;请联系本校运维人员解除绑定",
    SignOnRefusal.TWO_ACCOUNTS: "工号 {} 在教师名册和账号中对应的不是同一人;请联系本校人事处核对",
}


class Candidates(NamedTuple):
    """The accounts that a staff number may mean: the one that carries it, and that of the person who has it."""

    of_number: Account | None
    of_person: Account | None

    @property
    def account(self) -> Account | None:
        """The one that is meant."""
        return self.of_number or self.of_person


def refused(refusal: SignOnRefusal, told: Told) -> SignOnRefused:
    """What is answered, with the staff number that was told."""
    return SignOnRefused(refusal, WORDS[refusal].replace("{}", told.staff_no))


def refusal_of(told: Told, roster: OnRoster, candidates: Candidates) -> SignOnRefusal | None:
    """Why a staff number signs nobody in; None when it means one account that is open."""
    if not told.staff_no:
        return SignOnRefusal.NO_STAFF_NO
    found = candidates.account
    if found is None:
        return SignOnRefusal.NO_ACCOUNT
    if _are_two(candidates, roster):
        return SignOnRefusal.TWO_ACCOUNTS
    if roster.person_id is not None and not roster.is_present:
        return SignOnRefusal.EMPLOYMENT_ENDED
    return SignOnRefusal.LOCKED if found.locked_on is not None else None


def binding_refusal(account: Account, of_subject: Binding | None, of_account: Binding | None) -> SignOnRefusal | None:
    """Why the bindings that stand speak against it; None when they agree, or there are none."""
    if of_subject is not None and of_subject.account_id != account.id:
        return SignOnRefusal.OTHER_ACCOUNT
    if of_account is not None and (of_subject is None or of_account.id != of_subject.id):
        return SignOnRefusal.ACCOUNT_TAKEN
    return None


def is_under_way(journey: Journey, provider_id: UUID, state: str, now: datetime) -> bool:
    """Whether a visitor comes back from where they were sent, in time."""
    is_same = hmac.compare_digest(journey.state.encode(), state.encode())
    return is_same and journey.provider_id == provider_id and now < journey.ends_at


def provider_faults(wanted: ProviderWanted, plain_http: bool) -> dict[str, str]:
    """What is wrong with a provider, by field. Without https it is only for installations that mean http."""
    faults = {}
    if not wanted.name.strip() or len(wanted.name) > LONGEST_NAME:
        faults["name"] = f"名称须为 1 至 {LONGEST_NAME} 个字"
    if fault := _address_fault(wanted.address, plain_http):
        faults["address"] = fault
    if wanted.kind is ProviderKind.OIDC and not wanted.client_id.strip():
        faults["client_id"] = "请填写"
    if wanted.kind is ProviderKind.OIDC and OPENID not in wanted.scopes.split():
        faults["scopes"] = "须包含 openid"
    if len(wanted.secret) > LONGEST_SECRET:
        faults["secret"] = f"最多 {LONGEST_SECRET} 字"
    return faults


def tidy_address(address: str) -> str:
    """Without blanks and without a slash at its end."""
    return address.strip().rstrip("/")


def may_keep_sign_on(principal: Principal) -> Verdict:
    """Operators of the whole installation, signed in: a provider's word opens accounts."""
    if principal.token_scopes is not None:
        return Verdict.no("此操作须本人登录办理,不能使用接口令牌")
    is_operator = principal.holds(Role.OPERATOR, EVERYWHERE)
    return Verdict.yes() if is_operator else Verdict.no("只有系统运维人员可以设定统一身份认证")


def _address_fault(address: str, plain_http: bool) -> str | None:
    try:
        parts = urlsplit(tidy_address(address))
        _ = parts.port
    except ValueError:
        return "不是网址"
    if parts.scheme not in ("https", "http") or not parts.hostname or len(address) > LONGEST_ADDRESS:
        return "请填写以 https:// 开头的网址"
    if parts.username or parts.password or parts.query or parts.fragment or any(char.isspace() for char in address):
        return "网址不能带用户名、参数或空格"
    if parts.scheme == "http" and not plain_http:
        return "须以 https:// 开头;校内网确需 http 时,请运维人员设置 REGISTRY_PLAIN_HTTP=1"
    return None


def _are_two(candidates: Candidates, roster: OnRoster) -> bool:
    of_number, of_person = candidates
    if of_number and of_person:
        return of_number.id != of_person.id
    bound = of_number.person_id if of_number else None
    return bound is not None and roster.person_id is not None and bound != roster.person_id
