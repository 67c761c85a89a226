"""What pages of certificates call things; English stands in the catalogue of words."""

from registry.certificates.model import BatchState, CertificateKind, CertificateState, Doubt, Wording
from registry.certificates.rules.acts import KIND_WORDS
from registry.practice.documents.words import Words

STATE_WORDS = {
    CertificateState.VALID: Words("有效", "Valid"),
    CertificateState.REPLACED: Words("已换发", "Replaced"),
    CertificateState.REVOKED: Words("已撤销", "Revoked"),
}
STATE_SHAPES = {CertificateState.VALID: "●", CertificateState.REPLACED: "◌", CertificateState.REVOKED: "×"}
STATE_CLASS = {CertificateState.VALID: "good", CertificateState.REPLACED: "warn", CertificateState.REVOKED: "bad"}
WORDING_WORDS = {Wording.CHINESE: "中文", Wording.BOTH: "中英文对照"}
BATCH_WORDS = {BatchState.RUNNING: "出具中", BatchState.DONE: "已完成"}
BATCH_CLASS = {BatchState.RUNNING: "busy", BatchState.DONE: "good"}
BATCH_SHAPES = {BatchState.RUNNING: "◐", BatchState.DONE: "●"}
DOUBT_WORDS = {
    Doubt.PRACTICE: "依据已变,请换发或撤销",
    Doubt.KEY: "签名密钥已泄露,请换发",
}
DOUBT_EXPLAINED = {
    Doubt.PRACTICE: "这份证明依据的实践已更正或作废,但证明仍为有效。",
    Doubt.KEY: "签这份证明的密钥已泄露,它的电子签名不再能证明什么;登记的内容没有变,核验网页照常可查。",
}
DOUBT_TO_DO = {Doubt.PRACTICE: "请换发或撤销。", Doubt.KEY: "请换发。"}
KIND_HINTS = {
    CertificateKind.PRACTICE: "列出截至某日的全部已认定实践,附图和明细表",
    CertificateKind.COMPLIANCE: "某一天是否达标,或某段期间的天数和月数",
}
LABELS = {
    "person_id": "教师",
    "kind": "证明种类",
    "on": "截止日期",
    "span": "证明哪段时间",
    "period": "证明哪段时间",
    "started_on": "期间第一天",
    "finished_on": "期间最后一天",
    "wording": "文种",
    "reason": "理由",
    "certificate_id": "证明",
    "replaced_id": "证明",
    "school_code": "编号",
    "names": "姓名或工号",
    "person_ids": "出具给谁",
    "school_id": "学校",
    "year": "年份",
    "state": "状态",
    "q": "姓名或编号",
    "code": "核验码",
    "number": "编号",
    "digits": "校验位",
    "file": "证明文件",
}
"""Fields of forms by name."""


class Called:
    """All of them, as templates ask for them."""

    KINDS = KIND_WORDS
    KIND_HINTS = KIND_HINTS
    STATES = STATE_WORDS
    SHAPES = STATE_SHAPES
    CLASSES = STATE_CLASS
    WORDINGS = WORDING_WORDS
    BATCHES = BATCH_WORDS
    BATCH_CLASSES = BATCH_CLASS
    BATCH_SHAPES = BATCH_SHAPES
    DOUBTS = DOUBT_WORDS
    DOUBTS_EXPLAINED = DOUBT_EXPLAINED
    DOUBTS_TO_DO = DOUBT_TO_DO
    LABELS = LABELS
