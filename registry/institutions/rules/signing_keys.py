"""Who keeps signing keys, and when one may take over, be retired or be revoked. Pure."""

from collections.abc import Collection

from registry.institutions.model.signing_keys import KeyKind, SigningKey
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict


def may_keep_keys(scope: Scope) -> Verdict:
    """Keys are the operator's of the whole installation: a school's key speaks for the school to everybody."""
    if scope.kind is ScopeKind.SYSTEM:
        return Verdict.yes()
    return Verdict.no("签名密钥由系统管理员在服务器上办理(registry keys)")


def takeover_fault(standing: SigningKey | None, reason: str | None) -> dict[str, str]:
    """A key stands until another takes over, and that takes a reason; the first one needs none."""
    if standing is None:
        return {} if reason is None else {"reason": "还没有可换发的密钥,请先新建 (there is no key to take over from)"}
    if reason is None:
        place = "根证书" if standing.kind is KeyKind.ROOT else "签名密钥"
        return {
            "name": f"已有正在使用的{place}“{standing.name}”;换发请用 registry keys rotate (there is one already)"
        }
    return {} if reason.strip() else {"reason": "请说明原因 (a reason is needed)"}


def name_fault(names: Collection[str], school_name: str) -> dict[str, str]:
    """A school signs in its own full name: whoever checks compares it with the name that is printed."""
    if school_name in names:
        return {}
    found = "、".join(sorted(names)) or "(无)"
    return {"content": f"证书的名称是“{found}”,不是学校的全称“{school_name}” (the certificate names another)"}


def end_faults(key: SigningKey, reason: str, is_revoking: bool) -> dict[str, str]:
    """A key is retired once, and revoked once, also after it was retired; both with a reason."""
    if key.revoked_at is not None:
        return {"key_id": "此密钥已撤销 (revoked already)"}
    if key.retired_at is not None and not is_revoking:
        return {"key_id": "此密钥已停用 (retired already)"}
    return {} if reason.strip() else {"reason": "请说明原因 (a reason is needed)"}


def root_fault(key: SigningKey, standing_below: int) -> dict[str, str]:
    """A root goes last: while keys under it are in use, nobody could sign the list that revokes them."""
    if key.kind is KeyKind.ROOT and standing_below:
        return {"key_id": f"还有 {standing_below} 个学校密钥由此根证书签发且未撤销,请先撤销 (keys stand under it)"}
    return {}
