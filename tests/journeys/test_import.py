"""The personnel office brings in its own ledger: sees the faults, mends the rows, imports, and takes it back."""

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.exchange.mending import SAMPLES, a_mended_ledger
from tests.journeys.acting import no_sideways_scroll, noted
from tests.journeys.brought import brought_and_merged

pytest.importorskip("playwright")
from playwright.sync_api import expect

TO_WRITE = 60_000
"""Milliseconds: some hundred rows are compared and written while the office waits."""


def dropped(page, file):
    """The page of the dry run of a file."""
    page.goto("imports")
    page.get_by_label("要导入的文件").set_input_files(file)
    page.get_by_role("button", name="读取并预检").click()
    page.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}"), timeout=TO_WRITE)


def test_a_ledger_is_checked_mended_imported_and_taken_back(opened, tmp_path):
    page = opened("chen")
    dropped(page, SAMPLES / "ledger-a.xlsx")
    expect(page.get_by_role("heading", level=1)).to_have_text("有 11 处错误,改好后再导入")
    expect(page.locator("#errors tbody tr")).to_have_count(11)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="下载出错的行").click()
    failed = openpyxl.load_workbook(BytesIO(Path(downloading.value.path()).read_bytes()))
    reasons = [row[-1].value for row in failed["企业实践台账"].iter_rows(min_row=2)]
    assert len(reasons) == 8
    assert all(reasons)

    _, mended = a_mended_ledger("ledger-a", tmp_path)
    dropped(page, mended)
    expect(page.get_by_role("heading", level=1)).to_contain_text("要导入这")
    page.get_by_role("button", name=re.compile(r"^导入 \d+ 行$")).click(timeout=TO_WRITE)
    page.wait_for_load_state(timeout=TO_WRITE)
    noted(page, "已导入")

    page.get_by_role("link", name="看教师名单").click()
    page.goto("board?q=1002")
    expect(page.get_by_text("赵𬭎").first).to_be_visible()

    page.goto("imports")
    page.get_by_role("row").filter(has_text="已导入").get_by_role("link").first.click()
    page.get_by_role("link", name="撤销整批导入").click()
    page.get_by_label("撤销理由").fill("导错了文件")
    page.get_by_role("button", name="撤销整批导入").click(timeout=TO_WRITE)
    page.wait_for_load_state(timeout=TO_WRITE)
    noted(page, "整批导入已撤销")
    page.goto("board?q=1002")
    expect(page.get_by_text("赵𬭎")).to_have_count(0)


@pytest.mark.parametrize("phone", [True, False])
def test_the_pages_of_imports_fit_the_width(opened, phone):
    page = opened("chen", phone=phone)
    for path in ("imports", "people/duplicates", "enterprises/duplicates"):
        page.goto(path)
        assert no_sideways_scroll(page), path


def test_duplicates_are_merged_on_the_pages_and_old_addresses_lead_on(opened, tmp_path):
    page = opened("chen")
    made = brought_and_merged(page, tmp_path)

    page.goto("board?q=J001")
    expect(page.locator("main tbody tr").filter(has_text="季同")).to_have_count(1)
    page.goto(f"people/merges/{made['merge_id']}/undo")
    page.get_by_label("撤销理由").fill("并错了")
    page.get_by_role("button", name="撤销合并").click()
    noted(page, "合并已撤销")
