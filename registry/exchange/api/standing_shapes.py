"""What is asked and answered about standing: the JSON of `registry check`, and a real example of it."""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from registry.platform.web.api import USUALLY_AT_ONCE, Cursor, Limit, Next, Shape, cursor_of
from registry.policy.model import MonthBasis
from registry.practice.documents import words
from registry.practice.model import StandingState, YearlyState

STATES = "五年的状态:" + ",".join(f"{state.value} {said.zh}" for state, said in words.STATES.items())
YEARLY = "年度的结论:" + ",".join(f"{state.value} {said.zh}" for state, said in words.YEARLY_STATES.items())
BASES = "月数的算法:" + ",".join(f"{basis.value} {said.zh}" for basis, said in words.MONTH_BASES.items())
SOME_CURSOR = cursor_of("SX01", "T1", "3f0a4c1e-7d5b-4a39-9f5e-3b1f0d7c2a10")
LEFT_OUT = "不作要求时不出现这一项"

Name = Annotated[str, Meta(max_length=60)]
AsOf = Annotated[date | None, Meta(description="截止日期,可以是将来;不写为今天", examples=["2026-06-30"])]
Since = Annotated[date | None, Meta(description="另计这一天(含)以来的累计,不得晚于截止日期", examples=["2024-01-01"])]


class StandingAsked(Shape, kw_only=True, frozen=True):
    """The days of one answer."""

    as_of: AsOf = None
    since: Since = None


class StandingsAsked(Shape, kw_only=True, frozen=True):
    """A page of a school's answers."""

    school: Annotated[str, Meta(min_length=1, max_length=60, description="学校代码", examples=["SX01"])]
    staff_no: Annotated[Name | None, Meta(description="工号,须完全一致", examples=["T1"])] = None
    as_of: AsOf = None
    since: Since = None
    limit: Limit = USUALLY_AT_ONCE
    cursor: Annotated[Cursor, Meta(examples=[SOME_CURSOR])] = None


class Span(Shape, kw_only=True, frozen=True):
    """A period; both days count."""

    started_on: Annotated[date, Meta(description="第一天", examples=["2021-07-01"])] = field(name="from")
    finished_on: Annotated[date, Meta(description="最后一天(含)", examples=["2026-06-30"])] = field(name="to")


class Annual(Shape, kw_only=True, frozen=True):
    """One school year's duty."""

    year: Annotated[Span, Meta(description="学年")]
    months_exact: Annotated[str, Meta(description="该学年的月数,整数或最简分数", examples=["41/30"])]
    state: Annotated[YearlyState, Meta(description=YEARLY)]


class Beside(Shape, kw_only=True, frozen=True):
    """The answer under another jurisdiction's rule."""

    jurisdiction: Annotated[str, Meta(description="哪一级的规定,cn 为国家规定", examples=["cn"])]
    state: Annotated[StandingState, Meta(description=STATES)]
    required_exact: Annotated[str | UnsetType, Meta(description=f"要求的月数;{LEFT_OUT}", examples=["6"])] = UNSET
    citation: Annotated[str | None, Meta(description="依据", examples=["教师〔2016〕3号 第四条"])]


class Credited(Shape, kw_only=True, frozen=True):
    """The credit since a day."""

    started_on: Annotated[date, Meta(description="起算日(含)", examples=["2024-01-01"])] = field(name="from")
    days_exact: Annotated[str, Meta(description="天数,整数或最简分数", examples=["41"])]
    months_exact: Annotated[str, Meta(description="月数,整数或最简分数", examples=["41/30"])]


