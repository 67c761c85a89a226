"""For the world of permissions: everybody chased by the own office, each message, and a mail in the outbox."""

from typing import Any
from uuid import UUID, uuid4

from registry.audit.process import open_process
from registry.identity.service.sessions import principal_for
from registry.kernel.scopes import Scope
from registry.practice.rules.board import BoardWish
from registry.reminders import tables
from registry.reminders.model.mail import Outgoing, Quiet
from registry.reminders.model.messages import BatchKind, ChaseAsk, SendChase
from registry.reminders.queries.chasing import chase_preview
from registry.reminders.service.chasing import send_chase
from tests.reminders.staging import with_address

OFFICES = {"own": "chen", "elsewhere": "sun"}
TEACHERS = {"own": "lin", "colleague": "du", "elsewhere": "yan"}
OUTGOING = Outgoing(True, None, Quiet(0, 0), "registry.test")


async def told(world: Any) -> None:
    """`batch_id`, `message_id` and `mail_id` for each set of objects."""
    for login in TEACHERS.values():
        await with_address(world.accounts[login], f"{login}@mail.test")
    for which, login in OFFICES.items():
        await _chased(world, login, UUID(world.objects[which]["school_id"]))
    message, mail = tables.ReminderMessage, tables.MailOutbox
    for which, login in TEACHERS.items():
        (row,) = await message.select(message.id, message.batch).where(message.account == world.accounts[login])
        (sent,) = await mail.select(mail.id).where(mail.message == row["id"])
        found = {"batch_id": row["batch"], "message_id": row["id"], "mail_id": sent["id"]}
        world.objects[which] |= {name: str(value) for name, value in found.items()}


async def _chased(world: Any, login: str, school_id: UUID) -> None:
    principal = await principal_for(world.site.reading(), world.accounts[login])
    reading, scope = world.site.reading(principal), Scope.school(school_id)
    ask = ChaseAsk(BoardWish(reading.today, school_id, limit=None), BatchKind.YEARLY)
    preview = await chase_preview(reading, ask, scope)
    async with open_process("send_chase", reading) as process:
        await send_chase(process, SendChase(uuid4(), ask, preview.digest), scope, OUTGOING)
