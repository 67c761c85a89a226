"""Two records of one person become one, with everything that hangs on them, and can be parted again as one unit."""

import asyncio
from contextlib import suppress
from datetime import date
from uuid import uuid4

import pytest

from registry.audit.process import open_process
from registry.identity.model.accounts import CreateAccount
from registry.identity.model.roles import Role, RoleWanted
from registry.identity.service.accounts import create_account
from registry.kernel.errors import InvalidFields, Moved, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.model.commands import AddAlias, RecordLeave
from registry.people.model.facts import LeaveKind, Sex
from registry.people.model.merging import MergePersons, Pair, UndoPersonMerge
from registry.people.queries.careers import employments_of, leaves_of
from registry.people.queries.merging import merges_of, obstacles_between
from registry.people.queries.persons import names_of, person
from registry.people.queries.reach import scope_reaching
from registry.people.service import merging
from registry.people.service.leaves import record_leave
from registry.people.service.merging import merge_persons
from registry.people.service.persons import add_alias
from registry.people.service.unmerging import undo_person_merge
from registry.portfolio.model import RecordTitle, TitleContent, TitleLevel
from registry.portfolio.queries.titles import titles_of
from registry.portfolio.service.merging import TITLES
from registry.portfolio.service.titles import record_title
from registry.practice.projection import differences
from registry.practice.queries.placements import placements_of
from registry.practice.queries.standing import ranges_of
from registry.practice.records import CorrectPlacement
from registry.practice.service.merging import PLACEMENTS
from registry.practice.service.placements import correct_placement
from tests.builders.house import a_reading
from tests.institutions.staging import a_school, did, rows_of
from tests.people.staging import a_person, a_post, an_employment, an_id_number
from tests.practice.staging import THE_HOUSE, a_content, doing, officer, reading_of, teacher, verified

FOLLOWERS = (PLACEMENTS, TITLES)
LEFT = date(2024, 8, 31)
ALL_OF_2025 = {"started_on": date(2025, 1, 1), "finished_on": date(2025, 12, 31)}
TITLE = TitleContent("讲师", TitleLevel.MIDDLE, "中职教师", date(2020, 1, 1))


class Twice:
    """Somebody who was entered twice at one school: once until 2024, once since then without a number."""

    @classmethod
    async def staged(cls, **second):
        self = cls()
        self.school = await a_school()
        self.stays = await a_person(sex=Sex.FEMALE, **second.pop("stays", {}))
        self.comes = await a_person(**{"id_number": an_id_number(), "birth_on": date(1980, 1, 1), **second})
        await a_post(await an_employment(self.school, self.stays, "T1", finished_on=LEFT))
        self.employment = await an_employment(self.school, self.comes, "T9", started_on=date(2024, 9, 1))
        await a_post(self.employment)
        self.pair = Pair(self.stays.id, self.comes.id)
        self.office = officer(self.school)
        self.scopes = (Scope.school(self.school.id),)
        return self

    def command(self, **changes):
        return MergePersons(
            **{"merge_id": uuid4(), "pair": self.pair, "revisions": (1, 1), "reason": "重复建档", **changes}
        )

    async def merged(self, actor=None, **changes):
        return await self._carried(actor, merge_persons, self.command(**changes))

    async def undone(self, merge, actor=None):
        return await self._carried(actor, undo_person_merge, UndoPersonMerge(merge.id, "并错了"))

    async def _carried(self, actor, use_case, command):
        async with open_process("test", reading_of(actor or self.office), command.reason) as process:
            result = await use_case(process, command, self.scopes, FOLLOWERS)
        return result, [type(event).__name__ for event in process.events]


@pytest.fixture
async def twice(database):
    return await Twice.staged()


