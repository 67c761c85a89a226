"""The first of several scopes in which a placement is visible."""

from datetime import date
from uuid import uuid4

import pytest

from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.practice.queries.placements import placement_scope
from tests.builders.house import a_reading
from tests.institutions.staging import a_school
from tests.people.staging import a_person, an_employment
from tests.practice.staging import a_place, entered, verified


async def test_the_first_scope_that_shows_the_placement_is_taken(database):
    school, person = await a_place()
    other, _ = await a_place("S2")
    stands = await entered(school, person)
    here, own = Scope.school(school.id), Scope.person(person.id)

    assert await placement_scope(a_reading(), stands.id, [Scope.school(other.id), here, own]) == (stands, here)
    assert await placement_scope(a_reading(), stands.id, [own, here]) == (stands, own)
    assert await placement_scope(a_reading(), stands.id, [EVERYWHERE]) == (stands, EVERYWHERE)


async def test_a_scope_that_reaches_the_person_and_not_the_placement_is_passed_over(database):
    left, present, person = await a_school("S1"), await a_school("S2"), await a_person()
    await an_employment(left, person, "T1", finished_on=date(2026, 10, 31))
    await an_employment(present, person, "T9", started_on=date(2026, 11, 1))
    not_recognised, recognised = await entered(left, person), await verified(left, person, enterprise_name="华锦集团")
    here, before = Scope.school(present.id), Scope.school(left.id)

    assert await placement_scope(a_reading(), not_recognised.id, [here, before]) == (not_recognised, before)
    assert await placement_scope(a_reading(), recognised.id, [here, before]) == (recognised, here)


async def test_what_no_scope_shows_is_not_found(database):
    school, person = await a_place()
    other, colleague = await a_place("S2")
    stands = await verified(school, person)

    for scopes in ([], [Scope.school(other.id), Scope.person(colleague.id)]):
        with pytest.raises(NotFound):
            await placement_scope(a_reading(), stands.id, scopes)
    with pytest.raises(NotFound):
        await placement_scope(a_reading(), uuid4(), [EVERYWHERE])
