"""The house and its doors for tests: a fixed now, a fixed key, the shipped book."""

from datetime import UTC, datetime

from registry.audit.model import Actor
from registry.audit.process import House, Reading
from registry.platform.vault import KEY_BYTES, Vault
from registry.policy.book import shipped_book

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
"""09:00 on 22 November 2026 in China."""


def a_house(**changes) -> House:
    return House(**{"vault": Vault(bytes(KEY_BYTES)), **changes})


def a_reading(actor: Actor | None = None, **changes) -> Reading:
    defaults = {
        "actor": actor or Actor(None, "operator", "cli"),
        "now": NOW,
        "book": shipped_book(),
        "house": a_house(),
    }
    return Reading(**{**defaults, **changes})
