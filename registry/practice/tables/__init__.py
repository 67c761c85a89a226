"""The tables of practice. Private to its service, its queries and its projection; further rules in migrations."""

from registry.practice.tables.placements import EXPLAINED, AttendedDay, Placement, StandingRange

__all__ = ["EXPLAINED", "AttendedDay", "Placement", "StandingRange"]
