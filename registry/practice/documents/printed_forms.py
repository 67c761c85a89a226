"""The two forms that go to the enterprise and back on paper, filled in from the record: boxes on a grid.

Their columns are those of schools' own forms (申请(审批)表、鉴定(考核)表). What people write by hand is left free;
what is known to be nothing says 无. Official forms are in Chinese only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from registry.kernel.quantities import days_shown
from registry.people.model.facts import Person, Sex
from registry.platform.clock import SHANGHAI
from registry.practice.documents.words import DUTY_MODES, FIRM_RELATIONS, FORMS
from registry.practice.model import PlacementState
from registry.practice.records import Placement, Supervisor
from registry.practice.records.approvals import StepProgress
from registry.practice.records.confirmation import Confirmation, ConfirmationMethod
from registry.practice.records.grades import Grade, PlacementGrade
from registry.practice.records.spot_checks import CheckManner, SpotCheck
from registry.practice.rules.counting import HALVES_A_DAY
from registry.practice.rules.grades import GRADE_WORDS

COLUMNS = 12
NOTHING, BY_HAND = "无", ""
SEXES = {Sex.MALE: "男", Sex.FEMALE: "女"}
MANNERS = {CheckManner.ON_SITE: "现场", CheckManner.BY_PHONE: "电话", CheckManner.BY_PAPERS: "查阅材料"}
USUAL_OPINIONS = ("教研室意见", "系部意见", "校企合作处意见", "教务处意见", "人事处意见", "分管校领导意见")
"""The opinions of the form where the school keeps no chain of approval here: to be signed on paper."""
FINAL_OPINIONS = ("二级学院(系部)意见", "教务处意见", "人事处意见")
SIGN = "签名:            年   月   日"
SIGN_OF_HEAD = "负责人签名:        年   月   日"
SIGN_AND_SEAL = "负责人签名(公章):          年   月   日"
NUMBER_LENGTH = 8
TICKED, UNTICKED = "☑", "☐"
NOT_BEGUN = frozenset({PlacementState.PLANNED, PlacementState.APPROVED})


class BoxKind(StrEnum):
    """How a box looks: a heading, a short value, a text from the top, the place of the seal."""

    LABEL = "label"
    VALUE = "value"
    LONG = "long"
    SEAL = "seal"


class Height(StrEnum):
    """The least height of a line; see HEIGHTS_CM."""

    ROW = "row"
    SIGNATURE = "signature"
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    SEAL = "seal"


HEIGHTS_CM = {
    Height.ROW: 0.85,
    Height.SIGNATURE: 1.3,
    Height.LOW: 1.9,
    Height.MIDDLE: 2.6,
    Height.HIGH: 5.2,
    Height.SEAL: 5.0,
}


class Box(NamedTuple):
    """A box over so many of the twelve columns. `foot` stands at its lower right: who signs, and when."""

    kind: BoxKind
    text: str
    columns: int
    foot: str = ""


class FormLine(NamedTuple):
    """Boxes side by side that fill all columns."""

    boxes: tuple[Box, ...]
    height: Height = Height.ROW


class PrintedForm(NamedTuple):
    """A form ready to print. `number` tells which record it is of, on every page."""

    title: str
    school_name: str
    number: str
    person_name: str
    lines: tuple[FormLine, ...]
    printed_on: date


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What the forms are filled in from. `leave_days`: approved leave within the placement, in calendar days."""

    school_name: str
    person: Person
    staff_no: str
    department: str
    title: str
    placement: Placement
    supervisor: Supervisor
    credit_code: str
    steps: Sequence[StepProgress]
    answers: Sequence[Confirmation]
    checks: Sequence[SpotCheck]
    grade: PlacementGrade | None
    leave_days: int
    today: date


def application_form(facts: FormFacts) -> PrintedForm:
    """申请(审批)表: who goes where, to do what, and what each office of the chain said."""
    told = facts.placement
    days = f"{_dates(told)}(共 {told.period.days} 天)"
    lines = (
        *_head(facts),
        _dated("起止时间", days, told),
        _supervisor(facts),
        _long("实践目标与任务", told.goals, Height.MIDDLE),
        _long("预期成果", told.expected_results, Height.LOW),
        _long("本学期课务安排", told.teaching_arrangement or NOTHING, Height.LOW),
        FormLine((_label("申请人"), Box(BoxKind.LONG, "以上情况属实。", 10, SIGN)), Height.SIGNATURE),
        *_two_by_two(_chain_boxes(facts.steps)),
        FormLine(
            (_label("学校意见(公章)"), Box(BoxKind.LONG, BY_HAND, 6, SIGN_OF_HEAD), Box(BoxKind.SEAL, "公章处", 4)),
            Height.SEAL,
        ),
    )
    return _form("教师企业实践申请(审批)表", facts, lines)


