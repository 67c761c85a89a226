"""The practice timeline as a picture: what was done when, what counts, until when it lasts.

Time runs left to right. Above, months in the trailing window against what is required; below, placements as bars:
verified solid (paler where outside the window), handed in hatched, planned dotted, not recognised outlined.
"""

from registry.kernel.periods import Period
from registry.kernel.quantities import months_shown
from registry.platform.drawing import (
    Anchor,
    Drawing,
    Group,
    Line,
    Point,
    Polygon,
    Polyline,
    Rect,
    Shape,
    Text,
    hatched,
    shortened,
    text_width,
)
from registry.platform.language import Language
from registry.practice.documents.figures import period_shown
from registry.practice.documents.timeline_layout import FRAMES, Plan, Size, years_in
from registry.practice.documents.timeline_words import (
    AS_OF,
    LEAVE,
    LEGEND,
    TITLE,
    WINDOW,
    Look,
    bar_lines,
    description,
    look_of,
)
from registry.practice.documents.wording import lapse_words, needed_line, required_words
from registry.practice.model import PlacementCount, StandingState
from registry.practice.rules.scene import CurvePoint, Scene

LABEL_GAP = 4
LINE_HEIGHT = 15
HATCH_GAP = 5
FLAG_WIDTH, FLAG_HEIGHT = 9, 9
DOT = 5
SWATCH_WIDTH, SWATCH_HEIGHT = 18, 10
NOTE_PADDING = 6
RADIUS = 1.5


def timeline_picture(scene: Scene, language: Language, size: Size = Size.WIDE) -> Drawing:
    """The picture in one size. A page holds the wide and the narrow one and shows the one that fits."""
    plan = Plan(scene, FRAMES[size])
    drawer = _Drawer(plan, language)
    return Drawing(
        plan.frame.width,
        plan.frame.height,
        TITLE.to(language),
        description(scene, language),
        tuple(drawer.shapes()),
        f"timeline timeline-{size.value}",
    )


