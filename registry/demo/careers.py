"""What the teachers of the demo did in enterprises: kinds of career that together show every state, on any day.

A career is told relative to the day asked about and to what the rule of the city asks for, so that the states stay
when the day moves.
"""

from collections.abc import Callable
from datetime import date, timedelta
from enum import Enum, auto
from typing import NamedTuple

from registry.demo.choices import between, lot, one_of
from registry.demo.places import DemoBreak
from registry.kernel.periods import years_before
from registry.practice.model import AttendedDay, PlacementState, PracticeForm

S = PlacementState
WINDOW_YEARS = 5
WHOLE, HALF = 2, 1
FRIDAYS = (8, 24)
FORMS = (PracticeForm.POST_WORK, PracticeForm.POST_WORK, PracticeForm.SKILL_TRAINING, PracticeForm.RESEARCH)


class Career(Enum):
    """The kinds of career."""

    STEADY = auto()
    SUMMERS = auto()
    SECONDED = auto()
    LAPSING = auto()
    LAPSED = auto()
    SELDOM = auto()
    NEVER = auto()
    PAPERS_MISSING = auto()
    NEW = auto()
    YOUNG = auto()
    PUBLIC = auto()
    CHANGED_POST = auto()
    HALF_DUTY = auto()
    ATTENDING = auto()
    MOTHER = auto()
    STUDYING = auto()
    PENDING = auto()


MIX = (
    *[Career.STEADY] * 14,
    *[Career.SUMMERS] * 6,
    *[Career.SECONDED] * 7,
    *[Career.LAPSING] * 7,
    *[Career.LAPSED] * 4,
    *[Career.SELDOM] * 4,
    Career.NEVER,
    *[Career.PAPERS_MISSING] * 2,
    *[Career.NEW] * 2,
    *[Career.YOUNG] * 2,
    *[Career.PUBLIC] * 6,
    Career.CHANGED_POST,
    *[Career.HALF_DUTY] * 2,
    *[Career.ATTENDING] * 2,
    Career.MOTHER,
    Career.STUDYING,
    *[Career.PENDING] * 2,
)
"""One entry a teacher; the mix of any sixty teachers one after another."""


class Stay(NamedTuple):
    """One placement. `attended`: the days that alone count."""

    started_on: date
    finished_on: date
    form: PracticeForm = PracticeForm.POST_WORK
    share_percent: int = 100
    attended: tuple[AttendedDay, ...] | None = None
    state: PlacementState = S.VERIFIED


class Setting(NamedTuple):
    """For whom a career is told: the teacher's key, the day, the full days that the rule asks for, the calendar."""

    key: str
    on: date
    full_days: int
    calendar: tuple[DemoBreak, ...]

    def past(self, years: int) -> list[DemoBreak]:
        """The breaks that ended before the day and began in the years up to it."""
        since = years_before(self.on, years)
        return [each for each in self.calendar if since < each.started_on and each.finished_on < self.on]

    def next_break(self) -> DemoBreak:
        """The first break that begins after the day."""
        return next(each for each in self.calendar if self.on < each.started_on)


def stays(career: Career, setting: Setting) -> list[Stay]:
    """The placements of such a career, oldest first."""
    told = _TOLD.get(career)
    return sorted(told(setting), key=lambda stay: stay.started_on) if told else []


def _in(setting: Setting, each: DemoBreak, days: int, state: PlacementState = S.VERIFIED) -> Stay:
    """A stay in a break, as long as it allows, begun some days after its first."""
    length = min(days, each.days)
    begun = each.started_on + timedelta(lot(each.days - length + 1, setting.key, each.name))
    form = one_of(FORMS, setting.key, each.name, "form")
    return Stay(begun, begun + timedelta(length - 1), form, state=state)


def _span(begun: date, days: int, form: PracticeForm = PracticeForm.SECONDMENT, share: int = 100) -> Stay:
    return Stay(begun, begun + timedelta(days - 1), form, share)


def _steady(setting: Setting) -> list[Stay]:
    """Every summer, and every winter."""
    return [_in(setting, each, between(42, 60, setting.key, each.name)) for each in setting.past(6)]


def _summers(setting: Setting) -> list[Stay]:
    """Every summer, with a long stay some years ago where the rule asks for much."""
    stays = [_in(setting, each, between(38, 55, setting.key, each.name)) for each in _of_summer(setting.past(6))]
    extra = setting.full_days - 5 * 38
    if extra > 0:
        since = years_before(setting.on, 4) + timedelta(lot(120, setting.key))
        return [*stays, _span(since, extra + between(0, 20, setting.key, "extra"))]
    return stays