class StandingLine(Shape, kw_only=True, frozen=True):
    """One teacher's answer."""

    staff_no: Annotated[str, Meta(description="工号", examples=["T1"])]
    name: Annotated[str, Meta(description="姓名", examples=["林晓"])]
    department: Annotated[str | UnsetType, Meta(description="部门;没有部门时不出现这一项", examples=["机电系"])] = (
        UNSET
    )
    state: Annotated[StandingState, Meta(description=STATES)]
    days_exact: Annotated[
        str | UnsetType, Meta(description=f"窗口内的天数,整数或最简分数;{LEFT_OUT}", examples=["301"])
    ] = UNSET
    months: Annotated[
        str | UnsetType, Meta(description=f"窗口内的月数,两位小数,只供显示;{LEFT_OUT}", examples=["10.03"])
    ] = UNSET
    months_exact: Annotated[
        str | UnsetType, Meta(description=f"窗口内的月数,整数或最简分数;{LEFT_OUT}", examples=["301/30"])
    ] = UNSET
    required_exact: Annotated[str | UnsetType | None, Meta(description=f"要求的月数;{LEFT_OUT}", examples=["10"])] = (
        UNSET
    )
    window: Annotated[Span | UnsetType | None, Meta(description=f"统计窗口;{LEFT_OUT}")] = UNSET
    lapses_on: Annotated[
        date | UnsetType | None,
        Meta(
            description="如不再实践,从这一天起不再达标;null 没有这一天;不作要求和未到考核期时不出现这一项",
            examples=["2026-07-02"],
        ),
    ] = UNSET
    days_needed: Annotated[
        int | UnsetType | None,
        Meta(description="还需要多少天;null 没有这一数目;不作要求和未到考核期时不出现这一项", examples=[182]),
    ] = UNSET
    citation: Annotated[
        str | None, Meta(description="依据;null 当时还没有规定", examples=["盘政发〔2021〕4号 三(七)"])
    ]
    incomplete: Annotated[bool, Meta(description="有资料未能读入;数据库中的资料恒为 false", examples=[False])]
    annual: Annotated[list[Annual], Meta(description="各学年的实践")]
    also: Annotated[list[Beside], Meta(description="按其他规定的结论,总有国家规定")]
    since: Annotated[Credited | UnsetType, Meta(description="所问起算日以来的累计;没有问时不出现这一项")] = UNSET


class CellFault(Shape, kw_only=True, frozen=True):
    """A cell that could not be read; a database has none."""

    sheet: Annotated[str, Meta(description="工作表")]
    row: Annotated[int, Meta(description="行号")]
    column: Annotated[str, Meta(description="列")]
    value: Annotated[str, Meta(description="内容")]
    problem: Annotated[str, Meta(description="问题")]


class StandingShape(Shape, kw_only=True, frozen=True):
    """The whole answer, as `registry standing --format json` prints it."""

    as_of: Annotated[date, Meta(description="截止日期", examples=["2026-06-30"])]
    policy: Annotated[str, Meta(description="按哪一级的规定", examples=["cn-liaoning-panjin"])]
    policy_digest: Annotated[str, Meta(description="规定的指纹,规定不变则不变", examples=["5f0c"])]
    basis: Annotated[MonthBasis, Meta(description=BASES)]
    teachers: Annotated[list[StandingLine], Meta(description="所问的教师,一位")]
    errors: Annotated[list[CellFault], Meta(description="未能读入的单元格;数据库中恒为空")]
    warnings: Annotated[list[CellFault], Meta(description="值得核对的单元格;数据库中恒为空")]


class Standings(Shape, kw_only=True, frozen=True):
    """A page of a school's answers."""

    as_of: Annotated[date, Meta(description="截止日期", examples=["2026-06-30"])]
    policy: Annotated[str, Meta(description="该校执行的规定", examples=["cn-liaoning-panjin"])]
    policy_digest: Annotated[str, Meta(description="规定的指纹,规定不变则不变", examples=["5f0c"])]
    basis: Annotated[MonthBasis, Meta(description=BASES)]
    items: Annotated[list[StandingLine], Meta(description="当天在册的人,按工号排列")]
    next: Next


LINE = StandingLine(
    staff_no="T1",
    name="林晓",
    department="机电系",
    state=StandingState.AT_RISK,
    days_exact="301",
    months="10.03",
    months_exact="301/30",
    required_exact="10",
    window=Span(started_on=date(2021, 7, 1), finished_on=date(2026, 6, 30)),
    lapses_on=date(2026, 7, 2),
    days_needed=182,
    citation="盘政发〔2021〕4号 三(七)",
    incomplete=False,
    annual=[
        Annual(
            year=Span(started_on=date(2025, 9, 1), finished_on=date(2026, 8, 31)),
            months_exact="0",
            state=YearlyState.OPEN,
        )
    ],
    also=[
        Beside(
            jurisdiction="cn",
            state=StandingState.AT_RISK,
            required_exact="6",
            citation="教师〔2016〕3号 第四条",
        )
    ],
    since=Credited(started_on=date(2024, 1, 1), days_exact="41", months_exact="41/30"),
)
ANSWER = StandingShape(
    as_of=date(2026, 6, 30),
    policy="cn-liaoning-panjin",
    policy_digest="5f0c",
    basis=MonthBasis.THIRTY_DAYS,
    teachers=[LINE],
    errors=[],
    warnings=[],
)
PAGE = Standings(
    as_of=date(2026, 6, 30),
    policy="cn-liaoning-panjin",
    policy_digest="5f0c",
    basis=MonthBasis.THIRTY_DAYS,
    items=[LINE],
    next=SOME_CURSOR,
)