async def test_everything_of_the_merged_record_moves_to_the_survivor(twice, database):
    placed = await verified(twice.school, twice.comes, **ALL_OF_2025)
    await doing(THE_HOUSE, record_title, RecordTitle(twice.comes.id, TITLE))
    await did(record_leave, RecordLeave(twice.comes.id, LeaveKind.STUDY, date(2026, 3, 1), date(2026, 4, 1)))
    await did(add_alias, AddAlias(twice.comes.id, "林小"))

    merge, kinds = await twice.merged()

    stays, reading = twice.stays.id, a_reading()
    after = await person(reading, stays)
    assert (after.sex, after.birth_on, after.id_number_masked[:6]) == (Sex.FEMALE, date(1980, 1, 1), "211100")
    assert [each.employment.staff_no for each in (await employments_of(reading, [stays]))[stays]] == ["T1", "T9"]
    assert [each.id for each in (await placements_of(reading, [stays]))[stays]] == [placed.id]
    assert [each.name for each in (await titles_of(reading, [stays]))[stays]] == ["讲师"]
    assert len((await leaves_of(reading, [stays]))[stays]) == 1
    assert [each.name for each in await names_of(reading, stays)] == ["林小"]
    assert kinds == [
        "EmploymentMoved",
        "LeaveMoved",
        "NameMoved",
        "PlacementMoved",
        "TitleMoved",
        "PersonLedOn",
        "PersonTookOver",
        "PersonsMerged",
    ]
    assert await merges_of(stays) == (merge,)
    (row,) = await rows_of(database, "SELECT * FROM person WHERE id = $1", twice.comes.id)
    assert (row["merged_into"], row["id_number_index"]) == (stays, None)


async def test_the_stored_standing_is_the_true_one_and_the_merged_record_has_none(twice):
    await verified(twice.school, twice.comes, **ALL_OF_2025)

    await twice.merged()

    reading = a_reading()
    assert await differences(reading) == ()
    assert (await ranges_of(reading, [twice.comes.id]))[twice.comes.id] == ()
    assert (await ranges_of(reading, [twice.stays.id]))[twice.stays.id] != ()


async def test_former_revisions_move_with_the_one_that_stands(twice, database):
    placed = await verified(twice.school, twice.comes, **ALL_OF_2025)
    content = a_content(date(2025, 1, 1), date(2025, 6, 30))
    await doing(THE_HOUSE, correct_placement, CorrectPlacement(placed.id, placed.revision, content, "日期录错", True))

    await twice.merged()

    rows = await rows_of(database, "SELECT person FROM placement")
    assert [row["person"] for row in rows] == [twice.stays.id] * 2


async def test_nothing_but_a_merge_moves_a_verified_placement(twice, database):
    await verified(twice.school, twice.comes, **ALL_OF_2025)

    with pytest.raises(Exception, match="a verified placement is corrected"):
        await rows_of(database, "UPDATE placement SET person = $1", twice.stays.id)


async def test_the_other_name_becomes_an_alias(database):
    twice = await Twice.staged(name="林曉")

    await twice.merged()

    assert [each.name for each in await names_of(a_reading(), twice.stays.id)] == ["林曉"]


async def test_the_account_goes_with_the_record_and_sees_the_whole_file(twice, database):
    wanted = CreateAccount("linxiao", "林晓", (RoleWanted(Role.TEACHER),), person_id=twice.comes.id)
    async with open_process("test", a_reading(THE_HOUSE)) as process:
        await create_account(process, wanted)

    _, kinds = await twice.merged()

    (row,) = await rows_of(database, "SELECT person_id FROM account WHERE login = 'linxiao'")
    assert (row["person_id"], "AccountBound" in kinds) == (twice.stays.id, True)


async def test_old_addresses_lead_to_the_survivor_and_strangers_find_nothing(twice):
    other = await a_school("S2")
    await twice.merged()
    reading = a_reading()

    with pytest.raises(Moved) as moved:
        await scope_reaching(reading, twice.comes.id, twice.scopes)
    with pytest.raises(NotFound) as nothing:
        await scope_reaching(reading, twice.comes.id, [Scope.school(other.id)])

    assert moved.value.new_id == twice.stays.id
    assert type(nothing.value) is NotFound


