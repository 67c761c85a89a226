"""Drafts from the database: figures of `registry standing`, whose practice counts, who may draft, what is refused."""

from datetime import date, timedelta

import pytest

from registry.certificates.model import CertificateAsk, CertificateKind, RestsOn
from registry.certificates.queries.drafts import drafted
from registry.exchange.service.standings import Asked, standing_of
from registry.identity.model.principals import installation
from registry.kernel.errors import BadInput, InvalidFields, NotFound
from registry.kernel.periods import Period
from registry.kernel.quantities import days_shown, months_shown
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.model.facts import PostCategory as HeldCategory
from registry.people.service.leaves import record_leave
from registry.platform.database import engine
from registry.practice.model import AttendedDay, PlacementState, PracticeForm
from tests.builders.house import a_reading
from tests.institutions.staging import BAOTOU, a_bureau, a_school, a_unit, did
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import a_place, entered, verified

ON = date(2026, 11, 22)
PRACTICE, COMPLIANCE = CertificateKind.PRACTICE, CertificateKind.COMPLIANCE
LEFT, CAME = date(2025, 8, 31), date(2025, 9, 1)
STATEMENTS = 34
"""The school, who is reached, the careers, the placements: the same for one placement and for many."""


async def a_draft(school, person, kind=PRACTICE, on=ON, period=None, scope=None):
    ask = CertificateAsk(kind, person.id, on, Period(*period) if period else None)
    return await drafted(a_reading(installation("cli")), school.id, ask, scope or Scope.school(school.id))


async def said(school, person, **asked):
    """The facts of a draft in Chinese, by key."""
    return {fact.key: fact.value.zh for fact in (await a_draft(school, person, **asked)).content.facts}


async def an_answer(school, staff_no="T1", on=ON, since=None):
    """What `registry standing` says."""
    answer = await standing_of(a_reading(), Asked(school.code, staff_no, on, since))
    return answer.teachers[0]


def days_and_months(credit):
    return f"{days_shown(credit.days)} 天（{months_shown(credit.months)} 个月）"


def weekly(first, count):
    return tuple(AttendedDay(first + timedelta(days=7 * week), 1 + week % 2) for week in range(count))


async def overlapping(school, person):
    await verified(school, person, started_on=date(2021, 7, 1), finished_on=date(2022, 2, 27))
    await verified(school, person, started_on=date(2022, 2, 1), finished_on=date(2022, 3, 31), share_percent=50)


async def attended_on_span_days(school, person):
    await verified(school, person, started_on=date(2024, 3, 1), finished_on=date(2024, 6, 30), share_percent=33)
    listed = weekly(date(2024, 3, 5), 20)
    await verified(school, person, started_on=listed[0].on, finished_on=listed[-1].on, attended=listed)


async def across_leave(school, person):
    await verified(school, person, started_on=date(2020, 9, 1), finished_on=date(2021, 6, 30))
    await did(record_leave, RecordLeave(person.id, LeaveKind.MATERNITY, date(2021, 5, 20), date(2021, 11, 30)))


async def at_a_training_base(school, person):
    base = {"form": PracticeForm.TRAINING_BASE}
    await verified(school, person, started_on=date(2026, 9, 1), finished_on=date(2026, 9, 20), **base)
    await verified(school, person, started_on=date(2026, 10, 1), finished_on=date(2026, 10, 20))


async def not_over_yet(school, person):
    await verified(school, person, started_on=date(2026, 6, 1), finished_on=date(2027, 6, 1))


HARD_CASES = [overlapping, attended_on_span_days, across_leave, at_a_training_base, not_over_yet]


@pytest.mark.parametrize("on", [ON, date(2026, 10, 31)])
@pytest.mark.parametrize("practice", HARD_CASES)
async def test_a_statement_says_what_registry_standing_says(database, practice, on):
    school, person = await a_place()
    await practice(school, person)

    told = await said(school, person, kind=COMPLIANCE, on=on)

    standing = (await an_answer(school, on=on)).standing
    assert told["credit"] == days_and_months(standing.credit)
    assert told["window"] == f"{standing.window.started_on} 至 {standing.window.finished_on}"
    assert ("lasts" in told) == (standing.lapses_on is not None)
    assert ("needed" in told) == bool(standing.days_needed)


