"""How sheets look: fonts, lines, and the colours of the states. Colours come with words wherever they are used."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from registry.exchange.documents.words import AT_LEAST, Words
from registry.platform.language import Language
from registry.practice.model import StandingState

_TEAL, _PALE, _RULE, _GREY, _CREAM = "#0F5C63", "#E6F0F0", "#9AA9AB", "#767676", "#FFF6DC"
_STATE_COLOURS = {
    StandingState.MET: ("#0B5D2A", "#DDF2E3"),
    StandingState.AT_RISK: ("#7A4B00", "#FFF0C9"),
    StandingState.LAPSED: ("#8B0F1A", "#F9D3D3"),
    StandingState.SHORT: ("#A3161F", "#FDE7E7"),
    StandingState.UNKNOWN: ("#4B2C7A", "#ECE4F8"),
    StandingState.NOT_YET_DUE: ("#1C4E80", "#E1EDF8"),
    StandingState.EXEMPT: ("#555555", "#EFEFEF"),
}

_FONT = Words("宋体", "Arial")
_CELL: dict[str, Any] = {"border": 1, "border_color": _RULE, "valign": "vcenter", "font_size": 10}
_CENTRED: dict[str, Any] = {**_CELL, "align": "center", "shrink": True}
_RIGHT: dict[str, Any] = {**_CELL, "align": "right", "indent": 1}
_SUM: dict[str, Any] = {**_CELL, "bold": True, "bg_color": _PALE}
_HEADING: dict[str, Any] = {**_CELL, "align": "center", "bold": True, "text_wrap": True}
_DATE = {"num_format": "yyyy-mm-dd"}
_AS_TEXT = {"num_format": "@"}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 18, "align": "center", "valign": "vcenter"},
    "line": {"font_size": 10, "text_wrap": True, "valign": "vcenter"},
    "heading": {**_HEADING, "font_color": "#FFFFFF", "bg_color": _TEAL},
    "text": _CELL,
    "wrapped": {**_CELL, "text_wrap": True},
    "centred": _CENTRED,
    "empty": {**_CENTRED, "font_color": _GREY},
    "figure": _RIGHT,
    "months": {**_RIGHT, "num_format": "0.00"},
    "date": {**_CENTRED, **_DATE},
    "sum": _SUM,
    "sum_wrapped": {**_SUM, "text_wrap": True},
    "sum_figure": {**_SUM, "align": "right", "indent": 1},
    "signature": {"font_size": 11, "valign": "vcenter", "text_wrap": True},
    "seal": {**_CENTRED, "border": 4, "font_color": _GREY, "valign": "top"},
    "required_heading": {**_HEADING, "font_color": "#7A1A00", "bg_color": "#FFD9C7"},
    "optional_heading": {**_HEADING, "bg_color": _PALE},
    "entry": _CELL,
    "entry_text": {**_CELL, **_AS_TEXT},
    "entry_list": {**_CELL, **_AS_TEXT, "text_wrap": True},
    "entry_date": {**_CENTRED, **_DATE},
    "faulty": {**_CELL, "bg_color": "#FFD9C7", "bold": True},
    "faulty_date": {**_CENTRED, **_DATE, "bg_color": "#FFD9C7", "bold": True},
    "entry_column": {},
    "entry_text_column": _AS_TEXT,
    "entry_list_column": _AS_TEXT,
    "entry_date_column": {**_DATE, "align": "center"},
    "hint": {"font_size": 10, "text_wrap": True, "valign": "vcenter", "bg_color": _CREAM},
}


class Looks:
    """The formats of one workbook by name, made when first asked for.

    Besides the plain names: `state:met` and `state_date:met` are the colours of a state, `at_least:days` and
    `at_least:months` write "at least" before the figure, which stays a figure.
    """

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._workbook, self.language = workbook, language
        self._made: dict[str, Format] = {}

    def __getitem__(self, look: str) -> Format:
        made = self._made.get(look)
        if made is None:
            font = {"font_name": _FONT.to(self.language)}
            made = self._made[look] = self._workbook.add_format({**font, **self._properties(look)})
        return made

    def _properties(self, look: str) -> dict[str, Any]:
        kind, _, detail = look.partition(":")
        if kind == "at_least":
            number = "0.00" if detail == "months" else "General"
            return {**_RIGHT, "num_format": f'"{AT_LEAST.to(self.language)} "{number}'}
        if kind in ("state", "state_date"):
            ink, ground = _STATE_COLOURS[StandingState(detail)]
            numbers = _DATE if kind == "state_date" else {}
            return {**_CENTRED, "font_color": ink, "bg_color": ground, **numbers}
        return _LOOKS[look]
