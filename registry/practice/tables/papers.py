"""The papers of placements. The files themselves lie in the file store under their digests."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.institutions.tables import one_of
from registry.practice.records.papers import PaperKind
from registry.practice.tables.placements import Placement

DIGEST = "{} ~ '^[0-9a-f]{{64}}$'"
"""The condition that a column holds a SHA-256."""


class Paper(Table, tablename="paper"):
    """One paper of a placement, in all of the placement's revisions."""

    id = UUID(primary_key=True, default=None, null=False)
    chain = ForeignKey(
        Placement,
        on_delete=OnDelete.restrict,
        default=None,
        null=False,
        index=True,
        help_text="the first revision of the placement",
    )
    kind = Text(default=None, null=False)
    digest = Text(default=None, null=False, index=True, help_text="SHA-256 of the file that is kept")
    original_digest = Text(default=None, null=False, index=True, help_text="SHA-256 of the file as it was sent")
    thumbnail_digest = Text(default=None, null=True, help_text="null: no photograph")
    media_type = Text(default=None, null=False)
    size_bytes = Integer(default=None, null=False)
    original_name = Text(default=None, null=False, help_text="the file's name where it came from")
    note = Text(default=None, null=False, help_text="empty where nothing was noted")
    added_by = UUID(default=None, null=True, help_text="account; null: the installation")
    added_by_name = Text(default=None, null=False, help_text="the name of that account then")
    added_at = Timestamptz(default=None, null=False)
    removed_by = UUID(default=None, null=True, help_text="account; null: not removed, or by the installation")
    removed_by_name = Text(default=None, null=True, help_text="the name of that account then")
    removed_at = Timestamptz(default=None, null=True, help_text="null: not removed")
    removed_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts the changes of this row, from 1")

    paper_kind_known = Check(one_of("kind", PaperKind))
    paper_digests = Check(
        f"{DIGEST.format('digest')} AND {DIGEST.format('original_digest')} "
        f"AND (thumbnail_digest IS NULL OR {DIGEST.format('thumbnail_digest')})"
    )
    paper_has_file = Check("size_bytes > 0 AND media_type <> '' AND original_name <> ''")
    paper_removed_with_reason = Check(
        "(removed_at IS NULL) = (removed_reason IS NULL) AND (removed_at IS NULL) = (removed_by_name IS NULL) "
        "AND (removed_at IS NOT NULL OR removed_by IS NULL) AND removed_reason <> ''"
    )
