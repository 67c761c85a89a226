"""What stands, locked for a change, and the part that the actor plays towards a person's titles."""

from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Process
from registry.identity.model.principals import HeldRole, principal_of
from registry.identity.model.roles import Role
from registry.identity.rules.roles import may_decide_about
from registry.institutions.writing import require_fresh
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind
from registry.kernel.verdicts import Verdict
from registry.people.queries.reach import reached
from registry.people.rules import Reach
from registry.people.service.loading import locked_person
from registry.portfolio.model import Title
from registry.portfolio.queries.titles import title
from registry.portfolio.rules import Part


class Acting(NamedTuple):
    """The parts that an actor plays towards a person's titles, and the office held (None: none)."""

    parts: frozenset[Part]
    office: HeldRole | None


async def title_for_update(process: Process, title_id: UUID, revision: int, scope: Scope) -> Title:
    """The title as the asker saw it; its person is locked. Raises NotFound, StaleEdit."""
    first = await title(process.reading, title_id, scope)
    await locked_person(process, first.person_id)
    found = await title(process.reading, title_id, scope)
    require_fresh(revision, found.revision)
    return found


async def acting_towards(process: Process, person_id: UUID, scope: Scope) -> Acting:
    """The parts that the actor plays by the roles held in the scope. Raises NotFound.

    The office is the personnel office of the school that keeps the person's file, or the installation itself
    (imports). Without any role in force nobody plays a part.
    """
    reach = (await reached(process.reading, [person_id], scope))[person_id]
    return acting_within(process, person_id, scope, reach)


def acting_within(process: Process, person_id: UUID, scope: Scope, reach: Reach) -> Acting:
    """The same, where it is known how much of the person the scope reaches."""
    principal = principal_of(process.actor)
    if not principal.roles:
        return Acting(frozenset(), None)
    office = None
    if scope.kind is ScopeKind.SCHOOL and reach.keeps:
        office = principal.held(Role.HR_OFFICER, scope)
    elif scope == EVERYWHERE and principal.account_id is None:
        office = principal.held(Role.OPERATOR, scope)
    parts = {Part.OFFICE} if office else set()
    if principal.person_id == person_id:
        parts.add(Part.OWNER)
    return Acting(frozenset(parts), office)


def is_not_involved(process: Process, acting: Acting, person_id: UUID) -> Verdict:
    """Nobody decides about themselves, nor about whom they stand in for."""
    if acting.office is None:
        return Verdict.yes()
    return may_decide_about(principal_of(process.actor), acting.office, person_id)
