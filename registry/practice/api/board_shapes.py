"""What is asked and answered about the board, and a real example of it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, field

from registry.people.model.facts import PostCategory
from registry.platform.web.api import USUALLY_AT_ONCE, Cursor, Limit, Next, Shape
from registry.practice.api.wording import listed
from registry.practice.documents import words
from registry.practice.model import StandingState, YearlyState
from registry.practice.queries.board_order import cursor_after
from registry.practice.rules.board import BoardSort
from registry.practice.rules.progress import Progress

SOME_PERSON = "8b7f6f0e-40a1-4a51-8f3c-0d9f4f1f6f11"
SOME_DEPARTMENT = "5a0c2d34-91be-4c7b-a1c2-7c1f2e9d3b21"
SOME_CURSOR = cursor_after((3, date(2026, 7, 2), "T1", "SX01", UUID(SOME_PERSON)), BoardSort.URGENCY)
STATES = f"五年的状态:{listed(words.STATES)}"
STEPS = f"本年度的进展:{listed(words.PROGRESS)}"
CATEGORIES = f"教师类别:{listed(words.CATEGORIES)}"
YEARLY = f"本年度的结论:{listed(words.YEARLY_STATES)}"

Name = Annotated[str, Meta(max_length=60)]
Count = Annotated[int, Meta(ge=0, description="人数", examples=[12])]


class BoardAsked(Shape, kw_only=True, frozen=True):
    """Filters of the board: those of its page."""

    as_of: Annotated[date | None, Meta(description="哪一天,可以是将来;不写为今天", examples=["2026-06-30"])] = None
    school: Annotated[Name | None, Meta(description="只看这所学校(学校代码)", examples=["SX01"])] = None
    department: Annotated[UUID | None, Meta(description="只看这个部门(编号)", examples=[SOME_DEPARTMENT])] = None
    category: Annotated[PostCategory | None, Meta(description=CATEGORIES, examples=["professional"])] = None
    state: Annotated[StandingState | None, Meta(description=STATES, examples=["at_risk"])] = None
    progress: Annotated[Progress | None, Meta(description=STEPS, examples=["not_begun"])] = None
    q: Annotated[Name | None, Meta(description="姓名、拼音首字母或工号", examples=["lx"])] = None
    lapses_before: Annotated[
        date | None, Meta(description="只看在这一天之前将不再达标的", examples=["2027-01-01"])
    ] = None
    sort: Annotated[
        BoardSort,
        Meta(
            description="排列:urgency 急的在前,lapse 到期日,staff_no 工号,name 姓名,department 部门",
            examples=["urgency"],
        ),
    ] = BoardSort.URGENCY
    limit: Limit = USUALLY_AT_ONCE
    cursor: Annotated[Cursor, Meta(examples=[SOME_CURSOR])] = None


class Days(Shape, kw_only=True, frozen=True):
    """A period; both days count."""

    started_on: Annotated[date, Meta(description="第一天", examples=["2025-09-01"])] = field(name="from")
    finished_on: Annotated[date, Meta(description="最后一天(含)", examples=["2026-08-31"])] = field(name="to")


class YearShape(Shape, kw_only=True, frozen=True):
    """This school year's duty."""

    year: Annotated[Days, Meta(description="学年")]
    months_exact: Annotated[str, Meta(description="本学年的月数,整数或最简分数", examples=["41/30"])]
    state: Annotated[YearlyState, Meta(description=YEARLY)]


