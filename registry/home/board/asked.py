"""What the address of a board asks for, and addresses of boards that ask for something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from registry.identity.access import Door
from registry.kernel.errors import InvalidFields
from registry.kernel.periods import YEARS_ASKED_ABOUT
from registry.people.model.facts import PostCategory
from registry.platform.web.faults import LONGEST_SHOWN
from registry.platform.web.forms import Form
from registry.platform.web.pages import Visitor, url
from registry.practice.model import StandingState
from registry.practice.rules.board import BoardSort, BoardWish
from registry.practice.rules.progress import Progress

FILTERS = ("department_id", "category", "state", "progress", "q", "lapses_before")
"""What leaves people out; the school and the day say whom it is about."""
LABELS = {
    "school_id": "学校",
    "department_id": "部门",
    "category": "教师类别",
    "state": "近五年",
    "progress": "本学年",
    "q": "姓名、拼音首字母或工号",
    "lapses_before": "在此日期前到期",
    "sort": "顺序",
    "as_of": "截止日期",
}
FIRST_DAY, LAST_DAY = f"{YEARS_ASKED_ABOUT[0]}-01-01", f"{YEARS_ASKED_ABOUT[-1]}-12-31"
"""The days that the fields of a board take."""
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks for, without what is not understood of it: `faults`, by field, beside what was `typed`."""

    wish: BoardWish
    faults: Mapping[str, str]
    typed: Mapping[str, str]


async def provide_question(request: Visitor, reading: Door) -> Question:
    """The question of an address; a page answers it as far as it is understood, and says what is not."""
    form = Form({name: [value] for name, value in request.query_params.items()})
    wish = BoardWish(
        on=form.day("as_of") or reading.today,
        school_id=form.key("school_id"),
        department_id=form.key("department_id"),
        category=_word(form, "category", PostCategory),
        state=_word(form, "state", StandingState),
        progress=_word(form, "progress", Progress),
        q=form.text("q"),
        lapses_before=form.day("lapses_before"),
        sort=_word(form, "sort", BoardSort) or BoardSort.URGENCY,
        after=form.values.get("after"),
    )
    return Question(wish, form.faults, form.values)


async def provide_wish(question: NamedDependency[SkipValidation[Question]]) -> BoardWish:
    """The wish of an address, for what is taken away. Raises InvalidFields: no file is about something else."""
    if question.faults:
        raise InvalidFields({name: f"{LABELS[name]}:{fault}" for name, fault in question.faults.items()})
    return question.wish


def _word(form: Form, name: str, words: type[Word]) -> Word | None:
    typed = form.text(name)
    if typed and typed not in set(words):
        form.faults[name] = f"没有“{typed[:LONGEST_SHOWN]}”这一项,请从列表中选择"
    return words(typed) if typed in set(words) else None


Asked = NamedDependency[SkipValidation[BoardWish]]
"""The type of a handler's parameter `wish`."""
AskedPartly = NamedDependency[SkipValidation[Question]]
"""The type of a handler's parameter `question`."""
QUESTION = {"question": Provide(provide_question)}
"""The dependencies of a page, which shows what is not understood."""
WISH = {**QUESTION, "wish": Provide(provide_wish)}
"""The dependencies of a handler that takes a wish as a whole."""


class Address:
    """The address of what is shown, and of what differs from it in some parts."""

    def __init__(self, request: Visitor, wish: BoardWish, today: date) -> None:
        self._request, self._bases = request, {"board": url(request, "board")}
        given = {
            "school_id": wish.school_id,
            **{name: getattr(wish, name) for name in FILTERS},
            "sort": wish.sort if wish.sort is not BoardSort.URGENCY else None,
            "as_of": wish.on if wish.on != today else None,
        }
        self.given = {name: str(value) for name, value in given.items() if value not in (None, "")}

    def to(self, route: str = "board", **changes: Any) -> str:
        """The same with these changes, from the first page on; None takes a part away."""
        base = self._bases.get(route)
        if base is None:
            base = self._bases[route] = url(self._request, route)
        asked = {**self.given, **changes}
        query = urlencode({name: str(value) for name, value in asked.items() if value not in (None, "")})
        return f"{base}?{query}" if query else base

    def fields(self, *left_out: str) -> dict[str, str]:
        """The parts that a form carries on, without those that it asks for itself."""
        return {name: value for name, value in self.given.items() if name not in left_out}

    @property
    def is_filtered(self) -> bool:
        """Whether anything leaves people out."""
        return any(name in self.given for name in FILTERS)
