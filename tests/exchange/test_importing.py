"""A school's ledger brought into the registry: the same answers as `registry check` gave, all rows or none."""

import asyncio
from collections import Counter
from dataclasses import asdict, replace
from datetime import date

import pytest

from registry.audit.process import open_process
from registry.exchange.model import (
    CellProblem,
    Fault,
    Ledger,
    LedgerTeacher,
    Particulars,
    PersonParticulars,
    PlacementParticulars,
)
from registry.exchange.service import CheckQuestion, check_ledger
from registry.exchange.service.importing import ImportLedger, import_ledger
from registry.exchange.standing_command import Asked, standing_of
from registry.kernel.errors import BadInput, InvalidFields, NotFound, NotPermitted
from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.facts import LeaveKind, Sex
from registry.practice.model import PlacementFact, PlacementState, PostCategory, PostHeld, TeacherFacts
from registry.practice.projection import differences
from tests.builders.house import a_reading
from tests.exchange.mending import a_mended_ledger
from tests.institutions.staging import PANJIN, a_school, rows_of
from tests.people.staging import an_id_number
from tests.practice.staging import THE_HOUSE, leader, officer, reading_of, teacher

SINCE = date(2022, 9, 1)
SUMMER = PlacementFact("台账!2", date(2025, 7, 1), date(2025, 8, 31), enterprise="辽河机械厂")
HANDED_IN = SUMMER._replace(reference="台账!3", state=PlacementState.SUBMITTED, started_on=date(2025, 8, 1))
CREDIT_CODE = "91350100M000100Y43"


async def _imported(school, ledger, actor=THE_HOUSE, scope=EVERYWHERE, file_name="台账.xlsx"):
    async with open_process("import_ledger", reading_of(actor)) as process:
        found = await import_ledger(process, ImportLedger(school.id, ledger, file_name, "d1"), scope)
    return found, process.events


def a_ledger(*placements, staff_no="1001", name="林晓", particulars=None, **facts):
    own = TeacherFacts(**{"posts": (PostHeld(PostCategory.PROFESSIONAL),), "placements": placements, **facts})
    return Ledger((LedgerTeacher(staff_no, name, own, "机电系"),), particulars=particulars or Particulars())


@pytest.mark.parametrize(("name", "as_of"), [("ledger-a", date(2026, 9, 1)), ("ledger-c", date(2026, 9, 30))])
async def test_every_teacher_stands_as_the_check_of_the_file_said(database, tmp_path, name, as_of):
    ledger, file = a_mended_ledger(name, tmp_path)
    assert ledger.errors == ()
    school = await a_school("S9")

    imported, events = await _imported(school, ledger, file_name=file.name)

    expected = check_ledger(ledger, CheckQuestion(PANJIN, as_of, SINCE), a_reading().book)
    for each in expected.teachers:
        found = (await standing_of(a_reading(), Asked("S9", each.teacher.staff_no, as_of, SINCE))).teachers[0]
        assert (found.standing, found.yearly, found.also, found.since) == (
            each.standing,
            each.yearly,
            each.also,
            each.since,
        ), each.teacher.staff_no
    states = Counter(fact.state for each in ledger.teachers for fact in each.facts.placements)
    assert (imported.teachers, imported.placements) == (len(ledger.teachers), states.total())
    assert imported.verified == states[PlacementState.VERIFIED]
    assert await differences(a_reading()) == ()
    kinds = Counter(type(event).__name__ for event in events)
    assert kinds["PlacementRecorded"] == states.total()
    assert kinds["PlacementVerified"] == states[PlacementState.VERIFIED]
    assert kinds["PersonRegistered"] == kinds["EmploymentBegun"] == len(ledger.teachers)


async def test_what_was_written_and_the_events_that_tell_of_it(database):
    school = await a_school()
    leave = Period(date(2025, 3, 1), date(2025, 7, 31))
    particulars = Particulars(
        {"1001": PersonParticulars(an_id_number(), Sex.FEMALE, date(1980, 1, 1))},
        {"台账!2": PlacementParticulars("钳工", CREDIT_CODE)},
        {("1001", leave): LeaveKind.MATERNITY},
    )
    ledger = a_ledger(SUMMER, HANDED_IN, leaves=(leave,), records_from=date(2020, 9, 1), particulars=particulars)

    imported, events = await _imported(school, ledger)

    assert asdict(imported) == {
        "teachers": 1,
        "persons": 1,
        "employments": 1,
        "departments": 1,
        "leaves": 1,
        "enterprises": 1,
        "placements": 2,
        "verified": 1,
        "known_placements": 0,
        "own_placements": 0,
        "left_out": {"id_number": 0, "credit_code": 0},
    }
    assert [type(event).__name__ for event in events] == [
        "UnitOpened",
        "PersonRegistered",
        "EmploymentBegun",
        "PostBegun",
        "LeaveRecorded",
        "EnterpriseRegistered",
        "PlacementRecorded",
        "PlacementVerified",
        "PlacementRecorded",
        "LedgerImported",
    ]
    rows = await rows_of(
        database,
        "SELECT p.state, p.reason, p.position, p.verified_by_name, p.revision, e.credit_code, n.name, n.sex, "
        "n.birth_on, n.records_from, l.kind FROM placement p JOIN person n ON n.id = p.person "
        "JOIN leave l ON l.person = n.id LEFT JOIN enterprise e ON e.id = p.enterprise ORDER BY p.started_on",
    )
    person = {
        "name": "林晓",
        "sex": "female",
        "birth_on": date(1980, 1, 1),
        "records_from": date(2020, 9, 1),
        "kind": "maternity",
        "credit_code": CREDIT_CODE,
    }
    proof = "依据导入的台账:台账.xlsx"
    assert rows == [
        {
            **person,
            "state": "verified",
            "reason": proof,
            "position": "钳工",
            "verified_by_name": "本机运维",
            "revision": 2,
        },
        {**person, "state": "submitted", "reason": "", "position": "", "verified_by_name": None, "revision": 1},
    ]


