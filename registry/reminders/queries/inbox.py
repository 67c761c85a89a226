"""The inbox: what an account is told. Nobody else finds it, whatever their role."""

from typing import Any, NamedTuple
from uuid import UUID

from piccolo.columns.combination import Or, Where

from registry.audit.process import Reading
from registry.identity.model.principals import Principal, principal_of
from registry.identity.model.roles import Role
from registry.kernel.errors import NotFound
from registry.kernel.scopes import ScopeKind
from registry.reminders import tables
from registry.reminders.model.messages import About, BatchKind, Message

PAGE_SIZE = 30
Condition = Where | Or | Any


class Inbox(NamedTuple):
    """A page of the inbox, newest first, and how many there are."""

    messages: tuple[Message, ...]
    total: int
    unread: int


async def inbox(reading: Reading, page: int = 1, only_unread: bool = False) -> Inbox:
    """The actor's messages; those of the person behind the account that came before the account are among them."""
    table, mine = tables.ReminderMessage, own_messages(principal_of(reading.actor))
    if mine is None:
        return Inbox((), 0, 0)
    shown = mine & table.read_at.is_null() if only_unread else mine
    rows = (
        await select_messages()
        .where(shown)
        .order_by(table.created_at, ascending=False)
        .order_by(table.id)
        .limit(PAGE_SIZE)
        .offset((max(page, 1) - 1) * PAGE_SIZE)
    )
    unread = await table.count().where(mine & table.read_at.is_null())
    total = unread if only_unread else await table.count().where(mine)
    return Inbox(tuple(message_of(row) for row in rows), total, unread)


async def unread_count(reading: Reading) -> int:
    """How many messages the actor has not read."""
    mine = own_messages(principal_of(reading.actor))
    if mine is None:
        return 0
    return int(await tables.ReminderMessage.count().where(mine & tables.ReminderMessage.read_at.is_null()))


async def message(reading: Reading, message_id: UUID) -> Message:
    """One of the actor's messages. Raises NotFound, also for somebody else's."""
    mine = own_messages(principal_of(reading.actor))
    rows = [] if mine is None else await select_messages().where(mine & (tables.ReminderMessage.id == message_id))
    if not rows:
        raise NotFound("没有找到该消息")
    return message_of(rows[0])


def own_messages(principal: Principal) -> Condition | None:
    """The condition of an inbox; None for whoever has none.

    Written to the account; to its person when there was no account yet; to the office that it holds when nobody held
    it.
    """
    if principal.account_id is None:
        return None
    table = tables.ReminderMessage
    mine: Condition = table.account == principal.account_id
    if principal.person_id is not None:
        mine = mine | (table.account.is_null() & (table.person == principal.person_id))
    offices = [scope.id for scope in principal.scopes_of(Role.HR_OFFICER) if scope.kind is ScopeKind.SCHOOL]
    if offices:
        mine = mine | (table.account.is_null() & table.person.is_null() & table.school.is_in(offices))
    return mine


def select_messages() -> Any:
    """The select of messages as their reader sees them."""
    table = tables.ReminderMessage
    return table.select(
        table.id,
        table.batch.kind.as_alias("kind"),
        table.title,
        table.text,
        table.about,
        table.target,
        table.batch.sent_by_name.as_alias("sent_by_name"),
        table.created_at,
        table.read_at,
    )


def message_of(row: dict[str, Any]) -> Message:
    """A row of `select_messages` as a fact."""
    return Message(**{**row, "kind": BatchKind(row["kind"]), "about": About(row["about"])})
