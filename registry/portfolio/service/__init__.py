"""Use cases of the portfolio: load, permit, judge, write, record."""
