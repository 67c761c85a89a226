"""A fault of one cell before it has a place: the column, what is wrong, and figures for its words."""

from collections.abc import Mapping
from typing import NamedTuple

from registry.exchange.model import Fault
from registry.exchange.rules.headers import Field

_NO_DETAILS: Mapping[str, str] = {}


class RowFault(NamedTuple):
    """What is wrong with the cell of one column, in a row that the holder knows."""

    field: Field
    fault: Fault
    details: Mapping[str, str] = _NO_DETAILS
