"""Entering, mending and correcting placements: the stored row, the exact events, what the database holds itself."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.identity.model.principals import visitor
from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.service.enterprises import register_enterprise
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.practice.model import AttendedDay, PlacementState, PracticeForm
from registry.practice.queries.placements import placement, placements_of, revisions_of
from registry.practice.records import (
    CorrectPlacement,
    MendPlacement,
    Notice,
    NoticeKind,
    Placement,
    PlacementCorrected,
    PlacementMended,
    PlacementRecorded,
    PlacementReplaced,
    RecordPlacement,
    Step,
)
from registry.practice.service.placements import correct_placement, mend_placement, record_placement
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_school, did, rows_of
from tests.people.staging import a_person
from tests.practice.staging import (
    FIRST,
    LAST,
    THE_HOUSE,
    a_content,
    a_place,
    doing,
    entered,
    head,
    leader,
    officer,
    taken,
    teacher,
    verified,
)

ONE_DAY = timedelta(1)
DAYS = (AttendedDay(FIRST, 2), AttendedDay(LAST, 1))


async def test_a_teacher_enters_a_plan(database):
    school, person = await a_place()
    actor = teacher(person)
    command = RecordPlacement(person.id, school.id, a_content(enterprise_name=" 辽河机械厂 "))

    (stored, notices), events = await doing(actor, record_placement, command, Scope.person(person.id))

    expected = Placement(
        id=stored.id,
        chain_id=stored.id,
        person_id=person.id,
        school_id=school.id,
        enterprise_id=None,
        enterprise_name="辽河机械厂",
        position="钳工",
        form=PracticeForm.OTHER,
        started_on=FIRST,
        finished_on=LAST,
        share_percent=100,
        attended=None,
        state=PlacementState.PLANNED,
        reason="",
        entered_by=actor.account_id,
        entered_by_name="林晓",
        entered_at=NOW,
        verified_by=None,
        verified_by_name=None,
        verified_at=None,
        replaces_id=None,
        is_replaced=False,
        revision=1,
    )
    assert (stored, notices) == (expected, ())
    assert await placements_of(a_reading(), [person.id]) == {person.id: (expected,)}
    values = {
        "id": str(stored.id),
        "chain_id": str(stored.id),
        "person_id": str(person.id),
        "school_id": str(school.id),
        "enterprise_id": None,
        "enterprise_name": "辽河机械厂",
        "position": "钳工",
        "form": "other",
        "started_on": "2026-07-11",
        "finished_on": "2026-08-20",
        "share_percent": 100,
        "attended": None,
        "state": "planned",
        "reason": "",
        "entered_by": str(actor.account_id),
        "entered_by_name": "林晓",
        "entered_at": NOW.isoformat(),
        "verified_by": None,
        "verified_by_name": None,
        "verified_at": None,
        "replaces_id": None,
        "is_replaced": False,
        "revision": 1,
        "goals": "",
        "expected_results": "",
        "teaching_arrangement": "",
        "summary": "",
        "is_abroad": False,
        "region_code": "",
        "relation": "none",
        "relation_reason": "",
        "relation_approved_by_name": None,
        "relation_approved_at": None,
        "fits_subject": None,
        "fit_reason": "",
        "fit_decided_by_name": None,
    }
    assert events == [PlacementRecorded("placement", str(stored.id), None, values)]


async def test_the_office_enters_for_a_teacher_and_both_names_are_kept(database):
    school, person = await a_place()
    actor = officer(school)
    content = a_content(attended=(DAYS[1], DAYS[0]), form=PracticeForm.VISIT)
    command = RecordPlacement(person.id, school.id, content, PlacementState.SUBMITTED)

    (stored, _), events = await doing(actor, record_placement, command, Scope.school(school.id))

    assert (stored.person_id, stored.entered_by, stored.entered_by_name) == (person.id, actor.account_id, "陈")
    assert (stored.state, stored.attended) == (PlacementState.SUBMITTED, DAYS)
    assert await placement(a_reading(), stored.id) == stored
    assert events[0].after["attended"] == [["2026-07-11", 2], ["2026-08-20", 1]]


@pytest.mark.parametrize("state", [state for state in PlacementState if state not in ("planned", "submitted")])
async def test_nothing_is_entered_as_further_than_handed_in(database, state):
    school, person = await a_place()

    with pytest.raises(NotPermitted):
        await doing(THE_HOUSE, record_placement, RecordPlacement(person.id, school.id, a_content(), state))


async def test_others_enter_nothing(database):
    school, person = await a_place()
    other, colleague = await a_school("S2"), await a_person("高")
    command = RecordPlacement(person.id, school.id, a_content())

    for actor, scope in [
        (leader(school), Scope.school(school.id)),
        (officer(other), Scope.school(school.id)),
        (officer(school), EVERYWHERE),
        (teacher(colleague), Scope.person(person.id)),
        (visitor("web"), EVERYWHERE),
    ]:
        with pytest.raises(NotPermitted):
            await doing(actor, record_placement, command, scope)
    for actor, scope in [
        (officer(other), Scope.school(other.id)),
        (teacher(colleague), Scope.person(colleague.id)),
    ]:
        with pytest.raises(NotFound):
            await doing(actor, record_placement, command, scope)
    assert await rows_of(database, "SELECT 1 FROM placement") == []


async def test_a_school_that_does_not_employ_the_person_keeps_no_placement(database):
    _, person = await a_place()
    other = await a_school("S2")

    with pytest.raises(InvalidFields) as refusal:
        await doing(THE_HOUSE, record_placement, RecordPlacement(person.id, other.id, a_content()))

    assert refusal.value.faults == {"school_id": "此人不在该校任职"}


async def test_all_faults_of_a_form_are_told_at_once(database):
    school, person = await a_place()
    content = a_content(LAST, FIRST, enterprise_name="", share_percent=0)

    with pytest.raises(InvalidFields) as refusal:
        await doing(THE_HOUSE, record_placement, RecordPlacement(person.id, school.id, content))
    with pytest.raises(InvalidFields) as unknown:
        await doing(
            THE_HOUSE, record_placement, RecordPlacement(person.id, school.id, a_content(enterprise_id=uuid4()))
        )

    assert sorted(refusal.value.faults) == ["enterprise_name", "finished_on", "share_percent"]
    assert unknown.value.faults == {"enterprise_id": "没有这家企业"}


async def test_a_known_enterprise_is_kept_beside_the_name_as_written(database):
    school, person = await a_place()
    enterprise = await did(register_enterprise, RegisterEnterprise("辽河机械有限公司", None, None))

    stored = await entered(school, person, enterprise_id=enterprise.id)

    assert (stored.enterprise_id, stored.enterprise_name) == (enterprise.id, "辽河机械厂")


async def test_overlap_and_leave_are_told_and_not_refused(database):
    school, person = await a_place()
    other = await entered(school, person, started_on=LAST, finished_on=LAST + ONE_DAY)
    leave = await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, FIRST - ONE_DAY, FIRST))
    command = RecordPlacement(person.id, school.id, a_content())

    (stored, notices), _ = await doing(teacher(person), record_placement, command, Scope.person(person.id))

    assert notices == (
        Notice(NoticeKind.OVERLAPS_LEAVE, Period(FIRST, FIRST), leave.id),
        Notice(NoticeKind.OVERLAPS_PLACEMENT, Period(LAST, LAST), other.id),
    )
    assert len((await placements_of(a_reading(), [person.id]))[person.id]) == 2
    assert stored.revision == 1


async def test_a_form_sent_twice_is_one_placement(database):
    school, person = await a_place()
    command = RecordPlacement(person.id, school.id, a_content(), placement_id=uuid4())
    await doing(THE_HOUSE, record_placement, command)

    with pytest.raises(StaleEdit):
        await doing(THE_HOUSE, record_placement, command)

    assert len(await rows_of(database, "SELECT 1 FROM placement")) == 1


async def test_what_was_returned_is_mended_in_place(database):
    school, person = await a_place()
    before = await taken(await entered(school, person, attended=DAYS), Step.RETURN)
    content = a_content(finished_on=LAST - ONE_DAY, attended=(DAYS[0],))

    (after, _), events = await doing(
        teacher(person), mend_placement, MendPlacement(before.id, 2, content), Scope.person(person.id)
    )

    assert after == replace(before, finished_on=LAST - ONE_DAY, attended=(DAYS[0],), revision=3)
    assert await placement(a_reading(), before.id) == after
    assert [type(event) for event in events] == [PlacementMended]
    assert (events[0].before["finished_on"], events[0].after["finished_on"]) == ("2026-08-20", "2026-08-19")
    assert (events[0].before["attended"], events[0].after["attended"]) == (
        [["2026-07-11", 2], ["2026-08-20", 1]],
        [["2026-07-11", 2]],
    )


async def test_what_the_enterprise_or_the_office_vouched_for_is_not_mended(database):
    school, person = await a_place()
    confirmed = await taken(await entered(school, person), Step.CONFIRM)
    standing = await taken(confirmed, Step.VERIFY)

    with pytest.raises(StaleEdit):
        await doing(THE_HOUSE, mend_placement, MendPlacement(standing.id, confirmed.revision, a_content()))
    with pytest.raises(NotPermitted) as refusal:
        await doing(THE_HOUSE, mend_placement, MendPlacement(standing.id, standing.revision, a_content()))

    assert str(refusal.value) == "已认定的实践不能直接修改,请由人事处更正"


async def test_a_slip_is_corrected_with_a_reason_alone(database):
    school, person = await a_place()
    before = await verified(school, person, attended=DAYS)
    actor = officer(school)
    command = CorrectPlacement(before.id, before.revision, a_content(position="车工", attended=DAYS), " 岗位写错 ")

    (after, notices), events = await doing(actor, correct_placement, command, Scope.school(school.id))

    assert notices == (Notice(NoticeKind.WEEKEND, Period(FIRST, FIRST), None),)
    assert after == replace(
        before,
        id=after.id,
        position="车工",
        reason="岗位写错",
        entered_by=actor.account_id,
        entered_by_name="陈",
        verified_by=actor.account_id,
        verified_by_name="陈",
        replaces_id=before.id,
        revision=1,
    )
    assert await placements_of(a_reading(), [person.id]) == {person.id: (after,)}
    replaced = replace(before, is_replaced=True, revision=before.revision + 1)
    assert await revisions_of(a_reading(), after.id) == (replaced, after)
    assert [type(event) for event in events] == [PlacementReplaced, PlacementCorrected]
    assert [event.subject_id for event in events] == [str(before.id), str(after.id)]
    assert (events[1].before["position"], events[1].after["position"]) == ("钳工", "车工")


async def test_a_correction_of_figures_wants_to_be_agreed_to(database):
    school, person = await a_place()
    before = await verified(school, person)
    command = CorrectPlacement(before.id, before.revision, a_content(finished_on=LAST - ONE_DAY), "日期写错")

    with pytest.raises(InvalidFields) as refusal:
        await doing(THE_HOUSE, correct_placement, command)
    (after, _), _ = await doing(THE_HOUSE, correct_placement, replace(command, figures_agreed=True))

    assert list(refusal.value.faults) == ["figures_agreed"]
    assert after.finished_on == LAST - ONE_DAY


async def test_a_correction_says_why_and_changes_something(database):
    school, person = await a_place()
    before = await verified(school, person)

    with pytest.raises(NotPermitted):
        await doing(THE_HOUSE, correct_placement, CorrectPlacement(before.id, 3, a_content(position="车工"), " "))
    with pytest.raises(InvalidFields) as refusal:
        await doing(THE_HOUSE, correct_placement, CorrectPlacement(before.id, 3, a_content(), "无"))

    assert refusal.value.faults == {"content": "没有改动"}


async def test_only_the_last_revision_is_corrected(database):
    school, person = await a_place()
    first = await verified(school, person)
    command = CorrectPlacement(first.id, first.revision, a_content(position="车工"), "岗位写错")
    (second, _), _ = await doing(THE_HOUSE, correct_placement, command)

    with pytest.raises(StaleEdit):
        await doing(THE_HOUSE, correct_placement, command)
    with pytest.raises(NotPermitted):
        await doing(THE_HOUSE, correct_placement, replace(command, revision=first.revision + 1))
    command = CorrectPlacement(second.id, 1, a_content(position="铣工"), "岗位又写错")
    (third, _), _ = await doing(THE_HOUSE, correct_placement, command)

    assert [each.id for each in await revisions_of(a_reading(), first.id)] == [first.id, second.id, third.id]
    assert {each.chain_id for each in await revisions_of(a_reading(), third.id)} == {first.id}


async def test_nobody_corrects_their_own(database):
    school, person = await a_place()
    before = await verified(school, person)
    command = CorrectPlacement(before.id, before.revision, a_content(position="车工"), "岗位写错")

    with pytest.raises(NotPermitted):
        await doing(officer(school, person), correct_placement, command, Scope.school(school.id))
    with pytest.raises(NotPermitted):
        await doing(teacher(person), correct_placement, command, Scope.person(person.id))


async def test_a_head_of_department_changes_nothing(database):
    from tests.institutions.staging import a_unit
    from tests.people.staging import an_employment

    school, person = await a_school(), await a_person()
    department = await a_unit(school)
    await an_employment(school, person, department=department)
    before = await entered(school, person)

    with pytest.raises(NotPermitted):
        await doing(
            head(department),
            mend_placement,
            MendPlacement(before.id, 1, a_content()),
            Scope.department(department.id),
        )


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE placement SET form = 'walk'", "placement_form_known"),
        ("UPDATE placement SET state = 'done'", "placement_state_known"),
        ("UPDATE placement SET finished_on = '2026-07-10'", "placement_in_order"),
        ("UPDATE placement SET share_percent = 101", "placement_share_whole"),
        ("UPDATE placement SET state = 'rejected'", "placement_explained"),
        ("UPDATE placement SET state = 'verified'", "placement_verified_by_somebody"),
        ("UPDATE placement SET is_replaced = true", "placement_only_verified_replaced"),
        ("UPDATE placement SET chain = gen_random_uuid()", "placement_first_replaces_none"),
        ("UPDATE placement SET enterprise_name = ''", "placement_has_enterprise"),
        ("UPDATE placement_attended_day SET halves = 3", "placement_attended_halves"),
        ("UPDATE placement_attended_day SET attended_on = '2026-07-11'", "placement_attended_day_once"),
        ("UPDATE placement_attended_day SET attended_on = attended_on - 1", "placement_attendance_fits"),
        ("UPDATE placement SET finished_on = finished_on - 1", "placement_attendance_fits"),
        ("UPDATE placement SET is_by_attendance = false", "placement_attendance_fits"),
    ],
)
async def test_the_database_holds_the_invariants_by_itself(database, statement, constraint):
    school, person = await a_place()
    await entered(school, person, attended=DAYS)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await rows_of(database, statement)

    assert refusal.value.constraint_name == constraint


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE placement SET position = '车工'", "placement_verified_stands"),
        ("UPDATE placement SET verified_at = now()", "placement_verified_stands"),
        ("UPDATE placement_attended_day SET halves = 1", "placement_verified_days_stand"),
        ("DELETE FROM placement_attended_day", "placement_verified_days_stand"),
        ("DELETE FROM placement", None),
        (
            "INSERT INTO placement SELECT (p).* FROM (SELECT jsonb_populate_record(placement, jsonb_build_object("
            "'id', gen_random_uuid(), 'replaces', id, 'is_by_attendance', false)) AS p FROM placement) AS copied",
            "placement_one_stands",
        ),
        (
            "INSERT INTO placement SELECT (p).* FROM (SELECT jsonb_populate_record(placement, jsonb_build_object("
            "'id', gen_random_uuid(), 'replaces', id, 'chain', gen_random_uuid())) AS p FROM placement) AS copied",
            "placement_replaces_of_chain",
        ),
    ],
)
async def test_what_is_verified_stands_in_the_database_itself(database, statement, constraint):
    school, person = await a_place()
    await verified(school, person, attended=DAYS)

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await rows_of(database, statement)

    assert refusal.value.constraint_name == constraint


async def test_placements_come_in_order_of_days(database):
    school, person = await a_place()
    later = await entered(school, person, started_on=date(2026, 8, 1))
    early = await entered(school, person, started_on=date(2025, 8, 1), finished_on=date(2025, 8, 2))

    assert await placements_of(a_reading(), [person.id]) == {person.id: (early, later)}
