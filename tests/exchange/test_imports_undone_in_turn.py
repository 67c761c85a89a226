"""Imports undone one after the other: what came later and was taken back itself stands in nobody's way."""

from datetime import date
from uuid import uuid4

import pytest

from registry.audit.process import open_process
from registry.exchange.model.imports import ImportKind, ImportState
from registry.exchange.service.undoing import ImportRestedOn
from registry.people.model.commands import AddAlias
from registry.people.model.merging import MergePersons, Pair, UndoPersonMerge
from registry.people.service.merging import merge_persons
from registry.people.service.persons import add_alias
from registry.people.service.unmerging import undo_person_merge
from registry.portfolio.service.merging import TITLES
from registry.practice.projection import differences
from registry.practice.service.merging import PLACEMENTS
from tests.builders.house import a_reading
from tests.exchange.bringing import a_file, brought, undone
from tests.exchange.test_imports_update import GAO, LIN, PRACTICE, ROSTER, SUMMER, WAITING
from tests.institutions.staging import a_school, did, rows_of
from tests.people.staging import a_person, an_id_number
from tests.practice.staging import THE_HOUSE, reading_of

CHANGED = [
    *("1001", "林小晓", "女", date(1980, 5, 2), "信息系", "公共基础课教师", date(2024, 9, 1), ""),
    an_id_number(),
]
LIVING = """
SELECT (SELECT count(*) FROM employment WHERE voided_at IS NULL) AS employments,
    (SELECT count(*) FROM post_held WHERE voided_at IS NULL) AS posts,
    (SELECT count(*) FROM leave WHERE voided_at IS NULL) AS leaves
"""
SPRING = ["1001", "林晓", "产假", date(2025, 3, 1), date(2025, 6, 30)]
LEAVES = "SELECT kind, finished_on FROM leave WHERE voided_at IS NULL"
NOTHING = [{"employments": 0, "posts": 0, "leaves": 0}]


async def _bring(school, tmp_path, kind, sheet, *rows, **given):
    return await brought(school, kind, a_file(tmp_path, **{sheet: rows}), **given)


async def test_teachers_changed_by_a_later_import_that_was_undone(database, tmp_path):
    school = await a_school()
    first = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", LIN, GAO)
    second = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", CHANGED, GAO)
    await undone(second)

    back, _ = await undone(first)

    assert back.state is ImportState.UNDONE
    assert await rows_of(database, LIVING) == NOTHING
    assert await rows_of(database, "SELECT DISTINCT id_number_index FROM person") == [{"id_number_index": None}]
    assert await differences(a_reading()) == ()


async def test_teachers_changed_twice_and_both_undone_in_turn(database, tmp_path):
    school = await a_school()
    first = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", LIN, GAO)
    before = await rows_of(database, ROSTER)
    again = [*CHANGED[:4], "机电系", "实习指导教师", date(2025, 9, 1)]
    second = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", CHANGED, GAO)
    third = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", again, GAO)
    await undone(third)
    await undone(second)
    between = await rows_of(database, ROSTER)

    await undone(first)

    assert between == before
    assert await rows_of(database, LIVING) == NOTHING
    assert await differences(a_reading()) == ()


async def test_a_post_that_an_import_changed_is_put_back_through_two_imports(database, tmp_path):
    school = await a_school()
    await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", LIN, GAO)
    before = await rows_of(database, ROSTER)
    second = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", CHANGED, GAO)
    later = [*CHANGED[:5], "实习指导教师", date(2025, 9, 1)]
    third = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", later, GAO)
    await undone(third)

    await undone(second)

    assert await rows_of(database, ROSTER) == before
    assert await differences(a_reading()) == ()


async def test_leave_changed_by_a_later_import_that_was_undone(database, tmp_path):
    school = await a_school()
    await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", LIN)
    first = await _bring(school, tmp_path, ImportKind.LEAVE, "请假", SPRING)
    longer = await _bring(school, tmp_path, ImportKind.LEAVE, "请假", [*SPRING[:4], date(2025, 7, 31)])
    longest = await _bring(school, tmp_path, ImportKind.LEAVE, "请假", [*SPRING[:4], date(2025, 8, 31)])
    await undone(longest)
    await undone(longer)
    between = await rows_of(database, LEAVES)

    await undone(first)

    assert between == [{"kind": "maternity", "finished_on": date(2025, 6, 30)}]
    assert await rows_of(database, LEAVES) == []


