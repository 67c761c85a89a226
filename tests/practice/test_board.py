"""The board: the same people, answers and sums as the facts tell one by one, whoever asks and for whatever day."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from registry.audit.process import open_process
from registry.institutions.model.commands import ChangeSchool
from registry.institutions.queries.schools import school as school_now
from registry.institutions.service.schools import change_school
from registry.kernel.errors import BadInput, NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import Employ, EndEmployment, HoldPost, Place, RenamePerson
from registry.people.model.facts import PostCategory
from registry.people.queries.careers import employments_of
from registry.people.queries.persons import person as person_now
from registry.people.service.employments import employ, end_employment
from registry.people.service.persons import rename_person
from registry.people.service.posts import hold_post
from registry.platform.database import engine
from registry.practice.model import PlacementState, StandingState
from registry.practice.projection import rebuild
from registry.practice.queries import board_memory
from registry.practice.queries.board import board
from registry.practice.records import Step
from registry.practice.rules.board import BoardSort, BoardWish
from registry.practice.rules.progress import Progress
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import a_bureau, a_school, a_unit, rows_of
from tests.people.staging import a_person
from tests.practice.board_oracle import slow_answers, slow_board
from tests.practice.random_writing import World
from tests.practice.staging import THE_HOUSE, doing, entered, reading_of, taken, verified

TODAY, ONE_DAY = date(2026, 11, 22), timedelta(1)
DAYS = (date(2016, 5, 10), date(2019, 1, 24), date(2022, 7, 15), TODAY, date(2027, 8, 31), date(2036, 12, 1))


async def on_staff(school, name, staff_no, department=None, started_on=None, finished_on=None):
    """Somebody on a school's staff with a professional post, entered as offices do."""
    person = await a_person(name)
    place = Place(school.id, staff_no, department.id if department else None, started_on, finished_on)
    employment, _ = await doing(THE_HOUSE, employ, Employ(person.id, place))
    await doing(THE_HOUSE, hold_post, HoldPost(employment.id, PostCategory.PROFESSIONAL, started_on, finished_on))
    return person


async def moved(person, school, staff_no, on, department=None):
    """The person at another school or in another department from a day on."""
    held = (await employments_of(a_reading(), [person.id]))[person.id][-1].employment
    await doing(THE_HOUSE, end_employment, EndEmployment(held.id, held.revision, on - ONE_DAY))
    place = Place(school.id, staff_no, department.id if department else None, on)
    employment, _ = await doing(THE_HOUSE, employ, Employ(person.id, place))
    await doing(THE_HOUSE, hold_post, HoldPost(employment.id, PostCategory.PROFESSIONAL, on))


async def put_under(bureau, school):
    now = await school_now(a_reading(), school.id)
    place = (now.name, now.short_name, now.level, now.jurisdiction, bureau.id)
    await doing(THE_HOUSE, change_school, ChangeSchool(now.id, now.revision, *place))


async def same(reading, wish, *scopes):
    """The whole board, seen to be what the facts tell."""
    wish = replace(wish, limit=None)
    fast, slow = await board(reading, wish, scopes), await slow_board(reading, wish, scopes)
    assert fast.rows == slow.rows
    assert fast == slow
    return fast


@pytest.mark.parametrize("seed", [1, 2])
async def test_after_random_writing_the_board_is_what_the_facts_tell(database, seed):
    world = await World(Random(seed)).build("林高陈王张", ("S1", "S2", "S3"))
    bureau = await a_bureau()
    for place in world.schools[:2]:
        await put_under(bureau, place)
    one, other = await a_unit(world.schools[0]), await a_unit(world.schools[0], "化工系")
    for number, unit in enumerate((one, other, None)):
        person = await on_staff(world.schools[0], "李单", f"D{number}", unit, world.day(last=date(2020, 1, 1)))
        goes_on = other if number % 2 == 0 else None
        await moved(person, world.schools[number % 2], f"E{number}", world.day(date(2020, 1, 2)), goes_on)
        world.persons.append(person)
    first, second = (Scope.school(place.id) for place in world.schools[:2])
    scopes = [
        (EVERYWHERE,),
        (Scope.bureau(bureau.id),),
        (first,),
        (second, first),
        (Scope.department(one.id),),
        (Scope.department(other.id), Scope.department(one.id)),
    ]
    for _ in range(3):
        for asked in scopes:
            for on in (TODAY, world.dice.choice(DAYS), world.day()):
                await same(reading_of(THE_HOUSE), BoardWish(on), *asked)
        for _ in range(12):
            await world.write()


