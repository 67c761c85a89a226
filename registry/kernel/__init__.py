"""Pure ideas that every slice shares: periods, exact quantities, citations, errors. Standard library only."""
