"""A file brought into the registry: what was asked, what a dry run found, what became of it. Pure.

Nothing here is guessed: what the file would change is told before it is written, and an import is one unit that can
be taken back as one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, NamedTuple
from uuid import UUID

from registry.audit.model import Event
from registry.exchange.model.ledger import CellProblem

LISTED_AT_MOST = 2_000
"""Lines of one list that are kept with a dry run; the counts are always whole."""


class ImportKind(StrEnum):
    """What a file holds: one kind of rows, or a whole ledger (every sheet of a workbook)."""

    TEACHERS = "teachers"
    PLACEMENTS = "placements"
    LEAVE = "leave"
    LEDGER = "ledger"


class ImportState(StrEnum):
    """What became of a file: read (and writable or refused), waiting for the worker, written, taken back."""

    CHECKED = "checked"
    REFUSED = "refused"
    QUEUED = "queued"
    COMMITTED = "committed"
    FAILED = "failed"
    UNDONE = "undone"
    DISCARDED = "discarded"


class ImportStage(StrEnum):
    """Where the work on a file is."""

    READING = "reading"
    COMPARING = "comparing"
    WRITING = "writing"
    RECORDING = "recording"
    DONE = "done"


class ImportProgress(NamedTuple):
    """How far the work has come: the stage, whole percent of all of it, when that was noted."""

    stage: ImportStage
    percent: int
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to bring a file in.

    `records_from`: the records of everybody in a ledger are complete since that day, unless a row says otherwise.
    `correct`: rows that differ from a verified placement correct it by a new revision, instead of being refused.
    """

    records_from: date | None = None
    correct: bool = False


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file that is kept (`platform/files`): its name as the office calls it, its SHA-256, and where it is."""

    name: str
    digest: str
    path: Path


@dataclass(frozen=True, slots=True)
class CheckImport:
    """Read a file for one school and compare it with what stands, writing none of it. `id` is chosen by the form."""

    id: UUID
    school_id: UUID
    kind: ImportKind
    file: ImportFile
    options: ImportOptions = ImportOptions()


@dataclass(frozen=True, slots=True)
class CommitImport:
    """Write what a dry run showed, all rows or none. `path`: where the kept file is.

    `end_gone_on`: the last day of everybody who is on the roster and not in the file, today at the latest and never
    that of whoever imports; None: they are only listed.
    """

    run_id: UUID
    revision: int
    path: Path
    end_gone_on: date | None = None


@dataclass(frozen=True, slots=True)
class QueueImport:
    """Have the worker write what a dry run showed, as `CommitImport` does."""

    run_id: UUID
    revision: int
    end_gone_on: date | None = None


@dataclass(frozen=True, slots=True)
class UndoImport:
    """Take a whole import back."""

    run_id: UUID
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class DiscardImport:
    """Put a dry run aside that nobody will write."""

    run_id: UUID
    revision: int


class RowSort(StrEnum):
    """What a line of a comparison is about."""

    TEACHER = "teacher"
    PLACEMENT = "placement"
    LEAVE = "leave"


class FieldChange(NamedTuple):
    """One value that differs: the column as the template calls it, what stands, what the file says."""

    column: str
    before: str
    after: str


class Compared(NamedTuple):
    """One fact of the file beside what stands. `place`: where in the file (`台账!12`), empty for who is not in it.

    `words`: what tells it from others: a department, or a firm and its days.
    """

    sort: RowSort
    staff_no: str
    name: str
    words: str = ""
    place: str = ""
    changes: tuple[FieldChange, ...] = ()


class DuplicateKind(StrEnum):
    """Why two things may be one."""

    KNOWN_ELSEWHERE = "known_elsewhere"
    """The identity number is known at another school: the person is the same one, and is taken on here too."""
    SAME_NAME_AND_BIRTH = "same_name_and_birth"
    """Somebody of that name and birth date is entered already under another number."""
    TWICE_IN_FILE = "twice_in_file"
    """The same placement stands twice in the file; both are written, as both count once anyway."""


class Duplicate(NamedTuple):
    """Two things that may be one."""

    kind: DuplicateKind
    staff_no: str
    name: str
    words: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How much a file would write, or wrote. Whole, whatever the lists leave out.

    `ended_teachers`: whose employments the import ended since the file does not name them; known once it is written.
    """

    errors: int = 0
    warnings: int = 0
    new_teachers: int = 0
    changed_teachers: int = 0
    unchanged_teachers: int = 0
    gone_teachers: int = 0
    new_placements: int = 0
    changed_placements: int = 0
    unchanged_placements: int = 0
    verified_placements: int = 0
    own_placements: int = 0
    new_leaves: int = 0
    changed_leaves: int = 0
    unchanged_leaves: int = 0
    departments: int = 0
    enterprises: int = 0
    duplicates: int = 0
    wrong_id_numbers: int = 0
    wrong_credit_codes: int = 0
    ended_teachers: int = 0

    @property
    def rows(self) -> int:
        """How many rows a file would write, or wrote."""
        of_people = self.new_teachers + self.changed_teachers + self.new_leaves + self.changed_leaves
        return of_people + self.new_placements + self.changed_placements


@dataclass(frozen=True, slots=True)
class ImportFindings:
    """What a dry run found. Errors and changes are listed whole, other lists up to `LISTED_AT_MOST` lines.

    `own`: rows said to be recognised that are the importer's own practice; somebody else must verify them.
    `gone`: on the roster and not in the file; only listed, unless the commit names their last day.
    """

    errors: tuple[CellProblem, ...] = ()
    warnings: tuple[CellProblem, ...] = ()
    new: tuple[Compared, ...] = ()
    changed: tuple[Compared, ...] = ()
    gone: tuple[Compared, ...] = ()
    own: tuple[Compared, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    departments: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportRun:
    """One file and what became of it. `words`: why it failed or was refused, empty otherwise."""

    SUBJECT: ClassVar[str] = "import_run"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    school_id: UUID
    kind: ImportKind
    state: ImportState
    file_name: str
    file_digest: str
    records_from: date | None
    corrects: bool
    end_gone_on: date | None
    counts: Mapping[str, int]
    fingerprint: str
    words: str
    checked_by: UUID | None
    checked_by_name: str
    checked_at: datetime
    committed_by_name: str | None
    committed_at: datetime | None
    undone_by_name: str | None
    undone_at: datetime | None
    undone_reason: str | None
    revision: int

    @property
    def counted(self) -> ImportCounts:
        """The counts by name."""
        return ImportCounts(**self.counts)

    @property
    def options(self) -> ImportOptions:
        """How the file was asked to be read."""
        return ImportOptions(self.records_from, self.corrects)

    @property
    def may_be_committed(self) -> bool:
        """Whether it can be written now: read without errors, and not written yet (also after a failure)."""
        return self.state in {ImportState.CHECKED, ImportState.FAILED}


@dataclass(frozen=True, slots=True)
class ImportSeen:
    """A run with everything that its dry run found."""

    run: ImportRun
    findings: ImportFindings = field(default_factory=ImportFindings)


class Resting(NamedTuple):
    """Something that came after an import and rests on what it wrote: what it is, about which fact of the import."""

    words: str
    fact: str
    place: str = ""


class ImportChecked(Event):
    """A file was read and compared."""


class ImportQueued(Event):
    """The worker was asked to write a file."""


class ImportCommitted(Event):
    """A file was written; everything in its process belongs to it."""


class ImportFailed(Event):
    """The worker could not write a file; nothing of it was written."""


class ImportUndone(Event):
    """A whole import was taken back."""


class ImportDiscarded(Event):
    """A dry run was put aside."""
