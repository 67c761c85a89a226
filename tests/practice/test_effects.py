"""What a correction or a voiding would change, told before it is done."""

from datetime import date
from fractions import Fraction

import pytest

from registry.audit.model import Reliance
from registry.audit.process import open_process
from registry.audit.reliances import rely
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.model import Credit, StandingState, YearlyState
from registry.practice.queries.effects import effects_of_correction
from registry.practice.queries.placements import placement, placements_of
from registry.practice.records import CorrectPlacement, MovePlacement, Step
from registry.practice.service.placements import correct_placement
from registry.practice.service.steps import move_placement
from tests.builders.house import a_reading
from tests.institutions.staging import PANJIN, a_school, rows_of
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import THE_HOUSE, a_content, a_place, doing, entered, verified

TODAY = date(2026, 11, 22)
LONG = (date(2025, 1, 1), date(2025, 12, 31))
SHORTER = (date(2025, 1, 1), date(2025, 6, 30))


def _days(answers):
    return answers.standing.credit


async def _certified(stands, number="0001"):
    reliance = Reliance("placement", str(stands.id), stands.revision, "certificate", number, f"企业实践证明 {number}")
    async with open_process("issue", a_reading()) as process:
        await rely(process, reliance)
    return reliance


async def test_a_correction_shows_the_answers_before_and_after(database):
    school, person = await a_place()
    stands = await verified(school, person, started_on=LONG[0], finished_on=LONG[1])

    effects = await effects_of_correction(a_reading(), stands.id, a_content(*SHORTER), Scope.school(school.id))

    before, after = effects.before.standing, effects.after.standing
    assert (effects.placement, effects.jurisdiction, effects.on) == (stands, PANJIN, TODAY)
    assert (before.credit, after.credit) == (Credit(365, Fraction(365, 30)), Credit(181, Fraction(181, 30)))
    assert before.state is StandingState.MET
    assert after.state is StandingState.SHORT
    assert (before.lapses_on is not None, after.lapses_on) == (True, None)
    assert effects.changes_answers
    assert effects.rests == ()


async def test_the_answers_foretold_are_those_that_come(database):
    school, person = await a_place()
    stands = await verified(school, person, started_on=LONG[0], finished_on=LONG[1])
    content = a_content(*SHORTER)
    foretold = await effects_of_correction(a_reading(), stands.id, content)

    command = CorrectPlacement(stands.id, stands.revision, content, "日期写错", figures_agreed=True)
    corrected = (await doing(THE_HOUSE, correct_placement, command))[0].placement
    come = await effects_of_correction(a_reading(), corrected.id, content)

    assert come.before == foretold.after
    assert not come.changes_answers


async def test_voiding_takes_the_days_away(database):
    school, person = await a_place()
    stands = await verified(school, person, started_on=LONG[0], finished_on=LONG[1])

    foretold = await effects_of_correction(a_reading(), stands.id, None)
    await doing(THE_HOUSE, move_placement, MovePlacement(stands.id, stands.revision, Step.VOID, "重复登记"))
    come = await effects_of_correction(a_reading(), stands.id, None)

    assert _days(foretold.after) == Credit(Fraction(0), Fraction(0))
    assert foretold.after.standing.state is StandingState.SHORT
    assert come.before == foretold.after


async def test_the_yearly_duty_is_told_beside_it(database):
    school, person = await a_place()
    stands = await verified(school, person, started_on=date(2026, 7, 1), finished_on=date(2026, 7, 30))

    effects = await effects_of_correction(a_reading(), stands.id, None)

    assert next((duty.state, duty.months) for duty in effects.before.yearly) == (YearlyState.MET, 1)
    assert next((duty.state, duty.months) for duty in effects.after.yearly) == (YearlyState.SHORT, 0)


async def test_overlapping_days_of_another_placement_go_on_counting(database):
    school, person = await a_place()
    stands = await verified(school, person, started_on=LONG[0], finished_on=LONG[1])
    await verified(school, person, started_on=LONG[0], finished_on=LONG[1], enterprise_name="华锦集团")

    effects = await effects_of_correction(a_reading(), stands.id, None)

    assert not effects.changes_answers


async def test_a_slip_that_changes_no_figure_changes_no_answer(database):
    school, person = await a_place()
    stands = await verified(school, person)

    effects = await effects_of_correction(a_reading(), stands.id, a_content(enterprise_name="辽河机械有限公司"))

    assert not effects.changes_answers


async def test_what_rests_on_any_revision_is_named(database):
    school, person = await a_place()
    first = await verified(school, person, started_on=LONG[0], finished_on=LONG[1])
    other = await verified(school, person)
    old = await _certified(first)
    command = CorrectPlacement(first.id, first.revision, a_content(*SHORTER), "日期写错", figures_agreed=True)
    second = (await doing(THE_HOUSE, correct_placement, command))[0].placement
    new = await _certified(second, "0002")
    await _certified(other, "0003")

    effects = await effects_of_correction(a_reading(), second.id, None)

    assert effects.rests == (old, new)


async def test_nothing_is_written(database):
    school, person = await a_place()
    stands = await verified(school, person)
    events = await rows_of(database, "SELECT count(*) FROM audit_event")

    await effects_of_correction(a_reading(), stands.id, None)

    assert await placement(a_reading(), stands.id) == stands
    assert await rows_of(database, "SELECT count(*) FROM audit_event") == events


async def test_content_that_cannot_stand_is_told_by_its_field(database):
    school, person = await a_place()
    stands = await verified(school, person)

    with pytest.raises(InvalidFields) as refused:
        await effects_of_correction(a_reading(), stands.id, a_content(LONG[1], LONG[0]))

    assert set(refused.value.faults) == {"finished_on"}


async def test_a_stranger_finds_nothing(database):
    school, person = await a_place()
    stands = await verified(school, person)
    await _certified(stands)
    other, colleague = await a_place("S2")

    for scope in (Scope.school(other.id), Scope.person(colleague.id)):
        with pytest.raises(NotFound):
            await effects_of_correction(a_reading(), stands.id, None, scope)


async def test_a_former_school_sees_what_rests_and_no_answers(database):
    left, person = await a_school("S1"), await a_person()
    employed = await an_employment(left, person, "T1", started_on=date(2015, 9, 1), finished_on=date(2026, 8, 31))
    await a_post(employed)
    present = await a_school("S2", jurisdiction="cn-neimenggu-baotou")
    await an_employment(present, person, "T9", started_on=date(2026, 9, 1))
    stands = await verified(left, person)
    reliance = await _certified(stands)

    effects = await effects_of_correction(a_reading(), stands.id, None, Scope.school(left.id))

    assert (effects.before, effects.after, effects.rests) == (None, None, (reliance,))
    assert effects.jurisdiction == "cn-neimenggu-baotou"


async def test_without_a_present_school_the_rule_of_the_keeping_one_holds(database):
    school, person = await a_school("S1"), await a_person()
    employed = await an_employment(school, person, "T1", finished_on=date(2026, 8, 31))
    await a_post(employed)
    stands = await verified(school, person)

    effects = await effects_of_correction(a_reading(), stands.id, None, Scope.school(school.id))

    assert effects.jurisdiction == PANJIN
    assert effects.before.standing.state is StandingState.EXEMPT


async def test_what_is_not_verified_changes_no_answer(database):
    school, person = await a_place()
    stands = await entered(school, person)

    effects = await effects_of_correction(a_reading(), stands.id, a_content(*SHORTER), EVERYWHERE)

    assert not effects.changes_answers
    assert (await placements_of(a_reading(), [person.id]))[person.id] == (stands,)
