"""Reminders that come by themselves, school by school: each cause is told once, however often the job runs."""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from registry.audit.process import Process, Reading, open_process
from registry.certificates.model import Doubt
from registry.certificates.queries.listing import CertificateLine
from registry.certificates.rules.acts import words_of
from registry.identity.queries.recipients import open_accounts_of
from registry.institutions.model.events import change
from registry.institutions.model.facts import School
from registry.institutions.queries.schools import schools
from registry.kernel.errors import RegistryError
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.careers import roster
from registry.people.queries.persons import persons
from registry.platform.copying import copy_rows
from registry.reminders import tables
from registry.reminders.documents.letters import approve_letter, certificates_letter, hand_in_letter, lapse_letter
from registry.reminders.model.mail import Outgoing, ReminderSettings
from registry.reminders.model.messages import Batch, BatchKind, Draft, RemindersSent
from registry.reminders.queries.chasing import rule_on
from registry.reminders.queries.occasions import (
    Doubtful,
    NotHandedIn,
    Waiting,
    doubtful_certificates_at,
    lapsing_at,
    not_handed_in_at,
    plans_waiting_at,
    untold,
)
from registry.reminders.queries.settings import settings_of
from registry.reminders.service.writing import one_at_a_time, write_batch

BY_ITSELF = "自动提醒"
log = logging.getLogger(__name__)


class Occasion(NamedTuple):
    """A letter to somebody, and the causes that it tells."""

    draft: Draft
    causes: tuple[str, ...]


Finding = Callable[[Reading, School, ReminderSettings], Awaitable[Sequence[Occasion]]]
"""What one school's people should be told and were not."""


async def remind_weekly(reading: Reading, outgoing: Outgoing) -> int:
    """Tell, at every school that wants it, who lapses soon; how many messages."""
    return await _at_every_school(reading, outgoing, BatchKind.AUTO_LAPSE, _lapses)


async def remind_daily(reading: Reading, outgoing: Outgoing) -> int:
    """Tell, at every school that wants it, who did not hand in, and for whom plans wait; how many messages.

    Every personnel office is told of its certificates that are to be looked at again.
    """
    told = await _at_every_school(reading, outgoing, BatchKind.AUTO_HAND_IN, _not_handed_in)
    told += await _at_every_school(reading, outgoing, BatchKind.AUTO_APPROVE, _plans)
    return told + await _at_every_school(reading, outgoing, BatchKind.AUTO_CERTIFICATES, _certificates)


async def _at_every_school(reading: Reading, outgoing: Outgoing, kind: BatchKind, find: Finding) -> int:
    """A process for each school: what fails at one, such as a missing rule, keeps no other from being told."""
    told = 0
    for place in await schools(reading):
        settings = await settings_of(reading, place.id)
        try:
            async with open_process("remind", reading) as process:
                await one_at_a_time()
                occasions = await find(process.reading, place, settings)
                if occasions:
                    await _tell(process, place, kind, occasions, outgoing)
            told += len(occasions)
        except RegistryError:
            log.warning("no reminders %s at school %s", kind.value, place.code, exc_info=True)
    return told


async def _tell(
    process: Process, place: School, kind: BatchKind, occasions: Sequence[Occasion], outgoing: Outgoing
) -> None:
    after = _batch(process, place, kind, len(occasions))
    ids = await write_batch(process, after, [each.draft for each in occasions], outgoing)
    causes = [{"key": cause, "message": ids[occasion.draft]} for occasion in occasions for cause in occasion.causes]
    await copy_rows(tables.ReminderCause, causes)
    process.record(change(RemindersSent, None, after))


async def _lapses(reading: Reading, place: School, settings: ReminderSettings) -> list[Occasion]:
    found = await lapsing_at(reading, place, settings)
    new = await untold(cause for each in found for cause in each.causes)
    meant = [each for each in found if new & set(each.causes)]
    accounts = await open_accounts_of({each.row.person_id for each in meant})
    rule = rule_on(reading, place, reading.today)
    return [
        Occasion(
            Draft(
                place.id,
                row.person_id,
                accounts.get(row.person_id),
                row.name,
                row.staff_no,
                lapse_letter(row, rule, reading.today),
            ),
            tuple(cause for cause in causes if cause in new),
        )
        for row, causes in meant
    ]


async def _not_handed_in(reading: Reading, place: School, settings: ReminderSettings) -> list[Occasion]:
    found = await not_handed_in_at(reading, place, settings)
    new = await untold(each.cause for each in found)
    by_person: dict[UUID, list[NotHandedIn]] = defaultdict(list)
    for each in found:
        if each.cause in new:
            by_person[each.placement.person_id].append(each)
    if not by_person:
        return []
    accounts, numbers = await open_accounts_of(by_person), await _numbers(reading, place, reading.today)
    named = await persons(reading, by_person)
    return [
        Occasion(
            Draft(
                place.id,
                one,
                accounts.get(one),
                named[one].name,
                numbers.get(one, ""),
                hand_in_letter([each.placement for each in mine], reading.today),
            ),
            tuple(each.cause for each in mine),
        )
        for one, mine in by_person.items()
    ]


async def _plans(reading: Reading, place: School, settings: ReminderSettings) -> list[Occasion]:
    found = await plans_waiting_at(reading, place, settings)
    new = await untold(each.cause for each in found)
    by_account: dict[UUID, list[Waiting]] = defaultdict(list)
    for each in found:
        if each.cause in new:
            by_account[each.account_id].append(each)
    if not by_account or settings.approve_days is None:
        return []
    named = await persons(reading, {each.plan.person_id for mine in by_account.values() for each in mine})
    occasions = []
    for account_id, mine in by_account.items():
        names = [named[each.plan.person_id].name for each in mine]
        letter = approve_letter([each.plan for each in mine], names, settings.approve_days, reading.today)
        draft = Draft(place.id, None, account_id, place.name, "", letter)
        occasions.append(Occasion(draft, tuple(each.cause for each in mine)))
    return occasions


async def _certificates(reading: Reading, place: School, settings: ReminderSettings) -> list[Occasion]:
    found = await doubtful_certificates_at(reading, place)
    new = await untold(each.cause for each in found)
    by_account: dict[UUID, list[Doubtful]] = defaultdict(list)
    for each in found:
        if each.cause in new:
            by_account[each.account_id].append(each)
    occasions = []
    for account_id, mine in by_account.items():
        named: dict[Doubt, list[str]] = defaultdict(list)
        for each in mine:
            named[each.doubt].append(_named(each.line))
        letter = certificates_letter(named, reading.today)
        draft = Draft(place.id, None, account_id, place.name, "", letter)
        occasions.append(Occasion(draft, tuple(each.cause for each in mine)))
    return occasions


def _named(line: CertificateLine) -> str:
    return f"{words_of(line.certificate.kind, line.certificate.number)} {line.person_name}"


async def _numbers(reading: Reading, place: School, on: date) -> dict[UUID, str]:
    return {entry.person_id: entry.staff_no for entry in await roster(reading, place.id, on, EVERYWHERE)}


def _batch(process: Process, place: School, kind: BatchKind, sent: int) -> Batch:
    return Batch(
        id=uuid4(),
        kind=kind,
        scope=Scope.school(place.id),
        school_id=place.id,
        as_of=process.today,
        wish="",
        q="",
        asked=sent,
        sent=sent,
        sent_by=None,
        sent_by_name=BY_ITSELF,
        sent_at=process.now,
    )
