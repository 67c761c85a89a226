"""Every form of the application sent twice, in a row and at once: what one sending does, once, and never a failure.

A route that takes a form and is missing here fails the first test: it needs its line in `tests.races.forms`.
"""

import asyncio

import pytest

from tests.conftest import TEMPLATE
from tests.races.forms import CHANGES_NOTHING, EACH_COUNTS, FORMS, form_named
from tests.races.world import make_world

TAKEN, IN_WORDS = (200, 303), (200, 303, 403, 404, 409, 422)
ENDS_THE_SESSION = {"sign_out": (401,), "change_password": (401,)}
"""Whoever sends these again is signed in no longer."""


@pytest.fixture(scope="module")
def staged(template, tmp_path_factory):
    return make_world(template, TEMPLATE, tmp_path_factory.mktemp("races"))


def test_every_form_of_the_application_is_here(staged):
    """What programs send is tried in `tests/api`."""
    routes = staged.world.stage.site.app.routes
    handlers = [each for route in routes for each in getattr(route, "route_handlers", ())]
    posts = {each.name for each in handlers if "POST" in each.http_methods and "told" not in each.opt}

    known = {name.partition(":")[0] for name in FORMS} | CHANGES_NOTHING | EACH_COUNTS.keys()
    assert (posts - known, known - posts) == (set(), set())


@pytest.mark.parametrize("name", FORMS)
async def test_a_form_sent_twice_does_once_what_it_does(staged, name):
    sent, allowed = form_named(name, staged.world), IN_WORDS + ENDS_THE_SESSION.get(name, ())
    async with staged.copied() as one:
        before = await one.traces()
        first = await one.send(sent)
        once = await one.traces()
        second = await one.send(sent)
        assert (first.status_code in TAKEN, once != before) == (True, True), first.text
        assert second.status_code in allowed
        assert _more(await one.traces(), once) == {}
    async with staged.copied() as other:
        answers = await asyncio.gather(other.send(sent), other.send(sent))
        assert _more(await other.traces(), once) == {}
    assert any(answer.status_code in TAKEN for answer in answers)
    assert all(answer.status_code in allowed for answer in answers), [answer.status_code for answer in answers]
    assert all("</main>" in answer.text for answer in (second, *answers) if answer.status_code != 303)


def _more(found, expected):
    """What was done besides."""
    names = found.keys() | expected.keys()
    both = {name: (found.get(name, 0), expected.get(name, 0)) for name in names}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}
