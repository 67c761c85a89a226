"""The timeline of the annex: the picture of the teacher's page, without what only a screen can do, kept as text.

A certificate of practice gives no outlook, so neither does its picture: no lapse, no missing days, nothing ahead.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from registry.certificates.model import Bilingual, Wording
from registry.platform.drawing import Anchor, Drawing, Group, Rect, Shape, Text, flat, text_width
from registry.platform.drawing_text import as_text
from registry.platform.language import Language
from registry.practice.documents.timeline_layout import FRAMES, Size
from registry.practice.documents.timeline_picture import timeline_picture
from registry.practice.documents.timeline_words import LEGEND, Look
from registry.practice.rules.scene import Scene

FRAME = FRAMES[Size.WIDE]
OUTLOOK = frozenset({"ahead", "flag", "flag-mast", "label label-lapse", "label label-needed"})
MONTHS, REQUIRED = "label label-months", "label label-required"
HEAD = frozenset({"label label-today", "label label-window"})
"""Labels above the picture. Their second row, where a screen tells what is ahead, is empty on paper."""
APART = 15
"""The least distance of the base lines of two labels that stand over each other."""
BEYOND = "▸"
SCREEN_ONLY = frozenset({"hit"})
FOOT = FRAME.note_top + 8
"""Below it stands the legend of the page, which explains looks that a certificate never has."""
LOOKS = {Look.VERIFIED: "look-verified", Look.UNCOUNTED: "look-uncounted", Look.LEAVE: "leave"}
"""What the legend explains where it is drawn, by the names of the shapes."""
OUTSIDE = Bilingual("已认定，未计入统计期", "verified, not counted in the window")
"""What the page calls uncounted: the table beside it credits such days where they lie before the window."""
SWATCH_WIDTH, SWATCH_HEIGHT, GAP, RADIUS = 18, 10, 6, 1.5


def annex_picture(scene: Scene, told: Bilingual, wording: Wording) -> str:
    """The picture as it is frozen; `told` says in words what it shows. The scene holds verified placements only."""
    whole = timeline_picture(scene, Language.ZH)
    kept = _kept(whole)
    if wording is Wording.BOTH:
        kept = list(_in_both(kept, _kept(timeline_picture(scene, Language.EN))))
    kept = _apart(_months_beside(kept))
    kept += _legend(frozenset(each.name for each in flat(kept)), wording)
    return as_text(Drawing(whole.width, FOOT + SWATCH_HEIGHT, whole.title, told.zh, tuple(kept), whole.name))


def _kept(whole: Drawing) -> list[Shape]:
    """What of the page's picture stands on paper."""
    return [each for each in _on_paper(whole.shapes) if _top(each) < FRAME.note_top]


def _in_both(chinese: Iterable[Shape], english: Iterable[Shape]) -> Iterable[Shape]:
    """Each label in both languages: those above the picture in two rows, others in one line."""
    others = {each.name: each for each in english if isinstance(each, Text)}
    for shape in chinese:
        other = others.get(shape.name) if isinstance(shape, Text) else None
        if not isinstance(shape, Text) or other is None or shape.name not in HEAD | {MONTHS, REQUIRED}:
            yield shape
        elif shape.name in HEAD:
            yield shape
            yield replace(other, y=FRAME.head[1])
        else:
            yield replace(shape, words=f"{shape.words} · {other.words}")


def _apart(shapes: Sequence[Shape]) -> list[Shape]:
    """The months moved up or down where their label would run into that of what is asked, on whose line it stands."""
    labels = {each.name: each for each in shapes if isinstance(each, Text)}
    months, asked = labels.get(MONTHS), labels.get(REQUIRED)
    if months is None or asked is None or asked.anchor is not Anchor.END:
        return list(shapes)
    begins = asked.x - text_width(asked.words, FRAME.font) - GAP
    if not months.x < asked.x or months.x + text_width(months.words, FRAME.font) < begins:
        return list(shapes)
    is_above = months.y < asked.y + GAP
    y = min(months.y, asked.y - APART) if is_above else max(months.y, asked.y + APART + GAP)
    return [replace(each, y=y) if each is months else each for each in shapes]


def _months_beside(shapes: Sequence[Shape]) -> list[Shape]:
    """The label of the curve's last point moved to its right, where this picture is empty."""
    dot = next((each for each in shapes if isinstance(each, Rect) and each.name == "dot"), None)
    if dot is None:
        return list(shapes)
    x, y = dot.x + dot.width + GAP, dot.y + dot.height
    return [
        replace(each, x=x, y=y, anchor=Anchor.START) if isinstance(each, Text) and each.name == MONTHS else each
        for each in shapes
    ]


def _on_paper(shapes: Iterable[Shape]) -> Iterable[Shape]:
    for shape in shapes:
        if isinstance(shape, Group):
            if not shape.on_screen_only:
                inner = tuple(_on_paper(shape.shapes))
                yield replace(shape, shapes=inner, title="", focusable=False)
        elif shape.name not in OUTLOOK | SCREEN_ONLY and not _tells_of_later(shape):
            yield shape


def _tells_of_later(shape: Shape) -> bool:
    """Whether it is the label of a lapse beyond the picture."""
    return isinstance(shape, Text) and shape.words.endswith(BEYOND)


def _top(shape: Shape) -> float:
    """Of boxes, words and strokes; others lie above."""
    match shape:
        case Rect() | Text():
            return shape.y
        case _:
            strokes = getattr(shape, "strokes", ())
            return min((y for stroke in strokes for _, y in stroke), default=0.0)


def _legend(drawn: frozenset[str], wording: Wording) -> Iterable[Shape]:
    """What the looks mean that are drawn."""
    x = FRAME.margin
    for look, name in LOOKS.items():
        if name not in drawn:
            continue
        words = OUTSIDE if look is Look.UNCOUNTED else LEGEND[look]
        shown = f"{words.zh} {words.en}" if wording is Wording.BOTH else words.zh
        yield Rect(x, FOOT, SWATCH_WIDTH, SWATCH_HEIGHT, f"look-{look}", RADIUS)
        yield Text(x + SWATCH_WIDTH + GAP, FOOT + SWATCH_HEIGHT - 1, shown, "legend")
        x += SWATCH_WIDTH + GAP + text_width(shown, FRAME.font) + FRAME.font + FRAME.font