@pytest.mark.parametrize("is_held_up", [False, True])
async def test_a_form_sent_twice_at_once_is_one_merge(twice, database, monkeypatch, is_held_up):
    command, ended = twice.command(), asyncio.Event()
    if is_held_up:
        monkeypatch.setattr(merging, "merges_of", held_up_once(merges_of, ended))

    async def sent():
        async with open_process("test", reading_of(twice.office)) as process:
            done = await merge_persons(process, command, twice.scopes, FOLLOWERS)
        ended.set()
        return done

    first, second = await asyncio.gather(sent(), sent())

    assert first.id == second.id
    assert len(await rows_of(database, "SELECT id FROM person_merge")) == 1
    assert len(await rows_of(database, "SELECT 1 FROM audit_event WHERE kind = 'PersonsMerged'")) == 1


def held_up_once(query, ended):
    """The query, whose first answer comes late: when the other form has ended, or has had the time to."""
    is_first = iter([True])

    async def asked(*arguments):
        answer = await query(*arguments)
        if next(is_first, False):
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), timeout=1)
        return answer

    return asked


async def test_a_fact_entered_while_merging_is_refused_or_moves_along(twice, database):
    leave = RecordLeave(twice.comes.id, LeaveKind.STUDY, date(2026, 3, 1), date(2026, 4, 1))
    outcomes = await asyncio.gather(
        twice.merged(), doing(twice.office, record_leave, leave, twice.scopes[0]), return_exceptions=True
    )

    left = await rows_of(database, "SELECT id FROM leave WHERE person = $1", twice.comes.id)
    assert left == []
    assert not isinstance(outcomes[0], BaseException)
    assert isinstance(outcomes[1], NotFound | tuple)


async def test_a_second_employment_on_the_same_days_refuses_until_it_is_voided_with_the_merge(database):
    twice = await Twice.staged()
    same = await an_employment(twice.school, twice.stays, "T5", started_on=date(2025, 1, 1))

    with pytest.raises(InvalidFields) as refused:
        await twice.merged()
    _, kinds = await twice.merged(voided=frozenset({twice.employment.id}))

    words = "同一时期在同一所学校各有一条任职:工号 T5 与工号 T9"
    assert refused.value.faults == {"voided": words}
    assert kinds[:3] == ["PostVoided", "EmploymentVoided", "EmploymentMoved"]
    employed = (await employments_of(a_reading(), [twice.stays.id]))[twice.stays.id]
    assert [each.employment.id for each in employed][1:] == [same.id]
    assert await differences(a_reading()) == ()


async def test_two_identity_numbers_are_two_people(database):
    twice = await Twice.staged(stays={"id_number": an_id_number(2)})

    with pytest.raises(InvalidFields) as refused:
        await twice.merged()

    assert refused.value.faults == {"voided": "两条记录的身份证件号码不同,不是同一个人"}


async def test_the_same_title_and_two_accounts_stand_in_the_way(twice):
    for login, one in (("a1", twice.stays), ("b1", twice.comes)):
        await doing(THE_HOUSE, record_title, RecordTitle(one.id, TITLE))
        async with open_process("test", a_reading(THE_HOUSE)) as process:
            await create_account(process, CreateAccount(login, "林晓", person_id=one.id))

    with pytest.raises(InvalidFields) as refused:
        await twice.merged()

    assert refused.value.faults["voided"] == (
        "两条记录各有账号(a1、b1),请先由运维人员解除其中一个账号与人员的关联;"
        "两条记录登记了同一职称:讲师(2020-01-01),请先作废其中一条"
    )


async def test_nobody_merges_their_own_record_and_a_stranger_finds_none(twice):
    other = await a_school("S2")
    own, stranger = officer(twice.school, twice.comes), officer(other)

    with pytest.raises(NotPermitted):
        await twice.merged(own)
    with pytest.raises(NotPermitted):
        await doing(teacher(twice.stays), merge_persons, twice.command(), (Scope.person(twice.stays.id),))
    twice.scopes = (Scope.school(other.id),)
    with pytest.raises(NotFound):
        await twice.merged(stranger)


