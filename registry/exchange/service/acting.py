"""Somebody in whose name a file is brought in while they are not at a page: by a command, or by the worker."""

from registry.identity.model.principals import Principal
from registry.identity.queries.principals import Standing
from registry.kernel.errors import NotPermitted


def acting(standing: Standing | None, source: str) -> Principal:
    """The account with the roles that it holds now. Raises NotPermitted for none, and for one that is locked."""
    if standing is None or standing.account.locked_on is not None:
        raise NotPermitted("没有这个账号,或已停用 (no such account)")
    account = standing.account
    return Principal(
        account.id,
        account.display_name,
        source,
        person_id=account.person_id,
        school_id=account.school_id,
        roles=standing.roles,
    )
