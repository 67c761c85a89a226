"""Keeping what the registry holds: backups and the proof that they restore, exports, the work of every night.

Owns what a backup states beside its bytes (the head of the chain of events, a check value of the key), the order in
which a restoration proves itself, and the jobs that the installation does unasked. The key is never in a backup:
whoever finds the one must not hold the other. Comes late, for it needs the words of every slice below.
"""
