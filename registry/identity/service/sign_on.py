"""Signing in on the word of a provider. Refusals are results, not errors: they must be written down."""

import secrets
from uuid import UUID, uuid4

from registry.audit.process import Process, Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.sign_in import CodeDue, Entry, Outcome, Place, SignedIn, SignInRefused
from registry.identity.model.sign_on import (
    Binding,
    Journey,
    Provider,
    SignOn,
    SignOnRefusal,
    SignOnRefused,
)
from registry.identity.model.sign_on_events import SignOnBound, binding_values
from registry.identity.queries.accounts import account_of, select_accounts
from registry.identity.queries.second_factor import standing_factor
from registry.identity.queries.sign_on import candidates, known_provider, standing_bindings
from registry.identity.rules.sign_in import too_soon
from registry.identity.rules.sign_on import AWAY, Candidates, binding_refusal, refusal_of, refused
from registry.identity.service.attempts import Tried, held_back_until, queued, write_attempt
from registry.identity.service.second_step import code_due
from registry.identity.service.sessions import start_session
from registry.identity.service.tickets import spent_now

RANDOM_BYTES = 32
FAILED_TOO_OFTEN = "来自此处的登录失败次数过多,请稍后再试"


def begun_journey(reading: Reading, provider_id: UUID, service: str, wanted: str) -> Journey:
    """A visitor is sent to a provider. `service`: the address to come back to, before the state is added to it."""
    state, nonce, verifier = (secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3))
    return Journey(state, provider_id, service, wanted, nonce, verifier, reading.now + AWAY)


async def end_journey(process: Process, journey: Journey, place: Place) -> SignInRefused | bool:
    """The visitor is back. Whether for the first time; what was brought along is good once, whatever comes of it.

    Held back after too many failures from the same line.
    """
    if allowed_at := await held_back_until(process, (), place):
        return too_soon(allowed_at, FAILED_TOO_OFTEN)
    return await spent_now(process, journey.state)


async def note_failure(process: Process, provider_id: UUID, place: Place) -> None:
    """The provider did not vouch, or its word did not hold: counts as a wrong password from the same line."""
    index = process.reading.house.vault.index(f"sign-on:{provider_id}:")
    await write_attempt(process, Tried(index, None, place), Outcome.SIGN_ON_FAILED)


async def sign_on(process: Process, command: SignOn) -> SignedIn | CodeDue | SignOnRefused:
    """Somebody whom a provider vouches for signs in to the account of the staff number, and is bound to it at first.

    Nothing is made where there is no account. Raises NotFound for a provider that there is not.
    """
    provider = await known_provider(process.reading, command.provider_id)
    index = await queued(process, f"sign-on:{provider.id}:{command.told.subject}")
    found = await candidates(provider, command.told, command.roster)
    account = await _held(found.account.id) if found.account else None
    refusal = await _refusal(command, provider, found, account)
    if refusal is not None or account is None:
        why = refusal or SignOnRefusal.NO_ACCOUNT
        outcome = Outcome.LOCKED if why is SignOnRefusal.LOCKED else Outcome.SIGN_ON_REFUSED
        await write_attempt(process, Tried(index, account.id if account else None, command.place), outcome)
        return refused(why, command.told)
    return await _entered(process, command, provider, account)


async def _refusal(
    command: SignOn, provider: Provider, found: Candidates, account: Account | None
) -> SignOnRefusal | None:
    if not provider.is_on:
        return SignOnRefusal.SWITCHED_OFF
    refusal = refusal_of(command.told, command.roster, found)
    if refusal is None and account is not None:
        if account.locked_on is not None:
            return SignOnRefusal.LOCKED
        bound = await standing_bindings(provider.id, command.told.subject, account.id)
        return binding_refusal(account, *bound)
    return refusal


async def _entered(process: Process, command: SignOn, provider: Provider, account: Account) -> SignedIn | CodeDue:
    login_index = process.reading.house.vault.index(f"login:{account.login}")
    tried = Tried(login_index, account.id, command.place)
    await _bind(process, command, account)
    if not provider.vouches_second_factor and await standing_factor(process.reading, account.id) is not None:
        await write_attempt(process, tried, Outcome.CODE_DUE)
        return code_due(process, account, provider.id)
    await write_attempt(process, tried, Outcome.SUCCEEDED)
    vouched_at = process.now if provider.vouches_second_factor else None
    return await start_session(process, account, command.place, Entry(provider.id, vouched_at))


async def _bind(process: Process, command: SignOn, account: Account) -> None:
    of_subject, _ = await standing_bindings(command.provider_id, command.told.subject, account.id)
    if of_subject is not None:
        return
    binding = Binding(
        uuid4(), command.provider_id, command.told.subject, account.id, command.told.staff_no, process.now
    )
    await tables.Binding.insert(
        tables.Binding(
            id=binding.id,
            provider=binding.provider_id,
            subject=binding.subject,
            account=binding.account_id,
            staff_no=binding.staff_no,
            bound_at=binding.bound_at,
        )
    )
    personal: dict[str, object] = {"subject": binding.subject}
    process.record(SignOnBound(Binding.SUBJECT, str(binding.id), None, binding_values(binding), personal))


async def _held(account_id: UUID) -> Account:
    """The account, held until the process ends: two users of a provider are not bound to it at once."""
    rows = await select_accounts().where(tables.Account.id == account_id).lock_rows("NO KEY UPDATE")
    return account_of(rows[0])
