"""Bureaus and schools: stored, recorded, changed over what was seen, found within a scope only."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from asyncpg import IntegrityConstraintViolationError

from registry.institutions.model.commands import ChangeSchool, OpenBureau, OpenSchool, StateSchoolRecordsFrom
from registry.institutions.model.events import BureauOpened, SchoolChanged, SchoolOpened, SchoolRecordsFromStated
from registry.institutions.model.facts import SchoolLevel
from registry.institutions.queries.schools import bureau, bureaus, school, school_by_code, schools
from registry.institutions.service.schools import (
    change_school,
    open_bureau,
    open_school,
    state_school_records_from,
)
from registry.institutions.writing import in_plain_words
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import EVERYWHERE, Scope
from tests.builders.house import a_reading
from tests.institutions.staging import BAOTOU, PANJIN, a_bureau, a_school, a_unit, did, done, rows_of


def _written(fact, **more):
    """A school as its event shows it."""
    return {
        "id": str(fact.id),
        "code": "S1",
        "name": "盘锦职业技术学院",
        "short_name": "盘职院",
        "level": "higher",
        "jurisdiction": PANJIN,
        "bureau_id": None,
        "records_from": None,
        "revision": 1,
        **more,
    }


def _command(**changes):
    given = {
        "code": " S1 ",
        "name": "盘锦职业技术学院",
        "short_name": "盘职院",
        "level": SchoolLevel.HIGHER,
        "jurisdiction": PANJIN,
    }
    return OpenSchool(**{**given, **changes})


def _change(found, **changes):
    given = {
        "name": found.name,
        "short_name": found.short_name,
        "level": found.level,
        "jurisdiction": found.jurisdiction,
        "bureau_id": found.bureau_id,
    }
    return ChangeSchool(found.id, found.revision, **{**given, **changes})


async def test_a_bureau_is_stored_and_recorded(database):
    opened, events = await done(open_bureau, OpenBureau("211100", "盘锦市教育局", PANJIN))

    values = {"code": "211100", "name": "盘锦市教育局", "jurisdiction": PANJIN, "revision": 1}
    assert await rows_of(database, "SELECT * FROM bureau") == [{"id": opened.id, **values}]
    assert events == [BureauOpened("bureau", str(opened.id), None, {"id": str(opened.id), **values})]
    assert await bureaus(a_reading()) == (opened,)
    assert await bureau(a_reading(), opened.id) == opened


async def test_a_school_is_stored_and_recorded(database):
    opened, events = await done(open_school, _command())

    stored = await rows_of(database, "SELECT code, name, level, bureau, records_from, revision FROM school")
    assert stored == [
        {
            "code": "S1",
            "name": "盘锦职业技术学院",
            "level": "higher",
            "bureau": None,
            "records_from": None,
            "revision": 1,
        }
    ]
    assert events == [SchoolOpened("school", str(opened.id), None, _written(opened))]
    assert type(events[0]) is SchoolOpened


async def test_events_reach_the_chain_as_they_were_recorded(database):
    opened = await did(open_school, _command())

    rows = await rows_of(
        database, "SELECT kind, subject, subject_id, content::json ->> 'before' AS before FROM audit_event"
    )
    assert rows == [{"kind": "SchoolOpened", "subject": "school", "subject_id": str(opened.id), "before": None}]


async def test_a_changed_school_shows_what_it_was(database):
    before = await did(open_school, _command())

    after, events = await done(change_school, _change(before, name="盘锦职业大学", jurisdiction=BAOTOU))

    changed = _written(before, name="盘锦职业大学", jurisdiction=BAOTOU, revision=2)
    assert events == [SchoolChanged("school", str(before.id), _written(before), changed)]
    assert await school(a_reading(), before.id) == after


async def test_records_from_is_stated(database):
    before = await did(open_school, _command())

    command = StateSchoolRecordsFrom(before.id, 1, date(2024, 9, 1))
    after, events = await done(state_school_records_from, command, Scope.school(before.id))

    stated = _written(before, records_from="2024-09-01", revision=2)
    assert events == [SchoolRecordsFromStated("school", str(before.id), _written(before), stated)]
    assert (await school(a_reading(), before.id)).records_from == date(2024, 9, 1)
    assert after.revision == 2


async def test_a_change_over_what_another_changed_is_refused(database):
    before = await did(open_school, _command())
    await did(change_school, _change(before, short_name="盘职"))

    with pytest.raises(StaleEdit):
        await did(change_school, _change(before, short_name="职院"))

    assert (await school(a_reading(), before.id)).short_name == "盘职"


async def test_all_faults_are_told_at_once(database):
    with pytest.raises(InvalidFields) as refusal:
        await did(open_school, _command(code=" ", name="", jurisdiction="cn-nowhere"))

    assert refusal.value.faults == {
        "code": "不能为空",
        "name": "不能为空",
        "jurisdiction": "规则库中没有 cn-nowhere",
    }
    assert await rows_of(database, "SELECT * FROM school") == []


@pytest.mark.parametrize(
    ("command", "faults"),
    [
        (_command(), {"code": "该代码已有学校使用"}),
        (_command(code="S2", bureau_id=UUID(int=7)), {"bureau_id": "没有这个教育局"}),
    ],
)
async def test_what_the_database_refuses_is_told_by_its_field(database, command, faults):
    await did(open_school, _command())

    with pytest.raises(InvalidFields) as refusal:
        await did(open_school, command)

    assert refusal.value.faults == faults
    assert len(await rows_of(database, "SELECT 1 FROM audit_event")) == 1


async def test_a_bureaus_code_is_given_once(database):
    await a_bureau()

    with pytest.raises(InvalidFields) as refusal:
        await a_bureau()

    assert refusal.value.faults == {"code": "该代码已有教育局使用"}


async def test_a_strangers_school_is_not_found(database):
    panjin, baotou = await a_bureau(), await a_bureau("150200", BAOTOU)
    own = await a_school("S1", bureau_id=panjin.id)
    other = await a_school("S2", bureau_id=baotou.id)
    own_department, reading = await a_unit(own), a_reading()

    for scope in (Scope.school(own.id), Scope.bureau(panjin.id), Scope.department(own_department.id)):
        assert await schools(reading, scope) == (own,)
        assert await school_by_code(reading, "S1", scope) == own
        with pytest.raises(NotFound) as hidden:
            await school(reading, other.id, scope)
        with pytest.raises(NotFound) as missing:
            await school(reading, uuid4(), scope)
        assert str(hidden.value) == str(missing.value)
        with pytest.raises(NotFound):
            await school_by_code(reading, "S2", scope)
        with pytest.raises(NotFound):
            await did(change_school, _change(other, name="x"), scope)
    assert await schools(reading, EVERYWHERE) == (own, other)
    assert await schools(reading, Scope.person(uuid4())) == ()


@pytest.mark.parametrize("kind", ["bureau", "department"])
async def test_only_the_school_itself_changes_its_facts(database, kind):
    panjin = await a_bureau()
    found = await a_school(bureau_id=panjin.id)
    scope = Scope.bureau(panjin.id) if kind == "bureau" else Scope.department((await a_unit(found)).id)

    with pytest.raises(NotPermitted):
        await did(change_school, _change(found, name="改名"), scope)
    with pytest.raises(NotPermitted):
        await did(state_school_records_from, StateSchoolRecordsFrom(found.id, 1, None), scope)


async def test_a_school_does_not_choose_its_rules(database):
    found = await a_school()

    with pytest.raises(NotPermitted):
        await did(change_school, _change(found, jurisdiction=BAOTOU), Scope.school(found.id))
    with pytest.raises(NotPermitted):
        await did(open_school, _command(), Scope.school(found.id))
    with pytest.raises(NotPermitted):
        await did(open_bureau, OpenBureau("1", "局", PANJIN), Scope.school(found.id))

    assert (await did(change_school, _change(found, name="新名"), Scope.school(found.id))).name == "新名"


async def test_a_refusal_that_nobody_foresaw_is_not_blamed_on_the_user(database):
    with pytest.raises(IntegrityConstraintViolationError), in_plain_words({}):
        await rows_of(database, "INSERT INTO bureau VALUES (gen_random_uuid(), '', '', '', 1)")
