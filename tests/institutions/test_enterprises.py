"""Enterprises: named by anybody, completed once, corrected with a reason; contacts stay with offices."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import asyncpg
import pytest

from registry.institutions.model.commands import (
    CompleteEnterprise,
    CorrectEnterprise,
    EnterpriseParticulars,
    RegisterEnterprise,
)
from registry.institutions.model.events import EnterpriseCompleted, EnterpriseCorrected, EnterpriseRegistered
from registry.institutions.queries.enterprises import enterprise, enterprise_by_credit_code, enterprises_like
from registry.institutions.service.enterprises import (
    complete_enterprise,
    correct_enterprise,
    register_enterprise,
)
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from tests.builders.house import NOW, a_reading
from tests.institutions.staging import did, done, many_connections, rows_of

CODE = "91350100M000100Y43"
FULL = EnterpriseParticulars("盘锦石化有限公司", CODE, "盘锦市双台子区", "王工", "13900000000")


async def test_a_name_is_enough(database):
    named, events = await done(register_enterprise, RegisterEnterprise(" 盘锦石化 "))

    shown = {
        "id": str(named.id),
        "name": "盘锦石化",
        "credit_code": None,
        "address": None,
        "completed_at": None,
        "revision": 1,
    }
    nobody = {"before": None, "after": {"contact": None, "contact_phone": None}}
    assert events == [EnterpriseRegistered("enterprise", str(named.id), None, shown, nobody)]
    assert await enterprise(a_reading(), named.id) == named


async def test_an_office_completes_it_once(database):
    named = await did(register_enterprise, RegisterEnterprise("盘锦石化"))

    completed, events = await done(complete_enterprise, CompleteEnterprise(named.id, 1, FULL))

    assert (completed.completed_at, completed.credit_code, completed.contact) == (NOW, CODE, "王工")
    assert [type(event) for event in events] == [EnterpriseCompleted]
    assert events[0].personal == {
        "before": {"contact": None, "contact_phone": None},
        "after": {"contact": "王工", "contact_phone": "13900000000"},
    }
    assert "王工" not in str(events[0].before) + str(events[0].after)
    stored = await rows_of(database, "SELECT content FROM audit_event")
    assert "王工" not in str(stored)
    with pytest.raises(InvalidFields, match="已补全"):
        await did(complete_enterprise, CompleteEnterprise(named.id, 2, FULL))


async def test_a_correction_says_why(database):
    named = await did(register_enterprise, RegisterEnterprise("盘锦石化", CODE))
    moved = replace(FULL, address="新址")

    with pytest.raises(InvalidFields, match="reason"):
        await did(correct_enterprise, CorrectEnterprise(named.id, 1, moved), reason=" ")
    with pytest.raises(StaleEdit):
        await did(correct_enterprise, CorrectEnterprise(named.id, 7, moved), reason="迁址")
    after, events = await done(correct_enterprise, CorrectEnterprise(named.id, 1, moved), reason="迁址")

    assert [type(event) for event in events] == [EnterpriseCorrected]
    assert (events[0].before["address"], events[0].after["address"]) == (None, "新址")
    assert await enterprise(a_reading(), named.id) == after


async def test_a_wrong_check_character_is_told(database):
    with pytest.raises(InvalidFields) as refusal:
        await did(register_enterprise, RegisterEnterprise("", CODE[:-1] + "4"))

    assert set(refusal.value.faults) == {"name", "credit_code"}


async def test_a_credit_code_stands_once_and_none_often(database):
    await did(register_enterprise, RegisterEnterprise("甲", CODE.lower()))
    await did(register_enterprise, RegisterEnterprise("乙"))
    await did(register_enterprise, RegisterEnterprise("丙", " "))

    with pytest.raises(InvalidFields) as refusal:
        await did(register_enterprise, RegisterEnterprise("丁", CODE))

    assert refusal.value.faults == {"credit_code": "该统一社会信用代码已有企业使用"}
    assert (await enterprise_by_credit_code(a_reading(), f" {CODE.lower()}")).name == "甲"
    assert await enterprise_by_credit_code(a_reading(), "91330100799655058B") is None


async def test_of_forty_with_one_code_at_once_one_gets_in(database):
    await many_connections()

    async def one(number):
        try:
            await did(register_enterprise, RegisterEnterprise(f"企业{number}", CODE))
        except InvalidFields:
            return 0
        return 1

    assert sum(await asyncio.gather(*(one(number) for number in range(40)))) == 1


async def test_a_teacher_finds_the_name_and_not_the_contact(database):
    named = await did(register_enterprise, RegisterEnterprise("盘锦石化"))
    completed = await did(complete_enterprise, CompleteEnterprise(named.id, 1, FULL))
    self_only = Scope.person(uuid4())

    found = await enterprise(a_reading(), named.id, self_only)

    assert found == replace(completed, contact=None, contact_phone=None)
    assert await enterprises_like(a_reading(), "石化", self_only) == (found,)
    assert await enterprises_like(a_reading(), "石化", Scope.school(uuid4())) == (completed,)
    with pytest.raises(NotPermitted):
        await did(correct_enterprise, CorrectEnterprise(named.id, 2, FULL), self_only)
    with pytest.raises(NotFound):
        await enterprise(a_reading(), uuid4())


async def test_wildcards_in_a_search_are_letters(database):
    await did(register_enterprise, RegisterEnterprise("100%果汁"))
    await did(register_enterprise, RegisterEnterprise("100度"))

    assert [found.name for found in await enterprises_like(a_reading(), "100%")] == ["100%果汁"]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        (f"'', '{CODE}'", "enterprise_is_named"),
        ("'x', '123'", "enterprise_credit_code_shape"),
        ("'x', '91350100I000100Y43'", "enterprise_credit_code_shape"),
        (f"'x', '{CODE}'", "enterprise_credit_code_key"),
    ],
)
async def test_the_database_holds_the_invariants_by_itself(database, values, constraint):
    await did(register_enterprise, RegisterEnterprise("甲", CODE))

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await rows_of(
            database, f"INSERT INTO enterprise VALUES (gen_random_uuid(), {values}, NULL, NULL, NULL, NULL, 1)"
        )

    assert refusal.value.constraint_name == constraint
