"""Rules of the house that no linter knows: sizes, numbers of the law, start-up cost, what ships."""

import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from registry.cli import COMMANDS

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "registry").rglob("*.py"))
MODULE_LINES = 400
FUNCTION_LINES = 50
HEAVY = {"asyncpg", "litestar", "numpy", "openpyxl", "pandas", "piccolo", "reportlab"}
PDF = {"fontTools", "pikepdf", "pyhanko", "reportlab"}
SLOW = {"python_calamine", "rich", "xlsxwriter", "tomllib"}


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_module_is_at_most_400_lines(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@pytest.mark.parametrize("module", MODULES, ids=_name)
def test_a_function_is_at_most_50_lines(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    long = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]

    assert long == []


CALENDAR_FACTS = {"length_change_days": {3}}
"""Numbers that are the calendar's, by the function that needs them."""


@pytest.mark.parametrize("module", sorted((ROOT / "registry/practice/rules").glob("*.py")), ids=_name)
def test_no_number_of_the_law_stands_in_the_practice_rules(module):
    """Numbers other than 0 and 1 stand only in named constants; places in a tuple and cache sizes are no numbers."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    named = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    places = [node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)]
    sizes = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "maxsize"]
    allowed = {id(number) for node in (*named, *places, *sizes) for number in ast.walk(node)}
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        facts = CALENDAR_FACTS.get(function.name, set())
        allowed |= {id(node) for node in ast.walk(function) if isinstance(node, ast.Constant) and node.value in facts}

    loose = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and type(node.value) in (int, float)
        and node.value not in (0, 1)
        and id(node) not in allowed
    ]

    assert loose == []


def _modules_after(code: str) -> set[str]:
    ask = f"import sys, json\n{code}\nprint(json.dumps(sorted(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True, cwd=ROOT)
    return {name.split(".")[0] for name in json.loads(found.stdout.splitlines()[-1])}


def test_the_list_of_commands_loads_nothing_slow():
    loaded = _modules_after("import registry.cli")

    assert loaded & (HEAVY | PDF | SLOW) == set()


def test_the_check_command_loads_nothing_it_does_not_need():
    loaded = _modules_after("import registry.exchange.commands")

    assert loaded & (HEAVY | {"rich", "xlsxwriter"}) == set()


@pytest.mark.parametrize("module", sorted({each.module for each in COMMANDS.values()} | {"registry.app"}))
def test_what_draws_and_signs_files_is_loaded_when_a_file_is_made(module):
    loaded = _modules_after(f"import {module}")

    assert loaded & PDF == set()


@pytest.mark.parametrize("door", ["commands.issuing", "commands.ending", "commands.issuing_many", "jobs", "api"])
def test_issuing_loads_it_no_sooner_either(door):
    assert _modules_after(f"import registry.certificates.{door}") & PDF == set()


def test_the_offline_check_of_a_certificate_leaves_reading_the_file_to_the_room():
    loaded = _modules_after("import registry.certificates.commands.verifying")

    assert loaded & (HEAVY | PDF) == set()


def test_the_wheel_carries_pages_migrations_and_packs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]

    assert set(wheel["force-include"]) == {"templates", "piccolo_migrations"}
    assert wheel["packages"] == ["registry"]


def test_every_slice_says_what_it_owns():
    for package in sorted((ROOT / "registry").rglob("__init__.py")):
        docstring = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8")))

        assert docstring, f"{_name(package)} has no docstring"


def test_ci_runs_the_readme_test_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    marked = readme.split("<!-- test -->")[1].split("```bash\n")[1].split("```")[0].strip()
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    extraction = next(line for line in script.splitlines() if line.startswith("test_command="))

    found = subprocess.run(
        ["bash", "-c", f'{extraction}; echo "$test_command"'], capture_output=True, text=True, check=True, cwd=ROOT
    )

    assert found.stdout.strip() == marked
    assert ".venv/bin/pytest -n auto" in marked
    assert script.splitlines()[-2:] == ['bash -euo pipefail -c "$test_command"', ".ci/postgresql-15"]


def test_ci_runs_every_slice_with_tables_on_postgresql_15():
    script = (ROOT / ".ci/postgresql-15").read_text(encoding="utf-8")
    named = set(script.rpartition("tests/{")[2].partition("}")[0].split(","))
    with_tables = {path.parent.name for path in (ROOT / "registry").glob("*/tables*")}

    assert with_tables - {"platform", "upkeep"} <= named
    assert {"migrations", "keeping", "web"} <= named
