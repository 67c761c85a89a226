"""One-time links: made by whoever a slice permits, used up by whoever holds them."""

import secrets
from dataclasses import replace
from uuid import uuid4

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.credentials import IssuedLink, IssueLink, Link, RedeemLink
from registry.identity.model.events import LinkIssued, LinkRedeemed, link_values
from registry.identity.model.principals import principal_of
from registry.identity.queries.credentials import DEAD_LINK
from registry.identity.rules.lifetimes import link_faults, may_issue_link
from registry.identity.rules.secrets import fingerprint
from registry.kernel.errors import InvalidFields, NotFound
from registry.kernel.verdicts import require

SECRET_BYTES = 32


async def issue_link(process: Process, command: IssueLink) -> IssuedLink:
    """Make a link and show its token once. Raises NotPermitted, InvalidFields."""
    require(may_issue_link(principal_of(process.actor)))
    faults = link_faults(command, process.now)
    if faults:
        raise InvalidFields(faults)
    token = secrets.token_urlsafe(SECRET_BYTES)
    link = Link(uuid4(), command.purpose, command.subject_id, command.expires_at)
    await tables.Link.insert(
        tables.Link(
            id=link.id,
            token_hash=fingerprint(token),
            purpose=link.purpose,
            subject_id=link.subject_id,
            issued_by=process.actor.account_id,
            issued_at=process.now,
            expires_at=link.expires_at,
        )
    )
    process.record(LinkIssued("one_time_link", str(link.id), None, link_values(link)))
    return IssuedLink(link, token)


async def redeem_link(process: Process, command: RedeemLink) -> Link:
    """Use a link up, in one statement: of two who come at once, one gets it. Raises NotFound, whatever is wrong."""
    table = tables.Link
    rows = (
        await table.update({table.used_at: process.now})
        .where(
            (table.token_hash == fingerprint(command.token))
            & (table.purpose == command.purpose)
            & table.used_at.is_null()
            & (table.expires_at > process.now)
        )
        .returning(table.id, table.purpose, table.subject_id, table.expires_at, table.used_at)
    )
    if not rows:
        raise NotFound(DEAD_LINK)
    after = Link(**rows[0])
    before = replace(after, used_at=None)
    process.record(LinkRedeemed("one_time_link", str(after.id), link_values(before), link_values(after)))
    return after