class _Drawer:
    """One plan in one language. Each method draws one thing, from back to front."""

    def __init__(self, plan: Plan, language: Language) -> None:
        self.plan, self.scene, self.frame, self.language = plan, plan.scene, plan.frame, language
        self.window = plan.scene.standing.window

    def shapes(self) -> list[Shape]:
        drawn = [*self._band(), *self._leaves(), *self._years(), *self._curve(), *self._today(), *self._flag()]
        if self.frame.has_words:
            drawn += [*self._labels(), *self._legend()]
        return [*drawn, *self._bars()]

    def _band(self) -> list[Shape]:
        if self.window is None or not self.plan.sees(self.window):
            return []
        return [self.plan.box(self.window, self._top, self.frame.axis, "band")]

    def _leaves(self) -> list[Shape]:
        """Approved leave, as a gap through everything."""
        drawn: list[Shape] = []
        for leave in self.scene.leaves:
            if self.plan.sees(leave):
                box = self.plan.box(leave, self.frame.curve_top, self.frame.axis, "leave")
                title = f"{LEAVE.to(self.language)} {period_shown(leave, self.language)}"
                drawn.append(Group((box,), "leave-gap", title) if self.frame.has_words else box)
        return drawn

    def _years(self) -> list[Shape]:
        frame = self.frame
        drawn: list[Shape] = [Line((frame.margin, frame.axis), (frame.width - frame.margin, frame.axis), "axis")]
        if not frame.has_words:
            return drawn
        for on in years_in(self.scene.period):
            x = self.plan.x(on)
            drawn.append(Line((x, frame.curve_top), (x, frame.axis + LABEL_GAP), "tick"))
            if x + text_width(str(on.year), frame.font) <= frame.width:
                drawn.append(Text(x + LABEL_GAP, frame.axis + frame.font + 1, str(on.year), "year"))
        return drawn

    def _curve(self) -> list[Shape]:
        past, ahead = self._line_of(self.scene.curve), self._line_of(self.scene.ahead)
        drawn: list[Shape] = []
        if past:
            floor = self.plan.curve_bottom
            drawn.append(Polygon(((past[0][0], floor), *past, (past[-1][0], floor)), "area"))
        required = [point for point in (*self.scene.curve, *self.scene.ahead) if point.required]
        if required:
            asked = tuple(self.plan.point(point, float(point.required)) for point in required)
            drawn.append(Polyline(asked, "required"))
        drawn += [Polyline(points, name) for points, name in ((past, "curve"), (ahead, "ahead")) if points]
        return drawn

    def _line_of(self, points: tuple[CurvePoint, ...]) -> tuple[Point, ...]:
        return tuple(self.plan.point(point, float(point.months)) for point in points)

    def _today(self) -> list[Shape]:
        x = self.plan.x_after(self.scene.on)
        drawn: list[Shape] = [Line((x, self._top), (x, self.frame.axis), "today")]
        if self.scene.curve and self.frame.has_words:
            x, y = self.plan.point(self.scene.curve[-1], float(self.scene.curve[-1].months))
            drawn.append(Rect(x - DOT / 2, y - DOT / 2, DOT, DOT, "dot", DOT / 2))
        return drawn

    def _flag(self) -> list[Shape]:
        """The first day on which the requirement is no longer met, if it is in the picture."""
        lapses_on = self.scene.standing.lapses_on
        if lapses_on is None or lapses_on not in self.scene.period:
            return []
        x, top = self.plan.x(lapses_on), self._flag_top
        wave = ((x, top), (x + FLAG_WIDTH, top + FLAG_HEIGHT / 2), (x, top + FLAG_HEIGHT))
        mast = Line((x, top), (x, self.frame.axis), "flag-mast")
        return [mast, Polygon(wave, "flag")] if self.frame.has_words else [mast]

    def _labels(self) -> list[Shape]:
        today = self.plan.x_after(self.scene.on)
        first, _ = self.frame.head
        on = f"{AS_OF.to(self.language)} {self.scene.on}"
        drawn: list[Shape] = [Text(today - LABEL_GAP, first, on, "label label-today", Anchor.END)]
        if self.window:
            drawn.append(self._window_label(today - LABEL_GAP - text_width(on, self.frame.font)))
        return [*drawn, *self._outlook_label(), *self._curve_labels()]

    def _window_label(self, right: float) -> Text:
        """The window's name, with its days where they fit before the label of the day."""
        assert self.window is not None
        left, first = self.plan.x(self.window.started_on) + LABEL_GAP, self.frame.head[0]
        name = WINDOW.to(self.language)
        whole = f"{name} {period_shown(self.window, self.language)}"
        fits = left + text_width(whole, self.frame.font) < right - LABEL_GAP
        return Text(left, first, whole if fits else name, "label label-window")

    def _outlook_label(self) -> list[Shape]:
        """Beside the flag when it lapses; at the right edge what is missing, or a lapse beyond the picture."""
        found, (_, second) = self.scene.standing, self.frame.head
        edge = self.frame.width - self.frame.margin
        if found.lapses_on is None:
            needed = needed_line(found, self.language) if found.state is not StandingState.EXEMPT else ""
            return [Text(edge, second, needed, "label label-needed", Anchor.END)] if needed else []
        words = lapse_words(found.lapses_on, self.language)
        if found.lapses_on not in self.scene.period:
            return [Text(edge, second, f"{words} ▸", "label", Anchor.END)]
        x = self.plan.x(found.lapses_on)
        if x + FLAG_WIDTH + LABEL_GAP + text_width(words, self.frame.font) <= edge:
            return [Text(x + FLAG_WIDTH + LABEL_GAP, second, words, "label label-lapse")]
        return [Text(x - LABEL_GAP, second, words, "label label-lapse", Anchor.END)]

    def _curve_labels(self) -> list[Shape]:
        """What is asked, on its line; what there is, beside the day's dot."""
        if not self.scene.curve or self.scene.standing.credit is None:
            return []
        return [self._required_label(self.scene.curve[-1]), self._months_label(self.scene.curve[-1])]

    def _required_label(self, now: CurvePoint) -> Text:
        """At the right edge; beside the day where the line does not stay level until there."""
        words = required_words(self.scene.standing, self.language)
        x, y = self.plan.point(now, float(now.required))
        if all(point.required == now.required for point in self.scene.ahead):
            edge = self.frame.width - self.frame.margin
            return Text(edge, y - LABEL_GAP, words, "label label-required", Anchor.END)
        return Text(x - LABEL_GAP, y - LABEL_GAP, words, "label label-required", Anchor.END)

    def _months_label(self, now: CurvePoint) -> Text:
        """Under the curve, or above it where that leaves no room."""
        words = f"{months_shown(now.months)} {MONTHS[self.language]}"
        x, y = self.plan.point(now, float(now.months))
        under = y + self.frame.font + LABEL_GAP
        base = under if under < self.plan.curve_bottom else y - LABEL_GAP - 1
        return Text(x - DOT - 1, base, words, "label label-months", Anchor.END)

    def _legend(self) -> list[Shape]:
        """What the looks of bars mean, where a pointed-at bar is told of."""
        frame = self.frame
        x, y = frame.margin, frame.note_top + LINE_HEIGHT
        drawn: list[Shape] = []
        for look, words in LEGEND.items():
            shown = words.to(self.language)
            width = SWATCH_WIDTH + LABEL_GAP + text_width(shown, frame.font)
            if x > frame.margin and x + width > frame.width - frame.margin:
                x, y = frame.margin, y + LINE_HEIGHT + LABEL_GAP
            drawn += _filled(Rect(x, y - SWATCH_HEIGHT, SWATCH_WIDTH, SWATCH_HEIGHT, "", RADIUS), look)
            drawn.append(Text(x + SWATCH_WIDTH + LABEL_GAP, y, shown, "legend"))
            x += width + frame.font
        return drawn

    def _bars(self) -> list[Shape]:
        return [
            self._bar(count, self.plan.bar(count, place))
            for place, lane in enumerate(self.plan.lanes)
            for count in lane
        ]

    def _bar(self, count: PlacementCount, box: Rect) -> Shape:
        placement, look = count.placement, look_of(count)
        shapes = self._verified(count, box) if look is Look.VERIFIED else _filled(box, look)
        if not self.frame.has_words:
            return Group(tuple(shapes), f"bar bar-{placement.state}")
        lines = bar_lines(count, self.language)
        reach = max(0.0, (self.frame.lane - box.width) / 2)
        hit = Rect(box.x - reach, box.y - 1, box.width + reach + reach, box.height + 2, "hit", RADIUS)
        title = "\n".join(lines)
        return Group((hit, *shapes, self._note(lines)), f"bar bar-{placement.state}", title, focusable=True)

    def _verified(self, count: PlacementCount, box: Rect) -> list[Shape]:
        """Pale, and solid over it where its days are in the window."""
        drawn = _filled(box, Look.UNCOUNTED)
        days = Period(count.placement.started_on, count.placement.finished_on)
        common = days.overlap(self.window) if self.window and count.counted else None
        if common == days:
            return _filled(box, Look.VERIFIED)
        if common:
            left = max(self.plan.x(common.started_on), box.x)
            right = max(self.plan.x_after(common.finished_on), left + 1)
            drawn += _filled(Rect(left, box.y, right - left, box.height, "", box.radius), Look.VERIFIED)
        return drawn

    def _note(self, lines: tuple[str, ...]) -> Group:
        """What is told of a bar that is pointed at, over the legend."""
        frame = self.frame
        room = frame.width - frame.margin - frame.margin - NOTE_PADDING - NOTE_PADDING
        if frame.size is Size.WIDE:
            lines = (" · ".join(lines[:-1]), lines[-1])
        back = Rect(
            frame.margin, frame.note_top, frame.width - frame.margin - frame.margin, self._note_height, "note-back"
        )
        words = [
            Text(
                frame.margin + NOTE_PADDING,
                frame.note_top + (place + 1) * LINE_HEIGHT,
                shortened(line, frame.font, room),
                "note-head" if place == 0 else "note-line",
            )
            for place, line in enumerate(lines)
        ]
        return Group((back, *words), "note", on_screen_only=True)

    @property
    def _note_height(self) -> float:
        return self.frame.height - self.frame.note_top - 1

    @property
    def _top(self) -> float:
        """Where band and day begin: under the labels."""
        return self.frame.head[0] + LABEL_GAP if self.frame.has_words else 0

    @property
    def _flag_top(self) -> float:
        return self.frame.head[1] - FLAG_HEIGHT if self.frame.has_words else 0


MONTHS = {Language.ZH: "个月", Language.EN: "mo"}


def _filled(box: Rect, look: Look) -> list[Shape]:
    """A box in the look of its kind."""
    outline = Rect(box.x, box.y, box.width, box.height, f"look-{look}", min(RADIUS, box.height / 2))
    if look is not Look.HANDED_IN:
        return [outline]
    return [outline, hatched(box, min(HATCH_GAP, max(box.height / 2, 2)), "look-hatch")]
