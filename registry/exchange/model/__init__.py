"""The nouns of exchange: ledgers and their answers (`ledger`), files brought into the registry (`imports`)."""

from registry.exchange.model.ledger import (
    CellProblem,
    CountingBasis,
    Fault,
    Ledger,
    LedgerAnswer,
    LedgerTeacher,
    Particulars,
    PersonParticulars,
    Place,
    PlacementParticulars,
    TeacherAnswer,
)

__all__ = [
    "CellProblem",
    "CountingBasis",
    "Fault",
    "Ledger",
    "LedgerAnswer",
    "LedgerTeacher",
    "Particulars",
    "PersonParticulars",
    "Place",
    "PlacementParticulars",
    "TeacherAnswer",
]
