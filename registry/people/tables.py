"""Persons, employments, posts and leave. Exclusion constraints and the check across tables follow in migrations."""

from typing import Any

from piccolo.columns import JSONB, UUID, Bytea, Date, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.institutions import tables as institutions
from registry.institutions.tables import IN_ORDER, VOIDED_WITH_REASON, one_of
from registry.people.model.facts import LeaveKind, NameKind, PostCategory, Sex


class Person(Table, tablename="person"):
    """Somebody, once in the whole installation."""

    id = UUID(primary_key=True, default=None, null=False)
    name = Text(default=None, null=False, index=True, help_text="personal: the present name")
    sex = Text(default=None, null=True, help_text="personal")
    birth_on = Date(
        default=None, null=True, help_text="personal: as the personnel file says, whatever the number says"
    )
    id_number_sealed = Bytea(default=None, null=True, help_text="personal: encrypted for this row")
    id_number_index = Bytea(default=None, null=True, unique=True, help_text="personal: keyed hash, for finding")
    records_from = Date(default=None, null=True, help_text="goes before the school's; null: the school's holds")
    revision = Integer(default=None, null=False, help_text="counts changes from 1")
    merged_into: ForeignKey[Any] = ForeignKey(
        "self",
        on_delete=OnDelete.restrict,
        default=None,
        null=True,
        help_text="who this record turned out to be; null: it stands for itself",
    )

    person_is_named = Check("name <> ''")
    person_sex_known = Check(one_of("sex", Sex))
    person_id_number_whole = Check("(id_number_sealed IS NULL) = (id_number_index IS NULL)")
    person_merged_is_emptied = Check("merged_into IS NULL OR (merged_into <> id AND id_number_index IS NULL)")


class PersonMerge(Table, tablename="person_merge"):
    """Two records that turned out to be one person: what moved, so that it can be taken back as one unit."""

    id = UUID(primary_key=True, default=None, null=False)
    merged = ForeignKey(Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    survivor = ForeignKey(Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    reason = Text(default=None, null=False)
    taken = JSONB(default=None, null=False, help_text="the survivor's particulars that came from the merged record")
    parts = JSONB(default=None, null=False, help_text="what moved or was taken back: [subject, id, how]")
    merged_by_name = Text(default=None, null=False, help_text="the name of that account then")
    merged_at = Timestamptz(default=None, null=False)
    undone_by_name = Text(default=None, null=True)
    undone_at = Timestamptz(default=None, null=True, help_text="null: the merge stands")
    undone_reason = Text(default=None, null=True)

    person_merge_of_two = Check("merged <> survivor AND reason <> ''")
    person_merge_undone_with_reason = Check(
        "(undone_at IS NULL) = (undone_reason IS NULL) AND (undone_at IS NULL) = (undone_by_name IS NULL) "
        "AND undone_reason <> ''"
    )


class PersonName(Table, tablename="other_name"):
    """A name besides the present one."""

    id = UUID(primary_key=True, default=None, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    name = Text(default=None, null=False, index=True, help_text="personal")
    kind = Text(default=None, null=False)
    started_on = Date(default=None, null=True, help_text="null: since ever")
    finished_on = Date(default=None, null=True, help_text="null: still in use")

    other_name_is_named = Check("name <> ''")
    other_name_kind_known = Check(one_of("kind", NameKind))
    other_name_in_order = Check(IN_ORDER)


class Employment(Table, tablename="employment"):
    """Being on a school's staff."""

    id = UUID(primary_key=True, default=None, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False)
    staff_no = Text(default=None, null=False, help_text="as the school writes it (工号)")
    department = ForeignKey(institutions.SchoolUnit, on_delete=OnDelete.restrict, default=None, null=True, index=True)
    started_on = Date(default=None, null=True, help_text="first day; null: since ever")
    finished_on = Date(default=None, null=True, help_text="last day; null: no end")
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")
    industry_months = Integer(default=None, null=True, help_text="in enterprises before it; null: not stated")
    industry_note = Text(default=None, null=True, help_text="what the statement rests on")

    employment_has_staff_no = Check("staff_no <> ''")
    employment_in_order = Check(IN_ORDER)
    employment_voided_with_reason = Check(VOIDED_WITH_REASON)
    employment_industry_stated = Check(
        "industry_months >= 0 AND (industry_months IS NULL) = (industry_note IS NULL) AND industry_note <> ''"
    )


class PostHeld(Table, tablename="post_held"):
    """A teaching post, inside the days of its employment."""

    id = UUID(primary_key=True, default=None, null=False)
    employment = ForeignKey(Employment, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    category = Text(default=None, null=False)
    started_on = Date(default=None, null=True, help_text="first day; null: since ever")
    finished_on = Date(default=None, null=True, help_text="last day; null: no end")
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")
    unpractised_reason = Text(default=None, null=True, help_text="why it began without practice before; else null")

    post_held_category_known = Check(one_of("category", PostCategory))
    post_held_in_order = Check(IN_ORDER)
    post_held_voided_with_reason = Check(VOIDED_WITH_REASON)
    post_held_exception_explained = Check("unpractised_reason <> ''")


class Leave(Table, tablename="leave"):
    """Approved leave."""

    id = UUID(primary_key=True, default=None, null=False)
    person = ForeignKey(Person, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    kind = Text(default=None, null=False, help_text="personal: health data")
    started_on = Date(default=None, null=False, help_text="first day")
    finished_on = Date(default=None, null=False, help_text="last day")
    approved_by = Text(default=None, null=False, help_text="who entered it as approved")
    approved_at = Timestamptz(default=None, null=False)
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    leave_kind_known = Check(one_of("kind", LeaveKind))
    leave_in_order = Check(IN_ORDER)
    leave_voided_with_reason = Check(VOIDED_WITH_REASON)
