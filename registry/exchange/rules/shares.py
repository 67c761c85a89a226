"""How much of the working time a placement took, as 工作量比例 or as 脱产方式.

Whole percents only, exactly: the number that is printed in the cell counts, never its binary neighbour.
"""

import re
from decimal import Decimal

from registry.exchange.model import Fault
from registry.exchange.rules.cells import compact, word_of
from registry.kernel.sheets import Cell

FULL_SHARE = 100
_HALF_SHARE = 50
_SHARE_WORDS = {
    "全职": FULL_SHARE,
    "full": FULL_SHARE,
    "fulltime": FULL_SHARE,
    "半职": _HALF_SHARE,
    "half": _HALF_SHARE,
    "halftime": _HALF_SHARE,
}
ON_DUTY = 0
_DUTY_MODES = {
    "脱产": FULL_SHARE,
    "全脱产": FULL_SHARE,
    "offduty": FULL_SHARE,
    "半脱产": _HALF_SHARE,
    "halfduty": _HALF_SHARE,
    "不脱产": ON_DUTY,
    "onduty": ON_DUTY,
}
_NUMBER = re.compile(r"([+-]?[0-9]{1,9}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})(%?)")


def read_share(cell: Cell) -> int | Fault | None:
    """A share in whole percent, 1 to 100; None for an empty cell.

    A number up to 1 is a fraction (1 = full time), above 1 a percentage; with `%` it is what it says.
    """
    text = compact(cell)
    if not text:
        return None
    if word_of(text) in _SHARE_WORDS:
        return _SHARE_WORDS[word_of(text)]
    written = _NUMBER.fullmatch(text)
    if written is None:
        return Fault.SHARE_UNREADABLE
    percent = Decimal(written[1])
    if percent <= 1 and not written[2]:
        percent *= FULL_SHARE
    if percent != percent // 1:
        return Fault.SHARE_UNREADABLE
    return int(percent) if 1 <= percent <= FULL_SHARE else Fault.SHARE_OUT_OF_RANGE


def read_duty_mode(cell: Cell) -> int | Fault | None:
    """The share that a duty mode stands for, `ON_DUTY` for 不脱产; None for an empty cell."""
    word = word_of(cell)
    return _DUTY_MODES.get(word, Fault.UNKNOWN_DUTY_MODE) if word else None
