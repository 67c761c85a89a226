"""What the board looks up: every person's answers through time, and which of them changed at which school.

Projections, all three: written by `registry.practice.projection`, made anew by its `rebuild`.
"""

from piccolo.columns import UUID, Array, BigInt, Boolean, Date, ForeignKey, Text
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.institutions import tables as institutions
from registry.people import tables as people


class StandingCourse(Table, tablename="standing_course"):
    """A person's state, lapse and progress on every day of employment, as steps: `x[i]` holds from `x_since[i]` on.

    By the rule of the school that then employs, for whoever sees the whole file. All verified credit counts on its
    day. `width_bucket(day, x_since)` finds the step of a day.
    """

    person = ForeignKey(
        people.Person, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True, index=False
    )
    states_since = Array(base_column=Date(), default=None, null=False, help_text="first days, in order")
    states = Array(base_column=Text(), default=None, null=False, help_text="empty: nothing is stored of these days")
    lapses_since = Array(base_column=Date(), default=None, null=False, help_text="first days, in order")
    lapses_on = Array(
        base_column=Date(),
        default=None,
        null=False,
        help_text="as seen from there; null: nothing lapses; 0001-01-01: another day from each of these days",
    )
    progress_since = Array(base_column=Date(), default=None, null=False, help_text="first days, in order")
    progress = Array(base_column=Text(), default=None, null=False, help_text="empty: nothing is stored of these days")
    initials = Text(default=None, null=False, help_text="personal: of the name, all readings, apart by spaces")
    is_shared = Boolean(
        default=None, null=False, help_text="not everybody who reaches the person sees all of the facts"
    )
    projected_on = Date(default=None, null=False, help_text="the steps reach ten years beyond")

    standing_course_in_steps = Check(
        "cardinality(states_since) = cardinality(states) AND cardinality(lapses_since) = cardinality(lapses_on) "
        "AND cardinality(progress_since) = cardinality(progress)"
    )


class BoardStamp(Table, tablename="board_stamp"):
    """How often anything changed that a school's board shows; whoever keeps answers in memory compares it."""

    school = ForeignKey(
        institutions.School, on_delete=OnDelete.restrict, default=None, null=False, primary_key=True, index=False
    )
    stamp = BigInt(default=None, null=False, help_text="grows with every change")

    board_stamp_grows = Check("stamp >= 1")


class BoardChange(Table, tablename="board_change"):
    """At which stamp of a school's board a person on its staff, now or once, changed last."""

    id = UUID(primary_key=True, default=None, null=False)
    person = ForeignKey(people.Person, on_delete=OnDelete.restrict, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False)
    stamp = BigInt(default=None, null=False)

    board_change_once = Unique(["person", "school"])
