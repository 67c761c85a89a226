"""What is asked and answered about placements, and real examples of it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.platform.clock import SHANGHAI
from registry.platform.web.api import USUALLY_AT_ONCE, Cursor, Limit, Next, Shape, cursor_of
from registry.practice.api.wording import listed
from registry.practice.documents import words
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.records import DutyMode, FirmRelation, NoticeKind

SOME_PLACEMENT = "c1f6b1de-5a0b-4a7c-8a55-2f3f6f0a9e42"
SOME_CURSOR = cursor_of(SOME_PLACEMENT)
SOME_PERSON = "8b7f6f0e-40a1-4a51-8f3c-0d9f4f1f6f11"
STATES = f"状态:{listed(words.PLACEMENT_STATES)};只有 verified 计入"
FORMS = f"实践形式:{listed(words.FORMS)}"
MODES = f"脱产方式:{listed(words.DUTY_MODES)};由工作量比例和出勤日期得出"
RELATIONS = f"企业与本人的关系:{listed(words.FIRM_RELATIONS)}"
LONG, LINE, LIST = 4000, 200, 800

Text = Annotated[str, Meta(max_length=LONG)]
Line = Annotated[str, Meta(max_length=LINE)]
Share = Annotated[
    int, Meta(ge=1, le=100, description="工作量比例,1 到 100 的整数;按出勤日期计时没有意义", examples=[100])
]


class PlacementsAsked(Shape, kw_only=True, frozen=True):
    """Filters of the list of placements."""

    school: Annotated[
        Annotated[str, Meta(max_length=60)] | None,
        Meta(description="只看这所学校保管的记录(学校代码)", examples=["SX01"]),
    ] = None
    person: Annotated[UUID | None, Meta(description="只看这位教师(编号)", examples=[SOME_PERSON])] = None
    state: Annotated[PlacementState | None, Meta(description=STATES, examples=["verified"])] = None
    form: Annotated[PracticeForm | None, Meta(description=FORMS, examples=["post_work"])] = None
    from_day: Annotated[date | None, Meta(description="只看在这一天(含)以后还有日子的", examples=["2026-01-01"])] = (
        None
    )
    to_day: Annotated[date | None, Meta(description="只看在这一天(含)以前已有日子的", examples=["2026-12-31"])] = None
    limit: Limit = USUALLY_AT_ONCE
    cursor: Annotated[Cursor, Meta(examples=[SOME_CURSOR])] = None


class Attended(Shape, kw_only=True, frozen=True):
    """One attended day."""

    on: Annotated[date, Meta(description="哪一天", examples=["2026-07-11"])]
    halves: Annotated[int, Meta(ge=1, le=2, description="1 半天,2 一天", examples=[2])]


class PlacementShape(Shape, kw_only=True, frozen=True):
    """One revision of a placement."""

    id: Annotated[UUID, Meta(description="记录的编号;更正后有新的编号", examples=[SOME_PLACEMENT])]
    chain_id: Annotated[UUID, Meta(description="同一次实践的各版记录共用的编号", examples=[SOME_PLACEMENT])]
    revision: Annotated[int, Meta(ge=1, description="这一版改动过几次,从 1 起", examples=[1])]
    is_replaced: Annotated[bool, Meta(description="已被更正后的新记录取代", examples=[False])]
    replaces_id: Annotated[UUID | None, Meta(description="它更正的是哪一条记录", examples=[None])]
    person_id: Annotated[UUID, Meta(description="教师的编号", examples=[SOME_PERSON])]
    name: Annotated[str, Meta(description="教师姓名", examples=["林晓"])]
    school: Annotated[str, Meta(description="保管记录的学校(代码)", examples=["SX01"])]
    staff_no: Annotated[str, Meta(description="在该校的工号;没有任职时为空", examples=["T1"])]
    enterprise_id: Annotated[UUID | None, Meta(description="企业的编号;null 只知道名称", examples=[None])]
    enterprise_name: Annotated[str, Meta(description="企业名称", examples=["辽河机械厂"])]
    position: Annotated[str, Meta(description="岗位", examples=["钳工"])]
    form: Annotated[PracticeForm, Meta(description=FORMS)]
    started_on: Annotated[date, Meta(description="第一天", examples=["2026-07-11"])]
    finished_on: Annotated[date, Meta(description="最后一天(含)", examples=["2026-08-20"])]
    duty_mode: Annotated[DutyMode, Meta(description=MODES)]
    share_percent: Share
    attended: Annotated[
        list[Attended] | None, Meta(description="不脱产时的出勤日期,只有这些天计入;null 按起止日期计")
    ]
    state: Annotated[PlacementState, Meta(description=STATES)]
    reason: Annotated[str, Meta(description="退回、异议、更正等的理由", examples=[""])]
    relation: Annotated[FirmRelation, Meta(description=RELATIONS)]
    is_abroad: Annotated[bool, Meta(description="在境外", examples=[False])]
    region_code: Annotated[str, Meta(description="行政区划代码(GB/T 2260);空为企业所在地", examples=["211100"])]
    entered_at: Annotated[datetime, Meta(description="登记的时刻")]
    verified_at: Annotated[datetime | None, Meta(description="认定的时刻;null 未认定")]


class Placements(Shape, kw_only=True, frozen=True):
    """A page of the list."""

    items: Annotated[list[PlacementShape], Meta(description="每次实践一条,以现行的一版为准;顺序固定,不按日期")]
    next: Next


class SupervisorSent(Shape, kw_only=True, frozen=True):
    """Who vouches for the teacher in the enterprise."""

    name: Annotated[Line, Meta(description="企业指导教师的姓名", examples=["王师傅"])] = ""
    phone: Annotated[Line, Meta(description="电话,加密保存", examples=["13900000000"])] = ""


class PlacementSent(Shape, kw_only=True, frozen=True):
    """A placement to be planned or handed in."""

    person_id: Annotated[UUID | None, Meta(description="谁的实践;不写为令牌的主人", examples=[SOME_PERSON])] = None
    placement_id: Annotated[
        UUID | None,
        Meta(description="由发送方选定的编号:同一编号再发一次不会重复登记", examples=[SOME_PLACEMENT]),
    ] = None
    state: Annotated[
        PlacementState, Meta(description="planned 存为计划,submitted 直接提交;不写为 planned", examples=["submitted"])
    ] = PlacementState.PLANNED
    enterprise_name: Annotated[
        str, Meta(min_length=1, max_length=LINE, description="企业名称", examples=["辽河机械厂"])
    ]
    enterprise_id: Annotated[UUID | None, Meta(description="企业的编号(如已知)", examples=[None])] = None
    position: Annotated[Line, Meta(description="岗位", examples=["钳工"])] = ""
    form: Annotated[PracticeForm, Meta(description=FORMS, examples=["post_work"])] = PracticeForm.OTHER
    started_on: Annotated[date, Meta(description="第一天", examples=["2026-07-11"])]
    finished_on: Annotated[date, Meta(description="最后一天(含)", examples=["2026-08-20"])]
    share_percent: Share = 100
    attended: Annotated[
        Annotated[list[Attended], Meta(min_length=1, max_length=LIST)] | None,
        Meta(description="不脱产时的出勤日期;不写为按起止日期计", examples=[None]),
    ] = None
    goals: Annotated[Text, Meta(description="实践目标与任务", examples=["掌握数控加工"])] = ""
    expected_results: Annotated[Text, Meta(description="预期成果", examples=["案例一份"])] = ""
    teaching_arrangement: Annotated[Text, Meta(description="本学期课务安排", examples=["已调整"])] = ""
    summary: Annotated[Text, Meta(description="个人总结", examples=[""])] = ""
    is_abroad: Annotated[bool, Meta(description="在境外", examples=[False])] = False
    region_code: Annotated[
        str, Meta(pattern="^([0-9]{6})?$", description="行政区划代码(GB/T 2260)", examples=["211100"])
    ] = ""
    relation: Annotated[FirmRelation, Meta(description=RELATIONS, examples=["none"])] = FirmRelation.NONE
    supervisor: Annotated[SupervisorSent | None, Meta(description="企业指导教师", examples=[None])] = None


class NoticeShape(Shape, kw_only=True, frozen=True):
    """What to look at again; nothing of it was refused."""

    kind: Annotated[
        NoticeKind,
        Meta(description=f"提醒什么:{listed(words.NOTICES)}"),
    ]
    from_day: Annotated[date, Meta(description="涉及的第一天", examples=["2026-08-01"])]
    to_day: Annotated[date, Meta(description="涉及的最后一天", examples=["2026-08-20"])]
    other_id: Annotated[UUID | None, Meta(description="另一条实践或请假的编号", examples=[None])]


class EnteredShape(Shape, kw_only=True, frozen=True):
    """A placement as it was written."""

    placement: Annotated[PlacementShape, Meta(description="写入的记录")]
    notices: Annotated[list[NoticeShape], Meta(description="值得再看一眼的地方,不影响登记")]


PLACEMENT = PlacementShape(
    id=UUID(SOME_PLACEMENT),
    chain_id=UUID(SOME_PLACEMENT),
    revision=1,
    is_replaced=False,
    replaces_id=None,
    person_id=UUID(SOME_PERSON),
    name="林晓",
    school="SX01",
    staff_no="T1",
    enterprise_id=None,
    enterprise_name="辽河机械厂",
    position="钳工",
    form=PracticeForm.POST_WORK,
    started_on=date(2026, 7, 11),
    finished_on=date(2026, 8, 20),
    duty_mode=DutyMode.OFF_DUTY,
    share_percent=100,
    attended=None,
    state=PlacementState.SUBMITTED,
    reason="",
    relation=FirmRelation.NONE,
    is_abroad=False,
    region_code="211100",
    entered_at=datetime(2026, 8, 21, 9, 0, tzinfo=SHANGHAI),
    verified_at=None,
)
PLACEMENTS = Placements(items=[PLACEMENT], next=SOME_CURSOR)
SENT = PlacementSent(
    person_id=UUID(SOME_PERSON),
    placement_id=UUID(SOME_PLACEMENT),
    state=PlacementState.SUBMITTED,
    enterprise_name="辽河机械厂",
    position="钳工",
    form=PracticeForm.POST_WORK,
    started_on=date(2026, 7, 11),
    finished_on=date(2026, 8, 20),
    region_code="211100",
    supervisor=SupervisorSent(name="王师傅", phone="13900000000"),
)
ENTERED = EnteredShape(
    placement=PLACEMENT,
    notices=[
        NoticeShape(kind=NoticeKind.IN_TERM, from_day=date(2026, 7, 11), to_day=date(2026, 7, 12), other_id=None)
    ],
)
