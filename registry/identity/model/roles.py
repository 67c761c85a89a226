"""Roles, the scope they are held in, and lending them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from registry.kernel.scopes import Scope


class Role(StrEnum):
    """What somebody comes to do."""

    TEACHER = "teacher"
    DEPARTMENT_HEAD = "department_head"
    HR_OFFICER = "hr_officer"
    SCHOOL_LEADER = "school_leader"
    BUREAU_OFFICER = "bureau_officer"
    STAFFING_OFFICE = "staffing_office"
    EVALUATOR = "evaluator"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role given to an account, from `started_on` to `finished_on` (inclusive; None: without an end).

    `scope` None: what is the account's own, or assigned to it by name. `school_id`: the school of a department's
    scope, else None. `ended_at`: taken back at once.
    """

    id: UUID
    account_id: UUID
    role: Role
    scope: Scope | None
    started_on: date
    finished_on: date | None = None
    school_id: UUID | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """A grant lent to another account from `started_on` to `finished_on`, both counted."""

    id: UUID
    grant_id: UUID
    lender_id: UUID
    borrower_id: UUID
    started_on: date
    finished_on: date
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoleWanted:
    """A role to be given, from `started_on` (None: today) to `finished_on` (None: without an end).

    `scope` None: one's own. `school_id` goes with a department's scope; the caller, who can see departments, vouches
    that the department is that school's.
    """

    role: Role
    scope: Scope | None = None
    school_id: UUID | None = None
    started_on: date | None = None
    finished_on: date | None = None


@dataclass(frozen=True, slots=True)
class GrantRole:
    """Give an account a role."""

    account_id: UUID
    wanted: RoleWanted


@dataclass(frozen=True, slots=True)
class EndRole:
    """Take a role back: after `last_day`, or at once when that is None."""

    grant_id: UUID
    reason: str
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Delegate:
    """Lend one of one's own roles to another account."""

    grant_id: UUID
    borrower_id: UUID
    started_on: date
    finished_on: date


@dataclass(frozen=True, slots=True)
class EndDelegation:
    """Take a lent role back at once, or give it back."""

    delegation_id: UUID
