"""Files that were brought in: each with what its dry run found, and how far the work on it has come."""

from piccolo.columns import JSONB, UUID, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from registry.exchange.model.imports import ImportKind, ImportStage, ImportState
from registry.institutions import tables as institutions
from registry.institutions.tables import one_of


class ImportRun(Table, tablename="import_run"):
    """One file brought to one school."""

    id = UUID(primary_key=True, default=None, null=False)
    school = ForeignKey(institutions.School, on_delete=OnDelete.restrict, default=None, null=False, index=True)
    kind = Text(default=None, null=False)
    state = Text(default=None, null=False)
    file_name = Text(default=None, null=False, help_text="as the office calls it")
    file_digest = Text(default=None, null=False, help_text="SHA-256 in hexadecimal; the file is kept as proof")
    records_from = Date(default=None, null=True, help_text="records are complete since then; null: not said")
    corrects = Boolean(default=None, null=False, help_text="rows that differ from verified placements correct them")
    end_gone_on = Date(default=None, null=True, help_text="last day of who is not in the file; null: not ended")
    counts = JSONB(default=None, null=False, help_text="how much it would write, or wrote")
    fingerprint = Text(default=None, null=False, help_text="hash of all that the dry run found")
    words = Text(default=None, null=False, help_text="why it was refused or failed; else empty")
    findings_sealed = Bytea(default=None, null=False, help_text="personal: what the dry run found, encrypted")
    checked_by = UUID(default=None, null=True, help_text="account; null: the installation")
    checked_by_name = Text(default=None, null=False, help_text="the name of that account then")
    checked_at = Timestamptz(default=None, null=False)
    committed_by_name = Text(default=None, null=True, help_text="null: nothing of it stands or stood")
    committed_at = Timestamptz(default=None, null=True)
    undone_by_name = Text(default=None, null=True, help_text="null: not taken back")
    undone_at = Timestamptz(default=None, null=True)
    undone_reason = Text(default=None, null=True)
    revision = Integer(default=None, null=False, help_text="counts changes from 1")

    import_run_kind_known = Check(one_of("kind", ImportKind))
    import_run_state_known = Check(one_of("state", ImportState))
    import_run_is_named = Check("file_name <> '' AND file_digest <> ''")
    import_run_committed_by_somebody = Check(
        "(committed_at IS NULL) = (committed_by_name IS NULL) "
        "AND (committed_at IS NOT NULL) = (state IN ('committed', 'undone'))"
    )
    import_run_undone_with_reason = Check(
        "(undone_at IS NULL) = (undone_by_name IS NULL) AND (undone_at IS NULL) = (undone_reason IS NULL) "
        "AND (undone_at IS NOT NULL) = (state = 'undone') AND undone_reason <> ''"
    )


class ImportProgress(Table, tablename="import_progress"):
    """How far the work on a file has come, written beside its transaction for others to see."""

    id = UUID(primary_key=True, default=None, null=False, help_text="the run's")
    stage = Text(default=None, null=False)
    percent = SmallInt(default=None, null=False, help_text="of all the work, whole")
    noted_at = Timestamptz(default=None, null=False)

    import_progress_stage_known = Check(one_of("stage", ImportStage))
    import_progress_within = Check("percent BETWEEN 0 AND 100")
