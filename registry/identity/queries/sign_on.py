"""Providers, who is bound to them, and what a school asks of those who sign in."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.identity import tables
from registry.identity.model.accounts import Account
from registry.identity.model.principals import principal_of
from registry.identity.model.roles import Role
from registry.identity.model.second_factor import RuleKind, SignInRule
from registry.identity.model.sign_on import Binding, OnRoster, Provider, ProviderKind, Told
from registry.identity.queries.accounts import account_of, select_accounts
from registry.identity.rules.sign_on import Candidates, may_keep_sign_on
from registry.kernel.errors import NotFound

NO_PROVIDER = "没有找到该统一身份认证"
BINDINGS_SHOWN = 50


class Offered(NamedTuple):
    """A provider as the sign-in page offers it."""

    id: UUID
    name: str


class BindingLine(NamedTuple):
    """A binding that stands, with the account as lists show it."""

    binding: Binding
    login: str
    display_name: str


class BindingsPart(NamedTuple):
    """The first bindings of a provider by staff number, and how many there are."""

    lines: tuple[BindingLine, ...]
    total: int


async def offered_providers(reading: Reading) -> tuple[Offered, ...]:
    """What the sign-in page offers, to anybody, by name."""
    table = tables.Provider
    rows = await table.select(table.id, table.name).where(table.is_on == True).order_by(table.name, table.id)  # noqa: E712 -- SQL
    return tuple(Offered(**row) for row in rows)


async def offered_provider(reading: Reading, provider_id: UUID) -> Provider:
    """One that is switched on, for a visitor who is sent there. Raises NotFound."""
    found = await _provider(provider_id)
    if found is None or not found.is_on:
        raise NotFound(NO_PROVIDER)
    return found


async def known_provider(reading: Reading, provider_id: UUID) -> Provider:
    """One by its key, on or off, for somebody who was there. Raises NotFound."""
    found = await _provider(provider_id)
    if found is None:
        raise NotFound(NO_PROVIDER)
    return found


async def client_secret(reading: Reading, provider: Provider) -> str:
    """The client's secret, opened for the provider alone; empty where there is none."""
    table = tables.Provider
    rows = await table.select(table.secret_sealed).where(table.id == provider.id)
    sealed = rows[0]["secret_sealed"] if rows else None
    return reading.house.vault.open(bytes(sealed), secret_place(provider.id)) if sealed else ""


async def providers(reading: Reading) -> tuple[Provider, ...]:
    """All of them, by name. Raises NotFound for all but the operator of the installation."""
    _require_keeper(reading)
    table = tables.Provider
    return tuple(provider_of(row) for row in await select_providers().order_by(table.name, table.id))


async def provider(reading: Reading, provider_id: UUID) -> Provider:
    """One, on or off. Raises NotFound, also for all but the operator of the installation."""
    _require_keeper(reading)
    return await known_provider(reading, provider_id)


async def bindings(reading: Reading, provider_id: UUID, staff_no: str = "") -> BindingsPart:
    """Who is bound to a provider, by staff number, `staff_no` alone where it is given. Raises NotFound as above."""
    _require_keeper(reading)
    table = tables.Binding
    condition = (table.provider == provider_id) & table.ended_at.is_null()
    if staff_no:
        condition = condition & (table.staff_no == staff_no)
    total = await table.count().where(condition)
    named = (table.account.login.as_alias("login"), table.account.display_name.as_alias("display_name"))
    rows = (
        await select_bindings()
        .columns(*named)
        .where(condition)
        .order_by(table.staff_no, table.id)
        .limit(BINDINGS_SHOWN)
    )
    return BindingsPart(tuple(_line(row) for row in rows), total)


async def binding(reading: Reading, binding_id: UUID) -> BindingLine:
    """A binding that stands. Raises NotFound as above."""
    _require_keeper(reading)
    table = tables.Binding
    named = (table.account.login.as_alias("login"), table.account.display_name.as_alias("display_name"))
    rows = await select_bindings().columns(*named).where((table.id == binding_id) & table.ended_at.is_null())
    if not rows:
        raise NotFound("没有找到该绑定;可能已经解除")
    return _line(rows[0])


async def candidates(provider: Provider, told: Told, roster: OnRoster) -> Candidates:
    """The accounts that a staff number may mean; part of signing on."""
    table = tables.Account
    of_number, of_person = None, None
    if told.staff_no:
        of_number = await _account(
            select_accounts().where(table.school_id == provider.school_id, table.staff_no == told.staff_no)
        )
    if roster.person_id is not None:
        of_person = await _account(select_accounts().where(table.person_id == roster.person_id))
    return Candidates(of_number, of_person)


