"""Teaching posts: inside their employment, never overlapping; and what the database holds of both by itself."""

import asyncio
from datetime import date

import asyncpg
import pytest

from registry.kernel.errors import InvalidFields, NotFound, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.model.commands import (
    EndEmployment,
    EndPost,
    HoldPost,
    VoidPost,
)
from registry.people.model.events import (
    PostBegun,
    PostEnded,
    PostVoided,
)
from registry.people.model.facts import PostCategory
from registry.people.queries.careers import posts_of
from registry.people.service.employments import (
    end_employment,
)
from registry.people.service.posts import end_post, hold_post, void_post
from tests.builders.house import a_reading
from tests.institutions.staging import a_school, a_unit, did, done, many_connections, rows_of
from tests.people.staging import ONE_DAY, a_person, a_post, an_employment

FIRST, LAST = date(2020, 9, 1), date(2024, 2, 29)


async def _refused(use_case, command, *scope, **named):
    with pytest.raises(InvalidFields) as refusal:
        await did(use_case, command, *scope, **named)
    return refusal.value.faults


def _kinds(events):
    return [type(event) for event in events]


async def test_a_post_is_stored_and_recorded(database):
    school = await a_school()
    employment = await an_employment(school, started_on=FIRST, finished_on=LAST)

    post, events = await done(hold_post, HoldPost(employment.id, PostCategory.PROFESSIONAL), Scope.school(school.id))

    values = {
        "id": str(post.id),
        "employment_id": str(employment.id),
        "category": "professional",
        "started_on": "2020-09-01",
        "finished_on": "2024-02-29",
        "voided_at": None,
        "voided_reason": None,
        "revision": 1,
        "unpractised_reason": None,
    }
    assert events == [PostBegun("post_held", str(post.id), None, values)]
    assert await posts_of(a_reading(), [employment.person_id]) == {employment.person_id: (post,)}


@pytest.mark.parametrize(
    ("started_on", "finished_on", "gets_in"),
    [
        (FIRST, LAST, True),
        (FIRST - ONE_DAY, LAST, False),
        (FIRST, LAST + ONE_DAY, False),
        (LAST, LAST, True),
        (LAST + ONE_DAY, None, False),
    ],
)
async def test_a_post_lies_inside_its_employment(database, started_on, finished_on, gets_in):
    employment = await an_employment(await a_school(), started_on=FIRST, finished_on=LAST)
    command = HoldPost(employment.id, PostCategory.PUBLIC, started_on, finished_on)

    if gets_in:
        assert (await did(hold_post, command)).finished_on == LAST
    else:
        assert await _refused(hold_post, command)


async def test_posts_may_touch_and_never_overlap(database):
    employment = await an_employment(await a_school(), started_on=FIRST)
    first = await a_post(employment, PostCategory.PUBLIC, FIRST, LAST)

    faults = await _refused(hold_post, HoldPost(employment.id, PostCategory.PROFESSIONAL, LAST))
    second = await a_post(employment, PostCategory.PROFESSIONAL, LAST + ONE_DAY)

    assert faults == {"started_on": "同一时期此人在本校已有教师岗位"}
    assert (await posts_of(a_reading(), [employment.person_id]))[employment.person_id] == (first, second)


async def test_a_post_is_ended_and_voided(database):
    employment = await an_employment(await a_school(), started_on=FIRST)
    post = await a_post(employment)

    assert await _refused(end_post, EndPost(post.id, 1, FIRST - ONE_DAY))
    ended, events = await done(end_post, EndPost(post.id, 1, LAST))
    voided, more = await done(void_post, VoidPost(post.id, 2, "录入错误"))

    assert (_kinds(events), _kinds(more)) == ([PostEnded], [PostVoided])
    assert (ended.finished_on, voided.voided_reason, voided.revision) == (LAST, "录入错误", 3)
    assert (await posts_of(a_reading(), [employment.person_id]))[employment.person_id] == ()
    with pytest.raises(NotFound):
        await did(void_post, VoidPost(post.id, 3, "x"))


async def test_a_stale_post_is_not_changed(database):
    post = await a_post(await an_employment(await a_school()))

    with pytest.raises(StaleEdit):
        await did(end_post, EndPost(post.id, 2, LAST))
    with pytest.raises(StaleEdit):
        await did(void_post, VoidPost(post.id, 2, "x"))


async def test_shortening_an_employment_and_adding_a_post_at_once_leave_no_post_outside(database):
    await many_connections()
    school = await a_school()
    for number in range(10):
        employment = await an_employment(school, await a_person(), f"T{number}", started_on=FIRST)
        await asyncio.gather(
            did(hold_post, HoldPost(employment.id, PostCategory.PUBLIC, LAST + ONE_DAY)),
            did(end_employment, EndEmployment(employment.id, 1, LAST)),
            return_exceptions=True,
        )

    outside = "SELECT 1 FROM post_held p JOIN employment e ON e.id = p.employment WHERE p.started_on > e.finished_on"
    assert await rows_of(database, outside) == []


NEW = "INSERT INTO employment SELECT gen_random_uuid(),"
OWN = f"{NEW} person, employment.school,"


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            f"{OWN} 'T2', NULL, '2024-02-29', NULL, NULL, NULL, 1 FROM employment",
            "employment_once_per_school",
        ),
        (
            f"{NEW} p.id, school, 'T1', NULL, '2024-02-29', NULL, NULL, NULL, 1 "
            "FROM employment e JOIN person p ON p.id <> e.person",
            "employment_staff_no_apart",
        ),
        (
            f"{OWN} '', NULL, '2025-01-01', NULL, NULL, NULL, 1 FROM employment",
            "employment_has_staff_no",
        ),
        (
            f"{OWN} 'T2', NULL, '2025-01-02', '2025-01-01', NULL, NULL, 1 FROM employment",
            "employment_in_order",
        ),
        (
            f"{OWN} 'T2', u.id, '2025-01-02', NULL, NULL, NULL, 1 FROM employment, school_unit u",
            "employment_department_of_school",
        ),
        ("UPDATE employment SET voided_at = now()", "employment_voided_with_reason"),
        ("UPDATE employment SET voided_at = now(), voided_reason = 'x'", "employment_around_posts"),
        ("UPDATE employment SET finished_on = '2024-02-28'", "employment_around_posts"),
        ("UPDATE employment SET started_on = '2020-09-02'", "employment_around_posts"),
        ("UPDATE post_held SET finished_on = NULL", "post_held_inside_employment"),
        ("UPDATE post_held SET started_on = '2020-08-31'", "post_held_inside_employment"),
        ("UPDATE post_held SET category = 'dean'", "post_held_category_known"),
        ("UPDATE post_held SET finished_on = '2020-08-31'", "post_held_in_order"),
        ("UPDATE post_held SET voided_reason = 'x'", "post_held_voided_with_reason"),
        (
            "INSERT INTO post_held SELECT gen_random_uuid(), id, 'public', '2024-02-29', '2024-02-29', NULL, NULL, 1 "
            "FROM employment",
            "post_held_apart",
        ),
    ],
)
async def test_the_database_holds_the_invariants_by_itself(database, statement, constraint):
    school = await a_school()
    await a_unit(await a_school("S2"))
    employment = await an_employment(school, started_on=FIRST, finished_on=LAST)
    await a_post(employment)
    await a_person("高")

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await rows_of(database, statement)

    assert refusal.value.constraint_name == constraint
