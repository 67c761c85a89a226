"""A standing as a picture for a row: above, months found of those asked; below, how long it lasts within two years.

Only classes, no style: it stands in pages that forbid inline style. Its words stand beside it, so it is hidden from
screen readers.
"""

from datetime import date
from functools import lru_cache

from registry.practice.model import Standing, StandingState

WIDTH, HEIGHT = 100, 14
ASKED_AT = 80
"""Where the months asked for stand; what goes beyond reaches to the edge."""
AHEAD_DAYS = 730
"""Two years ahead, as in the timeline."""


def standing_meter(found: Standing) -> str:
    """An `<svg>`. Empty for `exempt`, of which there is nothing to draw."""
    asked = found.required_months
    if found.credit is None or not asked:
        return ""
    months = found.credit.months
    share = months.numerator * asked.denominator * ASKED_AT // (months.denominator * asked.numerator)
    return _drawn(min(share, WIDTH), _lasts(found), found.state.value)


def _lasts(found: Standing) -> int:
    """How far along the lower line it is met."""
    if found.state not in (StandingState.MET, StandingState.AT_RISK):
        return 0
    days = ((found.lapses_on or date.max) - found.on).days
    return min(max(days * WIDTH // AHEAD_DAYS, 1), WIDTH)


@lru_cache(maxsize=4096)
def _drawn(share: int, lasts: int, state: str) -> str:
    shapes = [f'<path class="room" d="M0 4H{WIDTH}M0 11.5H{WIDTH}"/>']
    if share:
        shapes.append(f'<path class="have" d="M0 4H{share}"/>')
    shapes.append(f'<path class="ask" d="M{ASKED_AT} 0V8"/>')
    if lasts:
        shapes.append(f'<path class="lasts" d="M0 11.5H{lasts}"/>')
    if 0 < lasts < WIDTH:
        shapes.append(f'<path class="ends" d="M{lasts} 8V14"/>')
    drawn = "".join(shapes)
    return f'<svg class="meter meter-{state}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{drawn}</svg>'
