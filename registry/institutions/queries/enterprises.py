"""Enterprises: shared by all schools, so no scope narrows them; whom to ask there is for offices only."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select
from piccolo.querystring import QueryString

from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.facts import Enterprise
from registry.institutions.queries.schools import only
from registry.institutions.rules import may_complete_enterprise
from registry.kernel.credit_codes import as_written
from registry.kernel.errors import Moved
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.platform.database import these

SHOWN_AT_ONCE = 20
LISTED_AT_ONCE = 100
SHORTEST_QUESTION = 2
"""Characters without which nothing is suggested."""
DIVISION = slice(2, 8)
"""Where a credit code names the division that registered the firm (GB 32100-2015)."""


async def enterprise(reading: Reading, enterprise_id: UUID, scope: Scope = EVERYWHERE) -> Enterprise:
    """One enterprise, its contact only where an office asks. Raises NotFound, Moved for a merged one."""
    if (stands := await standing_enterprise(enterprise_id)) != enterprise_id:
        raise Moved(enterprise_id, stands)
    rows = await select_enterprises().where(tables.Enterprise.id == enterprise_id)
    return _for(scope, Enterprise(**only(rows, "企业")))


async def standing_enterprise(enterprise_id: UUID) -> UUID:
    """The record that a merged one leads to in the end; one that stands for itself is its own."""
    table, found = tables.Enterprise, enterprise_id
    while rows := await table.select(table.merged_into).where(table.id == found, table.merged_into.is_not_null()):
        found = rows[0]["merged_into"]
    return found


async def enterprise_by_credit_code(reading: Reading, typed: str, scope: Scope = EVERYWHERE) -> Enterprise | None:
    """The enterprise of that credit code, however it was typed."""
    rows = await select_enterprises().where(tables.Enterprise.credit_code == as_written(typed))
    return _for(scope, Enterprise(**rows[0])) if rows else None


async def enterprises_like(reading: Reading, words: str, scope: Scope = EVERYWHERE) -> tuple[Enterprise, ...]:
    """The first enterprises whose name holds these words, by name."""
    table = tables.Enterprise
    sought = table.name.ilike(f"%{_literally(words.strip())}%") & table.merged_into.is_null()
    rows = await select_enterprises().where(sought).order_by(table.name, table.id).limit(SHOWN_AT_ONCE)
    return tuple(_for(scope, Enterprise(**row)) for row in rows)


async def enterprises_suggested(reading: Reading, typed: str) -> tuple[Enterprise, ...]:
    """What somebody who types may mean: a part of the name, of its pinyin initials, or how a credit code begins.

    Nothing for fewer than two characters; names that begin so come first. Nobody is told whom to ask there.
    """
    sought = typed.strip()
    if len(sought) < SHORTEST_QUESTION:
        return ()
    rows = await _matching(sought).limit(SHOWN_AT_ONCE)
    found = (Enterprise(**{**row, "contact": None, "contact_phone": None}) for row in rows)
    return tuple(sorted(found, key=lambda each: not each.name.startswith(sought)))


async def enterprises_listed(reading: Reading, typed: str = "", scope: Scope = EVERYWHERE) -> tuple[Enterprise, ...]:
    """The enterprises that match, all for nothing typed: those that no office has completed yet first, then by name.

    At most LISTED_AT_ONCE.
    """
    table = tables.Enterprise
    waiting = await _matching(typed.strip()).where(table.completed_at.is_null()).limit(LISTED_AT_ONCE)
    done = await _matching(typed.strip()).where(table.completed_at.is_not_null()).limit(LISTED_AT_ONCE)
    return tuple(_for(scope, Enterprise(**row)) for row in [*waiting, *done][:LISTED_AT_ONCE])


async def enterprises_counted(reading: Reading) -> tuple[int, int]:
    """How many enterprises there are, and how many of them no office has completed yet."""
    table = tables.Enterprise
    standing = table.merged_into.is_null()
    return await table.count().where(standing), await table.count().where(standing & table.completed_at.is_null())


def select_enterprises() -> Select[Any]:
    """The select of enterprises, to be narrowed."""
    table = tables.Enterprise
    told = (table.id, table.name, table.credit_code, table.address, table.contact, table.contact_phone)
    return table.select(*told, table.completed_at, table.revision)


async def regions_of(reading: Reading, enterprise_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Where these firms are registered: six figures of GB/T 2260, from the credit code; without one left out."""
    table = tables.Enterprise
    asked = table.select(table.id, table.credit_code).where(
        table.id.is_in(these(enterprise_ids)), table.credit_code.is_not_null()
    )
    return {row["id"]: row["credit_code"][DIVISION] for row in await asked}


def _matching(sought: str) -> Select[Any]:
    """Those that the words may mean, by name; all of them for no words."""
    table, letters = tables.Enterprise, as_written(sought)
    asked = select_enterprises().where(table.merged_into.is_null()).order_by(table.name, table.id)
    if not sought:
        return asked
    named = f"%{_literally(sought)}%"
    formerly = QueryString(
        "SELECT merged_into FROM enterprise WHERE merged_into IS NOT NULL AND name ILIKE {}", named
    )
    condition = table.name.ilike(named) | table.credit_code.like(f"{_literally(letters)}%")
    condition = condition | table.id.is_in(formerly)
    if letters.isascii():
        condition = condition | table.initials.like(f"%{_literally(letters.lower())}%")
    return asked.where(condition)


def _for(scope: Scope, found: Enterprise) -> Enterprise:
    return found if may_complete_enterprise(scope).allowed else replace(found, contact=None, contact_phone=None)


def _literally(words: str) -> str:
    """The words with what LIKE takes for wildcards made plain."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
