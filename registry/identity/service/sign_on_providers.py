"""Operators set up providers, change them, switch them on and off, and part users from accounts."""

from dataclasses import replace
from datetime import date
from typing import Any

from piccolo.columns.base import Column

from registry.audit.process import Process
from registry.identity import tables
from registry.identity.model.principals import principal_of
from registry.identity.model.sign_in import SessionEnd
from registry.identity.model.sign_on import (
    Binding,
    ChangeProvider,
    Provider,
    ProviderKind,
    ProviderWanted,
    SetUpProvider,
    SwitchProvider,
    Unbind,
)
from registry.identity.model.sign_on_events import (
    ProviderChanged,
    ProviderSetUp,
    ProviderSwitchedOff,
    ProviderSwitchedOn,
    SignOnUnbound,
    binding_values,
    provider_values,
)
from registry.identity.queries.sign_on import (
    NO_PROVIDER,
    binding,
    provider_of,
    secret_place,
    select_providers,
)
from registry.identity.rules.sign_on import may_keep_sign_on, provider_faults, tidy_address
from registry.identity.service.loading import needed_reason
from registry.kernel.errors import InvalidFields, NotFound, StaleEdit
from registry.kernel.verdicts import require

FIRST_REVISION = 1


async def set_up_provider(process: Process, command: SetUpProvider) -> Provider:
    """A provider, switched off until it was tried. The same asked again is there already.

    Raises NotPermitted, InvalidFields.
    """
    require(may_keep_sign_on(principal_of(process.actor)))
    _require_valid(command.wanted, command.plain_http)
    secret_set_on = process.today if command.wanted.secret else None
    after = replace(
        _as_wanted(command.wanted, secret_set_on), id=command.provider_id, is_on=False, revision=FIRST_REVISION
    )
    await tables.Provider.raw("SELECT pg_advisory_xact_lock({})", command.provider_id.int % 2**62)
    rows = await select_providers().where(tables.Provider.id == after.id)
    if rows:
        return provider_of(rows[0])
    values = {
        **_columns(after),
        "id": after.id,
        "school_id": after.school_id,
        "kind": after.kind.value,
        "secret_sealed": _sealed(process, after, command.wanted.secret),
        "is_on": False,
        "created_at": process.now,
    }
    await tables.Provider.insert(tables.Provider(**values))
    process.record(ProviderSetUp(Provider.SUBJECT, str(after.id), None, provider_values(after)))
    return after


async def change_provider(process: Process, command: ChangeProvider) -> Provider:
    """Its particulars as they are to be; an empty secret keeps the one that is there, nothing new is not recorded.

    Raises NotFound, NotPermitted, InvalidFields, StaleEdit.
    """
    require(may_keep_sign_on(principal_of(process.actor)))
    before = await _for_update(command)
    wanted = replace(command.wanted, kind=before.kind, school_id=before.school_id)
    _require_valid(wanted, command.plain_http)
    secret_set_on = process.today if wanted.secret else before.secret_set_on
    like_before = replace(
        _as_wanted(wanted, secret_set_on), id=before.id, is_on=before.is_on, revision=before.revision
    )
    if like_before == before and not wanted.secret:
        return before
    if command.revision != before.revision:
        raise StaleEdit("统一身份认证的设置刚才有人修改")
    after = replace(like_before, revision=before.revision + 1)
    values: dict[Column | str, Any] = {str(name): value for name, value in _columns(after).items()}
    if wanted.secret:
        values["secret_sealed"] = _sealed(process, after, wanted.secret)
    await tables.Provider.update(values).where(tables.Provider.id == after.id)
    process.record(ProviderChanged(Provider.SUBJECT, str(after.id), provider_values(before), provider_values(after)))
    return after


async def switch_provider(process: Process, command: SwitchProvider) -> Provider:
    """Offered on the sign-in page or not; sessions that run go on. Raises NotFound, NotPermitted."""
    require(may_keep_sign_on(principal_of(process.actor)))
    before = await _for_update(command)
    if before.is_on == command.is_on:
        return before
    after = replace(before, is_on=command.is_on, revision=before.revision + 1)
    await tables.Provider.update({"is_on": after.is_on, "revision": after.revision}).where(
        tables.Provider.id == after.id
    )
    kind = ProviderSwitchedOn if after.is_on else ProviderSwitchedOff
    process.record(kind(Provider.SUBJECT, str(after.id), provider_values(before), provider_values(after)))
    return after


async def unbind(process: Process, command: Unbind) -> Binding:
    """The user's sessions by the provider end; the next sign-on binds anew. Raises NotFound, NotPermitted."""
    require(may_keep_sign_on(principal_of(process.actor)))
    table = tables.Binding
    await table.select(table.id).where(table.id == command.binding_id).lock_rows("UPDATE")
    before = (await binding(process.reading, command.binding_id)).binding
    after = replace(before, ended_at=process.now, ended_reason=needed_reason(command.reason))
    await table.update({table.ended_at: after.ended_at, table.ended_reason: after.ended_reason}).where(
        table.id == after.id
    )
    session = tables.Session
    of_user = (session.account == after.account_id) & (session.provider == after.provider_id)
    await session.update({session.ended_at: process.now, session.end_reason: SessionEnd.UNBOUND.value}).where(
        of_user & session.ended_at.is_null() & (session.ends_at > process.now)
    )
    values = binding_values(before), binding_values(after)
    process.record(SignOnUnbound(Binding.SUBJECT, str(after.id), *values, {"subject": after.subject}))
    return after


async def _for_update(command: ChangeProvider | SwitchProvider) -> Provider:
    rows = await select_providers().where(tables.Provider.id == command.provider_id).lock_rows("NO KEY UPDATE")
    if not rows:
        raise NotFound(NO_PROVIDER)
    return provider_of(rows[0])


def _require_valid(wanted: ProviderWanted, plain_http: bool) -> None:
    faults = provider_faults(wanted, plain_http)
    if faults:
        raise InvalidFields(faults)


def _as_wanted(wanted: ProviderWanted, secret_set_on: date | None) -> Provider:
    is_oidc = wanted.kind is ProviderKind.OIDC
    return Provider(
        id=wanted.school_id,
        school_id=wanted.school_id,
        name=wanted.name.strip(),
        kind=wanted.kind,
        address=tidy_address(wanted.address),
        client_id=wanted.client_id.strip() if is_oidc else None,
        secret_set_on=secret_set_on if is_oidc else None,
        scopes=" ".join(wanted.scopes.split()) if is_oidc else None,
        staff_no_claim=wanted.staff_no_claim.strip() or None,
        vouches_second_factor=wanted.vouches_second_factor,
        is_on=False,
        revision=FIRST_REVISION,
    )


def _columns(provider: Provider) -> dict[str, Any]:
    names = ("name", "address", "client_id", "secret_set_on", "scopes", "staff_no_claim", "vouches_second_factor")
    return {name: getattr(provider, name) for name in (*names, "revision")}


def _sealed(process: Process, provider: Provider, secret: str) -> bytes | None:
    if not secret or provider.kind is not ProviderKind.OIDC:
        return None
    return process.reading.house.vault.seal(secret, secret_place(provider.id))
