"""Everything the history can tell has a word in both languages."""

import ast
import importlib
import pkgutil
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import registry
from registry.audit.field_words import FIELDS
from registry.audit.model import Event
from registry.audit.process_words import PROCESSES
from registry.audit.wording import EVENTS, SUBJECTS, event_words, field_words, process_words, subject_words
from registry.platform.language import Language
from registry.practice.records import Step

ROOT = Path(registry.__file__).parent
ZH, EN = Language.ZH, Language.EN


def _modules():
    """Every module of every slice's inner rooms."""
    inner = {"model", "records", "service", "rules"}
    names = [found.name for found in pkgutil.walk_packages(registry.__path__, "registry.")]
    return [importlib.import_module(name) for name in names if inner & set(name.split("."))]


def _trees(under=""):
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob(f"{under}**/*.py"))]


def _below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


@pytest.fixture(scope="module")
def modules():
    return _modules()


def _facts(modules):
    return {
        each
        for module in modules
        for each in vars(module).values()
        if isinstance(each, type) and is_dataclass(each) and isinstance(getattr(each, "SUBJECT", None), str)
    }


def test_every_event_has_its_word(modules):
    kinds = {each.__name__ for each in _below(Event) if each.__module__.startswith("registry.")}

    assert sorted(kinds - set(EVENTS)) == []


def test_every_subject_of_a_fact_has_its_word(modules):
    assert sorted({each.SUBJECT for each in _facts(modules)} - set(SUBJECTS)) == []


def test_every_field_of_a_fact_has_its_word(modules):
    wanted = {f"{each.SUBJECT}.{field.name}" for each in _facts(modules) for field in fields(each)}

    assert sorted(name for name in wanted if name not in FIELDS and name.split(".")[1] not in FIELDS) == []


def test_every_value_that_identity_notes_has_its_word():
    tree = ast.parse((ROOT / "identity" / "model" / "events.py").read_text(encoding="utf-8"))
    keys = {key.value for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}

    assert sorted(keys - set(FIELDS)) == []


def test_every_process_that_is_opened_has_its_word():
    opened = {
        node.args[0].value
        for tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "open_process"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }

    assert sorted(opened - set(PROCESSES)) == []


def test_every_use_case_has_its_word():
    use_cases = {
        node.name
        for path in sorted(ROOT.glob("*/service/*.py"))
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and [argument.arg for argument in node.args.args[:2]] == ["process", "command"]
    }

    assert sorted(use_cases - set(PROCESSES)) == []


def test_every_step_of_a_placement_has_its_word_as_a_process():
    assert [step for step in Step if f"{step.value}_placement" not in PROCESSES] == []


@pytest.mark.parametrize(
    "words", [EVENTS, SUBJECTS, FIELDS, PROCESSES], ids=["events", "subjects", "fields", "processes"]
)
def test_no_word_is_empty(words):
    assert [name for name, both in words.items() if not all(word.strip() for word in both)] == []


def test_words_come_in_the_language_asked_for():
    assert event_words("PlacementVerified", ZH) == "认定企业实践"
    assert event_words("PlacementVerified", EN) == "Placement verified"
    assert process_words("verify_title", ZH) == "审核职称"
    assert subject_words("placement", EN) == "placement"


def test_a_subject_has_its_own_word_for_a_field_before_the_shared_one():
    assert field_words("person", "name", ZH) == "姓名"
    assert field_words("bureau", "name", ZH) == "名称"


def test_what_has_no_word_is_shown_as_it_stands():
    assert event_words("SomethingOld", ZH) == "SomethingOld"
    assert field_words("person", "something_old", EN) == "something_old"
