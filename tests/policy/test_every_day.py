"""The book and the check against weaker rules, compared with the slow way: asking every single day."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.policy.book import book_of
from registry.policy.loader import load
from registry.policy.pack import FaultKind
from tests.policy.writing import a_pack, a_parameter, a_value, national, source

every_day = settings(max_examples=40, deadline=None)

FIRST = date(2020, 1, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(24)]


@st.composite
def dated_months(draw):
    """A few values, each with the days it holds: (months, first day, stated last day or None)."""
    starts = sorted(draw(st.sets(st.sampled_from(DAYS[:20]), min_size=1, max_size=4)))
    values = []
    for index, started_on in enumerate(starts):
        following = starts[index + 1] if index + 1 < len(starts) else None
        latest = (following or DAYS[-1]) - timedelta(days=1 if following else 0)
        length = draw(st.none() | st.integers(0, (latest - started_on).days))
        finished_on = None if length is None else started_on + timedelta(days=length)
        values.append((draw(st.integers(1, 4)), started_on, finished_on))
    return values


def months_on(values, on):
    """What the values say that day, found by looking at each of them."""
    begun = [value for value in values if value[1] <= on]
    if not begun or (begun[-1][2] is not None and on > begun[-1][2]):
        return None
    return begun[-1][0]


def packs(above, own):
    def months(values):
        return a_parameter("months_per_window", *(a_value(value, start, to=end) for value, start, end in values))

    return load(
        [
            source(national(months_per_window=months(above))),
            source(a_pack("cn-city", {"months_per_window": months(own)})),
        ]
    )


@every_day
@given(dated_months(), dated_months())
def test_the_book_gives_what_each_day_gives(above, own):
    book = book_of(packs(above, own))

    for on in DAYS:
        expected = months_on(own, on) or months_on(above, on)
        found = book.practice("cn-city", on).months_per_window
        assert (found and found.value) == expected


@every_day
@given(dated_months(), dated_months())
def test_versions_change_on_the_days_on_which_the_book_changes(above, own):
    book = book_of(packs(above, own))

    cited = [book.practice("cn-city", on).months_per_window for on in DAYS]
    expected = [on for on, before, after in zip(DAYS[1:], cited, cited[1:], strict=False) if before != after]
    versions = [version.in_force_from for version in book.practice_versions("cn-city")]
    assert [on for on in versions if FIRST < on <= DAYS[-1]] == expected


@every_day
@given(dated_months(), dated_months())
def test_a_value_is_weaker_exactly_when_it_is_on_some_day_and_from_the_first_such_day(above, own):
    faults = [fault for fault in packs(above, own).faults if fault.kind is FaultKind.WEAKER]

    weak = [
        on for on in DAYS if months_on(own, on) and months_on(above, on) and months_on(own, on) < months_on(above, on)
    ]
    assert min((fault.details["on"] for fault in faults), default=None) == (str(weak[0]) if weak else None)
