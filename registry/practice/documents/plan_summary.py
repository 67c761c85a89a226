"""年度(学期)企业实践计划汇总表: a department's plans of a period, signed by its head and handed to the office.

Its columns are those of schools' own forms. What the registry does not keep about anybody (教研室, 任教专业, whether
the firm is a partner) says 无, as an empty cell of an official form does; 经费 is filled in by hand.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from registry.kernel.periods import Period
from registry.kernel.quantities import days_shown
from registry.platform.language import Language
from registry.practice.documents.figures import period_shown
from registry.practice.documents.official_table import NOTHING, Align, Column, OfficialTable, filled
from registry.practice.documents.words import DUTY_MODES, FORMS, PLACEMENT_STATES
from registry.practice.queries.planned import PlannedRow
from registry.practice.records import Placement, Supervisor
from registry.practice.rules.counting import HALVES_A_DAY

COLUMNS = (
    Column("序号", 4),
    Column("部门", 9, Align.LEFT),
    Column("教研室", 6),
    Column("姓名", 7),
    Column("职称", 7),
    Column("任教专业", 7),
    Column("实习单位", 17, Align.LEFT),
    Column("岗位", 9, Align.LEFT),
    Column("实习时间", 12),
    Column("实践形式", 7),
    Column("是否脱产", 6),
    Column("是否合作单位", 6),
    Column("企业联系人及电话", 11),
    Column("经费", 6, is_by_hand=True),
    Column("备注", 8, Align.LEFT),
)


def plan_summary(
    school_name: str,
    department: str,
    period: Period,
    rows: Sequence[PlannedRow],
    told: tuple[Mapping[UUID, str], date],
) -> OfficialTable:
    """The summary of these plans. `told`: each person's present title, and the day on which it is printed."""
    titles, printed_on = told
    cells = [_row(number, each, titles) for number, each in enumerate(rows, 1)]
    people = len({each.teacher.person_id for each in rows})
    return OfficialTable(
        school_name,
        "年度(学期)企业实践计划汇总表",
        (
            f"部门:{department or '全校'}    实践期间:{period_shown(period, Language.ZH)}    "
            f"共 {people} 人 {len(rows)} 项    打印日期:{printed_on}",
        ),
        COLUMNS,
        filled(COLUMNS, cells),
        (f"注:“{NOTHING}”表示系统中没有登记;“经费”一栏由部门填写。",),
        printed_on,
        "计划汇总",
    )


def _row(number: int, row: PlannedRow, titles: Mapping[UUID, str]) -> tuple[str, ...]:
    told = row.placement
    return (
        str(number),
        row.teacher.department,
        "",
        row.teacher.name,
        titles.get(row.teacher.person_id, ""),
        "",
        told.enterprise_name,
        told.position,
        when(told),
        FORMS[told.form].zh,
        DUTY_MODES[told.duty_mode].zh,
        "",
        _contact(row.contact),
        "",
        PLACEMENT_STATES[told.state].zh,
    )


def when(told: Placement) -> str:
    """Both ends of a placement, and of one by attendance how many days it lists."""
    days = f"{told.started_on} 至\n{told.finished_on}"
    if told.attended is None:
        return days
    listed = Fraction(sum(day.halves for day in told.attended), HALVES_A_DAY)
    return f"{days}\n(出勤 {days_shown(listed)} 天)"


def _contact(contact: Supervisor) -> str:
    return "\n".join(part for part in contact if part)
