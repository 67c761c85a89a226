"""A rule book with one more place in it, whose pack sets the switches that no shipped pack sets."""

from functools import cache

from registry.policy.book import Book, book_from
from registry.policy.loader import SHIPPED_FOLDER, sources_in
from tests.policy.writing import a_pack, a_parameter, a_value, source

QINGDAO = "cn-qingdao"


@cache
def book_with_switches() -> Book:
    """The shipped packs and Qingdao's: six months before a first post, hires from industry exempt for five years."""
    switches = {
        "pre_post_months": a_parameter("pre_post_months", a_value(6), unit="months", hard=False),
        "industry_hire_months": a_parameter("industry_hire_months", a_value(12), unit="months"),
        "industry_hire_exempt_years": a_parameter("industry_hire_exempt_years", a_value(5), unit="years"),
    }
    return book_from([*sources_in(SHIPPED_FOLDER), source(a_pack(QINGDAO, switches))])
