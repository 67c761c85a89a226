"""Chasing: one click of an office is one batch, however often the form arrives."""

from urllib.parse import urlencode
from uuid import UUID

from registry.audit.process import Process
from registry.identity.model.principals import principal_of
from registry.institutions.model.events import change
from registry.kernel.errors import InvalidFields, StaleEdit
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import require
from registry.practice.rules.board import BoardWish
from registry.reminders import tables
from registry.reminders.model.mail import Outgoing
from registry.reminders.model.messages import Batch, ChaseSent, Draft, SendChase
from registry.reminders.queries.batches import batch as batch_seen
from registry.reminders.queries.chasing import chase_preview, recent_of
from registry.reminders.rules.chasing import may_chase
from registry.reminders.service.writing import one_at_a_time, write_batch

CHANGED = "名单或数字在您查看之后有变化,请再核对一次"
NOBODY = "没有需要催办的人"


async def send_chase(process: Process, command: SendChase, scope: Scope, outgoing: Outgoing) -> Batch:
    """Tell everybody who was shown; sent twice it is one batch. Who was chased lately is left out unless `again`.

    Raises NotFound, NotPermitted, StaleEdit where the people or a figure are no longer those that were shown,
    InvalidFields where nobody is left.
    """
    require(may_chase(principal_of(process.actor), scope, command.ask.kind))
    await one_at_a_time()
    if await _is_sent(command.batch_id):
        return (await batch_seen(process.reading, command.batch_id, [scope])).batch
    preview = await chase_preview(process.reading, command.ask, scope)
    if preview.digest != command.digest:
        raise StaleEdit(CHANGED)
    drafts = [each.draft for each in preview.addressees]
    if not command.again:
        recent = await recent_of(process.reading, drafts, scope)
        drafts = [each for each in drafts if (each.person_id or each.school_id) not in recent]
    if not drafts:
        raise InvalidFields({"batch_id": NOBODY})
    after = _batch(process, command, scope, preview.found, drafts)
    await write_batch(process, after, drafts, outgoing)
    process.record(change(ChaseSent, None, after))
    return after


async def _is_sent(batch_id: UUID) -> bool:
    return bool(await tables.ReminderBatch.exists().where(tables.ReminderBatch.id == batch_id))


def _batch(process: Process, command: SendChase, scope: Scope, found: int, drafts: list[Draft]) -> Batch:
    ask, schools = command.ask, {each.school_id for each in drafts}
    return Batch(
        id=command.batch_id,
        kind=ask.kind,
        scope=scope,
        school_id=next(iter(schools)) if scope.kind is not ScopeKind.BUREAU else None,
        as_of=ask.wish.on,
        wish=wish_words(ask.wish),
        q=ask.wish.q.strip(),
        asked=found,
        sent=len(drafts),
        sent_by=process.actor.account_id,
        sent_by_name=process.actor.name,
        sent_at=process.now,
    )


def wish_words(wish: BoardWish) -> str:
    """The filter as a query, without the day and what was searched for."""
    asked = {
        "school_id": wish.school_id,
        "department_id": wish.department_id,
        "category": wish.category and wish.category.value,
        "state": wish.state and wish.state.value,
        "progress": wish.progress and wish.progress.value,
        "lapses_before": wish.lapses_before,
    }
    return urlencode({name: value for name, value in asked.items() if value})
