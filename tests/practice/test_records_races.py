"""Two at once: one result, the other is told, nothing is lost."""

import asyncio
from uuid import uuid4

from registry.kernel.errors import NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.practice.model import PlacementState
from registry.practice.projection import differences
from registry.practice.queries.placements import placements_of, revisions_of
from registry.practice.records import CorrectPlacement, MovePlacement, RecordPlacement, Seen, Step, VerifyPlacements
from registry.practice.service.placements import correct_placement, record_placement
from registry.practice.service.steps import move_placement, verify_placements
from tests.builders.house import a_reading
from tests.institutions.staging import rows_of
from tests.practice.staging import THE_HOUSE, a_content, a_place, doing, entered, officer, taken, verified


async def _at_once(*attempts):
    """What each attempt gave, with errors as values."""
    return await asyncio.gather(*attempts, return_exceptions=True)


def _refused(results):
    return [result for result in results if isinstance(result, StaleEdit | NotPermitted)]


def _done(results):
    return [result for result in results if not isinstance(result, BaseException)]


async def test_of_ten_recognising_one_placement_at_once_one_does(database):
    school, person = await a_place()
    before = await taken(await entered(school, person), Step.CONFIRM)
    command = MovePlacement(before.id, before.revision, Step.VERIFY)

    results = await _at_once(
        *(doing(officer(school), move_placement, command, Scope.school(school.id)) for _ in range(10))
    )

    assert (len(_done(results)), len(_refused(results))) == (1, 9)
    assert len(await rows_of(database, "SELECT 1 FROM audit_event WHERE kind = 'PlacementVerified'")) == 1
    assert await differences(a_reading()) == ()


async def test_recognition_against_return_gives_one_of_the_two(database):
    school, person = await a_place()
    before = await taken(await entered(school, person), Step.CONFIRM)
    verify = MovePlacement(before.id, before.revision, Step.VERIFY)
    send_back = MovePlacement(before.id, before.revision, Step.RETURN, "缺公章")

    results = await _at_once(doing(THE_HOUSE, move_placement, verify), doing(THE_HOUSE, move_placement, send_back))

    assert (len(_done(results)), len(_refused(results))) == (1, 1)
    (stands,) = (await placements_of(a_reading(), [person.id]))[person.id]
    assert stands == _done(results)[0][0]


async def test_voiding_against_a_correction_leaves_one_revision_standing(database):
    school, person = await a_place()
    before = await verified(school, person)
    correct = CorrectPlacement(before.id, before.revision, a_content(position="车工"), "岗位写错")
    void = MovePlacement(before.id, before.revision, Step.VOID, "缺勤")

    for _ in range(3):
        results = await _at_once(
            doing(THE_HOUSE, correct_placement, correct),
            doing(THE_HOUSE, move_placement, void),
            doing(THE_HOUSE, correct_placement, correct),
        )
        assert [type(result) for result in results if isinstance(result, BaseException)].count(StaleEdit) >= 2

    revisions = await revisions_of(a_reading(), before.id)
    standing = [each for each in revisions if not each.is_replaced]
    assert len(standing) == 1
    assert (len(revisions), standing[0].state) in [(2, PlacementState.VERIFIED), (1, PlacementState.VOIDED)]


async def test_recognising_one_while_another_is_corrected_loses_neither(database):
    school, person = await a_place()
    standing = await verified(school, person)
    waiting = await taken(await entered(school, person, started_on=standing.finished_on), Step.CONFIRM)
    correct = CorrectPlacement(
        standing.id, standing.revision, a_content(share_percent=50), "半脱产", figures_agreed=True
    )
    verify = VerifyPlacements((Seen(waiting.id, waiting.revision),))

    results = await _at_once(
        doing(THE_HOUSE, correct_placement, correct), doing(THE_HOUSE, verify_placements, verify)
    )

    assert len(_done(results)) == 2
    found = (await placements_of(a_reading(), [person.id]))[person.id]
    assert sorted((each.state, each.share_percent) for each in found) == [("verified", 50), ("verified", 100)]
    assert await differences(a_reading()) == ()


async def test_crossing_batches_wait_for_each_other(database):
    school, person = await a_place()
    found = [await taken(await entered(school, person), Step.CONFIRM) for _ in range(4)]
    seen = [Seen(each.id, each.revision) for each in found]
    batches = [VerifyPlacements(tuple(seen[:3])), VerifyPlacements(tuple(reversed(seen[1:])))]

    results = await _at_once(*(doing(THE_HOUSE, verify_placements, batch) for batch in batches))

    assert len(_done(results)) == 1
    assert len(await rows_of(database, "SELECT 1 FROM placement WHERE state = 'verified'")) == 3


async def test_a_form_sent_five_times_at_once_is_one_placement(database):
    school, person = await a_place()
    command = RecordPlacement(person.id, school.id, a_content(), placement_id=uuid4())

    results = await _at_once(*(doing(THE_HOUSE, record_placement, command) for _ in range(5)))

    assert (len(_done(results)), len(_refused(results))) == (1, 4)
    assert len(await rows_of(database, "SELECT 1 FROM placement")) == 1
