"""What somebody should be told unasked today: who lapses soon, what was not handed in, which plans wait for whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Reading
from registry.certificates.model import Doubt
from registry.certificates.queries.listing import CertificateLine, CertificateWish, certificates_in
from registry.identity.model.permissions import Permission, reach
from registry.identity.model.principals import Principal
from registry.identity.model.roles import Role
from registry.identity.queries.principals import standing_of
from registry.identity.queries.recipients import holders_in
from registry.institutions.model.facts import School
from registry.institutions.queries.belongings import units
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.platform.clock import SHANGHAI
from registry.practice.queries.approvals import PlanWaiting, opinions_of, plans_waiting_for
from registry.practice.queries.board import board
from registry.practice.queries.placements import waiting_at
from registry.practice.records import Placement
from registry.practice.rules.board import BoardRow, BoardSort, BoardWish
from registry.practice.rules.progress import UNDER_WAY
from registry.reminders import tables
from registry.reminders.model.mail import ReminderSettings

ONE_DAY = timedelta(days=1)
MOST_AT_ONCE = 200
"""Certificates of one letter; the others follow when these are dealt with."""


class Lapsing(NamedTuple):
    """Somebody who lapses soon, and the causes for telling it: the first reminder, and the nearer one."""

    row: BoardRow
    causes: tuple[str, ...]


class NotHandedIn(NamedTuple):
    """A placement that ended and was not handed in."""

    placement: Placement
    cause: str


class Doubtful(NamedTuple):
    """A certificate that holds and is to be looked at again, for one account of the office."""

    account_id: UUID
    line: CertificateLine
    doubt: Doubt
    cause: str


class Waiting(NamedTuple):
    """A plan that waits for an account's opinion."""

    account_id: UUID
    plan: Placement
    cause: str


async def lapsing_at(reading: Reading, place: School, settings: ReminderSettings) -> tuple[Lapsing, ...]:
    """Whoever no longer meets the requirement within the school's days, the nearest first."""
    if settings.lapse_days is None:
        return ()
    today = reading.today
    last = today + timedelta(days=settings.lapse_days)
    wish = BoardWish(today, place.id, lapses_before=last + ONE_DAY, sort=BoardSort.LAPSE, limit=None)
    again = settings.lapse_again_days
    nearer = today + timedelta(days=again) if again is not None else None
    found = []
    for row in (await board(reading, wish, [EVERYWHERE])).rows:
        lapses_on = row.standing.lapses_on
        if lapses_on is None:
            continue
        about = f"{place.id}:{row.person_id}:{lapses_on}"
        second = (f"lapse_again:{about}",) if nearer is not None and lapses_on <= nearer else ()
        found.append(Lapsing(row, (f"lapse:{about}", *second)))
    return tuple(found)


async def not_handed_in_at(reading: Reading, place: School, settings: ReminderSettings) -> tuple[NotHandedIn, ...]:
    """Placements that ended at least so many days ago and were never submitted, or were returned."""
    if settings.hand_in_days is None:
        return ()
    last = reading.today - timedelta(days=settings.hand_in_days)
    found = await waiting_at(reading, place.id, UNDER_WAY, Scope.school(place.id))
    return tuple(
        NotHandedIn(each, f"hand_in:{each.chain_id}:{each.finished_on}") for each in found if each.finished_on <= last
    )


async def plans_waiting_at(reading: Reading, place: School, settings: ReminderSettings) -> tuple[Waiting, ...]:
    """Plans that wait at least so many days, each for those who sign it themselves.

    Who only records what another office says is told where that office has nobody here.
    """
    if settings.approve_days is None:
        return ()
    last = reading.today - timedelta(days=settings.approve_days)
    signers: dict[UUID, dict[int, list[Waiting]]] = defaultdict(lambda: defaultdict(list))
    waiting_since: dict[UUID, date] = {}
    for principal in await _approvers(reading, place):
        for scope in reach(principal, Permission.APPROVE_PLANS):
            for each in await plans_waiting_for(replace(reading, actor=principal), scope):
                plan = each.placement
                if plan.school_id != place.id:
                    continue
                if plan.id not in waiting_since:
                    waiting_since[plan.id] = await _since(reading, plan)
                if waiting_since[plan.id] <= last and principal.account_id:
                    told = Waiting(principal.account_id, plan, _cause(each, principal.account_id))
                    signers[plan.id][_rank(scope, principal)].append(told)
    return tuple(one for by_rank in signers.values() for one in dict.fromkeys(by_rank[min(by_rank)]))


async def doubtful_certificates_at(reading: Reading, place: School) -> tuple[Doubtful, ...]:
    """A school's certificates to be looked at again, for everybody of its personnel office, at most `MOST_AT_ONCE`.

    Practice may have been corrected by another school, where the teacher went: this office heard nothing of it.
    """
    wish = CertificateWish(doubtful=True, limit=MOST_AT_ONCE)
    found = (await certificates_in(reading, wish, [Scope.school(place.id)])).lines
    if not found:
        return ()
    office = (await holders_in(reading, [Role.HR_OFFICER], ScopeKind.SCHOOL, [place.id]))[place.id]
    return tuple(
        Doubtful(account_id, line, doubt, f"certificate:{line.certificate.id}:{doubt}:{account_id}")
        for account_id in office
        for line in found
        for doubt in line.doubts
    )


async def untold(causes: Iterable[str]) -> frozenset[str]:
    """Which of these causes nobody was told yet."""
    asked = frozenset(causes)
    table = tables.ReminderCause
    rows = await table.raw("SELECT key FROM reminder_cause WHERE key = ANY({}::text[])", sorted(asked))
    return asked - {row["key"] for row in rows}


async def _approvers(reading: Reading, place: School) -> list[Principal]:
    """Everybody of a school who may have to sign a plan, with the roles of today."""
    offices = [unit.id for unit in await units(reading, place.id)]
    heads = await holders_in(reading, [Role.DEPARTMENT_HEAD], ScopeKind.DEPARTMENT, offices)
    central = await holders_in(reading, [Role.HR_OFFICER, Role.SCHOOL_LEADER], ScopeKind.SCHOOL, [place.id])
    known = dict.fromkeys(one for found in (heads, central) for accounts in found.values() for one in accounts)
    standings = [standing for one in known if (standing := await standing_of(reading, one))]
    return [
        Principal(
            each.account.id,
            each.account.display_name,
            reading.actor.source,
            each.account.person_id,
            each.account.school_id,
            each.roles,
        )
        for each in standings
    ]


async def _since(reading: Reading, plan: Placement) -> date:
    """The day in China since which a plan waits: that of the last opinion, or of its entry."""
    said = [opinion.given_at for opinion in await opinions_of(reading, plan.id)]
    return max([plan.entered_at, *said]).astimezone(SHANGHAI).date()


def _cause(each: PlanWaiting, account_id: UUID) -> str:
    position = each.step.position if each.step else 0
    return f"approve:{each.placement.id}:{each.placement.revision}:{position}:{account_id}"


def _rank(scope: Scope, principal: Principal) -> int:
    """Heads sign their own steps; the personnel office records for who has nobody here; leaders come last."""
    if scope.kind is ScopeKind.DEPARTMENT:
        return 0
    return 1 if principal.holds(Role.HR_OFFICER, scope) else 2
