"""The five vectors of the practice rule: 10 months in rolling 5 years, thirty days a month, obliged throughout."""

from datetime import date
from fractions import Fraction

import pytest

from registry.kernel.quantities import months_shown
from registry.practice.rules import standing_on
from tests.builders.practice import a_placement, a_policy, a_teacher

HALF_A_YEAR_TWICE = [("2025-01-01", "2025-06-30"), ("2025-01-01", "2025-06-30")]


@pytest.mark.parametrize(
    ("placements", "on", "days", "months", "state", "lapses_on", "days_needed"),
    [
        (HALF_A_YEAR_TWICE, "2026-06-30", 181, "6.03", "short", None, 119),
        ([("2021-06-01", "2022-04-27")], "2026-06-30", 301, "10.03", "at_risk", "2026-07-02", 182),
        ([("2026-07-01", "2027-05-31")], "2026-06-30", 0, "0.00", "short", None, 300),
        ([("2023-03-01", "2023-12-25")], "2028-02-29", 300, "10.00", "at_risk", "2028-03-01", 183),
        ([("2023-02-28", "2023-12-24")], "2028-02-29", 299, "9.96", "lapsed", None, 300),
    ],
)
def test_vector(placements, on, days, months, state, lapses_on, days_needed):
    teacher = a_teacher(*(a_placement(first, last) for first, last in placements))

    found = standing_on(teacher, [a_policy()], date.fromisoformat(on))

    assert found.credit.days == Fraction(days)
    assert months_shown(found.credit.months) == months
    assert found.state == state
    assert found.lapses_on == (date.fromisoformat(lapses_on) if lapses_on else None)
    assert found.days_needed == days_needed