@pytest.mark.parametrize("practice", HARD_CASES)
async def test_a_practice_certificate_and_a_period_say_the_credit_since_a_day(database, practice):
    school, person = await a_place()
    await practice(school, person)

    draft = await a_draft(school, person)
    first = date.fromisoformat(draft.content.tables[0].rows[0][4].zh[:10])
    period = await said(school, person, kind=COMPLIANCE, period=(first, ON))

    since = (await an_answer(school, since=first)).since
    total = next(fact.value.zh for fact in draft.content.facts if fact.key == "total")
    assert total == period["in_period"] == days_and_months(since)


async def test_incomplete_records_say_at_least_as_the_standing_does(database):
    school, person = await a_place(records_from=date(2024, 1, 1))
    await verified(school, person, started_on=date(2025, 7, 1), finished_on=date(2025, 8, 31))

    told = await said(school, person, kind=COMPLIANCE)

    standing = (await an_answer(school)).standing
    assert told["credit"] == f"至少 {days_and_months(standing.credit)}"
    assert (told["state"], standing.state.value) == ("资料待补", "unknown")
    assert told["records"] == "2024-01-01 以前的资料尚未补全，数字为至少；补录后可能变化"


async def test_verified_practice_that_another_school_keeps_counts(database):
    old, new = await a_school("S1"), await a_school("S2", jurisdiction=BAOTOU)
    person = await a_person()
    await a_post(await an_employment(old, person, "T1", finished_on=LEFT))
    await a_post(await an_employment(new, person, "X1", started_on=CAME))
    await verified(old, person, started_on=date(2023, 1, 1), finished_on=date(2023, 7, 19))
    await entered(old, person, started_on=date(2024, 1, 1), finished_on=date(2024, 1, 19))

    draft = await a_draft(new, person)

    told = {fact.key: fact.value.zh for fact in draft.content.facts}
    assert (told["placements"], told["total"], told["staff_no"]) == ("1 段", "200 天（6.66 个月）", "X1")
    assert "包头市" in draft.content.basis[0].zh
    then = await said(new, person, kind=COMPLIANCE, on=LEFT)
    assert (then["required"], "national" in then) == ("300 天（10 个月）", True)


async def test_the_school_that_somebody_left_certifies_nothing_any_more(database):
    old, new = await a_school("S1"), await a_school("S2")
    person = await a_person()
    await a_post(await an_employment(old, person, "T1", finished_on=LEFT))
    await a_post(await an_employment(new, person, "X1", started_on=CAME))
    await verified(old, person, started_on=date(2023, 1, 1), finished_on=date(2023, 7, 19))

    for scope in (Scope.school(old.id), EVERYWHERE):
        with pytest.raises(NotFound):
            await a_draft(old, person, scope=scope)


async def test_the_last_school_certifies_who_works_nowhere_now(database):
    school, person = await a_school("S1"), await a_person()
    await a_post(await an_employment(school, person, "T1", finished_on=LEFT))
    await verified(school, person, started_on=date(2023, 1, 1), finished_on=date(2023, 7, 19))

    draft = await a_draft(school, person)

    assert draft.content.statement.zh.startswith("兹证明林晓（工号 T1）曾任我校专业课教师。")
    assert "盘锦市" in draft.content.basis[0].zh


async def test_strangers_find_nobody(database):
    bureau = await a_bureau()
    school, person = await a_place()
    other, _ = await a_place("S2", "T2")
    department = await a_unit(other)
    await verified(school, person)

    for scope in (
        Scope.school(other.id),
        Scope.department(department.id),
        Scope.bureau(bureau.id),
        Scope.person(person.id),
    ):
        with pytest.raises(NotFound):
            await a_draft(school, person, scope=scope)
    with pytest.raises(NotFound):
        await a_draft(other, person)
    with pytest.raises(NotFound):
        await a_draft(other, person, scope=EVERYWHERE)


