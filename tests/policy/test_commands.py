"""`registry policy` as people and scripts use it."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from registry.kernel.errors import BadInput
from registry.policy.commands import policy
from tests.policy.writing import a_pack, a_parameter, a_value, written


@pytest.fixture(autouse=True)
def chinese(monkeypatch):
    monkeypatch.delenv("REGISTRY_LANGUAGE", raising=False)


def run(*arguments):
    return CliRunner().invoke(policy, [str(argument) for argument in arguments])


def draft(folder, *packs):
    for pack in packs:
        (folder / f"{pack['jurisdiction']}.toml").write_text(written(pack), encoding="utf-8")
    return folder


def school(months, **changes):
    value = a_value(months, date(2021, 3, 23), instrument="校文", article="第二条")
    parameter = a_parameter("months_per_window", value)
    return a_pack("cn-liaoning-panjin-school", {"months_per_window": parameter}, **changes)


def test_list_shows_each_pack_with_parent_and_last_check():
    done = run("list")

    assert done.exit_code == 0
    rows = [line.split() for line in done.output.splitlines() if "cn" in line]
    assert ["cn-liaoning-panjin", "盘锦市", "cn-liaoning", "2026.11", "2", "2026-11-22"] in rows
    assert len(rows) == 5


def test_list_speaks_english_when_asked(monkeypatch):
    monkeypatch.setenv("REGISTRY_LANGUAGE", "en")

    assert "Inner Mongolia" in run("list").output


def test_show_names_figure_source_and_confirmation():
    done = run("show", "cn-liaoning-panjin", "--on", "2021-03-23")

    assert done.exit_code == 0
    rows = {line.split()[0]: line.split()[1:] for line in done.output.splitlines() if line.strip()}
    assert rows["五年企业实践最低月数"] == [
        "10",
        "个月",
        "盘锦市",
        "盘政发〔2021〕4号",
        "三(七)",
        "2021-03-23",
        "已核实",
        "2026-11-22",
    ]
    assert rows["每年企业实践最低月数"][-2:] == ["待核实", "2026-11-22"]


def test_show_in_english(monkeypatch):
    monkeypatch.setenv("REGISTRY_LANGUAGE", "en")

    output = run("show", "cn", "--on", "2020-01-01").output

    assert "Practice months asked in the window" in output
    assert "awaits confirmation" in output


def test_piped_output_has_no_colours():
    assert "\x1b" not in run("show", "cn", "--on", "2020-01-01").output


def test_show_says_when_no_rule_is_in_force():
    done = run("show", "cn-liaoning-panjin", "--on", "2016-05-10")

    assert (done.exit_code, done.output) == (0, "2016-05-10 盘锦市没有生效的企业实践规定。\n")


def test_show_as_json_has_stable_keys():
    answer = json.loads(run("show", "cn-liaoning-panjin", "--on", "2026-06-30", "--format", "json").output)

    assert {key: answer[key] for key in answer if key not in {"digest", "parameters"}} == {
        "jurisdiction": "cn-liaoning-panjin",
        "name": "盘锦市",
        "name_en": "Panjin",
        "on": "2026-06-30",
        "in_force": True,
    }
    assert answer["parameters"][0] == {
        "parameter": "months_per_window",
        "label": "五年企业实践最低月数",
        "label_en": "Practice months asked in the window",
        "value": 10,
        "unit": "months",
        "jurisdiction": "cn-liaoning-panjin",
        "instrument": "盘政发〔2021〕4号",
        "article": "三(七)",
        "since": "2021-03-23",
        "until": None,
        "confirmed": True,
        "hard": True,
        "last_checked_on": "2026-11-22",
        "note": "工作任务清单第 22 项同此。此前的日子按国家六个月判断\uff0c不追溯。",
        "corrected_on": None,
        "correction": None,
    }
    values = {each["parameter"]: each["value"] for each in answer["parameters"]}
    assert values["year_start"] == "09-01"
    assert values["excluded_forms"] == ["online", "training_base"]
    assert values["leave"] == "extend"


def test_show_as_json_of_a_day_without_a_rule_holds_nulls():
    answer = json.loads(run("show", "cn", "--on", "2016-05-10", "--format", "json").output)
    today = json.loads(run("show", "cn", "--on", "2026-06-30", "--format", "json").output)

    assert answer["in_force"] is False
    assert [set(each) for each in answer["parameters"]] == [set(each) for each in today["parameters"]]
    assert {each["value"] for each in answer["parameters"]} == {None}


def test_show_of_an_unknown_jurisdiction_is_refused():
    done = run("show", "cn-moon")

    assert isinstance(done.exception, BadInput)
    assert "cn-neimenggu-baotou" in str(done.exception)


def test_a_date_that_is_none_is_wrong_usage():
    assert run("show", "cn", "--on", "2021-02-30").exit_code == 2


def test_check_of_the_shipped_packs_is_one_line():
    done = run("check", "--on", "2026-11-22")

    assert (done.exit_code, done.output) == (
        0,
        "5 个规则包、17 项参数、11 个判例\uff0c全部正确\uff08截至 2026-11-22\uff09。\n",
    )


@pytest.mark.parametrize(("on", "exit_code"), [("2027-11-21", 0), ("2027-11-22", 1), ("2027-11-23", 1)])
def test_a_last_check_must_be_under_a_year_old(on, exit_code):
    done = run("check", "--on", on)

    assert done.exit_code == exit_code
    assert len(done.output.splitlines()) == (1 if exit_code == 0 else 5 + 17)


def test_a_last_check_far_ahead_is_a_slip(tmp_path):
    done = run("check", draft(tmp_path, school(10, last_checked_on=date(2062, 11, 22))), "--on", "2026-11-22")

    assert done.exit_code == 1
    assert "2062-11-22" in done.output


@pytest.mark.parametrize(("months", "exit_code"), [(9, 1), (10, 0), (11, 0)])
def test_a_draft_is_checked_together_with_the_shipped_packs(tmp_path, months, exit_code):
    done = run("check", draft(tmp_path, school(months)), "--on", "2026-11-22")

    assert done.exit_code == exit_code
    assert ("盘政发〔2021〕4号 三(七)" in done.output) == (exit_code == 1)
    assert len(done.output.splitlines()) == 1


def test_a_draft_of_a_shipped_pack_replaces_it_and_must_agree_with_the_cases(tmp_path):
    done = run("check", draft(tmp_path, a_pack("cn-liaoning-panjin", parent="cn-liaoning")), "--on", "2026-11-22")

    assert done.exit_code == 1
    assert [line.split(": ")[0] for line in done.output.splitlines()] == ["cases/practice.toml"] * 4


def test_check_prints_every_fault_on_a_line_of_its_own(tmp_path):
    folder = draft(tmp_path, school(0, parent="cn-moon"), a_pack("cn-other", colour="red"))

    done = run("check", folder, "--on", "2026-11-22")

    assert done.exit_code == 1
    assert [line.split(": ")[0] for line in done.output.splitlines()] == [
        "cn-liaoning-panjin-school.toml",
        "cn-other.toml",
        "cn-liaoning-panjin-school.toml",
    ]


def test_check_of_a_folder_without_packs_is_refused(tmp_path):
    assert isinstance(run("check", tmp_path).exception, BadInput)


def test_check_of_a_folder_that_is_not_there_is_wrong_usage(tmp_path):
    assert run("check", tmp_path / "none").exit_code == 2
