"""One-time links: shown once, known by their hash, good until their edge."""

from datetime import timedelta
from uuid import uuid4

import pytest

from registry.identity.model.credentials import IssueLink, IssueToken, RedeemLink
from registry.identity.queries.credentials import link
from registry.identity.rules.lifetimes import LONGEST_LINK
from registry.identity.service.links import issue_link, redeem_link
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted
from tests.builders.house import NOW
from tests.identity.stage import (
    TODAY,
    done,
    read_by_visitor,
)

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
SUBJECT = str(uuid4())
LINK = IssueLink("confirm_placement", SUBJECT, NOW + DAY)
TOKEN = IssueToken("教务系统", frozenset({"placements:read", "teachers:read"}), TODAY + DAY)


async def test_a_link_works_once(database):
    issued, _ = await done(issue_link, LINK)
    command = RedeemLink(issued.token, "confirm_placement")
    assert (await link(read_by_visitor(), issued.token, "confirm_placement")) == issued.link

    redeemed, recorded = await done(redeem_link, command, read_by_visitor())

    assert (redeemed.subject_id, redeemed.used_at) == (SUBJECT, NOW)
    assert [(event.before["used_at"], event.after["used_at"]) for event in recorded] == [(None, NOW.isoformat())]
    with pytest.raises(NotFound):
        await done(redeem_link, command, read_by_visitor())
    with pytest.raises(NotFound):
        await link(read_by_visitor(), issued.token, "confirm_placement")


@pytest.mark.parametrize(("after", "works"), [(DAY - SECOND, True), (DAY, False), (DAY + SECOND, False)])
async def test_a_link_expires(database, after, works):
    issued, _ = await done(issue_link, LINK)
    command = RedeemLink(issued.token, "confirm_placement")

    if works:
        assert (await done(redeem_link, command, read_by_visitor(after)))[0].id == issued.link.id
    else:
        with pytest.raises(NotFound):
            await link(read_by_visitor(after), issued.token, "confirm_placement")
        with pytest.raises(NotFound):
            await done(redeem_link, command, read_by_visitor(after))


async def test_a_link_serves_one_purpose(database):
    issued, _ = await done(issue_link, LINK)

    for token, purpose in ((issued.token, "sign_return"), ("guess", "confirm_placement")):
        with pytest.raises(NotFound):
            await done(redeem_link, RedeemLink(token, purpose), read_by_visitor())


async def test_a_use_that_fails_leaves_the_link_unused(database):
    issued, _ = await done(issue_link, LINK)
    command = RedeemLink(issued.token, "confirm_placement")

    async def confirm(process, redeem):
        await redeem_link(process, redeem)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await done(confirm, command, read_by_visitor())

    assert (await done(redeem_link, command, read_by_visitor()))[0].id == issued.link.id


async def test_a_visitor_makes_no_link(database):
    with pytest.raises(NotPermitted):
        await done(issue_link, LINK, read_by_visitor())


@pytest.mark.parametrize(
    ("expires_at", "is_right"),
    [(NOW, False), (NOW + SECOND, True), (NOW + LONGEST_LINK, True), (NOW + LONGEST_LINK + SECOND, False)],
)
async def test_a_link_lives_for_a_while(database, expires_at, is_right):
    command = IssueLink("confirm_placement", SUBJECT, expires_at)

    if is_right:
        await done(issue_link, command)
    else:
        with pytest.raises(InvalidFields):
            await done(issue_link, command)
