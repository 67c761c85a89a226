"""Pages of exchange: the check of a ledger that stores nothing, and files brought into a school."""

from registry.exchange.pages import import_files, import_run, import_undo, imports, ledger_check

ROUTES = [
    *ledger_check.ROUTES,
    *imports.ROUTES,
    *import_run.ROUTES,
    *import_files.ROUTES,
    *import_undo.ROUTES,
]
