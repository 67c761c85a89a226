"""Persons: numbers sealed, found and masked; names kept; each full view of a number recorded."""

import asyncio
import json
from datetime import date
from uuid import UUID, uuid4

import asyncpg
import pytest

from registry.audit.model import Actor
from registry.institutions.queries.schools import school as school_in
from registry.kernel.errors import BadInput, InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.people.model.commands import (
    AddAlias,
    CorrectPerson,
    EndEmployment,
    RecordIdNumber,
    RegisterPerson,
    RenamePerson,
    StatePersonRecordsFrom,
)
from registry.people.model.events import (
    IdNumberRecorded,
    IdNumberViewed,
    NameAdded,
    PersonCorrected,
    PersonRecordsFromStated,
    PersonRegistered,
    PersonRenamed,
)
from registry.people.model.facts import NameKind, Person, PersonName, PersonRecord, PostCategory, Sex
from registry.people.queries.persons import names_of, person, person_by_id_number, persons
from registry.people.service.employments import end_employment
from registry.people.service.persons import (
    add_alias,
    correct_person,
    full_id_number,
    record_id_number,
    register_person,
    rename_person,
    state_person_records_from,
)
from registry.practice.model import PostCategory as PracticePostCategory
from tests.builders.house import a_house, a_reading
from tests.institutions.staging import a_bureau, a_school, a_unit, did, done, many_connections, rows_of
from tests.people.staging import a_person, an_employment, an_id_number

NUMBER = an_id_number(1)
BORN = date(1980, 1, 1)


async def _refused(use_case, command, *scope):
    with pytest.raises(InvalidFields) as refusal:
        await did(use_case, command, *scope)
    return refusal.value.faults


def test_the_categories_of_posts_are_those_of_the_practice_rules():
    assert [each.value for each in PostCategory] == [each.value for each in PracticePostCategory]


async def test_a_person_is_stored_sealed_and_recorded_encrypted(database):
    command = RegisterPerson(" 林晓 ", Sex.FEMALE, BORN, f" {NUMBER.lower()}", date(2024, 9, 1))
    registered, events = await done(register_person, command)

    assert registered == Person(
        registered.id, "林晓", Sex.FEMALE, BORN, f"211100{'*' * 10}{NUMBER[-2:]}", date(2024, 9, 1), 1
    )
    shown = {"id": str(registered.id), "records_from": "2024-09-01", "revision": 1}
    values = {"name": "林晓", "sex": "female", "birth_on": "1980-01-01", "id_number": NUMBER}
    personal = {"before": None, "after": values}
    assert events == [PersonRegistered("person", str(registered.id), None, shown, personal)]
    everything = str(await rows_of(database, "SELECT * FROM audit_event")) + str(
        await rows_of(database, "SELECT id_number_sealed, id_number_index FROM person")
    )
    assert NUMBER not in everything
    assert "林晓" not in everything


async def test_the_recorded_values_open_with_the_key(database):
    await a_person(id_number=NUMBER)

    (row,) = await rows_of(database, "SELECT number, personal FROM audit_event")
    opened = a_house().vault.open(row["personal"], f"audit_event.personal:{row['number']}")

    assert json.loads(opened)["after"]["id_number"] == NUMBER


async def test_a_sealed_number_opens_in_its_own_row_only(database):
    one, two = await a_person(id_number=NUMBER), await a_person("高", id_number=an_id_number(2))
    vault = a_house().vault
    sealed = {row["id"]: row["id_number_sealed"] for row in await rows_of(database, "SELECT * FROM person")}

    assert vault.open(sealed[one.id], f"person.id_number_sealed:{one.id}") == NUMBER
    with pytest.raises(BadInput):
        vault.open(sealed[one.id], f"person.id_number_sealed:{two.id}")
    await rows_of(database, "UPDATE person SET id_number_sealed = $1 WHERE id = $2", sealed[two.id], one.id)
    with pytest.raises(BadInput):
        await person(a_reading(), one.id)


async def test_the_number_finds_the_person_however_typed(database):
    found = await a_person(id_number=an_id_number(5))
    await a_person("高", id_number=an_id_number(6))

    number = an_id_number(5)
    assert await person_by_id_number(a_reading(), f"{number[:6]} {number[6:].lower()} ") == found
    with pytest.raises(NotFound):
        await person_by_id_number(a_reading(), an_id_number(7))