async def test_time_passes_without_anything_being_written(database):
    world = await World(Random(9)).build("林高陈王", ("S1", "S2"))
    for _ in range(40):
        await world.write()

    for days in (0, 1, 200, 800):
        reading = a_reading(now=NOW + timedelta(days))
        for on in (reading.today, reading.today - 300 * ONE_DAY, reading.today + 3600 * ONE_DAY):
            await same(reading, BoardWish(on), *(Scope.school(place.id) for place in world.schools))


async def some_staff():
    """A school in which everybody is at another point: seven people in two departments."""
    school = await a_school()
    machines, chemistry = await a_unit(school), await a_unit(school, "化工系")
    people = {}
    for number, name in enumerate(("林晓", "高明", "陈静", "王伟", "张单", "李重", "赵云")):
        unit = (machines, chemistry)[number % 2]
        people[name] = await on_staff(school, name, f"T{number}", unit)
    days = {"started_on": date(2024, 1, 1), "finished_on": date(2024, 12, 31)}
    await verified(school, people["林晓"], **days)
    await verified(school, people["高明"], started_on=date(2022, 1, 1), finished_on=date(2022, 10, 30))
    await verified(school, people["陈静"], started_on=date(2026, 9, 1), finished_on=date(2026, 10, 15))
    await entered(school, people["王伟"], PlacementState.SUBMITTED, **{**days, "finished_on": TODAY})
    await entered(school, people["张单"], PlacementState.PLANNED, started_on=TODAY, finished_on=date(2026, 12, 9))
    return school, people, (machines, chemistry)


WISHES = [
    BoardWish(TODAY),
    *(BoardWish(TODAY, sort=sort) for sort in BoardSort),
    *(BoardWish(TODAY, state=state) for state in StandingState),
    *(BoardWish(TODAY, progress=step) for step in Progress),
    *(BoardWish(TODAY, q=q) for q in ("林", "LX", "t1", "zd", "zs", "lc", "lz", " ", "没有", "a\nb", "%", "x y")),
    BoardWish(TODAY, category=PostCategory.PROFESSIONAL),
    BoardWish(TODAY, category=PostCategory.PUBLIC),
    BoardWish(TODAY, lapses_before=date(2028, 1, 1)),
    BoardWish(date(2027, 3, 1), lapses_before=date(2027, 3, 2), sort=BoardSort.LAPSE),
    BoardWish(TODAY, q="l", progress=Progress.NOT_BEGUN, sort=BoardSort.NAME),
]


async def test_filters_orders_and_search_narrow_as_the_facts_say(database):
    school, _, (machines, _) = await some_staff()
    scope = Scope.school(school.id)

    for wish in WISHES:
        whole = await same(a_reading(), wish, scope)
        assert whole.found == len(whole.rows)
        await same(a_reading(), replace(wish, department_id=machines.id), scope)
        assert (await same(a_reading(), wish, Scope.department(machines.id))).sums.people <= 4


@pytest.mark.parametrize("sort", BoardSort)
async def test_pages_follow_one_another_without_a_gap(database, sort):
    await some_staff()
    other = await a_school("S2")
    await on_staff(other, "林晓", "T1")
    whole = await board(a_reading(), BoardWish(TODAY, sort=sort, limit=None), [EVERYWHERE])

    found, wish = [], BoardWish(TODAY, sort=sort, limit=3)
    while True:
        page = await board(a_reading(), wish, [EVERYWHERE])
        found += page.rows
        assert (page.found, page.sums, page.schools) == (whole.found, whole.sums, whole.schools)
        if page.next is None:
            break
        wish = replace(wish, after=page.next)

    assert tuple(found) == whole.rows
    assert len(found) == 8


