"""What the invented teachers did in enterprises: a few kinds of career that together show every state.

On any day of 2026 and 2027 somebody is in each of the seven states: the long secondments of `LAPSES_SOON` end their
five years one after another, less than half a year apart.
"""

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, auto
from typing import NamedTuple

from registry.exchange.documents.template_columns import (
    HALF_DUTY,
    OFF_DUTY,
    ON_DUTY,
    REJECTED,
    RETURNED,
    SUBMITTED,
    VERIFIED,
    VOIDED,
)
from registry.exchange.documents.words import Words
from registry.practice.model import PracticeForm


class Role(Enum):
    """The kinds of career."""

    LAPSES_SOON = auto()
    LAPSED = auto()
    PAPERS_MISSING = auto()
    NEW_LAST_YEAR = auto()
    NEW_IN_SPRING = auto()
    NEW_THIS_YEAR = auto()
    NEW_ON_LEAVE = auto()
    LONG_SECONDMENT = auto()
    PUBLIC_COURSES = auto()
    CHANGED_POST = auto()
    SELDOM = auto()
    EVERY_SUMMER = auto()
    HALF_DUTY = auto()
    ATTENDANCE = auto()
    TWO_AT_ONCE = auto()
    BACK_FROM_LEAVE = auto()
    TRAINING_BASE = auto()
    NOT_VERIFIED = auto()


ROLES = (
    *[Role.LAPSES_SOON] * 5,
    *[Role.LAPSED] * 2,
    *[Role.PAPERS_MISSING] * 3,
    Role.NEW_LAST_YEAR,
    Role.NEW_IN_SPRING,
    Role.NEW_THIS_YEAR,
    Role.NEW_ON_LEAVE,
    *[Role.LONG_SECONDMENT] * 5,
    *[Role.PUBLIC_COURSES] * 7,
    Role.CHANGED_POST,
    *[Role.SELDOM] * 5,
    *[Role.EVERY_SUMMER] * 16,
    *[Role.HALF_DUTY] * 4,
    *[Role.ATTENDANCE] * 3,
    Role.TWO_AT_ONCE,
    Role.BACK_FROM_LEAVE,
    Role.TRAINING_BASE,
    *[Role.NOT_VERIFIED] * 2,
)
"""One entry a teacher of the example; those of `LAPSES_SOON` come first."""


class Stay(NamedTuple):
    """One placement of the example. `attended` pairs a day with whether it was a whole one."""

    started_on: date
    finished_on: date
    mode: Words | None = OFF_DUTY
    share: int | None = None
    attended: tuple[tuple[date, bool], ...] = ()
    status: Words | None = VERIFIED
    form: PracticeForm = PracticeForm.POST_WORK


_LONG_FROM = (date(2021, 3, 1), date(2021, 8, 16), date(2022, 2, 1), date(2022, 7, 15), date(2023, 1, 5))
_LONG_DAYS = timedelta(days=304)
_LAST_SUMMER = 2026


def stays(place: int) -> list[Stay]:
    """The placements of the teacher at a place of `ROLES`, oldest first."""
    career = _CAREERS.get(ROLES[place])
    return career(place) if career else []


def _one_long(started_on: date) -> list[Stay]:
    return [Stay(started_on, started_on + _LONG_DAYS, form=PracticeForm.SECONDMENT)]


def _summers(first: int, last: int) -> list[Stay]:
    return [Stay(date(year, 7, 1), date(year, 8, 31)) for year in range(first, last + 1)]


def _winters(number: int) -> list[Stay]:
    """A winter break in one year of three, for skill training."""
    years = [year for year in range(2022, _LAST_SUMMER + 1) if (year + number) % 3 == 0]
    return [Stay(date(year, 1, 12), date(year, 2, 8), form=PracticeForm.SKILL_TRAINING) for year in years]


def _weekly(first: date, weeks: int) -> list[Stay]:
    """One day a week beside the lessons; every fourth is half a day."""
    days = tuple((first + timedelta(weeks=week), week % 4 != 3) for week in range(weeks))
    return [Stay(first, days[-1][0], mode=ON_DUTY, attended=days, form=PracticeForm.INTERN_SUPERVISION)]


def _half_duty(_: int) -> list[Stay]:
    return [
        Stay(date(2022, 9, 1), date(2023, 6, 30), mode=HALF_DUTY),
        Stay(date(2025, 3, 3), date(2025, 10, 31), mode=None, share=80, form=PracticeForm.RESEARCH),
    ]


def _two_at_once(_: int) -> list[Stay]:
    overlapping = [
        Stay(date(2024, 1, 8), date(2024, 7, 5), mode=HALF_DUTY),
        Stay(date(2024, 5, 6), date(2024, 8, 31)),
    ]
    return [*overlapping, *_summers(2025, _LAST_SUMMER)]


def _at_the_base(_: int) -> list[Stay]:
    years = range(2023, _LAST_SUMMER + 1)
    return [Stay(date(year, 7, 6), date(year, 8, 14), form=PracticeForm.TRAINING_BASE) for year in years]


def _visit(place: int) -> list[Stay]:
    return [Stay(date(2025, 7, 14), date(2025, 7, 25), form=PracticeForm.VISIT)] if place % 2 else []


def _with_statuses(place: int) -> list[Stay]:
    """Practice on its way to recognition, or refused: none of that counts yet."""
    statuses = (VERIFIED, REJECTED, RETURNED) if place % 2 else (VERIFIED, VOIDED, None)
    earlier = [stay._replace(status=status) for stay, status in zip(_summers(2023, 2025), statuses, strict=True)]
    return [*earlier, *[stay._replace(status=SUBMITTED) for stay in _summers(_LAST_SUMMER, _LAST_SUMMER)]]


_CAREERS: dict[Role, Callable[[int], list[Stay]]] = {
    Role.LAPSES_SOON: lambda place: _one_long(_LONG_FROM[place]),
    Role.LAPSED: lambda place: [*_one_long(date(2019, 9, 1)), *_summers(2022 + place % 2, 2024)],
    Role.LONG_SECONDMENT: lambda _: _one_long(date(2025, 2, 17)),
    Role.EVERY_SUMMER: lambda place: [*_summers(2019 + place % 4, _LAST_SUMMER), *_winters(place)],
    Role.CHANGED_POST: lambda _: _summers(2022, _LAST_SUMMER),
    Role.PAPERS_MISSING: lambda _: _summers(2025, _LAST_SUMMER),
    Role.NEW_LAST_YEAR: lambda _: _summers(2025, _LAST_SUMMER),
    Role.BACK_FROM_LEAVE: lambda _: _summers(2021, 2025),
    Role.SELDOM: lambda place: _summers(2023 + place % 3, 2025),
    Role.HALF_DUTY: _half_duty,
    Role.ATTENDANCE: lambda _: [*_weekly(date(2025, 3, 7), 12), *_summers(2022, _LAST_SUMMER)],
    Role.TWO_AT_ONCE: _two_at_once,
    Role.TRAINING_BASE: _at_the_base,
    Role.PUBLIC_COURSES: _visit,
    Role.NOT_VERIFIED: _with_statuses,
}
"""What each kind of career holds; the newest of the school have none yet."""
