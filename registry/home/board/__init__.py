"""The board: who is on the staff, how each stands, the sums over them; on the screen, as a workbook and on paper.

Owns no facts and judges nobody: everything comes from `registry.practice.queries.board`. What is exported and printed
is what the same address shows, in the same order, all pages of it.
"""

from registry.home.board.bureau import ROUTES as BUREAU_ROUTES
from registry.home.board.export import ROUTES as EXPORT_ROUTES
from registry.home.board.pages import ROUTES as PAGE_ROUTES

ROUTES = [*PAGE_ROUTES, *BUREAU_ROUTES, *EXPORT_ROUTES]
