"""Who keeps signing keys, when one may take over, be retired or be revoked, and what is due before long. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from registry.institutions.model.signing_keys import (
    KeyFinding,
    KeyKind,
    KeyTrouble,
    RevocationCause,
    RevocationList,
    SigningKey,
)
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import Verdict

LISTS = "/verify/lists"
"""Where anybody finds revocation lists; it stands in certificates for ten years and does not move."""
LIST_ENDING = ".crl"
KEY_NOTICE = timedelta(days=90)
"""How long before its end a key is told of: time to hand out a new root."""
LIST_NOTICE = timedelta(days=30)
REVOKED_ALREADY = {"key_id": "此密钥已撤销 (revoked already)"}


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


def import_fault(standing: SigningKey | None, reason: str | None) -> dict[str, str]:
    """As `takeover_fault`, but the first key may come with a reason, too: it is the same command."""
    if standing is None:
        return {}
    if reason is None:
        return {
            "reason": f"已有正在使用的签名密钥“{standing.name}”;要用导入的接替它,请加 --reason 写明原因 "
            "(there is one already; add --reason to replace it)"
        }
    return takeover_fault(standing, reason)


def name_fault(names: Collection[str], school_name: str) -> dict[str, str]:
    """A school signs in its own full name: whoever checks compares it with the name that is printed."""
    if school_name in names:
        return {}
    found = "、".join(sorted(names)) or "(无)"
    return {"content": f"证书的名称是“{found}”,不是学校的全称“{school_name}” (the certificate names another)"}


def retiring_faults(key: SigningKey, reason: str) -> dict[str, str]:
    """A key is retired once, with a reason, and not after it was revoked."""
    if key.revoked_at is not None:
        return REVOKED_ALREADY
    if key.retired_at is not None:
        return {"key_id": "此密钥已停用 (retired already)"}
    return _reason_fault(reason)


def revoking_faults(key: SigningKey, cause: RevocationCause, reason: str) -> dict[str, str]:
    """A key is revoked with a reason, also after it was retired; and again only where a leak is found out later."""
    if key.revoked_at is not None and (key.has_leaked or cause is not RevocationCause.KEY_COMPROMISE):
        return REVOKED_ALREADY
    return _reason_fault(reason)


def _reason_fault(reason: str) -> dict[str, str]:
    return {} if reason.strip() else {"reason": "请说明原因 (a reason is needed)"}


def root_fault(key: SigningKey, standing_below: Sequence[str]) -> dict[str, str]:
    """A root goes last: while keys under it are in use, nobody could sign the list that revokes them.

    `standing_below`: the names of those that are not revoked.
    """
    if key.kind is KeyKind.ROOT and standing_below:
        return {
            "key_id": f"还有 {len(standing_below)} 个学校密钥由此根证书签发且未撤销,请先撤销:"
            f"{'、'.join(standing_below)} (keys stand under it)"
        }
    return {}


def bound_names(names: Collection[str], school_name: str, others: Collection[str]) -> tuple[str, ...]:
    """For which schools alone the authority is believed that came with a school's certificate.

    The school's name; where it was renamed since, the names of that certificate that no other school has. Names that
    cannot stand on a line are left out: none is left where nobody can be named.
    """
    own = {school_name} if school_name in names else set(names) - set(others)
    return tuple(sorted(name for name in own if name.isprintable() and name == name.strip() and name))


def list_address(public_url: str | None, root_fingerprint: str) -> str | None:
    """Where readers find the list of a root. None where the world does not reach us.

    None, too, for an address that is not ASCII throughout: a certificate cannot hold it.
    """
    if not public_url or not public_url.isascii():
        return None
    return f"{public_url.rstrip('/')}{LISTS}/{root_fingerprint}{LIST_ENDING}"


def key_findings(
    keys: Iterable[SigningKey], lists: Mapping[UUID, RevocationList], renamed: Collection[UUID], now: datetime
) -> tuple[KeyFinding, ...]:
    """What is due: keys that sign and end within `KEY_NOTICE`, lists within `LIST_NOTICE`, keys in a former name.

    `lists`: the newest of each root; `renamed`: keys whose school is called otherwise now. What is due first stands
    first, what has no day before all.
    """
    found = [finding for key in keys for finding in _findings(key, lists.get(key.id), key.id in renamed, now)]
    return tuple(sorted(found, key=lambda each: (each.due_at or datetime.min.replace(tzinfo=now.tzinfo), each.name)))


def _findings(
    key: SigningKey, newest: RevocationList | None, is_renamed: bool, now: datetime
) -> Iterator[KeyFinding]:
    is_root = key.kind is KeyKind.ROOT
    if key.retired_at is None and key.finished_at - now <= KEY_NOTICE:
        trouble = KeyTrouble.ROOT_ENDS if is_root else KeyTrouble.KEY_ENDS
        yield KeyFinding(trouble, key.name, key.finished_at, key.finished_at <= now)
    if key.retired_at is None and is_renamed:
        yield KeyFinding(KeyTrouble.RENAMED, key.name, None, True)
    if is_root and not key.has_leaked and key.finished_at > now and newest and newest.due_at - now <= LIST_NOTICE:
        yield KeyFinding(KeyTrouble.LIST_DUE, key.name, newest.due_at, newest.due_at <= now)
