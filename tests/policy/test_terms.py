"""The parameters a pack may hold are the ones the program reads, no more and no less."""

from dataclasses import fields
from pathlib import Path

import registry
from registry.policy.model import PracticePolicy
from registry.policy.terms import CATEGORIES, FORMS, PRACTICE
from registry.policy.wording import _CHOICES
from registry.practice.model import PostCategory, PracticeForm


def test_every_parameter_is_a_field_of_the_policy_in_the_same_order():
    assert list(PRACTICE) == [
        field.name for field in fields(PracticePolicy) if field.name not in {"jurisdiction", "in_force_from"}
    ]


def test_a_pack_knows_the_same_words_as_practice():
    assert frozenset(CATEGORIES) == frozenset(PostCategory)
    assert frozenset(FORMS) == frozenset(PracticeForm)


def test_every_choice_has_words():
    assert set(_CHOICES) >= CATEGORIES | FORMS


def test_the_handbook_names_every_parameter_and_its_unit():
    page = (Path(registry.__file__).parent / "handbook" / "policy.md").read_text(encoding="utf-8")

    rows = [line for line in page.splitlines() if line.startswith("| `")]
    for name, term in PRACTICE.items():
        assert any(f"`{name}`" in row and f"`{term.unit}`" in row for row in rows), name
