"""The planner's pages: who needs what by a day, a plan for many, and the two lists that offices sign and seal."""

from registry.home.planner.drafts import ROUTES as DRAFT_ROUTES
from registry.home.planner.ends import ROUTES as END_ROUTES
from registry.home.planner.lines import ROUTES as LINE_ROUTES
from registry.home.planner.needs import ROUTES as NEED_ROUTES
from registry.home.planner.sheets import ROUTES as SHEET_ROUTES

ROUTES = [*NEED_ROUTES, *DRAFT_ROUTES, *LINE_ROUTES, *END_ROUTES, *SHEET_ROUTES]
