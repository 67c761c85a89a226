"""What tells that a placement went with its person's or firm's record. Pure."""

from registry.audit.model import Event


class PlacementMoved(Event):
    """A placement went with the record of its person or its enterprise when two records became one."""
