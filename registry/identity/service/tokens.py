"""API tokens: made by their owner, ended by owner or operator; and who stands behind one."""

import base64
import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from registry.audit.process import Process, Reading
from registry.identity import tables
from registry.identity.model.credentials import ApiToken, IssuedToken, IssueToken, RevokeToken
from registry.identity.model.events import TokenIssued, TokenRevoked, token_values
from registry.identity.model.principals import Principal, principal_of
from registry.identity.queries.accounts import account
from registry.identity.queries.credentials import select_tokens, token_of
from registry.identity.queries.principals import behind_token
from registry.identity.rules.lifetimes import is_usable, may_issue_token, may_revoke_token, token_faults
from registry.identity.rules.secrets import fingerprint, prefix_of
from registry.identity.service.loading import account_for_update, managing
from registry.identity.service.sessions import principal_from
from registry.kernel.errors import InvalidFields, NotFound, StaleEdit
from registry.kernel.verdicts import require

SECRET_BYTES = 32
SHOWN_AGAIN = timedelta(minutes=1)
"""A double click shows the token again; a page that is loaded anew later does not."""
MARK = "reg_"
"""What every token begins with, so that it is recognised where it does not belong."""


async def issue_token(process: Process, command: IssueToken) -> IssuedToken:
    """The owner of an account makes a key for another system; each that is in use has a label of its own.

    The same form sent again within a minute shows the same token. Raises NotPermitted, InvalidFields.
    """
    require(may_issue_token(principal_of(process.actor)))
    faults = token_faults(command, process.today)
    if faults:
        raise InvalidFields(faults)
    assert process.actor.account_id is not None
    await account_for_update(process, process.actor.account_id)
    token = _token_of(process, command.form)
    if (again := await _made_before(process, token)) is not None:
        return again
    await _require_new_label(process, process.actor.account_id, command.label.strip())
    record = ApiToken(
        id=uuid4(),
        account_id=process.actor.account_id,
        label=command.label.strip(),
        prefix=prefix_of(token),
        scopes=command.scopes,
        expires_on=command.expires_on,
    )
    await _write(process, record, token)
    process.record(TokenIssued("api_token", str(record.id), None, token_values(record)))
    return IssuedToken(record, token)


async def revoke_token(process: Process, command: RevokeToken) -> ApiToken:
    """Owner or operator ends a token. Raises NotFound, NotPermitted, StaleEdit."""
    table = tables.Token
    rows = await select_tokens().where(table.id == command.token_id).lock_rows("UPDATE")
    if not rows:
        raise NotFound("没有找到该令牌")
    before = token_of(rows[0])
    owner = await account(process.reading, before.account_id)
    require(may_revoke_token(principal_of(process.actor), owner, await managing(process, owner)))
    if before.revoked_at is not None:
        raise StaleEdit("该令牌已吊销")
    after = replace(before, revoked_at=process.now)
    await table.update({table.revoked_at: after.revoked_at}).where(table.id == after.id)
    process.record(TokenRevoked("api_token", str(after.id), token_values(before), token_values(after)))
    return after


async def authenticate_token(reading: Reading, token: str) -> Principal | None:
    """Who stands behind a token, with what it is good for; None when it is unknown or over, or the account locked.

    Opens no process: it comes before the doors. Writes one row, once a day.
    """
    found = await behind_token(reading, fingerprint(token))
    if found is None or not is_usable(found[0], reading.today):
        return None
    record, standing = found
    principal = principal_from(reading, standing, record.scopes)
    if principal is not None and record.last_used_on != reading.today:
        table = tables.Token
        await table.update({table.last_used_on: reading.today}).where(table.id == record.id)
    return principal


def _token_of(process: Process, form: str) -> str:
    """A random token. That of a form is read off a keyed hash of its random word, which is kept nowhere: sent again
    it gives the same one, and nobody else can make it.
    """
    if not form:
        return MARK + secrets.token_urlsafe(SECRET_BYTES)
    digest = process.reading.house.vault.index(f"token:{process.actor.account_id}:{form}")
    return MARK + base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def _made_before(process: Process, token: str) -> IssuedToken | None:
    table = tables.Token
    rows = await select_tokens().columns(table.issued_at).where(table.token_hash == fingerprint(token))
    if not rows:
        return None
    row = dict(rows[0])
    if process.now - row.pop("issued_at") > SHOWN_AGAIN:
        raise StaleEdit("令牌已经签发并显示过;如未记下,请先吊销再新建")
    return IssuedToken(token_of(row), token)


async def _require_new_label(process: Process, account_id: UUID, label: str) -> None:
    """The account is locked: of two forms at once with one label, the second finds it in use."""
    known = [token_of(row) for row in await select_tokens().where(tables.Token.account == account_id)]
    if any(each.label == label and is_usable(each, process.today) for each in known):
        raise InvalidFields({"label": "已有同名的令牌在使用;如未记下令牌,请先吊销再新建"})


async def _write(process: Process, record: ApiToken, token: str) -> None:
    await tables.Token.insert(
        tables.Token(
            id=record.id,
            account=record.account_id,
            label=record.label,
            prefix=record.prefix,
            token_hash=fingerprint(token),
            scopes=sorted(record.scopes),
            issued_at=process.now,
            expires_on=record.expires_on,
        )
    )
