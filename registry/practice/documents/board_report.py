"""The board for programs and terminals: JSON with the keys of `registry standing`, CSV, and aligned text."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from unicodedata import east_asian_width

from registry.kernel.quantities import days_shown, months_shown
from registry.platform.language import Language
from registry.practice.documents.words import PROGRESS, STATES, URGENCY
from registry.practice.model import StandingState
from registry.practice.rules.board import Board, BoardRow, BoardSums
from registry.practice.rules.progress import Progress

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet read a cell as a formula."""
_NO_FORECAST = (StandingState.EXEMPT, StandingState.NOT_YET_DUE)
_CSV = ("school_code", "staff_no", "name", "department", "state", "progress", "days_exact", "months", "months_exact")
_CSV_LAST = ("lapses_on", "days_needed")
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029, *range(0x202A, 0x202F)], " ")
"""Characters of a cell that would move the cursor, colour the screen or turn the line round."""


def board_as_json(told: Board) -> str:
    """One JSON object, one school and one person a line. Exact figures are whole numbers or reduced fractions."""
    codes = _codes(told)
    head = [("as_of", told.wish.on.isoformat()), ("sums", _sums(told.sums))]
    schools = [
        {"school_code": each.school_code, "school_name": each.school_name, **_sums(each.sums)}
        for each in told.schools
    ]
    people = [_person(row, codes[str(row.school_id)]) for row in _by_school(told)]
    lists = [f' "{name}": [{_lines(rows)}]' for name, rows in (("schools", schools), ("people", people))]
    return "{\n" + ",\n".join([*(f' "{name}": {_encoded(value)}' for name, value in head), *lists]) + "\n}\n"


def board_as_csv(told: Board) -> str:
    """Header and one row a person. A spreadsheet that opens it runs no formula from it."""
    codes, text = _codes(told), io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([*_CSV, *_CSV_LAST])
    for row in _by_school(told):
        person = _person(row, codes[str(row.school_id)])
        rows.writerow([_harmless(person.get(name)) for name in (*_CSV, *_CSV_LAST)])
    return text.getvalue()


def board_as_table(told: Board, language: Language) -> str:
    """Aligned text: each school's sums by state and by progress, then the people, who must act first on top."""
    states, steps = (
        [STATES[each].to(language) for each in URGENCY],
        [PROGRESS[each].to(language) for each in Progress],
    )
    english = language is Language.EN
    own = ["school", "people"] if english else ["学校", "人数"]
    sums = [[*own, *states, *steps]]
    sums += [[f"{each.school_code} {each.school_name}", *_counts(each.sums)] for each in told.schools]
    if len(told.schools) > 1:
        sums.append(["total" if english else "合计", *_counts(told.sums)])
    heads = ("school", "staff no", "name", "department", "five years", "days", "months", "lapses on", "days needed")
    zh_heads = ("学校", "工号", "姓名", "部门", "近五年", "天数", "月数", "到期日", "还需天数")
    codes = _codes(told)
    people = [[*(heads if english else zh_heads), "this year" if english else "本学年"]]
    people += [_cells(row, codes[str(row.school_id)], language) for row in _by_school(told)]
    day = f"{'as of' if english else '截至'} {told.wish.on}"
    return "\n\n".join([day, _aligned(sums), _aligned(people)]) + "\n"


def _by_school(told: Board) -> list[BoardRow]:
    """The people school by school, in the board's order within each."""
    codes = _codes(told)
    return sorted(told.rows, key=lambda row: codes[str(row.school_id)])


def _codes(told: Board) -> dict[str, str]:
    return {str(each.school_id): each.school_code for each in told.schools}


def _sums(sums: BoardSums) -> dict[str, object]:
    return {
        "people": sums.people,
        "asked": sums.asked,
        "states": {state.value: people for state, people in sums.states.items()},
        "progress": {step.value: people for step, people in sums.progress.items()},
    }


def _person(row: BoardRow, school_code: str) -> dict[str, object]:
    """What is left out of `registry standing` for a state is left out here too."""
    told: dict[str, object] = {"staff_no": row.staff_no, "name": row.name, "department": row.department}
    told |= {"school_code": school_code, "school": school_code, "state": row.standing.state.value}
    credit, found = row.standing.credit, row.standing
    if credit is not None:
        told |= {"days_exact": str(credit.days), "months": months_shown(credit.months)}
        told |= {"months_exact": str(credit.months)}
        told["required_exact"] = None if found.required_months is None else str(found.required_months)
    if found.state not in _NO_FORECAST:
        told["lapses_on"] = found.lapses_on.isoformat() if found.lapses_on else None
        told["days_needed"] = found.days_needed
    told["citation"] = str(found.citation) if found.citation else None
    told["progress"] = row.progress.value
    return told


def _encoded(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(rows: Iterable[Mapping[str, object]]) -> str:
    told = ",".join(f"\n  {_encoded(row)}" for row in rows)
    return f"{told}\n " if told else ""


def _harmless(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _counts(sums: BoardSums) -> list[str]:
    return [str(sums.people), *map(str, sums.states.values()), *map(str, sums.progress.values())]


def _cells(row: BoardRow, school_code: str, language: Language) -> list[str]:
    credit = row.standing.credit
    figures = [days_shown(credit.days), months_shown(credit.months)] if credit else ["-", "-"]
    needed = "-" if row.standing.days_needed is None else str(row.standing.days_needed)
    lapse = str(row.standing.lapses_on or "-")
    words = [STATES[row.standing.state].to(language), *figures, lapse, needed, PROGRESS[row.progress].to(language)]
    return [school_code, row.staff_no, row.name, row.department or "-", *words]


def _aligned(rows: list[list[str]]) -> str:
    told = [[cell.translate(_CONTROLS) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*told, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in told
    )


def _width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
