"""What stands, locked for a change, and the part that the actor plays towards it."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Process
from registry.identity.model.principals import HeldRole, Principal, principal_of
from registry.identity.model.roles import Role
from registry.identity.rules.roles import may_decide_about
from registry.institutions.writing import require_fresh
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.kernel.verdicts import Verdict, require
from registry.people.service.loading import locked_persons
from registry.practice import tables
from registry.practice.queries.placements import within
from registry.practice.queries.rows import placements_from, select_placements, these
from registry.practice.records import Placement
from registry.practice.rules.lifecycle import Part


class Acting(NamedTuple):
    """The parts that an actor plays towards a placement, and the offices that give them."""

    parts: frozenset[Part]
    offices: tuple[HeldRole, ...]


async def placement_for_update(process: Process, placement_id: UUID, revision: int, scope: Scope) -> Placement:
    """The placement as the asker saw it; its person is locked. Raises NotFound, StaleEdit, NotPermitted."""
    (found,) = await placements_for_update(process, [placement_id], scope)
    require_fresh(revision, found.revision)
    if found.is_replaced:
        require(Verdict.no("该记录已被更正后的新记录取代,请在新记录上办理"))
    return found


async def placements_for_update(
    process: Process, placement_ids: Collection[UUID], scope: Scope
) -> tuple[Placement, ...]:
    """These placements; their persons are locked. Raises NotFound when the scope does not reach them all."""
    asked = select_placements().where(tables.Placement.id.is_in(these(placement_ids)))
    first = await within(process.reading, await placements_from(asked), scope)
    await lock_persons(process, {each.person_id for each in first})
    found = await within(process.reading, await placements_from(asked), scope)
    if len(found) < len(set(placement_ids)):
        return await within(process.reading, (), scope)
    return found


async def lock_persons(process: Process, person_ids: Collection[UUID]) -> None:
    """Lock persons, all at once: what is entered about one person at once waits in line."""
    await locked_persons(process, person_ids)


def acting_towards(process: Process, person_id: UUID, school_id: UUID, scope: Scope) -> Acting:
    """The parts that the actor plays, by the roles held in the scope, towards practice that a school keeps.

    The school's personnel office is the office; its leaders and the department's head approve plans. The
    installation itself acts as the office (imports). Without any role in force nobody plays a part.
    """
    return acting_of(principal_of(process.actor), person_id, school_id, scope)


def acting_of(principal: Principal, person_id: UUID, school_id: UUID, scope: Scope) -> Acting:
    """The same for whoever only looks, so that a page offers what may be done."""
    if not principal.roles:
        return Acting(frozenset(), ())
    offices = _offices(principal, school_id, scope)
    parts = set(offices)
    if principal.person_id == person_id:
        parts.add(Part.TEACHER)
    return Acting(frozenset(parts), tuple(offices.values()))


def is_not_involved(process: Process, acting: Acting, person_id: UUID) -> Verdict:
    """Nobody decides about themselves, nor about whom they stand in for."""
    return stands_apart(principal_of(process.actor), acting, person_id)


def stands_apart(principal: Principal, acting: Acting, person_id: UUID) -> Verdict:
    """The same for whoever only looks."""
    verdicts = (may_decide_about(principal, office, person_id) for office in acting.offices)
    return next((verdict for verdict in verdicts if not verdict.allowed), Verdict.yes())


def _offices(principal: Principal, school_id: UUID, scope: Scope) -> dict[Part, HeldRole]:
    found: dict[Part, HeldRole | None] = {}
    if scope == Scope.school(school_id):
        found[Part.OFFICE] = principal.held(Role.HR_OFFICER, scope)
        found[Part.APPROVER] = principal.held(Role.SCHOOL_LEADER, scope)
    elif scope.kind is ScopeKind.DEPARTMENT:
        found[Part.APPROVER] = principal.held(Role.DEPARTMENT_HEAD, scope)
    elif scope == EVERYWHERE and principal.account_id is None:
        found[Part.OFFICE] = principal.held(Role.OPERATOR, scope)
    return {part: held for part, held in found.items() if held}
