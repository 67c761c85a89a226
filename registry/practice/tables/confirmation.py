"""Links sent to supervisors and what was answered. Further rules in migrations."""

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from registry.identity import tables as identity
from registry.institutions.tables import one_of
from registry.practice.records.confirmation import ConfirmationMethod
from registry.practice.tables.placements import Placement

DIGEST = "~ '^[0-9a-f]{64}$'"


class ConfirmationRequest(Table, tablename="confirmation_request"):
    """A link sent for a placement. Only that of the highest number is good."""

    id = UUID(primary_key=True, default=None, null=False)
    placement = ForeignKey(
        Placement, on_delete=OnDelete.restrict, default=None, null=False, help_text="the first revision"
    )
    link = ForeignKey(identity.Link, on_delete=OnDelete.restrict, default=None, null=False, unique=True)
    number = Integer(default=None, null=False, help_text="counts the links of the placement, from 1")
    content_hash = Text(default=None, null=False, help_text="SHA-256 of what the link shows, hex")
    asked_by = UUID(default=None, null=True, help_text="account; null: the installation")
    asked_by_name = Text(default=None, null=False, help_text="the name of that account then")
    asked_by_teacher = Boolean(default=None, null=False)
    asked_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=False)

    confirmation_request_numbered = Unique(["placement", "number"])
    confirmation_request_hash_shape = Check(f"content_hash {DIGEST}")


class Confirmation(Table, tablename="confirmation"):
    """An answer of the enterprise, or the proof of it that the office saw. It stands; an endorsement may follow."""

    id = UUID(primary_key=True, default=None, null=False)
    placement = ForeignKey(
        Placement, on_delete=OnDelete.restrict, default=None, null=False, help_text="the first revision"
    )
    placement_revision = Integer(default=None, null=False, help_text="the changes of the placement that were seen")
    method = Text(default=None, null=False)
    confirms = Boolean(default=None, null=False, help_text="false: it disputes")
    content_hash = Text(default=None, null=False, help_text="SHA-256 of what was confirmed, hex")
    words = Text(default=None, null=False, help_text="what was said, or which proof was seen; empty: nothing")
    supervisor_name_sealed = Bytea(
        default=None, null=True, help_text="personal: encrypted for this row; null: unknown"
    )
    link = ForeignKey(identity.Link, on_delete=OnDelete.restrict, default=None, null=True, unique=True)
    asked_by_name = Text(default=None, null=True, help_text="who sent the link")
    asked_by_teacher = Boolean(default=None, null=False, help_text="the teacher sent the link")
    file_digest = Text(default=None, null=True, help_text="SHA-256 of the file that is the proof, hex")
    answered_by = UUID(default=None, null=True, help_text="account; null: who held the link, or the installation")
    answered_by_name = Text(default=None, null=False, help_text="the name of that account then")
    answered_at = Timestamptz(default=None, null=False)
    endorsed_by = UUID(default=None, null=True, help_text="account of the second officer")
    endorsed_by_name = Text(default=None, null=True, help_text="the name of that account then")
    endorsed_at = Timestamptz(default=None, null=True)
    endorsed_words = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    confirmation_method_known = Check(one_of("method", ConfirmationMethod))
    confirmation_hash_shape = Check(f"content_hash {DIGEST} AND file_digest {DIGEST}")
    confirmation_by_link_has_link = Check(
        "(method = 'one_time_link') = (link IS NOT NULL) AND (link IS NULL) = (asked_by_name IS NULL)"
    )
    confirmation_dispute_explained = Check("confirms OR (words <> '' AND method = 'one_time_link')")
    confirmation_other_proof_named = Check("method <> 'alternative_proof' OR words <> ''")
    confirmation_endorsed_whole = Check(
        "(endorsed_at IS NULL) = (endorsed_by IS NULL) AND (endorsed_at IS NULL) = (endorsed_by_name IS NULL) "
        "AND (endorsed_at IS NULL) = (endorsed_words IS NULL)"
    )
    confirmation_endorsed_by_another = Check(
        "endorsed_by IS NULL "
        "OR (method = 'alternative_proof' AND answered_by IS NOT NULL AND endorsed_by <> answered_by)"
    )
    confirmation_once = Unique(["placement", "placement_revision"])
