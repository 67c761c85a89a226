"""What anybody is answered who has a code: everything that is printed, and whether it holds."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from registry.certificates.api.shapes import DIGEST, KINDS, SOME_DIGEST, SOME_NUMBER, STATES
from registry.certificates.model import Bilingual, CertificateKind, CertificateState, Content, Linked, Shown
from registry.platform.web.api import Shape


class SaidShape(Shape, kw_only=True, frozen=True):
    """The same words in both languages."""

    zh: Annotated[str, Meta(description="中文", examples=["累计计入"])]
    en: Annotated[str, Meta(description="英文;空为与中文相同", examples=["Credited in all"])]


class PrintedFactShape(Shape, kw_only=True, frozen=True):
    """One fact as it is printed."""

    key: Annotated[str, Meta(description="事项的名称,永不改变", examples=["total"])]
    label: Annotated[SaidShape, Meta(description="印出的名称")]
    value: Annotated[SaidShape, Meta(description="印出的内容")]


class PrintedTableShape(Shape, kw_only=True, frozen=True):
    """One table as it is printed."""

    key: Annotated[str, Meta(description="表的名称,永不改变", examples=["placements"])]
    title: Annotated[SaidShape, Meta(description="表题")]
    headings: Annotated[list[SaidShape], Meta(description="各列的标题")]
    rows: Annotated[list[list[SaidShape]], Meta(description="各行,格数与标题相同")]


class LinkedShape(Shape, kw_only=True, frozen=True):
    """The one that replaces, or was replaced."""

    number: Annotated[str, Meta(description="编号", examples=[SOME_NUMBER])]
    issued_on: Annotated[date, Meta(description="出具日期", examples=["2026-11-22"])]
    state: Annotated[CertificateState, Meta(description=STATES)]


class VerifiedShape(Shape, kw_only=True, frozen=True):
    """A certificate as anybody sees it who has its code."""

    state: Annotated[CertificateState, Meta(description=STATES)]
    number: Annotated[str, Meta(description="编号", examples=[SOME_NUMBER])]
    kind: Annotated[CertificateKind, Meta(description=KINDS)]
    school_name: Annotated[str, Meta(description="出具单位", examples=["盘锦示例职业技术学院"])]
    person_name: Annotated[str, Meta(description="姓名", examples=["林晓"])]
    title: Annotated[SaidShape, Meta(description="标题")]
    statement: Annotated[SaidShape, Meta(description="证明文字")]
    facts: Annotated[list[PrintedFactShape], Meta(description="印出的各项,按印出的顺序")]
    tables: Annotated[list[PrintedTableShape], Meta(description="附件中的表")]
    basis: Annotated[list[SaidShape], Meta(description="计算口径、规则版本和依据")]
    as_of: Annotated[date, Meta(description="截止日期", examples=["2026-11-22"])]
    issued_on: Annotated[date, Meta(description="出具日期", examples=["2026-11-22"])]
    check_digits: Annotated[str, Meta(description="校验位", examples=["35445983"])]
    replaces: Annotated[LinkedShape | None, Meta(description="它取代的证明")]
    replaced_by: Annotated[LinkedShape | None, Meta(description="取代它的证明")]
    ended_reason: Annotated[str | None, Meta(description="换发或撤销的理由", examples=[None])]
    revoked_at: Annotated[datetime | None, Meta(description="撤销的时刻", examples=[None])]
    facts_json: Annotated[str, Meta(description="所印内容的规范 JSON,与文件所附的 facts.json 相同", examples=["{}"])]
    facts_digest: Annotated[str, Meta(description=f"facts_json 的校验值,{DIGEST}", examples=[SOME_DIGEST])]
    file_digest: Annotated[str | None, Meta(description=f"原文件的校验值,{DIGEST}", examples=[SOME_DIGEST])]
    is_signed: Annotated[bool, Meta(description="原文件带有学校的电子签名", examples=[False])]


def verified(found: Shown) -> VerifiedShape:
    """What was found, as it is answered."""
    told, content = found.certificate, found.content
    return VerifiedShape(
        state=told.state,
        number=told.number,
        kind=told.kind,
        school_name=content.school_name,
        person_name=content.person_name,
        title=_said(content.title),
        statement=_said(content.statement),
        facts=[
            PrintedFactShape(key=each.key, label=_said(each.label), value=_said(each.value)) for each in content.facts
        ],
        tables=_tables(content),
        basis=[_said(each) for each in content.basis],
        as_of=content.as_of,
        issued_on=told.issued_on,
        check_digits=told.check_digits,
        replaces=_linked(found.replaces),
        replaced_by=_linked(found.replaced_by),
        ended_reason=told.revoked_reason or told.replaced_reason,
        revoked_at=told.revoked_at,
        facts_json=found.facts,
        facts_digest=told.facts_digest,
        file_digest=told.file_digest,
        is_signed=told.key_id is not None,
    )


def _tables(content: Content) -> list[PrintedTableShape]:
    return [
        PrintedTableShape(
            key=each.key,
            title=_said(each.title),
            headings=[_said(heading) for heading in each.headings],
            rows=[[_said(cell) for cell in row] for row in each.rows],
        )
        for each in content.tables
    ]


def _said(words: Bilingual) -> SaidShape:
    return SaidShape(zh=words.zh, en=words.en)


def _linked(other: Linked | None) -> LinkedShape | None:
    return None if other is None else LinkedShape(number=other.number, issued_on=other.issued_on, state=other.state)


_TOTAL = PrintedFactShape(
    key="total",
    label=SaidShape(zh="累计计入", en="Credited in all"),
    value=SaidShape(zh="41 天(1.36 个月)", en="41 days (1.36 mo)"),
)
VERIFIED = VerifiedShape(
    state=CertificateState.VALID,
    number=SOME_NUMBER,
    kind=CertificateKind.PRACTICE,
    school_name="盘锦示例职业技术学院",
    person_name="林晓",
    title=SaidShape(zh="企业实践证明", en="Certificate of Enterprise Practice"),
    statement=SaidShape(zh="兹证明林晓系我校专业课教师。", en=""),
    facts=[_TOTAL],
    tables=[
        PrintedTableShape(
            key="placements",
            title=SaidShape(zh="已认定的企业实践", en="Verified enterprise practice"),
            headings=[SaidShape(zh="实践单位", en="Enterprise")],
            rows=[[SaidShape(zh="辽河机械厂", en="")]],
        )
    ],
    basis=[SaidShape(zh="截止日期:2026-11-22", en="As of 2026-11-22")],
    as_of=date(2026, 11, 22),
    issued_on=date(2026, 11, 22),
    check_digits="35445983",
    replaces=None,
    replaced_by=None,
    ended_reason=None,
    revoked_at=None,
    facts_json='{"number":"SX01-P2026-00001"}',
    facts_digest=SOME_DIGEST,
    file_digest=SOME_DIGEST,
    is_signed=False,
)
