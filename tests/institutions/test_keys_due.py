"""Keys and lists are told of before they end: on the day the notice begins, not the day before."""

from datetime import timedelta

import pytest

from registry.institutions.model.commands import ChangeSchool
from registry.institutions.model.signing_keys import KeyFinding, KeyTrouble, MakeRoot, MakeSchoolKey, RetireKey
from registry.institutions.queries.published_keys import what_is_due
from registry.institutions.queries.signing_keys import certificates_of_key, lists_of
from registry.institutions.rules.signing_keys import KEY_NOTICE, LIST_NOTICE, list_address
from registry.institutions.service.schools import change_school
from registry.institutions.service.signing_keys import (
    make_revocation_list,
    make_root,
    make_school_key,
    retire_key,
)
from registry.kernel.scopes import EVERYWHERE
from registry.platform.signing.keys import certificate_from
from tests.builders.house import a_reading
from tests.institutions.staging import a_school, did

PASSPHRASE = "一把够长的密钥口令 2026"
A_SECOND = timedelta(seconds=1)
PRINT = "ab" * 32


async def _keys():
    """A root and a school's key, with its school."""
    root = await did(make_root, MakeRoot("盘锦市教育局证明根证书"), PASSPHRASE)
    school = await a_school()
    return root, await did(make_school_key, MakeSchoolKey(school.id), PASSPHRASE), school


async def _due(at):
    return [each for each in await what_is_due(a_reading(now=at)) if each.trouble is not KeyTrouble.LIST_DUE]


async def test_nothing_is_due_of_what_is_fresh(database):
    await _keys()

    assert await what_is_due(a_reading()) == ()


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (KEY_NOTICE + A_SECOND, []),
        (KEY_NOTICE, [False]),
        (A_SECOND, [False]),
        (timedelta(0), [True]),
        (-KEY_NOTICE, [True]),
    ],
)
async def test_a_schools_key_is_told_of_ninety_days_before_its_end(database, before, found):
    _, key, school = await _keys()

    due = await _due(key.finished_at - before)

    assert due == [KeyFinding(KeyTrouble.KEY_ENDS, school.name, key.finished_at, is_past) for is_past in found]


async def test_a_root_is_told_of_too(database):
    root = await did(make_root, MakeRoot("盘锦市教育局证明根证书"), PASSPHRASE)

    assert await _due(root.finished_at - KEY_NOTICE - A_SECOND) == []
    assert await _due(root.finished_at) == [KeyFinding(KeyTrouble.ROOT_ENDS, root.name, root.finished_at, True)]


async def test_a_list_is_told_of_thirty_days_before_it_is_due_until_there_is_a_newer_one(database):
    root, _, _ = await _keys()
    due_at = (await lists_of(a_reading(), root.id))[0].due_at

    early = await what_is_due(a_reading(now=due_at - LIST_NOTICE - A_SECOND))
    told = await what_is_due(a_reading(now=due_at - LIST_NOTICE))
    past = await what_is_due(a_reading(now=due_at))
    await did(make_revocation_list, root.id, PASSPHRASE, reading=a_reading(now=due_at))
    after = await what_is_due(a_reading(now=due_at))

    assert [early, after] == [(), ()]
    assert told == (KeyFinding(KeyTrouble.LIST_DUE, root.name, due_at, False),)
    assert past == (KeyFinding(KeyTrouble.LIST_DUE, root.name, due_at, True),)


async def test_a_school_that_was_renamed_is_told_of_until_its_key_is_rotated(database):
    _, key, school = await _keys()
    as_before = (school.short_name, school.level, school.jurisdiction, school.bureau_id)
    await did(change_school, ChangeSchool(school.id, school.revision, "盘锦新职业学院", *as_before), EVERYWHERE)

    told = await what_is_due(a_reading())
    await did(make_school_key, MakeSchoolKey(school.id, "学校更名"), PASSPHRASE)

    assert told == (KeyFinding(KeyTrouble.RENAMED, key.name, None, True),)
    assert await what_is_due(a_reading()) == ()


async def test_a_key_that_signs_no_more_is_not_told_of(database):
    _, key, _ = await _keys()
    await did(retire_key, RetireKey(key.id, key.revision, "停用"))

    assert await _due(key.finished_at) == []


@pytest.mark.parametrize(
    ("public_url", "address"),
    [
        (None, None),
        ("https://registry.pjzy.edu.cn", f"https://registry.pjzy.edu.cn/verify/lists/{PRINT}.crl"),
        ("https://pjzy.edu.cn/records/", f"https://pjzy.edu.cn/records/verify/lists/{PRINT}.crl"),
        ("https://盘锦.中国", None),
    ],
)
def test_the_address_of_a_list(public_url, address):
    assert list_address(public_url, PRINT) == address


async def test_without_a_public_address_a_certificate_names_none(database):
    _, key, _ = await _keys()

    own, _ = await certificates_of_key(a_reading(), key.id)

    assert "cRLDistributionPoints" not in {each.oid._name for each in certificate_from(own).extensions}
