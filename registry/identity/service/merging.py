"""Accounts go with the record of their person. Who may merge records is judged where persons are kept."""

from dataclasses import replace
from uuid import UUID

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.events import AccountBound, account_values
from registry.identity.queries.accounts import select_accounts
from registry.identity.service.refusals import REFUSALS
from registry.platform.refusals import in_plain_words


async def bind_to_record(process: Process, person_id: UUID, other_id: UUID) -> tuple[UUID, ...]:
    """Bind the account of one record to another; roles over one's own file go with it. None is no fault.

    Raises InvalidFields where the other record has an account already.
    """
    table = tables.Account
    rows = await select_accounts().where(table.person_id == person_id).lock_rows("NO KEY UPDATE")
    for before in (Account(**row) for row in rows):
        after = replace(before, person_id=other_id)
        with in_plain_words(REFUSALS):
            await table.update({table.person_id: other_id}).where(table.id == before.id)
        process.record(AccountBound("account", str(after.id), account_values(before), account_values(after)))
    return tuple(row["id"] for row in rows)
