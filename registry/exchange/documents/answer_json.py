"""The answer as JSON for other programs: the shape, the keys and what is left out are those of the contract.

One teacher and one problem a line, so that 10,000 teachers take a fifth of a second and files can be compared.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from registry.exchange.model import CellProblem, LedgerAnswer, TeacherAnswer
from registry.exchange.rules.wording import say
from registry.kernel.periods import Period
from registry.kernel.quantities import months_shown
from registry.platform.language import Language
from registry.practice.model import Judgement, Standing, StandingState, YearlyDuty

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def answer_as_json(answer: LedgerAnswer, language: Language) -> str:
    """One JSON object, ending with a line break. Exact figures are whole numbers or reduced fractions, as text."""
    head = {
        "as_of": answer.as_of.isoformat(),
        "policy": answer.jurisdiction,
        "policy_digest": answer.policy_digest,
        "basis": answer.basis.value,
    }
    lists: dict[str, Iterable[Mapping[str, object]]] = {
        "teachers": (_teacher(teacher, answer.since) for teacher in answer.teachers),
        "errors": (_problem(problem, language) for problem in answer.errors),
        "warnings": (_problem(problem, language) for problem in answer.warnings),
    }
    parts = [f" {_ENCODE(key)}: {_ENCODE(value)}" for key, value in head.items()]
    parts += [f" {_ENCODE(key)}: {_one_a_line(entries)}" for key, entries in lists.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _one_a_line(entries: Iterable[Mapping[str, object]]) -> str:
    lines = ",\n".join(["  " + _ENCODE(entry) for entry in entries])
    return f"[\n{lines}\n ]" if lines else "[]"


def _teacher(answer: TeacherAnswer, since: date | None) -> dict[str, object]:
    teacher, standing = answer.teacher, answer.standing
    entry: dict[str, object] = {"staff_no": teacher.staff_no, "name": teacher.name}
    if teacher.department:
        entry["department"] = teacher.department
    if teacher.school_code:
        entry["school_code"] = teacher.school_code
    entry["state"] = standing.state.value
    _add_figures(entry, standing)
    entry["citation"] = str(standing.citation) if standing.citation else None
    entry["incomplete"] = teacher.incomplete
    entry["annual"] = [_yearly(duty) for duty in answer.yearly]
    entry["also"] = [_judgement(jurisdiction, judged) for jurisdiction, judged in answer.also]
    if since and answer.since:
        credit = answer.since
        entry["since"] = {
            "from": since.isoformat(),
            "days_exact": str(credit.days),
            "months_exact": str(credit.months),
        }
    return entry


def _add_figures(entry: dict[str, object], standing: Standing) -> None:
    """Nothing for `exempt`; no forecast for `not_yet_due`; otherwise a key without a value is null."""
    credit = standing.credit
    if credit is None:
        return
    entry["days_exact"] = str(credit.days)
    entry["months"] = months_shown(credit.months)
    entry["months_exact"] = str(credit.months)
    entry["required_exact"] = _exact_or_null(standing.required_months)
    entry["window"] = _period(standing.window) if standing.window else None
    if standing.state is not StandingState.NOT_YET_DUE:
        entry["lapses_on"] = standing.lapses_on.isoformat() if standing.lapses_on else None
        entry["days_needed"] = standing.days_needed


def _yearly(duty: YearlyDuty) -> dict[str, object]:
    return {"year": _period(duty.year), "months_exact": str(duty.months), "state": duty.state.value}


def _judgement(jurisdiction: str, judged: Judgement) -> dict[str, object]:
    entry: dict[str, object] = {"jurisdiction": jurisdiction, "state": judged.state.value}
    if judged.required_months is not None:
        entry["required_exact"] = str(judged.required_months)
    entry["citation"] = str(judged.citation) if judged.citation else None
    return entry


def _problem(problem: CellProblem, language: Language) -> dict[str, object]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "problem": say(problem, language),
    }


def _period(period: Period) -> dict[str, str]:
    return {"from": period.started_on.isoformat(), "to": period.finished_on.isoformat()}


def _exact_or_null(figure: Fraction | None) -> str | None:
    return None if figure is None else str(figure)
