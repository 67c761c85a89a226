"""Enterprises that a ledger names: registered once each, found again by code or by a name that one firm has."""

import asyncio

import pytest

from registry.institutions.model.commands import RegisterEnterprise
from registry.institutions.service.bulk import register_enterprises
from registry.institutions.service.enterprises import register_enterprise
from registry.kernel.errors import InvalidFields
from tests.institutions.staging import did, done, rows_of

CODE = "91350100M000100Y43"
NAMED, CODED = RegisterEnterprise("辽河机械厂"), RegisterEnterprise("辽河机械厂", CODE)


async def test_each_is_registered_once_and_found_again(database):
    found, events = await done(register_enterprises, [NAMED, CODED, RegisterEnterprise("渤海化工厂")])
    again, none = await done(register_enterprises, [NAMED, RegisterEnterprise("另一名称", CODE)])

    assert found[NAMED] == found[CODED]
    assert len(set(found.values())) == 2
    assert [type(event).__name__ for event in events] == ["EnterpriseRegistered", "EnterpriseRegistered"]
    assert (set(again.values()), none) == ({found[CODED]}, [])


async def test_a_name_that_several_firms_have_is_not_guessed(database):
    await did(register_enterprise, NAMED)
    await did(register_enterprise, CODED)

    assert await did(register_enterprises, [NAMED]) == {NAMED: None}


async def test_a_wrong_code_refuses_all(database):
    with pytest.raises(InvalidFields) as refused:
        await did(register_enterprises, [NAMED, RegisterEnterprise("渤海化工厂", "91350100M000100Y44")])

    assert list(refused.value.faults) == ["渤海化工厂.credit_code"]
    assert await rows_of(database, "SELECT count(*) AS n FROM enterprise") == [{"n": 0}]


async def test_two_ledgers_that_name_one_firm_at_once_register_it_once(database):
    one, other = await asyncio.gather(did(register_enterprises, [NAMED]), did(register_enterprises, [NAMED]))

    assert one == other
    assert await rows_of(database, "SELECT count(*) AS n FROM enterprise") == [{"n": 1}]
