"""Many enterprises named at once, as a ledger names them: each registered where it is not known yet."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from piccolo.querystring import QueryString

from registry.audit.process import Process
from registry.institutions import tables
from registry.institutions.constraints import REFUSALS
from registry.institutions.model import events
from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.model.facts import Enterprise, Unit
from registry.institutions.queries.belongings import select_units, unit_of
from registry.institutions.queries.enterprises import standing_enterprise
from registry.institutions.rules import credit_code_fault, empty_fields
from registry.institutions.service.enterprises import enterprise_row
from registry.institutions.writing import as_row, in_plain_words, require_valid, save
from registry.kernel.credit_codes import as_written
from registry.kernel.periods import ONE_DAY
from registry.platform.copying import copy_rows
from registry.platform.database import these

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
        namesakes = self.by_name.setdefault(name, [])
        if enterprise_id not in namesakes:
            namesakes.append(enterprise_id)


@dataclass(frozen=True, slots=True)
class EnterprisePlan:
    """Which enterprise each name means (None: several have it, and nothing is guessed), and which are new."""

    found: Mapping[RegisterEnterprise, UUID | None]
    new: tuple[Enterprise, ...]


async def register_enterprises(
    process: Process, commands: Iterable[RegisterEnterprise]
) -> dict[RegisterEnterprise, UUID | None]:
    """Which enterprise each of these names, registered where nobody named it before.

    A credit code decides; without one the name does, where one firm alone has it. None: several have it, and nothing
    is guessed. Raises InvalidFields, each fault by the name.
    """
    asked = list(commands)
    await lock_naming()
    plan = await plan_enterprises(asked)
    await write_enterprises(process, plan)
    return dict(plan.found)


async def plan_enterprises(commands: Iterable[RegisterEnterprise]) -> EnterprisePlan:
    """The same, writing nothing; for writing it `lock_naming` comes first. Raises InvalidFields."""
    asked = {each: (each.name.strip(), as_written(each.credit_code or "")) for each in commands}
    require_valid(*(_fault(name, code) for name, code in asked.values()))
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
    return EnterprisePlan(found, tuple(new))


async def write_enterprises(process: Process, plan: EnterprisePlan) -> None:
    """Enter the new enterprises of a plan. Raises InvalidFields."""
    with in_plain_words(REFUSALS):
        await copy_rows(tables.Enterprise, [enterprise_row(each) for each in plan.new])
    for after in plan.new:
        process.record(events.change(events.EnterpriseRegistered, None, after))


async def lock_naming() -> None:
    """Let nobody else name enterprises in bulk until this transaction is over."""
    await tables.Enterprise.raw("SELECT pg_advisory_xact_lock({})", NAMING_LOCK)


async def write_units(process: Process, opened: Sequence[Unit]) -> None:
    """Enter these offices and departments of a school that is locked. Raises InvalidFields."""
    with in_plain_words(REFUSALS):
        await copy_rows(tables.SchoolUnit, [as_row(each) for each in opened])
    for each in opened:
        process.record(events.change(events.UnitOpened, None, each))


async def close_units(process: Process, unit_ids: Collection[UUID]) -> tuple[str, ...]:
    """Close those of these units that nobody is in, from yesterday on; the names of the others, which stay.

    The school is locked. A unit that began today ends today.
    """
    table = tables.SchoolUnit
    yesterday, left = process.today - ONE_DAY, []
    for row in await select_units().where(table.id.is_in(these(unit_ids)), table.finished_on.is_null()):
        before = unit_of(row)
        if (await table.raw(_IN_USE, before.id, str(before.id)))[0]["in_use"]:
            left.append(before.name)
            continue
        finished_on = max(before.started_on or yesterday, yesterday)
        after = replace(before, finished_on=finished_on, revision=before.revision + 1)
        await save(table, before.id, before.revision, {"finished_on": finished_on})
        process.record(events.change(events.UnitClosed, before, after))
    return tuple(left)


_IN_USE = """
SELECT EXISTS (SELECT FROM employment WHERE department = {} AND voided_at IS NULL)
    OR EXISTS (SELECT FROM role_grant WHERE scope_id::text = {} AND ended_at IS NULL) AS in_use
"""


async def _known(asked: Iterable[tuple[str, str]]) -> _Known:
    table = tables.Enterprise
    names, codes = (list(dict.fromkeys(each)) for each in zip(*asked, strict=True)) if asked else ([], [])
    is_named = table.name.is_in(QueryString("SELECT unnest({}::text[])", names))
    is_coded = table.credit_code.is_in(QueryString("SELECT unnest({}::text[])", codes))
    standing = table.merged_into.is_null()
    found = await table.select(table.id, table.name, table.credit_code).where(standing & (is_named | is_coded))
    merged = await table.select(table.merged_into, table.name).where(table.merged_into.is_not_null() & is_named)
    led = [{"id": await standing_enterprise(row["merged_into"]), "name": row["name"]} for row in merged]
    return _Known([*found, *({**row, "credit_code": None} for row in led)])


def _fault(name: str, credit_code: str) -> dict[str, str]:
    if faults := empty_fields(name=name):
        return faults
    return {f"{name}.{field}": words for field, words in credit_code_fault(credit_code or None).items()}
