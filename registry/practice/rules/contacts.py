"""Who may read the name and number of an enterprise supervisor, and what others see of them. Pure."""

from collections.abc import Collection
from uuid import UUID

from registry.kernel.scopes import Scope, ScopeKind
from registry.practice.records import Placement, Supervisor

SHOWN_AT_START, SHOWN_AT_END = 3, 4
"""Figures of a telephone number that a printed list may carry: 138****5678."""


def may_call(placement: Placement, scope: Scope, offices_of: Collection[UUID]) -> bool:
    """The teacher, and the offices and departments of the school that keeps the placement; nobody else.

    `offices_of`: the schools whose office or department the scope is.
    """
    return scope.kind in (ScopeKind.SYSTEM, ScopeKind.PERSON) or placement.school_id in offices_of


def masked(supervisor: Supervisor) -> Supervisor:
    """The family name alone, and a number that cannot be called."""
    name, phone = supervisor
    return Supervisor(name[:1] + "*" * (len(name) - 1), _masked_phone(phone))


def _masked_phone(phone: str) -> str:
    hidden = len(phone) - SHOWN_AT_START - SHOWN_AT_END
    return phone[:SHOWN_AT_START] + "*" * hidden + phone[-SHOWN_AT_END:] if hidden > 0 else "*" * len(phone)
