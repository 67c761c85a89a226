"""Pages that keep a school's settings and the directory of enterprises."""

from registry.institutions.pages import chains, enterprises, school, units

ROUTES = [*school.ROUTES, *units.ROUTES, *chains.ROUTES, *enterprises.ROUTES]
