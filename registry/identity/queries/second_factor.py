"""Second factors: one's own, those of a school, and of whom they are required."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from piccolo.columns.combination import Or
from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.identity.model.second_factor import RuleKind, SecondFactor
from registry.identity.queries.accounts import NO_ACCOUNT, account_of, select_accounts
from registry.identity.queries.principals import standing_of
from registry.identity.queries.roles import lasting_grants
from registry.identity.queries.sign_on import standing_rules
from registry.identity.rules.accounts import may_manage_account, may_see_account
from registry.identity.rules.second_factor import is_replacing, is_required, may_require, may_reset, required_by
from registry.kernel.errors import NotFound
from registry.kernel.verdicts import Verdict

LINES_SHOWN = 100


class Kept(NamedTuple):
    """A second factor with its secret. Leaves this slice only as the picture that its owner is shown."""

    factor: SecondFactor
    secret: str
    last_step: int | None


class OwnFactor(NamedTuple):
    """One's own second factor: the one that counts, the one that is being set up, codes left on paper.

    Beside one that counts another is being set up only for a while after a code was given.
    """

    standing: SecondFactor | None
    begun: Kept | None
    codes_left: int
    is_required: bool


class FactorLine(NamedTuple):
    """An account of a school, since when it has a second factor (None: it has none), and whether it must."""

    account: Account
    since: datetime | None
    is_required: bool


class FactorCard(NamedTuple):
    """Somebody's second factor as helpers see it. `resetting`: whether it may be taken away, or why not."""

    account: Account
    since: datetime | None
    resetting: Verdict


async def own_factor(reading: Reading) -> OwnFactor:
    """The actor's own. Raises NotFound for whoever has no account."""
    me = principal_of(reading.actor)
    if me.account_id is None:
        raise NotFound(NO_ACCOUNT)
    standing, begun = await standing_factor(reading, me.account_id), await begun_factor(reading, me.account_id)
    if standing and begun and not is_replacing(begun.factor.begun_at, reading.now):
        begun = None
    left = await recovery_codes_left(standing.factor.id) if standing else 0
    return OwnFactor(standing.factor if standing else None, begun, left, await _must_have(reading, me.account_id))


async def factor_card(reading: Reading, account_id: UUID) -> FactorCard:
    """Somebody's second factor. Raises NotFound for an account that the actor neither manages nor keeps as HR."""
    rows = await select_accounts().where(tables.Account.id == account_id)
    found = account_of(rows[0]) if rows else None
    me = principal_of(reading.actor)
    if found is None or not (may_see_account(me, found) or _is_kept(reading, found)):
        raise NotFound(NO_ACCOUNT)
    grants = await lasting_grants(found.id, reading.today)
    standing = await standing_factor(reading, found.id)
    resetting = may_reset(me, found, grants, may_manage_account(me, found, grants))
    return FactorCard(found, standing.factor.confirmed_at if standing else None, resetting)


async def factors_of_school(reading: Reading, school_id: UUID, words: str = "") -> tuple[FactorLine, ...]:
    """Open accounts of a school by name with second factors, at most `LINES_SHOWN`; `words`: a part of the name,
    or the staff number. Raises NotFound for who sets no rules there.
    """
    if not may_require(principal_of(reading.actor), school_id).allowed:
        raise NotFound("没有找到该学校")
    table = tables.Account
    rows = (
        await select_accounts()
        .where((table.school_id == school_id) & table.locked_on.is_null())
        .where(Or(table.display_name.ilike(f"%{literal(words)}%"), table.staff_no == words))
        .order_by(table.display_name, table.login)
        .limit(LINES_SHOWN)
    )
    found = [account_of(row) for row in rows]
    since, roles = await _since([each.id for each in found]), await _roles(reading, [each.id for each in found])
    rules = {(rule.role, rule.school_id) for rule in await required_roles(reading, school_id)}
    return tuple(
        FactorLine(
            each,
            since.get(each.id),
            any((role, place) in rules for role in roles.get(each.id, ()) for place in (None, school_id)),
        )
        for each in found
    )


async def required_roles(reading: Reading, school_id: UUID | None) -> tuple[Any, ...]:
    """The roles that must have a second factor there: the school's own rules and those that hold everywhere."""
    return required_by(await standing_rules(RuleKind.SECOND_FACTOR, [None, school_id]))


async def standing_factor(reading: Reading, account_id: UUID) -> Kept | None:
    """The second factor that counts."""
    table = tables.SecondFactor
    return await _kept(reading, (table.account == account_id) & table.confirmed_at.is_not_null())


async def begun_factor(reading: Reading, account_id: UUID) -> Kept | None:
    """The one that is being set up."""
    table = tables.SecondFactor
    return await _kept(reading, (table.account == account_id) & table.confirmed_at.is_null())


async def recovery_codes_left(factor_id: UUID) -> int:
    """How many codes on paper are still good."""
    table = tables.RecoveryCode
    left = await table.count().where((table.factor == factor_id) & table.used_at.is_null() & table.ended_at.is_null())
    return int(left)


def select_factors() -> Select[Any]:
    """The select of second factors with what is sealed in them."""
    table = tables.SecondFactor
    return table.select(
        table.id,
        table.account.as_alias("account_id"),
        table.begun_at,
        table.confirmed_at,
        table.secret_sealed,
        table.last_step,
    )


def factor_place(factor_id: UUID) -> str:
    """The place for which an application's secret is sealed."""
    return f"second_factor.secret_sealed:{factor_id}"


async def _kept(reading: Reading, condition: Any) -> Kept | None:
    rows = await select_factors().where(condition & tables.SecondFactor.ended_at.is_null())
    if not rows:
        return None
    row = dict(rows[0])
    sealed, last_step = row.pop("secret_sealed"), row.pop("last_step")
    return Kept(SecondFactor(**row), reading.house.vault.open(bytes(sealed), factor_place(row["id"])), last_step)


async def _must_have(reading: Reading, account_id: UUID) -> bool:
    standing = await standing_of(reading, account_id)
    if standing is None:
        return False
    rules = await standing_rules(RuleKind.SECOND_FACTOR, await _places(standing.roles, standing.account.school_id))
    return is_required(required_by(rules), standing.roles, standing.account.school_id)


async def _places(roles: Sequence[Any], school_id: UUID | None) -> list[UUID | None]:
    return [None, school_id, *(held.scope.id for held in roles), *(held.school_id for held in roles)]


async def _since(account_ids: list[UUID]) -> dict[UUID, datetime]:
    table = tables.SecondFactor
    if not account_ids:
        return {}
    rows = await table.select(table.account, table.confirmed_at).where(
        table.account.is_in(account_ids) & table.confirmed_at.is_not_null() & table.ended_at.is_null()
    )
    return {row["account"]: row["confirmed_at"] for row in rows}


async def _roles(reading: Reading, account_ids: list[UUID]) -> dict[UUID, set[Role]]:
    found: dict[UUID, set[Role]] = {}
    rows = await tables.RoleGrant.raw(
        "SELECT account, role FROM role_grant WHERE account = ANY({}::uuid[]) AND ended_at IS NULL "
        "AND started_on <= {} AND (finished_on IS NULL OR finished_on >= {})",
        account_ids,
        reading.today,
        reading.today,
    )
    for row in rows:
        found.setdefault(row["account"], set()).add(Role(row["role"]))
    return found


def literal(words: str) -> str:
    """What was typed, with the signs that `LIKE` understands taken as they are."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_kept(reading: Reading, account: Account) -> bool:
    return account.school_id is not None and may_require(principal_of(reading.actor), account.school_id).allowed
