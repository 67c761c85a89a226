"""The teacher's page from the database: whose rule, whose calendar, who may look, how many statements."""

from datetime import date

import pytest

from registry.institutions.model.commands import RecordBreak
from registry.institutions.service.breaks import record_break
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.platform.database import engine
from registry.policy.book import shipped_book
from registry.practice.model import PlacementState, StandingState
from registry.practice.queries.facts import teacher_facts
from registry.practice.queries.overview import teacher_overview
from registry.practice.rules import standing_on
from registry.practice.rules.overview import BreakRoom, RuleVersion, SchoolBreak
from tests.builders.house import a_reading
from tests.builders.practice import a_period
from tests.institutions.staging import BAOTOU, PANJIN, a_bureau, a_school, a_unit, did
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import a_place, entered, verified

ON = date(2026, 11, 22)
STATEMENTS = 16
"""One for the employments, the rest for posts, leave, placements, records and the calendar."""
LEFT, CAME = date(2025, 8, 31), date(2025, 9, 1)


async def _a_mover():
    """Somebody who left a school of Panjin for one of Baotou."""
    old, new = await a_school("S1"), await a_school("S2", jurisdiction=BAOTOU)
    person = await a_person()
    await a_post(await an_employment(old, person, "T1", finished_on=LEFT))
    await a_post(await an_employment(new, person, "X1", started_on=CAME))
    await verified(old, person, started_on=date(2023, 1, 1), finished_on=date(2023, 7, 19))
    return old, new, person


async def test_the_rule_is_that_of_the_school_that_employs_on_the_day(database):
    old, new, person = await _a_mover()

    then = await teacher_overview(a_reading(), person.id, LEFT)
    now = await teacher_overview(a_reading(), person.id, CAME)

    book = shipped_book()
    assert (then.asked.school_id, now.asked.school_id) == (old.id, new.id)
    assert then.local.rule == RuleVersion(PANJIN, "盘锦市", "Panjin", "2026.11", book.digest(PANJIN))
    assert (then.local.standing.state, then.national.standing.state) == (StandingState.SHORT, StandingState.MET)
    assert now.local.rule.jurisdiction == BAOTOU
    assert now.local.standing == now.national.standing
    assert now.national.rule.jurisdiction == "cn"
    assert now.local.standing.state is StandingState.MET


async def test_without_a_school_the_national_rule_answers(database):
    school, person = await a_school("S1"), await a_person()
    await a_post(await an_employment(school, person, finished_on=LEFT))

    found = await teacher_overview(a_reading(), person.id, ON)

    assert (found.asked.school_id, found.local.rule.jurisdiction, found.room) == (None, "cn", None)


async def test_the_calendar_of_the_school_is_read_for_the_teacher_too(database):
    school, person = await a_place()
    summer, winter = (date(2027, 7, 10), date(2027, 8, 31)), (date(2027, 1, 16), date(2027, 2, 28))
    await did(record_break, RecordBreak(school.id, "2027 年暑假", *summer))
    await did(record_break, RecordBreak(school.id, "2027 年寒假", *winter))

    found = await teacher_overview(a_reading(), person.id, ON, Scope.person(person.id))

    assert found.room == BreakRoom(SchoolBreak("2027 年暑假", a_period("2027-07-10", "2027-08-31")), 44, 97, False)


async def test_it_says_what_the_rules_say_of_the_same_facts(database):
    school, person = await a_place(records_from=date(2026, 1, 1))
    await verified(school, person, started_on=date(2026, 1, 10), finished_on=date(2026, 2, 20))
    await entered(school, person, PlacementState.PLANNED)
    await did(record_leave, RecordLeave(person.id, LeaveKind.STUDY, date(2026, 2, 1), date(2026, 2, 10)))

    found = await teacher_overview(a_reading(), person.id, ON, since=date(2026, 2, 11))

    facts = (await teacher_facts(a_reading(), [person.id]))[person.id]
    assert found.local.standing == standing_on(facts, shipped_book().practice_versions(PANJIN), ON)
    assert (found.local.standing.credit.days, found.since_credit.days) == (32, 10)
    assert [count.counted for count in found.counts] == [32, 0]
    assert (found.is_incomplete, found.local.standing.state) == (True, StandingState.UNKNOWN)


async def test_who_keeps_the_file_looks_and_nobody_else(database):
    bureau = await a_bureau()
    school = await a_school("S1", bureau_id=bureau.id)
    department, elsewhere = await a_unit(school), await a_unit(school, "汽车系")
    person, colleague = await a_person(), await a_person("孙")
    await a_post(await an_employment(school, person, department=department))
    await an_employment(school, colleague, "T2", department=elsewhere)
    await verified(school, person)

    for scope in (
        Scope.person(person.id),
        Scope.school(school.id),
        Scope.department(department.id),
        Scope.bureau(bureau.id),
    ):
        assert (await teacher_overview(a_reading(), person.id, ON, scope)).local.standing.credit.days == 41
    other = await a_school("S2")
    for scope in (Scope.person(colleague.id), Scope.school(other.id), Scope.department(elsewhere.id)):
        with pytest.raises(NotFound):
            await teacher_overview(a_reading(), person.id, ON, scope)


async def test_a_former_school_does_not_judge_whom_it_no_longer_knows(database):
    old, new, person = await _a_mover()

    with pytest.raises(NotFound):
        await teacher_overview(a_reading(), person.id, LEFT, Scope.school(old.id))
    assert (await teacher_overview(a_reading(), person.id, LEFT, Scope.school(new.id))).counts


async def test_nobody_is_not_found(database):
    _, person = await a_place()
    await verified(*(await a_place("S9", "T9")))

    with pytest.raises(NotFound):
        await teacher_overview(a_reading(), type(person.id)(int=7), ON)


async def test_it_takes_as_many_statements_for_much_practice_as_for_little(database, monkeypatch):
    school, person = await a_place()
    await verified(school, person)
    asked, original = [], engine().run_querystring

    async def counted(querystring, in_pool=True):
        asked.append(querystring)
        return await original(querystring, in_pool)

    monkeypatch.setattr(type(engine()), "run_querystring", lambda _, *args, **named: counted(*args, **named))
    await teacher_overview(a_reading(), person.id, ON)
    little = len(asked)
    for year in range(2019, 2026):
        await verified(school, person, started_on=date(year, 7, 1), finished_on=date(year, 7, 20))
    asked.clear()
    await teacher_overview(a_reading(), person.id, ON)

    assert (little, len(asked)) == (STATEMENTS, STATEMENTS)
