"""What an import asks about before it is written: who is ended, what is too long, who may be one, what is nothing."""

from datetime import date, timedelta

import openpyxl
import pytest

from registry.exchange.documents.failed_rows import REASON, failed_rows_workbook
from registry.exchange.import_command import imported
from registry.exchange.model.imports import DuplicateKind, ImportKind, ImportState
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.exchange.rules.lengths import LONGEST_CELL
from registry.exchange.rules.wording import say
from registry.kernel.errors import InvalidFields, NotPermitted
from registry.platform.files import FileStore
from registry.platform.language import Language
from registry.platform.web.forms import LONGEST_LINE
from registry.platform.workbooks.reading import read_source
from tests.exchange.bringing import a_file, brought, checked, committed, undone
from tests.exchange.test_imports_at_work import _office, _wanted
from tests.exchange.test_imports_update import GAO, LIN, SUMMER, WAITING
from tests.institutions.staging import a_school, rows_of
from tests.practice.staging import THE_HOUSE, officer, reading_of

ENDED = "SELECT staff_no, finished_on FROM employment WHERE voided_at IS NULL ORDER BY staff_no"
ZHOU = ["1003", "周舟", "女", date(1990, 1, 1), "机电系"]
A_DAY = date(2026, 8, 31)


async def _staffed(tmp_path, *rows):
    school = await a_school()
    await brought(school, ImportKind.TEACHERS, a_file(tmp_path, 教师名册=rows))
    return school


async def test_how_many_employments_an_import_ended_is_counted_and_undone_with_it(database, tmp_path):
    school = await _staffed(tmp_path, LIN, GAO, ZHOU)
    file = a_file(tmp_path, 教师名册=[LIN])
    seen = await checked(school, ImportKind.TEACHERS, file)

    run, _ = await committed(seen.run, file, end_gone_on=A_DAY)
    await undone(run)

    assert (run.counted.rows, run.counted.gone_teachers, run.counted.ended_teachers) == (0, 2, 2)
    assert [row["finished_on"] for row in await rows_of(database, ENDED)] == [None] * 3


async def test_a_last_day_in_the_future_is_refused_beside_its_field(database, tmp_path):
    school = await _staffed(tmp_path, LIN, GAO)
    file = a_file(tmp_path, 教师名册=[LIN])
    seen = await checked(school, ImportKind.TEACHERS, file)

    tomorrow = reading_of(THE_HOUSE).today + timedelta(days=1)
    with pytest.raises(InvalidFields) as refused:
        await committed(seen.run, file, end_gone_on=tomorrow)
    with pytest.raises(InvalidFields) as before_it_began:
        await committed(seen.run, file, end_gone_on=date(1800, 1, 1))

    assert refused.value.faults == {"end_gone_on": "离职日期不能晚于今天"}
    assert list(before_it_began.value.faults) == ["end_gone_on"]
    assert {row["finished_on"] for row in await rows_of(database, ENDED)} == {None}


async def test_nobody_ends_their_own_employment(database, tmp_path):
    school = await _staffed(tmp_path, LIN, GAO, ZHOU)
    (own,) = await rows_of(database, "SELECT person AS id FROM employment WHERE staff_no = '1002'")
    file = a_file(tmp_path, 教师名册=[LIN])
    seen = await checked(school, ImportKind.TEACHERS, file)

    actor = officer(school, type("Own", (), own)())
    run, _ = await committed(seen.run, file, actor, end_gone_on=A_DAY)

    assert run.counted.ended_teachers == 1
    assert await rows_of(database, ENDED) == [
        {"staff_no": "1001", "finished_on": None},
        {"staff_no": "1002", "finished_on": None},
        {"staff_no": "1003", "finished_on": A_DAY},
    ]


async def test_a_file_with_nothing_to_import_is_not_written(database, tmp_path):
    school = await _staffed(tmp_path, LIN)
    same, empty = a_file(tmp_path, 教师名册=[LIN]), a_file(tmp_path, 教师名册=[])
    await _office(school)

    for file in (same, empty):
        seen = await checked(school, ImportKind.TEACHERS, file)
        with pytest.raises(NotPermitted, match="没有可导入的内容"):
            await committed(seen.run, file)
        with pytest.raises(NotPermitted, match="没有可导入的内容"):
            await committed(seen.run, file, end_gone_on=A_DAY)
    told = await imported(reading_of(THE_HOUSE), FileStore(tmp_path / "files"), _wanted(same))

    assert told.run.state is ImportState.CHECKED


