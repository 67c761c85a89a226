"""Tickets that a visitor carries from one step of signing in to the next: sealed, short-lived, good once.

They are no sessions and open no page. Nothing is stored until one is used up, so a visitor leaves no trace.
"""

import base64
import binascii
import json
from datetime import datetime
from uuid import UUID

from registry.audit.process import Process, Reading
from registry.identity import tables
from registry.identity.model.sign_on import Journey
from registry.identity.rules.secrets import fingerprint
from registry.kernel.errors import BadInput

JOURNEY, HALF_OPEN = "sign_in.journey", "sign_in.half_open"
"""What a ticket is sealed for: one kind cannot be taken for the other."""
LONGEST = 6000
"""Characters; browsers keep 4096 bytes of a cookie."""


def sealed(reading: Reading, kind: str, values: dict[str, str]) -> str:
    """A ticket of these values, for a cookie."""
    return base64.urlsafe_b64encode(reading.house.vault.seal(json.dumps(values), kind)).decode()


def opened(reading: Reading, kind: str, ticket: str) -> dict[str, str] | None:
    """What a ticket says; None for one that this installation did not seal for this."""
    try:
        content = base64.urlsafe_b64decode(ticket[:LONGEST])
        values = json.loads(reading.house.vault.open(content, kind))
    except (binascii.Error, ValueError, BadInput):
        return None
    return values if isinstance(values, dict) else None


def journey_ticket(reading: Reading, journey: Journey) -> str:
    """The ticket of a visitor who is sent to a provider."""
    values = {
        "state": journey.state,
        "provider_id": str(journey.provider_id),
        "service": journey.service,
        "wanted": journey.wanted,
        "nonce": journey.nonce,
        "verifier": journey.verifier,
        "ends_at": journey.ends_at.isoformat(),
    }
    return sealed(reading, JOURNEY, values)


def journey_of(reading: Reading, ticket: str) -> Journey | None:
    """The way on which a visitor is; None for no ticket of ours."""
    values = opened(reading, JOURNEY, ticket)
    if values is None:
        return None
    known = {name: values[name] for name in ("state", "service", "wanted", "nonce", "verifier")}
    return Journey(
        provider_id=UUID(values["provider_id"]), ends_at=datetime.fromisoformat(values["ends_at"]), **known
    )


async def spent_now(process: Process, ticket_id: str) -> bool:
    """Use a ticket up, in one statement: of two who come at once, one gets True."""
    rows = await tables.SpentTicket.raw(
        "INSERT INTO sign_in_spent (id_hash, spent_at) VALUES ({}, {}) ON CONFLICT DO NOTHING RETURNING id_hash",
        fingerprint(ticket_id),
        process.now,
    )
    return bool(rows)
