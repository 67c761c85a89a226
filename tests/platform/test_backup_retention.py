"""Which backups stay, day by day."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.platform.backup.retention import Retention, kept

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
"""02:00 on Monday 23 November 2026 in China."""


def nights(count, start=NOW):
    return [start - timedelta(days=back) for back in range(count)]


def days_of(instants):
    return sorted((instant.date().isoformat() for instant in instants), reverse=True)


@pytest.mark.parametrize(
    ("rule", "made", "staying"),
    [
        (Retention(0, 0, 0), nights(3), []),
        (Retention(2, 0, 0), nights(3), ["2026-11-22", "2026-11-21"]),
        (Retention(7, 0, 0), nights(7), days_of(nights(7))),
        (Retention(7, 0, 0), nights(8), days_of(nights(7))),
        (Retention(0, 3, 0), nights(30), ["2026-11-22", "2026-11-21", "2026-11-14"]),
        (Retention(0, 0, 2), nights(60), ["2026-11-22", "2026-10-30"]),
        (Retention(1, 1, 1), nights(1), ["2026-11-22"]),
        (Retention(1, 1, 1), [], []),
    ],
)
def test_the_newest_of_each_period_stays(rule, made, staying):
    assert days_of(kept(made, NOW, rule)) == staying


def test_a_year_of_nights_leaves_the_last_week_four_weeks_and_twelve_months():
    staying = kept(nights(400), NOW)

    assert len(staying) == 7 + 2 + 12 - 1
    assert staying >= set(nights(7))


def test_of_two_in_one_day_the_later_stays():
    early, late = NOW - timedelta(hours=1), NOW

    assert kept([early, late], NOW, Retention(1, 1, 1)) == {late}


def test_days_are_those_of_china():
    before_midnight, after_midnight = (datetime(2026, 11, 21, hour, 59, tzinfo=UTC) for hour in (15, 16))

    assert kept([before_midnight, after_midnight], NOW, Retention(2, 0, 0)) == {before_midnight, after_midnight}


def test_a_machine_that_was_off_for_long_loses_nothing():
    old = nights(7, NOW - timedelta(days=300))

    assert kept(old, NOW) == set(old)


def test_one_made_under_a_wrong_clock_stays_and_counts_for_nothing():
    future = NOW + timedelta(days=900)

    assert kept([future, *nights(2)], NOW, Retention(1, 1, 1)) == {future, NOW}
