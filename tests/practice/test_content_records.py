"""What the forms carry besides figures, as it is kept: supervisors, rulings of the office, a school's regions."""

from dataclasses import replace
from datetime import date

import asyncpg
import pytest

from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.service.enterprises import register_enterprise
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.queries.content import content_answers, region_rules
from registry.practice.queries.placements import placement
from registry.practice.queries.supervisors import supervisors_of
from registry.practice.records import (
    ApproveRelation,
    CorrectPlacement,
    DecideFit,
    FirmRelation,
    FitDecided,
    MendPlacement,
    PlacementMended,
    PlacementRecorded,
    RecordPlacement,
    RelationApproved,
    Step,
    Supervisor,
    SupervisorChanged,
    SupervisorNamed,
)
from registry.practice.records.region_rules import (
    RegionRuleSet,
    RegionRuleVoided,
    SchoolRegionRule,
    SetRegionRule,
    VoidRegionRule,
)
from registry.practice.rules.content import ContentAnswers, RegionRule
from registry.practice.service.placements import correct_placement, mend_placement, record_placement
from registry.practice.service.region_rules import set_region_rule, void_region_rule
from registry.practice.service.rulings import approve_relation, decide_fit
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_bureau, a_school, a_unit, did, rows_of
from tests.people.staging import a_person, an_employment
from tests.practice.staging import (
    FIRST,
    THE_HOUSE,
    a_content,
    a_place,
    doing,
    entered,
    leader,
    officer,
    taken,
    teacher,
    verified,
)

WANG = Supervisor("王建国", "13812345678")
CODE = "91210100MA0UXX0X16"
TOLD = {
    "goals": "掌握五轴加工",
    "expected_results": "实训项目一个",
    "teaching_arrangement": "本学期不排课",
    "summary": "",
    "is_abroad": True,
    "region_code": "211102",
}


async def test_what_the_form_tells_is_kept_and_changed_with_it(database):
    school, person = await a_place()
    before = await entered(school, person, **{**TOLD, "goals": " 掌握五轴加工 "})

    command = MendPlacement(before.id, before.revision, a_content(**{**TOLD, "summary": "已掌握"}))
    (after, _), events = await doing(teacher(person), mend_placement, command, Scope.person(person.id))

    assert {name: getattr(before, name) for name in TOLD} == TOLD
    assert after == replace(before, summary="已掌握", revision=2)
    assert await placement(a_reading(), before.id) == after
    assert [(type(event), event.after["summary"]) for event in events] == [(PlacementMended, "已掌握")]


async def test_a_region_code_has_six_figures(database):
    school, person = await a_place()
    command = RecordPlacement(person.id, school.id, a_content(region_code="盘锦"))

    with pytest.raises(InvalidFields) as refused:
        await doing(THE_HOUSE, record_placement, command)

    assert refused.value.faults == {"region_code": "行政区划代码应为六位数字(GB/T 2260)"}


async def test_a_supervisor_is_kept_sealed_and_told_in_the_encrypted_part(database):
    school, person = await a_place()
    command = RecordPlacement(person.id, school.id, a_content(supervisor=Supervisor(" 王建国 ", "13812345678 ")))

    (stored, _), events = await doing(teacher(person), record_placement, command, Scope.person(person.id))

    (row,) = await rows_of(database, "SELECT * FROM placement_supervisor")
    shown = {"id": str(row["id"]), "chain_id": str(stored.chain_id), "revision": 1}
    personal = {"before": None, "after": {"name": "王建国", "phone": "13812345678"}}
    assert [type(event) for event in events] == [PlacementRecorded, SupervisorNamed]
    assert events[1] == SupervisorNamed("placement_supervisor", str(row["id"]), None, shown, personal)
    assert row["chain"] == stored.chain_id
    assert "王建国".encode() not in row["name_sealed"]
    assert b"13812345678" not in row["phone_sealed"]
    assert b"13812345678" not in b"".join(
        str(each).encode() for each in await rows_of(database, "SELECT * FROM audit_event")
    )


async def test_a_supervisor_is_whole_for_teacher_office_and_department_and_masked_for_others(database):
    bureau = await a_bureau()
    school = await a_school(bureau_id=bureau.id)
    department = await a_unit(school)
    person = await a_person()
    await an_employment(school, person, department=department)
    stored = await entered(school, person, supervisor=WANG)
    reading = a_reading()

    for scope in (EVERYWHERE, Scope.person(person.id), Scope.school(school.id), Scope.department(department.id)):
        assert await supervisors_of(reading, [stored.id], scope) == {stored.id: WANG}
    masked = Supervisor("王**", "138****5678")
    assert await supervisors_of(reading, [stored.id], Scope.bureau(bureau.id)) == {stored.id: masked}
    stranger = await a_school("S2")
    for scope in (Scope.school(stranger.id), Scope.person((await a_person("孙")).id)):
        with pytest.raises(NotFound):
            await supervisors_of(reading, [stored.id], scope)


