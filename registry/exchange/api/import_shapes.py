"""What is asked, sent and answered about imports, and real examples of it."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from registry.exchange.model.imports import DuplicateKind, ImportKind, ImportStage, ImportState, RowSort
from registry.platform.web.api import USUALLY_AT_ONCE, Cursor, Limit, Next, Shape, cursor_of

SOME_RUN = "5d0c4d6a-0f0b-4f59-9d39-0c5a0f2f7a10"
CHECKED = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
SOME_CURSOR = cursor_of(CHECKED.isoformat(), SOME_RUN)
KINDS = "种类:teachers 教师,placements 企业实践,leave 请假,ledger 整本台账"
STATES = (
    "状态:checked 预检通过,refused 有错误,queued 等待后台导入,committed 已导入,failed 后台导入失败,"
    "undone 已撤销,discarded 已放弃"
)
SORTS = "哪一类:teacher 教师,placement 企业实践,leave 请假"
STAGES = "进行到哪一步:reading 读取,comparing 比对,writing 写入,recording 记录,done 完成"
DUPLICATES = (
    "为什么可能是同一个:known_elsewhere 身份证件号码在另一校已登记,same_name_and_birth 同名同生日,"
    "twice_in_file 文件中有两条相同的实践"
)
Name = Annotated[str, Meta(max_length=60)]
Sent = Annotated[int, Meta(ge=1, le=1_000_000, description="看到的 revision;已被别人改动时回答 409", examples=[1])]


class ImportsAsked(Shape, kw_only=True, frozen=True):
    """Filters of the list of imports."""

    school: Annotated[Name | None, Meta(description="只看这所学校(学校代码)", examples=["SX01"])] = None
    kind: Annotated[ImportKind | None, Meta(description=KINDS, examples=["ledger"])] = None
    state: Annotated[ImportState | None, Meta(description=STATES, examples=["committed"])] = None
    limit: Limit = USUALLY_AT_ONCE
    cursor: Annotated[Cursor, Meta(examples=[SOME_CURSOR])] = None


class ImportSent(Shape, kw_only=True, frozen=True):
    """What is said beside a file."""

    school: Annotated[str, Meta(min_length=1, max_length=60, description="哪所学校(学校代码)", examples=["SX01"])]
    kind: Annotated[ImportKind, Meta(description=KINDS, examples=["ledger"])]
    import_id: Annotated[
        UUID | None, Meta(description="由发送方选定的编号:同一编号再发一次,回答已有的预检", examples=[SOME_RUN])
    ] = None
    records_from: Annotated[
        date | None, Meta(description="台账中各人的资料从哪天起齐全", examples=["2021-01-01"])
    ] = None
    correct: Annotated[bool, Meta(description="与已认定的实践不同的行按更正处理,而不是报错", examples=[False])] = (
        False
    )


class CommitSent(Shape, kw_only=True, frozen=True):
    """Write what a dry run showed."""

    revision: Sent
    end_gone_on: Annotated[
        date | None,
        Meta(description="在册而文件中没有的人,以这一天为任职最后一天;不写则不改动他们", examples=[None]),
    ] = None


class UndoSent(Shape, kw_only=True, frozen=True):
    """Take an import back."""

    revision: Sent
    reason: Annotated[str, Meta(min_length=1, max_length=500, description="理由", examples=["选错了文件"])]


class ImportLine(Shape, kw_only=True, frozen=True):
    """One file and what became of it."""

    id: Annotated[UUID, Meta(description="导入的编号", examples=[SOME_RUN])]
    school: Annotated[str, Meta(description="学校代码", examples=["SX01"])]
    kind: Annotated[ImportKind, Meta(description=KINDS)]
    state: Annotated[ImportState, Meta(description=STATES)]
    revision: Annotated[int, Meta(ge=1, description="改动过几次,从 1 起;导入和撤销时写回", examples=[1])]
    file_name: Annotated[str, Meta(description="文件名", examples=["台账.xlsx"])]
    file_digest: Annotated[str, Meta(description="文件的 SHA-256", examples=["9f86d081884c7d65"])]
    records_from: Annotated[date | None, Meta(description="台账中各人的资料从哪天起齐全", examples=[None])]
    correct: Annotated[bool, Meta(description="与已认定的实践不同的行按更正处理", examples=[False])]
    end_gone_on: Annotated[date | None, Meta(description="文件中没有的人的任职最后一天", examples=[None])]
    counts: Annotated[dict[str, int], Meta(description="各项数目,如 errors、new_teachers、changed_placements")]
    words: Annotated[str, Meta(description="有错误或失败时的说明,其余为空", examples=[""])]
    checked_by: Annotated[str, Meta(description="谁上传的", examples=["陈"])]
    checked_at: Annotated[datetime, Meta(description="上传的时刻")]
    committed_by: Annotated[str | None, Meta(description="谁导入的", examples=[None])]
    committed_at: Annotated[datetime | None, Meta(description="导入的时刻")]
    undone_by: Annotated[str | None, Meta(description="谁撤销的", examples=[None])]
    undone_at: Annotated[datetime | None, Meta(description="撤销的时刻")]
    undone_reason: Annotated[str | None, Meta(description="撤销的理由", examples=[None])]


class Imports(Shape, kw_only=True, frozen=True):
    """A page of the list."""

    items: Annotated[list[ImportLine], Meta(description="新的在前")]
    next: Next


class CellShape(Shape, kw_only=True, frozen=True):
    """A fault of a cell."""

    sheet: Annotated[str, Meta(description="工作表", examples=["企业实践台账"])]
    row: Annotated[int, Meta(description="行号,与 Excel 相同", examples=[17])]
    column: Annotated[str, Meta(description="列的标题", examples=["结束日期"])]
    value: Annotated[str, Meta(description="内容", examples=["2023-02-30"])]
    problem: Annotated[str, Meta(description="问题", examples=["不是日期"])]


class ChangeShape(Shape, kw_only=True, frozen=True):
    """One value that differs."""

    column: Annotated[str, Meta(description="列的标题", examples=["部门"])]
    before: Annotated[str, Meta(description="现在的值", examples=["机电系"])]
    after: Annotated[str, Meta(description="文件中的值", examples=["化工系"])]


class RowShape(Shape, kw_only=True, frozen=True):
    """One fact of the file beside what stands."""

    sort: Annotated[RowSort, Meta(description=SORTS)]
    staff_no: Annotated[str, Meta(description="工号", examples=["T1"])]
    name: Annotated[str, Meta(description="姓名", examples=["林晓"])]
    words: Annotated[str, Meta(description="用来区分的内容:部门,或企业和日期", examples=["机电系"])]
    place: Annotated[str, Meta(description="在文件的哪里;不在文件中的为空", examples=["教师!3"])]
    changes: Annotated[list[ChangeShape], Meta(description="哪些值不同")]


class DuplicateShape(Shape, kw_only=True, frozen=True):
    """Two things that may be one."""

    kind: Annotated[DuplicateKind, Meta(description=DUPLICATES)]
    staff_no: Annotated[str, Meta(description="工号", examples=["T1"])]
    name: Annotated[str, Meta(description="姓名", examples=["林晓"])]
    words: Annotated[str, Meta(description="与哪一个可能相同", examples=["T9"])]
    place: Annotated[str, Meta(description="在文件的哪里", examples=["教师!3"])]


class ProgressShape(Shape, kw_only=True, frozen=True):
    """How far the work has come."""

    stage: Annotated[ImportStage, Meta(description=STAGES)]
    percent: Annotated[int, Meta(ge=0, le=100, description="全部工作的百分之几", examples=[60])]


class ImportShape(Shape, kw_only=True, frozen=True):
    """One file with everything that its dry run found."""

    run: Annotated[ImportLine, Meta(description="这次导入")]
    progress: Annotated[ProgressShape | None, Meta(description="进度;null 没有进行中的工作")]
    errors: Annotated[list[CellShape], Meta(description="错误;有一处即整份不写入")]
    warnings: Annotated[list[CellShape], Meta(description="值得核对的地方")]
    new: Annotated[list[RowShape], Meta(description="将新增的")]
    changed: Annotated[list[RowShape], Meta(description="将改动的")]
    gone: Annotated[list[RowShape], Meta(description="在册而文件中没有的人")]
    own: Annotated[list[RowShape], Meta(description="导入人自己的实践,须由他人认定")]
    duplicates: Annotated[list[DuplicateShape], Meta(description="可能重复的")]
    departments: Annotated[list[str], Meta(description="将新建的部门")]
    enterprises: Annotated[list[str], Meta(description="将新建的企业")]


RUN = ImportLine(
    id=UUID(SOME_RUN),
    school="SX01",
    kind=ImportKind.LEDGER,
    state=ImportState.CHECKED,
    revision=1,
    file_name="台账.xlsx",
    file_digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    records_from=None,
    correct=False,
    end_gone_on=None,
    counts={"errors": 0, "new_teachers": 1},
    words="",
    checked_by="陈",
    checked_at=CHECKED,
    committed_by=None,
    committed_at=None,
    undone_by=None,
    undone_at=None,
    undone_reason=None,
)
IMPORTS = Imports(items=[RUN], next=SOME_CURSOR)
IMPORT = ImportShape(
    run=RUN,
    progress=None,
    errors=[],
    warnings=[],
    new=[RowShape(sort=RowSort.TEACHER, staff_no="T1", name="林晓", words="机电系", place="教师!3", changes=[])],
    changed=[],
    gone=[],
    own=[],
    duplicates=[],
    departments=["机电系"],
    enterprises=[],
)
COMMIT = CommitSent(revision=1)
UNDO = UndoSent(revision=2, reason="选错了文件")
