"""What one click of chasing would do: who, in which words, who was chased lately, whom nothing reaches."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from registry.audit.process import Reading
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.identity.queries.recipients import holders_in, open_accounts_of
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import schools
from registry.kernel.errors import NotFound
from registry.kernel.scopes import Scope, ScopeKind
from registry.kernel.verdicts import require
from registry.platform.turns import in_turns
from registry.practice.queries.board import board
from registry.practice.queries.teacher_file import rule_view
from registry.practice.rules.board import Board, BoardRow
from registry.practice.rules.counting import rule_line
from registry.reminders.documents.letters import Rule, chase_letter, report_letter
from registry.reminders.model.messages import Addressee, BatchKind, ChaseAsk, ChasePreview, Draft, NotAsked
from registry.reminders.queries.addresses import with_mail
from registry.reminders.queries.batches import last_chased, last_reported
from registry.reminders.rules.chasing import RECENT_DAYS, is_asked, may_chase


async def chasing_scope(reading: Reading, scopes: Sequence[Scope], school_id: UUID | None) -> Scope:
    """The one scope in which the actor chases: the first that has the school; the first of all where none is named.

    Raises NotFound.
    """
    for scope in scopes:
        if school_id is None or school_id in {each.id for each in await schools(reading, scope)}:
            return scope
    raise NotFound("没有找到该学校")


async def chase_preview(reading: Reading, ask: ChaseAsk, scope: Scope) -> ChasePreview:
    """Everybody behind the filter, sorted into who would be told and of whom nothing is wanted.

    Raises NotFound, NotPermitted.
    """
    require(may_chase(principal_of(reading.actor), scope, ask.kind))
    shown = await board(reading, replace(ask.wish, after=None, limit=None), [scope])
    asked, left_out = [], []
    async for row in in_turns(shown.rows):
        if is_asked(ask.kind, row):
            asked.append(row)
        else:
            left_out.append(NotAsked(row.name, row.staff_no))
    if ask.kind is BatchKind.REPORT:
        drafts = await _reports(reading, shown, scope)
    else:
        drafts = await _to_teachers(reading, ask, asked, scope)
    addressees = await _addressees(reading, drafts, scope)
    return ChasePreview(ask, shown.found, addressees, tuple(left_out), await _digest(drafts))


async def recent_of(reading: Reading, drafts: Sequence[Draft], scope: Scope) -> dict[UUID, date]:
    """Which of these persons, or schools where offices are chased, were chased in the last days, and when."""
    found = await last_chased(reading, [each.person_id for each in drafts if each.person_id], scope)
    found |= await last_reported(reading, [each.school_id for each in drafts if not each.person_id], scope)
    first = reading.today - timedelta(days=RECENT_DAYS)
    return {one: on for one, on in found.items() if on > first}


def rule_on(reading: Reading, place: School, on: date) -> Rule:
    """Whose rule holds at a school on a day."""
    view = rule_view(reading.book, place.jurisdiction)
    found = rule_line(view.versions).on(on.toordinal())
    return Rule(found.policy if found else None, view.version)


async def _addressees(reading: Reading, drafts: Sequence[Draft], scope: Scope) -> tuple[Addressee, ...]:
    reached = await with_mail(each.account_id for each in drafts if each.account_id)
    recent = await recent_of(reading, drafts, scope)
    return tuple(
        [
            Addressee(each, each.account_id in reached, recent.get(each.person_id or each.school_id))
            async for each in in_turns(drafts)
        ]
    )


async def _to_teachers(reading: Reading, ask: ChaseAsk, rows: Sequence[BoardRow], scope: Scope) -> list[Draft]:
    on = ask.wish.on
    rules = {each.id: rule_on(reading, each, on) for each in await schools(reading, scope)}
    accounts = await open_accounts_of({row.person_id for row in rows})
    once = {row.person_id: row for row in reversed(rows)}
    return [
        Draft(
            row.school_id,
            row.person_id,
            accounts.get(row.person_id),
            row.name,
            row.staff_no,
            chase_letter(ask.kind, row, rules[row.school_id], on),
        )
        async for row in in_turns(rows)
        if once[row.person_id] is row
    ]


async def _reports(reading: Reading, shown: Board, scope: Scope) -> list[Draft]:
    """One letter to each personnel officer of each school with people behind the filter; one that waits for none."""
    rows: dict[UUID, list[BoardRow]] = defaultdict(list)
    for row in shown.rows:
        rows[row.school_id].append(row)
    rules = {each.id: rule_on(reading, each, shown.wish.on) for each in await schools(reading, scope)}
    officers = await holders_in(reading, [Role.HR_OFFICER], ScopeKind.SCHOOL, rows)
    found: list[Draft] = []
    for line in shown.schools:
        if line.school_id in rows:
            letter = report_letter(line, len(rows[line.school_id]), rules[line.school_id], shown.wish.on)
            told = officers[line.school_id] or (None,)
            found.extend(Draft(line.school_id, None, one, line.school_name, "", letter) for one in told)
    return found


async def _digest(drafts: Sequence[Draft]) -> str:
    told = hashlib.sha256()
    async for each in in_turns(drafts):
        told.update(f"{each.person_id}|{each.account_id}|{each.school_id}|{each.letter.text}\n".encode())
    return told.hexdigest()
