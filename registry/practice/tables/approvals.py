"""Opinions on plans. They are never changed; further rules in migrations."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.institutions import tables as institutions
from registry.practice.tables.placements import Placement


class PlanOpinion(Table, tablename="plan_opinion"):
    """One opinion of one step of a chain on a plan as it stood then."""

    id = UUID(primary_key=True, default=None, null=False)
    placement = ForeignKey(
        Placement, on_delete=OnDelete.restrict, default=None, null=False, help_text="the first revision"
    )
    placement_revision = Integer(default=None, null=False, help_text="the changes of the plan that were seen")
    approval_chain = ForeignKey(institutions.ApprovalChain, on_delete=OnDelete.restrict, default=None, null=False)
    position = SmallInt(default=None, null=False, help_text="the step, from 1")
    label = Text(default=None, null=False, help_text="the step's word, such as 审核")
    office = ForeignKey(
        institutions.SchoolUnit,
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        help_text="null: the teacher's department",
    )
    office_name = Text(default=None, null=False, help_text="the name of that unit then; empty: no department")
    is_recorded = Boolean(default=None, null=False, help_text="entered for the office by personnel or a leader")
    agreed = Boolean(default=None, null=False)
    words = Text(default=None, null=False, help_text="empty: nothing to add")
    given_by = UUID(default=None, null=True, help_text="account; null: the installation")
    given_by_name = Text(default=None, null=False, help_text="the name of that account then")
    given_at = Timestamptz(default=None, null=False)

    plan_opinion_explained = Check("agreed OR words <> ''")
    plan_opinion_in_place = Check("position >= 1 AND label <> ''")
    plan_opinion_once = Unique(["placement", "placement_revision", "approval_chain", "position"])
