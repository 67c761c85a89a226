"""The professional titles of the demo's teachers: higher with the years, granted and then appointed to. Pure."""

from datetime import date, timedelta

from registry.demo.choices import between, lot
from registry.demo.places import DemoSchool
from registry.exchange.model import LedgerTeacher
from registry.institutions.model.facts import SchoolLevel
from registry.kernel.periods import years_before
from registry.portfolio.model import TitleContent, TitleLevel

LADDER = (TitleLevel.JUNIOR, TitleLevel.MIDDLE, TitleLevel.DEPUTY_SENIOR, TitleLevel.SENIOR)
YEARS_TO_RISE = (1, 6, 12, 20)
"""Years of teaching after which each is usually granted, at the earliest."""
WORDS = {
    SchoolLevel.SECONDARY: ("中等职业学校教师", ("助理讲师", "讲师", "高级讲师", "正高级讲师")),
    SchoolLevel.HIGHER: ("高等学校教师", ("助教", "讲师", "副教授", "教授")),
}
WAITING_IN_TEN = 1
"""Of ten who were granted a title, one waits for the appointment."""


def title_of(school: DemoSchool, teacher: LedgerTeacher, on: date) -> TitleContent | None:
    """The title that a teacher holds on the day; None for the newest."""
    begun = teacher.facts.posts[0].started_on or on
    key = (school.code, teacher.staff_no)
    taught = on.year - begun.year - lot(4, "slow", *key)
    place = sum(1 for years in YEARS_TO_RISE if taught >= years) - 1
    if place < 0:
        return None
    place = min(place, between(1, 3, "highest", *key) if taught >= YEARS_TO_RISE[1] else place)
    granted = max(begun, years_before(on, between(1, 7, "granted", *key))) + timedelta(lot(60, "day", *key))
    granted = min(granted, on - timedelta(1))
    appointed = granted + timedelta(between(20, 120, "appointed", *key))
    is_waiting = appointed > on or lot(10, "waiting", *key) < WAITING_IN_TEN
    series, names = WORDS[school.level]
    return TitleContent(
        names[place],
        LADDER[place],
        series,
        granted_on=granted,
        appointed_on=None if is_waiting else appointed,
        granted_by=f"{school.city.name}市人力资源和社会保障局",
    )