def appraisal_form(facts: FormFacts) -> PrintedForm:
    """鉴定(考核)表: printed before the teacher leaves, sealed by the enterprise, brought back as a photograph."""
    told = facts.placement
    is_planned = told.state in NOT_BEGUN
    planned = (
        _dated("计划起止时间", _dates(told), told),
        FormLine((_label("实际起止时间"), Box(BoxKind.VALUE, BY_HAND, 10))),
    )
    lines = (
        *_head(facts),
        *(planned if is_planned else (_dated("实际起止时间", _dates(told), told),)),
        _supervisor(facts),
        _attendance(facts),
        FormLine((_label("个人总结"), Box(BoxKind.LONG, told.summary, 10, f"本人{SIGN}")), Height.HIGH),
        FormLine((_label("企业指导教师评语"), _supervisor_words(facts.answers)), Height.MIDDLE),
        FormLine(
            (
                _label("单位鉴定意见(盖章)"),
                Box(BoxKind.LONG, "", 6, SIGN_OF_HEAD),
                Box(BoxKind.SEAL, "盖章处", 4),
            ),
            Height.SEAL,
        ),
        _long("巡查记录", _checks(facts), Height.LOW),
        FormLine((_label("考核等级"), Box(BoxKind.VALUE, _grades(facts.grade), 10))),
        *(FormLine((_label(label), _final_opinion(label, facts)), Height.LOW) for label in FINAL_OPINIONS),
    )
    return _form("教师企业实践鉴定(考核)表", facts, lines)


def _form(title: str, facts: FormFacts, lines: tuple[FormLine, ...]) -> PrintedForm:
    number = facts.placement.chain_id.hex[:NUMBER_LENGTH].upper()
    return PrintedForm(title, facts.school_name, number, facts.person.name, lines, facts.today)


def _dated(label: str, days: str, told: Placement) -> FormLine:
    duty = Box(BoxKind.VALUE, DUTY_MODES[told.duty_mode].zh, 2)
    return FormLine((_label(label), Box(BoxKind.VALUE, days, 6), _label("是否脱产"), duty))


def _head(facts: FormFacts) -> tuple[FormLine, ...]:
    person, told = facts.person, facts.placement
    born = f"{person.birth_on:%Y-%m}" if person.birth_on else BY_HAND
    sex = SEXES[person.sex] if person.sex else BY_HAND
    return (
        _thirds(("姓名", person.name), ("性别", sex), ("出生年月", born)),
        _thirds(("工号", facts.staff_no), ("部门", facts.department or NOTHING), ("职称", facts.title or NOTHING)),
        _pairs(("学历学位", BY_HAND), ("任教专业及课程", BY_HAND)),
        FormLine((_label("实践单位全称"), Box(BoxKind.VALUE, told.enterprise_name, 10))),
        _pairs(("统一社会信用代码", facts.credit_code), ("与企业的关系", FIRM_RELATIONS[told.relation].zh)),
        _pairs(("岗位", told.position), ("实践形式", FORMS[told.form].zh)),
    )


def _supervisor(facts: FormFacts) -> FormLine:
    return _pairs(("企业指导教师", facts.supervisor.name), ("联系电话", facts.supervisor.phone))


def _attendance(facts: FormFacts) -> FormLine:
    """Days as the record counts them; what is not over yet is left for the enterprise to fill in."""
    due, present, leave, absent = _days(facts)
    figures = (("应出勤天数", due), ("实际出勤天数", present), ("请假天数", leave), ("缺勤天数", absent))
    return FormLine(tuple(box for label, value in figures for box in (_label(label), Box(BoxKind.VALUE, value, 1))))