async def test_the_same_file_again_writes_nothing_twice(database):
    school = await a_school()
    ledger = a_ledger(SUMMER, SUMMER, HANDED_IN, leaves=(Period(date(2025, 3, 1), date(2025, 3, 31)),))
    await _imported(school, ledger)

    imported, events = await _imported(school, ledger)

    assert (imported.persons, imported.placements, imported.known_placements, imported.leaves) == (0, 0, 3, 0)
    assert [type(event).__name__ for event in events] == ["LedgerImported"]


async def test_one_file_brought_twice_at_once_is_written_once(database):
    school = await a_school()
    ledger = a_ledger(SUMMER, HANDED_IN)

    found = await asyncio.gather(_imported(school, ledger), _imported(school, ledger))

    assert sorted(imported.placements for imported, _ in found) == [0, 2]
    assert await rows_of(database, "SELECT count(*) AS n FROM placement") == [{"n": 2}]


async def test_a_person_is_known_by_number_and_never_by_name_alone(database):
    first, second = await a_school("S1"), await a_school("S2")
    numbered = Particulars({"1001": PersonParticulars(an_id_number())})
    await _imported(first, a_ledger(SUMMER, particulars=numbered))

    await _imported(
        second, a_ledger(staff_no="77", particulars=Particulars({"77": PersonParticulars(an_id_number())}))
    )
    await _imported(second, a_ledger(staff_no="78"))

    rows = await rows_of(database, "SELECT count(DISTINCT person) AS persons, count(*) AS jobs FROM employment")
    assert rows == [{"persons": 2, "jobs": 3}]


async def test_a_number_with_another_name_refuses_the_whole_file(database):
    school = await a_school()
    await _imported(school, a_ledger(SUMMER))
    other = a_ledger(name="高远").teachers[0]
    ledger = Ledger((*a_ledger(HANDED_IN, staff_no="1002").teachers, other))

    with pytest.raises(InvalidFields) as refused:
        await _imported(school, ledger)

    assert list(refused.value.faults) == ["1001"]
    assert await rows_of(database, "SELECT count(*) AS n FROM person") == [{"n": 1}]


async def test_a_file_with_faulty_cells_or_without_staff_numbers_is_refused(database):
    school = await a_school()
    faulty = replace(a_ledger(SUMMER), errors=(CellProblem("台账", 2, "姓名", "", Fault.REQUIRED_EMPTY),))

    with pytest.raises(BadInput, match="1 处错误"):
        await _imported(school, faulty)
    with pytest.raises(InvalidFields, match="没有工号"):
        await _imported(school, a_ledger(SUMMER, staff_no="林晓"))
    assert await rows_of(database, "SELECT count(*) AS n FROM person") == [{"n": 0}]


async def test_leave_that_overlaps_is_leave_once(database):
    school = await a_school()
    spring, longer = Period(date(2025, 3, 1), date(2025, 4, 30)), Period(date(2025, 2, 1), date(2025, 5, 31))

    await _imported(school, a_ledger(leaves=(spring, longer)))

    rows = await rows_of(database, "SELECT started_on, finished_on FROM leave ORDER BY started_on")
    assert rows == [{"started_on": date(2025, 2, 1), "finished_on": date(2025, 5, 31)}]


async def test_the_office_brings_in_its_own_school_only(database):
    school, other = await a_school("S1"), await a_school("S2")

    with pytest.raises(NotFound):
        await _imported(school, a_ledger(SUMMER), officer(other), Scope.school(other.id))
    with pytest.raises(NotPermitted):
        await _imported(school, a_ledger(SUMMER), leader(school), Scope.school(school.id))
    imported, _ = await _imported(school, a_ledger(SUMMER), officer(school), Scope.school(school.id))
    assert imported.verified == 1


async def test_nobody_verifies_their_own_practice_by_bringing_the_file(database):
    school = await a_school()
    await _imported(school, a_ledger())
    (row,) = await rows_of(database, "SELECT id, name FROM person")
    own = type("Person", (), row)
    assert teacher(own)

    imported, _ = await _imported(school, a_ledger(SUMMER), officer(school, own), Scope.school(school.id))

    assert (imported.placements, imported.verified, imported.own_placements) == (1, 0, 1)
    assert await rows_of(database, "SELECT state FROM placement") == [{"state": "submitted"}]