async def test_queries_mask_and_no_text_of_a_person_shows_the_number(database):
    found = await a_person(id_number=NUMBER)

    assert (await persons(a_reading(), [found.id]))[found.id].id_number_masked == f"211100{'*' * 10}{NUMBER[-2:]}"
    assert NUMBER not in repr(RegisterPerson("林", id_number=NUMBER))
    assert NUMBER not in repr(PersonRecord(found.id, "林", None, None, NUMBER, None, 1))
    assert NUMBER not in repr(RecordIdNumber(found.id, 1, NUMBER))


async def test_one_number_is_one_person(database):
    await a_person(id_number=NUMBER)
    other = await a_person("高", id_number=an_id_number(2))

    taken = {"id_number": "该身份证件号码已登记在另一人名下"}
    assert await _refused(register_person, RegisterPerson("重", id_number=NUMBER)) == taken
    assert await _refused(record_id_number, RecordIdNumber(other.id, 1, NUMBER)) == taken


async def test_of_forty_with_one_number_at_once_one_gets_in(database):
    await many_connections()

    async def one(number):
        try:
            await a_person(f"人{number}", id_number=NUMBER)
        except InvalidFields:
            return 0
        return 1

    assert sum(await asyncio.gather(*(one(number) for number in range(40)))) == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), "校验位不符"),
        (NUMBER[:17], "校验位不符"),
        (an_id_number(1, "19800230"), "出生日期不存在"),
        (an_id_number(1, "20261123"), "在今天之后"),
    ],
)
async def test_a_number_that_cannot_be_one_is_refused(database, number, words):
    faults = await _refused(register_person, RegisterPerson("林", id_number=number))

    assert words in faults["id_number"]


async def test_the_day_of_birth_may_be_today(database):
    assert await a_person(id_number=an_id_number(1, "20261122"))


async def test_the_files_birth_date_need_not_be_the_numbers(database):
    assert (await a_person(id_number=NUMBER, birth_on=date(1979, 12, 31))).birth_on == date(1979, 12, 31)


async def test_a_slip_is_mended_without_a_former_name(database):
    before = await a_person("林小")

    after, events = await done(correct_person, CorrectPerson(before.id, 1, "林晓", Sex.FEMALE, BORN))

    hidden = {"name": "林小", "sex": None, "birth_on": None, "id_number": None}
    mended = {**hidden, "name": "林晓", "sex": "female", "birth_on": "1980-01-01"}
    shown = {"id": str(before.id), "records_from": None}
    assert events == [
        PersonCorrected(
            "person",
            str(before.id),
            {**shown, "revision": 1},
            {**shown, "revision": 2},
            {"before": hidden, "after": mended},
        )
    ]
    assert await person(a_reading(), before.id) == after
    assert await names_of(a_reading(), before.id) == ()
    with pytest.raises(StaleEdit):
        await did(correct_person, CorrectPerson(before.id, 1, "x", None, None))


async def test_a_new_name_keeps_the_old_one_until_the_day_before(database):
    before = await a_person("林小")

    _, events = await done(rename_person, RenamePerson(before.id, 1, "林晓", date(2020, 5, 1)))
    await did(rename_person, RenamePerson(before.id, 2, "林晓晓", date(2024, 3, 1)))

    former = {(name.name, name.started_on, name.finished_on) for name in await names_of(a_reading(), before.id)}
    assert former == {("林小", None, date(2020, 4, 30)), ("林晓", date(2020, 5, 1), date(2024, 2, 29))}
    assert [type(event) for event in events] == [NameAdded, PersonRenamed]
    assert events[0].personal == {"before": None, "after": {"name": "林小"}}
    assert events[1].personal["after"]["name"] == "林晓"
    assert (await person(a_reading(), before.id)).name == "林晓晓"


