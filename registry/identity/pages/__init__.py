"""Pages of identity that need no names of schools: signing in and out, the password, one's own tokens."""

from registry.identity.pages.sign_in import ROUTES as SIGN_IN_ROUTES
from registry.identity.pages.tokens import ROUTES as TOKEN_ROUTES

ROUTES = [*SIGN_IN_ROUTES, *TOKEN_ROUTES]
