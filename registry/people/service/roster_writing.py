"""A compared roster written: rows by COPY, changes over the revisions that were compared, one event for each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from piccolo.table import Table

from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.writing import as_row, in_plain_words, require_valid
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import events
from registry.people.model.facts import Employment, PersonRecord
from registry.people.model.roster import FactChange, Gone, RosterPlan
from registry.people.queries.rows import post_of, select_posts, these
from registry.people.rules import days_fault, late_post_fault, posts_cut
from registry.people.service.making import person_row
from registry.platform.copying import copy_rows, update_rows
from registry.platform.turns import in_turns

RowOf = Callable[[Any], dict[str, Any]]


async def write_roster(process: Process, plan: RosterPlan) -> None:
    """Write what was compared. School and persons are locked. Raises StaleEdit, InvalidFields."""
    writing = plan.writing
    if writing.names:
        with in_plain_words(REFUSALS):
            await copy_rows(tables.PersonName, [as_row(each) for each in writing.names])
    await write_persons(process, writing.persons)
    await write_persons(process, writing.records_from)
    await write_changes(process, tables.Employment, writing.employments)
    await write_changes(process, tables.PostHeld, writing.posts_ended)
    await write_changes(process, tables.PostHeld, writing.posts)
    await write_changes(process, tables.Leave, writing.leaves_voided)
    await write_changes(process, tables.Leave, writing.leaves)


async def end_employments(process: Process, gone: Sequence[Gone], on: date) -> None:
    """Give everybody who is gone their last day; their posts end with it. Raises InvalidFields by staff number."""
    require_valid(days_fault(None, on, process.today))
    lasting = [
        each.employment for each in gone if each.employment.finished_on is None or each.employment.finished_on > on
    ]
    held = await _posts_of(lasting)
    require_valid(*(_fault(each, held[each.id], on) for each in lasting))
    ended = [
        FactChange(post, replace(post, finished_on=on, revision=post.revision + 1), events.PostEnded)
        for each in lasting
        for post in posts_cut(held[each.id], on)
    ]
    await write_changes(process, tables.PostHeld, ended)
    over = [replace(each, finished_on=on, revision=each.revision + 1) for each in lasting]
    changes = [FactChange(*pair, events.EmploymentEnded) for pair in zip(lasting, over, strict=True)]
    await write_changes(process, tables.Employment, changes)


async def write_persons(process: Process, changes: Sequence[FactChange]) -> None:
    """Write new and changed persons, with the events that tell of it."""

    def row(person: PersonRecord) -> dict[str, Any]:
        return person_row(process, person)

    await write_changes(process, tables.Person, changes, row)


async def write_changes(
    process: Process, table: type[Table], changes: Sequence[FactChange], row_of: RowOf = as_row
) -> None:
    """Write new facts and changed ones of one table. Raises StaleEdit, InvalidFields."""
    with in_plain_words(REFUSALS):
        await update_rows(table, [row_of(each.after) for each in changes if each.before is not None])
        await copy_rows(table, [row_of(each.after) for each in changes if each.before is None])
    async for each in in_turns(changes):
        process.record(change(each.kind, each.before, each.after))


async def _posts_of(employments: Iterable[Employment]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {each.id: [] for each in employments}
    for row in await select_posts().where(tables.PostHeld.employment.is_in(these(found))):
        found[row["employment_id"]].append(post_of(row))
    return found


def _fault(employment: Employment, posts: Sequence[Any], on: date) -> dict[str, str]:
    if employment.started_on and on < employment.started_on:
        return {employment.staff_no: f"工号 {employment.staff_no} 的任职自 {employment.started_on} 开始,晚于 {on}"}
    late = ";".join(late_post_fault(posts, on).values())
    return {employment.staff_no: f"工号 {employment.staff_no}:{late}"} if late else {}
