"""Pages of identity that need no names of schools: signing in and out, the password, the second factor, tokens."""

from registry.identity.pages.second_factor import ROUTES as SECOND_FACTOR_ROUTES
from registry.identity.pages.second_step import ROUTES as SECOND_STEP_ROUTES
from registry.identity.pages.sign_in import ROUTES as SIGN_IN_ROUTES
from registry.identity.pages.tokens import ROUTES as TOKEN_ROUTES

ROUTES = [*SIGN_IN_ROUTES, *SECOND_STEP_ROUTES, *SECOND_FACTOR_ROUTES, *TOKEN_ROUTES]
