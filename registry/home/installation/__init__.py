"""The operator's own pages: how the installation is, and which bureaus and schools it serves."""

from registry.home.installation.bureaus import ROUTES as BUREAU_ROUTES
from registry.home.installation.overview import ROUTES as OVERVIEW_ROUTES
from registry.home.installation.schools import ROUTES as SCHOOL_ROUTES

ROUTES = [*OVERVIEW_ROUTES, *SCHOOL_ROUTES, *BUREAU_ROUTES]
