"""Which value holds where and when: inheritance, versions, gaps, the digest, the basis chosen by the user."""

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from registry.kernel.citations import Citation
from registry.kernel.errors import BadInput, PolicyGap
from registry.platform.language import Language
from registry.policy.book import FaultyPacks, book_from, book_of, gap_faults, with_basis
from registry.policy.loader import Source, load
from registry.policy.model import Cited, MonthBasis
from registry.policy.pack import FaultKind, PackFault
from tests.policy.writing import CHECKED_ON, RULE_BEGAN, a_pack, a_parameter, a_value, national, source, written


def a_book(*packs):
    return book_from(source(pack) for pack in packs)


def months_book(*values, above=(6,)):
    nation = national(months_per_window=a_parameter("months_per_window", *(a_value(each) for each in above)))
    return a_book(nation, a_pack("cn-city", {"months_per_window": a_parameter("months_per_window", *values)}))


def months(book, jurisdiction, on):
    found = book.practice(jurisdiction, on).months_per_window
    return found and found.value


def test_a_jurisdiction_without_a_value_of_its_own_takes_its_parents():
    book = a_book(national(), a_pack("cn-province"), a_pack("cn-province-city"))

    assert book.practice("cn-province-city", CHECKED_ON) == replace(
        book.practice("cn", CHECKED_ON), jurisdiction="cn-province-city"
    )


def test_the_nearest_value_holds_from_its_day_on():
    book = months_book(a_value(10, date(2021, 3, 23)))

    assert [months(book, "cn-city", date(2021, 3, day)) for day in (22, 23, 24)] == [6, 10, 10]
    assert months(book, "cn", date(2021, 3, 23)) == 6


def test_the_parents_value_holds_again_after_the_last_day_of_a_value():
    book = months_book(a_value(10, date(2021, 3, 23), to=date(2023, 12, 31)))

    assert [months(book, "cn-city", on) for on in (date(2023, 12, 31), date(2024, 1, 1))] == [10, 6]


def test_a_value_with_its_citation_is_told_whole():
    value = a_value(10, date(2021, 3, 23), instrument="市文", article="三(七)", confirmed=True)
    book = months_book(value)

    assert book.practice("cn-city", date(2021, 3, 23)).months_per_window == Cited(
        10, Citation("市文", "三(七)", date(2021, 3, 23), CHECKED_ON, confirmed=True)
    )


def test_there_is_one_version_for_each_day_on_which_anything_changes():
    book = months_book(a_value(8, date(2018, 1, 1), to=date(2018, 12, 31)), a_value(10, date(2021, 3, 23)))

    versions = book.practice_versions("cn-city")

    assert [(version.in_force_from, version.months_per_window.value) for version in versions] == [
        (RULE_BEGAN, 6),
        (date(2018, 1, 1), 8),
        (date(2019, 1, 1), 6),
        (date(2021, 3, 23), 10),
    ]
    assert {version.jurisdiction for version in versions} == {"cn-city"}


def test_a_change_above_that_changes_nothing_here_makes_no_version():
    nation = national(months_per_window=a_parameter("months_per_window", a_value(6), a_value(7, date(2022, 1, 1))))
    city = a_pack("cn-city", {"months_per_window": a_parameter("months_per_window", a_value(10))})
    book = a_book(nation, city)

    assert [version.in_force_from for version in book.practice_versions("cn-city")] == [RULE_BEGAN]
    assert [version.in_force_from for version in book.practice_versions("cn")] == [RULE_BEGAN, date(2022, 1, 1)]


def test_the_rule_of_a_day_is_the_version_in_force():
    book = months_book(a_value(10, date(2021, 3, 23)))
    first, second = book.practice_versions("cn-city")

    assert book.practice("cn-city", RULE_BEGAN) is first
    assert book.practice("cn-city", date(2021, 3, 22)) is first
    assert book.practice("cn-city", date.max) is second


def test_a_same_figure_from_another_instrument_is_a_new_version():
    book = months_book(a_value(6, date(2021, 3, 23), instrument="市文"))

    citations = [str(version.months_per_window.citation) for version in book.practice_versions("cn-city")]
    assert citations == ["文号 第一条", "市文 第一条"]


def test_before_any_rule_there_is_no_policy():
    with pytest.raises(PolicyGap) as gap:
        a_book(national()).practice("cn", date(2016, 5, 10))

    assert (gap.value.jurisdiction, gap.value.parameter, gap.value.on) == (
        "cn",
        "window_years",
        date(2016, 5, 10),
    )


def test_the_two_duties_may_be_missing():
    book = a_book(national(months_per_window=None))

    policy = book.practice("cn", CHECKED_ON)

    assert (policy.months_per_window, policy.months_per_year) == (None, None)


