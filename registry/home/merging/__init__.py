"""Pages on which an office merges records that are one person or one firm, and takes a merge back."""

from registry.home.merging import enterprises, people

ROUTES = [*people.ROUTES, *enterprises.ROUTES]
