"""Certificates for other systems: read, issued, replaced, revoked by token; verified by anybody."""

from registry.certificates.api.acting import ROUTES as ACTING_ROUTES
from registry.certificates.api.certificates import ROUTES as READING_ROUTES
from registry.certificates.api.verifying import ROUTES as VERIFYING_ROUTES

ROUTES = [*READING_ROUTES, *ACTING_ROUTES, *VERIFYING_ROUTES]
