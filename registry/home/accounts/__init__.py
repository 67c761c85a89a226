"""Accounts with the names of schools and departments: one's own, and those that an operator keeps."""

from registry.home.accounts.keeping import ROUTES as KEEPING_ROUTES
from registry.home.accounts.lending import ROUTES as LENDING_ROUTES
from registry.home.accounts.listing import ROUTES as LISTING_ROUTES
from registry.home.accounts.locking import ROUTES as LOCKING_ROUTES
from registry.home.accounts.opening import ROUTES as OPENING_ROUTES
from registry.home.accounts.own import ROUTES as OWN_ROUTES
from registry.home.accounts.roles import ROUTES as ROLE_ROUTES

ROUTES = [
    *OWN_ROUTES,
    *LENDING_ROUTES,
    *LISTING_ROUTES,
    *OPENING_ROUTES,
    *KEEPING_ROUTES,
    *LOCKING_ROUTES,
    *ROLE_ROUTES,
]
