"""What is asked and answered about people, and real examples of it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.people.model.facts import PostCategory
from registry.platform.web.api import USUALLY_AT_ONCE, Cursor, Limit, Next, Shape, cursor_of

SOME_PERSON = "8b7f6f0e-40a1-4a51-8f3c-0d9f4f1f6f11"
SOME_CURSOR = cursor_of("SX01", "T1", "3f0a4c1e-7d5b-4a39-9f5e-3b1f0d7c2a10")
SOME_DEPARTMENT = "5a0c2d34-91be-4c7b-a1c2-7c1f2e9d3b21"
CATEGORIES = "教师类别:professional 专业课教师,instructor 实习指导教师,public 公共基础课教师"


class TeachersAsked(Shape, kw_only=True, frozen=True):
    """Filters of the list of teachers."""

    as_of: Annotated[date | None, Meta(description="哪一天在册,不写为今天", examples=["2026-06-30"])] = None
    school: Annotated[
        Annotated[str, Meta(max_length=60)] | None, Meta(description="只看这所学校(学校代码)", examples=["SX01"])
    ] = None
    department: Annotated[UUID | None, Meta(description="只看这个部门(编号)", examples=[SOME_DEPARTMENT])] = None
    category: Annotated[PostCategory | None, Meta(description=CATEGORIES, examples=["professional"])] = None
    staff_no: Annotated[
        Annotated[str, Meta(max_length=60)] | None, Meta(description="工号,须完全一致", examples=["T1"])
    ] = None
    name: Annotated[
        Annotated[str, Meta(max_length=60)] | None, Meta(description="姓名或其一部分", examples=["林"])
    ] = None
    limit: Limit = USUALLY_AT_ONCE
    cursor: Annotated[Cursor, Meta(examples=[SOME_CURSOR])] = None


class TeacherLine(Shape, kw_only=True, frozen=True):
    """One employment of the list."""

    id: Annotated[UUID, Meta(description="教师的编号,全系统唯一", examples=[SOME_PERSON])]
    name: Annotated[str, Meta(description="姓名", examples=["林晓"])]
    school: Annotated[str, Meta(description="学校代码", examples=["SX01"])]
    school_name: Annotated[str, Meta(description="学校全称", examples=["苇海职业学院"])]
    staff_no: Annotated[str, Meta(description="工号", examples=["T1"])]
    department_id: Annotated[UUID | None, Meta(description="部门的编号", examples=[SOME_DEPARTMENT])]
    department: Annotated[str | None, Meta(description="部门", examples=["机电系"])]
    category: Annotated[PostCategory | None, Meta(description=f"{CATEGORIES};null 当天没有任教岗位")]
    employed_from: Annotated[date | None, Meta(description="任职第一天;null 一向任职", examples=["2015-09-01"])]
    employed_to: Annotated[date | None, Meta(description="任职最后一天;null 没有终止", examples=[None])]


class Teachers(Shape, kw_only=True, frozen=True):
    """A page of the list."""

    items: Annotated[list[TeacherLine], Meta(description="按学校代码、工号排列")]
    next: Next


class Held(Shape, kw_only=True, frozen=True):
    """A teaching post."""

    category: Annotated[PostCategory, Meta(description=CATEGORIES)]
    started_on: Annotated[date | None, Meta(description="第一天;null 一向如此", examples=["2015-09-01"])]
    finished_on: Annotated[date | None, Meta(description="最后一天;null 没有终止", examples=[None])]


class EmployedShape(Shape, kw_only=True, frozen=True):
    """An employment."""

    school: Annotated[str, Meta(description="学校代码", examples=["SX01"])]
    staff_no: Annotated[str, Meta(description="工号", examples=["T1"])]
    department_id: Annotated[UUID | None, Meta(description="部门的编号", examples=[SOME_DEPARTMENT])]
    department: Annotated[str | None, Meta(description="部门", examples=["机电系"])]
    started_on: Annotated[date | None, Meta(description="第一天;null 一向如此", examples=["2015-09-01"])]
    finished_on: Annotated[date | None, Meta(description="最后一天;null 没有终止", examples=[None])]
    industry_months: Annotated[
        Annotated[int, Meta(ge=0)] | None, Meta(description="入职前在企业工作的月数;null 未登记", examples=[36])
    ]
    posts: Annotated[list[Held], Meta(description="这段任职中的任教岗位,按时间排列")]


class Away(Shape, kw_only=True, frozen=True):
    """Approved leave; its kind is health data and stays here."""

    started_on: Annotated[date, Meta(description="第一天", examples=["2026-03-02"])]
    finished_on: Annotated[date, Meta(description="最后一天", examples=["2026-03-09"])]


class TeacherShape(Shape, kw_only=True, frozen=True):
    """One teacher, as far as the token's owner sees the file."""

    id: Annotated[UUID, Meta(description="教师的编号,全系统唯一", examples=[SOME_PERSON])]
    name: Annotated[str, Meta(description="姓名", examples=["林晓"])]
    records_from: Annotated[date | None, Meta(description="从哪天起资料齐全;null 一向齐全", examples=["2021-01-01"])]
    employments: Annotated[list[EmployedShape], Meta(description="任职,按时间排列")]
    leaves: Annotated[list[Away], Meta(description="已批准的请假,不含请假类型,按时间排列")]


TEACHER_LINE = TeacherLine(
    id=UUID(SOME_PERSON),
    name="林晓",
    school="SX01",
    school_name="苇海职业学院",
    staff_no="T1",
    department_id=UUID(SOME_DEPARTMENT),
    department="机电系",
    category=PostCategory.PROFESSIONAL,
    employed_from=date(2015, 9, 1),
    employed_to=None,
)
TEACHERS = Teachers(items=[TEACHER_LINE], next=SOME_CURSOR)
TEACHER = TeacherShape(
    id=UUID(SOME_PERSON),
    name="林晓",
    records_from=None,
    employments=[
        EmployedShape(
            school="SX01",
            staff_no="T1",
            department_id=UUID(SOME_DEPARTMENT),
            department="机电系",
            started_on=date(2015, 9, 1),
            finished_on=None,
            industry_months=36,
            posts=[Held(category=PostCategory.PROFESSIONAL, started_on=date(2015, 9, 1), finished_on=None)],
        )
    ],
    leaves=[Away(started_on=date(2026, 3, 2), finished_on=date(2026, 3, 9))],
)
