"""Who reads which placements and states: practice goes with the person, the old school keeps what it verified."""

from datetime import date, timedelta

import pytest

from registry.kernel.errors import NotFound
from registry.kernel.periods import Period
from registry.kernel.scopes import Scope
from registry.people.model.commands import RecordLeave, StatePersonRecordsFrom
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.people.service.persons import state_person_records_from
from registry.practice.model import PlacementState, PostCategory, PostHeld, StandingState
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.placements import placement, placements_of, waiting_at
from registry.practice.queries.standing import NATIONAL, ranges_of, states_on
from registry.practice.rules.entry import as_fact
from tests.builders.house import a_reading
from tests.institutions.staging import BAOTOU, a_bureau, a_school, a_unit, did
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import THE_HOUSE, doing, entered, verified

ONE_DAY = timedelta(1)
LEFT = date(2024, 2, 29)
CAME = LEFT + ONE_DAY
THEN = {"started_on": date(2023, 7, 1), "finished_on": date(2023, 7, 31)}


async def _a_mover():
    """Somebody who left S1 for S2 of another bureau, with verified and unverified practice at each."""
    old = await a_school("S1", bureau_id=(await a_bureau("B1")).id)
    new = await a_school("S2", bureau_id=(await a_bureau("B2", BAOTOU)).id, jurisdiction=BAOTOU)
    person = await a_person()
    former = await an_employment(old, person, "T1", finished_on=LEFT)
    present = await an_employment(new, person, "X1", started_on=CAME)
    await a_post(former)
    await a_post(present, PostCategory.INSTRUCTOR)
    found = {
        "old verified": await verified(old, person, **THEN),
        "old open": await entered(old, person, **THEN),
        "new verified": await verified(new, person),
        "new open": await entered(new, person),
    }
    return old, new, person, found


async def _seen(person, scope):
    return {each.id for each in (await placements_of(a_reading(), [person.id], scope))[person.id]}


async def test_verified_practice_goes_with_the_person_and_the_old_school_keeps_its_own(database):
    old, new, person, found = await _a_mover()
    ids = {name: each.id for name, each in found.items()}

    at_old, at_new = {ids["old verified"], ids["old open"]}, {ids["new verified"], ids["new open"]}
    assert await _seen(person, Scope.school(old.id)) == at_old
    assert await _seen(person, Scope.school(new.id)) == at_new | {ids["old verified"]}
    assert await _seen(person, Scope.bureau(old.bureau_id)) == at_old
    assert await _seen(person, Scope.bureau(new.bureau_id)) == at_new | {ids["old verified"]}
    assert await _seen(person, Scope.person(person.id)) == set(ids.values())


async def test_one_placement_is_found_or_not_by_the_same_rule(database):
    old, new, person, found = await _a_mover()
    reading = a_reading()

    assert await placement(reading, found["old verified"].id, Scope.school(new.id)) == found["old verified"]
    for name, scope in [("new verified", Scope.school(old.id)), ("old open", Scope.school(new.id))]:
        with pytest.raises(NotFound):
            await placement(reading, found[name].id, scope)
    stranger = await a_person("孙")
    with pytest.raises(NotFound):
        await placement(reading, found["old verified"].id, Scope.person(stranger.id))
    with pytest.raises(NotFound):
        await placements_of(reading, [person.id], Scope.school((await a_school("S3")).id))


async def test_a_department_that_somebody_left_sees_the_time_there(database):
    school, person = await a_school(), await a_person()
    first, second = await a_unit(school), await a_unit(school, "信息系")
    await an_employment(school, person, department=first, finished_on=LEFT)
    await an_employment(school, person, "T2", department=second, started_on=CAME)
    then = await entered(school, person, started_on=LEFT, finished_on=CAME)
    later = await verified(school, person, started_on=CAME, finished_on=CAME)

    assert await _seen(person, Scope.department(first.id)) == {then.id}
    assert await _seen(person, Scope.department(second.id)) == {then.id, later.id}


async def test_what_waits_at_a_school_is_narrowed_to_the_scope(database):
    old, new, person, found = await _a_mover()
    reading, states = a_reading(), [PlacementState.SUBMITTED]

    assert await waiting_at(reading, old.id, states, Scope.school(old.id)) == (found["old open"],)
    assert await waiting_at(reading, old.id, states, Scope.school(new.id)) == ()
    assert await waiting_at(reading, old.id, states, Scope.person(person.id)) == (found["old open"],)


async def test_the_facts_for_the_rules_come_from_every_school(database):
    _, new, person, found = await _a_mover()
    other = await a_person("高")
    leave = Period(date(2022, 1, 1), date(2022, 6, 30))
    await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, leave.started_on, leave.finished_on))

    facts = await teacher_facts(a_reading(), [person.id, other.id])

    posts = (PostHeld(PostCategory.PROFESSIONAL, None, LEFT), PostHeld(PostCategory.INSTRUCTOR, CAME, None))
    assert facts[person.id].posts == posts
    assert facts[person.id].leaves == (leave,)
    assert set(facts[person.id].placements) == {as_fact(each) for each in found.values()}
    assert (facts[other.id].posts, facts[other.id].placements) == ((), ())
    kept = (await teacher_facts(a_reading(), [person.id], scope=Scope.school(new.id)))[person.id]
    assert kept.posts == posts
    assert as_fact(found["old open"]) not in kept.placements


async def test_since_when_the_records_are_complete_the_person_goes_before_the_school(database):
    school, own = await a_school(records_from=date(2022, 1, 1)), date(2023, 1, 1)
    person, other = await a_person(), await a_person("高")
    await an_employment(school, person)
    await an_employment(school, other, "T2")
    await doing(THE_HOUSE, state_person_records_from, StatePersonRecordsFrom(person.id, 1, own))

    facts = await teacher_facts(a_reading(), [person.id, other.id])

    assert (facts[person.id].records_from, facts[other.id].records_from) == (own, date(2022, 1, 1))


async def test_a_former_employer_sees_the_states_of_its_own_time(database):
    old, new, person, _ = await _a_mover()
    reading = a_reading()

    whole = (await ranges_of(reading, [person.id]))[person.id]
    own = (await ranges_of(reading, [person.id], scope=Scope.school(old.id)))[person.id]

    assert (whole[0].started_on, own[0].started_on) == (date(2016, 5, 11), date(2016, 5, 11))
    assert own[-1].finished_on == LEFT
    assert (await ranges_of(reading, [person.id], scope=Scope.school(new.id)))[person.id] == whole
    assert await states_on(reading, [person.id], LEFT, scope=Scope.school(old.id)) == {person.id: StandingState.SHORT}
    assert await states_on(reading, [person.id], CAME, scope=Scope.school(old.id)) == {}
    assert await states_on(reading, [person.id], CAME, NATIONAL) == {person.id: StandingState.SHORT}
    with pytest.raises(NotFound):
        await ranges_of(reading, [person.id], scope=Scope.school((await a_school("S3")).id))
