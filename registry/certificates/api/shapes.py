"""What is asked and answered about certificates, and real examples of it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.certificates.model import CertificateKind, CertificateState, Wording
from registry.certificates.rules.acts import LONGEST_REASON
from registry.platform.clock import SHANGHAI
from registry.platform.web.api import USUALLY_AT_ONCE, Cursor, Limit, Next, Shape, cursor_of

SOME_CERTIFICATE = "5d1c1a52-2f0e-4a36-9a3f-1f6f6c2d7b11"
SOME_PERSON = "8b7f6f0e-40a1-4a51-8f3c-0d9f4f1f6f11"
SOME_NUMBER, SOME_CODE = "SX01-P2026-00001", "9XNYB9P0WQNTX3ZZHD8G"
SOME_DIGEST = "4e1b2a85cea21be5b8f2b4128cac994f8bd21a0f0c5fea62b157fd89e62825f7"
AT = datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI)
SOME_CURSOR = cursor_of(AT.isoformat(), SOME_CERTIFICATE)
KINDS = "证明种类:practice 企业实践证明,compliance 企业实践情况证明"
STATES = "状态:valid 有效,replaced 已换发,revoked 已撤销"
WORDINGS = "文种:zh 中文,zh-en 中英文对照"
DIGEST = "SHA-256(十六进制)"

Reason = Annotated[
    str,
    Meta(min_length=1, max_length=LONGEST_REASON, description="理由,公开显示在核验页上", examples=["姓名写错"]),
]
Revision = Annotated[int, Meta(ge=1, le=2_000_000_000, description="读到的 revision;已变动则回答 409", examples=[1])]
OwnId = Annotated[
    UUID | None,
    Meta(description="由发送方选定的编号:同一编号再发一次不会重复出具", examples=[SOME_CERTIFICATE]),
]


class CertificatesAsked(Shape, kw_only=True, frozen=True):
    """Filters of the list of certificates."""

    school: Annotated[
        Annotated[str, Meta(max_length=60)] | None,
        Meta(description="只看这所学校出具的(学校代码)", examples=["SX01"]),
    ] = None
    kind: Annotated[CertificateKind | None, Meta(description=KINDS, examples=["practice"])] = None
    state: Annotated[CertificateState | None, Meta(description=STATES, examples=["valid"])] = None
    year: Annotated[
        Annotated[int, Meta(ge=1900, le=2200)] | None, Meta(description="只看这一年出具的", examples=[2026])
    ] = None
    q: Annotated[
        Annotated[str, Meta(max_length=60)] | None, Meta(description="姓名或编号的一部分", examples=["P2026"])
    ] = None
    limit: Limit = USUALLY_AT_ONCE
    cursor: Annotated[Cursor, Meta(examples=[SOME_CURSOR])] = None


class CertificateShape(Shape, kw_only=True, frozen=True):
    """One certificate, without what it prints."""

    id: Annotated[UUID, Meta(description="证明在系统内的编号", examples=[SOME_CERTIFICATE])]
    number: Annotated[str, Meta(description="证明上印的编号,永不改变", examples=[SOME_NUMBER])]
    kind: Annotated[CertificateKind, Meta(description=KINDS)]
    wording: Annotated[Wording, Meta(description=WORDINGS)]
    state: Annotated[CertificateState, Meta(description=STATES)]
    school: Annotated[str, Meta(description="出具的学校(代码)", examples=["SX01"])]
    person_id: Annotated[UUID, Meta(description="教师的编号", examples=[SOME_PERSON])]
    name: Annotated[str, Meta(description="教师现在的姓名", examples=["林晓"])]
    as_of: Annotated[date, Meta(description="截止日期", examples=["2026-11-22"])]
    from_day: Annotated[date | None, Meta(description="证明的期间的第一天;null 不是期间证明", examples=[None])]
    to_day: Annotated[date | None, Meta(description="证明的期间的最后一天", examples=[None])]
    issued_at: Annotated[datetime, Meta(description="出具的时刻")]
    issued_by: Annotated[str, Meta(description="出具人", examples=["陈慧"])]
    replaces_id: Annotated[UUID | None, Meta(description="它取代的证明的编号", examples=[None])]
    replaced_by_id: Annotated[UUID | None, Meta(description="取代它的证明的编号", examples=[None])]
    ended_reason: Annotated[str | None, Meta(description="换发或撤销的理由", examples=[None])]
    revoked_at: Annotated[datetime | None, Meta(description="撤销的时刻", examples=[None])]
    facts_digest: Annotated[str, Meta(description=f"所印内容的校验值,{DIGEST}", examples=[SOME_DIGEST])]
    file_digest: Annotated[
        str | None, Meta(description=f"文件的校验值,{DIGEST};null 正在生成", examples=[SOME_DIGEST])
    ]
    is_signed: Annotated[bool, Meta(description="文件带有学校的电子签名", examples=[False])]
    verify_address: Annotated[
        str, Meta(description="核验页的地址", examples=[f"https://registry.example/verify/{SOME_CODE}"])
    ]
    revision: Annotated[int, Meta(ge=1, description="改动过几次,从 1 起", examples=[1])]


class Certificates(Shape, kw_only=True, frozen=True):
    """A page of the list."""

    items: Annotated[list[CertificateShape], Meta(description="证明,新出具的在前")]
    next: Next


class CertificateSent(Shape, kw_only=True, frozen=True):
    """A certificate to be issued."""

    person_id: Annotated[UUID, Meta(description="给谁出具(教师的编号)", examples=[SOME_PERSON])]
    certificate_id: OwnId = None
    kind: Annotated[CertificateKind, Meta(description=KINDS, examples=["practice"])] = CertificateKind.PRACTICE
    wording: Annotated[Wording, Meta(description=WORDINGS, examples=["zh"])] = Wording.CHINESE
    on: Annotated[date | None, Meta(description="截止日期;不写为今天", examples=["2026-11-22"])] = None
    from_day: Annotated[
        date | None, Meta(description="期间的第一天,只用于 compliance;与 to_day 一起写", examples=[None])
    ] = None
    to_day: Annotated[date | None, Meta(description="期间的最后一天", examples=[None])] = None


class ReplacementSent(Shape, kw_only=True, frozen=True):
    """A certificate to be replaced by a new one."""

    reason: Reason
    revision: Revision
    certificate_id: OwnId = None
    on: Annotated[date | None, Meta(description="截止日期;不写为与原证明相同", examples=[None])] = None
    wording: Annotated[Wording | None, Meta(description=f"{WORDINGS};不写为与原证明相同", examples=[None])] = None


class RevocationSent(Shape, kw_only=True, frozen=True):
    """A certificate to be ended."""

    reason: Reason
    revision: Revision


class CertificateFile(Shape, kw_only=True, frozen=True):
    """The file of a certificate."""

    name: Annotated[str, Meta(description="文件名", examples=[f"{SOME_NUMBER} 林晓.pdf"])]
    media_type: Annotated[str, Meta(description="文件类型", examples=["application/pdf"])]
    sha256: Annotated[str, Meta(description=f"文件的校验值,{DIGEST}", examples=[SOME_DIGEST])]
    content_base64: Annotated[str, Meta(description="文件内容,Base64 编码", examples=["JVBERi0xLjcK"])]


CERTIFICATE = CertificateShape(
    id=UUID(SOME_CERTIFICATE),
    number=SOME_NUMBER,
    kind=CertificateKind.PRACTICE,
    wording=Wording.CHINESE,
    state=CertificateState.VALID,
    school="SX01",
    person_id=UUID(SOME_PERSON),
    name="林晓",
    as_of=date(2026, 11, 22),
    from_day=None,
    to_day=None,
    issued_at=AT,
    issued_by="陈慧",
    replaces_id=None,
    replaced_by_id=None,
    ended_reason=None,
    revoked_at=None,
    facts_digest=SOME_DIGEST,
    file_digest=SOME_DIGEST,
    is_signed=False,
    verify_address=f"https://registry.example/verify/{SOME_CODE}",
    revision=1,
)
CERTIFICATES = Certificates(items=[CERTIFICATE], next=SOME_CURSOR)
SENT = CertificateSent(person_id=UUID(SOME_PERSON), certificate_id=UUID(SOME_CERTIFICATE), on=date(2026, 11, 22))
REPLACEMENT = ReplacementSent(reason="姓名写错", revision=1, certificate_id=UUID(SOME_CERTIFICATE))
REVOCATION = RevocationSent(reason="所依据的企业实践经核实作废", revision=1)
FILE = CertificateFile(
    name=f"{SOME_NUMBER} 林晓.pdf",
    media_type="application/pdf",
    sha256=SOME_DIGEST,
    content_base64="JVBERi0xLjcK",
)