def test_a_needed_value_that_ends_is_a_gap_that_names_parameter_and_day():
    nation = national(leave=a_parameter("leave", a_value("extend", to=date(2020, 12, 31))))
    book = book_of(load([source(nation), source(a_pack("cn-city"))]))

    assert book.practice("cn", date(2020, 12, 31)).leave.value == "extend"
    with pytest.raises(PolicyGap, match="leave") as gap:
        book.practice("cn-city", date(2021, 6, 1))
    assert (gap.value.parameter, gap.value.on) == ("leave", date(2021, 6, 1))
    with pytest.raises(PolicyGap) as gap:
        book.practice_versions("cn")
    assert gap.value.on == date(2021, 1, 1)


def test_a_gap_is_told_where_it_begins_and_not_again_below():
    nation = national(leave=a_parameter("leave", a_value("extend", to=date(2020, 12, 31))))
    sources = [source(nation), source(a_pack("cn-city")), source(a_pack("cn-city-school"))]

    expected = [PackFault(FaultKind.GAP, "cn.toml", "practice.leave", details={"on": "2021-01-01"})]
    assert gap_faults(book_of(load(sources))) == expected
    with pytest.raises(FaultyPacks) as refused:
        book_from(sources)
    assert list(refused.value.faults) == expected


def test_a_figure_without_the_conventions_it_needs_is_a_gap():
    nation = national(months_per_window=a_parameter("months_per_window", a_value(6, date(2010, 1, 1))))

    [fault] = gap_faults(book_of(load([source(nation)])))

    assert (fault.parameter, fault.details) == ("practice.window_years", {"on": "2010-01-01"})


def test_an_unknown_jurisdiction_is_refused_in_one_line_with_the_known_ones():
    book = a_book(national(), a_pack("cn-city"))

    for question in (
        lambda: book.practice("cn-moon", CHECKED_ON),
        lambda: book.practice_versions("cn-moon"),
        lambda: book.digest("cn-moon"),
        lambda: book.name("cn-moon", Language.ZH),
    ):
        with pytest.raises(BadInput, match=r"cn-moon.*cn, cn-city$") as refused:
            question()
        assert "\n" not in str(refused.value)


def test_jurisdictions_and_their_names():
    book = a_book(a_pack("cn-city", name="某市", name_en="City"), national())

    assert book.jurisdictions() == ("cn", "cn-city")
    assert (book.name("cn-city", Language.ZH), book.name("cn-city", Language.EN)) == ("某市", "City")


def test_a_book_cannot_be_changed():
    book = a_book(national())

    with pytest.raises(FrozenInstanceError):
        book.packs = {}
    with pytest.raises(TypeError):
        book.packs["cn"] = None


def test_a_basis_chosen_by_the_user_says_so():
    versions = months_book(a_value(10, date(2021, 3, 23))).practice_versions("cn-city")

    chosen = with_basis(versions, MonthBasis.CALENDAR_MONTH)

    assert [version.month_basis.value for version in chosen] == [MonthBasis.CALENDAR_MONTH] * 2
    assert [str(version.month_basis.citation) for version in chosen] == ["命令行 --basis calendar_month"] * 2
    assert [version.month_basis.citation.effective_from for version in chosen] == [
        RULE_BEGAN,
        date(2021, 3, 23),
    ]
    assert [replace(new, month_basis=old.month_basis) for new, old in zip(chosen, versions, strict=True)] == list(
        versions
    )


def digest_of(*sources):
    return book_from(sources).digest("cn-city")


def test_the_digest_depends_on_content_and_not_on_layout():
    nation, city = national(), a_pack("cn-city", note="第一行\n第二行")
    plain = digest_of(source(nation), source(city))
    text = written(city)
    layouts = [
        text.replace("\n", "\r\n"),
        "# a remark\n\n" + text,
        "\ufeff" + text,
        "".join(reversed(text.splitlines(keepends=True))),
        text.replace(" = ", "="),
    ]

    digests = {digest_of(source(nation), Source("cn-city.toml", layout.encode())) for layout in layouts}

    assert digests == {plain}
    assert len(plain) == 64


def test_the_digest_changes_with_the_chain_and_with_nothing_else():
    nation, city = national(), a_pack("cn-city")
    plain = digest_of(source(nation), source(city))

    assert digest_of(source(nation), source(a_pack("cn-city", version="2"))) != plain
    assert digest_of(source(national(leave=a_parameter("leave", a_value("ignore")))), source(city)) != plain
    assert digest_of(source(nation), source(city), source(a_pack("cn-other"))) == plain


def test_the_book_loads_without_the_slow_libraries():
    code = (
        "import registry.policy.book as b, sys; b.shipped_book(); print(sorted({'click', 'rich'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
