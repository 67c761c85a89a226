"""Opinions on a plan along the school's chain of approval: facts, the command, the event. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple
from uuid import UUID

from registry.audit.model import Event


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one step of the chain said about a plan as it stood at `placement_revision`.

    `office_id` None: the head of the teacher's department. `is_recorded`: the personnel office or a leader entered
    what that office said; `given_by` is then who entered it.
    """

    SUBJECT: ClassVar[str] = "plan_opinion"
    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    id: UUID
    placement_id: UUID
    placement_revision: int
    approval_chain_id: UUID
    position: int
    label: str
    office_id: UUID | None
    office_name: str
    is_recorded: bool
    agreed: bool
    words: str
    given_by: UUID | None
    given_by_name: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class GiveOpinion:
    """Agree to a plan or not, at one step (`position`, from 1) of its chain."""

    placement_id: UUID
    revision: int
    position: int
    agreed: bool
    words: str = ""


class StepProgress(NamedTuple):
    """One step of a plan's chain: who is asked, what was said, whether it is asked now."""

    position: int
    label: str
    office_id: UUID | None
    office_name: str
    opinion: Opinion | None
    is_waiting: bool


class ChainProgress(NamedTuple):
    """How far a plan has come. Without steps the school has no chain: one approval by the office.

    `returned`: the opinion that sent the plan back to the teacher; the chain begins anew when it is mended.
    """

    steps: tuple[StepProgress, ...]
    returned: Opinion | None

    @property
    def waiting(self) -> StepProgress | None:
        """The step that is asked now, None where nobody is."""
        return next((step for step in self.steps if step.is_waiting), None)


class OpinionGiven(Event):
    """A step of the chain agreed to a plan, or did not."""
