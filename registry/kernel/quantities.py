"""Exact figures and the way they are written. Never a float: a total that equals a threshold meets it."""

from fractions import Fraction

HUNDREDTHS = 100


def months_shown(months: Fraction | int) -> str:
    """Months with two decimals, rounded down, such as `10.03`. For display only; no state depends on it."""
    return _two_decimals(months)


def days_shown(days: Fraction | int) -> str:
    """Days as people write them: whole, or with the decimals they have (shares are whole percents)."""
    figure = Fraction(days)
    if figure.denominator == 1:
        return str(figure.numerator)
    return _two_decimals(figure).rstrip("0").rstrip(".")


def _two_decimals(figure: Fraction | int) -> str:
    whole, hundredths = divmod(figure.numerator * HUNDREDTHS // figure.denominator, HUNDREDTHS)
    return f"{whole}.{hundredths:02d}"
