"""Accounts and actors for the tests of identity, made through the use cases themselves."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid5

from registry.audit.model import Event
from registry.audit.process import Reading, open_process
from registry.identity import tables
from registry.identity.model.accounts import ChangePassword, CreateAccount, Slip
from registry.identity.model.principals import Principal, installation, visitor
from registry.identity.model.roles import Role, RoleGrant, RoleWanted
from registry.identity.model.sign_in import Place, SignedIn, SignIn, SignInRefused
from registry.identity.queries.roles import lasting_grants
from registry.identity.service.accounts import create_account
from registry.identity.service.sessions import authenticate_session, principal_for
from registry.identity.service.sign_in import change_password, sign_in
from registry.kernel.scopes import EVERYWHERE, Scope
from tests.builders.house import NOW, a_reading

TODAY = date(2026, 11, 22)
NAMES = UUID(int=0)
SCHOOL, OTHER_SCHOOL = uuid5(NAMES, "school"), uuid5(NAMES, "other school")
BUREAU, DEPARTMENT = uuid5(NAMES, "bureau"), uuid5(NAMES, "department")
PLACE = Place("10.1.2.3", "Firefox")
PASSWORD = "春风又绿江南岸-2026"

SYSTEM_OPERATOR = RoleWanted(Role.OPERATOR, EVERYWHERE)
SCHOOL_OPERATOR = RoleWanted(Role.OPERATOR, Scope.school(SCHOOL))
HR = RoleWanted(Role.HR_OFFICER, Scope.school(SCHOOL))
TEACHER = RoleWanted(Role.TEACHER)


def read_as(actor: Principal | None = None, after: timedelta = timedelta()) -> Reading:
    """A reading by the installation, or by `actor`, so long after the tests' now."""
    return a_reading(actor or installation("cli"), now=NOW + after)


def read_by_visitor(after: timedelta = timedelta()) -> Reading:
    return a_reading(visitor("web"), now=NOW + after)


async def done(use_case, command, reading: Reading | None = None):
    """The result of one use case in one process, and the events it recorded."""
    async with open_process("test", reading or read_as()) as process:
        result = await use_case(process, command)
    return result, process.events


async def an_account(login: str = "lin", *roles: RoleWanted, **fields) -> Slip:
    command = CreateAccount(login, fields.pop("display_name", login.title()), roles, **fields)
    return (await done(create_account, command))[0]


async def a_principal(login: str = "lin", *roles: RoleWanted, **fields) -> Principal:
    """An account whose owner has changed the first password, signed in."""
    slip = await an_account(login, *roles, **fields)
    await _settled(slip)
    found = await principal_for(read_by_visitor(), slip.account_id)
    assert found is not None
    return found


async def anew(principal: Principal, after: timedelta = timedelta()) -> Principal:
    """The same account as it signs in anew."""
    found = await principal_for(read_by_visitor(after), principal.account_id)
    assert found is not None
    return found


async def grant_of(principal: Principal) -> RoleGrant:
    return (await lasting_grants(principal.account_id, TODAY))[0]


async def a_signed_in(login: str = "lin", *roles: RoleWanted, **fields) -> SignedIn:
    """The running session of an account whose owner has changed the first password."""
    return await _settled(await an_account(login, *roles, **fields))


async def _settled(slip: Slip) -> SignedIn:
    newcomer = await principal_for(read_by_visitor(), slip.account_id)
    command = ChangePassword(slip.first_password, PASSWORD, PLACE)
    signed_in, _ = await done(change_password, command, read_as(newcomer))
    assert isinstance(signed_in, SignedIn)
    return signed_in


async def tried(login: str, password: str, after: timedelta = timedelta(), place: Place = PLACE):
    """What comes of trying a password so long after the tests' now."""
    return (await done(sign_in, SignIn(login, password, place), read_by_visitor(after)))[0]


async def who(signed_in: SignedIn | SignInRefused, after: timedelta = timedelta()) -> Principal | None:
    """Who stands behind the session so long after the tests' now."""
    assert isinstance(signed_in, SignedIn)
    return await authenticate_session(read_by_visitor(after), signed_in.secret)


async def row(account_id: UUID) -> dict:
    return (await tables.Account.select().where(tables.Account.id == account_id))[0]


def kinds(events: list[Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def without_password(principal: Principal) -> Principal:
    """The same account while its first password stands."""
    return replace(principal, must_change_password=True, roles=())
