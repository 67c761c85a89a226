"""Plans for many teachers at once, while they are drafted and after they became placements."""

from piccolo.columns import UUID, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.institutions import tables as institutions
from registry.institutions.tables import one_of
from registry.people import tables as people
from registry.practice.model import PracticeForm
from registry.practice.records.planning import BatchState, DutyAsked


class PracticePlan(Table, tablename="practice_plan"):
    """One plan for many: what all of them do, unless their line says otherwise."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    department = ForeignKey(
        institutions.SchoolUnit,
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        help_text="null: drafted by the school's office for any department",
    )
    name = Text(default=None, null=False)
    duty = Text(default=None, null=False, help_text="which duty it is for")
    target_on = Date(default=None, null=False, help_text="the day on which the duty is to be met")
    enterprise = ForeignKey(
        institutions.Enterprise,
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        help_text="null: only its name is known, or none yet",
    )
    enterprise_name = Text(default=None, null=False, help_text="empty: not said yet")
    position = Text(default=None, null=False, help_text="empty: not said")
    form = Text(default=None, null=False)
    started_on = Date(default=None, null=True, help_text="null: not said yet")
    finished_on = Date(default=None, null=True, help_text="null: not said yet")
    share_percent = SmallInt(default=None, null=False, help_text="of working time; no meaning with attended days")
    attended = Text(default=None, null=False, help_text="ISO days by semicolons, /0.5 for a half; empty: a span")
    state = Text(default=None, null=False)
    reason = Text(default=None, null=False, help_text="why it was withdrawn or discarded; else empty")
    created_by = UUID(default=None, null=True, help_text="account; null: the installation")
    created_by_name = Text(default=None, null=False, help_text="the name of that account then")
    created_at = Timestamptz(default=None, null=False)
    changed_by_name = Text(default=None, null=False, help_text="who changed it last")
    changed_at = Timestamptz(default=None, null=False)
    submitted_by = UUID(default=None, null=True, help_text="account; null: not submitted, or by the installation")
    submitted_by_name = Text(default=None, null=True, help_text="the name of that account then")
    submitted_at = Timestamptz(default=None, null=True, help_text="null: not submitted")
    revision = Integer(default=None, null=False, help_text="counts changes of the plan and of its lines, from 1")

    practice_plan_is_named = Check("name <> ''")
    practice_plan_duty_known = Check(one_of("duty", DutyAsked))
    practice_plan_form_known = Check(one_of("form", PracticeForm))
    practice_plan_in_order = Check("finished_on >= started_on")
    practice_plan_share_whole = Check("share_percent BETWEEN 1 AND 100")
    practice_plan_state_known = Check(one_of("state", BatchState))
    practice_plan_submitted_by_somebody = Check(
        "(submitted_at IS NULL) = (submitted_by_name IS NULL) "
        "AND (submitted_at IS NULL) = (state IN ('draft', 'discarded'))"
    )
    practice_plan_end_explained = Check("(reason = '') = (state IN ('draft', 'submitted'))")


class PracticePlanLine(Table, tablename="practice_plan_line"):
    """One teacher of a plan. Its id becomes that of the placement. Of a draft a line may be taken out again."""

    id = UUID(primary_key=True, default=None, null=False)
    plan = ForeignKey(PracticePlan, on_delete=OnDelete.restrict, default=None, null=False)
    person = ForeignKey(people.Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    enterprise = ForeignKey(
        institutions.Enterprise, on_delete=OnDelete.restrict, default=None, null=True, help_text="null: as the plan"
    )
    enterprise_name = Text(default=None, null=False, help_text="empty: as the plan")
    position = Text(default=None, null=False, help_text="empty: as the plan")
    started_on = Date(default=None, null=True, help_text="null: as the plan")
    finished_on = Date(default=None, null=True, help_text="null: as the plan")

    practice_plan_line_person_once = Unique(["plan", "person"])
    practice_plan_line_in_order = Check("finished_on >= started_on")
