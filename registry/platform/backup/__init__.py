"""Backups: a folder that restores alone, made whole or not at all, and the proof that it can be restored.

A backup holds the database's dump, every stored file, what the caller adds, and a manifest with the hash of each.
Knows no domain word: what a row means, and whether it is true, is proved above this package.
"""