def _days(facts: FormFacts) -> tuple[str, str, str, str]:
    told = facts.placement
    if told.attended is not None:
        present = Fraction(sum(day.halves for day in told.attended), HALVES_A_DAY)
        return BY_HAND, days_shown(present), BY_HAND, BY_HAND
    due = told.period.days
    if told.state in NOT_BEGUN or told.finished_on > facts.today:
        return str(due), BY_HAND, BY_HAND, BY_HAND
    absent = len({check.checked_on for check in _standing(facts.checks) if check.absence_found})
    return str(due), str(due - facts.leave_days - absent), str(facts.leave_days), str(absent)


def _checks(facts: FormFacts) -> str:
    lines = [
        f"{check.checked_on} {MANNERS[check.manner]} {check.checked_by}:{check.findings}"
        + ("(无故缺勤)" if check.absence_found else "")
        for check in _standing(facts.checks)
    ]
    is_over = facts.placement.finished_on < facts.today and facts.placement.state not in NOT_BEGUN
    return "\n".join(lines) or (NOTHING if is_over else BY_HAND)


def _standing(checks: Iterable[SpotCheck]) -> list[SpotCheck]:
    return [check for check in checks if check.voided_at is None]


def _supervisor_words(answers: Sequence[Confirmation]) -> Box:
    """What the enterprise's supervisor wrote over the one-time link, else room to write."""
    by_link = [one for one in answers if one.method is ConfirmationMethod.ONE_TIME_LINK and one.confirms]
    if not by_link:
        return Box(BoxKind.LONG, BY_HAND, 10, SIGN)
    last = by_link[-1]
    return Box(
        BoxKind.LONG, last.words or "情况属实。", 10, f"{last.supervisor_name} {_day(last.answered_at)}(在线确认)"
    )


def _grades(given: PlacementGrade | None) -> str:
    return "    ".join(
        f"{TICKED if given and given.grade is grade else UNTICKED} {GRADE_WORDS[grade]}" for grade in Grade
    )


def _final_opinion(label: str, facts: FormFacts) -> Box:
    told = facts.placement
    if label == FINAL_OPINIONS[-1] and told.verified_at:
        return Box(BoxKind.LONG, "经审核,予以认定。", 10, f"{told.verified_by_name} {_day(told.verified_at)}(公章)")
    return Box(BoxKind.LONG, BY_HAND, 10, SIGN_AND_SEAL)


def _chain_boxes(steps: Sequence[StepProgress]) -> list[tuple[str, Box]]:
    """Each office of the chain with what it said; without a chain the usual offices, all to be signed by hand."""
    if not steps:
        return [(label, Box(BoxKind.LONG, BY_HAND, 4, SIGN)) for label in USUAL_OPINIONS]
    return [(f"{step.office_name} {step.label}意见", _opinion(step)) for step in steps]


def _opinion(step: StepProgress) -> Box:
    said = step.opinion
    if said is None:
        return Box(BoxKind.LONG, BY_HAND, 4, SIGN)
    words = ("同意" if said.agreed else "不同意") + (f":{said.words}" if said.words else "。")
    who = f"{said.given_by_name}(代录)" if said.is_recorded else said.given_by_name
    return Box(BoxKind.LONG, words, 4, f"{who} {_day(said.given_at)}")


def _two_by_two(boxes: Sequence[tuple[str, Box]]) -> Iterable[FormLine]:
    for place in range(0, len(boxes), 2):
        pair = boxes[place : place + 2]
        if len(pair) == 1:
            label, box = pair[0]
            yield FormLine((_label(label), box._replace(columns=COLUMNS - 2)), Height.LOW)
        else:
            yield FormLine(tuple(each for label, box in pair for each in (_label(label), box)), Height.MIDDLE)


def _label(text: str) -> Box:
    return Box(BoxKind.LABEL, text, 2)


def _thirds(*pairs: tuple[str, str]) -> FormLine:
    return FormLine(tuple(each for label, value in pairs for each in (_label(label), Box(BoxKind.VALUE, value, 2))))


def _pairs(*pairs: tuple[str, str]) -> FormLine:
    return FormLine(tuple(each for label, value in pairs for each in (_label(label), Box(BoxKind.VALUE, value, 4))))


def _long(label: str, text: str, height: Height) -> FormLine:
    return FormLine((_label(label), Box(BoxKind.LONG, text, 10)), height)


def _dates(told: Placement) -> str:
    return f"{told.started_on} 至 {told.finished_on}"


def _day(instant: datetime) -> str:
    on = instant.astimezone(SHANGHAI)
    return f"{on.year} 年 {on.month} 月 {on.day} 日"