async def test_a_supervisor_left_out_stays_and_an_empty_one_is_taken_off(database):
    school, person = await a_place()
    first = await entered(school, person, supervisor=WANG)

    second, events = await doing(THE_HOUSE, mend_placement, MendPlacement(first.id, 1, a_content(goals="甲")))
    assert [type(event) for event in events] == [PlacementMended]
    assert await supervisors_of(a_reading(), [first.id]) == {first.id: WANG}

    command = MendPlacement(first.id, 2, a_content(supervisor=Supervisor()))
    _, events = await doing(THE_HOUSE, mend_placement, command)
    assert [type(event) for event in events] == [PlacementMended, SupervisorChanged]
    assert events[1].personal == {
        "before": {"name": "王建国", "phone": "13812345678"},
        "after": {"name": "", "phone": ""},
    }
    assert await supervisors_of(a_reading(), [second.placement.id]) == {first.id: Supervisor()}


async def test_a_correction_keeps_the_supervisor_and_may_name_another(database):
    school, person = await a_place()
    before = await verified(school, person, supervisor=WANG)
    li = Supervisor("李四", "0427-2812345")

    command = CorrectPlacement(before.id, before.revision, a_content(supervisor=li), "电话登记错误")
    (after, _), _ = await doing(officer(school), correct_placement, command, Scope.school(school.id))

    assert await supervisors_of(a_reading(), [before.id, after.id]) == {before.id: li, after.id: li}


async def test_the_office_approves_an_own_firm_with_a_reason(database):
    school, person = await a_place()
    before = await entered(school, person, relation=FirmRelation.OWN)
    actor, scope = officer(school), Scope.school(school.id)

    after, events = await doing(actor, approve_relation, ApproveRelation(before.id, 1, " 当地仅此一家 "), scope)

    ruling = {"relation_reason": "当地仅此一家", "relation_approved_by_name": "陈", "relation_approved_at": NOW}
    assert after == replace(before, **ruling, revision=2)
    assert await placement(a_reading(), before.id) == after
    assert [(type(event), event.after["relation_reason"]) for event in events] == [(RelationApproved, "当地仅此一家")]


async def test_who_may_not_approve_an_own_firm(database):
    school, person = await a_place()
    before = await entered(school, person, relation=FirmRelation.RELATIVE)
    command = ApproveRelation(before.id, 1, "理由")
    inside, other = Scope.school(school.id), await a_school("S2")

    for actor, scope in (
        (teacher(person), Scope.person(person.id)),
        (leader(school), inside),
        (officer(school, person), inside),
    ):
        with pytest.raises(NotPermitted):
            await doing(actor, approve_relation, command, scope)
    with pytest.raises(NotFound):
        await doing(officer(other), approve_relation, command, Scope.school(other.id))
    with pytest.raises(StaleEdit):
        await doing(officer(school), approve_relation, replace(command, revision=9), inside)
    with pytest.raises(InvalidFields):
        await doing(officer(school), approve_relation, replace(command, reason=" "), inside)
    assert await placement(a_reading(), before.id) == before


async def test_the_approval_falls_with_another_firm_and_stays_with_another_summary(database):
    school, person = await a_place()
    before = await entered(school, person, relation=FirmRelation.OWN)
    approved, _ = await doing(THE_HOUSE, approve_relation, ApproveRelation(before.id, 1, "当地仅此一家"))

    same = MendPlacement(before.id, 2, a_content(relation=FirmRelation.OWN, summary="总结"))
    kept = (await doing(THE_HOUSE, mend_placement, same))[0].placement
    other = MendPlacement(before.id, 3, a_content(relation=FirmRelation.OWN, enterprise_name="另一家"))
    fallen = (await doing(THE_HOUSE, mend_placement, other))[0].placement

    assert kept == replace(approved, summary="总结", revision=3)
    nothing = {"relation_reason": "", "relation_approved_by_name": None, "relation_approved_at": None}
    assert fallen == replace(before, enterprise_name="另一家", **nothing, revision=4)


async def test_the_database_itself_keeps_an_unapproved_own_firm_from_recognition(database):
    school, person = await a_place()
    before = await verified(school, person)

    with pytest.raises(asyncpg.CheckViolationError):
        await rows_of(
            database,
            "INSERT INTO placement SELECT (jsonb_populate_record(p, jsonb_build_object("
            "'id', gen_random_uuid(), 'relation', 'own'))).* FROM placement p WHERE id = $1",
            before.id,
        )