class BoardLine(Shape, kw_only=True, frozen=True):
    """One person of the board."""

    person_id: Annotated[UUID, Meta(description="教师的编号", examples=[SOME_PERSON])]
    school: Annotated[str, Meta(description="学校代码", examples=["SX01"])]
    staff_no: Annotated[str, Meta(description="工号", examples=["T1"])]
    name: Annotated[str, Meta(description="姓名", examples=["林晓"])]
    department_id: Annotated[UUID | None, Meta(description="部门的编号", examples=[SOME_DEPARTMENT])]
    department: Annotated[str | None, Meta(description="部门", examples=["机电系"])]
    category: Annotated[PostCategory | None, Meta(description=CATEGORIES)]
    state: Annotated[StandingState, Meta(description=STATES)]
    days_exact: Annotated[str | None, Meta(description="窗口内的天数,整数或最简分数;null 不作要求", examples=["301"])]
    months_exact: Annotated[
        str | None, Meta(description="窗口内的月数,整数或最简分数;null 不作要求", examples=["301/30"])
    ]
    required_exact: Annotated[str | None, Meta(description="要求的月数;null 不作要求", examples=["10"])]
    window: Annotated[Days | None, Meta(description="统计窗口;null 不作要求")]
    lapses_on: Annotated[
        date | None, Meta(description="如不再实践,从这一天起不再达标;null 没有这一天", examples=["2026-07-02"])
    ]
    days_needed: Annotated[
        Annotated[int, Meta(ge=0)] | None, Meta(description="还需要多少天;null 没有这一数目", examples=[182])
    ]
    citation: Annotated[str | None, Meta(description="依据", examples=["盘政发〔2021〕4号 三(七)"])]
    progress: Annotated[Progress, Meta(description=STEPS)]
    annual: Annotated[YearShape | None, Meta(description="本学年的实践;null 当时没有年度要求")]


class Sums(Shape, kw_only=True, frozen=True):
    """How many people there are, in each state and at each step; zero is written too."""

    people: Annotated[int, Meta(ge=0, description="人数", examples=[120])]
    asked: Annotated[int, Meta(ge=0, description="本年度应实践的人数", examples=[96])]
    states: Annotated[dict[StandingState, Count], Meta(description="各状态的人数")]
    progress: Annotated[dict[Progress, Count], Meta(description="各进展的人数")]


class SchoolLine(Shape, kw_only=True, frozen=True):
    """One school's line on a bureau's board."""

    school: Annotated[str, Meta(description="学校代码", examples=["SX01"])]
    school_name: Annotated[str, Meta(description="学校全称", examples=["苇海职业学院"])]
    sums: Annotated[Sums, Meta(description="该校的各项人数")]


class BoardShape(Shape, kw_only=True, frozen=True):
    """A page of the board."""

    as_of: Annotated[date, Meta(description="截止日期", examples=["2026-06-30"])]
    found: Annotated[int, Meta(ge=0, description="符合全部条件的人数", examples=[7])]
    sums: Annotated[Sums, Meta(description="按学校、部门、类别和 q 筛选后的各项人数,不受 state 和 progress 影响")]
    schools: Annotated[list[SchoolLine], Meta(description="各校的人数,按学校代码排列")]
    items: Annotated[list[BoardLine], Meta(description="人员,按 sort 排列")]
    next: Next


SUMS = Sums(
    people=120,
    asked=96,
    states=dict(zip(StandingState, (80, 7, 3, 12, 2, 6, 10), strict=True)),
    progress=dict(zip(Progress, (40, 20, 16, 20, 24), strict=True)),
)
BOARD = BoardShape(
    as_of=date(2026, 6, 30),
    found=7,
    sums=SUMS,
    schools=[SchoolLine(school="SX01", school_name="苇海职业学院", sums=SUMS)],
    items=[
        BoardLine(
            person_id=UUID(SOME_PERSON),
            school="SX01",
            staff_no="T1",
            name="林晓",
            department_id=UUID(SOME_DEPARTMENT),
            department="机电系",
            category=PostCategory.PROFESSIONAL,
            state=StandingState.AT_RISK,
            days_exact="301",
            months_exact="301/30",
            required_exact="10",
            window=Days(started_on=date(2021, 7, 1), finished_on=date(2026, 6, 30)),
            lapses_on=date(2026, 7, 2),
            days_needed=182,
            citation="盘政发〔2021〕4号 三(七)",
            progress=Progress.NOT_BEGUN,
            annual=YearShape(
                year=Days(started_on=date(2025, 9, 1), finished_on=date(2026, 8, 31)),
                months_exact="0",
                state=YearlyState.OPEN,
            ),
        )
    ],
    next=SOME_CURSOR,
)
