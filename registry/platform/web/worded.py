"""What a field of a JSON request should have been, in words for people."""

import re
from collections.abc import Callable
from typing import Any

from msgspec import inspect

from registry.kernel.periods import YEARS_ASKED_ABOUT

_PATH = re.compile(r" - at `\$(.*)`$")


def wanted_words(wanted: Any, fault: str) -> str:
    """What the field takes; where the fault lies deeper, also where."""
    inside = _PATH.search(fault)
    words = _words(inspect.type_info(wanted))
    return f"{inside[1]}:{words}" if inside and inside[1] else words


def _words(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.Metadata):
        return _words(kind.type)
    if isinstance(kind, inspect.UnionType):
        return _words(next(each for each in kind.types if not isinstance(each, inspect.NoneType)))
    written = BOUNDED.get(type(kind))
    return written(kind) if written else SIMPLE.get(type(kind), "格式不对")


def _text(kind: Any) -> str:
    return f"应为文本,最多 {kind.max_length} 字" if kind.max_length else "应为文本"


BOUNDED: dict[type[inspect.Type], Callable[[Any], str]] = {
    inspect.EnumType: lambda kind: f"应为其中之一:{'、'.join(str(each.value) for each in kind.cls)}",
    inspect.IntType: lambda kind: f"应为 {kind.ge} 到 {kind.le} 的整数",
    inspect.StrType: _text,
}
SIMPLE: dict[type[inspect.Type], str] = {
    inspect.DateType: f"应为 {YEARS_ASKED_ABOUT[0]} 到 {YEARS_ASKED_ABOUT[-1]} 年间的日期,写成 2026-06-30",
    inspect.UUIDType: "应为编号(UUID)",
    inspect.BoolType: "应为 true 或 false",
    inspect.ListType: "应为列表,每一项都合格式",
    inspect.StructType: "应为对象,每一项都合格式",
    inspect.DictType: "应为对象",
}
