"""The use cases of exchange: a ledger in, its answer out (no database); and a ledger brought into the registry."""

from registry.exchange.service.checking import NATIONAL, CheckQuestion, Watch, check_ledger

__all__ = ["NATIONAL", "CheckQuestion", "Watch", "check_ledger"]
