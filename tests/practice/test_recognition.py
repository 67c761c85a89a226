"""Recognition: the proof that must be there, what stands against it, and the way back from a mistaken rejection."""

from dataclasses import replace
from datetime import date

import pytest

from registry.kernel.errors import InvalidFields, NotFound, NotPermitted
from registry.kernel.periods import ONE_DAY
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState, PracticeForm
from registry.practice.queries.confirmation import confirmations_of
from registry.practice.queries.placements import placement
from registry.practice.queries.recognition import faults_before_recognition
from registry.practice.records import FirmRelation, MovePlacement, Seen, Step, VerifyPlacements
from registry.practice.records.confirmation import ConfirmationMethod, ConfirmByOffice, Endorse
from registry.practice.records.grades import Grade
from registry.practice.records.papers import RemovePaper
from registry.practice.records.spot_checks import CheckManner, RecordSpotCheck, VoidSpotCheck
from registry.practice.rules.recognition import REJECT_REASONS, RETURN_REASONS, RecognitionFacts, recognition_faults
from registry.practice.service.confirmation import confirm_by_office, endorse
from registry.practice.service.papers import remove_paper
from registry.practice.service.spot_checks import record_spot_check, void_spot_check
from registry.practice.service.steps import answer_by_link, move_placement, verify_placements
from tests.builders.house import a_reading
from tests.institutions.staging import a_school, done
from tests.practice.staging import (
    FIRST,
    LAST,
    THE_HOUSE,
    a_place,
    doing,
    entered,
    officer,
    reading_of,
    supervised,
    taken,
    with_stamped_form,
)

NO_ANSWER = "没有企业确认记录:请补充企业盖章的鉴定(考核)表或由企业通过一次性链接确认"
NO_FORM = "缺少企业盖章的鉴定(考核)表"
NOT_ENDORSED = "替代证明须由另一位经办人复核同意后才能认定"


async def confirmed_on(school, before, method, words=""):
    command = ConfirmByOffice(before.id, before.revision, method, words)
    return (await doing(officer(school), confirm_by_office, command, Scope.school(school.id)))[0]


async def verify(school, *placements):
    command = VerifyPlacements(tuple(Seen(each.id, each.revision) for each in placements))
    return (await doing(officer(school), verify_placements, command, Scope.school(school.id)))[0]


async def test_a_missing_paper_is_named_in_the_batch_and_on_the_single_step(database):
    school, person = await a_place()
    before, paper = await with_stamped_form(await entered(school, person))
    confirmed = await confirmed_on(school, before, ConfirmationMethod.STAMPED_PAPER)
    await doing(THE_HOUSE, remove_paper, RemovePaper(paper.id, "照片不清"))
    by_link = await supervised(await entered(school, person), Step.CONFIRM)
    scope = Scope.school(school.id)

    with pytest.raises(InvalidFields) as batch:
        await verify(school, confirmed, by_link)
    command = MovePlacement(confirmed.id, confirmed.revision, Step.VERIFY)
    with pytest.raises(NotPermitted) as single:
        await doing(officer(school), move_placement, command, scope)
    told = await faults_before_recognition(reading_of(officer(school)), [confirmed.id, by_link.id], scope)
    await with_stamped_form(confirmed)
    after = await verify(school, confirmed, by_link)

    assert batch.value.faults == {str(confirmed.id): NO_FORM}
    assert str(single.value) == NO_FORM
    assert told == {confirmed.id: (NO_FORM,), by_link.id: ()}
    assert {each.state for each in after} == {PlacementState.VERIFIED}


async def test_other_proof_is_recognised_after_the_second_officer_agreed(database):
    school, person = await a_place()
    before = await entered(school, person)
    confirmed = await confirmed_on(school, before, ConfirmationMethod.ALTERNATIVE_PROOF, "企业已注销,附工资流水")

    with pytest.raises(InvalidFields) as refusal:
        await verify(school, confirmed)
    command = Endorse(confirmed.id, confirmed.revision, "属实")
    await doing(officer(school, name="赵"), endorse, command, Scope.school(school.id))
    (after,) = await verify(school, confirmed)

    assert refusal.value.faults == {str(confirmed.id): NOT_ENDORSED}
    assert after.state is PlacementState.VERIFIED


async def test_a_confirmation_without_a_record_is_none(database):
    school, person = await a_place()
    before = await entered(school, person)
    command = MovePlacement(before.id, before.revision, Step.CONFIRM)
    confirmed, _ = await done(answer_by_link, command, reading=reading_of(THE_HOUSE))

    with pytest.raises(InvalidFields) as refusal:
        await verify(school, confirmed)

    assert refusal.value.faults == {str(confirmed.id): NO_ANSWER}


async def test_what_the_installation_took_from_a_file_has_the_file_for_its_proof(database):
    school, person = await a_place()
    confirmed = await taken(await entered(school, person, form=PracticeForm.SECONDMENT), Step.CONFIRM)

    (after,) = await verify(school, confirmed)

    (given,) = await confirmations_of(a_reading(), after.id)
    assert (given.method, given.answered_by) == (ConfirmationMethod.IMPORTED_FILE, None)


