"""The record of runs."""

from piccolo.columns import JSONB, UUID, BigInt, Text, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table

from registry.upkeep.model import RunKind, RunOutcome

KINDS = ", ".join(f"'{kind.value}'" for kind in RunKind)
OUTCOMES = ", ".join(f"'{outcome.value}'" for outcome in RunOutcome)


class UpkeepRun(Table, tablename="upkeep_run"):
    """One run of what keeps the installation."""

    id = UUID(primary_key=True, default=None, null=False)
    kind = Text(default=None, null=False, index=True)
    started_at = Timestamptz(default=None, null=False)
    finished_at = Timestamptz(default=None, null=True, help_text="null: still running, or died")
    outcome = Text(default=None, null=False)
    words = Text(default=None, null=False, help_text="for the operator, in one line")
    details = JSONB(default=None, null=True, help_text="what was proved, counted or found")
    size = BigInt(default=None, null=True, help_text="bytes of what was made")

    upkeep_run_kind_known = Check(f"kind IN ({KINDS})")
    upkeep_run_outcome_known = Check(f"outcome IN ({OUTCOMES})")
    upkeep_run_finished_with_outcome = Check("(finished_at IS NULL) = (outcome = 'running')")
    upkeep_run_in_order = Check("started_at <= finished_at")
