"""Hard cases of the research on the rules that turn on what is kept, each by its number there."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest

from registry.institutions.model.commands import RecordBreak, RegisterEnterprise
from registry.institutions.service.breaks import record_break
from registry.institutions.service.enterprises import register_enterprise
from registry.kernel.errors import NotPermitted
from registry.kernel.periods import Period
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import (
    AskDeletion,
    EndEmployment,
    EndPost,
    Place,
    RecordIdNumber,
    RegisterPerson,
    RenamePerson,
    TakeOn,
    Transfer,
)
from registry.people.model.events import DeletionAsked
from registry.people.model.facts import DeletionAnswer, PostCategory
from registry.people.queries.persons import names_of, persons
from registry.people.service.deletion import ask_deletion
from registry.people.service.employments import (
    end_employment,
    take_on,
    transfer,
)
from registry.people.service.persons import record_id_number, rename_person
from registry.people.service.posts import end_post
from registry.practice.model import PlacementState, PracticeForm, StandingState
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.placements import placements_of
from registry.practice.queries.standing import NATIONAL, states_on
from registry.practice.records import (
    ApproveRelation,
    DecideFit,
    FirmRelation,
    MovePlacement,
    Notice,
    NoticeKind,
    RecordPlacement,
    Step,
)
from registry.practice.records.confirmation import ConfirmationMethod, ConfirmByOffice, Endorse, Trust
from registry.practice.records.grades import ExcellentPlaces, GradeCap
from registry.practice.records.papers import AddPaper, PaperFile, PaperKind
from registry.practice.records.region_rules import SetRegionRule
from registry.practice.rules import standing_on
from registry.practice.rules.grades import excellent_fault, most_excellent
from registry.practice.rules.recognition import APPEAL, REJECT_REASONS, RETURN_REASONS, trust_in
from registry.practice.service.confirmation import confirm_by_office, endorse
from registry.practice.service.papers import add_paper
from registry.practice.service.placements import record_placement
from registry.practice.service.region_rules import set_region_rule
from registry.practice.service.rulings import approve_relation, decide_fit
from registry.practice.service.steps import move_placement
from tests.builders.house import a_reading
from tests.institutions.staging import BAOTOU, a_bureau, a_school, did, rows_of
from tests.people.staging import a_person, a_post, an_employment, an_id_number
from tests.practice.staging import (
    FIRST,
    LAST,
    THE_HOUSE,
    a_content,
    a_place,
    doing,
    entered,
    officer,
    supervised,
    taken,
    teacher,
    verified,
)

ONE_DAY = timedelta(1)
CAME = date(2026, 9, 1)


async def _moved(old, new, person, employment):
    place = Place(new.id, "X1", started_on=CAME)
    command = Transfer(employment.id, employment.revision, place, PostCategory.PROFESSIONAL)
    return (await doing(THE_HOUSE, transfer, command))[0]


async def test_hard_case_1_practice_done_at_another_school_still_counts_and_its_origin_stays(database):
    old, new, person = await a_school("S1"), await a_school("S2"), await a_person()
    employment = await an_employment(old, person)
    await a_post(employment)
    before = await verified(old, person)

    await _moved(old, new, person, employment)

    (found,) = (await placements_of(a_reading(), [person.id], Scope.school(new.id)))[person.id]
    facts = (await teacher_facts(a_reading(), [person.id], scope=Scope.school(new.id)))[person.id]
    versions = a_reading().book.practice_versions(new.jurisdiction)
    assert found == before
    assert (found.school_id, found.verified_by_name) == (old.id, THE_HOUSE.name)
    assert standing_on(facts, versions, date(2026, 11, 22)).credit.days == before.period.days
    assert (await placements_of(a_reading(), [person.id], Scope.school(old.id)))[person.id] == (before,)


async def test_hard_case_2_each_day_is_judged_by_the_city_that_then_employs_and_history_keeps_its_answer(database):
    panjin = await a_school("S1", bureau_id=(await a_bureau("B1")).id)
    baotou = await a_school("S2", bureau_id=(await a_bureau("B2", BAOTOU)).id, jurisdiction=BAOTOU)
    person = await a_person()
    employment = await an_employment(panjin, person)
    await a_post(employment)
    await verified(panjin, person, started_on=date(2025, 9, 1), finished_on=date(2026, 4, 30))

    await _moved(panjin, baotou, person, employment)

    reading, last_day = a_reading(), CAME - ONE_DAY
    assert await states_on(reading, [person.id], last_day) == {person.id: StandingState.SHORT}
    assert await states_on(reading, [person.id], CAME) == {person.id: StandingState.MET}
    assert await states_on(reading, [person.id], last_day, NATIONAL) == {person.id: StandingState.MET}


async def test_hard_case_9_a_span_in_term_is_told_to_whoever_enters_it(database):
    school, person = await a_place()
    await did(record_break, RecordBreak(school.id, "寒假", date(2026, 1, 17), date(2026, 3, 1)), EVERYWHERE)
    await did(record_break, RecordBreak(school.id, "暑假", date(2026, 7, 11), date(2026, 8, 31)), EVERYWHERE)
    content = a_content(date(2026, 7, 1), date(2026, 7, 31))

    (stored, told), _ = await doing(THE_HOUSE, record_placement, RecordPlacement(person.id, school.id, content))

    in_term = replace(stored.period, finished_on=date(2026, 7, 10))
    assert told == (Notice(NoticeKind.IN_TERM, in_term, None),)


async def test_hard_case_21_what_has_no_archived_material_is_rejected_with_a_reason_and_counts_nothing(database):
    school, person = await a_place()
    before = await entered(school, person)
    command = MovePlacement(before.id, before.revision, Step.REJECT, REJECT_REASONS[0])

    after, _ = await doing(officer(school), move_placement, command, Scope.school(school.id))

    facts = (await teacher_facts(a_reading(), [person.id]))[person.id]
    versions = a_reading().book.practice_versions(school.jurisdiction)
    assert (after.state, after.reason) == (PlacementState.REJECTED, "没有留存佐证材料,视为未参加企业实践")
    assert standing_on(facts, versions, date(2026, 11, 22)).credit.days == 0
    assert "主管部门" in APPEAL


async def test_hard_case_21_unexcused_absence_voids_the_whole_spell(database):
    school, person = await a_place()
    before = await verified(school, person)
    command = MovePlacement(before.id, before.revision, Step.VOID, "无故缺勤,全段不计")

    with pytest.raises(NotPermitted):
        await doing(officer(school), move_placement, replace(command, reason=" "), Scope.school(school.id))
    after, _ = await doing(officer(school), move_placement, command, Scope.school(school.id))

    facts = (await teacher_facts(a_reading(), [person.id]))[person.id]
    versions = a_reading().book.practice_versions(school.jurisdiction)
    assert (after.state, after.reason) == (PlacementState.VOIDED, "无故缺勤,全段不计")
    assert standing_on(facts, versions, date(2026, 11, 22)).credit.days == 0


async def test_hard_case_22_after_a_failed_appraisal_a_new_plan_may_be_entered_for_the_next_year(database):
    school, person = await a_place()
    failed = await taken(await entered(school, person), Step.REJECT)
    content = a_content(FIRST.replace(year=2027), LAST.replace(year=2027))

    (plan, told), _ = await doing(
        teacher(person), record_placement, RecordPlacement(person.id, school.id, content), Scope.person(person.id)
    )

    assert (failed.state, plan.state, told) == (PlacementState.REJECTED, PlacementState.PLANNED, ())


def test_hard_case_23_the_excellent_are_a_share_of_the_participants_rounded_down_and_keep_their_places():
    cap = GradeCap(uuid4(), uuid4(), CAME, 15, "本校办法", "陈", a_reading().now, None, None, 1)
    year = Period(CAME, date(2027, 8, 31))

    assert [most_excellent(participants, cap) for participants in (6, 7, 13, 14)] == [0, 1, 1, 2]
    assert excellent_fault(ExcellentPlaces(year, participants=14, most=2, taken=1)) == {}
    assert excellent_fault(ExcellentPlaces(year, participants=6, most=0, taken=1)) == {
        "grade": "本学年参加 6 人,优秀最多 0 人,已评 1 人"
    }


async def test_hard_case_24_a_closed_firms_stamp_is_replaced_by_other_proof_that_a_second_officer_agrees_to(database):
    school, person = await a_place()
    before, scope, first = await entered(school, person), Scope.school(school.id), officer(school)
    proof = ConfirmByOffice(before.id, 1, ConfirmationMethod.ALTERNATIVE_PROOF, "企业已注销,附工资流水和个税记录")

    confirmed, _ = await doing(first, confirm_by_office, proof, scope)
    agree = Endorse(confirmed.id, confirmed.revision, "流水属实")
    with pytest.raises(NotPermitted, match="替代证明须由另一位经办人复核"):
        await _recognised(confirmed)
    with pytest.raises(NotPermitted):
        await doing(first, endorse, agree, scope)
    endorsed, _ = await doing(officer(school, name="周"), endorse, agree, scope)

    assert trust_in(endorsed) is Trust.LOWER
    assert (await _recognised(confirmed)).state is PlacementState.VERIFIED


async def test_hard_case_25_a_wrong_seal_is_sent_back_to_be_mended_and_not_rejected(database):
    school, person = await a_place()
    before = await entered(school, person)
    command = MovePlacement(before.id, before.revision, Step.RETURN, RETURN_REASONS[0])

    after, _ = await doing(officer(school), move_placement, command, Scope.school(school.id))
    again, _ = await doing(
        teacher(person), move_placement, MovePlacement(after.id, after.revision, Step.SUBMIT), Scope.person(person.id)
    )

    assert (after.state, after.reason) == (PlacementState.RETURNED, "鉴定表加盖的是部门章,请换盖单位公章")
    assert again.state is PlacementState.SUBMITTED


async def _recognised(placement):
    command = MovePlacement(placement.id, placement.revision, Step.VERIFY)
    return (await doing(THE_HOUSE, move_placement, command))[0]


async def test_hard_case_26_an_own_firm_is_recognised_only_after_the_office_approved_it(database):
    school, person = await a_place()
    before = await supervised(await entered(school, person, relation=FirmRelation.OWN), Step.CONFIRM, "")

    with pytest.raises(NotPermitted, match="本人的企业:未经人事处批准不予认定"):
        await _recognised(before)
    command = ApproveRelation(before.id, before.revision, "当地仅此一家")
    approved, _ = await doing(officer(school), approve_relation, command, Scope.school(school.id))

    assert (await _recognised(approved)).state is PlacementState.VERIFIED


async def test_hard_case_27_a_school_that_demands_its_region_does_so_for_itself_alone(database):
    firm = await did(register_enterprise, RegisterEnterprise("沈阳机床厂", "91210100MA0UXX0X16"))
    local, local_teacher = await a_place("S1")
    free, free_teacher = await a_place("S2")
    await doing(THE_HOUSE, set_region_rule, SetRegionRule(local.id, FIRST, ("2111",), "本校办法第八条"))
    refused, accepted = [
        await supervised(await entered(school, person, enterprise_id=firm.id), Step.CONFIRM, "")
        for school, person in ((local, local_teacher), (free, free_teacher))
    ]

    with pytest.raises(NotPermitted, match=r"行政区划代码 210100.不在本校要求的地区内.本校办法第八条"):
        await _recognised(refused)
    assert (await _recognised(accepted)).state is PlacementState.VERIFIED


async def test_hard_case_28_practice_abroad_counts_with_a_translated_proof(database):
    school, person = await a_place()
    before = await supervised(await entered(school, person, is_abroad=True), Step.CONFIRM, "")

    with pytest.raises(NotPermitted, match="境外实践:缺证明材料的中文译本"):
        await _recognised(before)
    file = PaperFile("c" * 64, "d" * 64, None, "application/pdf", 10, "证明译本.pdf")
    await doing(THE_HOUSE, add_paper, AddPaper(before.chain_id, PaperKind.OTHER, file, "中文译本"))

    assert (await _recognised(before)).state is PlacementState.VERIFIED


async def test_hard_case_29_a_secondment_counts_only_when_the_post_fits_the_subject(database):
    school, person = await a_place()
    before = await supervised(await entered(school, person, form=PracticeForm.SECONDMENT), Step.CONFIRM, "")

    with pytest.raises(NotPermitted, match="未说明岗位与所教专业是否对口"):
        await _recognised(before)
    unfit, _ = await doing(THE_HOUSE, decide_fit, DecideFit(before.id, before.revision, False, "乡镇文秘"))
    with pytest.raises(NotPermitted, match=r"不对口.乡镇文秘"):
        await _recognised(unfit)
    fit, _ = await doing(THE_HOUSE, decide_fit, DecideFit(before.id, unfit.revision, True, "农机推广岗"))

    assert (await _recognised(fit)).state is PlacementState.VERIFIED


async def test_hard_case_31_supervising_interns_counts_with_the_enterprises_proof_and_not_without(database):
    school, person = await a_place()
    before = await entered(school, person, form=PracticeForm.INTERN_SUPERVISION)

    with pytest.raises(NotPermitted):
        await _recognised(before)

    assert (await _recognised(await supervised(before, Step.CONFIRM, ""))).state is PlacementState.VERIFIED


async def test_hard_case_33_online_practice_is_not_recognised_under_the_shipped_packs(database):
    school, person = await a_place()
    before = await supervised(await entered(school, person, form=PracticeForm.ONLINE), Step.CONFIRM, "")

    with pytest.raises(NotPermitted, match="既不计入五年考核,也不计入年度要求"):
        await _recognised(before)


async def test_hard_case_36_the_history_of_posts_decides_from_the_day_after_the_last_one_on(database):
    school, person = await a_school(), await a_person()
    post = await a_post(await an_employment(school, person))
    last = date(2026, 8, 31)

    await doing(THE_HOUSE, end_post, EndPost(post.id, post.revision, last))

    reading = a_reading()
    assert await states_on(reading, [person.id], last) == {person.id: StandingState.SHORT}
    assert await states_on(reading, [person.id], last + ONE_DAY) == {person.id: StandingState.EXEMPT}


async def test_hard_case_37_a_public_course_teacher_who_takes_a_professional_post_is_judged_by_it(database):
    school, person = await a_school(), await a_person()
    employment = await an_employment(school, person)
    changed = date(2021, 8, 31)
    await a_post(employment, PostCategory.PUBLIC, finished_on=changed)
    await a_post(employment, PostCategory.PROFESSIONAL, started_on=changed + ONE_DAY)
    await verified(school, person)

    reading = a_reading()
    assert await states_on(reading, [person.id], changed) == {person.id: StandingState.EXEMPT}
    assert await states_on(reading, [person.id], date(2026, 11, 22)) == {person.id: StandingState.SHORT}


async def test_hard_case_56_who_leaves_stays_on_record_and_nothing_can_be_deleted(database):
    school, person = await a_school(), await a_person()
    employment = await an_employment(school, person)
    await a_post(employment)
    before = await verified(school, person)

    await doing(THE_HOUSE, end_employment, EndEmployment(employment.id, employment.revision, date(2026, 10, 31)))

    scope = Scope.school(school.id)
    assert (await placements_of(a_reading(), [person.id], scope))[person.id] == (before,)
    assert set(await persons(a_reading(), [person.id], scope)) == {person.id}
    for table in ("placement", "employment", "person"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await rows_of(database, f"DELETE FROM {table}")


async def test_hard_case_56_a_request_for_deletion_is_answered_with_the_rule_and_recorded(database):
    school, person = await a_school(), await a_person()
    employment = await an_employment(school, person)
    command = AskDeletion(person.id, " 请删除我的记录 ")
    present, events = await doing(teacher(person), ask_deletion, command, Scope.person(person.id))
    await doing(THE_HOUSE, end_employment, EndEmployment(employment.id, employment.revision, date(2026, 10, 31)))

    former, _ = await doing(teacher(person), ask_deletion, command, Scope.person(person.id))

    kept = "在职期间为履行人事管理职责须处理和保存这些记录,不予删除;内容有误的可以申请更正"
    stored = "记录在法定保存期限内不予删除,离职后只存储并采取必要的安全保护措施,不再作其他处理;内容有误的可以申请更正"
    assert present == DeletionAnswer(kept, "个人信息保护法 第十三条、第四十六条")
    assert former == DeletionAnswer(stored, "个人信息保护法 第四十七条")
    told = {"answer": kept, "source": present.source}
    asked = {"before": None, "after": {"words": "请删除我的记录"}}
    assert events == [DeletionAsked("person", str(person.id), None, told, asked)]
    assert set(await persons(a_reading(), [person.id])) == {person.id}


async def test_hard_case_57_a_new_name_and_a_new_number_leave_one_person_with_the_same_practice(database):
    school = await a_school()
    person = await a_person("林晓", id_number=an_id_number(1))
    await an_employment(school, person)
    before = await verified(school, person)

    renamed, _ = await doing(THE_HOUSE, rename_person, RenamePerson(person.id, person.revision, "林晓东", CAME))
    command = RecordIdNumber(person.id, renamed.revision, an_id_number(2))
    numbered, _ = await doing(THE_HOUSE, record_id_number, command)

    assert (renamed.id, numbered.id, numbered.name) == (person.id, person.id, "林晓东")
    assert [each.name for each in await names_of(a_reading(), person.id)] == ["林晓"]
    assert (await placements_of(a_reading(), [person.id]))[person.id] == (before,)


async def test_hard_case_62_two_teachers_of_one_name_are_told_apart_by_number_and_never_joined_by_name(database):
    school = await a_school()
    one, other = [
        (
            await doing(
                THE_HOUSE,
                take_on,
                TakeOn(RegisterPerson("王伟", id_number=an_id_number(serial)), Place(school.id, f"T{serial}")),
            )
        )[0]
        for serial in (1, 2)
    ]
    again, _ = await doing(
        THE_HOUSE,
        take_on,
        TakeOn(RegisterPerson("王伟", id_number=an_id_number(1)), Place((await a_school("S2")).id, "T9")),
    )
    await verified(school, await _person(one))

    assert one.person_id != other.person_id
    assert again.person_id == one.person_id
    found = await placements_of(a_reading(), [one.person_id, other.person_id])
    assert {person_id: len(placements) for person_id, placements in found.items()} == {
        one.person_id: 1,
        other.person_id: 0,
    }


async def _person(employment):
    return (await persons(a_reading(), [employment.person_id]))[employment.person_id]
