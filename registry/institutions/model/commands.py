"""What can be asked of institutions. `revision` is that of the fact as the asker saw it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from registry.institutions.model.facts import ApprovalStep, SchoolLevel, UnitKind


@dataclass(frozen=True, slots=True)
class OpenBureau:
    """Enter an education bureau."""

    code: str
    name: str
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class OpenSchool:
    """Enter a school."""

    code: str
    name: str
    short_name: str
    level: SchoolLevel
    jurisdiction: str
    bureau_id: UUID | None = None
    records_from: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeSchool:
    """Give a school other names, another level, jurisdiction or bureau; its code stays."""

    school_id: UUID
    revision: int
    name: str
    short_name: str
    level: SchoolLevel
    jurisdiction: str
    bureau_id: UUID | None


@dataclass(frozen=True, slots=True)
class StateSchoolRecordsFrom:
    """Say since when the school's records are complete; None: they always were."""

    school_id: UUID
    revision: int
    records_from: date | None


@dataclass(frozen=True, slots=True)
class OpenUnit:
    """Enter an office or department; `started_on` None: it always stood."""

    school_id: UUID
    kind: UnitKind
    name: str
    started_on: date | None = None


@dataclass(frozen=True, slots=True)
class CloseUnit:
    """Say which day is a unit's last."""

    unit_id: UUID
    revision: int
    finished_on: date


@dataclass(frozen=True, slots=True)
class SetApprovalChain:
    """Let other offices approve from a day on; what was asked for before keeps its chain."""

    school_id: UUID
    started_on: date
    steps: tuple[ApprovalStep, ...]


@dataclass(frozen=True, slots=True)
class VoidApprovalChain:
    """Take back a chain that was set by mistake; the one before it holds on."""

    chain_id: UUID
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class RecordBreak:
    """Enter a break into the school's calendar."""

    school_id: UUID
    name: str
    started_on: date
    finished_on: date


@dataclass(frozen=True, slots=True)
class VoidBreak:
    """Take a break out of the calendar; a changed break is voided and recorded anew."""

    break_id: UUID
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class RegisterEnterprise:
    """Name an enterprise; a teacher need not know its credit code."""

    name: str
    credit_code: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class EnterpriseParticulars:
    """What an office knows of an enterprise."""

    name: str
    credit_code: str | None
    address: str | None
    contact: str | None
    contact_phone: str | None


@dataclass(frozen=True, slots=True)
class CompleteEnterprise:
    """Check and fill in an enterprise's particulars, once, for all schools."""

    enterprise_id: UUID
    revision: int
    particulars: EnterpriseParticulars


@dataclass(frozen=True, slots=True)
class CorrectEnterprise:
    """Change the particulars of an enterprise that was completed. The process says why."""

    enterprise_id: UUID
    revision: int
    particulars: EnterpriseParticulars
