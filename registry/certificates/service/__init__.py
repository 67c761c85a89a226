"""Use cases of certificates: load, permit, judge, write, record."""