async def test_a_name_cannot_change_before_it_was_borne(database):
    before = await a_person("林小")
    await did(rename_person, RenamePerson(before.id, 1, "林晓", date(2020, 5, 1)))

    early = await _refused(rename_person, RenamePerson(before.id, 2, "林", date(2020, 5, 1)))
    same = await _refused(rename_person, RenamePerson(before.id, 2, " 林晓 ", date(2021, 5, 1)))

    assert (early, same) == ({"on": "现用姓名自 2020-05-01 起使用"}, {"name": "新姓名与现用姓名相同"})


async def test_an_alias_is_noted(database):
    known = await a_person("娜仁·乌云其其格")

    alias, events = await done(add_alias, AddAlias(known.id, "娜仁乌云其其格", date(2020, 1, 1)))

    assert alias == PersonName(alias.id, known.id, "娜仁乌云其其格", NameKind.ALIAS, date(2020, 1, 1), None)
    assert await names_of(a_reading(), known.id) == (alias,)
    assert [type(event) for event in events] == [NameAdded]
    assert await _refused(add_alias, AddAlias(known.id, "", date(2020, 1, 2), date(2020, 1, 1))) == {
        "name": "不能为空",
        "finished_on": "结束日期 2020-01-01 早于开始日期 2020-01-02",
    }


async def test_a_number_is_entered_later(database):
    before = await a_person()

    _, events = await done(record_id_number, RecordIdNumber(before.id, 1, NUMBER))

    assert [type(event) for event in events] == [IdNumberRecorded]
    assert (events[0].personal["before"]["id_number"], events[0].personal["after"]["id_number"]) == (None, NUMBER)
    assert (await person_by_id_number(a_reading(), NUMBER)).id == before.id


async def test_records_from_is_stated(database):
    before = await a_person()

    _, events = await done(state_person_records_from, StatePersonRecordsFrom(before.id, 1, date(2023, 9, 1)))

    assert [type(event) for event in events] == [PersonRecordsFromStated]
    assert (events[0].before["records_from"], events[0].after["records_from"]) == (None, "2023-09-01")
    assert (await person(a_reading(), before.id)).records_from == date(2023, 9, 1)


async def test_a_full_view_is_recorded_with_its_reason(database):
    known = await a_person(id_number=NUMBER)
    reading = a_reading(Actor(None, "陈", "web"))

    async def view(process, reason):
        return await full_id_number(process, known.id, reason)

    number, events = await done(view, " 打印聘用合同 ", reading=reading)

    assert number == NUMBER
    assert events == [IdNumberViewed("person", str(known.id), None, {"reason": "打印聘用合同"})]
    stored = await rows_of(database, "SELECT kind, subject_id FROM audit_event ORDER BY number")
    assert stored[-1] == {"kind": "IdNumberViewed", "subject_id": str(known.id)}
    with pytest.raises(InvalidFields):
        await done(view, " ")


async def test_no_number_means_no_view(database):
    known = await a_person()

    async def view(process, reason):
        return await full_id_number(process, known.id, reason)

    assert await done(view, "核对") == (None, [])


async def test_who_may_view_a_full_number(database):
    bureau = await a_bureau()
    own, other = await a_school("S1", bureau_id=bureau.id), await a_school("S2")
    department = await a_unit(own)
    known = await a_person(id_number=NUMBER)
    first = await an_employment(own, known, department=department, started_on=date(2020, 9, 1))

    async def view(process, scope):
        return await full_id_number(process, known.id, "核对", scope)

    assert await did(view, Scope.school(own.id)) == NUMBER
    assert await did(view, Scope.person(known.id)) == NUMBER
    for scope in (Scope.bureau(bureau.id), Scope.department(department.id)):
        with pytest.raises(NotPermitted, match="个人信息保护法"):
            await did(view, scope)
    for scope in (Scope.school(other.id), Scope.person(uuid4())):
        with pytest.raises(NotFound):
            await did(view, scope)
    await did(end_employment, EndEmployment(first.id, 1, date(2026, 8, 31)))
    assert await did(view, Scope.school(own.id)) == NUMBER
    await an_employment(other, known, "X1", started_on=date(2026, 9, 1))
    with pytest.raises(NotPermitted):
        await did(view, Scope.school(own.id))
    assert await did(view, Scope.school(other.id)) == NUMBER


