"""Links and tokens as facts."""

from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.credentials import ApiToken, Link
from registry.identity.queries.accounts import account
from registry.identity.rules.lifetimes import is_redeemable
from registry.identity.rules.secrets import fingerprint
from registry.kernel.errors import NotFound

DEAD_LINK = "链接无效、已使用或已过期;请联系发给您链接的学校重新发送"


async def link(reading: Reading, token: str, purpose: str) -> Link:
    """The link behind a token, to show its page without using it up. Raises NotFound, whatever is wrong with it."""
    rows = await select_links().where(
        (tables.Link.token_hash == fingerprint(token)) & (tables.Link.purpose == purpose)
    )
    if not rows or not is_redeemable(Link(**rows[0]), reading.now):
        raise NotFound(DEAD_LINK)
    return Link(**rows[0])


async def tokens(reading: Reading, account_id: UUID) -> tuple[ApiToken, ...]:
    """The tokens of an account that the actor may see, newest first. Raises NotFound."""
    await account(reading, account_id)
    rows = await select_tokens().where(tables.Token.account == account_id)
    return tuple(token_of(row) for row in rows)


def select_links() -> Select[Any]:
    """The select of links as facts."""
    table = tables.Link
    return table.select(table.id, table.purpose, table.subject_id, table.expires_at, table.used_at)


def select_tokens() -> Select[Any]:
    """The select of tokens as facts, newest first."""
    table = tables.Token
    return table.select(
        table.id,
        table.account.as_alias("account_id"),
        table.label,
        table.prefix,
        table.scopes,
        table.expires_on,
        table.revoked_at,
        table.last_used_on,
    ).order_by(table.issued_at, ascending=False)


def token_of(row: dict[str, Any]) -> ApiToken:
    """A row of `select_tokens` as a fact."""
    return ApiToken(**{**row, "scopes": frozenset(row["scopes"])})
