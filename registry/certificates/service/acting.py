"""The part that an actor plays towards the certificates of a person, and whoever acts while not at a page."""

from uuid import UUID

from registry.audit.model import Actor
from registry.certificates.rules.acts import Part
from registry.identity.model.principals import HeldRole, Principal, principal_of
from registry.identity.model.roles import Role
from registry.identity.queries.principals import Standing
from registry.kernel.errors import NotPermitted
from registry.kernel.scopes import EVERYWHERE, Scope

NO_ACCOUNT = "提交这一批的账号已停用,请由在岗的经办人重新提交"


def parts_of(actor: Actor, school_id: UUID, person_id: UUID, scope: Scope) -> frozenset[Part]:
    """The parts that the actor plays by the roles held in the scope. Also for a page that offers what may be done."""
    office = office_of(actor, school_id, scope)
    lender = office.lent_by if office else None
    plays = {
        Part.OFFICE: office is not None,
        Part.OWNER: principal_of(actor).person_id == person_id,
        Part.STANDS_IN: lender is not None and lender.person_id == person_id,
    }
    return frozenset(part for part, is_played in plays.items() if is_played)


def office_of(actor: Actor, school_id: UUID, scope: Scope) -> HeldRole | None:
    """The role by which the actor issues: of the school's personnel office, or the installation's own (commands)."""
    principal = principal_of(actor)
    if scope == Scope.school(school_id):
        return principal.held(Role.HR_OFFICER, scope)
    if scope == EVERYWHERE and principal.account_id is None:
        return principal.held(Role.OPERATOR, scope)
    return None


def acting(standing: Standing | None, source: str) -> Principal:
    """The account with the roles that it holds now. Raises NotPermitted for none, and for one that is locked."""
    if standing is None or standing.account.locked_on is not None:
        raise NotPermitted(NO_ACCOUNT)
    account = standing.account
    return Principal(
        account.id,
        account.display_name,
        source,
        person_id=account.person_id,
        school_id=account.school_id,
        roles=standing.roles,
    )
