"""What the README and the handbook name is there: commands and options, files, settings, slices, classes."""

import importlib.util
import re

import click
import pytest

from registry.cli import registry
from tests.handbook.pages import HANDBOOK, PAGES, ROOT, anchors, code_lines, commands, links, name_of, spans

SETTING = re.compile(r"\b(?:REGISTRY_[A-Z_]+|DATABASE_URL)\b")
FILE = re.compile(r"[\w./-]+\.(?:py|html|css|js|md|toml|po)|[a-z_]+(?:/[a-z_]+)*/")
CLASS = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+")
MODULE = re.compile(r"python -m (tests[\w.]+)")
SHELVES = (
    ROOT,
    ROOT / "registry",
    ROOT / "registry/assets",
    ROOT / "registry/policy/packs",
    ROOT / "templates",
    ROOT / "tests",
    ROOT / "tests/web",
    HANDBOOK,
)
ELSEWHERE = frozenset({"files/", "postgres/", "backups/", "cn-liaoning-panjin-beifang.toml"})
"""What lies in a data folder, and an example, not in the repository."""
LARGEST_PICTURE = 250_000


def _sources(folder):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob("*.py")))


SOURCES, TESTS = _sources("registry"), _sources("tests")

every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@every_page
def test_every_command_and_option_that_is_named_exists(page):
    for words in commands(page):
        command, rest = registry, list(words)
        context = click.Context(registry)
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            named = command.get_command(context, rest.pop(0))
            assert named, f"registry {' '.join(words)}"
            command = named
        known = {option for each in command.params for option in each.opts} | {"--help"}

        assert {word for word in rest if word.startswith("--")} <= known, f"registry {' '.join(words)}"


def test_every_command_is_told_of_in_the_readme():
    named = {words[0] for words in commands(ROOT / "README.md")}

    assert named >= set(registry.list_commands(click.Context(registry)))


@every_page
def test_every_linked_file_and_heading_exists(page):
    for target in links(page):
        path, _, anchor = target.partition("#")
        linked = page.parent / path if path else page

        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


@every_page
def test_every_file_that_is_named_exists(page):
    named = {span for span in spans(page) if FILE.fullmatch(span)} - ELSEWHERE

    lost = [each for each in named if not any((shelf / each).exists() for shelf in _shelves(page))]

    assert lost == []


def _shelves(page):
    """Where a page looks for a file: everywhere by its whole path, and a page on one slice in that slice."""
    own = ROOT / "registry" / page.stem
    return (*SHELVES, own) if own.is_dir() else SHELVES


@every_page
def test_every_setting_that_is_named_is_read(page):
    named = {setting for line in code_lines(page) for setting in SETTING.findall(line)}

    assert [setting for setting in named if f'"{setting}"' not in SOURCES + TESTS] == []


def test_every_setting_that_is_read_is_told_of():
    told = (HANDBOOK / "operations.md").read_text(encoding="utf-8")

    assert [each for each in sorted(set(SETTING.findall(SOURCES))) if f"| `{each}` |" not in told] == []


@every_page
def test_every_class_that_is_named_exists(page):
    named = {word for span in spans(page) for word in CLASS.findall(span.split("=")[0])}

    assert [each for each in named if not re.search(rf"^(class )?{each}\b", SOURCES, re.MULTILINE)] == []


def test_every_slice_is_on_the_map():
    told = (HANDBOOK / "architecture.md").read_text(encoding="utf-8")
    slices = [path.parent.name for path in (ROOT / "registry").glob("*/__init__.py")]

    assert [each for each in slices if f"| `{each}/` |" not in told] == []


def test_every_page_of_the_handbook_is_in_its_list():
    listed = {target.partition("#")[0] for target in links(HANDBOOK / "README.md")}

    assert {path.name for path in HANDBOOK.glob("*.md")} - {"README.md"} <= listed


@every_page
def test_every_module_to_run_by_hand_exists(page):
    named = {module for line in code_lines(page) for module in MODULE.findall(line)}

    assert [module for module in named if importlib.util.find_spec(module) is None] == []


def test_pictures_are_small():
    pictures = {path.name: path.stat().st_size for path in (HANDBOOK / "pictures").iterdir()}

    assert [name for name, size in pictures.items() if size > LARGEST_PICTURE] == []