async def test_a_person_whom_another_school_employs_now_is_not_merged_by_the_former(database):
    twice = await Twice.staged()
    await an_employment(await a_school("S2"), twice.stays, "B1", started_on=date(2025, 1, 1))

    with pytest.raises(NotPermitted):
        await twice.merged()


async def test_what_was_changed_since_it_was_shown_is_not_merged(twice):
    with pytest.raises(StaleEdit):
        await twice.merged(revisions=(1, 2))
    with pytest.raises(InvalidFields) as refused:
        await twice.merged(reason=" ", pair=Pair(twice.stays.id, twice.stays.id))

    assert set(refused.value.faults) == {"reason", "survivor"}


async def test_a_merge_is_taken_back_as_one_unit(database):
    twice = await Twice.staged(name="林曉")
    await an_employment(twice.school, twice.stays, "T5", started_on=date(2025, 1, 1))
    placed = await verified(twice.school, twice.comes, **ALL_OF_2025)
    before = await rows_of(database, "SELECT name, sex, birth_on, id_number_index FROM person ORDER BY id")
    merge, _ = await twice.merged(voided=frozenset({twice.employment.id}))

    _, kinds = await twice.undone(merge)

    after = await rows_of(database, "SELECT name, sex, birth_on, id_number_index FROM person ORDER BY id")
    assert after == before
    reading = a_reading()
    assert [each.id for each in (await placements_of(reading, [twice.comes.id]))[twice.comes.id]] == [placed.id]
    employed = (await employments_of(reading, [twice.comes.id]))[twice.comes.id]
    assert [(each.employment.id, each.employment.voided_at) for each in employed] == [(twice.employment.id, None)]
    assert kinds[-3:] == ["EmploymentRestored", "PostRestored", "PersonMergeUndone"]
    assert await differences(reading) == ()
    assert await merges_of(twice.stays.id) == ()


async def test_a_merge_is_taken_back_once_and_may_be_done_again(twice):
    merge, _ = await twice.merged()
    await twice.undone(merge)

    _, again = await twice.undone(merge)
    second, _ = await twice.merged(revisions=(3, 3))

    assert (again, second.pair) == ([], twice.pair)


async def test_a_merge_stays_where_the_file_was_changed_since(twice):
    merge, _ = await twice.merged()
    await did(add_alias, AddAlias(twice.stays.id, "林小"))

    with pytest.raises(InvalidFields) as refused:
        await twice.undone(merge)

    assert refused.value.faults == {"merge": "合并之后这份档案又有改动,不能整体撤销"}


async def test_every_table_that_names_a_person_is_known_to_the_merge(database):
    referring = await rows_of(
        database,
        "SELECT DISTINCT k.conrelid::regclass::text AS name FROM pg_constraint k WHERE k.contype = 'f' "
        "AND k.confrelid = 'person'::regclass",
    )
    named = await rows_of(
        database,
        "SELECT table_name AS name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'person_id'",
    )

    moved = {"account", "employment", "leave", "other_name", "placement", "practice_plan_line", "title"}
    stays = {"board_change", "person", "person_merge", "reminder_message", "standing_course", "standing_range"}
    followers = {"certificate"}
    asked_for = {"certificate_batch_line"}
    assert {row["name"] for row in (*referring, *named)} - moved - stays - followers - asked_for == set()


async def test_what_overlaps_is_listed_beforehand(twice):
    for one in (twice.stays, twice.comes):
        await did(record_leave, RecordLeave(one.id, LeaveKind.STUDY, date(2024, 3, 1), date(2024, 4, 1)))

    (found,) = await obstacles_between(a_reading(), twice.pair)

    assert found.words == "请假重叠:2024-03-01 – 2024-04-01 与 2024-03-01 – 2024-04-01"
    _, kinds = await twice.merged(voided=frozenset({found.fact_id}))
    assert kinds[0] == "LeaveVoided"
