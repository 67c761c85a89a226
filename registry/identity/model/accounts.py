"""Accounts, and the commands that make and change them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from registry.identity.model.roles import RoleWanted
from registry.identity.model.sign_in import Place


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody, or some system, that can sign in. Locked accounts stay; none is deleted.

    `school_id` and `staff_no` bind it to a school's staff, `person_id` to the person recorded there.
    """

    id: UUID
    login: str
    display_name: str
    must_change_password: bool = True
    locked_on: date | None = None
    lock_reason: str | None = None
    person_id: UUID | None = None
    school_id: UUID | None = None
    staff_no: str | None = None


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """Make an account with its first roles."""

    login: str
    display_name: str
    roles: tuple[RoleWanted, ...] = ()
    person_id: UUID | None = None
    school_id: UUID | None = None
    staff_no: str | None = None


@dataclass(frozen=True, slots=True)
class InviteAccounts:
    """Make many accounts at once, all or none."""

    invitations: tuple[CreateAccount, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """What is handed to the owner of a new or reset account on paper. The password is shown this once."""

    account_id: UUID
    login: str
    display_name: str
    first_password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """Give an account a new first password. `stands_since`: when the password that is to go was set, as it was shown
    to whoever asks; None: whichever stands.
    """

    account_id: UUID
    stands_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The owner replaces the password."""

    current: str = field(repr=False)
    new: str = field(repr=False)
    place: Place


@dataclass(frozen=True, slots=True)
class LockAccount:
    """Nobody signs in with the account any more."""

    account_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class UnlockAccount:
    """Sign-in is possible again."""

    account_id: UUID


@dataclass(frozen=True, slots=True)
class BindAccount:
    """Say whose account it is: the person recorded, and the school and number of the staff list."""

    account_id: UUID
    person_id: UUID | None
    school_id: UUID | None
    staff_no: str | None