async def standing_bindings(
    provider_id: UUID, subject: str, account_id: UUID
) -> tuple[Binding | None, Binding | None]:
    """That of the subject and that of the account, those that stand; part of signing on."""
    table = tables.Binding
    rows = await select_bindings().where(
        (table.provider == provider_id)
        & table.ended_at.is_null()
        & ((table.subject == subject) | (table.account == account_id))
    )
    found = [Binding(**row) for row in rows]
    of_subject = next((each for each in found if each.subject == subject), None)
    of_account = next((each for each in found if each.account_id == account_id), None)
    return of_subject, of_account


async def standing_rules(kind: RuleKind, school_ids: Sequence[UUID | None]) -> tuple[SignInRule, ...]:
    """The rules of a kind that stand in these schools; None among them stands for everywhere."""
    table = tables.SignInRule
    rows = await select_rules().where((table.kind == kind.value) & table.ended_at.is_null()).order_by(table.role)
    return tuple(rule_of(row) for row in rows if row["school_id"] in school_ids)


async def schools_by_sign_on_only(reading: Reading) -> frozenset[UUID]:
    """The schools whose people sign in by providers alone, whether one is switched on or not."""
    table = tables.SignInRule
    rows = await table.select(table.school_id).where(
        (table.kind == RuleKind.SIGN_ON_ONLY.value) & table.ended_at.is_null()
    )
    return frozenset(row["school_id"] for row in rows)


async def signs_on_only(school_id: UUID | None) -> bool:
    """Whether a school's people sign in by a provider alone: it is so decided, and one is switched on."""
    if school_id is None:
        return False
    rows = await tables.SignInRule.raw(
        "SELECT EXISTS (SELECT FROM sign_in_rule WHERE kind = {} AND school_id = {} AND ended_at IS NULL) "
        "AND EXISTS (SELECT FROM sign_on_provider WHERE school_id = {} AND is_on) AS only",
        RuleKind.SIGN_ON_ONLY.value,
        school_id,
        school_id,
    )
    return bool(rows[0]["only"])


def secret_place(provider_id: UUID) -> str:
    """The place for which a client's secret is sealed."""
    return f"sign_on_provider.secret_sealed:{provider_id}"


def select_providers() -> Select[Any]:
    """The select of providers as facts, without their secrets."""
    table = tables.Provider
    return table.select(
        table.id,
        table.school_id,
        table.name,
        table.kind,
        table.address,
        table.client_id,
        table.secret_set_on,
        table.scopes,
        table.staff_no_claim,
        table.vouches_second_factor,
        table.is_on,
        table.revision,
    )


def provider_of(row: dict[str, Any]) -> Provider:
    """A row of `select_providers` as a fact."""
    return Provider(**{**row, "kind": ProviderKind(row["kind"])})


def select_bindings() -> Select[Any]:
    """The select of bindings as facts."""
    table = tables.Binding
    return table.select(
        table.id,
        table.provider.as_alias("provider_id"),
        table.subject,
        table.account.as_alias("account_id"),
        table.staff_no,
        table.bound_at,
        table.ended_at,
        table.ended_reason,
    )


def select_rules() -> Select[Any]:
    """The select of rules as facts."""
    table = tables.SignInRule
    return table.select(table.id, table.kind, table.school_id, table.role, table.began_at, table.ended_at)


def rule_of(row: dict[str, Any]) -> SignInRule:
    """A row of `select_rules` as a fact."""
    role = Role(row["role"]) if row["role"] else None
    return SignInRule(**{**row, "kind": RuleKind(row["kind"]), "role": role})


async def _provider(provider_id: UUID) -> Provider | None:
    rows = await select_providers().where(tables.Provider.id == provider_id)
    return provider_of(rows[0]) if rows else None


async def _account(select: Select[Any]) -> Account | None:
    rows = await select
    return account_of(rows[0]) if rows else None


def _line(row: dict[str, Any]) -> BindingLine:
    values = dict(row)
    login, display_name = values.pop("login"), values.pop("display_name")
    return BindingLine(Binding(**values), login, display_name)


def _require_keeper(reading: Reading) -> None:
    if not may_keep_sign_on(principal_of(reading.actor)).allowed:
        raise NotFound(NO_PROVIDER)
