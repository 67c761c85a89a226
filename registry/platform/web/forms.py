"""What was typed into a form, read field by field; faults are kept beside their fields, and nothing typed is lost."""

import re
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from litestar.datastructures import UploadFile

from registry.kernel.errors import InvalidFields
from registry.kernel.periods import YEARS_ASKED_ABOUT
from registry.platform.web.pages import Visitor
from registry.platform.web.typed import plain

Words = TypeVar("Words", bound=StrEnum)
MISSING = "请填写"
_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")
LONGEST_LINE = 200
LONGEST_TEXT = 4000


class Form:
    """A submitted form. `values` is what was typed, for showing it again; `faults` what is wrong, by field.

    Characters that nobody types are gone from every text, whichever way it is read.
    """

    def __init__(self, fields: dict[str, list[Any]]) -> None:
        self._fields = {
            name: [plain(value) if isinstance(value, str) else value for value in found]
            for name, found in fields.items()
        }
        self.faults: dict[str, str] = {}

    @property
    def values(self) -> dict[str, str]:
        """The first text typed into each field."""
        return {name: found[0] for name, found in self._fields.items() if found and isinstance(found[0], str)}

    def text(self, name: str, required: bool = False, longest: int = LONGEST_LINE) -> str:
        """A text without blanks around it."""
        typed = self.values.get(name, "").strip()
        if required and not typed:
            self.faults.setdefault(name, MISSING)
        if len(typed) > longest:
            self.faults.setdefault(name, f"最多 {longest} 字")
        return typed

    def day(self, name: str, required: bool = False) -> date | None:
        """A calendar day, as pickers and people write it."""
        typed = self.text(name, required)
        if not typed:
            return None
        matched = _DAY.fullmatch(typed)
        try:
            parts = [int(part) for part in matched.groups() if part] if matched else []
            day = date(*parts)
        except (TypeError, ValueError):
            self.faults.setdefault(name, f"{typed} 不是日期,请写成 2026-06-30")
            return None
        if day.year not in YEARS_ASKED_ABOUT:
            self.faults.setdefault(name, f"请核对年份:{typed}")
            return None
        return day

    def whole(self, name: str, lowest: int, highest: int, default: int | None = None) -> int | None:
        """A whole number between two bounds, both allowed; `default` for an empty field."""
        typed = self.text(name)
        if not typed:
            return default
        if typed.isascii() and typed.isdigit() and lowest <= int(typed) <= highest:
            return int(typed)
        self.faults.setdefault(name, f"应为 {lowest} 到 {highest} 的整数")
        return default

    def choice(self, name: str, words: type[Words], default: Words | None = None) -> Words | None:
        """One of these words; `default` for an empty field."""
        typed = self.text(name)
        if not typed:
            if default is None:
                self.faults.setdefault(name, "请选择")
            return default
        try:
            return words(typed)
        except ValueError:
            self.faults.setdefault(name, "请从列表中选择")
            return default

    def key(self, name: str, required: bool = False) -> UUID | None:
        """The key of a record; None for an empty field."""
        typed = self.text(name, required)
        try:
            return UUID(typed) if typed else None
        except ValueError:
            self.faults.setdefault(name, "请从列表中选择")
            return None

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.text(name))

    def many(self, name: str) -> list[str]:
        """Every value of a field that occurs several times."""
        return [value for value in self._fields.get(name, []) if isinstance(value, str)]

    def files(self, name: str) -> list[UploadFile]:
        """The files chosen; an empty field has none."""
        return [value for value in self._fields.get(name, []) if isinstance(value, UploadFile) and value.filename]

    def require_valid(self) -> None:
        """Pass, or raise InvalidFields with all faults at once."""
        if self.faults:
            raise InvalidFields(self.faults)


async def filled(request: Visitor) -> Form:
    """The form that was sent."""
    sent = await request.form()
    fields: dict[str, list[Any]] = {}
    for name, value in sent.multi_items():
        fields.setdefault(name, []).append(value)
    return Form(fields)
