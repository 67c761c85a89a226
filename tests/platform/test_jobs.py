"""Jobs: deferred with their transaction, done once, taken up again when their process died."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.schema import SchemaManager

from registry.platform.database import transaction
from registry.platform.jobs import ATTEMPTS, Job, daily, defer, jobs_app, revive_dead, weekly, worker_inside

SECONDS = 60
STATEMENTS = Path(__file__).parents[2] / "piccolo_migrations/m0091_job_queue.sql"


class Doing:
    """A job that notes what it was given."""

    def __init__(self):
        self.seen, self.happened = [], asyncio.Event()

    async def run(self, word="by the clock"):
        self.seen.append(word)
        self.happened.set()


async def rows_of(url, statement):
    connection = await asyncpg.connect(url)
    try:
        return [dict(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def jobs_in(url):
    rows = await rows_of(url, "SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY id")
    return [tuple(row.values()) for row in rows]


async def test_a_job_deferred_in_a_transaction_is_done_after_it(database):
    doing = Doing()

    async with worker_inside(jobs_app(database, [Job("greet", doing.run)])):
        async with transaction():
            await defer("greet", {"word": "您好 {}"})
        await asyncio.wait_for(doing.happened.wait(), SECONDS)

    assert doing.seen == ["您好 {}"]


async def test_a_job_of_a_transaction_that_is_undone_never_was(database):
    class UndoneError(Exception):
        pass

    async def undone():
        async with transaction():
            await defer("greet")
            raise UndoneError

    with pytest.raises(UndoneError):
        await undone()

    assert await jobs_in(database) == []


async def test_a_job_whose_hour_passed_while_the_machine_was_off_is_done(database):
    doing = Doing()

    async with worker_inside(jobs_app(database, [Job("nightly", doing.run, daily(2, 0))])):
        await asyncio.wait_for(doing.happened.wait(), SECONDS)

    assert doing.seen == ["by the clock"]


async def test_two_processes_defer_a_periodic_job_once(database):
    apps = [jobs_app(database, [Job("nightly", Doing().run, daily(2, 0))]) for _ in range(2)]

    async with apps[0].open_async(), apps[1].open_async():
        deferrers = [PeriodicDeferrer(app.periodic_registry, **app.periodic_defaults) for app in apps]
        at = 1_790_000_000.0
        await asyncio.gather(*(each.defer_jobs(list(each.get_previous_tasks(at))) for each in deferrers))

    assert [job for job in await jobs_in(database) if job[0] == "nightly"] == [("nightly", "todo", 0)]


@pytest.mark.parametrize(
    ("tried", "becomes"), [(0, "todo"), (ATTEMPTS - 2, "todo"), (ATTEMPTS - 1, "failed"), (ATTEMPTS, "failed")]
)
async def test_the_job_of_a_dead_process_is_taken_up_until_it_was_tried_often_enough(database, tried, becomes):
    await rows_of(
        database,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts) "
        f"VALUES ('default', 'nightly', 'doing', {tried})",
    )
    app = jobs_app(database, [])

    async with app.open_async():
        revived = await revive_dead(app)

    assert revived == 1
    assert await jobs_in(database) == [("nightly", becomes, tried + 1)]


@pytest.mark.parametrize(("silent_for", "revived"), [("30 seconds", 0), ("50 seconds", 0), ("70 seconds", 1)])
async def test_a_worker_that_gave_no_sign_for_a_minute_is_dead(database, silent_for, revived):
    await rows_of(
        database,
        "WITH silent AS (INSERT INTO procrastinate_workers (last_heartbeat) "
        f"VALUES (now() - interval '{silent_for}') RETURNING id) "
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) "
        "SELECT 'default', 'nightly', 'doing', id FROM silent",
    )
    app = jobs_app(database, [])

    async with app.open_async():
        assert await revive_dead(app) == revived


async def test_the_job_of_a_process_that_lives_is_left_to_it(database):
    await rows_of(
        database,
        "WITH alive AS (INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id) "
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) "
        "SELECT 'default', 'nightly', 'doing', id FROM alive",
    )
    app = jobs_app(database, [])

    async with app.open_async():
        assert await revive_dead(app) == 0


def test_hours_are_those_of_china():
    assert daily(2, 0) == "0 18 * * *"
    assert daily(0, 10) == "10 16 * * *"
    assert daily(9, 5) == "5 1 * * *"
    assert weekly(6, 3, 30) == "30 19 * * 6"
    assert weekly(6, 9, 0) == "0 1 * * 0"
    assert weekly(0, 0, 0) == "0 16 * * 0"


def test_the_migrated_queue_is_that_of_the_installed_version():
    """A later version brings changes of its own: give them a migration, then this comparison a new text."""
    ours = STATEMENTS.read_text(encoding="utf-8").partition("-" * 76 + "\n")[2]

    assert ours == SchemaManager.get_schema()
