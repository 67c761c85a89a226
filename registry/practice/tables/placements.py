"""Placements in every revision, their attended days, and the standing projection. Further rules in migrations.

Whoever writes placements, one or many, makes the rows with `placement_row`, `attended_rows` and `supervisor_row` of
`registry.practice.service.placement_rows`, so that every column is filled in one place.
"""

from typing import Any

from piccolo.columns import UUID, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.institutions import tables as institutions
from registry.institutions.tables import IN_ORDER, one_of
from registry.people import tables as people
from registry.practice.model import PlacementState, PracticeForm, StandingState
from registry.practice.records import FirmRelation

EXPLAINED = (
    PlacementState.DISPUTED,
    PlacementState.RETURNED,
    PlacementState.REJECTED,
    PlacementState.VOIDED,
)
"""States that nobody is put in without a reason."""


class Placement(Table, tablename="placement"):
    """One placement in one revision. A correction is a new row of its chain that points at the one it replaces."""

    id = UUID(primary_key=True, default=None, null=False)
    chain = UUID(default=None, null=False, help_text="the id of the first revision, the same in all of them")
    person = ForeignKey(people.Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    school = ForeignKey(
        institutions.School,
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
        index=True,
        help_text="the school that keeps it",
    )
    enterprise = ForeignKey(
        institutions.Enterprise,
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        help_text="null: only its name is known",
    )
    enterprise_name = Text(default=None, null=False, help_text="as written by whoever entered it")
    position = Text(default=None, null=False, help_text="empty where unknown")
    form = Text(default=None, null=False)
    started_on = Date(default=None, null=False, help_text="its first day")
    finished_on = Date(default=None, null=False, help_text="its last day")
    share_percent = SmallInt(default=None, null=False, help_text="of working time; no meaning when by attendance")
    is_by_attendance = Boolean(default=None, null=False, help_text="only the listed days count")
    state = Text(default=None, null=False)
    reason = Text(default=None, null=False, help_text="why it is in this state, or was corrected; else empty")
    entered_by = UUID(default=None, null=True, help_text="account; null: the installation")
    entered_by_name = Text(default=None, null=False, help_text="the name of that account then")
    entered_at = Timestamptz(default=None, null=False)
    verified_by = UUID(default=None, null=True, help_text="account; null: not verified, or by the installation")
    verified_by_name = Text(default=None, null=True, help_text="the name of that account then")
    verified_at = Timestamptz(default=None, null=True, help_text="null: not verified")
    replaces: ForeignKey[Any] = ForeignKey("self", on_delete=OnDelete.restrict, default=None, null=True, unique=True)
    is_replaced = Boolean(default=None, null=False, help_text="a later revision holds")
    revision = Integer(default=None, null=False, help_text="counts the changes of this row, from 1")
    goals = Text(
        default=None, null=False, help_text="what is to be learnt and done (实践目标与任务); empty: not said"
    )
    expected_results = Text(default=None, null=False, help_text="预期成果; empty: not said")
    teaching_arrangement = Text(default=None, null=False, help_text="本学期课务安排; empty: not said")
    summary = Text(default=None, null=False, help_text="个人总结; empty: not written yet")
    is_abroad = Boolean(default=None, null=False, help_text="needs translated proof")
    region_code = Text(default=None, null=False, help_text="GB/T 2260, six digits; empty: as the firm's credit code")
    relation = Text(default=None, null=False, help_text="whose firm, as declared")
    relation_reason = Text(default=None, null=False, help_text="why such a firm was approved; empty: it was not")
    relation_approved_by_name = Text(default=None, null=True, help_text="the name of that account then")
    relation_approved_at = Timestamptz(default=None, null=True, help_text="null: not approved")
    fits_subject = Boolean(default=None, null=True, help_text="of a secondment; null: not decided")
    fit_reason = Text(default=None, null=False, help_text="why; empty: not decided")
    fit_decided_by_name = Text(default=None, null=True, help_text="the name of that account then")

    placement_has_enterprise = Check("enterprise_name <> ''")
    placement_form_known = Check(one_of("form", PracticeForm))
    placement_in_order = Check(IN_ORDER)
    placement_share_whole = Check("share_percent BETWEEN 1 AND 100")
    placement_state_known = Check(one_of("state", PlacementState))
    placement_explained = Check(f"reason <> '' OR NOT {one_of('state', EXPLAINED)}")
    placement_verified_by_somebody = Check(
        "(verified_at IS NULL) = (verified_by_name IS NULL) AND (verified_at IS NOT NULL OR state <> 'verified')"
    )
    placement_only_verified_replaced = Check("state = 'verified' OR NOT is_replaced")
    placement_first_replaces_none = Check("(replaces IS NULL) = (chain = id)")
    placement_of_chain = Unique(["id", "chain", "person", "school"])
    placement_region_shape = Check("region_code = '' OR region_code ~ '^[0-9]{6}$'")
    placement_relation_known = Check(one_of("relation", FirmRelation))
    placement_relation_explained = Check(
        "(relation_approved_at IS NULL) = (relation_reason = '') "
        "AND (relation_approved_at IS NULL) = (relation_approved_by_name IS NULL)"
    )
    placement_relation_approved = Check(
        "state <> 'verified' OR relation = 'none' OR relation_approved_at IS NOT NULL"
    )
    placement_fit_explained = Check(
        "(fits_subject IS NULL) = (fit_reason = '') AND (fits_subject IS NULL) = (fit_decided_by_name IS NULL)"
    )


class PlacementSupervisor(Table, tablename="placement_supervisor"):
    """Who vouches for the teacher in the enterprise, for all revisions of a placement."""

    id = UUID(primary_key=True, default=None, null=False)
    chain = ForeignKey(
        Placement,
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
        unique=True,
        help_text="the first revision",
    )
    name_sealed = Bytea(default=None, null=True, help_text="personal: encrypted for this row; null: unknown")
    phone_sealed = Bytea(default=None, null=True, help_text="personal: encrypted for this row; null: unknown")
    revision = Integer(default=None, null=False, help_text="counts changes from 1")


class AttendedDay(Table, tablename="placement_attended_day"):
    """One attended day of a placement measured by attendance."""

    id = UUID(primary_key=True, default=None, null=False)
    placement = ForeignKey(Placement, on_delete=OnDelete.restrict, default=None, null=False)
    attended_on = Date(default=None, null=False)
    halves = SmallInt(default=None, null=False, help_text="1 or 2")

    placement_attended_halves = Check("halves BETWEEN 1 AND 2")
    placement_attended_day_once = Unique(["placement", "attended_on"])


class StandingRange(Table, tablename="standing_range"):
    """Projection: days of employment on which a person's state is the same under one rule line."""

    id = UUID(primary_key=True, default=None, null=False)
    person = ForeignKey(people.Person, on_delete=OnDelete.restrict, default=None, null=False)
    line = Text(default=None, null=False, help_text="local: the employing school's; else a jurisdiction")
    started_on = Date(default=None, null=False, help_text="its first day")
    finished_on = Date(default=None, null=False, help_text="its last day; the horizon for the last range")
    state = Text(default=None, null=False)
    projected_on = Date(default=None, null=False, help_text="no credit after that day was added")

    standing_range_has_line = Check("line <> ''")
    standing_range_in_order = Check(IN_ORDER)
    standing_range_state_known = Check(one_of("state", StandingState))
