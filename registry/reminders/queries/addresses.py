"""Mail addresses: one's own, and who of many gets mail."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from registry.audit.process import Reading
from registry.platform.database import these
from registry.platform.vault import Vault
from registry.reminders import tables
from registry.reminders.model.mail import MailAddress


def address_place(row_id: UUID) -> str:
    """The place for which an address is sealed: table, column and row."""
    return f"mail_address.address_sealed:{row_id}"


async def own_address(reading: Reading) -> MailAddress | None:
    """The actor's own mail address; None where none was ever named."""
    if reading.actor.account_id is None:
        return None
    table = tables.MailAddress
    rows = await table.select().where(table.account == reading.actor.account_id)
    return address_of(rows[0], reading.house.vault) if rows else None


async def with_mail(account_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these accounts have a confirmed address and want mails."""
    table = tables.MailAddress
    rows = await table.select(table.account).where(
        table.account.is_in(these(account_ids)), table.confirmed_at.is_not_null(), table.is_wanted.eq(True)
    )
    return frozenset(row["account"] for row in rows)


def address_of(row: dict[str, Any], vault: Vault) -> MailAddress:
    """A row as a fact, opened."""
    values = dict(row)
    sealed = values.pop("address_sealed")
    opened = None if sealed is None else vault.open(bytes(sealed), address_place(values["id"]))
    return MailAddress(account_id=values.pop("account"), address=opened, **values)
