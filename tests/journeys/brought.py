"""What the demo holds none of: a file that an office imported, two records of a person merged, and two of a firm."""

import re
from datetime import date
from pathlib import Path

from tests.exchange.bringing import a_file

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NUMBERS, FIRMS = ("J001", "J002"), ("季家机械厂", "季家机械制造厂")
DAYS = (date(2026, 3, 2), date(2026, 3, 6))


def brought_and_merged(office, folder: Path) -> dict[str, str]:
    """By an office's pages; the keys of the import and of both merges."""
    return {
        "run_id": _imported(office, folder),
        "merge_id": _merged(office, f"people/duplicates?first={NUMBERS[0]}&second={NUMBERS[1]}", "people"),
        "firm_merge_id": _merged(office, f"enterprises/duplicates?first={FIRMS[0]}&second={FIRMS[1]}", "enterprises"),
    }


def _imported(office, folder: Path) -> str:
    teachers = [[number, "季同"] for number in NUMBERS]
    placements = [
        [number, "季同", firm, "钳工", "跟岗", *DAYS, "待审核"] for number, firm in zip(NUMBERS, FIRMS, strict=True)
    ]
    office.goto("imports")
    office.get_by_label("要导入的文件").set_input_files(a_file(folder, 教师名册=teachers, 企业实践台账=placements))
    office.get_by_role("button", name="读取并预检").click()
    office.get_by_role("button", name=re.compile(r"^导入 \d+ 行$")).click()
    office.locator("main .note").wait_for()
    return UUID.search(office.url)[0]


def _merged(office, pair: str, of: str) -> str:
    office.goto(pair)
    for box in office.locator("main form input[type=checkbox]").all():
        box.check()
    office.get_by_label("合并理由").fill("重复登记")
    office.get_by_role("button", name=re.compile("^合并为")).click()
    office.locator("main .note").wait_for()
    if of == "enterprises":
        office.goto("enterprises/duplicates")
    return UUID.search(office.locator(f"main a[href*='/{of}/merges/']").first.get_attribute("href"))[0]
