"""How an office writes a placement of the example down: in the many ways that the reader understands."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date

from registry.exchange.documents.example_careers import Stay
from registry.exchange.documents.template_columns import ON_DUTY
from registry.exchange.documents.words import Words
from registry.platform.language import Language
from registry.practice.documents.words import FORMS
from registry.practice.model import PracticeForm

EntryCell = str | float | date | None

_ENTERPRISES = (
    "苇海示例装备制造有限公司",
    "鹤湾示例石化检修有限公司",
    "晴川示例软件技术有限公司",
    "稻浪示例食品加工有限公司",
    "远帆示例港口物流有限公司",
    "青禾示例农业机械厂",
    "红滩示例电气自动化有限公司",
    "云梯示例商贸有限公司",
)
_TRAINING_BASE = "示例市职业教育教师实训基地"
_POSITIONS = (
    Words("工艺员", "process technician"),
    Words("设备维护", "maintenance"),
    Words("质检员", "quality inspector"),
    Words("项目助理", "project assistant"),
    Words("生产班组", "production team"),
)
_WAYS: tuple[Callable[[date], EntryCell], ...] = (
    lambda on: on,
    lambda on: on,
    lambda on: on.isoformat(),
    lambda on: f"{on.year}/{on.month}/{on.day}",
    lambda on: on,
    lambda on: f"{on.year}.{on.month}.{on.day}",
    lambda on: f"{on.year}年{on.month}月{on.day}日",
    lambda on: f"{on:%Y%m%d}",
)
_MONTH_EVERY, _DAYS_EVERY = 9, 3


def placement_row(serial: int, person: tuple[str, str], stay: Stay, language: Language) -> list[EntryCell]:
    """One row of the placements sheet, in the columns of the template. `serial` varies the writing only."""
    staff_no, name = person
    is_base = stay.form is PracticeForm.TRAINING_BASE
    started, finished = _dates(serial, stay)
    return [
        staff_no,
        name,
        _TRAINING_BASE if is_base else _ENTERPRISES[serial * 3 % len(_ENTERPRISES)],
        None,
        _POSITIONS[serial % len(_POSITIONS)].to(language),
        FORMS[stay.form].to(language),
        started,
        finished,
        _calendar_days(stay) if serial % _DAYS_EVERY == 0 else None,
        stay.share,
        stay.mode.to(language) if stay.mode else None,
        ";".join(f"{on}" if whole else f"{on}/0.5" for on, whole in stay.attended) or None,
        stay.status.to(language) if stay.status else None,
    ]


def _dates(serial: int, stay: Stay) -> tuple[EntryCell, EntryCell]:
    """Both dates in one of the ways; whole months now and then as months only."""
    if serial % _MONTH_EVERY == 0 and _is_whole_months(stay):
        return (
            f"{stay.started_on.year}年{stay.started_on.month}月",
            f"{stay.finished_on.year}.{stay.finished_on.month}",
        )
    way = _WAYS[serial % len(_WAYS)]
    return way(stay.started_on), way(stay.finished_on)


def _is_whole_months(stay: Stay) -> bool:
    last = stay.finished_on
    return stay.started_on.day == 1 and last.day == monthrange(last.year, last.month)[1] and stay.mode is not ON_DUTY


def _calendar_days(stay: Stay) -> int:
    return (stay.finished_on - stay.started_on).days + 1