async def test_cells_longer_than_a_form_takes_are_errors_of_an_import_only(database, tmp_path):
    school = await a_school()
    long = "长" * 5000
    file = tmp_path / "名册.csv"
    file.write_text(f"工号,姓名,部门\n{'1' * 5000},{long},{long}\n1002,{'名' * 200},机电系\n", encoding="utf-8")
    ledger = tmp_path / "台账.csv"
    ledger.write_text(f"工号,姓名,企业名称,开始日期,结束日期\n1,林,{long},2025-07-01,2025-08-01\n", encoding="utf-8")

    seen = await checked(school, ImportKind.TEACHERS, file)

    words = "超过 200 字(现有 5000 字),请缩短"
    found = [(each.row, each.column, len(each.value) < 100, say(each, "zh")) for each in seen.findings.errors]
    assert found == [(2, column, True, words) for column in ("工号", "姓名", "部门")]
    assert read_ledger(read_source(ledger), ReadingOptions()).errors == ()
    (error,) = read_ledger(read_source(ledger), ReadingOptions(particulars=True)).errors
    assert (error.row, error.column, error.fault) == (2, "企业名称", "too_long")
    assert LONGEST_CELL == LONGEST_LINE


async def test_a_birth_date_that_cannot_be_is_told_with_its_own_value(database, tmp_path):
    school = await a_school()
    file = tmp_path / "名册.csv"
    file.write_text("工号,姓名,出生年月日\n1001,林晓,9999-12-31\n", encoding="utf-8")

    (error,) = (await checked(school, ImportKind.TEACHERS, file)).findings.errors

    assert (error.row, error.column, error.value) == (2, "出生年月日", "9999-12-31")


async def test_two_new_rows_of_one_name_and_birth_date_may_be_one_person(database, tmp_path):
    school = await a_school()
    again, other = ["1009", *LIN[1:]], ["1010", "林晓", "女", date(1981, 5, 1)]
    file = a_file(tmp_path, 教师名册=[LIN, GAO, ["1011", "高远"], again, other])

    seen = await checked(school, ImportKind.TEACHERS, file)

    (found,) = seen.findings.duplicates
    assert (found.kind, found.staff_no, found.name) == (DuplicateKind.SAME_NAME_AND_BIRTH, "1009", "林晓")
    assert (found.words, found.place) == ("与工号 1001(教师名册!2)相同", "教师名册!5")
    assert (seen.run.counted.duplicates, seen.run.state) == (1, ImportState.CHECKED)


async def test_the_whole_file_goes_out_with_its_faulty_cells_marked_and_comes_in_mended(database, tmp_path):
    school = await _staffed(tmp_path, LIN, GAO)
    broken = [*WAITING[:6], date(2025, 6, 30), "待审核"]
    file = a_file(tmp_path, 企业实践台账=[SUMMER, broken, [*SUMMER[:5], date(2024, 7, 1), date(2024, 8, 1)]])
    first = await checked(school, ImportKind.PLACEMENTS, file)
    marked = tmp_path / "marked.xlsx"

    for source in (file, marked):
        seen = first if source is file else await checked(school, ImportKind.PLACEMENTS, marked)
        sheets = read_source(source)
        marked.write_bytes(failed_rows_workbook(sheets, seen.findings.errors, Language.ZH, is_whole=True))
    book = openpyxl.load_workbook(marked)
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    plain, faulty = book.active["G2"].fill.fgColor.rgb, book.active["G3"].fill.fgColor.rgb
    book.active["G3"] = date(2025, 8, 31)
    book.save(marked)
    run = await brought(school, ImportKind.PLACEMENTS, marked)

    assert (rows[0].count(REASON), rows[0][-1], len(rows)) == (1, REASON, 4)
    assert [bool(row[-1]) for row in rows[1:]] == [False, True, False]
    assert (plain == faulty, faulty) == (False, "FFFFD9C7")
    assert run.counted.new_placements == 3
