"""Enterprises that may be one firm entered twice, for the office to look at."""

from registry.audit.process import Reading
from registry.institutions import tables
from registry.institutions.model.facts import Enterprise
from registry.institutions.model.merging import FirmDuplicate
from registry.institutions.queries.enterprises import select_enterprises
from registry.institutions.rules.merging import firm_duplicates

LISTED_AT_MOST = 200


async def duplicate_enterprises(reading: Reading) -> tuple[FirmDuplicate, ...]:
    """The likeliest LISTED_AT_MOST pairs. The directory is shared, so no scope narrows it; contacts are left out."""
    table = tables.Enterprise
    rows = await select_enterprises().where(table.merged_into.is_null()).order_by(table.name, table.id)
    found = [Enterprise(**{**row, "contact": None, "contact_phone": None}) for row in rows]
    return firm_duplicates(found)[:LISTED_AT_MOST]
