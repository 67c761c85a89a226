"""The first scope that reaches a person, and locking many persons at once."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from registry.audit.process import open_process
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.reach import scope_reaching
from registry.people.queries.staff import persons_of_employments, persons_of_schools
from registry.people.service.loading import locked_persons
from tests.builders.house import a_reading
from tests.institutions.staging import a_school, a_unit, many_connections
from tests.people.staging import a_person, an_employment


async def test_the_first_scope_that_reaches_the_person_is_taken(database):
    school, other, person = await a_school("S1"), await a_school("S2"), await a_person()
    unit = await a_unit(school)
    await an_employment(school, person, department=unit)
    here, there = Scope.school(school.id), Scope.school(other.id)

    assert await scope_reaching(a_reading(), person.id, [there, Scope.department(unit.id), here]) == Scope.department(
        unit.id
    )
    assert await scope_reaching(a_reading(), person.id, [Scope.person(person.id), here]) == Scope.person(person.id)
    assert await scope_reaching(a_reading(), person.id, [EVERYWHERE]) == EVERYWHERE


async def test_whom_no_scope_reaches_is_not_found(database):
    school, other, person = await a_school("S1"), await a_school("S2"), await a_person()
    await an_employment(school, person)
    colleague = await a_person("王")

    for scopes in ([], [Scope.school(other.id)], [Scope.person(colleague.id), Scope.bureau(uuid4())]):
        with pytest.raises(NotFound):
            await scope_reaching(a_reading(), person.id, scopes)
    with pytest.raises(NotFound):
        await scope_reaching(a_reading(), uuid4(), [EVERYWHERE])


async def test_persons_are_found_by_employment_and_by_school(database):
    school, other = await a_school("S1"), await a_school("S2")
    person, colleague, stranger = await a_person("林"), await a_person("王"), await a_person("孙")
    employment = await an_employment(school, person, "T1")
    await an_employment(school, colleague, "T2")
    await an_employment(other, stranger, "T1")

    assert await persons_of_employments([employment.id]) == {person.id}
    assert await persons_of_schools([school.id]) == {person.id, colleague.id}
    assert await persons_of_schools([]) == set()


async def test_locking_persons_finds_them_all_or_none(database):
    person = await a_person()

    async with open_process("test", a_reading()) as process:
        await locked_persons(process, [])
        await locked_persons(process, [person.id, person.id])
        with pytest.raises(NotFound):
            await locked_persons(process, [person.id, uuid4()])


async def test_processes_that_lock_the_same_persons_in_any_order_wait_and_do_not_cross(database):
    await many_connections(20)
    people = [(await a_person(name)).id for name in "甲乙丙丁戊"]

    async def locking(person_ids):
        async with open_process("test", a_reading()) as process:
            await locked_persons(process, person_ids)
            await asyncio.sleep(0)
            return len(person_ids)

    results = await asyncio.gather(
        *(locking(people if turn % 2 else people[::-1]) for turn in range(20)), return_exceptions=True
    )

    assert results == [5] * 20


async def test_a_locked_person_is_waited_for(database):
    person = await a_person()
    other = await asyncpg.connect(database)

    async with open_process("test", a_reading()) as process:
        await locked_persons(process, [person.id])
        with pytest.raises(asyncpg.LockNotAvailableError):
            await other.execute("SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE NOWAIT", person.id)

    await other.execute("SELECT 1 FROM person WHERE id = $1 FOR NO KEY UPDATE NOWAIT", person.id)
    await other.close()