async def test_a_stranger_finds_nobody(database):
    own, other = await a_school("S1"), await a_school("S2")
    known = await a_person(id_number=NUMBER)
    await an_employment(other, known)
    scope, reading = Scope.school(own.id), a_reading()

    with pytest.raises(NotFound) as hidden:
        await person(reading, known.id, scope)
    with pytest.raises(NotFound) as missing:
        await person(reading, uuid4(), scope)
    assert str(hidden.value) == str(missing.value)
    for query in (person_by_id_number(reading, NUMBER, scope), names_of(reading, known.id, scope)):
        with pytest.raises(NotFound):
            await query
    for use_case, command in [
        (correct_person, CorrectPerson(known.id, 1, "x", None, None)),
        (rename_person, RenamePerson(known.id, 1, "x", date(2026, 1, 1))),
        (record_id_number, RecordIdNumber(known.id, 1, an_id_number(9))),
        (state_person_records_from, StatePersonRecordsFrom(known.id, 1, None)),
        (add_alias, AddAlias(known.id, "x")),
    ]:
        with pytest.raises(NotFound):
            await did(use_case, command, scope)
    assert await school_in(reading, own.id, scope) == own


async def test_a_former_employer_sees_and_no_longer_changes(database):
    old, new = await a_school("S1"), await a_school("S2")
    known = await a_person()
    await an_employment(old, known, started_on=date(2015, 9, 1), finished_on=date(2026, 8, 31))
    command = CorrectPerson(known.id, 1, "林晓晓", None, None)

    await an_employment(new, known, started_on=date(2026, 9, 1))

    assert await person(a_reading(), known.id, Scope.school(old.id)) == known
    with pytest.raises(NotPermitted, match="已调离"):
        await did(correct_person, command, Scope.school(old.id))
    assert (await did(correct_person, command, Scope.school(new.id))).name == "林晓晓"


async def test_nobody_but_the_office_enters_or_changes_people(database):
    bureau = await a_bureau()
    own = await a_school(bureau_id=bureau.id)
    known = await a_person()
    await an_employment(own, known)

    for scope in (Scope.person(known.id), Scope.bureau(bureau.id)):
        with pytest.raises(NotPermitted):
            await did(correct_person, CorrectPerson(known.id, 1, "x", None, None), scope)
        with pytest.raises(NotPermitted):
            await did(register_person, RegisterPerson("x"), scope)


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("INSERT INTO person VALUES ($1, '', NULL, NULL, NULL, NULL, NULL, 1)", "person_is_named"),
        ("INSERT INTO person VALUES ($1, 'x', 'other', NULL, NULL, NULL, NULL, 1)", "person_sex_known"),
        ("INSERT INTO person VALUES ($1, 'x', NULL, NULL, 'a', NULL, NULL, 1)", "person_id_number_whole"),
        (
            "INSERT INTO person SELECT $1, 'x', NULL, NULL, 'a', id_number_index, NULL, 1 FROM person",
            "person_id_number_index_key",
        ),
        ("INSERT INTO other_name SELECT $1, id, '', 'alias', NULL, NULL FROM person", "other_name_is_named"),
        ("INSERT INTO other_name SELECT $1, id, 'x', 'nickname', NULL, NULL FROM person", "other_name_kind_known"),
        (
            "INSERT INTO other_name SELECT $1, id, 'x', 'alias', '2020-01-02', '2020-01-01' FROM person",
            "other_name_in_order",
        ),
        (
            "INSERT INTO other_name SELECT $1, id, 'x', 'former', '2020-04-30', '2020-05-30' FROM person",
            "other_name_former_apart",
        ),
    ],
)
async def test_the_database_holds_the_invariants_by_itself(database, statement, constraint):
    known = await a_person(id_number=NUMBER)
    await did(rename_person, RenamePerson(known.id, 1, "林晓晓", date(2020, 5, 1)))

    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refusal:
        await rows_of(database, statement, UUID(int=1))

    assert refusal.value.constraint_name == constraint


@pytest.mark.parametrize("table", ["person", "other_name", "employment", "post_held", "leave"])
async def test_the_database_deletes_nobody(database, table):
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="never deleted"):
        await rows_of(database, f"DELETE FROM {table}")
