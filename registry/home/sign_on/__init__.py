"""Single sign-on where it needs the roster and the names of schools: the visit, the operator's pages, second factors
of others.
"""

from registry.home.sign_on.bindings import ROUTES as BINDING_ROUTES
from registry.home.sign_on.demands import ROUTES as DEMAND_ROUTES
from registry.home.sign_on.factors import ROUTES as FACTOR_ROUTES
from registry.home.sign_on.providers import ROUTES as PROVIDER_ROUTES
from registry.home.sign_on.visiting import ROUTES as VISITING_ROUTES

ROUTES = [*VISITING_ROUTES, *PROVIDER_ROUTES, *BINDING_ROUTES, *DEMAND_ROUTES, *FACTOR_ROUTES]
