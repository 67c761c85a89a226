"""台账体检: a dropped workbook is answered as the command answers it, and nothing of it is kept."""

import json
from pathlib import Path

import pytest

from registry.audit.tables import AuditEvent
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.exchange.rules.wording import say
from registry.exchange.service import CheckQuestion, check_ledger
from registry.platform.language import Language
from registry.platform.workbooks.reading import read_source
from registry.policy.book import shipped_book
from tests.builders.house import NOW
from tests.web.practice_stage import HR, TEACHER, staged
from tests.web.site import Site

SAMPLES = Path(__file__).parents[1] / "samples"
LEDGER = SAMPLES / "ledger-a.xlsx"


@pytest.fixture
async def stage(database, tmp_path):
    return await staged(Site(tmp_path))


def _expected():
    ledger = read_ledger(read_source(LEDGER), ReadingOptions(None, Language.ZH))
    return check_ledger(ledger, CheckQuestion("cn-liaoning-panjin", NOW.date()), shipped_book())


async def _dropped(browser, content=None, name="ledger-a.xlsx", **values):
    files = {"source": (name, LEDGER.read_bytes() if content is None else content)}
    typed = {"jurisdiction": "cn-liaoning-panjin", "as_of": NOW.date().isoformat(), "as": "page", **values}
    return await browser.send("/ledger-check", typed, files)


async def test_the_page_says_what_the_command_says(stage):
    expected = _expected()

    async with stage.site.browser(HR) as browser:
        page = await _dropped(browser)

    assert page.status_code == 200
    assert all(teacher.teacher.name in page.text for teacher in expected.teachers)
    assert all(say(problem, "zh") in page.text for problem in expected.errors)
    assert page.text.count('<tr>\n    <td data-label="工号">') == len(expected.teachers)


async def test_nothing_of_the_workbook_is_stored(stage, tmp_path):
    events = await AuditEvent.count()
    before = {file for file in tmp_path.rglob("*") if file.is_file()}

    async with stage.site.browser(HR) as browser:
        signed_in = await AuditEvent.count()
        await _dropped(browser)

    assert signed_in == events + 1
    assert await AuditEvent.count() == signed_in
    assert {file for file in tmp_path.rglob("*") if file.is_file()} - before <= {tmp_path / "audit-heads.jsonl"}


async def test_the_answer_comes_as_a_workbook_too(stage):
    async with stage.site.browser(HR) as browser:
        sent = await _dropped(browser, **{"as": "workbook"})

    assert sent.headers["content-disposition"].startswith("attachment; filename*=UTF-8''ledger-a")
    assert sent.content[:2] == b"PK"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "empty.xlsx", "empty.xlsx"),
        (b"%PDF-1.7 no ledger", "scan.pdf", "PDF"),
        (b"PK\x03\x04", "cut.xlsx", "cut.xlsx"),
    ],
)
async def test_what_cannot_be_read_is_told_beside_the_field(stage, content, name, words):
    async with stage.site.browser(HR) as browser:
        answer = await _dropped(browser, content, name)

    assert answer.status_code == 422
    assert 'id="e-source"' in answer.text
    assert words in answer.text.split('id="e-source"')[1][:300]


async def test_faults_of_the_form_are_told_all_at_once_and_what_was_typed_stays(stage):
    async with stage.site.browser(HR) as browser:
        typed = {"jurisdiction": "nowhere", "as_of": "2026-13-01", "since": "2026-01-02", "as": "page"}
        answer = await browser.send("/ledger-check", typed)

    assert answer.status_code == 422
    assert 'value="2026-13-01"' in answer.text
    assert all(f'id="e-{name}"' in answer.text for name in ("source", "jurisdiction", "as_of"))


async def test_the_day_from_which_records_are_complete_is_taken_into_account(stage):
    async with stage.site.browser(HR) as browser:
        complete = await _dropped(browser)
        incomplete = await _dropped(browser, records_from="2026-01-01")

    assert incomplete.text.count("资料待补") > complete.text.count("资料待补")


async def test_a_teacher_finds_no_such_page(stage):
    async with stage.site.browser(TEACHER) as browser:
        assert (await browser.see("/ledger-check")).status_code == 404


def test_the_expected_answer_is_that_of_the_sample():
    named = {each["staff_no"] for each in json.loads((SAMPLES / "ledger-a.expected.json").read_text())["teachers"]}

    assert {each.teacher.staff_no for each in _expected().teachers} == named
