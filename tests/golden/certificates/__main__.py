"""Writes the golden texts of certificates."""

from tests.golden.certificates import write

write()
