"""`registry check` as a user runs it: the cases and samples exactly, the formats, the exit codes."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

TESTS = Path(__file__).parents[1]
CASES = sorted((TESTS / "cases").glob("practice-*"))
SAMPLES = sorted((TESTS / "samples").glob("*.xlsx"))


def run(*arguments, **environment):
    """The whole process, as a script would start it."""
    return subprocess.run(
        [sys.executable, "-m", "registry.cli", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "REGISTRY_LANGUAGE": "", **environment},
        check=False,
    )


def differences(expected, found, path=""):
    """Where the answer lacks a named field or says something else; further fields are free."""
    if isinstance(expected, dict):
        if not isinstance(found, dict):
            return [(path, expected, found)]
        return [
            one for key in expected for one in differences(expected[key], found.get(key, "(absent)"), f"{path}/{key}")
        ]
    if isinstance(expected, list):
        if not isinstance(found, list) or len(expected) != len(found):
            return [(path, expected, found)]
        pairs = enumerate(zip(expected, found, strict=True))
        return [one for place, (wanted, got) in pairs for one in differences(wanted, got, f"{path}/{place}")]
    return [] if expected == found else [(path, expected, found)]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_case_folder_gives_exactly_the_expected_answer(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    question = ["--policy", expected["policy"], "--as-of", expected["as_of"], "--basis", expected["basis"]]

    done = run("check", folder, *question, "--format", "json")

    assert (done.returncode, done.stderr) == (0, "")
    assert differences(expected, json.loads(done.stdout)) == []


@pytest.mark.parametrize("ledger", SAMPLES, ids=lambda ledger: ledger.name)
def test_a_ledger_as_schools_keep_it_gives_exactly_the_expected_answer(ledger):
    expected = json.loads(ledger.with_suffix(".expected.json").read_text(encoding="utf-8"))

    done = run("check", ledger, "--as-of", expected["as_of"], "--format", "json")

    assert done.returncode == 3
    assert differences(expected, json.loads(done.stdout)) == []


def test_every_key_of_the_contract_is_there_and_only_left_out_where_it_says_so():
    done = run("check", SAMPLES[0], "--as-of", "2026-09-01", "--since", "2024-01-01", "--format", "json")
    answer = json.loads(done.stdout)
    always = {"staff_no", "name", "state", "citation", "incomplete", "annual", "also", "since"}
    figures = {"days_exact", "months", "months_exact", "required_exact", "window"}
    forecast = {"lapses_on", "days_needed"}
    wanted = {"exempt": always, "not_yet_due": always | figures}

    assert list(answer) == ["as_of", "policy", "policy_digest", "basis", "teachers", "errors", "warnings"]
    for teacher in answer["teachers"]:
        assert set(teacher) == wanted.get(teacher["state"], always | figures | forecast), teacher["staff_no"]
        assert [entry["jurisdiction"] for entry in teacher["also"]] == ["cn"]


def test_under_the_national_rule_nothing_stands_beside_it():
    done = run("check", CASES[0], "--policy", "cn", "--as-of", "2026-06-30", "--format", "json")

    assert {str(teacher["also"]) for teacher in json.loads(done.stdout)["teachers"]} == {"[]"}


def test_the_table_is_plain_text_when_piped_and_says_basis_source_and_totals():
    done = run("check", CASES[0], "--as-of", "2026-06-30")

    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    for words in ("不再达标", "盘政发〔2021〕4号 三(七)", "2026-06-30", "301 天(10.03 个月)"):
        assert words in done.stdout


def test_the_csv_has_a_row_a_teacher(tmp_path):
    file = tmp_path / "answer.csv"

    piped = run("check", CASES[0], "--as-of", "2026-06-30", "--format", "csv")
    saved = run("check", CASES[0], "--as-of", "2026-06-30", "--format", "csv", "--output", file)

    assert (piped.returncode, saved.returncode) == (0, 0)
    assert len(list(csv.reader(io.StringIO(piped.stdout)))) == 73
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_workbook_has_answer_days_and_faults(tmp_path):
    file = tmp_path / "answer.xlsx"

    done = run("check", SAMPLES[0], "--as-of", "2026-09-01", "--format", "xlsx", "--output", file)

    assert done.returncode == 3
    assert len(openpyxl.load_workbook(file).sheetnames) == 3


def test_a_workbook_needs_a_file_to_go_to():
    done = run("check", SAMPLES[0], "--format", "xlsx")

    assert done.returncode == 2
    assert "--output" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "nowhere.xlsx"],
        ["check", str(SAMPLES[0]), "--policy", "cn-atlantis"],
        ["check", str(SAMPLES[0]), "--as-of", "2026-02-30"],
        ["check", str(SAMPLES[0]), "--basis", "weeks"],
        ["check", str(SAMPLES[0]), "--format", "pdf"],
        ["check", str(SAMPLES[0]), "--as-of", "2026-01-01", "--since", "2026-02-01"],
        ["check", str(SAMPLES[0]), "--output", "/nowhere/at/all.json", "--format", "json"],
        ["chek"],
        ["template", "unknown", "file.xlsx"],
    ],
    ids=lambda arguments: " ".join(Path(argument).name for argument in arguments),
)
def test_wrong_usage_is_one_clear_line(arguments):
    done = run(*arguments)

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_english_is_a_switch_away():
    done = run("--language", "en", "check", CASES[0], "--as-of", "2026-06-30")

    assert done.returncode == 0
    assert "301 days (10.03 mo)" in done.stdout


def test_the_example_workbook_is_read_without_a_fault(tmp_path):
    example = tmp_path / "example.xlsx"

    written = run("template", "check", example, "--example")
    checked = run("check", example, "--as-of", "2026-11-22", "--format", "json")
    answer = json.loads(checked.stdout)

    assert (written.returncode, checked.returncode) == (0, 0)
    assert len(answer["teachers"]) == 60
    assert {teacher["state"] for teacher in answer["teachers"]} == {
        "met", "at_risk", "lapsed", "short", "unknown", "not_yet_due", "exempt",
    }  # fmt: skip


def test_the_empty_workbook_is_read_as_nobody(tmp_path):
    empty = tmp_path / "empty.xlsx"

    run("template", "check", empty)
    checked = run("check", empty, "--format", "json")

    assert (checked.returncode, json.loads(checked.stdout)["teachers"]) == (0, [])


def test_a_template_never_overwrites_what_somebody_filled_in(tmp_path):
    filled = tmp_path / "filled.xlsx"
    filled.write_bytes(b"precious")

    refused = run("template", "check", filled)
    forced = run("template", "check", filled, "--force")

    assert (refused.returncode, forced.returncode) == (2, 0)
    assert filled.read_bytes() != b"precious"


@pytest.mark.parametrize("form", ["json", "csv", "table", "xlsx"])
def test_the_ledger_itself_is_never_written_over(tmp_path, form):
    ledger = tmp_path / "own.csv"
    ledger.write_text("工号,姓名,企业名称,起止时间\n1,甲,乙厂,2025-01-01至2025-03-31\n", encoding="utf-8")
    before = ledger.read_bytes()

    done = run("check", ledger, "--format", form, "--output", ledger)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert ledger.read_bytes() == before


def test_output_follows_a_link_and_keeps_the_mode_of_the_file(tmp_path):
    private = tmp_path / "private.json"
    private.write_text("old", encoding="utf-8")
    private.chmod(0o600)
    link = tmp_path / "link.json"
    link.symlink_to(private)

    done = run("check", CASES[0], "--format", "json", "--output", link)

    assert done.returncode == 0
    assert link.is_symlink()
    assert private.stat().st_mode & 0o777 == 0o600
    assert private.read_text(encoding="utf-8").startswith("{")


@pytest.mark.parametrize("on", ["1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_beyond_the_calendar_is_refused(on):
    done = run("check", CASES[0], "--as-of", on)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert on in done.stderr


def test_without_a_command_the_help_is_shown():
    done = run()

    assert (done.returncode, done.stderr) == (2, "")
    assert "check" in done.stdout


def test_a_full_disk_is_one_clear_line():
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "registry.cli", "check", str(CASES[0]), "--format", "json"],
            stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False,
        )  # fmt: skip

    assert done.returncode != 0
    assert "Traceback" not in done.stderr
