"""Units, approval chains, breaks: stored, recorded, bounded by the school and by dates."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.institutions.model.commands import (
    CloseUnit,
    OpenUnit,
    RecordBreak,
    SetApprovalChain,
    VoidApprovalChain,
    VoidBreak,
)
from registry.institutions.model.events import (
    ApprovalChainSet,
    ApprovalChainVoided,
    BreakRecorded,
    BreakVoided,
    UnitClosed,
    UnitOpened,
)
from registry.institutions.model.facts import ApprovalStep, UnitKind
from registry.institutions.queries.belongings import approval_chain_on, approval_chains, breaks, units
from registry.institutions.service.approval_chains import set_approval_chain, void_approval_chain
from registry.institutions.service.breaks import record_break, void_break
from registry.institutions.service.units import close_unit, open_unit
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import (
    SUMMER,
    a_bureau,
    a_school,
    a_unit,
    an_office,
    did,
    done,
    many_connections,
    rows_of,
)

ONE_DAY = timedelta(days=1)


async def _refused(use_case, command, *scope):
    with pytest.raises(InvalidFields) as refusal:
        await did(use_case, command, *scope)
    return refusal.value.faults


async def test_a_unit_is_opened_and_closed(database):
    school = await a_school()
    scope = Scope.school(school.id)

    opened, events = await done(open_unit, OpenUnit(school.id, UnitKind.OFFICE, "人事处", date(2020, 1, 1)), scope)
    closed, more = await done(close_unit, CloseUnit(opened.id, 1, date(2025, 12, 31)), scope)

    was = {
        "id": str(opened.id),
        "school_id": str(school.id),
        "kind": "office",
        "name": "人事处",
        "started_on": "2020-01-01",
        "finished_on": None,
        "revision": 1,
    }
    assert events == [UnitOpened("school_unit", str(opened.id), None, was)]
    is_now = {**was, "finished_on": "2025-12-31", "revision": 2}
    assert more == [UnitClosed("school_unit", str(opened.id), was, is_now)]
    assert await units(a_reading(), school.id) == (closed,)


async def test_a_units_name_may_return_the_day_after_it_closed(database):
    school = await a_school()
    first = await a_unit(school, "机电系", started_on=date(2020, 1, 1))
    await did(close_unit, CloseUnit(first.id, 1, date(2024, 8, 31)))

    faults = await _refused(open_unit, OpenUnit(school.id, UnitKind.DEPARTMENT, "机电系", date(2024, 8, 31)))
    await a_unit(school, "机电系", started_on=date(2024, 9, 1))

    assert faults == {"name": "同一时期本校已有同名的处室或系部"}
    assert len(await units(a_reading(), school.id)) == 2


async def test_a_unit_cannot_close_before_it_opened(database):
    unit = await a_unit(await a_school(), started_on=date(2024, 9, 1))

    faults = await _refused(close_unit, CloseUnit(unit.id, 1, date(2024, 8, 31)))
    await did(close_unit, CloseUnit(unit.id, 1, date(2024, 9, 1)))

    assert faults == {"finished_on": "结束日期 2024-08-31 早于开始日期 2024-09-01"}
    with pytest.raises(StaleEdit):
        await did(close_unit, CloseUnit(unit.id, 1, date(2024, 9, 2)))


async def test_a_chain_holds_until_the_day_before_the_next(database):
    school = await a_school()
    office, leader = await an_office(school), await an_office(school, "校长办公室")
    old = (ApprovalStep(None, "系部意见"), ApprovalStep(office.id, "审核"))
    new = (*old, ApprovalStep(leader.id, "审批"))

    first, events = await done(set_approval_chain, SetApprovalChain(school.id, date(2024, 9, 1), old))
    second = await did(set_approval_chain, SetApprovalChain(school.id, date(2026, 1, 1), new))

    reading = a_reading()
    assert await approval_chain_on(reading, school.id, date(2024, 8, 31)) is None
    assert await approval_chain_on(reading, school.id, date(2024, 9, 1)) == first
    assert await approval_chain_on(reading, school.id, date(2025, 12, 31)) == first
    assert await approval_chain_on(reading, school.id, date(2026, 1, 1)) == second
    assert await approval_chains(reading, school.id) == (first, second)
    steps = [{"office_id": None, "label": "系部意见"}, {"office_id": str(office.id), "label": "审核"}]
    assert events == [
        ApprovalChainSet(
            "approval_chain",
            str(first.id),
            None,
            {
                "id": str(first.id),
                "school_id": str(school.id),
                "started_on": "2024-09-01",
                "steps": steps,
                "voided_at": None,
                "voided_reason": None,
                "revision": 1,
            },
        )
    ]


async def test_a_mistaken_chain_is_voided_and_set_anew(database):
    school = await a_school()
    steps = (ApprovalStep(None, "系部意见"),)
    mistaken = await did(set_approval_chain, SetApprovalChain(school.id, date(2026, 1, 1), steps))

    faults = await _refused(set_approval_chain, SetApprovalChain(school.id, date(2026, 1, 1), steps))
    voided, events = await done(void_approval_chain, VoidApprovalChain(mistaken.id, 1, "日期填错"))
    after = await did(set_approval_chain, SetApprovalChain(school.id, date(2026, 1, 1), steps))

    assert faults == {"started_on": "本校在这一天已有一条审批链开始生效"}
    assert [type(event) for event in events] == [ApprovalChainVoided]
    assert events[0].after["voided_reason"] == "日期填错"
    assert (voided.voided_at, voided.revision) == (NOW, 2)
    assert await approval_chain_on(a_reading(), school.id, date(2026, 1, 1)) == after
    assert await _refused(void_approval_chain, VoidApprovalChain(mistaken.id, 2, "再次")) == {
        "reason": "此记录已作废"
    }


async def test_a_chains_steps_are_offices_of_the_school_that_stand(database):
    school, other = await a_school(), await a_school("S2")
    department, foreign = await a_unit(school), await an_office(other)
    future = await an_office(school, "校企合作处", date(2026, 1, 2))
    steps = (
        ApprovalStep(department.id, "审核"),
        ApprovalStep(foreign.id, "审核"),
        ApprovalStep(future.id, "审核"),
        ApprovalStep(None, " "),
    )

    faults = await _refused(set_approval_chain, SetApprovalChain(school.id, date(2026, 1, 1), steps))
    empty = await _refused(set_approval_chain, SetApprovalChain(school.id, date(2026, 1, 1), ()))

    assert faults == {
        "steps": "第 1 步的处室不是本校处室;第 2 步的处室不是本校处室;"
        "第 3 步的 校企合作处 在 2026-01-01 不存在;第 4 步没有名称"
    }
    assert empty == {"steps": "审批链至少要有一步"}


async def test_a_break_is_recorded_and_voided(database):
    school = await a_school()

    summer, events = await done(record_break, RecordBreak(school.id, "2026 年暑假", *SUMMER))
    assert await breaks(a_reading(), school.id) == (summer,)
    voided, more = await done(void_break, VoidBreak(summer.id, 1, "校历调整"))

    was = {
        "id": str(summer.id),
        "school_id": str(school.id),
        "name": "2026 年暑假",
        "started_on": "2026-07-11",
        "finished_on": "2026-08-31",
        "voided_at": None,
        "voided_reason": None,
        "revision": 1,
    }
    assert events == [BreakRecorded("school_break", str(summer.id), None, was)]
    is_now = {**was, "voided_at": NOW.isoformat(), "voided_reason": "校历调整", "revision": 2}
    assert more == [BreakVoided("school_break", str(summer.id), was, is_now)]
    assert await breaks(a_reading(), school.id) == ()
    assert voided.revision == 2


async def test_breaks_may_touch_and_never_overlap(database):
    school, other = await a_school(), await a_school("S2")
    first, last = SUMMER
    await did(record_break, RecordBreak(school.id, "暑假", first, last))

    for started_on, finished_on in [(last, last), (first - ONE_DAY, first), (first, last)]:
        faults = await _refused(record_break, RecordBreak(school.id, "重叠", started_on, finished_on))
        assert faults == {"started_on": "与本校校历中另一个假期重叠"}
    await did(record_break, RecordBreak(school.id, "后", last + ONE_DAY, last + ONE_DAY))
    await did(record_break, RecordBreak(school.id, "前", first - ONE_DAY, first - ONE_DAY))
    await did(record_break, RecordBreak(other.id, "他校", first, last))

    assert len(await breaks(a_reading(), school.id)) == 3


async def test_of_forty_overlapping_breaks_at_once_one_gets_in(database):
    await many_connections()
    school = await a_school()
    first = SUMMER[0]

    async def one(number):
        try:
            await did(record_break, RecordBreak(school.id, str(number), first, first + number * ONE_DAY))
        except InvalidFields:
            return 0
        return 1

    assert sum(await asyncio.gather(*(one(number) for number in range(40)))) == 1
    assert len(await breaks(a_reading(), school.id)) == 1


async def test_what_belongs_to_a_strangers_school_is_not_found(database):
    own, other = await a_school(), await a_school("S2")
    hidden = await did(record_break, RecordBreak(other.id, "暑假", *SUMMER))
    unit, scope = await a_unit(other), Scope.school(own.id)

    for query in (units, breaks, approval_chains):
        with pytest.raises(NotFound):
            await query(a_reading(), other.id, scope)
    for use_case, command in [
        (record_break, RecordBreak(other.id, "寒假", date(2027, 1, 1), date(2027, 2, 1))),
        (void_break, VoidBreak(hidden.id, 1, "x")),
        (close_unit, CloseUnit(unit.id, 1, date(2027, 1, 1))),
        (open_unit, OpenUnit(other.id, UnitKind.OFFICE, "x")),
        (set_approval_chain, SetApprovalChain(other.id, date(2027, 1, 1), (ApprovalStep(None, "x"),))),
    ]:
        with pytest.raises(NotFound):
            await did(use_case, command, scope)
    with pytest.raises(NotFound, match="没有找到该假期"):
        await did(void_break, VoidBreak(uuid4(), 1, "x"), scope)


async def test_a_bureau_reads_and_never_changes(database):
    bureau = await a_bureau()
    school = await a_school(bureau_id=bureau.id)
    scope = Scope.bureau(bureau.id)

    assert await units(a_reading(), school.id, scope) == ()
    with pytest.raises(NotPermitted):
        await did(record_break, RecordBreak(school.id, "暑假", *SUMMER), scope)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            "INSERT INTO school VALUES (gen_random_uuid(), 'S9', 'n', 's', 'primary', 'cn', NULL, NULL, 1)",
            "level_known",
        ),
        ("INSERT INTO school VALUES (gen_random_uuid(), 'S1', 'n', 's', 'higher', 'cn', NULL, NULL, 1)", "code_key"),
        ("INSERT INTO school VALUES (gen_random_uuid(), 'S9', '', 's', 'higher', 'cn', NULL, NULL, 1)", "is_named"),
        (
            "INSERT INTO school_unit "
            "SELECT gen_random_uuid(), id, 'office', '处', '2026-01-02', '2026-01-01', 1 FROM school",
            "school_unit_in_order",
        ),
        (
            "INSERT INTO school_unit SELECT gen_random_uuid(), id, 'club', '处', NULL, NULL, 1 FROM school",
            "school_unit_kind_known",
        ),
        (
            "INSERT INTO school_unit SELECT gen_random_uuid(), id, 'department', '机电系', NULL, NULL, 1 FROM school",
            "school_unit_name_once",
        ),
        (
            "INSERT INTO school_break "
            "SELECT gen_random_uuid(), id, '假', '2026-01-02', '2026-01-01', NULL, NULL, 1 FROM school",
            "school_break_in_order",
        ),
        (
            "INSERT INTO school_break "
            "SELECT gen_random_uuid(), id, '假', '2026-08-31', '2026-09-01', NULL, NULL, 1 FROM school",
            "school_break_apart",
        ),
        ("UPDATE school_break SET voided_at = now()", "school_break_voided_with_reason"),
        ("UPDATE school_break SET voided_at = now(), voided_reason = ''", "school_break_voided_with_reason"),
        (
            "INSERT INTO approval_chain SELECT gen_random_uuid(), id, '2026-01-01', NULL, NULL, 1 FROM school",
            "approval_chain_begins_once",
        ),
        (
            "INSERT INTO approval_step SELECT gen_random_uuid(), id, school, 1, NULL, 'x' FROM approval_chain",
            "approval_step_place_once",
        ),
        (
            "WITH other AS (INSERT INTO school VALUES "
            "(gen_random_uuid(), 'S9', 'n', 's', 'higher', 'cn', NULL, NULL, 1) RETURNING id) "
            "INSERT INTO approval_step SELECT gen_random_uuid(), c.id, other.id, 2, NULL, 'x' "
            "FROM approval_chain c, other",
            "approval_step_chain_of_school",
        ),
        ("DELETE FROM bureau", "school_bureau_fkey"),
    ],
)
async def test_the_database_holds_the_invariants_by_itself(database, statement, constraint):
    school = await a_school(bureau_id=(await a_bureau()).id)
    await a_unit(school)
    await did(record_break, RecordBreak(school.id, "暑假", *SUMMER))
    await did(set_approval_chain, SetApprovalChain(school.id, date(2026, 1, 1), (ApprovalStep(None, "意见"),)))

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await rows_of(database, statement)

    assert constraint in refusal.value.constraint_name


async def test_the_database_knows_whose_office_it_is(database):
    school, other = await a_school(), await a_school("S2")
    foreign = await an_office(other)
    chain = await did(
        set_approval_chain, SetApprovalChain(school.id, date(2026, 1, 1), (ApprovalStep(None, "意见"),))
    )

    with pytest.raises(asyncpg.ForeignKeyViolationError) as refusal:
        await rows_of(
            database,
            "INSERT INTO approval_step VALUES (gen_random_uuid(), $1, $2, 2, $3, '审核')",
            chain.id,
            school.id,
            foreign.id,
        )

    assert refusal.value.constraint_name == "approval_step_office_of_school"


@pytest.mark.parametrize("table", ["school_unit", "school_break", "approval_chain", "approval_step"])
async def test_the_database_deletes_none_of_it(database, table):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="never deleted"):
        await rows_of(database, f"DELETE FROM {table}")
