"""`registry board`: counts school by school and the people behind them, for people and for programs."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date

from tests.institutions.staging import a_school, a_unit
from tests.practice.staging import a_place, entered, verified
from tests.practice.test_board import on_staff

ON = date(2026, 6, 30)


def _run(database, folder, *arguments):
    environment = {**os.environ, "DATABASE_URL": database, "REGISTRY_DATA": str(folder), "REGISTRY_LANGUAGE": "zh"}
    command = [sys.executable, "-m", "registry.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


async def _two_schools():
    school, person = await a_place()
    await verified(school, person, started_on=date(2021, 6, 1), finished_on=date(2022, 4, 27))
    other = await a_school("S2")
    unit = await a_unit(other)
    late = await on_staff(other, "=高", "T2", unit)
    await entered(other, late, started_on=date(2025, 10, 1), finished_on=date(2025, 10, 9))


async def test_json_counts_and_names_with_the_keys_of_standing(database, tmp_path):
    await _two_schools()

    run = _run(database, tmp_path, "board", "--as-of", str(ON), "--format", "json")
    one = _run(database, tmp_path, "standing", "T1", "--school", "S1", "--as-of", str(ON), "--format", "json")

    told, standing = json.loads(run.stdout), json.loads(one.stdout)["teachers"][0]
    assert (run.returncode, run.stderr) == (0, "")
    assert list(told) == ["as_of", "sums", "schools", "people"]
    first, second = told["people"]
    shared = set(first) & set(standing)
    assert {"staff_no", "name", "state", "days_exact", "months", "months_exact", "lapses_on", "days_needed"} <= shared
    assert {name: first[name] for name in shared} == {name: standing[name] for name in shared}
    assert second == {
        "staff_no": "T2",
        "name": "=高",
        "department": "机电系",
        "school_code": "S2",
        "school": "S2",
        "state": "short",
        "days_exact": "0",
        "months": "0.00",
        "months_exact": "0",
        "required_exact": "10",
        "lapses_on": None,
        "days_needed": 300,
        "citation": "盘政发〔2021〕4号 三(七)",
        "progress": "waiting",
    }
    states = {each["school_code"]: {state for state, n in each["states"].items() if n} for each in told["schools"]}
    assert states == {"S1": {"at_risk"}, "S2": {"short"}}
    assert (told["sums"]["people"], told["sums"]["progress"]["waiting"]) == (2, 1)


async def test_one_school_as_text_and_as_csv(database, tmp_path):
    await _two_schools()

    text = _run(database, tmp_path, "board", "--school", "S1", "--as-of", str(ON))
    sheet = _run(database, tmp_path, "board", "--school", "S2", "--as-of", str(ON), "--format", "csv")

    assert (text.returncode, sheet.returncode) == (0, 0)
    assert "林晓" in text.stdout
    assert "预警" in text.stdout
    assert "高" not in text.stdout
    (row,) = csv.DictReader(io.StringIO(sheet.stdout))
    assert (row["name"], row["state"], row["progress"], row["days_needed"]) == ("'=高", "short", "waiting", "300")


async def test_what_cannot_be_asked_ends_with_one_line(database, tmp_path):
    await _two_schools()

    for arguments in (("--school", "S9"), ("--as-of", "9999-12-31"), ("--as-of", "soon"), ("--format", "xlsx")):
        run = _run(database, tmp_path, "board", *arguments)
        assert (run.returncode, run.stdout, len(run.stderr.splitlines())) == (2, "", 1)
