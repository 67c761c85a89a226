"""Teaching posts: begun, ended, taken back; always inside the days of their employment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import uuid4

from registry.audit.model import Event
from registry.audit.process import Process
from registry.institutions.model.events import change
from registry.institutions.rules import empty_fields, order_fault
from registry.institutions.writing import as_row, in_plain_words, require_fresh, require_valid, save
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people import tables
from registry.people.constraints import REFUSALS
from registry.people.model import events
from registry.people.model.commands import EndPost, HoldPost, VoidPost
from registry.people.model.facts import Employment, Post
from registry.people.rules import days_fault
from registry.people.service.loading import changeable_employment, changeable_post


async def hold_post(process: Process, command: HoldPost, scope: Scope = EVERYWHERE) -> Post:
    """Enter a teaching post. Raises NotFound, NotPermitted, InvalidFields."""
    employment = await changeable_employment(process, command.employment_id, scope)
    return await begin_post(process, employment, command)


async def end_post(process: Process, command: EndPost, scope: Scope = EVERYWHERE) -> Post:
    """Give a post its last day. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = (await changeable_post(process, command.post_id, scope)).post
    require_fresh(command.revision, before.revision)
    days = before.started_on, command.finished_on
    require_valid(order_fault(*days), days_fault(None, command.finished_on, process.today))
    return await _saved(process, before, replace(before, finished_on=command.finished_on), events.PostEnded)


async def void_post(process: Process, command: VoidPost, scope: Scope = EVERYWHERE) -> Post:
    """Take back a post that never was. Raises NotFound, NotPermitted, StaleEdit, InvalidFields."""
    before = (await changeable_post(process, command.post_id, scope)).post
    require_fresh(command.revision, before.revision)
    require_valid(empty_fields(reason=command.reason))
    return await _voided(process, before, command.reason.strip())


async def begin_post(process: Process, employment: Employment, command: HoldPost) -> Post:
    """Write a new post of an employment that is locked already; a date left out is the employment's."""
    started_on = command.started_on or employment.started_on
    finished_on = command.finished_on or employment.finished_on
    require_valid(
        order_fault(started_on, finished_on),
        days_fault(command.started_on, command.finished_on, process.today),
    )
    reason = (command.unpractised_reason or "").strip() or None
    after = Post(uuid4(), employment.id, command.category, started_on, finished_on, None, None, 1, reason)
    with in_plain_words(REFUSALS):
        await tables.PostHeld.insert(tables.PostHeld(**as_row(after)))
    process.record(change(events.PostBegun, None, after))
    return after


async def end_posts(process: Process, posts: Sequence[Post], finished_on: date) -> None:
    """End these posts with their employment, which is locked already."""
    for post in posts:
        await _saved(process, post, replace(post, finished_on=finished_on), events.PostEnded)


async def void_posts(process: Process, posts: Sequence[Post], reason: str) -> None:
    """Take these posts back with their employment, which is locked already."""
    for post in posts:
        await _voided(process, post, reason)


async def _voided(process: Process, before: Post, reason: str) -> Post:
    after = replace(before, voided_at=process.now, voided_reason=reason)
    return await _saved(process, before, after, events.PostVoided)


async def _saved(process: Process, before: Post, after: Post, kind: type[Event]) -> Post:
    saved = replace(after, revision=before.revision + 1)
    with in_plain_words(REFUSALS):
        await save(tables.PostHeld, before.id, before.revision, as_row(after))
    process.record(change(kind, before, saved))
    return saved
