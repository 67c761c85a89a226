"""教师企业实践认定结果汇总表(台账): each result of a period with its days, and everybody's sums as of a day.

Days stand before months, every figure with its basis, its day and its rule. Whose records are incomplete is not
called short: the figure reads 至少 and the answer 资料待补.
"""

from collections.abc import Sequence
from fractions import Fraction

from registry.kernel.periods import Period
from registry.kernel.quantities import days_shown, months_shown
from registry.platform.language import Language
from registry.policy.model import PracticePolicy
from registry.practice.documents.figures import months_plain, period_shown
from registry.practice.documents.official_table import Align, Column, OfficialTable, filled
from registry.practice.documents.plan_summary import when
from registry.practice.documents.wording import basis_line
from registry.practice.documents.words import FORMS, STATES, YEARLY_STATES
from registry.practice.model import PlacementState, StandingState
from registry.practice.queries.planned import ResultRow, Results
from registry.practice.rules.grades import GRADE_WORDS
from registry.practice.rules.overview import RuleVersion
from registry.practice.rules.papers import KIND_WORDS

COLUMNS = (
    Column("序号", 4),
    Column("工号", 7),
    Column("姓名", 6),
    Column("部门", 8, Align.LEFT),
    Column("实践单位", 13, Align.LEFT),
    Column("岗位", 7, Align.LEFT),
    Column("形式", 6),
    Column("起止时间", 11),
    Column("认定天数", 6, Align.RIGHT),
    Column("本学年累计", 7, Align.RIGHT),
    Column("五年累计(天/月)", 10, Align.RIGHT),
    Column("要求", 10),
    Column("是否达标", 8),
    Column("考核等级", 5),
    Column("材料是否齐全", 8),
    Column("备注", 8, Align.LEFT),
)
ELSEWHERE = "已调离,由现任职学校判断"
NO_RULE = "当日没有生效的规定"


def result_list(results: Results, department: str, period: Period) -> OfficialTable:
    """The list of these results."""
    people = len({each.teacher.person_id for each in results.rows})
    days = sum((each.days.days for each in results.rows), Fraction(0))
    cells = [_row(number, each) for number, each in enumerate(results.rows, 1)]
    return OfficialTable(
        results.school.name,
        "教师企业实践认定结果汇总表",
        (
            f"部门:{department or '全校'}    期间:{period_shown(period, Language.ZH)}    累计截至:{results.on}    "
            f"共 {people} 人 {len(results.rows)} 项,认定 {days_shown(days)} 天",
        ),
        COLUMNS,
        filled(COLUMNS, cells),
        _notes(results.rule, results.policy),
        results.on,
        "认定结果",
    )


def _row(number: int, row: ResultRow) -> tuple[str, ...]:
    told = row.placement
    return (
        str(number),
        row.teacher.staff_no,
        row.teacher.name,
        row.teacher.department,
        told.enterprise_name,
        told.position,
        FORMS[told.form].zh,
        when(told),
        days_shown(row.days.days),
        _this_year(row),
        _five_years(row),
        _required(row),
        _answer(row),
        GRADE_WORDS[row.grade] if row.grade else "",
        f"缺{'、'.join(KIND_WORDS[kind] for kind in row.missing)}" if row.missing else "齐全",
        f"未通过:{told.reason}" if told.state is PlacementState.REJECTED else "",
    )


def _this_year(row: ResultRow) -> str:
    return f"{days_shown(row.year.duty.credit.days)} 天" if row.year else ""


def _five_years(row: ResultRow) -> str:
    found = row.standing
    if found is None or found.credit is None:
        return ""
    at_least = "至少 " if found.state is StandingState.UNKNOWN else ""
    days, months = days_shown(found.credit.days), months_shown(found.credit.months)
    return f"{at_least}{days} 天\n({months} 个月)"


def _required(row: ResultRow) -> str:
    told = []
    if row.standing and row.standing.required_months is not None:
        told.append(f"五年 {months_plain(row.standing.required_months)} 个月")
    if row.year:
        told.append(f"学年 {row.year.required_months} 个月")
    return "\n".join(told)


def _answer(row: ResultRow) -> str:
    if row.standing is None:
        return ELSEWHERE
    told = [f"五年:{STATES[row.standing.state].zh}"]
    if row.year:
        told.append(f"学年:{YEARLY_STATES[row.year.duty.state].zh}")
    return "\n".join(told)


def _notes(rule: RuleVersion, policy: PracticePolicy | None) -> tuple[str, ...]:
    """Basis, rule and its sources; what the figures count once and what twice."""
    if policy is None:
        return (f"规则:{rule.name} {rule.version};{NO_RULE}。",)
    sources: Sequence[object] = [
        each.citation for each in (policy.months_per_window, policy.months_per_year) if each is not None
    ]
    waiting = "" if all(getattr(each, "confirmed", False) for each in sources) else "(部分条款待核实)"
    cited = ";".join(str(each) for each in sources)
    return (
        f"折算:{basis_line(policy, Language.ZH)}。",
        f"规则:{rule.name} {rule.version},依据 {cited}{waiting}。",
        "认定天数为该项实践在本期间内的天数,请假和任教前的日子不计;累计中同一天只计一次。",
    )
