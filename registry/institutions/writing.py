"""Putting facts into rows: a refusal of PostgreSQL in plain words, and saving only over what was seen.

Knows no table and no rule. A fact's field `school_id` is the column `school`; all others have the same name.
"""

from dataclasses import fields
from typing import Any
from uuid import UUID

from piccolo.table import Table

from registry.institutions.model.events import Fact
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.platform.refusals import Refusals, in_plain_words

__all__ = ["Refusals", "as_row", "in_plain_words", "require_fresh", "require_valid", "save"]


def require_valid(*faults: dict[str, str]) -> None:
    """Pass, or raise InvalidFields with all the faults at once."""
    found = {name: words for some in faults for name, words in some.items()}
    if found:
        raise InvalidFields(found)


def require_fresh(seen: int, stands: int) -> None:
    """Pass, or raise StaleEdit when the fact was changed since it was shown."""
    if seen != stands:
        raise _stale()


def as_row(fact: Fact, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The columns of a fact and their values."""
    names = [field.name for field in fields(fact) if field.name not in without]
    return {name.removesuffix("_id"): getattr(fact, name) for name in names}


async def save(table: type[Table], fact_id: UUID, revision: int, changes: dict[str, Any]) -> None:
    """Write changes over exactly that revision, making it the next. Raises StaleEdit where it no longer stands."""
    of = table._meta
    standing = (of.primary_key == fact_id) & (of.get_column_by_name("revision") == revision)
    values: dict[Any, Any] = {**changes, "revision": revision + 1}
    if not await table.update(values).where(standing).returning(of.primary_key):
        raise _stale()


def _stale() -> StaleEdit:
    return StaleEdit("刚才有人修改了这条记录,本次没有保存;请刷新后再改")
