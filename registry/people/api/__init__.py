"""People for other systems: who is on the staff, and one person's posts."""

from registry.people.api.teachers import ROUTES

__all__ = ["ROUTES"]
