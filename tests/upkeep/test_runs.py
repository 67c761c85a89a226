"""What the operator is told of the installation's own work."""

from dataclasses import replace
from datetime import timedelta

import pytest

from registry.kernel.errors import BadInput
from registry.platform.jobs import jobs_app, worker_inside
from registry.upkeep.model import QueueState, RunKind, RunOutcome
from registry.upkeep.queries import database_now, disk_of, last_good, last_runs, queue_state, worker_seen
from registry.upkeep.service import recorded
from tests.builders.house import a_reading
from tests.institutions.staging import rows_of


async def test_a_run_is_recorded_with_what_it_says_of_itself(database):
    async with recorded(a_reading(), RunKind.BACKUP) as report:
        report.words, report.details, report.size = "完成", {"rows": 3}, 10

    (run,) = await last_runs(a_reading())
    assert (run.kind, run.outcome, run.started_at) == (RunKind.BACKUP, RunOutcome.OK, a_reading().now)
    assert (run.words, run.details, run.size) == ("完成", {"rows": 3}, 10)
    assert await rows_of(database, "SELECT number FROM audit_event") == []


async def test_a_run_that_fails_says_why_in_one_line(database):
    async def fail():
        async with recorded(a_reading(), RunKind.BACKUP):
            raise BadInput("磁盘已满\n(disk full)")

    with pytest.raises(BadInput):
        await fail()

    (run,) = await last_runs(a_reading())
    assert (run.outcome, run.words) == (RunOutcome.FAILED, "磁盘已满 (disk full)")
    assert await last_good(a_reading(), RunKind.BACKUP) is None


async def test_a_run_that_found_a_fault_has_failed(database):
    async with recorded(a_reading(), RunKind.REHEARSAL) as report:
        report.words, report.went_well = "第 3 条事件被改动", False

    (run,) = await last_runs(a_reading(), kind=RunKind.REHEARSAL)
    assert (run.outcome, run.words) == (RunOutcome.FAILED, "第 3 条事件被改动")


async def test_the_newest_come_first_and_the_last_good_one_is_found_behind_failures(database):
    for days, went_well in ((0, True), (1, True), (2, False)):
        later = replace(a_reading(), now=a_reading().now + timedelta(days=days))
        async with recorded(later, RunKind.BACKUP) as report:
            report.went_well = went_well

    found = await last_runs(a_reading(), limit=2)

    assert [run.outcome for run in found] == [RunOutcome.FAILED, RunOutcome.OK]
    assert await last_good(a_reading(), RunKind.BACKUP) == found[1]


async def test_nobody_works_until_a_worker_gives_a_sign(database):
    before = await worker_seen(a_reading())

    async with worker_inside(jobs_app(database, [])):
        while (seen := await worker_seen(a_reading())) is None:
            pass

    assert before is None
    assert abs(await database_now() - seen) < timedelta(minutes=5)


async def test_the_queue_is_counted_by_state(database):
    for status in ("todo", "todo", "doing", "failed", "succeeded"):
        await rows_of(
            database,
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'x', $1::text"
            "::procrastinate_job_status)",
            status,
        )

    assert await queue_state(a_reading()) == QueueState(waiting=2, running=1, failed=1)


def test_a_folder_that_is_not_there_yet_is_on_the_disk_of_the_one_above(tmp_path):
    assert disk_of(tmp_path / "not" / "yet").total == disk_of(tmp_path).total
