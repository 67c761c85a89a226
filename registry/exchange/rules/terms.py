"""What the fixed words of a placement say together: its workload, its state, its form.

A ledger of many rows has few combinations of them, so each is read once.
"""

from collections.abc import Iterator
from typing import NamedTuple

from registry.exchange.model import Fault
from registry.exchange.rules.cells import Memo, shown
from registry.exchange.rules.faults import RowFault
from registry.exchange.rules.headers import Field
from registry.exchange.rules.shares import FULL_SHARE, ON_DUTY, read_duty_mode, read_share
from registry.exchange.rules.tables import Records
from registry.exchange.rules.words import read_form, read_state
from registry.kernel.sheets import Cell
from registry.practice.model import PlacementState, PracticeForm


class TermCells(NamedTuple):
    """The cells in question; each is empty where the sheet has no such column."""

    share: Cell
    duty_mode: Cell
    status: Cell
    appraisal: Cell
    form: Cell


class Terms(NamedTuple):
    """How much of the working time, how far the placement has come, of which kind it is. Not valid with faults.

    `is_on_duty`: only attended days count (不脱产), the share has no meaning.
    """

    share_percent: int
    is_on_duty: bool
    state: PlacementState
    form: PracticeForm
    faults: tuple[RowFault, ...] = ()


def terms_of(records: Records) -> Iterator[Terms]:
    """The terms of each record."""
    shares = (_unlike_a_number(cell) for cell in records.column(Field.SHARE))
    others = (records.column(Field(field)) for field in TermCells._fields[1:])
    return map(Memo(_read).__getitem__, zip(shares, *others, strict=False))


def read_terms(cells: TermCells) -> Terms:
    """Read the five cells; every fault among them is told."""
    share, mode = read_share(cells.share), read_duty_mode(cells.duty_mode)
    status, appraisal = read_state(cells.status), read_state(cells.appraisal)
    readings = (
        (Field.SHARE, share),
        (Field.DUTY_MODE, mode),
        (Field.STATUS, status),
        (Field.APPRAISAL, appraisal),
    )
    faults = [RowFault(field, reading) for field, reading in readings if isinstance(reading, Fault)]
    if isinstance(share, int) and isinstance(mode, int) and mode not in (share, ON_DUTY):
        faults.append(RowFault(Field.SHARE, Fault.SHARE_DISAGREES, {"percent": str(mode)}))
    percent = next((each for each in (share, mode) if isinstance(each, int) and each), FULL_SHARE)
    return Terms(percent, mode == ON_DUTY, _state(status, appraisal), read_form(cells.form), tuple(faults))


def _read(cells: tuple[Cell, ...]) -> Terms:
    return read_terms(TermCells._make(cells))


def _state(status: PlacementState | Fault, appraisal: PlacementState | Fault) -> PlacementState:
    """Where a sheet has both a status and an appraisal, the placement is verified only if both say so."""
    first, second = (PlacementState.SUBMITTED if isinstance(each, Fault) else each for each in (status, appraisal))
    return second if first is PlacementState.VERIFIED else first


def _unlike_a_number(cell: Cell) -> Cell:
    """TRUE is no share, but a look-up would take it for 1."""
    return shown(cell) if isinstance(cell, bool) else cell
