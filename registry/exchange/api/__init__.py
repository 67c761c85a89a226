"""Answers and imports for other systems, in the shape of `registry check`."""

from registry.exchange.api.imports import ROUTES as IMPORT_ROUTES
from registry.exchange.api.standing import ROUTES as STANDING_ROUTES
from registry.exchange.api.undoing import ROUTES as UNDOING_ROUTES

ROUTES = [*STANDING_ROUTES, *IMPORT_ROUTES, *UNDOING_ROUTES]
