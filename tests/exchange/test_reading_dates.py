"""Every way of writing a date or a period, and what is refused rather than guessed."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.exchange.model import Fault
from registry.exchange.rules.dates import exact_day, first_day, last_day
from registry.exchange.rules.periods import read_period

THE_FIFTH = date(2021, 3, 5)
MIDNIGHT = datetime.combine(THE_FIFTH, time())


@pytest.mark.parametrize(
    "written",
    [
        date(2021, 3, 5),
        MIDNIGHT,
        MIDNIGHT.replace(hour=14, minute=30),
        44260.0,
        44260.75,
        44260,
        "44260",
        20210305.0,
        "20210305",
        "2021-03-05",
        "2021-3-5",
        "2021/3/5",
        "2021/03/05",
        "2021.3.5",
        "2021.03.05",
        "2021年3月5日",
        "2021年03月05日",
        "2021年3月5号",
        "2021年3月5",
        " 2021-03-05 ",
        "2021 年 3 月 5 日",
        "2021 - 03 - 05",
        "\u30002021-03-05\u00a0",
        "２０２１－０３－０５",
        "２０２１．３．５",
        "２０２１／３／５",
        "2021。3。5",
        "2021–03–05",
        "2021-03-05 00:00:00",
        "2021-03-05T08:00",
        "2021/3/5 8:00",
        "\ufeff2021-03-05",
    ],
    ids=repr,
)
def test_a_full_date_is_the_same_day_as_a_start_and_as_an_end(written):
    assert (first_day(written), last_day(written), exact_day(written)) == (THE_FIFTH,) * 3


@pytest.mark.parametrize(
    "written",
    [
        "2021.3",
        "2021-03",
        "2021-3",
        "2021/3",
        "2021年3月",
        "2021年03月",
        "２０２１．３",
        " 2021 年 3 月 ",
        "2021.3月",
    ],
)
def test_a_month_is_its_first_day_as_a_start_and_its_last_as_an_end(written):
    assert (first_day(written), last_day(written)) == (date(2021, 3, 1), date(2021, 3, 31))
    assert exact_day(written) is Fault.NOT_A_DATE


@pytest.mark.parametrize(("month", "last"), [("2023-02", 28), ("2024.2", 29), ("2021.10", 31), ("2021.1", 31)])
def test_the_last_day_of_a_month_is_the_calendars(month, last):
    assert last_day(month).day == last


@pytest.mark.parametrize("number", [2021.1, 2021.01, 2021.12, 1999.5])
def test_a_number_that_looks_like_a_month_is_refused(number):
    assert (first_day(number), last_day(number)) == (Fault.NUMBER_AS_MONTH, Fault.NUMBER_AS_MONTH)


@pytest.mark.parametrize(
    "written",
    [
        "2023-02-30", "2021-13", "2021-00-05", "2021.3.0", "2021", 2021.0, 202103.0, "202103", "21-03-05", "3月5日",
        "2021-03/05", "2021.3-5", "2021年", "暑假", "-", "1899-12-31", 19999.0, 80001.0, "19999",
        20210230.0, -1.0, 1e300, float("inf"), float("nan"), date(1899, 12, 30), time(8), timedelta(days=1), True,
        "2021.3.1 2", "2021-03-05-", "2021-03-05 至", "#N/A",
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_date_is_refused(written):
    assert (first_day(written), last_day(written)) == (Fault.NOT_A_DATE, Fault.NOT_A_DATE)


@pytest.mark.parametrize(
    ("serial", "day"), [(20000.0, date(1954, 10, 3)), (80000.0, date(2119, 1, 11)), (36526.0, date(2000, 1, 1))]
)
def test_serial_numbers_count_as_excel_does(serial, day):
    assert first_day(serial) == day


@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\n", "\u200b"])
def test_an_empty_cell_is_no_date_and_no_fault(blank):
    assert (first_day(blank), last_day(blank), read_period(blank)) == (None, None, None)


JULY_AUGUST = (date(2021, 7, 1), date(2021, 8, 31))
JULY = (date(2021, 7, 1), date(2021, 7, 31))


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("2021-07-01 至 2021-08-31", JULY_AUGUST),
        ("2021-07-01到2021-08-31", JULY_AUGUST),
        ("2021/7/1—2021/8/31", JULY_AUGUST),
        ("2021/7/1——2021/8/31", JULY_AUGUST),
        ("2021.7.1-2021.8.31", JULY_AUGUST),
        ("2021.7.1–2021.8.31", JULY_AUGUST),
        ("2021.7.1－2021.8.31", JULY_AUGUST),
        ("2021.7.1--8.31", JULY_AUGUST),
        ("2021.7.1-8.31", JULY_AUGUST),
        ("2021.7.1~8.31", JULY_AUGUST),
        ("2021.7.1～8.31", JULY_AUGUST),
        ("2021.7.1〜2021.8.31", JULY_AUGUST),
        ("２０２１．７．１－８．３１", JULY_AUGUST),
        ("2021年7月1日至2021年8月31日", JULY_AUGUST),
        ("2021年7月1日-8月31日", JULY_AUGUST),
        ("2021年7月1日 — 8月31日", JULY_AUGUST),
        ("2021年7月1-8月31日", JULY_AUGUST),
        ("2021年7.1-8.31", JULY_AUGUST),
        ("20210701-20210831", JULY_AUGUST),
        ("2021-07-01-2021-08-31", JULY_AUGUST),
        ("2021-7-1-8-31", JULY_AUGUST),
        ("2021-7-1~8-31", JULY_AUGUST),
        ("2021/7/1-8/31", JULY_AUGUST),
        ("2021-07-01 00:00:00 至 2021-08-31 00:00:00", JULY_AUGUST),
        ("2021.7-2021.8", JULY_AUGUST),
        ("2021-07-2021-08", JULY_AUGUST),
        ("2021-07~2021-08", JULY_AUGUST),
        ("2021年7月-2021年8月", JULY_AUGUST),
        ("2021年7月至8月", JULY_AUGUST),
        ("2021年7月-8月", JULY_AUGUST),
        ("2021年7-8月", JULY_AUGUST),
        ("2021.7-8", JULY_AUGUST),
        ("2021-07至08", JULY_AUGUST),
        ("2021.7.1-2021.8", JULY_AUGUST),
        ("2021年7月1日-8月", JULY_AUGUST),
        ("2021.7-8.31", JULY_AUGUST),
        ("2021.7.1-31", JULY),
        ("2021年7月1日-31日", JULY),
        ("2021年7月1-31日", JULY),
        ("2021-07-01至31", JULY),
        ("2021.7.1-8", (date(2021, 7, 1), date(2021, 7, 8))),
        ("2020.12.20-2021.1.15", (date(2020, 12, 20), date(2021, 1, 15))),
        ("2021.1.20~2.14", (date(2021, 1, 20), date(2021, 2, 14))),
        ("2024年1-2月", (date(2024, 1, 1), date(2024, 2, 29))),
        ("2021.7.1-7.1", (date(2021, 7, 1), date(2021, 7, 1))),
    ],
)
def test_two_dates_make_a_period(written, ends):
    assert read_period(written) == ends


@pytest.mark.parametrize(
    ("written", "ends"),
    [
        ("2020.12.20-1.15", (date(2020, 12, 20), date(2020, 1, 15))),
        ("2021年12月-2月", (date(2021, 12, 1), date(2021, 2, 28))),
        ("2021.1.11-2020.11.20", (date(2021, 1, 11), date(2020, 11, 20))),
    ],
)
def test_a_year_is_never_carried_over(written, ends):
    assert read_period(written) == ends


@pytest.mark.parametrize(
    "written",
    [
        "2021-03-05", "2021-3-5", "2021-7-8", "2021-07-08", "2021-03", "2021.3.5", "2021年3月", "20210305", "2021",
        "2021-02-30", "2021-13-01", "2021–03–05", "2021-7-8-31",
        "2021年7月-15日", "2021年7-15日", "2021.7.1-7.32", "2021.7-13", "2021.7.1-", "-2021.7.1", "2021.7.1至",
        "7.1-8.31", "2021.7.1-2021.8.1-2021.9.1", "2021.7.1至8.31至9.1", "2021.7.1 8.31", "2021.7.1,8.31",
        date(2021, 7, 1), 44260.0, 2021.7, True, "2020-2021学年", "暑假",
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_period_is_refused(written):
    assert read_period(written) is Fault.NOT_A_PERIOD


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2021-07-01-31", date(2021, 7, 1), date(2021, 7, 31)),
        ("2021-7-1 - 31", date(2021, 7, 1), date(2021, 7, 31)),
        ("20210701-0731", date(2021, 7, 1), date(2021, 7, 31)),
        ("20210701~0805", date(2021, 7, 1), date(2021, 8, 5)),
        ("2021-07-01-07-31", date(2021, 7, 1), date(2021, 7, 31)),
    ],
)
def test_a_period_with_one_sensible_reading_is_read(written, first, last):
    assert read_period(written) == (first, last)


YEARS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
WRITINGS = [
    "{0:%Y-%m-%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
    "{0.year}年{0.month}月{0.day}日",
]


@given(YEARS, st.sampled_from([*WRITINGS, "{0:%Y%m%d}"]))
def test_a_single_date_is_read_as_a_date_and_never_as_a_period(on, writing):
    written = writing.format(on)

    assert (first_day(written), last_day(written), read_period(written)) == (on, on, Fault.NOT_A_PERIOD)


@given(YEARS, YEARS, st.sampled_from(WRITINGS), st.sampled_from(WRITINGS), st.sampled_from("-~—至到–"))
def test_two_full_dates_are_told_apart_whatever_joins_them(first, last, left, right, join):
    assert read_period(f"{left.format(first)}{join}{right.format(last)}") == (first, last)
