from datetime import date

import pytest

from registry.kernel.periods import MonthDay, Period, merged, year_of, years_before


@pytest.mark.parametrize(
    ("on", "years", "before"),
    [
        (date(2026, 6, 30), 5, date(2021, 6, 30)),
        (date(2028, 2, 29), 5, date(2023, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
        (date(2025, 2, 28), 1, date(2024, 2, 28)),
        (date(2028, 2, 29), -10, date(2038, 2, 28)),
    ],
)
def test_years_before_keeps_the_day_or_takes_the_end_of_february(on, years, before):
    assert years_before(on, years) == before


def test_a_period_counts_both_its_ends():
    assert Period(date(2025, 1, 1), date(2025, 1, 1)).days == 1
    assert Period(date(2024, 2, 1), date(2024, 3, 1)).days == 30


def test_a_period_is_never_empty():
    with pytest.raises(ValueError, match="cannot finish"):
        Period(date(2025, 1, 2), date(2025, 1, 1))


def test_overlap_holds_the_days_of_both():
    january = Period(date(2025, 1, 1), date(2025, 1, 31))

    assert january.overlap(Period(date(2025, 1, 31), date(2025, 2, 2))) == Period(
        date(2025, 1, 31), date(2025, 1, 31)
    )
    assert january.overlap(Period(date(2025, 2, 1), date(2025, 2, 2))) is None


def test_periods_that_touch_become_one_and_others_stay():
    first = Period(date(2025, 1, 1), date(2025, 1, 10))
    touching = Period(date(2025, 1, 11), date(2025, 1, 20))
    inside = Period(date(2025, 1, 12), date(2025, 1, 13))
    apart = Period(date(2025, 1, 22), date(2025, 1, 23))

    assert merged([apart, inside, touching, first]) == [Period(date(2025, 1, 1), date(2025, 1, 20)), apart]


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 8, 31), date(2025, 9, 1), date(2026, 8, 31)),
        (date(2026, 9, 1), date(2026, 9, 1), date(2027, 8, 31)),
        (date(2027, 2, 28), date(2026, 9, 1), date(2027, 8, 31)),
    ],
)
def test_the_school_year_turns_on_its_first_day(on, first, last):
    assert year_of(on, MonthDay(9, 1)) == Period(first, last)


def test_29_february_is_not_a_day_of_every_year():
    with pytest.raises(ValueError, match="day"):
        MonthDay(2, 29)