@pytest.mark.parametrize("after", ["", "0", "50", "é", "bm9uZQ", "W10", "WyJ1cmdlbmN5Il0", "eyJhIjoxfQ", "W" * 9999])
async def test_what_is_no_cursor_is_refused(database, after):
    school, *_ = await some_staff()

    with pytest.raises(BadInput):
        await board(a_reading(), BoardWish(TODAY, after=after), [Scope.school(school.id)])


async def test_a_cursor_of_another_order_is_refused(database):
    school, *_ = await some_staff()
    page = await board(a_reading(), BoardWish(TODAY, limit=2), [Scope.school(school.id)])

    with pytest.raises(BadInput):
        await board(a_reading(), BoardWish(TODAY, after=page.next, sort=BoardSort.NAME), [Scope.school(school.id)])


async def test_each_sum_is_the_number_of_people_behind_its_link(database):
    school, *_ = await some_staff()
    whole = await board(a_reading(), BoardWish(TODAY), [Scope.school(school.id)])

    for state, people in whole.sums.states.items():
        assert (await board(a_reading(), BoardWish(TODAY, state=state), [Scope.school(school.id)])).found == people
    for step, people in whole.sums.progress.items():
        assert (await board(a_reading(), BoardWish(TODAY, progress=step), [Scope.school(school.id)])).found == people
    assert sum(whole.sums.states.values()) == whole.sums.people == 7
    assert whole.sums.progress == {
        Progress.ENOUGH: 1,
        Progress.UNDER_WAY: 1,
        Progress.WAITING: 1,
        Progress.NOT_BEGUN: 4,
        Progress.NOT_ASKED: 0,
    }


async def test_a_stranger_finds_no_board(database):
    school, people, (machines, _) = await some_staff()
    other = await a_school("S2")
    strangers = [Scope.person(people["林晓"].id), Scope.bureau((await a_bureau()).id), Scope.department(school.id)]

    for scope in strangers:
        with pytest.raises(NotFound):
            await board(a_reading(), BoardWish(TODAY), [scope])
    for scope in (Scope.school(other.id), Scope.department(machines.id)):
        with pytest.raises(NotFound):
            await board(
                a_reading(), BoardWish(TODAY, school_id=school.id if scope.id == other.id else other.id), [scope]
            )
    assert (await board(a_reading(), BoardWish(TODAY), [Scope.school(other.id)])).sums.people == 0
    with pytest.raises(NotFound):
        await board(a_reading(), BoardWish(TODAY), [])


async def test_a_former_employer_sees_its_own_time_and_not_what_came_after(database):
    school, other = await a_school(), await a_school("S2")
    person = await on_staff(school, "林晓", "T1", started_on=date(2015, 1, 1))
    await moved(person, other, "X1", date(2025, 9, 1))
    await verified(other, person, started_on=date(2020, 1, 1), finished_on=date(2020, 12, 31))

    for on in (date(2021, 6, 1), date(2025, 8, 31), date(2025, 9, 1), TODAY):
        for scopes in ((Scope.school(school.id),), (Scope.school(other.id),), (EVERYWHERE,)):
            await same(a_reading(), BoardWish(on), *scopes)
    then = BoardWish(date(2021, 6, 1))
    old = (await board(a_reading(), then, [Scope.school(school.id)])).rows
    assert [row.standing.state for row in old] == [StandingState.SHORT]
    assert [row.standing.state for row in (await board(a_reading(), then, [EVERYWHERE])).rows] == [StandingState.MET]


