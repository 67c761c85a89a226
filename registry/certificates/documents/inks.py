"""How the shapes of the timeline are inked on paper: the colours of the page, told apart without colours too."""

from registry.certificates.documents.layout import ACCENT, INK, SOFT
from registry.platform.pdf.paper import Ink

PAPER, BAND, PALE, AREA = "#ffffff", "#e9f1ef", "#d7e8e5", "#d3e6e2"
LINE, LEAVE, REQUIRED, DANGER = "#d3dcd9", "#bdc6c3", "#5c3702", "#8f1b18"
LABEL = 13.0
"""A unit of the picture is half a point wide on the page: labels are a little larger there than on the screen."""

INKS = {
    "band": Ink(fill=BAND),
    "leave": Ink(fill=LEAVE),
    "axis": Ink(stroke=SOFT),
    "tick": Ink(stroke=LINE),
    "year": Ink(fill=SOFT, size=LABEL),
    "area": Ink(fill=AREA),
    "curve": Ink(stroke=ACCENT, width=2),
    "ahead": Ink(stroke=ACCENT, width=2, dashes=(3, 4)),
    "required": Ink(stroke=REQUIRED, width=1.25, dashes=(7, 3)),
    "today": Ink(stroke=INK, width=1.25),
    "dot": Ink(fill=ACCENT, stroke=PAPER, width=1.5),
    "flag": Ink(fill=DANGER),
    "flag-mast": Ink(stroke=DANGER, width=1.25),
    "label": Ink(fill=SOFT, size=LABEL),
    "label-today": Ink(fill=INK, size=LABEL),
    "label-window": Ink(fill=SOFT, size=LABEL),
    "label-required": Ink(fill=REQUIRED, size=LABEL),
    "label-months": Ink(fill=ACCENT, size=LABEL, bold=True, halo=PAPER),
    "label-lapse": Ink(fill=DANGER, size=LABEL),
    "label-needed": Ink(fill=DANGER, size=LABEL),
    "legend": Ink(fill=SOFT, size=LABEL),
    "look-verified": Ink(fill=ACCENT),
    "look-uncounted": Ink(fill=PALE, stroke=ACCENT, width=0.8),
    "look-leave": Ink(fill=LEAVE),
}
"""Looks that no certificate has (handed in, planned, refused) have no ink."""
