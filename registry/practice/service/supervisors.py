"""Who vouches for a teacher in the enterprise: entered with a placement, kept sealed, the same for its revisions."""

from dataclasses import replace
from uuid import UUID, uuid4

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import save
from registry.practice import records, tables
from registry.practice.queries.rows import stored_supervisors
from registry.practice.records import PlacementSupervisor, Supervisor
from registry.practice.service.placement_rows import supervisor_row


async def name_supervisor(process: Process, chain_id: UUID, given: Supervisor | None) -> None:
    """Write the supervisor of a placement that is locked already. None, or the same again, changes nothing."""
    vault = process.reading.house.vault
    before = (await stored_supervisors([chain_id], vault)).get(chain_id)
    named = Supervisor(before.name, before.phone) if before else Supervisor()
    told = Supervisor(given.name.strip(), given.phone.strip()) if given else named
    if told == named:
        return
    if before is None:
        after = PlacementSupervisor(uuid4(), chain_id, told.name, told.phone, revision=1)
        await tables.PlacementSupervisor.insert(tables.PlacementSupervisor(**supervisor_row(after, vault)))
        process.record(change(records.SupervisorNamed, None, after))
        return
    after = replace(before, name=told.name, phone=told.phone, revision=before.revision + 1)
    await save(tables.PlacementSupervisor, before.id, before.revision, supervisor_row(after, vault))
    process.record(change(records.SupervisorChanged, before, after))
