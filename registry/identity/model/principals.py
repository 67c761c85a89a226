"""Who asks, with the roles in force at that instant: an actor that permissions can be judged by."""

from dataclasses import dataclass
from uuid import UUID

from registry.audit.model import Actor
from registry.identity.model.roles import Role
from registry.identity.model.sign_in import BY_PASSWORD, Entry
from registry.kernel.scopes import EVERYWHERE, Scope, ScopeKind

INSTALLATION = "本机运维"
"""The name under which commands of the machine's own operator are recorded."""
VISITOR = "访客"


@dataclass(frozen=True, slots=True)
class Lender:
    """Whose role somebody acts in."""

    account_id: UUID
    person_id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role in force: one's own, or lent by somebody. `grant_id` None: the installation's own.

    One's own scope is that of the person behind the account; where there is none, of the account itself.
    """

    grant_id: UUID | None
    role: Role
    scope: Scope
    school_id: UUID | None = None
    lent_by: Lender | None = None

    def reaches(self, scope: Scope) -> bool:
        """Whether the role holds over this scope. Which schools a bureau has, and which departments a school, is
        not known here: ask for the scope that the role is given in.
        """
        return self.scope.kind is ScopeKind.SYSTEM or self.scope == scope


@dataclass(frozen=True, slots=True)
class Principal(Actor):
    """An actor with what it may act in. An account that must change its password, or set up a second factor, first
    holds no role until then. `entry`: by what the session was begun.

    `token_scopes` None: signed in, or the installation itself; otherwise the words that the API token is good for.
    """

    person_id: UUID | None = None
    school_id: UUID | None = None
    roles: tuple[HeldRole, ...] = ()
    must_change_password: bool = False
    token_scopes: frozenset[str] | None = None
    owes_second_factor: bool = False
    entry: Entry = BY_PASSWORD

    def held(self, role: Role, scope: Scope) -> HeldRole | None:
        """The role that reaches this scope, one's own before a lent one."""
        fitting = [held for held in self.roles if held.role is role and held.reaches(scope)]
        return min(fitting, key=lambda held: held.lent_by is not None, default=None)

    def holds(self, role: Role, scope: Scope) -> bool:
        """Whether the principal has this role over all of this scope."""
        return self.held(role, scope) is not None

    def scopes_of(self, role: Role) -> tuple[Scope, ...]:
        """Every scope in which the principal has this role: where queries begin."""
        return tuple(dict.fromkeys(held.scope for held in self.roles if held.role is role))


def installation(source: str) -> Principal:
    """The installation itself: a command given on the machine, or a job. It is the first operator."""
    return Principal(None, INSTALLATION, source, roles=(HeldRole(None, Role.OPERATOR, EVERYWHERE),))


def visitor(source: str) -> Principal:
    """Nobody known: may sign in or follow a one-time link, nothing else."""
    return Principal(None, VISITOR, source)


def principal_of(actor: Actor) -> Principal:
    """The actor with its roles; an actor that comes without any holds none."""
    if isinstance(actor, Principal):
        return actor
    return Principal(actor.account_id, actor.name, actor.source)
