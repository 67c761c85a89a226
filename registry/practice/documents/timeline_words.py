"""What the timeline says in words: its legend, each bar, the whole for who cannot see it, and the table under it."""

from dataclasses import dataclass
from enum import StrEnum

from registry.kernel.quantities import days_shown
from registry.platform.language import Language
from registry.practice.documents.figures import credit_shown, dates_shown, period_shown
from registry.practice.documents.wording import (
    NOT_NAMED,
    counted_line,
    left_out_words,
    required_words,
    state_line,
    window_words,
)
from registry.practice.documents.words import FORMS, PLACEMENT_STATES, Words
from registry.practice.model import PlacementCount, PlacementState
from registry.practice.rules.scene import Scene

TITLE = Words("企业实践时间线", "Practice timeline")
WINDOW = Words("统计期", "window")
AS_OF = Words("截至", "as of")
LEAVE = Words("请假", "leave")


class Look(StrEnum):
    """How a bar looks, as classes name it. Solid, pale, hatched, dotted, outlined."""

    VERIFIED = "verified"
    UNCOUNTED = "uncounted"
    HANDED_IN = "handed-in"
    PLANNED = "planned"
    REFUSED = "refused"
    LEAVE = "leave"


LEGEND = {
    Look.VERIFIED: Words("已认定", "verified"),
    Look.UNCOUNTED: Words("已认定未计入", "verified, not counted"),
    Look.HANDED_IN: Words("待审核、已确认", "handed in, confirmed"),
    Look.PLANNED: Words("计划", "planned"),
    Look.REFUSED: Words("退回、未通过", "returned, rejected"),
    Look.LEAVE: LEAVE,
}
LOOKS = {
    PlacementState.PLANNED: Look.PLANNED,
    PlacementState.APPROVED: Look.PLANNED,
    PlacementState.SUBMITTED: Look.HANDED_IN,
    PlacementState.CONFIRMED: Look.HANDED_IN,
    PlacementState.DISPUTED: Look.HANDED_IN,
    PlacementState.VERIFIED: Look.VERIFIED,
    PlacementState.RETURNED: Look.REFUSED,
    PlacementState.REJECTED: Look.REFUSED,
    PlacementState.VOIDED: Look.REFUSED,
    PlacementState.WITHDRAWN: Look.REFUSED,
}


@dataclass(frozen=True, slots=True)
class TimelineTable:
    """The same facts as the picture, for a table: one row for each bar, and what else is drawn as name and words.

    `figures` tells which columns are numbers, to be set on the right.
    """

    caption: str
    columns: tuple[str, ...]
    figures: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]
    facts: tuple[tuple[str, str], ...]


def look_of(count: PlacementCount) -> Look:
    """How a placement's bar looks."""
    return LOOKS[count.placement.state]


def bar_lines(count: PlacementCount, language: Language) -> tuple[str, ...]:
    """What is told of a bar: enterprise and form, days and state, what counted and why the rest did not."""
    placement = count.placement
    named = placement.enterprise or NOT_NAMED.to(language)
    return (
        f"{named} · {FORMS[placement.form].to(language)}",
        f"{dates_shown(placement.started_on, placement.finished_on, language)} · "
        f"{PLACEMENT_STATES[placement.state].to(language)}",
        counted_line(count, language),
    )


def description(scene: Scene, language: Language) -> str:
    """The whole picture in words."""
    told = [f"{name} {words}" for name, words in _facts(scene, language)]
    placements = Words(f"实践 {len(scene.counts)} 段", f"placements: {len(scene.counts)}").to(language)
    return Words(";", "; ").to(language).join([*told, placements])


def timeline_table(scene: Scene, language: Language) -> TimelineTable:
    """What the picture shows, as a table."""
    columns = (
        (Words("实践单位", "Enterprise"), False),
        (Words("形式", "Form"), False),
        (Words("起止日期", "Dates"), False),
        (Words("状态", "State"), False),
        (Words("折算天数", "Days offered"), True),
        (Words("计入天数", "Days counted"), True),
        (Words("未计原因", "Not counted"), False),
    )
    return TimelineTable(
        caption=TITLE.to(language),
        columns=tuple(words.to(language) for words, _ in columns),
        figures=tuple(is_figure for _, is_figure in columns),
        rows=tuple(_row(count, language) for count in scene.counts),
        facts=tuple(_facts(scene, language)),
    )


def _row(count: PlacementCount, language: Language) -> tuple[str, ...]:
    placement = count.placement
    return (
        placement.enterprise or NOT_NAMED.to(language),
        FORMS[placement.form].to(language),
        dates_shown(placement.started_on, placement.finished_on, language),
        PLACEMENT_STATES[placement.state].to(language),
        days_shown(count.offered),
        days_shown(count.counted),
        left_out_words(count, language),
    )


def _facts(scene: Scene, language: Language) -> list[tuple[str, str]]:
    found = scene.standing
    facts = [
        (AS_OF, scene.on.isoformat()),
        (Words("达标情况", "standing"), state_line(found, language)),
        (WINDOW, window_words(found, language)),
        (
            Words("统计期内认定", "verified in the window"),
            credit_shown(found.credit, language) if found.credit else "",
        ),
        (Words("要求", "requirement"), required_words(found, language)),
    ]
    facts += [(LEAVE, period_shown(leave, language)) for leave in scene.leaves]
    return [(name.to(language), words) for name, words in facts if words]
