"""Which enterprises were merged into which, and under what other names a firm is known."""

import json
from typing import Any
from uuid import UUID

from registry.institutions import tables
from registry.institutions.model.merging import EnterpriseMerge
from registry.institutions.queries.schools import only
from registry.platform.database import these


async def merges_into(enterprise_id: UUID) -> tuple[EnterpriseMerge, ...]:
    """The merges into this record that stand, the latest first. The directory is shared, so no scope narrows it."""
    table = tables.EnterpriseMerge
    rows = await table.select().where(table.survivor == enterprise_id, table.undone_at.is_null())
    return tuple(_merge(row) for row in sorted(rows, key=lambda row: row["merged_at"], reverse=True))


async def latest_merges(limit: int) -> tuple[tuple[EnterpriseMerge, str, str], ...]:
    """The latest merges that stand, each with the names of the survivor and of the merged record."""
    table = tables.EnterpriseMerge
    rows = (
        await table.select().where(table.undone_at.is_null()).order_by(table.merged_at, ascending=False).limit(limit)
    )
    firm = tables.Enterprise
    ids = these([each for row in rows for each in (row["survivor"], row["merged"])])
    named = await firm.select(firm.id, firm.name).where(firm.id.is_in(ids))
    names = {row["id"]: row["name"] for row in named}
    return tuple((_merge(row), names[row["survivor"]], names[row["merged"]]) for row in rows)


async def enterprise_merge(merge_id: UUID) -> EnterpriseMerge:
    """One merge. Raises NotFound."""
    table = tables.EnterpriseMerge
    return _merge(only(await table.select().where(table.id == merge_id), "这次合并"))


async def names_merged_into(enterprise_id: UUID) -> tuple[str, ...]:
    """The names of the records that lead to this one, by which it is found too."""
    table = tables.Enterprise
    rows = await table.select(table.name).where(table.merged_into == enterprise_id).order_by(table.name)
    return tuple(dict.fromkeys(row["name"] for row in rows))


def _merge(row: dict[str, Any]) -> EnterpriseMerge:
    values = {name: value for name, value in row.items() if name not in ("merged", "survivor", "taken", "parts")}
    parts = tuple(UUID(each) for each in json.loads(row["parts"]))
    taken = tuple(json.loads(row["taken"]))
    return EnterpriseMerge(**values, merged_id=row["merged"], survivor_id=row["survivor"], taken=taken, parts=parts)
