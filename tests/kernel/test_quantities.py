from fractions import Fraction

import pytest

from registry.kernel.quantities import days_shown, months_shown


@pytest.mark.parametrize(
    ("months", "shown"),
    [
        (Fraction(301, 30), "10.03"),
        (Fraction(299, 30), "9.96"),
        (10, "10.00"),
        (Fraction(9999, 1000), "9.99"),
        (0, "0.00"),
    ],
)
def test_months_are_shown_rounded_down(months, shown):
    assert months_shown(months) == shown


@pytest.mark.parametrize(
    ("days", "shown"), [(301, "301"), (Fraction(287, 2), "143.5"), (Fraction(1501, 100), "15.01"), (0, "0")]
)
def test_days_are_shown_with_the_decimals_they_have(days, shown):
    assert days_shown(days) == shown