def _seconded(setting: Setting) -> list[Stay]:
    """One long secondment in the last three years."""
    begun = years_before(setting.on, 3) + timedelta(lot(300, setting.key))
    days = min(setting.full_days + between(4, 30, setting.key, "days"), (setting.on - begun).days)
    return [_span(begun, days)]


def _lapsing(setting: Setting) -> list[Stay]:
    """One long secondment that leaves the window within half a year."""
    begun = years_before(setting.on, WINDOW_YEARS) + timedelta(between(2, 160, setting.key))
    return [_span(begun, setting.full_days + between(0, 15, setting.key, "days"))]


def _lapsed(setting: Setting) -> list[Stay]:
    """The same, too long ago; little since."""
    begun = years_before(setting.on, WINDOW_YEARS) - timedelta(between(70, 260, setting.key))
    since = _of_summer(setting.past(3))[: 1 + lot(2, setting.key)]
    return [_span(begun, setting.full_days + 5), *(_in(setting, each, 20) for each in since)]


def _seldom(setting: Setting) -> list[Stay]:
    """A few weeks now and then, a visit, a course at the school's own training base."""
    summers = _of_summer(setting.past(4))
    now_and_then = [_in(setting, each, between(14, 40, setting.key, each.name)) for each in summers[::2]]
    base = [_in(setting, each, 15)._replace(form=PracticeForm.TRAINING_BASE) for each in summers[1::2]]
    return [*now_and_then, *base[: lot(2, setting.key)]]


def _recent(setting: Setting) -> list[Stay]:
    """What there are papers of."""
    return [_in(setting, each, between(25, 45, setting.key, each.name)) for each in setting.past(1)]


def _young(setting: Setting) -> list[Stay]:
    """Every break of the last two years."""
    return [_in(setting, each, 50) for each in setting.past(2)]


def _public(setting: Setting) -> list[Stay]:
    summers = _of_summer(setting.past(2))
    return [_in(setting, each, 10)._replace(form=PracticeForm.VISIT) for each in summers[: lot(2, setting.key)]]


def _half_duty(setting: Setting) -> list[Stay]:
    """Half of the working time beside the lessons, for long; every second one with a break too little."""
    enough = 2 * setting.full_days + between(10, 40, setting.key)
    days = enough if lot(2, setting.key, "enough") else enough // 3
    begun = years_before(setting.on, 3) - timedelta(lot(100, setting.key))
    return [_span(begun, min(days, (setting.on - begun).days), PracticeForm.RESEARCH, share=50)]


def _attending(setting: Setting) -> list[Stay]:
    """One day a week in the spring terms, every fourth of them half a day; and the summers."""
    found = [_in(setting, each, 52) for each in _of_summer(setting.past(6))]
    for each in setting.past(3):
        weeks, first = between(*FRIDAYS, setting.key, each.name), each.finished_on + timedelta(7)
        days = [first + timedelta(weeks=week) for week in range(weeks)]
        listed = tuple(AttendedDay(day, HALF if place % 4 == 3 else WHOLE) for place, day in enumerate(days))
        if days[-1] < setting.on:
            form = PracticeForm.INTERN_SUPERVISION
            found.append(Stay(first, days[-1], form, attended=listed))
    return found


def _pending(setting: Setting) -> list[Stay]:
    """Handed in and on the way, sent back or refused; and what is planned for the next break."""
    past = setting.past(3)
    states = (S.VERIFIED, S.REJECTED, S.VERIFIED, S.VOIDED, S.RETURNED, S.SUBMITTED, S.CONFIRMED, S.DISPUTED)
    shift = lot(len(states), setting.key)
    found = [
        _in(setting, each, 30, states[(place + shift) % len(states)]) for place, each in enumerate(reversed(past))
    ]
    return [*found, _in(setting, setting.next_break(), 30, one_of((S.PLANNED, S.APPROVED), setting.key))]


def _of_summer(several: list[DemoBreak]) -> list[DemoBreak]:
    return [each for each in several if each.name.endswith("暑假")]


_TOLD: dict[Career, Callable[[Setting], list[Stay]]] = {
    Career.STEADY: _steady,
    Career.SUMMERS: _summers,
    Career.SECONDED: _seconded,
    Career.LAPSING: _lapsing,
    Career.LAPSED: _lapsed,
    Career.SELDOM: _seldom,
    Career.PAPERS_MISSING: _recent,
    Career.YOUNG: _young,
    Career.PUBLIC: _public,
    Career.CHANGED_POST: _young,
    Career.HALF_DUTY: _half_duty,
    Career.ATTENDING: _attending,
    Career.MOTHER: _steady,
    Career.STUDYING: _summers,
    Career.PENDING: _pending,
}
"""What each kind holds; the newest, and those who never went, have none."""
