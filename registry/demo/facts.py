"""The demo as data: every school's staff and practice as a ledger, the same for the same day. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from registry.demo.careers import MIX, Career, Setting, Stay, stays
from registry.demo.choices import between, lot, one_of
from registry.demo.enterprises import DemoEnterprise, enterprises_of
from registry.demo.names import RARE, name_of
from registry.demo.numbers import id_number
from registry.demo.places import BAOTOU, SCHOOLS, DemoBreak, DemoSchool, breaks_of
from registry.exchange.model import (
    Ledger,
    LedgerTeacher,
    Particulars,
    PersonParticulars,
    PlacementParticulars,
)
from registry.kernel.periods import Period, years_before
from registry.people.model.facts import LeaveKind, Sex
from registry.practice.model import PlacementFact, PostCategory, PostHeld, TeacherFacts

STEP = 23
"""Neighbours of a staff list have different careers; no divisor in common with the number of entries of `MIX`."""
POSITIONS = (
    *("生产班组", "工艺员", "设备维护", "质检员", "项目助理", "研发助理", "车间技术员", "仓储管理"),
    *("客户服务", "数据标注与分析", "安全员", "班组长"),
)
YOUNGEST, OLDEST = 26, 58
"""Ages of the staff on the day."""


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """One school with its calendar and what its ledger says."""

    school: DemoSchool
    calendar: tuple[DemoBreak, ...]
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class _Teacher:
    """One invented teacher. `number` counts from 0 in the school."""

    school: DemoSchool
    number: int
    on: date

    @property
    def key(self) -> str:
        return f"{self.school.code}/{self.number}"

    @property
    def career(self) -> Career:
        return MIX[self.number * STEP % len(MIX)]

    @property
    def named(self) -> tuple[str, Sex]:
        sex = Sex.FEMALE if self.career is Career.MOTHER or lot(9, "sex", self.key) < 5 else Sex.MALE
        if self.number < len(RARE) // 2 and self.career is not Career.MOTHER:
            return RARE[(self.number + 3 * SCHOOLS.index(self.school)) % len(RARE)]
        return name_of(self.key, sex=sex, is_mongolian=self.school.city is BAOTOU), sex

    @property
    def born_on(self) -> date:
        """Those who came lately are young."""
        oldest = 34 if self.career in (Career.NEW, Career.YOUNG, Career.MOTHER) else OLDEST
        return years_before(self.on, between(YOUNGEST, oldest, "age", self.key)) - timedelta(
            lot(365, "day", self.key)
        )

    @property
    def category(self) -> PostCategory:
        if self.career is Career.PUBLIC:
            return PostCategory.PUBLIC
        return PostCategory.INSTRUCTOR if lot(9, "instructor", self.key) == 0 else PostCategory.PROFESSIONAL

    @property
    def department(self) -> str:
        if self.category is PostCategory.PUBLIC:
            return self.school.general_courses
        is_instructor = self.category is PostCategory.INSTRUCTOR
        return self.school.workshop if is_instructor else one_of(self.school.departments, "department", self.key)

    @property
    def begun_on(self) -> date:
        """The first day of teaching: a first of September long ago, or lately."""
        if self.career is Career.NEW:
            return self.on - timedelta(between(20, 330, "begun", self.key))
        if self.career is Career.YOUNG:
            return years_before(self.on, 2) - timedelta(between(30, 300, "begun", self.key))
        adult = self.born_on.year + between(23, 26, "begun", self.key)
        return date(min(adult, self.on.year - 11), 9, 1)

    @property
    def staff_no(self) -> str:
        return f"{self.begun_on.year}{self.number + 1:03d}"

    @property
    def person(self) -> PersonParticulars:
        sex = self.named[1]
        serial = 2 * (self.number % 400) + (sex is Sex.MALE) + 100
        division = one_of(self.school.city.divisions, "division", self.key)
        return PersonParticulars(id_number(division, self.born_on, serial), sex, self.born_on)


def demo_facts(on: date) -> tuple[SchoolFacts, ...]:
    """Every school of the demo as it stands on that day."""
    return tuple(_school_facts(school, on) for school in SCHOOLS)


def _school_facts(school: DemoSchool, on: date) -> SchoolFacts:
    calendar, firms = breaks_of(school, on), enterprises_of(school.city)
    teachers, persons, leave_kinds = [], {}, {}
    placements: dict[str, PlacementParticulars] = {}
    for number in range(school.teachers):
        one = _Teacher(school, number, on)
        facts, told = _placements(
            one, stays(one.career, Setting(one.key, on, school.city.full_days, calendar)), firms
        )
        placements.update(told)
        leaves = dict(_leaves(one))
        leave_kinds.update({(one.staff_no, period): kind for period, kind in leaves.items()})
        persons[one.staff_no] = one.person
        own = TeacherFacts(tuple(_posts(one)), facts, tuple(leaves), _records_from(one))
        teachers.append(LedgerTeacher(one.staff_no, one.named[0], own, one.department))
    return SchoolFacts(
        school, calendar, Ledger(tuple(teachers), particulars=Particulars(persons, placements, leave_kinds))
    )


def _placements(
    one: _Teacher, told: list[Stay], firms: tuple[DemoEnterprise, ...]
) -> tuple[tuple[PlacementFact, ...], dict[str, PlacementParticulars]]:
    facts, particulars = [], {}
    for place, stay in enumerate(told, 1):
        reference = f"{one.school.short_name}台账!{one.number + 2}.{place}"
        firm = one_of(firms, "firm", one.key, place)
        facts.append(
            PlacementFact(
                reference,
                stay.started_on,
                stay.finished_on,
                stay.share_percent,
                stay.attended,
                stay.state,
                stay.form,
                firm.name,
            )
        )
        particulars[reference] = PlacementParticulars(one_of(POSITIONS, "position", one.key, place), firm.credit_code)
    return tuple(facts), particulars


def _posts(one: _Teacher) -> Iterator[PostHeld]:
    if one.career is Career.CHANGED_POST:
        changed_on = date(one.on.year - 2, 9, 1)
        yield PostHeld(PostCategory.PUBLIC, one.begun_on, changed_on - timedelta(1))
        yield PostHeld(PostCategory.PROFESSIONAL, changed_on)
    else:
        yield PostHeld(one.category, one.begun_on)


def _leaves(one: _Teacher) -> Iterator[tuple[Period, LeaveKind]]:
    """Leave that is over, and leave that runs on the day."""
    if one.career is Career.MOTHER:
        begun = one.on - timedelta(between(30, 400, "leave", one.key))
        yield Period(begun, begun + timedelta(157)), LeaveKind.MATERNITY
    elif one.career is Career.STUDYING:
        begun = one.on - timedelta(between(300, 700, "leave", one.key))
        yield Period(begun, begun + timedelta(180)), LeaveKind.STUDY
    elif lot(40, "sick", one.key) == 0 and one.career is not Career.NEW:
        begun = one.on - timedelta(between(200, 900, "sick leave", one.key))
        yield Period(begun, begun + timedelta(between(20, 110, "sick days", one.key))), LeaveKind.SICK


def _records_from(one: _Teacher) -> date | None:
    if one.career is not Career.PAPERS_MISSING:
        return None
    return date(one.on.year - 1 - lot(2, "papers", one.key), 9, 1)