async def test_what_a_placement_tells_can_stand_against_it(database):
    school, person = await a_place()
    own_firm = await supervised(await entered(school, person, relation=FirmRelation.OWN), Step.CONFIRM)
    secondment = await supervised(await entered(school, person, form=PracticeForm.SECONDMENT), Step.CONFIRM)
    abroad, paper = await with_stamped_form(
        await supervised(await entered(school, person, is_abroad=True), Step.CONFIRM), "鉴定表中文译本"
    )

    with pytest.raises(InvalidFields) as refusal:
        await verify(school, own_firm, secondment, abroad)
    (after,) = await verify(school, abroad)

    assert refusal.value.faults == {
        str(own_firm.id): "本人的企业:未经人事处批准不予认定;请先批准并写明理由",
        str(secondment.id): "挂职:未说明岗位与所教专业是否对口;请人事处先作说明",
    }
    assert after.state is PlacementState.VERIFIED
    assert paper.note == "鉴定表中文译本"


async def test_an_absence_that_a_check_found_stands_against_it_until_the_check_is_voided(database):
    school, person = await a_place()
    confirmed = await supervised(await entered(school, person), Step.CONFIRM)
    actor, scope = officer(school), Scope.school(school.id)
    found = RecordSpotCheck(confirmed.id, FIRST, "陈", CheckManner.ON_SITE, "不在岗", absence_found=True)
    check, _ = await doing(actor, record_spot_check, found, scope)

    with pytest.raises(InvalidFields) as refusal:
        await verify(school, confirmed)
    await doing(actor, void_spot_check, VoidSpotCheck(check.id, 1, "当日已请假"), scope)
    (after,) = await verify(school, confirmed)

    assert refusal.value.faults == {
        str(confirmed.id): f"{FIRST} 的巡查记录为无故缺勤,不能认定;如属误记请先作废该巡查记录"
    }
    assert after.state is PlacementState.VERIFIED


async def test_all_faults_are_told_at_once(database):
    school, person = await a_place()
    confirmed = await supervised(await entered(school, person), Step.CONFIRM)
    (given,) = await confirmations_of(a_reading(), confirmed.id)
    good = RecognitionFacts(confirmed, given, False, Grade.EXCELLENT, (), LAST)

    assert recognition_faults(good) == ()
    bad = good._replace(
        placement=replace(confirmed, position="车工"),
        grade=Grade.UNQUALIFIED,
        absences=(date(2026, 8, 1),),
        objections=("境外",),
    )
    assert recognition_faults(bad) == (
        "企业确认之后实践内容有改动,请重新确认",
        "境外",
        "考核等级为不合格,不能认定",
        "2026-08-01 的巡查记录为无故缺勤,不能认定;如属误记请先作废该巡查记录",
    )
    assert recognition_faults(good._replace(confirmation=replace(given, confirms=False))) == (NO_ANSWER,)
    assert recognition_faults(good._replace(on=LAST - ONE_DAY)) == ("实践 2026-08-20 才结束,结束后才能认定",)


async def test_what_is_not_over_is_confirmed_but_not_recognised_unless_a_file_vouches_for_it(database):
    school, person = await a_place()
    to_come = {"started_on": date(2026, 11, 1), "finished_on": date(2026, 11, 23)}
    by_link = await supervised(await entered(school, person, **to_come), Step.CONFIRM)
    from_file = await taken(await entered(school, person, **to_come), Step.CONFIRM)
    scope, words = Scope.school(school.id), "实践 2026-11-23 才结束,结束后才能认定"

    with pytest.raises(InvalidFields) as batch:
        await verify(school, by_link)
    with pytest.raises(NotPermitted) as single:
        await doing(officer(school), move_placement, MovePlacement(by_link.id, by_link.revision, Step.VERIFY), scope)
    (after,) = await verify(school, from_file)

    assert (batch.value.faults, str(single.value)) == ({str(by_link.id): words}, words)
    assert after.state is PlacementState.VERIFIED


async def test_an_undone_rejection_can_be_confirmed_and_recognised_again(database):
    school, person = await a_place()
    before, _ = await with_stamped_form(await entered(school, person))
    confirmed = await confirmed_on(school, before, ConfirmationMethod.STAMPED_PAPER)
    rejected = await taken(confirmed, Step.REJECT)
    restored = await taken(rejected, Step.UNDO_REJECTION)
    again = await confirmed_on(school, restored, ConfirmationMethod.STAMPED_PAPER)

    (after,) = await verify(school, again)

    assert restored.state is PlacementState.SUBMITTED
    assert after == await placement(a_reading(), before.id)
    assert [given.placement_revision for given in await confirmations_of(a_reading(), before.id)] == [1, 4]


async def test_a_rejection_undone_can_be_asked_about_by_link_again(database):
    school, person = await a_place()
    rejected = await taken(await supervised(await entered(school, person), Step.CONFIRM), Step.REJECT)
    restored = await taken(rejected, Step.UNDO_REJECTION)

    (after,) = await verify(school, await supervised(restored, Step.CONFIRM))

    assert after.state is PlacementState.VERIFIED


async def test_a_stranger_learns_nothing_of_the_faults(database):
    school, person = await a_place()
    other = await a_school("S2")
    confirmed = await taken(await entered(school, person), Step.CONFIRM)

    with pytest.raises(NotFound):
        await faults_before_recognition(reading_of(officer(other)), [confirmed.id], Scope.school(other.id))


def test_a_wrong_seal_is_sent_back_and_missing_material_is_refused():
    assert "鉴定表加盖的是部门章,请换盖单位公章" in RETURN_REASONS
    assert "没有留存佐证材料,视为未参加企业实践" in REJECT_REASONS
    assert "无故缺勤,本次实践不予认定" in REJECT_REASONS
    assert not set(RETURN_REASONS) & set(REJECT_REASONS)
