"""Many enterprises named at once, as a ledger names them: each registered where it is not known yet."""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from piccolo.querystring import QueryString

from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import events
from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.model.facts import Enterprise
from registry.institutions.rules import credit_code_fault, empty_fields
from registry.institutions.service.enterprises import enterprise_row
from registry.institutions.writing import in_plain_words, require_valid
from registry.kernel.credit_codes import as_written
from registry.platform.copying import copy_rows

NAMING_LOCK = 6_200_211
"""Any number that only this use case takes: two ledgers that name one firm at once register it once."""


class _Known:
    """The enterprises that stand, by credit code, and by name where they have that name alone."""

    def __init__(self, rows: Iterable[Mapping[str, object]]) -> None:
        self.by_code: dict[str, UUID] = {}
        self.by_name: dict[str, list[UUID]] = {}
        for row in rows:
            self.add(str(row["name"]), str(row["credit_code"] or ""), UUID(str(row["id"])))

    def add(self, name: str, credit_code: str, enterprise_id: UUID) -> None:
        if credit_code:
            self.by_code[credit_code] = enterprise_id
        self.by_name.setdefault(name, []).append(enterprise_id)


async def register_enterprises(
    process: Process, commands: Iterable[RegisterEnterprise]
) -> dict[RegisterEnterprise, UUID | None]:
    """Which enterprise each of these names, registered where nobody named it before.

    A credit code decides; without one the name does, where one firm alone has it. None: several have it, and nothing
    is guessed. Raises InvalidFields, each fault by the name.
    """
    asked = {each: (each.name.strip(), as_written(each.credit_code or "")) for each in commands}
    require_valid(*(_fault(name, code) for name, code in asked.values()))
    await tables.Enterprise.raw("SELECT pg_advisory_xact_lock({})", NAMING_LOCK)
    known = await _known(asked.values())
    found: dict[RegisterEnterprise, UUID | None] = {}
    new: list[Enterprise] = []
    for each, (name, code) in sorted(asked.items(), key=lambda pair: not pair[1][1]):
        if code in known.by_code:
            found[each] = known.by_code[code]
        elif not code and name in known.by_name:
            namesakes = known.by_name[name]
            found[each] = namesakes[0] if len(namesakes) == 1 else None
        else:
            after = Enterprise(uuid4(), name, code or None, (each.address or "").strip() or None, None, None, None, 1)
            known.add(name, code, after.id)
            new.append(after)
            found[each] = after.id
    with in_plain_words(REFUSALS):
        await copy_rows(tables.Enterprise, [enterprise_row(each) for each in new])
    for after in new:
        process.record(events.change(events.EnterpriseRegistered, None, after))
    return found


async def _known(asked: Iterable[tuple[str, str]]) -> _Known:
    table = tables.Enterprise
    names, codes = (list(dict.fromkeys(each)) for each in zip(*asked, strict=True)) if asked else ([], [])
    is_named = table.name.is_in(QueryString("SELECT unnest({}::text[])", names))
    is_coded = table.credit_code.is_in(QueryString("SELECT unnest({}::text[])", codes))
    return _Known(await table.select(table.id, table.name, table.credit_code).where(is_named | is_coded))


def _fault(name: str, credit_code: str) -> dict[str, str]:
    if faults := empty_fields(name=name):
        return faults
    return {f"{name}.{field}": words for field, words in credit_code_fault(credit_code or None).items()}
