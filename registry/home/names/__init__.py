"""名单速查: a pasted list of names, answered for a closing date with the papers that are missing. Stores nothing."""

from registry.home.names.pages import ROUTES

__all__ = ["ROUTES"]
