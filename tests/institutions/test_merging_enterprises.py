"""Two records of one firm become one: placements point to the survivor, names as written stay; and it is undone."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from registry.audit.process import open_process
from registry.institutions.model.commands import CompleteEnterprise, EnterpriseParticulars, RegisterEnterprise
from registry.institutions.model.facts import Enterprise
from registry.institutions.model.merging import FirmLikeness, MergeEnterprises, UndoEnterpriseMerge
from registry.institutions.queries.duplicates import duplicate_enterprises
from registry.institutions.queries.enterprises import (
    enterprise,
    enterprises_counted,
    enterprises_listed,
    enterprises_suggested,
)
from registry.institutions.queries.merging import merges_into, names_merged_into
from registry.institutions.rules.merging import firm_duplicates
from registry.institutions.service.bulk import register_enterprises
from registry.institutions.service.enterprises import complete_enterprise, register_enterprise
from registry.institutions.service.merging import merge_enterprises, undo_enterprise_merge
from registry.kernel.errors import InvalidFields, Moved, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.practice.queries.placements import placements_of
from registry.practice.service.merging import NAMED_FIRMS
from tests.builders.house import a_reading
from tests.institutions.staging import a_school, did, rows_of
from tests.people.staging import a_person, a_post, an_employment
from tests.practice.staging import a_place, doing, officer, reading_of, verified

CODE, OTHER_CODE = "91110000600037341L", "91350100M000100Y43"


def a_firm(name, code=None, completed_at=None):
    return Enterprise(uuid4(), name, code, None, None, None, completed_at, 1)


def alike(*names):
    return [
        (each.survivor.name, each.merged.name, each.likeness)
        for each in firm_duplicates([a_firm(one) for one in names])
    ]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("辽河机械(集团)有限公司", "辽河机械 (集团) 有限公司", FirmLikeness.SAME_WRITING),
        ("ABC机械有限公司", "abc机械有限公司", FirmLikeness.SAME_WRITING),
        ("辽河机械有限责任公司", "辽河机械有限公司", FirmLikeness.SAME_CORE),
        ("辽河机械股份有限公司", "辽河机械", FirmLikeness.SAME_CORE),
        ("盘锦辽河石油机械制造有限公司", "盘锦市辽河石油机械制造厂", FirmLikeness.SIMILAR),
    ],
)
def test_names_that_may_mean_one_firm_are_found(one, other, likeness):
    ((first, second, found),) = alike(one, other)

    assert ({first, second}, found) == ({one, other}, likeness)


@pytest.mark.parametrize(
    "names", [("辽河机械厂", "辽河化工厂"), ("有限公司", "公司"), ("甲科技有限公司", "乙科技有限公司")]
)
def test_names_that_share_only_a_kind_are_not(names):
    assert alike(*names) == []


def test_two_credit_codes_are_two_firms_and_the_one_that_says_more_stays():
    one, other = a_firm("辽河机械厂", CODE), a_firm("辽河机械厂", OTHER_CODE)
    bare, done = a_firm("辽河机械厂"), a_firm("辽河 机械厂", None, datetime(2026, 1, 1, tzinfo=UTC))

    assert firm_duplicates([one, other]) == ()
    (found,) = firm_duplicates([bare, done])
    assert (found.survivor, found.merged) == (done, bare)


class Firms:
    """Two records of a firm; the merged one is named by a verified placement of the school."""

    @classmethod
    async def staged(cls, first="辽河机械厂", second="辽河机械制造厂"):
        self = cls()
        self.school, self.person = await a_place()
        self.stays = await did(register_enterprise, RegisterEnterprise(first))
        self.comes = await did(register_enterprise, RegisterEnterprise(second, CODE))
        self.placed = await verified(self.school, self.person, enterprise_id=self.comes.id, enterprise_name=second)
        self.scope = Scope.school(self.school.id)
        self.office = officer(self.school)
        return self

    def command(self, **changes):
        values = {"survivor_id": self.stays.id, "merged_id": self.comes.id, "revisions": (1, 1), "reason": "同一家"}
        return MergeEnterprises(**{"merge_id": uuid4(), **values, **changes})

    async def merged(self, scope=None, **changes):
        return await self._carried(merge_enterprises, self.command(**changes), scope)

    async def undone(self, merge):
        return await self._carried(undo_enterprise_merge, UndoEnterpriseMerge(merge.id, "并错了"), None)

    async def _carried(self, use_case, command, scope):
        async with open_process("test", reading_of(self.office), command.reason) as process:
            result = await use_case(process, command, scope or self.scope, (NAMED_FIRMS,))
        return result, [type(event).__name__ for event in process.events]


@pytest.fixture
async def firms(database):
    return await Firms.staged()


async def test_placements_point_to_the_survivor_and_keep_the_name_as_written(firms):
    merge, kinds = await firms.merged()

    (placed,) = (await placements_of(a_reading(), [firms.person.id]))[firms.person.id]
    assert (placed.enterprise_id, placed.enterprise_name) == (firms.stays.id, "辽河机械制造厂")
    assert (placed.id, placed.revision) == (firms.placed.id, firms.placed.revision)
    assert kinds == ["PlacementMoved", "EnterpriseLedOn", "EnterpriseTookOver", "EnterprisesMerged"]
    assert (await enterprise(a_reading(), firms.stays.id)).credit_code == CODE
    assert await merges_into(firms.stays.id) == (merge,)


async def test_the_merged_record_is_in_no_list_and_its_address_and_name_lead_on(firms):
    await firms.merged()
    reading = a_reading()

    with pytest.raises(Moved) as moved:
        await enterprise(reading, firms.comes.id)
    assert moved.value.new_id == firms.stays.id
    assert [each.id for each in await enterprises_listed(reading)] == [firms.stays.id]
    assert [each.id for each in await enterprises_suggested(reading, "机械制造")] == [firms.stays.id]
    assert await enterprises_counted(reading) == (1, 1)
    assert await names_merged_into(firms.stays.id) == ("辽河机械制造厂",)
    assert await duplicate_enterprises(reading) == ()


async def test_a_ledger_that_names_the_merged_record_means_the_survivor(firms):
    await firms.merged()
    named = RegisterEnterprise("辽河机械制造厂")

    async with open_process("test", a_reading()) as process:
        found = await register_enterprises(process, [named])

    assert found == {named: firms.stays.id}


async def test_a_form_sent_twice_at_once_is_one_merge(firms, database):
    command = firms.command()
    results = await asyncio.gather(*(firms._carried(merge_enterprises, command, None) for _ in range(2)))

    assert results[0][0].id == results[1][0].id
    assert len(await rows_of(database, "SELECT id FROM enterprise_merge")) == 1


async def test_a_firm_that_another_school_uses_is_not_merged_away(firms):
    other = await a_school("S2")
    person = await a_person("别人")
    await a_post(await an_employment(other, person, "B1"))
    await verified(other, person, enterprise_id=firms.comes.id)

    with pytest.raises(NotPermitted) as refused:
        await firms.merged()
    turned, _ = await firms.merged(survivor_id=firms.comes.id, merged_id=firms.stays.id)

    assert str(refused.value) == "另有 1 所学校的实践记录用到“辽河机械制造厂”,请改为保留它,把另一条并入"
    assert turned.survivor_id == firms.comes.id


async def test_where_only_the_writing_differs_any_office_that_sees_it_merges(database):
    firms = await Firms.staged("辽河机械厂", "辽河 机械厂")
    other = await a_school("S2")

    merge, _ = await firms.merged(Scope.school(other.id))

    assert merge.survivor_id == firms.stays.id


async def test_a_department_merges_nothing_and_what_is_wrong_is_told(firms):
    with pytest.raises(NotPermitted):
        await firms.merged(Scope.department(uuid4()))
    with pytest.raises(StaleEdit):
        await firms.merged(revisions=(1, 2))
    with pytest.raises(NotFound):
        await firms.merged(merged_id=uuid4())
    with pytest.raises(InvalidFields):
        await firms.merged(reason=" ")
    with pytest.raises(InvalidFields):
        await firms.merged(merged_id=firms.stays.id)


async def test_a_merge_is_taken_back_as_one_unit(firms, database):
    before = await rows_of(database, "SELECT id, name, credit_code FROM enterprise ORDER BY id")
    merge, _ = await firms.merged()

    _, kinds = await firms.undone(merge)
    _, again = await firms.undone(merge)

    assert await rows_of(database, "SELECT id, name, credit_code FROM enterprise ORDER BY id") == before
    (placed,) = (await placements_of(a_reading(), [firms.person.id]))[firms.person.id]
    assert placed.enterprise_id == firms.comes.id
    assert kinds == ["EnterpriseStandsAgain", "EnterpriseStandsAgain", "PlacementMoved", "EnterpriseMergeUndone"]
    assert again == []


async def test_a_merge_stays_where_the_firm_was_completed_since(firms):
    merge, _ = await firms.merged()
    given = EnterpriseParticulars("辽河机械厂", CODE, "盘锦", None, None)
    await doing(firms.office, complete_enterprise, CompleteEnterprise(firms.stays.id, 2, given), firms.scope)

    with pytest.raises(InvalidFields) as refused:
        await firms.undone(merge)

    assert refused.value.faults == {"merge": "合并之后企业信息又有改动,不能整体撤销"}
