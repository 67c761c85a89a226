"""What the enterprise answered about placements, and what it is shown behind a one-time link."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from uuid import UUID

from piccolo.query.methods.select import Select

from registry.audit.process import Reading
from registry.identity.queries.credentials import DEAD_LINK, link
from registry.institutions.queries.schools import school
from registry.kernel.errors import NotFound
from registry.kernel.scopes import EVERYWHERE, Scope
from registry.people.queries.persons import person
from registry.platform.vault import Vault
from registry.practice import tables
from registry.practice.queries.placements import placement
from registry.practice.queries.rows import Row, these
from registry.practice.records import Placement
from registry.practice.records.confirmation import (
    Confirmation,
    ConfirmationMethod,
    SupervisorAsked,
    SupervisorView,
)
from registry.practice.rules.counting import HALVES_A_DAY
from registry.practice.rules.recognition import is_answerable

PURPOSE = "confirm_placement"
"""The purpose of the links that are sent to supervisors."""


async def confirmations_of(
    reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE
) -> tuple[Confirmation, ...]:
    """Everything the enterprise or the office answered about a placement, oldest first. Raises NotFound."""
    chain_id = (await placement(reading, placement_id, scope)).chain_id
    return (await stored_confirmations([chain_id], reading.house.vault))[chain_id]


async def confirmed_by_link(reading: Reading, chain_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Of placements that somebody may know already, those whose last answer is the enterprise's own, by link."""
    answers = await stored_confirmations(chain_ids, reading.house.vault)
    return frozenset(
        chain_id
        for chain_id, given in answers.items()
        if given and given[-1].confirms and given[-1].method is ConfirmationMethod.ONE_TIME_LINK
    )


async def supervisor_asked(reading: Reading, placement_id: UUID, scope: Scope = EVERYWHERE) -> SupervisorAsked | None:
    """The last link sent for a placement, None where none was. Raises NotFound."""
    return await last_asked((await placement(reading, placement_id, scope)).chain_id)


async def placement_behind(reading: Reading, token: str) -> SupervisorView:
    """What the supervisor sees, without using the link up. Raises NotFound, whatever is wrong with the link."""
    found = await link(reading, token, PURPOSE)
    asked = await asked_by_link(found.id)
    told = await placement(reading, asked.placement_id)
    await require_answerable(told, asked)
    return SupervisorView(
        (await person(reading, told.person_id)).name,
        (await school(reading, told.school_id)).name,
        told.enterprise_name,
        told.position,
        told.started_on,
        told.finished_on,
        _days(told),
        told.share_percent,
        told.attended,
        found.expires_at,
    )


async def require_answerable(told: Placement, asked: SupervisorAsked) -> None:
    """Pass, or raise NotFound: a later link was sent, the placement was changed, or ruled on already."""
    newest = await last_asked(asked.placement_id)
    if asked != newest or not is_answerable(told, asked):
        raise NotFound(DEAD_LINK)


async def asked_by_link(link_id: UUID) -> SupervisorAsked:
    """For what a link was sent. Raises NotFound."""
    rows = await _select_asked().where(tables.ConfirmationRequest.link == link_id)
    if not rows:
        raise NotFound(DEAD_LINK)
    return SupervisorAsked(**rows[0])


async def last_asked(chain_id: UUID) -> SupervisorAsked | None:
    """The last link sent for a placement that somebody may know already."""
    table = tables.ConfirmationRequest
    rows = await _select_asked().where(table.placement == chain_id).order_by(table.number, ascending=False).limit(1)
    return SupervisorAsked(**rows[0]) if rows else None


async def stored_confirmations(chain_ids: Iterable[UUID], vault: Vault) -> dict[UUID, tuple[Confirmation, ...]]:
    """The answers about placements that somebody may know already, oldest first."""
    found: dict[UUID, tuple[Confirmation, ...]] = dict.fromkeys(chain_ids, ())
    table = tables.Confirmation
    rows = await table.select().where(table.placement.is_in(these(found))).order_by(table.placement_revision)
    for row in rows:
        found[row["placement"]] = (*found[row["placement"]], _confirmation(row, vault))
    return found


def supervisor_name_place(confirmation_id: UUID) -> str:
    """The place for which a supervisor's name is sealed: table, column and row."""
    return f"confirmation.supervisor_name_sealed:{confirmation_id}"


def _confirmation(row: Row, vault: Vault) -> Confirmation:
    values = dict(row)
    sealed = values.pop("supervisor_name_sealed")
    name = vault.open(bytes(sealed), supervisor_name_place(row["id"])) if sealed else ""
    kept = {
        "placement_id": values.pop("placement"),
        "link_id": values.pop("link"),
        "method": ConfirmationMethod(values.pop("method")),
    }
    return Confirmation(**values, **kept, supervisor_name=name)


def _select_asked() -> Select[Any]:
    table = tables.ConfirmationRequest
    keys = (table.id, table.placement.as_alias("placement_id"), table.link.as_alias("link_id"), table.number)
    who = (table.asked_by, table.asked_by_name, table.asked_by_teacher, table.asked_at, table.expires_at)
    return table.select(*keys, table.content_hash, *who)


def _days(told: Placement) -> Fraction:
    if told.attended is None:
        return Fraction((told.finished_on - told.started_on).days + 1)
    return Fraction(sum(day.halves for day in told.attended), HALVES_A_DAY)
