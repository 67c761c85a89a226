"""Enterprises: shared by all schools, so no scope narrows them; whom to ask there is for offices only."""

from dataclasses import replace
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.facts import Enterprise
from registry.institutions.queries.schools import only
from registry.institutions.rules import may_complete_enterprise
from registry.kernel.credit_codes import as_written
from registry.kernel.scopes import EVERYWHERE, Scope

SHOWN_AT_ONCE = 20


async def enterprise(reading: Reading, enterprise_id: UUID, scope: Scope = EVERYWHERE) -> Enterprise:
    """One enterprise, its contact only where an office asks. Raises NotFound."""
    rows = await tables.Enterprise.select().where(tables.Enterprise.id == enterprise_id)
    return _for(scope, Enterprise(**only(rows, "企业")))


async def enterprise_by_credit_code(reading: Reading, typed: str, scope: Scope = EVERYWHERE) -> Enterprise | None:
    """The enterprise of that credit code, however it was typed."""
    rows = await tables.Enterprise.select().where(tables.Enterprise.credit_code == as_written(typed))
    return _for(scope, Enterprise(**rows[0])) if rows else None


async def enterprises_like(reading: Reading, words: str, scope: Scope = EVERYWHERE) -> tuple[Enterprise, ...]:
    """The first enterprises whose name holds these words, by name."""
    table = tables.Enterprise
    sought = table.name.ilike(f"%{_literally(words.strip())}%")
    rows = await table.select().where(sought).order_by(table.name, table.id).limit(SHOWN_AT_ONCE)
    return tuple(_for(scope, Enterprise(**row)) for row in rows)


def _for(scope: Scope, found: Enterprise) -> Enterprise:
    return found if may_complete_enterprise(scope).allowed else replace(found, contact=None, contact_phone=None)


def _literally(words: str) -> str:
    """The words with what LIKE takes for wildcards made plain."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
