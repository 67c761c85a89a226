"""For which office a page of the planner is asked, by which day, and what a plan's form says."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.identity.access import scopes
from registry.identity.model.permissions import Permission
from registry.institutions.model.facts import School, Unit, UnitKind
from registry.institutions.queries.belongings import units
from registry.institutions.queries.schools import schools
from registry.kernel.errors import InvalidFields, NotFound, PolicyGap
from registry.kernel.periods import ONE_DAY, MonthDay, Period, year_of
from registry.kernel.scopes import Scope, ScopeKind
from registry.platform.web.forms import Form
from registry.practice.model import PracticeForm
from registry.practice.pages.form import draft_fields, values_of
from registry.practice.records import DutyMode, PlacementContent
from registry.practice.records.planning import BatchContent, DutyAsked
from registry.practice.rules.draft import read_draft

PLAN = Permission.PLAN_PRACTICE
CALENDAR_YEAR = MonthDay(1, 1)
"""What takes the place of the school year where no rule is in force."""
LABELS = {
    "name": "计划名称",
    "duty": "哪项任务",
    "target_on": "目标日期",
    "enterprise_name": "实践企业",
    "position": "岗位",
    "form": "实践形式",
    "started_on": "开始日期",
    "finished_on": "结束日期",
    "duty_mode": "脱产方式",
    "share_percent": "工作量比例",
    "attended": "出勤日期",
    "person_ids": "教师",
    "department": "部门",
    "reason": "理由",
}


class Office(NamedTuple):
    """A school, or one department of it, for which somebody plans."""

    scope: Scope
    school: School
    department: Unit | None

    @property
    def name(self) -> str:
        """What it is called, the school's short name before that of a department."""
        return f"{self.school.short_name} {self.department.name}" if self.department else self.school.name


async def offices(reading: Reading, permission: Permission) -> tuple[Office, ...]:
    """Where the actor has this permission: schools before departments."""
    found = []
    for scope in scopes(reading, permission):
        if scope.kind not in (ScopeKind.SCHOOL, ScopeKind.DEPARTMENT):
            continue
        for place in await schools(reading, scope):
            own = [unit for unit in await units(reading, place.id, scope) if scope == Scope.department(unit.id)]
            found.append(Office(scope, place, own[0] if own else None))
    return tuple(found)


async def office_meant(reading: Reading, permission: Permission, place: UUID | None) -> Office:
    """The office of that id, the first one where none is named. Raises NotFound."""
    for office in await offices(reading, permission):
        if place is None or office.scope.id == place:
            return office
    raise NotFound("没有找到该学校或系部")


async def departments(reading: Reading, office: Office) -> tuple[Unit, ...]:
    """The departments that the office may choose from: of a school all that stand, of a department itself."""
    if office.department:
        return (office.department,)
    found = await units(reading, office.school.id, office.scope)
    return tuple(each for each in found if each.kind is UnitKind.DEPARTMENT and each.stands_on(reading.today))


def school_year(reading: Reading, school: School, on: date) -> Period:
    """The school year of a day where the school is."""
    try:
        start = reading.book.practice(school.jurisdiction, on).year_start.value
    except PolicyGap:
        start = CALENDAR_YEAR
    return year_of(on, start)


def usual_targets(reading: Reading, school: School) -> tuple[tuple[str, date], ...]:
    """The days for which offices usually plan, all of them after today; the first is the one usually meant."""
    last = school_year(reading, school, reading.today).finished_on
    following = school_year(reading, school, last + ONE_DAY).finished_on
    found = (("本学年末", last), ("统计日", last + ONE_DAY), ("下学年末", following))
    return tuple(each for each in found if each[1] > reading.today)


def content_from(form: Form, today: date) -> BatchContent:
    """What was typed for everybody. Raises InvalidFields with everything that is wrong, all at once."""
    name, target_on = form.text("name", required=True), form.day("target_on", required=True)
    duty = form.choice("duty", DutyAsked, DutyAsked.FIVE_YEARS)
    kind = form.choice("form", PracticeForm, PracticeForm.POST_WORK)
    started_on, finished_on = form.day("started_on"), form.day("finished_on")
    mode = form.choice("duty_mode", DutyMode, DutyMode.OFF_DUTY)
    days_known = started_on is not None and finished_on is not None
    if mode is DutyMode.ON_DUTY and not days_known:
        form.faults.setdefault("started_on", "不脱产的实践请先填写起止日期")
    typed = draft_fields(form)
    if not days_known:
        typed |= {"started_on": today.isoformat(), "finished_on": today.isoformat(), "attended": ""}
    told = read_draft(typed, today)
    for field, fault in told.faults.items():
        if field != "enterprise_name":
            form.faults.setdefault(field, fault)
    firm, position = form.text("enterprise_name"), form.text("position")
    enterprise_id = form.key("enterprise_id")
    if form.faults or told.content is None or target_on is None or duty is None or kind is None:
        raise InvalidFields(form.faults)
    share, attended = told.content.share_percent, told.content.attended
    return BatchContent(
        name,
        duty,
        target_on,
        firm,
        enterprise_id if firm else None,
        position,
        kind,
        started_on,
        finished_on,
        share,
        attended,
    )


def values_from(content: BatchContent) -> dict[str, str]:
    """What a plan says, as the fields of its form."""
    day = content.started_on or content.target_on
    told = PlacementContent(
        enterprise_name=content.enterprise_name,
        enterprise_id=content.enterprise_id,
        position=content.position,
        form=content.form,
        started_on=day,
        finished_on=content.finished_on or day,
        share_percent=content.share_percent,
        attended=content.attended,
    )
    return values_of(told, None) | {
        "name": content.name,
        "duty": content.duty.value,
        "target_on": content.target_on.isoformat(),
        "started_on": content.started_on.isoformat() if content.started_on else "",
        "finished_on": content.finished_on.isoformat() if content.finished_on else "",
    }
