"""The answer as comma-separated text: one row a teacher. A spreadsheet that opens it runs no formula from it."""

import csv
import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from registry.exchange.documents import figures
from registry.exchange.documents.words import STATES, YEARLY_STATES, Words
from registry.exchange.model import LedgerAnswer, TeacherAnswer
from registry.kernel.quantities import days_shown, months_shown
from registry.platform.language import Language
from registry.practice.documents.figures import months_plain
from registry.practice.model import YearlyDuty

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet read a cell as a formula; Chinese and Japanese ones also take the full-width signs."""

_Column = tuple[Words, Callable[[TeacherAnswer], str]]


def answer_as_csv(answer: LedgerAnswer, language: Language) -> str:
    """Header and one row a teacher, in the order of the ledger. The writer of the file adds the UTF-8 mark."""
    columns = [
        *_own_columns(language),
        *_yearly_columns(answer, language),
        *_beside_columns(answer, language),
        *_rule_columns(answer),
    ]
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow([heading.to(language) for heading, _ in columns])
    rows.writerows([_harmless(cell(teacher)) for _, cell in columns] for teacher in answer.teachers)
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _own_columns(language: Language) -> list[_Column]:
    return [
        (Words("工号", "staff_no"), lambda of: of.teacher.staff_no),
        (Words("姓名", "name"), lambda of: of.teacher.name),
        (Words("部门", "department"), lambda of: of.teacher.department),
        (Words("学校代码", "school_code"), lambda of: of.teacher.school_code),
        (Words("状态", "state"), lambda of: STATES[of.standing.state].to(language)),
        (Words("认定天数", "days"), lambda of: days_shown(of.standing.credit.days) if of.standing.credit else ""),
        (
            Words("折合月数", "months"),
            lambda of: months_shown(of.standing.credit.months) if of.standing.credit else "",
        ),
        (Words("要求(月)", "required_months"), lambda of: _months(of.standing.required_months)),
        (Words("窗口起", "window_from"), lambda of: str(of.standing.window.started_on) if of.standing.window else ""),
        (Words("窗口止", "window_to"), lambda of: str(of.standing.window.finished_on) if of.standing.window else ""),
        (Words("到期日", "lapses_on"), lambda of: _text(of.standing.lapses_on)),
        (Words("还需天数", "days_needed"), lambda of: _text(of.standing.days_needed)),
    ]


def _yearly_columns(answer: LedgerAnswer, language: Language) -> list[_Column]:
    def this_year(of: TeacherAnswer) -> YearlyDuty | None:
        return figures.year_of_the_answer(of, answer.as_of)

    def last_year(of: TeacherAnswer) -> YearlyDuty | None:
        return figures.year_before(of, answer.as_of)

    return [
        (Words("本学年", "this_year"), lambda of: _yearly_state(this_year(of), language)),
        (Words("本学年月数", "this_year_months"), lambda of: _yearly_months(this_year(of))),
        (Words("上学年", "last_year"), lambda of: _yearly_state(last_year(of), language)),
        (Words("上学年月数", "last_year_months"), lambda of: _yearly_months(last_year(of))),
    ]


def _beside_columns(answer: LedgerAnswer, language: Language) -> list[_Column]:
    def national_state(of: TeacherAnswer) -> str:
        judged = figures.national(of)
        return STATES[judged.state].to(language) if judged else ""

    columns: list[_Column] = [
        (Words("全国标准", "national_standard"), national_state),
        (
            Words("资料不全", "incomplete"),
            lambda of: Words("是", "yes").to(language) if of.teacher.incomplete else "",
        ),
    ]
    if answer.since:
        since = answer.since
        columns += [
            (
                Words(f"自{since}起天数", f"days_since_{since}"),
                lambda of: days_shown(of.since.days) if of.since else "",
            ),
            (
                Words(f"自{since}起月数", f"months_since_{since}"),
                lambda of: months_shown(of.since.months) if of.since else "",
            ),
        ]
    return columns


def _rule_columns(answer: LedgerAnswer) -> list[_Column]:
    """What a row needs to be understood alone: the day, the rule and its version, the basis, the source."""
    return [
        (Words("截止日期", "as_of"), lambda _: answer.as_of.isoformat()),
        (Words("适用规定", "policy"), lambda _: answer.jurisdiction),
        (Words("规则版本", "policy_digest"), lambda _: figures.digest_shown(answer)),
        (Words("计算口径", "basis"), lambda _: answer.basis.value),
        (Words("依据", "source"), lambda of: _text(of.standing.citation)),
    ]


def _months(months: Fraction | None) -> str:
    return "" if months is None else months_plain(months)


def _yearly_state(duty: YearlyDuty | None, language: Language) -> str:
    return YEARLY_STATES[duty.state].to(language) if duty else ""


def _yearly_months(duty: YearlyDuty | None) -> str:
    return months_shown(duty.months) if duty else ""


def _text(value: date | int | object | None) -> str:
    return "" if value is None else str(value)
