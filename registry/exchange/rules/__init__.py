"""How a school's own ledger is read: cells, words, header rows, rows, faults. Pure, and guesses nothing."""

from registry.exchange.rules.ledger import HeadersMissing, ReadingOptions, read_ledger
from registry.exchange.rules.wording import say

__all__ = ["HeadersMissing", "ReadingOptions", "read_ledger", "say"]
