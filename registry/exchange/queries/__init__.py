"""Reads of exchange: the files that were brought, what their dry runs found, how far the work has come."""
