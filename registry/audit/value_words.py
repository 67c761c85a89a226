"""How values of the history are shown: words for kinds and states, days and instants as people read them.

An identity number is masked even where values of persons are shown: each full view of it is an act of its own.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from registry.kernel.id_numbers import masked
from registry.platform.clock import SHANGHAI
from registry.platform.language import Language

NOTHING = "–"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
VALUES: dict[str, dict[str, tuple[str, str]]] = {
    "sex": {"male": ("男", "male"), "female": ("女", "female")},
    "category": {
        "professional": ("专业课教师", "professional"),
        "instructor": ("实习指导教师", "instructor"),
        "public": ("公共基础课教师", "public"),
    },
    "leave.kind": {
        "maternity": ("产假", "maternity"),
        "sick": ("病假", "sick"),
        "study": ("脱产进修", "full-time study"),
        "other": ("其他", "other"),
    },
    "other_name.kind": {"former": ("曾用名", "former name"), "alias": ("别名", "alias")},
    "school.level": {"secondary": ("中等职业学校", "secondary"), "higher": ("高等职业学校", "higher")},
    "school_unit.kind": {"office": ("处室", "office"), "department": ("系部", "department")},
    "practice_plan.state": {
        "draft": ("草案", "draft"),
        "submitted": ("已提交", "submitted"),
        "withdrawn": ("已整批撤回", "withdrawn"),
        "discarded": ("已放弃", "given up"),
    },
    "certificate.kind": {
        "practice": ("企业实践证明", "practice certificate"),
        "compliance": ("企业实践情况证明", "compliance statement"),
    },
    "certificate_batch.kind": {
        "practice": ("企业实践证明", "practice certificate"),
        "compliance": ("企业实践情况证明", "compliance statement"),
    },
    "certificate.wording": {"zh": ("中文", "Chinese"), "zh-en": ("中英文", "Chinese and English")},
    "certificate_batch.wording": {"zh": ("中文", "Chinese"), "zh-en": ("中英文", "Chinese and English")},
    "certificate.state": {
        "valid": ("有效", "valid"),
        "replaced": ("已换发", "replaced"),
        "revoked": ("已撤销", "revoked"),
    },
    "certificate_batch.state": {"running": ("出具中", "being issued"), "done": ("已完成", "done")},
    "signing_key.kind": {"root": ("根证书", "root"), "school": ("学校签名密钥", "school's key")},
    "signing_key.origin": {"own": ("本系统签发", "own"), "imported": ("导入", "imported")},
    "signing_key.revoked_cause": {
        "key_compromise": ("密钥泄露", "key compromised"),
        "superseded": ("已换发", "superseded"),
        "cessation": ("不再使用", "no longer used"),
        "affiliation": ("单位变更", "affiliation changed"),
        "unspecified": ("其他", "other"),
    },
    "title.level": {
        "assistant": ("员级", "assistant"),
        "junior": ("初级(助理级)", "junior"),
        "middle": ("中级", "middle"),
        "deputy_senior": ("副高级", "deputy senior"),
        "senior": ("正高级", "senior"),
    },
    "state": {
        "planned": ("计划", "planned"),
        "approved": ("已批准", "approved"),
        "submitted": ("待审核", "submitted"),
        "confirmed": ("企业已确认", "confirmed"),
        "disputed": ("企业有异议", "disputed"),
        "verified": ("已认定", "verified"),
        "returned": ("已退回", "returned"),
        "rejected": ("未通过", "rejected"),
        "voided": ("已作废", "voided"),
        "withdrawn": ("已撤回", "withdrawn"),
    },
    "grade": {
        "excellent": ("优秀", "excellent"),
        "qualified": ("合格", "qualified"),
        "unqualified": ("不合格", "unqualified"),
    },
    "duty_mode": {
        "off_duty": ("脱产", "off-duty"),
        "half_duty": ("半脱产", "half-duty"),
        "on_duty": ("不脱产", "on-duty"),
    },
}
"""By field, or by subject and field where the field alone does not say; Chinese and English."""
_YES, _NO = ("是", "yes"), ("否", "no")


def value_words(field: str, value: object, language: Language, names: Mapping[str, str]) -> str:
    """A value of an event as it is shown. `field` is a subject and its field; `names` are of keys that occur."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, bool):
        return _of(_YES if value else _NO, language)
    if isinstance(value, list):
        return ";".join(value_words(field, each, language, names) for each in value)
    if isinstance(value, dict):
        parts = (value_words(f"{field}.{name}", each, language, names) for name, each in value.items())
        return " ".join(part for part in parts if part != NOTHING) or NOTHING
    return _text(field, str(value), language, names)


def _text(field: str, value: str, language: Language, names: Mapping[str, str]) -> str:
    short = field.rpartition(".")[2]
    if short == "id_number":
        return masked(value)
    said = (VALUES.get(field) or VALUES.get(short) or {}).get(value)
    if said:
        return _of(said, language)
    if _INSTANT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return names.get(value, value)


def _of(words: tuple[str, str], language: Language) -> str:
    return words[1] if language is Language.EN else words[0]
