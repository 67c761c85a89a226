"""A small form on a page of its own: what it asks, what it touches, the page after it. Other slices use it too."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from litestar import HttpMethod, Response

from registry.kernel.errors import InvalidFields
from registry.platform.web.forms import Form, filled
from registry.platform.web.pages import Visitor, page

BOTH = (HttpMethod.GET, HttpMethod.POST)
"""A small form is shown and answered at one address."""
HIGHEST_REVISION = 10**9
Act = Callable[[Form], Awaitable[Response[Any]]]
"""Reads what was typed, carries it out and leads on. Raises InvalidFields to show the form again."""


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    DAY = "date"
    AREA = "area"
    SELECT = "select"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Words are in Chinese, as the catalogue of words knows them; `empty`: the words for no choice."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    empty: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A small form. `about` is who or what it is about, as it is; `touches` says what the act changes besides.

    `crumbs` are addresses and their words; `hidden` names the values that travel along.
    """

    heading: str
    act: str
    fields: tuple[Field, ...]
    crumbs: tuple[tuple[str, str], ...]
    about: str = ""
    lede: str = ""
    touches: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ("revision",)
    is_risky: bool = False


async def conducted(request: Visitor, question: Question, given: dict[str, Any], act: Act) -> Response[Any]:
    """The form with what is given; or what was sent, carried out. Faults show the form again with what was typed."""
    if request.method != "POST":
        return shown(request, question, Form({name: [typed(value)] for name, value in given.items()}))
    form = await filled(request)
    try:
        return await act(form)
    except InvalidFields as wrong:
        form.faults = {**form.faults, **wrong.faults}
        return shown(request, question, form)


def shown(request: Visitor, question: Question, form: Form) -> Response[Any]:
    """The form, with its faults where it has any."""
    return page(
        request,
        "institutions/question.html",
        422 if form.faults else 200,
        question=question,
        labels={field.name: field.label for field in question.fields},
        values=form.values,
        faults=form.faults,
    )


def revision_in(form: Form) -> int:
    """The revision that the page showed; 0, which never stands, when it is missing."""
    return form.whole("revision", 1, HIGHEST_REVISION) or 0


def typed(value: object) -> str:
    """A value as it stands in a field."""
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else str(value)


def offered(words: dict[Any, str]) -> tuple[tuple[str, str], ...]:
    """Choices of a field: each word of an enumeration with what it says."""
    return tuple((each.value, said) for each, said in words.items())
