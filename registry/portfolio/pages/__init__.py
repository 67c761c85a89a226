"""Pages of what people hold."""

from registry.portfolio.pages import titles

ROUTES = [*titles.ROUTES]
