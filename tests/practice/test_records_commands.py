"""`registry standing` and `registry check-data` as somebody types them, on a database with teachers in it."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from registry.exchange.documents.answer_json import answer_as_json
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.exchange.service import CheckQuestion, check_ledger
from registry.exchange.standing_command import Asked, standing_of
from registry.kernel.errors import BadInput, NotFound
from registry.people.model.commands import RecordLeave
from registry.people.model.facts import LeaveKind
from registry.people.service.leaves import record_leave
from registry.platform.language import Language
from registry.platform.workbooks.reading import read_source
from registry.policy.book import shipped_book
from registry.practice.model import AttendedDay, PracticeForm
from tests.builders.house import a_reading
from tests.institutions.staging import BAOTOU, PANJIN, a_school, did, rows_of
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import a_place, entered, verified

ROOT = Path(__file__).parents[2]
ON, SINCE = date(2026, 6, 30), date(2024, 1, 1)

TEACHERS = "工号,姓名,教师类别,任教开始\nT1,林晓,专业课教师,2019-09-01\n"
PLACEMENTS = """工号,姓名,企业名称,实践形式,开始日期,结束日期,工作量比例,出勤日期,状态
T1,林晓,辽河机械厂,,2021-06-01,2022-04-27,100,,已认定
T1,林晓,盘锦港,,2023-07-01,2023-07-31,50,,合格
T1,林晓,实训中心,实训基地,2025-07-01,2025-08-15,100,,已认定
T1,林晓,石化厂,,2025-09-01,2025-12-31,,2025-09-06;2025-09-13/0.5,已认定
T1,林晓,未交厂,,2026-01-01,2026-02-28,100,,待审核
"""
LEAVES = "工号,姓名,类型,开始日期,结束日期\nT1,林晓,病假,2022-09-01,2023-01-31\n"


def _run(database, folder, *words):
    environment = {**os.environ, "DATABASE_URL": database, "REGISTRY_LANGUAGE": "zh"}
    return subprocess.run(
        [sys.executable, "-m", "registry.cli", *words, "--data", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )


async def _the_same_in_the_database():
    """What the three sheets say, entered through the use cases."""
    school, person = await a_school(), await a_person()
    await a_post(await an_employment(school, person, "T1", started_on=date(2019, 9, 1)))
    await verified(school, person, started_on=date(2021, 6, 1), finished_on=date(2022, 4, 27))
    await verified(school, person, started_on=date(2023, 7, 1), finished_on=date(2023, 7, 31), share_percent=50)
    base = {"form": PracticeForm.TRAINING_BASE}
    await verified(school, person, started_on=date(2025, 7, 1), finished_on=date(2025, 8, 15), **base)
    attended = (AttendedDay(date(2025, 9, 6), 2), AttendedDay(date(2025, 9, 13), 1))
    await verified(school, person, started_on=date(2025, 9, 1), finished_on=date(2025, 12, 31), attended=attended)
    await entered(school, person, started_on=date(2026, 1, 1), finished_on=date(2026, 2, 28))
    await did(record_leave, RecordLeave(person.id, LeaveKind.SICK, date(2022, 9, 1), date(2023, 1, 31)))


def _checked(folder, **question):
    for name, text in (("teachers", TEACHERS), ("placements", PLACEMENTS), ("leave", LEAVES)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    ledger = read_ledger(read_source(folder), ReadingOptions(None, Language.ZH))
    return answer_as_json(check_ledger(ledger, CheckQuestion(PANJIN, **question), shipped_book()), Language.ZH)


async def test_standing_tells_the_same_as_check_does_for_the_same_facts(database, tmp_path):
    await _the_same_in_the_database()
    words = ("standing", "T1", "--school", "S1", "--as-of", str(ON), "--since", str(SINCE), "--format", "json")

    run = _run(database, tmp_path, *words)

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == _checked(tmp_path, as_of=ON, since=SINCE)
    assert json.loads(run.stdout)["teachers"][0]["state"] == "at_risk"


@pytest.mark.parametrize("day", ["2018-12-31", "2019-09-01", "2020-08-31", "2022-10-01", "2024-02-29", "2026-11-22"])
async def test_on_any_day_both_tell_the_same(database, tmp_path, day):
    await _the_same_in_the_database()
    on = date.fromisoformat(day)

    answer = await standing_of(a_reading(), Asked("S1", "T1", on))

    assert answer_as_json(answer, Language.ZH) == _checked(tmp_path, as_of=on)


async def test_the_rule_is_that_of_the_school_that_employs_on_the_day(database):
    old, new, person = await a_school("S1"), await a_school("S2", jurisdiction=BAOTOU), await a_person()
    await an_employment(old, person, "T1", finished_on=date(2024, 8, 31))
    await an_employment(new, person, "X1", started_on=date(2024, 9, 2))
    days = [date(2024, 8, 31), date(2024, 9, 1), date(2024, 9, 2), None]

    told = [(await standing_of(a_reading(), Asked("S1", "T1", day))).jurisdiction for day in days]

    assert told == [PANJIN, PANJIN, BAOTOU, BAOTOU]


async def test_what_cannot_be_answered_is_told_in_one_line(database, tmp_path):
    await a_place()

    with pytest.raises(NotFound):
        await standing_of(a_reading(), Asked("S1", "T9"))
    with pytest.raises(BadInput):
        await standing_of(a_reading(), Asked("S1", "T1", ON, date(2026, 7, 1)))
    run = _run(database, tmp_path, "standing", "T1", "--school", "S9")
    assert (run.returncode, run.stdout, run.stderr) == (2, "", "错误:没有找到该学校\n")
    for day in ("9999-12-31", "0001-01-01"):
        run = _run(database, tmp_path, "standing", "T1", "--school", "S1", "--as-of", day)
        assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1)
        assert f"{day} 超出可计算的年份 1900 到 2200" in run.stderr


async def test_the_table_names_the_teacher(database, tmp_path):
    await _the_same_in_the_database()

    run = _run(database, tmp_path, "standing", "T1", "--school", "S1", "--as-of", str(ON))

    assert run.returncode == 0
    assert "林晓" in run.stdout


async def test_check_data_finds_what_is_not_as_the_facts_say(database, tmp_path):
    school, person = await a_place()
    await entered(school, person)

    whole = _run(database, tmp_path, "check-data", "--rebuild")
    await rows_of(database, "UPDATE standing_range SET state = 'met' WHERE line = 'cn'")
    broken = _run(database, tmp_path, "check-data")
    mended = _run(database, tmp_path, "check-data", "--rebuild")

    assert (whole.returncode, broken.returncode, mended.returncode) == (0, 1, 0)
    assert str(person.id) in broken.stdout
    assert "1 人的达标时间线与事实不一致" in broken.stderr
    assert mended.stdout == "所存的达标时间线与事实一致 (all stored timelines are as the facts say)\n"
