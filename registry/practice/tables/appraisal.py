"""Spot checks, grades and how many may be excellent. Further rules in migrations."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.institutions import tables as institutions
from registry.institutions.tables import VOIDED_WITH_REASON, one_of
from registry.practice.records.grades import Grade
from registry.practice.records.spot_checks import CheckManner
from registry.practice.tables.confirmation import DIGEST
from registry.practice.tables.placements import Placement


class SpotCheck(Table, tablename="spot_check"):
    """A visit, a call or a look at the papers during a placement."""

    id = UUID(primary_key=True, default=None, null=False)
    placement = ForeignKey(
        Placement, on_delete=OnDelete.restrict, default=None, null=False, index=True, help_text="the first revision"
    )
    checked_on = Date(default=None, null=False)
    checked_by = Text(default=None, null=False, help_text="who went or rang")
    manner = Text(default=None, null=False)
    findings = Text(default=None, null=False)
    absence_found = Boolean(default=None, null=False, help_text="away without leave")
    photograph = Text(default=None, null=True, help_text="SHA-256 of the file, hex; null: none")
    recorded_by = UUID(default=None, null=True, help_text="account; null: the installation")
    recorded_by_name = Text(default=None, null=False, help_text="the name of that account then")
    recorded_at = Timestamptz(default=None, null=False)
    voided_at = Timestamptz(default=None, null=True)
    voided_by_name = Text(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    spot_check_manner_known = Check(one_of("manner", CheckManner))
    spot_check_is_told = Check("checked_by <> '' AND findings <> ''")
    spot_check_photograph_shape = Check(f"photograph {DIGEST}")
    spot_check_voided_with_reason = Check(f"{VOIDED_WITH_REASON} AND (voided_at IS NULL) = (voided_by_name IS NULL)")


class PlacementGrade(Table, tablename="placement_grade"):
    """The grade of a placement, for all its revisions."""

    id = UUID(primary_key=True, default=None, null=False)
    placement = ForeignKey(
        Placement,
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
        unique=True,
        help_text="the first revision",
    )
    grade = Text(default=None, null=False)
    words = Text(default=None, null=False, help_text="empty: nothing to add")
    graded_by = UUID(default=None, null=True, help_text="account; null: the installation")
    graded_by_name = Text(default=None, null=False, help_text="the name of that account then")
    graded_at = Timestamptz(default=None, null=False)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    placement_grade_known = Check(one_of("grade", Grade))
    placement_grade_explained = Check("grade <> 'unqualified' OR words <> ''")


class GradeCap(Table, tablename="grade_cap"):
    """How many of a school year's participants may be excellent, from a day on."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False)
    started_on = Date(default=None, null=False, help_text="for placements that end on that day or later")
    percent = SmallInt(default=None, null=True, help_text="of the participants; null: no cap")
    reason = Text(default=None, null=False, help_text="the school's rule that says so")
    set_by_name = Text(default=None, null=False)
    set_at = Timestamptz(default=None, null=False)
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    grade_cap_percent_whole = Check("percent BETWEEN 0 AND 100")
    grade_cap_explained = Check("reason <> ''")
    grade_cap_voided_with_reason = Check(VOIDED_WITH_REASON)
