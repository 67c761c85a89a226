"""The journals of placements, and the photographs of their entries."""

from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.institutions.tables import VOIDED_WITH_REASON, one_of
from registry.practice.records.journal import EntryState
from registry.practice.tables.papers import DIGEST
from registry.practice.tables.placements import Placement


class JournalEntry(Table, tablename="journal_entry"):
    """One entry of a placement's journal, in all of the placement's revisions."""

    id = UUID(primary_key=True, default=None, null=False)
    chain = ForeignKey(
        Placement,
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
        index=True,
        help_text="the first revision of the placement",
    )
    written_on = Date(default=None, null=False, help_text="the day that it tells of")
    text = Text(default=None, null=False, help_text="empty: photographs only, or a draft")
    state = Text(default=None, null=False)
    written_by = UUID(default=None, null=True, help_text="account that began it; null: the installation")
    written_by_name = Text(default=None, null=False, help_text="the name of that account then")
    written_at = Timestamptz(default=None, null=False, help_text="when it was begun")
    voided_at = Timestamptz(default=None, null=True)
    voided_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts the changes of this row, from 1")

    journal_entry_state_known = Check(one_of("state", EntryState))
    journal_entry_voided_with_reason = Check(VOIDED_WITH_REASON)


class JournalPhotograph(Table, tablename="journal_photograph"):
    """One photograph of an entry, as the entry has it now."""

    id = UUID(primary_key=True, default=None, null=False)
    entry = ForeignKey(JournalEntry, on_delete=OnDelete.restrict, default=None, null=False)
    place = SmallInt(default=None, null=False, help_text="its place in the entry, from 1")
    digest = Text(default=None, null=False, index=True, help_text="SHA-256 of the file that is kept")
    original_digest = Text(default=None, null=False, index=True, help_text="SHA-256 of the file as it was sent")
    thumbnail_digest = Text(default=None, null=False)
    shows_attendance = Boolean(default=None, null=False, help_text="proof of being there on the day")

    journal_photograph_digests = Check(
        " AND ".join(DIGEST.format(name) for name in ("digest", "original_digest", "thumbnail_digest"))
    )
    journal_photograph_placed = Check("place >= 1")
    journal_photograph_place_once = Unique(["entry", "place"])
