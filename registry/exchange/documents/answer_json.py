"""The answer as JSON for other programs: the shape, the keys and what is left out are those of the contract.

One teacher and one problem a line, so that 10,000 teachers take a fifth of a second and files can be compared.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from registry.exchange.model import CellProblem, LedgerAnswer, TeacherAnswer
from registry.exchange.rules.wording import say
from registry.kernel.periods import Period
from registry.kernel.quantities import months_shown
from registry.platform.language import Language
from registry.practice.model import Credit, Judgement, Standing, StandingState

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def answer_as_json(answer: LedgerAnswer, language: Language) -> str:
    """One JSON object, ending with a line break. Exact figures are whole numbers or reduced fractions, as text."""
    head = {
        "as_of": answer.as_of.isoformat(),
        "policy": answer.jurisdiction,
        "policy_digest": answer.policy_digest,
        "basis": answer.basis.value,
    }
    # Joined once at the end: for a large school the text is long, and each further copy costs as much as encoding.
    pieces = ["{"]
    for key, value in head.items():
        pieces += ["\n ", _ENCODE(key), ": ", _ENCODE(value), ","]
    pieces += _list("teachers", (_teacher(teacher, answer.since) for teacher in answer.teachers))
    pieces += [",", *_list("errors", (_problem(problem, language) for problem in answer.errors))]
    pieces += [",", *_list("warnings", (_problem(problem, language) for problem in answer.warnings)), "\n}\n"]
    return "".join(pieces)


def _list(key: str, entries: Iterable[Mapping[str, object]]) -> list[str]:
    """The pieces of one list, one entry a line."""
    pieces = ["\n ", _ENCODE(key), ": ["]
    for entry in entries:
        pieces += ["\n  ", _ENCODE(entry), ","]
    return [*pieces[:-1], "\n ]"] if len(pieces) > 3 else [*pieces, "]"]


def _teacher(answer: TeacherAnswer, since: date | None) -> dict[str, object]:
    teacher, standing = answer.teacher, answer.standing
    entry: dict[str, object] = {"staff_no": teacher.staff_no, "name": teacher.name}
    if teacher.department:
        entry["department"] = teacher.department
    if teacher.school_code:
        entry["school_code"] = teacher.school_code
    entry["state"] = standing.state
    if standing.credit:
        _add_figures(entry, standing, standing.credit)
    entry["citation"] = str(standing.citation) if standing.citation else None
    entry["incomplete"] = teacher.incomplete
    entry["annual"] = [
        {"year": _period(each.year), "months_exact": str(each.months), "state": each.state} for each in answer.yearly
    ]
    entry["also"] = [_judgement(jurisdiction, judged) for jurisdiction, judged in answer.also]
    if since and answer.since:
        days, months = answer.since
        entry["since"] = {"from": since.isoformat(), "days_exact": str(days), "months_exact": str(months)}
    return entry


def _add_figures(entry: dict[str, object], standing: Standing, credit: Credit) -> None:
    """No forecast for `not_yet_due`; otherwise a key without a value is null. (`exempt` has no figures.)"""
    entry["days_exact"] = str(credit.days)
    entry["months"] = months_shown(credit.months)
    entry["months_exact"] = str(credit.months)
    entry["required_exact"] = None if standing.required_months is None else str(standing.required_months)
    entry["window"] = _period(standing.window) if standing.window else None
    if standing.state is not StandingState.NOT_YET_DUE:
        entry["lapses_on"] = standing.lapses_on.isoformat() if standing.lapses_on else None
        entry["days_needed"] = standing.days_needed


def _judgement(jurisdiction: str, judged: Judgement) -> dict[str, object]:
    entry: dict[str, object] = {"jurisdiction": jurisdiction, "state": judged.state}
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