async def test_the_bureau_and_the_department_of_the_teacher_may_draft(database):
    bureau = await a_bureau()
    school = await a_school("S1", bureau_id=bureau.id)
    department, person = await a_unit(school), await a_person()
    await a_post(await an_employment(school, person, department=department))
    await verified(school, person)

    scopes = (Scope.school(school.id), Scope.department(department.id), Scope.bureau(bureau.id), EVERYWHERE)
    drafts = {(await a_draft(school, person, scope=scope)).content for scope in scopes}

    (content,) = drafts
    assert "机电系" in content.statement.zh


async def test_it_rests_on_the_revisions_that_stand(database):
    school, person = await a_place()
    placement = await verified(school, person)
    await entered(school, person, started_on=date(2026, 9, 1), finished_on=date(2026, 9, 3))

    rests_on = (await a_draft(school, person)).rests_on

    assert rests_on[:3] == (
        RestsOn("placement", str(placement.id), placement.revision),
        RestsOn("person", str(person.id), person.revision),
        RestsOn("school", str(school.id), school.revision),
    )
    assert [each.subject for each in rests_on[3:]] == ["employment", "post_held"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"on": ON + timedelta(days=1)}, "on"),
        ({"kind": COMPLIANCE, "period": (ON, ON + timedelta(days=1))}, "finished_on"),
        ({"period": (date(2026, 1, 1), ON)}, "period"),
    ],
)
async def test_days_that_cannot_be_certified_are_refused_by_their_field(database, asked, field):
    school, person = await a_place()
    await verified(school, person)

    with pytest.raises(InvalidFields) as refused:
        await a_draft(school, person, **asked)

    assert list(refused.value.faults) == [field]


async def test_today_can_be_certified(database):
    school, person = await a_place()
    await verified(school, person)

    assert (await said(school, person))["as_of"] == "2026-11-22"


@pytest.mark.parametrize("state", [PlacementState.PLANNED, PlacementState.SUBMITTED])
async def test_without_verified_practice_there_is_nothing_to_certify(database, state):
    school, person = await a_place()
    await entered(school, person, state)

    for kind in CertificateKind:
        with pytest.raises(BadInput, match="没有已认定的企业实践"):
            await a_draft(school, person, kind)


async def test_before_any_rule_nothing_is_certified(database):
    school, person = await a_place()
    await verified(school, person, started_on=date(2014, 7, 1), finished_on=date(2014, 8, 1))

    with pytest.raises(BadInput, match="2015-01-01 还没有施行的企业实践规定"):
        await a_draft(school, person, on=date(2015, 1, 1))


async def test_a_public_course_teacher_gets_a_statement_that_nothing_is_asked(database):
    school, person = await a_school("S1"), await a_person()
    await a_post(await an_employment(school, person), HeldCategory.PUBLIC)

    told = await said(school, person, kind=COMPLIANCE)

    assert told["state"] == "不作要求（当日未担任有企业实践要求的岗位）"


async def test_many_placements_take_no_more_statements_than_one(database, monkeypatch):
    school, person = await a_place()
    await verified(school, person)
    asked, original = [], engine().run_querystring

    async def counted(querystring, in_pool=True):
        asked.append(querystring)
        return await original(querystring, in_pool)

    monkeypatch.setattr(type(engine()), "run_querystring", lambda _, *args, **named: counted(*args, **named))
    await a_draft(school, person)
    little = len(asked)
    for month in range(1, 7):
        await verified(school, person, started_on=date(2025, month, 1), finished_on=date(2025, month, 9))
    asked.clear()
    await a_draft(school, person)

    assert (little, len(asked)) == (STATEMENTS, STATEMENTS)
