"""What a dry run found, as it is kept: one text, sealed for its run, since it names people."""

from typing import Any
from uuid import UUID

import msgspec

from registry.audit.process import Reading
from registry.exchange.model.imports import ImportFindings

_decoder = msgspec.json.Decoder(ImportFindings)


def findings_from(reading: Reading, run_id: UUID, sealed: bytes) -> ImportFindings:
    """What was sealed for this run. Raises BadInput with a foreign key."""
    return _decoder.decode(reading.house.vault.open(sealed, findings_place(run_id)))


def sealed_findings(reading: Reading, run_id: UUID, findings: ImportFindings) -> bytes:
    """The findings ready to be kept."""
    return reading.house.vault.seal(findings_text(findings).decode("utf-8"), findings_place(run_id))


def findings_text(findings: Any) -> bytes:
    """The findings as one text; the same for the same findings."""
    return msgspec.json.encode(findings, order="sorted")


def findings_place(run_id: UUID) -> str:
    """The place for which findings are sealed: table, column and row."""
    return f"import_run.findings_sealed:{run_id}"
