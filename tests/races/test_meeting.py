"""Two people act on one placement at the same moment: one of the two acts stands, the other is answered in words."""

import asyncio

import pytest

from registry.identity.model.principals import visitor
from registry.kernel.errors import RegistryError
from registry.practice.model import PlacementState as S
from registry.practice.projection import differences
from registry.practice.queries.confirmation import confirmations_of
from registry.practice.queries.placements import placements_of
from registry.practice.records import MendPlacement
from registry.practice.records.confirmation import AnswerLink, AskSupervisor
from registry.practice.rules.recognition import confirmation_holds
from registry.practice.service.confirmation import answer_link, ask_supervisor
from registry.practice.service.placements import mend_placement
from tests.builders.house import a_reading
from tests.conftest import TEMPLATE
from tests.institutions.staging import done, rows_of
from tests.practice.staging import THE_HOUSE, a_content, a_place, doing, entered, reading_of
from tests.races.forms import OFFICE, form_named
from tests.races.world import make_world
from tests.web.practice_stage import HR

ACTS = ("return", "verify", "reject")


@pytest.fixture(scope="module")
def staged(template, tmp_path_factory):
    return make_world(template, TEMPLATE, tmp_path_factory.mktemp("meeting"))


def _step(world, login, step):
    found = world.at(S.CONFIRMED)
    sent = form_named("move_placement: verify", world)
    return sent._replace(login=login, values={"step": step, "revision": found.revision, "reason": "缺公章"})


@pytest.mark.parametrize("second", ACTS)
async def test_of_two_officers_on_one_placement_one_decides(staged, second):
    async with staged.copied() as tried:
        answers = await asyncio.gather(
            tried.send(_step(staged.world, HR, "verify")), tried.send(_step(staged.world, OFFICE, second))
        )
        before = staged.world.at(S.CONFIRMED)
        found = await rows_of(tried.url, "SELECT revision FROM placement WHERE id = $1", before.id)
        assert await differences(staged.world.stage.site.reading()) == ()

    assert sorted(answer.status_code for answer in answers) in ([303, 409], [303, 303], [303, 403])
    assert found[0]["revision"] == before.revision + 1
    assert second == "verify" or sorted(answer.status_code for answer in answers) != [303, 303]


async def test_a_correction_and_a_voiding_leave_one_revision(staged):
    async with staged.copied() as tried:
        answers = await asyncio.gather(
            tried.send(form_named("correct_placement", staged.world)),
            tried.send(form_named("move_placement: void", staged.world)._replace(login=OFFICE)),
        )
        chain = staged.world.at(S.VERIFIED).id
        standing = await rows_of(tried.url, "SELECT id FROM placement WHERE chain = $1 AND NOT is_replaced", chain)

    assert sorted(answer.status_code for answer in answers)[0] == 303
    assert len(standing) == 1


async def test_what_the_enterprise_confirms_is_what_it_was_shown(database):
    for code in ("S1", "S2", "S3"):
        school, person = await a_place(code)
        before = await entered(school, person)
        link, _ = await doing(THE_HOUSE, ask_supervisor, AskSupervisor(before.id, before.revision, 7))
        answer = AnswerLink(link.token, True, "王师傅", "")
        mend = MendPlacement(before.id, before.revision, a_content(position="车工"))

        results = await asyncio.gather(
            done(answer_link, answer, reading=reading_of(visitor("web"))),
            doing(THE_HOUSE, mend_placement, mend),
            return_exceptions=True,
        )

        assert [isinstance(each, RegistryError) for each in results].count(True) == 1
        (stands,) = (await placements_of(a_reading(), [person.id]))[person.id]
        given = await confirmations_of(a_reading(), stands.id)
        assert [confirmation_holds(stands, each) for each in given] == ([True] if stands.state is S.CONFIRMED else [])
