"""The tables of practice. Private to its service, its queries and its projection; further rules in migrations."""

from registry.practice.tables.appraisal import GradeCap, PlacementGrade, SpotCheck
from registry.practice.tables.approvals import PlanOpinion
from registry.practice.tables.board import BoardChange, BoardStamp, StandingCourse
from registry.practice.tables.confirmation import Confirmation, ConfirmationRequest
from registry.practice.tables.journal import JournalEntry, JournalPhotograph
from registry.practice.tables.papers import Paper
from registry.practice.tables.placements import (
    EXPLAINED,
    AttendedDay,
    Placement,
    PlacementSupervisor,
    StandingRange,
)
from registry.practice.tables.planning import PracticePlan, PracticePlanLine
from registry.practice.tables.region_rules import RegionRule

__all__ = [
    "EXPLAINED",
    "AttendedDay",
    "BoardChange",
    "BoardStamp",
    "Confirmation",
    "ConfirmationRequest",
    "GradeCap",
    "JournalEntry",
    "JournalPhotograph",
    "Paper",
    "Placement",
    "PlacementGrade",
    "PlacementSupervisor",
    "PlanOpinion",
    "PracticePlan",
    "PracticePlanLine",
    "RegionRule",
    "SpotCheck",
    "StandingCourse",
    "StandingRange",
]
