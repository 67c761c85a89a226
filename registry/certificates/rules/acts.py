"""Who may issue, replace and revoke, and what is wrong with what is asked. Pure."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

from registry.certificates.model import Certificate, CertificateKind, CertificateState
from registry.kernel.verdicts import Verdict

KIND_WORDS = {
    CertificateKind.PRACTICE: "企业实践证明",
    CertificateKind.COMPLIANCE: "企业实践情况证明",
}
NOT_YOURS = "证明由出具学校的人事处办理;本人可以查看和下载"
NOT_YOUR_OWN = "不能为本人出具、换发或撤销证明,请由人事处另一位经办人办理"
NOT_YOUR_LENDERS = "受委托期间不能为委托人本人出具、换发或撤销证明,请由人事处另一位经办人办理"
ALREADY_REPLACED = "该证明已换发,不再有效;请在换发后的证明上办理"
ALREADY_REVOKED = "该证明已撤销,不能再换发或撤销;需要时请重新出具"
NO_REASON = "请写明理由"
LARGEST_BATCH = 5000
"""People of one batch; more are given in several."""
LONGEST_REASON = 200
"""Characters: a reason is printed on the page of verification."""


class Part(StrEnum):
    """The part somebody plays towards a certificate of a person."""

    OFFICE = "office"
    OWNER = "owner"
    STANDS_IN = "stands_in"


def words_of(kind: CertificateKind, number: str) -> str:
    """A certificate as a person would name it: `企业实践证明 13957-P2026-00012`."""
    return f"{KIND_WORDS[kind]} {number}"


def may_issue(parts: Collection[Part]) -> Verdict:
    """The personnel office of the school, for nobody who acts, nor for whom somebody stands in."""
    if Part.OFFICE not in parts:
        return Verdict.no(NOT_YOURS)
    if Part.OWNER in parts:
        return Verdict.no(NOT_YOUR_OWN)
    return Verdict.no(NOT_YOUR_LENDERS) if Part.STANDS_IN in parts else Verdict.yes()


def may_end(certificate: Certificate, parts: Collection[Part]) -> Verdict:
    """Whoever may issue it may replace or revoke it, once."""
    verdict = may_issue(parts)
    if verdict.allowed and certificate.state is CertificateState.REPLACED:
        return Verdict.no(ALREADY_REPLACED)
    if verdict.allowed and certificate.state is CertificateState.REVOKED:
        return Verdict.no(ALREADY_REVOKED)
    return verdict


def reason_faults(reason: str) -> dict[str, str]:
    """A reason is given, and is short enough to be printed."""
    if not reason.strip():
        return {"reason": NO_REASON}
    too_long = len(reason.strip()) > LONGEST_REASON
    return {"reason": f"理由最长 {LONGEST_REASON} 字"} if too_long else {}


def day_faults(on: date, today: date) -> dict[str, str]:
    """Nothing is certified as of a day that has not come."""
    return {"on": f"截止日期 {on} 在今天之后"} if on > today else {}


def batch_faults(person_ids: Collection[UUID]) -> dict[str, str]:
    """A batch is for somebody, for nobody twice, and for no more than a worker does at a stretch."""
    if not person_ids:
        return {"person_ids": "请选择要出具证明的教师"}
    if len(set(person_ids)) < len(person_ids):
        return {"person_ids": "同一人只能选择一次"}
    return {"person_ids": f"一次最多 {LARGEST_BATCH} 人"} if len(person_ids) > LARGEST_BATCH else {}