async def test_a_correction_cannot_declare_a_relation_that_nobody_approved(database):
    school, person = await a_place()
    before = await verified(school, person)
    command = CorrectPlacement(before.id, before.revision, a_content(relation=FirmRelation.OWN), "申报补登")

    with pytest.raises(InvalidFields) as refused:
        await doing(officer(school), correct_placement, command, Scope.school(school.id))

    assert refused.value.faults == {"relation": "本人或亲属的企业须先批准;请作废原记录后重新登记"}


async def test_a_correction_cannot_make_a_secondment_of_which_nobody_said_that_it_fits(database):
    school, person = await a_place()
    before = await verified(school, person)
    content = a_content(form=PracticeForm.SECONDMENT)
    command = CorrectPlacement(before.id, before.revision, content, "形式写错", figures_agreed=True)

    with pytest.raises(InvalidFields) as refused:
        await doing(officer(school), correct_placement, command, Scope.school(school.id))

    assert refused.value.faults == {"form": "挂职须先说明岗位是否对口;请作废原记录后重新登记"}


async def test_the_office_says_whether_a_secondment_fits_and_may_say_otherwise_later(database):
    school, person = await a_place()
    before = await entered(school, person, form=PracticeForm.SECONDMENT)
    actor, scope = officer(school), Scope.school(school.id)

    first, events = await doing(actor, decide_fit, DecideFit(before.id, 1, False, "乡镇文秘"), scope)
    second, _ = await doing(actor, decide_fit, DecideFit(before.id, 2, True, "农机推广岗"), scope)

    assert first == replace(before, fits_subject=False, fit_reason="乡镇文秘", fit_decided_by_name="陈", revision=2)
    assert second == replace(first, fits_subject=True, fit_reason="农机推广岗", revision=3)
    assert [(type(event), event.after["fits_subject"]) for event in events] == [(FitDecided, False)]
    with pytest.raises(NotPermitted):
        await doing(teacher(person), decide_fit, DecideFit(before.id, 3, True, "对口"), Scope.person(person.id))


async def test_nothing_is_ruled_on_what_was_recognised(database):
    school, person = await a_place()
    before = await taken(await entered(school, person, form=PracticeForm.SECONDMENT), Step.REJECT)

    with pytest.raises(NotPermitted):
        await doing(officer(school), decide_fit, DecideFit(before.id, 2, True, "对口"), Scope.school(school.id))
    assert (await placement(a_reading(), before.id)).state is PlacementState.REJECTED


async def test_a_school_asks_for_regions_from_a_day_on_and_may_void_it(database):
    school, other = await a_school(), await a_school("S2")
    actor, scope = officer(school), Scope.school(school.id)

    command = SetRegionRule(school.id, FIRST, ("2111", "2107"), " 第八条 ")
    stated, events = await doing(actor, set_region_rule, command, scope)
    expected = SchoolRegionRule(stated.id, school.id, FIRST, ("2107", "2111"), "第八条", None, None, 1)
    assert stated == expected
    assert await region_rules(a_reading(), school.id, scope) == (expected,)
    assert [(type(event), event.after["regions"]) for event in events] == [(RegionRuleSet, ["2107", "2111"])]
    with pytest.raises(InvalidFields) as refused:
        await doing(actor, set_region_rule, command, scope)
    assert refused.value.faults == {"started_on": "本校在这一天已有一条地区要求开始生效"}
    with pytest.raises(NotFound):
        await doing(officer(other), void_region_rule, VoidRegionRule(stated.id, 1, "误"), Scope.school(other.id))
    with pytest.raises(NotFound):
        await region_rules(a_reading(), school.id, Scope.school(other.id))

    voided, events = await doing(actor, void_region_rule, VoidRegionRule(stated.id, 1, "误设"), scope)
    assert voided == replace(stated, voided_at=NOW, voided_reason="误设", revision=2)
    assert [type(event) for event in events] == [RegionRuleVoided]


async def test_answers_come_from_the_firms_code_the_schools_rule_and_the_papers(database):
    school, person = await a_place()
    firm = await did(register_enterprise, RegisterEnterprise("沈阳机床厂", CODE))
    await doing(THE_HOUSE, set_region_rule, SetRegionRule(school.id, FIRST, ("2111",), "第八条"))
    known = await entered(school, person, enterprise_id=firm.id)
    earlier = await entered(school, person, started_on=date(2026, 7, 10), finished_on=date(2026, 7, 10))

    assert await content_answers(a_reading(), [known, earlier], [earlier.id]) == {
        known.id: ContentAnswers(False, "210100", RegionRule(("2111",), "第八条")),
        earlier.id: ContentAnswers(True, "", None),
    }
