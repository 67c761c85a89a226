"""What was sent, for those who sent it: batches, how each fared, and when somebody was chased last."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.institutions.queries.schools import schools
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.people.queries.reach import reached_if_any
from registry.platform.clock import SHANGHAI
from registry.practice.queries.board_truth import parted
from registry.reminders import tables
from registry.reminders.model.messages import CHASES, Batch, BatchKind, Counts, MailState, Told

PAGE_SIZE = 30
TOLD_AT_ONCE = 100
ASKED_AT_ONCE = 200
_COUNTS = """
    SELECT m.batch, count(*) AS messages, count(m.read_at) AS read,
        count(*) FILTER (WHERE m.account IS NULL AND m.read_at IS NULL) AS unreached,
        count(*) FILTER (WHERE o.state = 'waiting') AS waiting,
        count(*) FILTER (WHERE o.state = 'sending') AS sending,
        count(*) FILTER (WHERE o.state = 'sent') AS sent,
        count(*) FILTER (WHERE o.state = 'failed') AS failed,
        count(*) FILTER (WHERE o.state = 'dropped') AS dropped
    FROM reminder_message m LEFT JOIN mail_outbox o ON o.message = m.id
    WHERE m.batch = ANY({}::uuid[]) GROUP BY m.batch
"""
_LAST = """
    SELECT m.person, max(m.created_at) AS at FROM reminder_message m JOIN reminder_batch b ON b.id = m.batch
    WHERE m.person = ANY({}::uuid[]) AND b.kind = ANY({}::text[]) AND ({} OR m.school = ANY({}::uuid[]))
    GROUP BY m.person
"""
_LINES = """
    SELECT m.name, m.staff_no, m.person AS person_id, m.account IS NOT NULL AS has_account, m.read_at,
        o.state AS mail, coalesce(o.words, '') AS mail_words
    FROM reminder_message m LEFT JOIN mail_outbox o ON o.message = m.id
    WHERE m.batch = {}
"""
_TOLD = f"{_LINES} ORDER BY m.account IS NOT NULL, m.staff_no, m.name, m.id LIMIT {{}} OFFSET {{}}"
_UNREACHED = f"{_LINES} AND m.account IS NULL AND m.read_at IS NULL ORDER BY m.staff_no, m.name, m.id"
_REPORTED = """
    SELECT m.school, max(m.created_at) AS at FROM reminder_message m JOIN reminder_batch b ON b.id = m.batch
    WHERE m.school = ANY({}::uuid[]) AND b.kind = {} AND b.scope_id = {} GROUP BY m.school