async def test_placements_corrected_by_a_later_import_that_was_undone(database, tmp_path):
    school = await a_school()
    teachers = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", LIN, GAO)
    sheet = (school, tmp_path, ImportKind.PLACEMENTS, "企业实践台账")
    first = await _bring(*sheet, SUMMER, WAITING)
    before = await rows_of(database, PRACTICE)
    shorter = [*SUMMER[:6], date(2025, 8, 20), "已认定"]
    second = await _bring(*sheet, shorter, [*WAITING[:6], date(2025, 9, 5), "已认定"], correct=True)
    elsewhere = [*WAITING[:5], date(2024, 7, 1), date(2024, 8, 1), "已认定"]
    third = await _bring(*sheet, [*SUMMER[:6], date(2025, 8, 10), "已认定"], elsewhere, correct=True)
    await undone(third)
    await undone(second)
    between = [row for row in await rows_of(database, PRACTICE) if row["state"] != "voided"]

    await undone(first)
    standing = {row["state"] for row in await rows_of(database, PRACTICE)}
    await undone(teachers)

    assert between == before
    assert standing <= {"voided", "withdrawn"}
    assert await rows_of(database, LIVING) == NOTHING
    assert await differences(a_reading()) == ()


async def test_a_placement_that_one_import_recognised_and_a_later_one_corrected(database, tmp_path):
    school = await a_school()
    await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", LIN, GAO)
    sheet = (school, tmp_path, ImportKind.PLACEMENTS, "企业实践台账")
    await _bring(*sheet, WAITING)
    before = await rows_of(database, PRACTICE)
    recognised = await _bring(*sheet, [*WAITING[:7], "已认定"])
    corrected = await _bring(*sheet, [*WAITING[:6], date(2025, 8, 20), "已认定"], correct=True)
    await undone(corrected)

    await undone(recognised)

    assert await rows_of(database, PRACTICE) == before
    assert await differences(a_reading()) == ()


async def test_a_merge_that_was_taken_back_stands_in_nobodys_way(database, tmp_path):
    school = await a_school()
    other = await a_person("林曉")
    file = a_file(tmp_path, 教师名册=[LIN, GAO], 企业实践台账=[SUMMER], 请假=[SPRING])
    first = await brought(school, ImportKind.LEDGER, file)
    (lin,) = await rows_of(database, "SELECT id, revision FROM person WHERE name = '林晓'")
    for pair, revisions in ((Pair(other.id, lin["id"]), (1, 1)), (Pair(lin["id"], other.id), (3, 3))):
        command = MergePersons(uuid4(), pair, revisions, "重复建档")
        async with open_process("merge_persons", reading_of(THE_HOUSE)) as process:
            merge = await merge_persons(process, command, followers=(PLACEMENTS, TITLES))
        with pytest.raises(ImportRestedOn):
            await undone(first)
        async with open_process("undo_person_merge", reading_of(THE_HOUSE)) as process:
            await undo_person_merge(process, UndoPersonMerge(merge.id, "并错了"), followers=(PLACEMENTS, TITLES))

    await undone(first)

    assert await rows_of(database, LIVING) == NOTHING
    assert await differences(a_reading()) == ()


async def test_what_somebody_did_besides_still_stands_in_the_way(database, tmp_path):
    school = await a_school()
    first = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", LIN, GAO)
    second = await _bring(school, tmp_path, ImportKind.TEACHERS, "教师名册", CHANGED, GAO)
    await undone(second)
    (lin,) = await rows_of(database, "SELECT id FROM person WHERE name = '林晓'")
    await did(add_alias, AddAlias(lin["id"], "林小"))
    third = await _bring(school, tmp_path, ImportKind.LEAVE, "请假", SPRING)

    with pytest.raises(ImportRestedOn) as refused:
        await undone(first)

    assert third.state is ImportState.COMMITTED
    found = [(each.words.split(" ")[-1], each.fact) for each in refused.value.resting]
    assert sorted(found) == [("曾用名、别名", "林晓"), ("请假", "林晓")]
