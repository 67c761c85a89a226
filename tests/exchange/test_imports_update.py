"""Files that change what stands, by staff number, by firm and first day, by kind of leave; and taken back."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest

from registry.audit.process import open_process
from registry.exchange.model.imports import (
    CheckImport,
    Compared,
    DiscardImport,
    DuplicateKind,
    FieldChange,
    ImportFile,
    ImportKind,
    ImportState,
    RowSort,
)
from registry.exchange.queries.imports import import_run, import_runs
from registry.exchange.rules.wording import say
from registry.exchange.service.imports import check_import, discard_import
from registry.exchange.service.undoing import ImportRestedOn
from registry.kernel.errors import InvalidFields, NotFound, NotPermitted, StaleEdit
from registry.kernel.scopes import Scope
from registry.practice.projection import differences
from registry.practice.records import MovePlacement, Step
from registry.practice.records.papers import AddPaper, PaperKind
from registry.practice.service.papers import add_paper
from registry.practice.service.steps import move_placement
from tests.builders.house import a_reading
from tests.exchange.bringing import a_file, as_file, brought, checked, committed, undone
from tests.institutions.staging import a_school, rows_of
from tests.people.staging import an_id_number
from tests.practice.staging import THE_HOUSE, doing, officer, reading_of
from tests.practice.test_papers import a_file as a_paper_file

LIN = ["1001", "林晓", "女", date(1980, 5, 1), "机电系", "专业课教师", date(2010, 9, 1)]
GAO = ["1002", "高远", "男", "", "机电系", "专业课教师"]
SUMMER = ["1001", "林晓", "辽河机械厂", "钳工", "顶岗", date(2025, 7, 1), date(2025, 8, 31), "已认定"]
WAITING = ["1002", "高远", "辽河机械厂", "钳工", "顶岗", date(2025, 7, 1), date(2025, 8, 31), "待审核"]
ROSTER = "SELECT n.name, n.sex, u.name AS department, p.category, p.started_on, p.finished_on FROM employment e \
JOIN person n ON n.id = e.person JOIN post_held p ON p.employment = e.id AND p.voided_at IS NULL \
LEFT JOIN school_unit u ON u.id = e.department WHERE e.voided_at IS NULL ORDER BY e.staff_no, p.started_on"
PRACTICE = "SELECT state, finished_on, position FROM placement WHERE NOT is_replaced ORDER BY state, finished_on"


def _row(name, sex, department, category="professional", started_on=None, finished_on=None):
    return {
        "name": name,
        "sex": sex,
        "department": department,
        "category": category,
        "started_on": started_on,
        "finished_on": finished_on,
    }


async def _staffed(tmp_path, *rows):
    school = await a_school()
    await brought(school, ImportKind.TEACHERS, a_file(tmp_path, 教师名册=rows or [LIN, GAO]))
    return school


async def test_a_roster_again_lists_what_is_new_changed_and_gone_and_is_taken_back_whole(database, tmp_path):
    school = await _staffed(tmp_path)
    before = await rows_of(database, ROSTER)
    renamed = [
        "1001",
        "林小晓",
        "女",
        date(1980, 5, 2),
        "信息系",
        "公共基础课教师",
        date(2024, 9, 1),
        "",
        an_id_number(),
    ]
    file = a_file(tmp_path, 教师名册=[renamed, ["1003", "周舟", "", "", "信息系"]])

    seen = await checked(school, ImportKind.TEACHERS, file)
    run, events = await committed(seen.run, file)
    after = await rows_of(database, ROSTER)
    back, _ = await undone(run)

    posts = "专业课教师(2010-09-01至今)", "专业课教师(2010-09-01至2024-08-31);公共基础课教师(2024-09-01至今)"
    changes = (
        FieldChange("姓名", "林晓", "林小晓"),
        FieldChange("出生日期", "1980-05-01", "1980-05-02"),
        FieldChange("身份证件号码", "", "补填"),
        FieldChange("部门", "机电系", "信息系"),
        FieldChange("教师类别", *posts),
    )
    assert seen.findings.changed == (Compared(RowSort.TEACHER, "1001", "林小晓", "信息系", "教师名册!2", changes),)
    assert seen.findings.new == (Compared(RowSort.TEACHER, "1003", "周舟", "信息系", "教师名册!3"),)
    assert seen.findings.gone == (Compared(RowSort.TEACHER, "1002", "高远", "机电系"),)
    assert seen.findings.departments == ("信息系",)
    assert [type(event).__name__ for event in events] == [
        *("UnitOpened", "PersonRenamed", "PersonRegistered", "EmploymentCorrected", "EmploymentBegun"),
        *("PostEnded", "PostBegun", "PostBegun", "ImportCommitted"),
    ]
    assert after == [
        _row("林小晓", "female", "信息系", started_on=date(2010, 9, 1), finished_on=date(2024, 8, 31)),
        _row("林小晓", "female", "信息系", "public", date(2024, 9, 1)),
        _row("高远", "male", "机电系"),
        _row("周舟", None, "信息系"),
    ]
    assert await rows_of(database, ROSTER) == before
    assert (back.state, back.undone_reason) == (ImportState.UNDONE, "导错了文件")
    assert await rows_of(database, "SELECT count(*) AS n FROM person WHERE id_number_index IS NOT NULL") == [{"n": 0}]
    assert await differences(a_reading()) == ()


async def test_who_is_gone_is_ended_only_on_the_day_that_is_given(database, tmp_path):
    school = await _staffed(tmp_path)
    file = a_file(tmp_path, 教师名册=[LIN])
    seen = await checked(school, ImportKind.TEACHERS, file)

    run, _ = await committed(seen.run, file, end_gone_on=date(2026, 8, 31))
    ended = await rows_of(database, "SELECT finished_on FROM employment ORDER BY staff_no")
    await undone(run)

    assert ended == [{"finished_on": None}, {"finished_on": date(2026, 8, 31)}]
    assert await rows_of(database, ROSTER) == [
        _row("林晓", "female", "机电系", started_on=date(2010, 9, 1)),
        _row("高远", "male", "机电系"),
    ]


async def test_placements_are_known_by_firm_and_first_day_mended_recognised_and_put_back(database, tmp_path):
    school = await _staffed(tmp_path)
    await brought(school, ImportKind.PLACEMENTS, a_file(tmp_path, 企业实践台账=[SUMMER, WAITING]))
    before = await rows_of(database, PRACTICE)
    longer = [*WAITING[:6], date(2025, 9, 5), "已认定"]
    file = a_file(tmp_path, 企业实践台账=[SUMMER, longer, longer])

    seen = await checked(school, ImportKind.PLACEMENTS, file)
    run, _ = await committed(seen.run, file)
    after = await rows_of(database, PRACTICE)
    await undone(run)

    changed = (FieldChange("结束日期", "2025-08-31", "2025-09-05"), FieldChange("状态", "待认定", "已认定"))
    words = "辽河机械厂 2025-07-01至2025-09-05"
    assert seen.findings.changed == (Compared(RowSort.PLACEMENT, "1002", "高远", words, "企业实践台账!3", changed),)
    assert [each.kind for each in seen.findings.duplicates] == [DuplicateKind.TWICE_IN_FILE]
    assert (seen.run.counted.unchanged_placements, seen.run.counted.new_placements) == (1, 1)
    assert [(row["state"], row["finished_on"]) for row in after] == [
        ("verified", date(2025, 8, 31)),
        ("verified", date(2025, 9, 5)),
        ("verified", date(2025, 9, 5)),
    ]
    standing = [row for row in await rows_of(database, PRACTICE) if row["state"] != "voided"]
    assert standing == before
    assert await differences(a_reading()) == ()


async def test_a_verified_placement_is_only_corrected_where_it_was_asked_for(database, tmp_path):
    school = await _staffed(tmp_path)
    await brought(school, ImportKind.PLACEMENTS, a_file(tmp_path, 企业实践台账=[SUMMER]))
    shorter = a_file(tmp_path, 企业实践台账=[[*SUMMER[:6], date(2025, 8, 20), "已认定"]])

    refused = await checked(school, ImportKind.PLACEMENTS, shorter)
    with pytest.raises(NotPermitted, match="还有错误"):
        await committed(refused.run, shorter)
    asked = await checked(school, ImportKind.PLACEMENTS, shorter, correct=True)
    run, _ = await committed(asked.run, shorter)
    corrected = await rows_of(database, PRACTICE)
    await undone(run)

    (error,) = refused.findings.errors
    assert (error.row, error.column, say(error, "zh")) == (
        2,
        "结束日期",
        "已认定的记录与此行不同(2025-08-31 → 2025-08-20);请选择“更正已认定的记录”重新预检,或在该记录上办理更正",
    )
    assert [(row["state"], row["finished_on"]) for row in corrected] == [("verified", date(2025, 8, 20))]
    assert [(row["state"], row["finished_on"]) for row in await rows_of(database, PRACTICE)] == [
        ("verified", date(2025, 8, 31))
    ]


async def test_leave_is_known_by_kind_and_first_day(database, tmp_path):
    school = await _staffed(tmp_path)
    asked = "SELECT kind, finished_on FROM leave WHERE voided_at IS NULL"
    spring = ["1001", "林晓", "产假", date(2025, 3, 1), date(2025, 6, 30)]
    await brought(school, ImportKind.LEAVE, a_file(tmp_path, 请假=[spring]))
    file = a_file(tmp_path, 请假=[[*spring[:4], date(2025, 7, 31)]])

    seen = await checked(school, ImportKind.LEAVE, file)
    run, _ = await committed(seen.run, file)
    longer = await rows_of(database, asked)
    await undone(run)

    change = (FieldChange("结束日期", "2025-06-30", "2025-07-31"),)
    words = "2025-03-01至2025-07-31"
    assert seen.findings.changed == (Compared(RowSort.LEAVE, "1001", "林晓", words, "请假!2", change),)
    assert longer == [{"kind": "maternity", "finished_on": date(2025, 7, 31)}]
    assert await rows_of(database, asked) == [{"kind": "maternity", "finished_on": date(2025, 6, 30)}]


async def test_rows_of_nobody_on_the_roster_and_numbers_of_somebody_else_are_errors(database, tmp_path):
    school = await _staffed(tmp_path, [*LIN, "", an_id_number()])
    strangers = a_file(tmp_path, 企业实践台账=[["9", "孙", *SUMMER[2:]], ["1001", "孙", *SUMMER[2:]]])
    taken = a_file(tmp_path, 教师名册=[["1002", "高远", "", "", "", "", "", "", an_id_number()]])
    other = a_file(tmp_path, 教师名册=[[*LIN, "", an_id_number(2)]])

    found = [
        await checked(school, ImportKind.PLACEMENTS, strangers),
        await checked(school, ImportKind.TEACHERS, taken),
        await checked(school, ImportKind.TEACHERS, other),
    ]

    told = [(each.row, each.column, say(each, "zh")) for seen in found for each in seen.findings.errors]
    assert told == [
        (2, "工号", "本校在册教师中没有此工号,请先导入或登记该教师"),
        (3, "姓名", "姓名与工号不符(该工号的姓名为 林晓),请核对"),
        (2, "姓名", "该身份证件号码的人员不叫这个姓名,请核对;如已改名,请先登记新姓名"),
        (2, "身份证件号码", "身份证件号码与已登记的不符,请核对工号和号码"),
    ]
    assert found[2].findings.errors[0].value.startswith("211100*")


async def test_what_rests_on_an_import_keeps_it_from_being_taken_back(database, tmp_path):
    school = await a_school()
    run = await brought(school, ImportKind.TEACHERS, a_file(tmp_path, 教师名册=[LIN]))
    await brought(school, ImportKind.PLACEMENTS, a_file(tmp_path, 企业实践台账=[SUMMER]))

    with pytest.raises(ImportRestedOn) as refused:
        await undone(run)
    with pytest.raises(InvalidFields):
        await undone(run, reason=" ")

    assert [(each.words, each.fact) for each in refused.value.resting] == [("企业实践", "林晓")]
    assert await rows_of(database, "SELECT state FROM import_run ORDER BY checked_at, kind DESC") == [
        {"state": "committed"},
        {"state": "committed"},
    ]


async def test_an_import_is_refused_when_the_roster_changed_since_its_dry_run(database, tmp_path):
    school = await _staffed(tmp_path, LIN)
    file = a_file(tmp_path, 教师名册=[LIN, GAO])
    seen = await checked(school, ImportKind.TEACHERS, file)
    await brought(school, ImportKind.TEACHERS, a_file(tmp_path, 教师名册=[GAO]))

    with pytest.raises(StaleEdit, match="重新预检"):
        await committed(seen.run, file)

    assert await rows_of(database, "SELECT count(*) AS n FROM employment") == [{"n": 2}]


async def test_of_two_imports_of_one_school_at_once_one_is_written_and_one_refused_in_words(database, tmp_path):
    school = await a_school()
    file = a_file(tmp_path, 教师名册=[LIN, GAO], 企业实践台账=[SUMMER, WAITING])
    runs = [(await checked(school, ImportKind.LEDGER, file)).run for _ in range(2)]

    found = await asyncio.gather(*(committed(run, file) for run in runs), return_exceptions=True)

    assert sorted(type(each).__name__ for each in found) == ["StaleEdit", "tuple"]
    counted = "SELECT (SELECT count(*) FROM person) AS persons, (SELECT count(*) FROM placement) AS placements"
    assert await rows_of(database, counted) == [{"persons": 2, "placements": 2}]


async def test_a_strangers_office_finds_no_run_and_the_own_office_may_put_it_aside(database, tmp_path):
    school, other = await a_school("S1"), await a_school("S2")
    own, scope = officer(school), Scope.school(school.id)
    run = (await checked(school, ImportKind.TEACHERS, a_file(tmp_path, 教师名册=[LIN]), own, scope)).run
    stranger = reading_of(officer(other))

    with pytest.raises(NotFound):
        await import_run(stranger, run.id, Scope.school(other.id))
    with pytest.raises(NotFound):
        await import_runs(stranger, school.id, Scope.school(other.id))
    async with open_process("discard_import", reading_of(own)) as process:
        after = await discard_import(process, DiscardImport(run.id, run.revision), scope)
    assert await import_runs(reading_of(own), school.id, scope) == (after,)
    assert after.state is ImportState.DISCARDED


async def test_a_kept_csv_is_told_of_by_its_own_name(database, tmp_path):
    school, kept = await _staffed(tmp_path), tmp_path / ("ab" * 32)
    kept.write_text("工号,姓名,类型,开始日期,结束日期\n1001,林晓,产假,2025-03-01,2025-02-01\n", encoding="utf-8")
    file = ImportFile("请假.csv", kept.name, kept)

    async with open_process("check_import", reading_of(THE_HOUSE)) as process:
        run = await check_import(process, CheckImport(uuid4(), school.id, ImportKind.LEAVE, file))

    (error,) = (await import_run(a_reading(), run.id)).findings.errors
    assert (error.sheet, error.row, error.column) == ("请假.csv", 2, "结束日期")


async def test_the_same_form_sent_twice_at_once_is_one_run(database, tmp_path):
    school = await a_school()
    command = CheckImport(uuid4(), school.id, ImportKind.TEACHERS, as_file(a_file(tmp_path, 教师名册=[LIN])))

    async def sent():
        async with open_process("check_import", reading_of(THE_HOUSE)) as process:
            return await check_import(process, command)

    first, second = await asyncio.gather(sent(), sent())

    assert first == second
    assert await rows_of(database, "SELECT count(*) AS n FROM import_run") == [{"n": 1}]


async def test_later_changes_papers_and_accounts_are_all_listed(database, tmp_path):
    school = await _staffed(tmp_path)
    own, scope = officer(school), Scope.school(school.id)
    run = await brought(school, ImportKind.PLACEMENTS, a_file(tmp_path, 企业实践台账=[SUMMER, WAITING]))
    waiting = (await rows_of(database, "SELECT id, revision FROM placement WHERE state = 'submitted'"))[0]
    paper = AddPaper(waiting["id"], PaperKind.OTHER, a_paper_file(), "")
    await doing(own, add_paper, paper, scope)
    await doing(own, move_placement, MovePlacement(waiting["id"], waiting["revision"], Step.WITHDRAW), scope)

    with pytest.raises(ImportRestedOn) as refused:
        await undone(run)

    fact = "辽河机械厂 2025-07-01至2025-08-31"
    assert [(each.words.split(" ", 2)[-1], each.fact) for each in refused.value.resting] == [
        ("陈 撤回企业实践", fact),
        ("材料", fact),
    ]
