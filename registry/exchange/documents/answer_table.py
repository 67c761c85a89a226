"""The answer on a terminal: who must act first, then totals, basis, sources and the rows to mend.

Aligned text without frames, so that it reads the same on a screen and in a file. Colour only on a terminal.
A narrow screen drops the least needed columns; a file or a pipe gets all of them, whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from registry.exchange.documents import figures
from registry.exchange.documents.words import ERRORS, ERRORS_MEAN, STATES, WARNINGS, WARNINGS_MEAN, Words
from registry.exchange.model import CellProblem, LedgerAnswer, TeacherAnswer
from registry.exchange.rules.wording import say
from registry.platform.language import Language
from registry.practice.documents.figures import credit_shown, months_plain, state_shown
from registry.practice.model import StandingState

PROBLEMS_LISTED = 20

STATE_STYLES = {
    StandingState.MET: "green",
    StandingState.AT_RISK: "yellow",
    StandingState.LAPSED: "bold red",
    StandingState.SHORT: "red",
    StandingState.UNKNOWN: "magenta",
    StandingState.NOT_YET_DUE: "cyan",
    StandingState.EXEMPT: "dim",
}

_GAP = "  "
_EMPTY = "-"
_CONTROLS = dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029, *range(0x202A, 0x202F)], " ")
"""Characters of a cell that would move the cursor, colour the screen or turn the line round."""


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column shows. On a narrow screen the highest `gives_way` goes first; 0 always stays."""

    heading: Words
    cell: Callable[[TeacherAnswer], str]
    right: bool = False
    gives_way: int = 0


def print_answer(answer: LedgerAnswer, console: Console, language: Language) -> None:
    """Print the whole answer to `console`."""
    lines = _teacher_lines(answer, console, language)
    lines += [Text(), *[Text(line, style="bold") for line in figures.total_lines(answer, language)]]
    lines += [Text(), *[Text(line) for line in figures.head_lines(answer, language)]]
    errors = _problems_named(ERRORS, answer.errors, ERRORS_MEAN, language)
    lines += _problem_lines(answer.errors, Text(errors, style="red"), language)
    warnings = _problems_named(WARNINGS, answer.warnings, WARNINGS_MEAN, language)
    lines += _problem_lines(answer.warnings, Text(warnings, style="yellow"), language)
    console.print(Text("\n").join(lines), soft_wrap=True)


def _teacher_lines(answer: LedgerAnswer, console: Console, language: Language) -> list[Text]:
    teachers = figures.by_urgency(answer.teachers)
    if not teachers:
        return [Text(Words("没有读到教师。", "No teachers found.").to(language))]
    columns = [_cells(column, teachers, language) for column in _columns(answer, language)]
    left_out: list[str] = []
    if console.is_terminal:
        columns, left_out = _fitted(columns, console.width)
    heading, *lines = _aligned([cells for _, cells in columns], [column.right for column, _ in columns])
    shown = [Text(heading, style="bold"), *map(Text, lines)]
    _colour_states(shown[1:], teachers, language)
    if left_out:
        names = Words("、", ", ").to(language).join(left_out)
        note = Words(f"(屏幕较窄,未列:{names})", f"(narrow screen, not shown: {names})")
        shown.append(Text(note.to(language), style="dim"))
    return shown


def _columns(answer: LedgerAnswer, language: Language) -> list[_Column]:
    columns = [
        _Column(Words("工号", "No."), lambda of: _clean(of.teacher.staff_no)),
        _Column(Words("姓名", "Name"), lambda of: _clean(of.teacher.name) + "*" * of.teacher.incomplete),
        _Column(Words("状态", "State"), lambda of: state_shown(of.standing.state, language)),
        _Column(Words("认定天数(月)", "Days (mo)"), lambda of: figures.verified_shown(of, language), right=True),
        _Column(Words("要求", "Required"), lambda of: _required(of, language), right=True, gives_way=1),
        _Column(
            Words("还差/到期", "Short/lapse"), lambda of: figures.missing_or_lapse_shown(of, language), right=True
        ),
        _Column(Words("本学年(月)", "This year (mo)"), lambda of: _this_year(of, answer, language), gives_way=2),
    ]
    if any(teacher.also for teacher in answer.teachers):
        columns.append(_Column(Words("全国标准", "National"), lambda of: _national(of, language), gives_way=3))
    if answer.since:
        heading = Words(f"{answer.since} 起", f"Since {answer.since}")
        columns.append(_Column(heading, lambda of: _since(of, language), right=True))
    return columns


