"""How far an actor's word reaches: everywhere, one bureau, one school, one department, or one person.

A scope says only where; what may be done there is for the rules. What lies outside a scope is not found, so that
nobody learns that it exists.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID


class ScopeKind(StrEnum):
    """The five reaches, widest first."""

    SYSTEM = "system"
    BUREAU = "bureau"
    SCHOOL = "school"
    DEPARTMENT = "department"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Scope:
    """A kind and whose: the id of the bureau, school, department or person. Only the whole system has none."""

    kind: ScopeKind
    id: UUID | None = None

    def __post_init__(self) -> None:
        if (self.kind is ScopeKind.SYSTEM) != (self.id is None):
            raise ValueError(f"a scope of kind {self.kind} with id {self.id}")

    @classmethod
    def bureau(cls, bureau_id: UUID) -> Self:
        """The schools of one bureau."""
        return cls(ScopeKind.BUREAU, bureau_id)

    @classmethod
    def school(cls, school_id: UUID) -> Self:
        """One school."""
        return cls(ScopeKind.SCHOOL, school_id)

    @classmethod
    def department(cls, department_id: UUID) -> Self:
        """One department of a school."""
        return cls(ScopeKind.DEPARTMENT, department_id)

    @classmethod
    def person(cls, person_id: UUID) -> Self:
        """One person: the actor's own record."""
        return cls(ScopeKind.PERSON, person_id)


EVERYWHERE = Scope(ScopeKind.SYSTEM)
"""The reach of the installation itself: jobs, the operator's commands, projections."""