"""
NO_BATCH = "没有找到该次催办"


class Sent(NamedTuple):
    """A batch and how it fared."""

    batch: Batch
    counts: Counts


async def batches(reading: Reading, scopes: Sequence[Scope], page: int = 1) -> tuple[tuple[Sent, ...], int]:
    """A page of what was sent in these scopes, newest first, and how many there are. None for whoever has none."""
    table, condition = tables.ReminderBatch, _in(scopes)
    if condition is None:
        return (), 0
    asked = table.select().where(condition).order_by(table.sent_at, ascending=False).order_by(table.id)
    rows = await asked.limit(PAGE_SIZE).offset((max(page, 1) - 1) * PAGE_SIZE)
    found = [batch_of(row) for row in rows]
    counted = await counts_of([each.id for each in found])
    return tuple(Sent(each, counted[each.id]) for each in found), await table.count().where(condition)


async def batch(reading: Reading, batch_id: UUID, scopes: Sequence[Scope]) -> Sent:
    """One batch of these scopes. Raises NotFound, also for one outside of them."""
    table, condition = tables.ReminderBatch, _in(scopes)
    rows = [] if condition is None else await table.select().where(condition & (table.id == batch_id))
    if not rows:
        raise NotFound(NO_BATCH)
    return Sent(batch_of(rows[0]), (await counts_of([batch_id]))[batch_id])


async def told_in(reading: Reading, batch_id: UUID, scopes: Sequence[Scope], page: int = 1) -> tuple[Told, ...]:
    """A page of those in a batch, first those whom nothing reaches here. Raises NotFound."""
    await batch(reading, batch_id, scopes)
    return await _told(_TOLD, batch_id, TOLD_AT_ONCE, (max(page, 1) - 1) * TOLD_AT_ONCE)


async def unreached_in(reading: Reading, batch_id: UUID, scopes: Sequence[Scope]) -> tuple[Told, ...]:
    """Whom paper or a word must reach: no account, and nobody has read it since. Raises NotFound."""
    await batch(reading, batch_id, scopes)
    return await _told(_UNREACHED, batch_id)


async def _told(statement: str, *values: object) -> tuple[Told, ...]:
    rows = await tables.ReminderMessage.raw(statement, *values)
    return tuple(Told(**{**row, "mail": MailState(row["mail"]) if row["mail"] else None}) for row in rows)


async def last_chased(reading: Reading, person_ids: Iterable[UUID], scope: Scope = EVERYWHERE) -> dict[UUID, date]:
    """The day in China on which each of these persons was chased last by a school in the scope.

    Left out: who never was, and whom the scope does not reach. What came by itself is no chasing.
    """
    asked = list(dict.fromkeys(person_ids))
    is_everywhere = scope.kind in (ScopeKind.SYSTEM, ScopeKind.PERSON)
    if scope.kind is ScopeKind.PERSON:
        asked = [one for one in asked if one == scope.id]
    of = [] if is_everywhere else [each.id for each in await schools(reading, scope)]
    kinds = [kind.value for kind in CHASES]
    rows = await tables.ReminderMessage.raw(_LAST, asked, kinds, is_everywhere, of)
    found = {row["person"]: row["at"].astimezone(SHANGHAI).date() for row in rows}
    if scope.kind in (ScopeKind.DEPARTMENT, ScopeKind.BUREAU, ScopeKind.SCHOOL):
        return {one: found[one] for one in await _reached(reading, list(found), scope)}
    return found


async def last_reported(reading: Reading, school_ids: Iterable[UUID], scope: Scope) -> dict[UUID, date]:
    """The day in China on which this bureau chased each of these schools last. Left out: which it never did."""
    asked = list(dict.fromkeys(school_ids))
    rows = await tables.ReminderMessage.raw(_REPORTED, asked, BatchKind.REPORT.value, scope.id)
    return {row["school"]: row["at"].astimezone(SHANGHAI).date() for row in rows}


async def counts_of(batch_ids: Iterable[UUID]) -> dict[UUID, Counts]:
    """How each of these batches fared."""
    asked = list(batch_ids)
    found = {one: Counts(0, 0, 0, dict.fromkeys(MailState, 0)) for one in asked}
    for row in await tables.ReminderMessage.raw(_COUNTS, asked):
        mails = {state: row[state.value] for state in MailState}
        found[row["batch"]] = Counts(row["messages"], row["read"], row["unreached"], mails)
    return found


async def _reached(reading: Reading, person_ids: list[UUID], scope: Scope) -> list[UUID]:
    """Those whom the scope reaches; asked in parts, so that others have their turn."""
    found: list[UUID] = []
    for part in parted(person_ids, ASKED_AT_ONCE):
        reaches = await reached_if_any(reading, part, scope)
        found += [one for one in part if reaches[one] is not None]
    return found


def batch_of(row: dict[str, Any]) -> Batch:
    """A row as a fact."""
    values = dict(row)
    scope = Scope(ScopeKind(values.pop("scope_kind")), values.pop("scope_id"))
    return Batch(scope=scope, school_id=values.pop("school"), **{**values, "kind": BatchKind(values["kind"])})


def _in(scopes: Sequence[Scope]) -> Any:
    """The batches that may be seen from these scopes: a school sees its own and its departments'."""
    table = tables.ReminderBatch
    condition: Any = None
    for scope in scopes:
        if scope.kind is ScopeKind.SCHOOL:
            one: Any = table.school == scope.id
            one = one & (table.scope_kind != ScopeKind.BUREAU.value)
        else:
            one = (table.scope_kind == scope.kind.value) & (table.scope_id == scope.id)
        condition = one if condition is None else condition | one
    return condition