def _cells(column: _Column, teachers: Sequence[TeacherAnswer], language: Language) -> tuple[_Column, list[str]]:
    return column, [column.heading.to(language), *[column.cell(teacher) or _EMPTY for teacher in teachers]]


def _fitted(
    columns: list[tuple[_Column, list[str]]], width: int
) -> tuple[list[tuple[_Column, list[str]]], list[str]]:
    """The columns that fit into `width`, and the headings of those that had to go."""
    widths = {cells[0]: max(map(cell_len, cells)) + len(_GAP) for _, cells in columns}
    kept, left_out = list(columns), []
    while sum(widths[cells[0]] for _, cells in kept) - len(_GAP) > width:
        going = max(kept, key=lambda candidate: candidate[0].gives_way)
        if not going[0].gives_way:
            break
        kept.remove(going)
        left_out.append(going[1][0])
    return kept, left_out


def _aligned(columns: Sequence[Sequence[str]], right: Sequence[bool]) -> list[str]:
    """The columns side by side as lines, each as wide as its widest cell, Chinese counted as two."""
    padded = []
    for cells, at_right in zip(columns, right, strict=True):
        sizes = [cell_len(cell) for cell in cells]
        width = max(sizes)
        rooms = [" " * (width - size) for size in sizes]
        padded.append([room + cell if at_right else cell + room for cell, room in zip(cells, rooms, strict=True)])
    return [_GAP.join(line).rstrip() for line in zip(*padded, strict=True)]


def _colour_states(lines: Sequence[Text], teachers: Sequence[TeacherAnswer], language: Language) -> None:
    for line, teacher in zip(lines, teachers, strict=True):
        state = teacher.standing.state
        shown = state_shown(state, language)
        starts = line.plain.find(shown)
        line.stylize(STATE_STYLES[state], starts, starts + len(shown))


def _required(of: TeacherAnswer, language: Language) -> str:
    if of.standing.required_months is None:
        return ""
    months = months_plain(of.standing.required_months)
    return Words(f"{months} 个月", f"{months} months").to(language)


def _this_year(of: TeacherAnswer, answer: LedgerAnswer, language: Language) -> str:
    return figures.yearly_shown(figures.year_of_the_answer(of, answer.as_of), language)


def _national(of: TeacherAnswer, language: Language) -> str:
    judged = figures.national(of)
    return STATES[judged.state].to(language) if judged else ""


def _since(of: TeacherAnswer, language: Language) -> str:
    return credit_shown(of.since, language) if of.since else ""


def _problems_named(what: Words, problems: Sequence[CellProblem], mean: Words, language: Language) -> str:
    number = len(problems)
    counted = Words(f"{what.zh} {number} 处({mean.zh})", f"{what.en}: {number} ({mean.en})")
    return counted.to(language)


def _problem_lines(problems: Sequence[CellProblem], heading: Text, language: Language) -> list[Text]:
    """How many there are, and the first of them; nothing where there is none."""
    if not problems:
        return []
    listed = problems[:PROBLEMS_LISTED]
    columns = [
        [_clean(problem.sheet) for problem in listed],
        [Words(f"第 {problem.row} 行", f"row {problem.row}").to(language) for problem in listed],
        [_clean(problem.column) for problem in listed],
        [_clean(problem.value) or _EMPTY for problem in listed],
        [_clean(say(problem, language)) for problem in listed],
    ]
    lines = [Text(), heading]
    lines += [Text(_GAP + line) for line in _aligned(columns, [False, True, False, False, False])]
    if more := len(problems) - len(listed):
        note = Words(
            f"另有 {more} 处,见 --format xlsx 的“数据问题”表",
            f"{more} more: sheet “Problems” of --format xlsx",
        )
        lines.append(Text(_GAP + note.to(language)))
    return lines


def _clean(text: str) -> str:
    return text.translate(_CONTROLS)
