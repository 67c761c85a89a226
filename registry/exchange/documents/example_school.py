"""An invented school of sixty teachers, as rows of a ledger: who they are, their posts and their leave.

Nobody here exists, nor do the enterprises. All variation comes from a teacher's number: the rows never change.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from registry.exchange.documents.example_careers import ROLES, Role, stays
from registry.exchange.documents.example_writing import EntryCell, placement_row
from registry.exchange.documents.template_columns import MATERNITY, SICK, STUDY
from registry.exchange.documents.words import CATEGORIES, Words
from registry.platform.language import Language
from registry.practice.model import PostCategory

Rows = list[list[EntryCell]]

_RARE_NAMES = ("王䶮", "李㛃", "娜仁·乌云其其格", "陈𫖯")
_SURNAMES = "赵钱孙周吴郑冯褚卫蒋沈韩杨朱秦许何吕施张孔曹严华"
_FIRST, _SECOND = "文晓海春立建秀玉明志", "宁远岚川舒禾溪越桐"
_PUBLIC = Words("公共基础部", "General courses")
_WORKSHOP = Words("实训中心", "Training centre")
_DEPARTMENTS = (
    Words("机电工程系", "Mechatronics"),
    Words("石油化工系", "Petrochemicals"),
    Words("信息技术系", "Information technology"),
    Words("财经商贸系", "Business"),
)
_NEWCOMERS = {
    Role.NEW_LAST_YEAR: date(2025, 9, 1),
    Role.NEW_IN_SPRING: date(2026, 3, 2),
    Role.NEW_THIS_YEAR: date(2026, 8, 25),
    Role.NEW_ON_LEAVE: date(2026, 9, 1),
}
_RECORDS_FROM = date(2024, 9, 1)
_CHANGED_POST_ON, _LAST_DAY_BEFORE = date(2024, 9, 1), date(2024, 8, 31)
_LEAVES = {
    Role.NEW_ON_LEAVE: (MATERNITY, date(2026, 10, 12), date(2027, 4, 17)),
    Role.BACK_FROM_LEAVE: (MATERNITY, date(2025, 9, 15), date(2026, 3, 14)),
    Role.HALF_DUTY: (SICK, date(2023, 11, 6), date(2024, 3, 1)),
    Role.CHANGED_POST: (STUDY, date(2025, 3, 3), date(2025, 7, 11)),
}


class _Teacher(NamedTuple):
    """One invented teacher. `number` counts from 0; the staff number keeps its zeros."""

    number: int

    @property
    def place(self) -> int:
        """Where in the list of careers; neighbours in the roster have different ones."""
        return self.number * 7 % len(ROLES)

    @property
    def role(self) -> Role:
        return ROLES[self.place]

    @property
    def staff_no(self) -> str:
        return f"{self.number + 1:04d}"

    @property
    def name(self) -> str:
        if self.number < len(_RARE_NAMES):
            return _RARE_NAMES[self.number]
        first, second = _FIRST[self.number * 3 % len(_FIRST)], _SECOND[self.number * 5 % len(_SECOND)]
        return _SURNAMES[self.number % len(_SURNAMES)] + (first if self.number % 4 else "") + second

    @property
    def category(self) -> PostCategory:
        if self.role is Role.PUBLIC_COURSES:
            return PostCategory.PUBLIC
        return PostCategory.INSTRUCTOR if self.role is Role.ATTENDANCE else PostCategory.PROFESSIONAL

    @property
    def department(self) -> Words:
        if self.category is PostCategory.PUBLIC:
            return _PUBLIC
        is_instructor = self.category is PostCategory.INSTRUCTOR
        return _WORKSHOP if is_instructor else _DEPARTMENTS[self.number % len(_DEPARTMENTS)]


def example_rows(language: Language) -> tuple[Rows, Rows, Rows]:
    """The rows of the teachers, placements and leave sheets, in the columns of the template."""
    teachers = [_Teacher(number) for number in range(len(ROLES))]
    placements = [
        placement_row(serial, (teacher.staff_no, teacher.name), stay, language)
        for serial, (teacher, stay) in enumerate(
            (teacher, stay) for teacher in teachers for stay in stays(teacher.place)
        )
    ]
    return _teacher_rows(teachers, language), placements, _leave_rows(teachers, language)


def roster_rows(language: Language) -> Rows:
    """The rows of the teachers sheet with sex and birth date, which only bringing a roster in takes."""
    rows, _, _ = example_rows(language)
    told = []
    for row in rows:
        number = int(str(row[0]))
        sex = Words("女", "female") if number % 2 else Words("男", "male")
        told.append(
            [*row[:2], sex.to(language), date(1970 + number % 25, 1 + number % 12, 1 + number % 28), *row[2:]]
        )
    return told


def _teacher_rows(teachers: Sequence[_Teacher], language: Language) -> Rows:
    rows: Rows = []
    for teacher in teachers:
        who: list[EntryCell] = [teacher.staff_no, teacher.name, teacher.department.to(language)]
        category = CATEGORIES[teacher.category].to(language)
        rest: list[EntryCell] = [None, None]
        if teacher.role is Role.CHANGED_POST:
            public = CATEGORIES[PostCategory.PUBLIC].to(language)
            rows.append([*who, public, date(2012, 9, 1), _LAST_DAY_BEFORE, None, *rest])
            rows.append([*who, category, _CHANGED_POST_ON, None, None, *rest])
            continue
        records_from = _RECORDS_FROM if teacher.role is Role.PAPERS_MISSING else None
        rows.append([*who, category, _duty_from(teacher), None, records_from, *rest])
    return rows


def _duty_from(teacher: _Teacher) -> date | None:
    """Newcomers as their role says; of the others every second one has a date, long before any window."""
    if teacher.role in _NEWCOMERS:
        return _NEWCOMERS[teacher.role]
    return date(2005 + teacher.number % 11, 9, 1) if teacher.number % 2 else None


def _leave_rows(teachers: Sequence[_Teacher], language: Language) -> Rows:
    """One teacher of each role that knows leave."""
    rows: Rows = []
    waiting = dict(_LEAVES)
    for teacher in teachers:
        if leave := waiting.pop(teacher.role, None):
            kind, started_on, finished_on = leave
            rows.append([teacher.staff_no, teacher.name, kind.to(language), started_on, finished_on])
    return rows
