"""What every route answers to every visitor: compared with the golden file, and with what must never be."""

from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.conftest import _named, _run
from tests.golden.permission_matrix import GOLDEN, changes, matrix, read, routes_of, written
from tests.web.site import Site

TURNED_AWAY = {"303s", "303p", "401", "404"}
NOT_ONE_PERSONS = ("/static/", "/confirm/", "GET /sign-on/", "/enterprises/", "/help/", "/verify/")
"""Public, or known to everybody: a firm's particulars and the handbook are no school's own, a code is who has it."""
NOT_THEIRS = (
    "teacher colleague",
    "head other dept",
    "office own",
    "HR other",
    "leader other",
    "bureau other",
    "staffing own",
    "evaluator own",
    "borrower of HR other",
    "no role",
    "keeper other",
)
OPERATORS = ("operator", "keeper own", "keeper other")
KEPT_BY_OPERATORS = ("/accounts/", "/installation/", "/account/")
JUDGED_BY_OTHERS = ("/confirm", "/endorse", "/grade", "/rulings", "}/correct", "/verify", "/checks")


@pytest.fixture
async def found(database, template, tmp_path):
    made = []

    async def clone(original):
        made.append(f"matrix_{uuid4().hex[:12]}")
        await _run(template, f"CREATE DATABASE {made[-1]} TEMPLATE {urlsplit(original).path[1:]}")
        return _named(template, made[-1])

    yield await matrix(database, clone, tmp_path)
    for name in made:
        await _run(template, f"DROP DATABASE {name} WITH (FORCE)")


def _naming_an_object(found):
    return {
        route: cells
        for route, cells in found.items()
        if "{" in route and not any(part in route for part in NOT_ONE_PERSONS)
    }


def _cells(rows, titles, harmless=TURNED_AWAY):
    return [
        f"{route} [{title}]: {cells[title]}"
        for route, cells in rows.items()
        for title in titles
        if cells[title] not in harmless
    ]


async def test_the_permission_matrix(found):
    rows = _naming_an_object(found)
    own_office = {route: cells for route, cells in rows.items() if not route.split(" ")[1].startswith("/account/")}
    domain = {r: c for r, c in rows.items() if not r.split(" ")[1].startswith(KEPT_BY_OPERATORS)}
    judging = {r: c for r, c in domain.items() if r.startswith("POST") and r.endswith(JUDGED_BY_OTHERS)}
    judging.pop("POST /titles/{title_id}/correct", None)  # one's own until it is verified
    writing = {r: c for r, c in domain.items() if not r.startswith("GET")}

    assert [f"{r} {c}" for r, c in found.items() if "500" in c.values()] == [], "a page broke"
    assert _cells(own_office, NOT_THEIRS) == [], "what lies outside a scope is not found"
    assert _cells(domain, OPERATORS) == [], "operators act on no facts"
    assert _cells(writing, ("bureau own", "leader own"), {*TURNED_AWAY, "403", "409", "422"}) == []
    assert _cells(writing, ("bureau own",)) == [], "a bureau changes no school's facts"
    assert _cells(judging, ("teacher own",), {*TURNED_AWAY, "403"}) == [], "nobody judges their own"
    assert read(written(found)) == found
    assert changes(read(GOLDEN.read_text(encoding="utf-8")), found) == [], "python -m tests.golden.permission_matrix"


def test_no_route_is_left_out(tmp_path):
    known = set(read(GOLDEN.read_text(encoding="utf-8")))

    assert {str(route) for route in routes_of(Site(tmp_path).app)} == known
