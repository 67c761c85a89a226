"""Imports as they are answered."""

from collections.abc import Iterable

from registry.audit.process import Reading
from registry.exchange.api.import_shapes import (
    CellShape,
    ChangeShape,
    DuplicateShape,
    ImportLine,
    ImportShape,
    ProgressShape,
    RowShape,
)
from registry.exchange.model.imports import Compared, ImportRun
from registry.exchange.model.ledger import CellProblem
from registry.exchange.queries.imports import import_progress, import_run
from registry.exchange.rules.wording import say
from registry.institutions.queries.schools import school
from registry.kernel.scopes import Scope
from registry.platform.language import Language


async def shaped(reading: Reading, run: ImportRun, scope: Scope) -> ImportShape:
    """One run with its findings and its progress."""
    findings = (await import_run(reading, run.id, scope)).findings
    progress = await import_progress(reading, run.id, scope)
    code = (await school(reading, run.school_id, scope)).code
    return ImportShape(
        run=of_run(run, code),
        progress=ProgressShape(stage=progress.stage, percent=progress.percent) if progress else None,
        errors=_cells(findings.errors),
        warnings=_cells(findings.warnings),
        new=_rows(findings.new),
        changed=_rows(findings.changed),
        gone=_rows(findings.gone),
        own=_rows(findings.own),
        duplicates=[
            DuplicateShape(kind=each.kind, staff_no=each.staff_no, name=each.name, words=each.words, place=each.place)
            for each in findings.duplicates
        ],
        departments=list(findings.departments),
        enterprises=list(findings.enterprises),
    )


def of_run(run: ImportRun, school_code: str) -> ImportLine:
    """A run without its findings."""
    return ImportLine(
        id=run.id,
        school=school_code,
        kind=run.kind,
        state=run.state,
        revision=run.revision,
        file_name=run.file_name,
        file_digest=run.file_digest,
        records_from=run.records_from,
        correct=run.corrects,
        end_gone_on=run.end_gone_on,
        counts=dict(run.counts),
        words=run.words,
        checked_by=run.checked_by_name,
        checked_at=run.checked_at,
        committed_by=run.committed_by_name,
        committed_at=run.committed_at,
        undone_by=run.undone_by_name,
        undone_at=run.undone_at,
        undone_reason=run.undone_reason,
    )


def _cells(problems: Iterable[CellProblem]) -> list[CellShape]:
    return [
        CellShape(
            sheet=each.sheet, row=each.row, column=each.column, value=each.value, problem=say(each, Language.ZH)
        )
        for each in problems
    ]


def _rows(compared: Iterable[Compared]) -> list[RowShape]:
    return [
        RowShape(
            sort=each.sort,
            staff_no=each.staff_no,
            name=each.name,
            words=each.words,
            place=each.place,
            changes=[ChangeShape(column=one.column, before=one.before, after=one.after) for one in each.changes],
        )
        for each in compared
    ]
