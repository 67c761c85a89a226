"""The lines of the board, each made whole: its cells in words, its link, its small picture."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from uuid import UUID

from markupsafe import Markup, escape

from registry.home.board.place import Rules
from registry.institutions.model.facts import School
from registry.platform.language import Language
from registry.platform.web.pages import Visitor, url
from registry.platform.web.words import catalogue
from registry.practice.documents.board_words import NOTHING, credit_cell, outlook_cell, year_cell
from registry.practice.documents.standing_meter import standing_meter
from registry.practice.documents.words import CATEGORIES, PROGRESS, SHAPES, STATES
from registry.practice.model import PostCategory, StandingState
from registry.practice.rules.board import BoardRow
from registry.practice.rules.progress import Progress

STATE_CLASS = {
    StandingState.MET: "good",
    StandingState.AT_RISK: "warn",
    StandingState.LAPSED: "bad",
    StandingState.SHORT: "bad",
    StandingState.UNKNOWN: "busy",
    StandingState.NOT_YET_DUE: "plain",
    StandingState.EXEMPT: "plain",
}
LABELS = {
    "school": "学校",
    "staff_no": "工号",
    "department": "部门",
    "category": "教师类别",
    "state": "近五年",
    "credit": "认定天数(月)",
    "outlook": "到期日或还需",
    "year": "本学年",
}
"""What stands before each cell where a line becomes a card."""
_ANYBODY = UUID(int=0)


class Writer:
    """Writes lines in one language, with links to the teachers' pages as of one day.

    Whole lines, because fifty of them cell by cell cost a template three times as much; what people typed is escaped
    here.
    """

    def __init__(self, request: Visitor, rules: Rules, today: date, language: Language) -> None:
        self._rules, self._language = rules, language
        as_of = rules.on if rules.on != today else None
        href = url(request, "teacher", person_id=_ANYBODY, as_of=as_of)
        before, after = str(escape(href)).replace("%", "%%").split(str(_ANYBODY))
        said = {name: _said(word, language) for name, word in LABELS.items()}
        self._school = f'<td data-label="{said["school"]}">'
        self._line = (
            f'<td data-label="{said["staff_no"]}">%s</td><td class="who"><a href="{before}%s{after}">%s</a></td>'
            f'<td data-label="{said["department"]}">%s</td><td data-label="{said["category"]}">%s</td>'
            f'<td data-label="{said["state"]}">%s</td><td class="number" data-label="{said["credit"]}">%s</td>'
            f'<td data-label="{said["outlook"]}">%s</td><td data-label="{said["year"]}">%s '
            '<span class="step">%s</span></td><td class="picture">%s</td></tr>'
        )
        self._progress = {each: PROGRESS[each].to(language) for each in Progress}

    def lines(self, rows: Iterable[BoardRow], schools: Iterable[School]) -> list[Markup]:
        """A line for each row; of several schools with the school's name before it."""
        named = {each.id: f"<tr>{self._school}{escape(each.short_name)}</td>" for each in schools}
        return [Markup(named.get(row.school_id, "<tr>") + self._written(row)) for row in rows]

    def _written(self, row: BoardRow) -> str:
        found, language = row.standing, self._language
        is_asked = row.progress is not Progress.NOT_ASKED
        return self._line % (
            escape(row.staff_no),
            row.person_id,
            escape(row.name),
            escape(row.department or NOTHING),
            category_words(row, language),
            state_mark(found.state, language),
            credit_cell(found, language),
            outlook_cell(found, language),
            year_cell(row.duty, self._rules.of(row.school_id), language) if is_asked else NOTHING,
            self._progress[row.progress],
            standing_meter(found),
        )


def category_words(row: BoardRow, language: Language) -> str:
    """The kind of post held that day; a dash for none."""
    return CATEGORIES[PostCategory(row.category)].to(language) if row.category else NOTHING


def _said(word: str, language: Language) -> str:
    return (catalogue().english(word) or word) if language is Language.EN else word


@lru_cache
def state_mark(state: StandingState, language: Language) -> Markup:
    """A state as word, shape and colour."""
    return Markup('<span class="state {}"><span aria-hidden="true">{}</span> {}</span>').format(
        STATE_CLASS[state], SHAPES[state], STATES[state].to(language)
    )
