"""What the address of a board asks for, and addresses of boards that ask for something else."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter, SkipValidation

from registry.identity.access import Door
from registry.kernel.periods import asked_day
from registry.people.model.facts import PostCategory
from registry.platform.web.pages import Visitor, url
from registry.practice.model import StandingState
from registry.practice.rules.board import BoardSort, BoardWish
from registry.practice.rules.progress import Progress

FILTERS = ("department_id", "category", "state", "progress", "q", "lapses_before")
"""What leaves people out; the school and the day say whom it is about."""


async def provide_wish(
    reading: Door,
    school_id: FromQuery[UUID | None] = None,
    department_id: FromQuery[UUID | None] = None,
    category: FromQuery[PostCategory | None] = None,
    standing: Annotated[StandingState | None, QueryParameter(name="state")] = None,
    progress: FromQuery[Progress | None] = None,
    q: FromQuery[str] = "",
    lapses_before: FromQuery[date | None] = None,
    sort: FromQuery[BoardSort] = BoardSort.URGENCY,
    as_of: FromQuery[date | None] = None,
    after: FromQuery[str | None] = None,
) -> BoardWish:
    """The wish of an address. Raises BadInput for a day that cannot be computed."""
    return BoardWish(
        on=asked_day(as_of) or reading.today,
        school_id=school_id,
        department_id=department_id,
        category=category,
        state=standing,
        progress=progress,
        q=q.strip(),
        lapses_before=asked_day(lapses_before),
        sort=sort,
        after=after,
    )


Asked = NamedDependency[SkipValidation[BoardWish]]
"""The type of a handler's parameter `wish`."""
WISH = {"wish": Provide(provide_wish)}
"""The dependencies of a handler that takes one."""


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
