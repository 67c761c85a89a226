"""Enterprise practice for other systems: placements read and handed in, and the board."""

from registry.practice.api.boards import ROUTES as BOARD_ROUTES
from registry.practice.api.entering import ROUTES as ENTERING_ROUTES
from registry.practice.api.placements import ROUTES as PLACEMENT_ROUTES

ROUTES = [*PLACEMENT_ROUTES, *ENTERING_ROUTES, *BOARD_ROUTES]