async def test_what_changed_is_seen_at_once_and_nothing_else_is_asked_again(database):
    school, people, _ = await some_staff()
    scope, wish = Scope.school(school.id), BoardWish(TODAY, q="zy", limit=None)
    await same(a_reading(), wish, scope)
    person = await person_now(a_reading(), people["赵云"].id)

    command = RenamePerson(person.id, person.revision, "周一", TODAY)
    await doing(THE_HOUSE, rename_person, command)
    await same(a_reading(), wish, scope)
    await same(a_reading(), BoardWish(TODAY, sort=BoardSort.NAME), scope)
    standing = await verified(school, people["王伟"], started_on=date(2026, 1, 1), finished_on=TODAY)
    assert (await same(a_reading(), BoardWish(TODAY), scope)).sums.states[StandingState.MET] == 2
    await taken(standing, Step.VOID)
    assert (await same(a_reading(), BoardWish(TODAY), scope)).sums.states[StandingState.MET] == 1
    held = (await employments_of(a_reading(), [people["王伟"].id]))[people["王伟"].id][0].employment
    await doing(THE_HOUSE, end_employment, EndEmployment(held.id, held.revision, TODAY - ONE_DAY))
    assert (await same(a_reading(), BoardWish(TODAY), scope)).sums.people == 6


async def test_what_a_process_has_not_finished_is_not_remembered(database):
    school, people, _ = await some_staff()
    scope = Scope.school(school.id)
    board_memory.forget()

    async def looked_and_gave_up():
        async with open_process("test", reading_of(THE_HOUSE)) as process:
            await end_employment(process, await _ending(people["林晓"]), EVERYWHERE)
            assert (await board(process.reading, BoardWish(TODAY), [scope])).sums.people == 6
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await looked_and_gave_up()

    assert (await same(a_reading(), BoardWish(TODAY), scope)).sums.people == 7


async def _ending(person):
    held = (await employments_of(a_reading(), [person.id]))[person.id][0].employment
    return EndEmployment(held.id, held.revision, TODAY - ONE_DAY)


async def test_questions_beside_writing_end_with_the_truth(database):
    school, people, _ = await some_staff()
    scope = Scope.school(school.id)
    waiting = [await entered(school, person, started_on=date(2024, 3, 1)) for person in people.values()]

    async def looking():
        for _ in range(6):
            await board(a_reading(), BoardWish(TODAY), [scope])

    await asyncio.gather(*(taken(each, Step.CONFIRM, Step.VERIFY) for each in waiting), looking(), looking())

    await same(a_reading(), BoardWish(TODAY), scope)


async def test_somebody_of_whom_nothing_is_stored_is_shown_all_the_same(database):
    school, *_ = await some_staff()
    await rows_of(database, "DELETE FROM standing_course")
    board_memory.forget()

    assert (await same(a_reading(), BoardWish(TODAY), Scope.school(school.id))).sums.people == 7
    async with open_process("rebuild", reading_of(THE_HOUSE)) as process:
        assert await rebuild(process) == 7
    assert (await same(a_reading(), BoardWish(TODAY), Scope.school(school.id))).sums.people == 7


async def test_a_page_asks_few_questions_of_the_database(database, monkeypatch):
    school, people, _ = await some_staff()
    scope, asked = [Scope.school(school.id)], []
    run = type(engine())._run_in_pool

    async def counted(self, query, *args):
        asked.append(query)
        return await run(self, query, *args)

    monkeypatch.setattr(type(engine()), "_run_in_pool", counted)

    async def questions(wish):
        asked.clear()
        await board(a_reading(), wish, scope)
        return len(asked)

    board_memory.forget()
    assert [await questions(BoardWish(TODAY)), await questions(BoardWish(TODAY))] == [3, 1]
    assert await questions(BoardWish(TODAY, sort=BoardSort.NAME, q="l")) == 1
    await verified(school, people["赵云"], started_on=date(2024, 1, 1), finished_on=date(2024, 3, 1))
    assert [await questions(BoardWish(TODAY)), await questions(BoardWish(TODAY))] == [3, 1]


async def test_the_slow_answers_of_a_school_are_those_of_its_list(database):
    from registry.practice.queries.school_answers import answers_at

    school, *_ = await some_staff()
    for on in DAYS:
        told = await answers_at(a_reading(), school.id, on, Scope.school(school.id))
        slow = [each async for each in slow_answers(a_reading(), school.id, on, Scope.school(school.id))]
        assert [(each.entry, each.standing, each.duty, each.progress) for each in told] == slow
