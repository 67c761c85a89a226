"""A half-filled form read as a placement: what can be made of it, and what is wrong with each field. Pure.

Takes any text whatever. The fields are those of `PlacementContent` by name; `attended` is a list such as
`2026-07-11;2026-07-12/0.5`, where a part of 0.5 is half a day.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from registry.kernel.periods import years_before
from registry.practice.model import AttendedDay, PlacementFact, PlacementState, PracticeForm
from registry.practice.records import PlacementContent
from registry.practice.rules.counting import FULL_SHARE, HALVES_A_DAY
from registry.practice.rules.entry import content_faults

EARLIEST_YEARS, LATEST_YEARS = 60, 10
"""How many years before and after today a placement can be meant to lie."""
LONGEST_LIST = 20_000
"""Characters of a list of attended days; more is no list anybody typed."""

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_PLAIN_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BETWEEN = re.compile(r"[;,、\s]+")
_PARTS = {"": HALVES_A_DAY, "1": HALVES_A_DAY, "1.0": HALVES_A_DAY, "0.5": 1, ".5": 1}
NOT_A_DATE = "不是日期,请写成 2026-07-11"


class Draft(NamedTuple):
    """The content as far as it can be read (None: without both dates it cannot), and every fault by its field."""

    content: PlacementContent | None
    faults: dict[str, str]


def read_draft(fields: Mapping[str, object], today: date) -> Draft:
    """Read what was typed. An empty field takes its default; a name of an enterprise is asked for but not needed."""
    faults: dict[str, str] = {}
    started_on = _date_in(fields, "started_on", faults)
    finished_on = _date_in(fields, "finished_on", faults)
    form, share = _form_in(fields, faults), _share_in(fields, faults)
    attended = _attended_in(fields, faults)
    if started_on is None or finished_on is None:
        return Draft(None, faults)
    content = PlacementContent(
        enterprise_name=_typed(fields, "enterprise_name"),
        started_on=started_on,
        finished_on=finished_on,
        form=form,
        share_percent=share,
        attended=attended,
    )
    return Draft(content, {**draft_faults(content, today), **faults})


def draft_faults(content: PlacementContent, today: date) -> dict[str, str]:
    """What is wrong with a content, besides what entering it would refuse: days that nobody can mean."""
    faults = content_faults(content)
    if content.started_on < years_before(today, EARLIEST_YEARS):
        faults["started_on"] = f"开始日期 {content.started_on} 过早,请核对年份"
    if content.finished_on > years_before(today, -LATEST_YEARS):
        faults["finished_on"] = f"结束日期 {content.finished_on} 过晚,请核对年份"
    return faults


def as_draft_fact(content: PlacementContent) -> PlacementFact:
    """The content as the rules of credit know a placement, taken as verified."""
    return PlacementFact(
        "",
        content.started_on,
        content.finished_on,
        content.share_percent,
        content.attended,
        PlacementState.VERIFIED,
        content.form,
        content.enterprise_name,
    )


def _typed(fields: Mapping[str, object], name: str) -> str:
    return unicodedata.normalize("NFKC", str(fields.get(name) or "")[: LONGEST_LIST + 1]).strip()


def _date_in(fields: Mapping[str, object], name: str, faults: dict[str, str]) -> date | None:
    typed = _typed(fields, name)
    found = _date_of(typed)
    if found is None:
        faults[name] = NOT_A_DATE if typed else "请填写日期"
    return found


def _date_of(typed: str) -> date | None:
    matched = _DATE.fullmatch(typed) or _PLAIN_DATE.fullmatch(typed)
    if matched is None:
        return None
    year, month, day = map(int, matched.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _form_in(fields: Mapping[str, object], faults: dict[str, str]) -> PracticeForm:
    typed = _typed(fields, "form")
    if not typed:
        return PracticeForm.OTHER
    try:
        return PracticeForm(typed)
    except ValueError:
        faults["form"] = "请选择实践形式"
        return PracticeForm.OTHER


def _share_in(fields: Mapping[str, object], faults: dict[str, str]) -> int:
    typed = _typed(fields, "share_percent").removesuffix("%").strip()
    if not typed:
        return FULL_SHARE
    if typed.isdecimal() and len(typed) <= len(str(FULL_SHARE)):
        return int(typed)
    faults["share_percent"] = "工作量比例应为 1 到 100 的整数"
    return FULL_SHARE


def _attended_in(fields: Mapping[str, object], faults: dict[str, str]) -> tuple[AttendedDay, ...] | None:
    """None where the field is empty: then it is a span."""
    typed = _typed(fields, "attended")
    if not typed:
        return None
    if len(typed) > LONGEST_LIST:
        faults["attended"] = "出勤日期过多,请核对"
        return None
    found = []
    for word in filter(None, _BETWEEN.split(typed)):
        on, part = _attended_part(word)
        if on is None or part not in _PARTS:
            faults.setdefault("attended", f"“{word}”不是出勤日期,请写成 2026-07-11;2026-07-12/0.5")
        else:
            found.append(AttendedDay(on, _PARTS[part]))
    return tuple(sorted(found))


def _attended_part(word: str) -> tuple[date | None, str]:
    """A day and the part of it; the slash may also be inside the date."""
    whole = _date_of(word)
    if whole:
        return whole, ""
    day, _, part = word.rpartition("/")
    return _date_of(day), part
