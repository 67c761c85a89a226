"""The second step of signing in. Between the steps nobody is signed in: there is a sealed ticket and no session."""

import secrets
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from registry.audit.process import Process, Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.roles import Role
from registry.identity.model.second_factor import AnswerCode
from registry.identity.model.sign_in import CodeDue, Entry, Outcome, SignedIn, SignInRefused
from registry.identity.queries.principals import standing_of
from registry.identity.queries.second_factor import Kept, standing_factor
from registry.identity.queries.sign_in import Credentials, credentials, failures_of_codes
from registry.identity.queries.sign_on import signs_on_only
from registry.identity.rules.second_factor import HALF_OPEN as HALF_OPEN_FOR
from registry.identity.rules.second_factor import fitting_step, is_recovery_code, plain_code
from registry.identity.rules.sign_in import CODES_TOO_SOON, Asked, refused, too_soon
from registry.identity.service.attempts import Tried, held_back_until, queued, write_attempt
from registry.identity.service.sessions import start_session
from registry.identity.service.tickets import HALF_OPEN, opened, sealed, spent_now
from registry.kernel.errors import NotFound

ID_BYTES = 16
STEP_OVER = "等待时间过长或这一步已用过,请重新登录"


class _Half(NamedTuple):
    """What a ticket of the first step says."""

    id: str
    login: str
    account_id: UUID
    provider_id: UUID | None
    begun_at: datetime


async def asked_of(reading: Reading, account: Account) -> Asked:
    """What is asked of an account besides its password. Operators may always use theirs: they mend what is broken."""
    has_factor = await standing_factor(reading, account.id) is not None
    only = await signs_on_only(account.school_id) and not await _operates(reading, account.id)
    return Asked(has_factor, only)


def code_due(process: Process, account: Account, provider_id: UUID | None = None) -> CodeDue:
    """The first step is done: a ticket for the second."""
    values = {
        "id": secrets.token_urlsafe(ID_BYTES),
        "login": account.login,
        "account_id": str(account.id),
        "provider_id": str(provider_id or ""),
        "begun_at": process.now.isoformat(),
    }
    return CodeDue(account.id, sealed(process.reading, HALF_OPEN, values))


def is_open(reading: Reading, ticket: str) -> bool:
    """Whether a ticket may still be used, as far as it says itself; to show the page of the second step."""
    return _half(reading, ticket) is not None


async def answer_code(process: Process, command: AnswerCode) -> SignedIn | SignInRefused:
    """Whoever knew the password gives a code of the application, or one of the recovery codes.

    Raises NotFound for a ticket that is over, used up or of an account that stands otherwise now.
    """
    half = _half(process.reading, command.ticket)
    if half is None:
        raise NotFound(STEP_OVER)
    index = await queued(process, f"login:{half.login}")
    known, kept = await _still_so(process, half)
    tried = Tried(index, half.account_id, command.place)
    refusal = await code_refusal(process, tried, kept, command.code)
    if refusal is not None:
        return refusal
    if not await spent_now(process, half.id):
        raise NotFound(STEP_OVER)
    await write_attempt(process, tried, Outcome.SUCCEEDED)
    return await start_session(process, known.account, command.place, Entry(half.provider_id, process.now))


async def code_refusal(process: Process, tried: Tried, kept: Kept, code: str) -> SignInRefused | None:
    """Why a code is not good enough; None when it is, and then it is used up. Writes a wrong one down."""
    failures = await failures_of_codes(process.reading, tried.name_index, kept.factor.confirmed_at)
    if allowed_at := await held_back_until(process, failures, tried.place):
        return too_soon(allowed_at, CODES_TOO_SOON)
    if await _taken(process, kept, code):
        return None
    await write_attempt(process, tried, Outcome.WRONG_CODE)
    return refused(Outcome.WRONG_CODE)


def recovery_hash(reading: Reading, factor_id: UUID, code: str) -> bytes:
    """How a recovery code is kept."""
    return reading.house.vault.index(f"recovery:{factor_id}:{plain_code(code)}")


async def _taken(process: Process, kept: Kept, typed: str) -> bool:
    """Use a code up, in one statement each: of two who come at once, one gets True."""
    if is_recovery_code(typed):
        code = tables.RecoveryCode
        fits = code.code_hash == recovery_hash(process.reading, kept.factor.id, typed)
        stands = (code.factor == kept.factor.id) & code.used_at.is_null() & code.ended_at.is_null()
        return bool(await code.update({code.used_at: process.now}).where(fits & stands).returning(code.factor))
    step = fitting_step(kept.secret, typed, process.now, kept.last_step)
    if step is None:
        return False
    table = tables.SecondFactor
    newer = (table.id == kept.factor.id) & (table.last_step < step)
    return bool(await table.update({table.last_step: step}).where(newer).returning(table.id))


async def _still_so(process: Process, half: _Half) -> tuple[Credentials, Kept]:
    """The account and its second factor, if since the first step neither was taken away. Raises NotFound."""
    known = await credentials(half.login)
    kept = await standing_factor(process.reading, half.account_id)
    if known is None or kept is None or known.account.id != half.account_id or known.account.locked_on is not None:
        raise NotFound(STEP_OVER)
    if half.provider_id is None and known.password_set_at > half.begun_at:
        raise NotFound(STEP_OVER)
    return known, kept


def _half(reading: Reading, ticket: str) -> _Half | None:
    values = opened(reading, HALF_OPEN, ticket)
    if values is None:
        return None
    provider_id = UUID(values["provider_id"]) if values["provider_id"] else None
    begun_at = datetime.fromisoformat(values["begun_at"])
    half = _Half(values["id"], values["login"], UUID(values["account_id"]), provider_id, begun_at)
    return half if begun_at <= reading.now < begun_at + HALF_OPEN_FOR else None


async def _operates(reading: Reading, account_id: UUID) -> bool:
    standing = await standing_of(reading, account_id)
    return standing is not None and any(held.role is Role.OPERATOR for held in standing.roles)
