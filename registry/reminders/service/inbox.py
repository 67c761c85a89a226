"""Reading: a message is read when its reader says so or goes where it leads. No fact about anybody, so no event."""

from uuid import UUID

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.reminders import tables
from registry.reminders.model.messages import Message
from registry.reminders.queries.inbox import message, own_messages


async def read_message(process: Process, message_id: UUID) -> Message:
    """Mark one of the actor's messages as read; one that is read stays as it is. Raises NotFound."""
    found = await message(process.reading, message_id)
    table = tables.ReminderMessage
    await table.update({table.read_at: process.now}).where((table.id == message_id) & table.read_at.is_null())
    return found


async def read_all(process: Process) -> None:
    """Mark every message of the actor as read."""
    mine, table = own_messages(principal_of(process.actor)), tables.ReminderMessage
    if mine is not None:
        await table.update({table.read_at: process.now}).where(mine & table.read_at.is_null())
