"""`registry check` beside plain openpyxl + pandas scripts on the same ledger, as ratios of one run.

    python -m tests.benchmarks.check --teachers 10000 [--rounds 3]

Whole processes are timed from start to end, and their peak memory is the operating system's. Also the start of
`registry --help` beside `python -c "import click"`.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

AS_OF = "2026-09-01"
PLACEMENTS_EACH = 6
FIRST_DAY = date(2018, 9, 1)
ENTERPRISES = [
    f"示例{place}制造有限公司" for place in ("东港", "西河", "南岭", "北原", "中岗", "新桥", "石滩", "林口")
]
REGISTRY = [sys.executable, "-m", "registry.cli"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teachers", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "ledger.xlsx"
        rows = build_ledger(ledger, options.teachers)
        print(f"{options.teachers} teachers, {rows} placement rows, {ledger.stat().st_size / 1e6:.1f} MB")
        question = ["check", str(ledger), "--as-of", AS_OF, "--format", "json"]
        ours = best([*REGISTRY, *question, "--output", str(Path(folder) / "answer.json")], options.rounds)
        script = [sys.executable, "-m"]
        plain = best([*script, "tests.benchmarks.plain_script", str(ledger), AS_OF], options.rounds)
        vectorised = best([*script, "tests.benchmarks.vectorised_script", str(ledger), AS_OF], options.rounds)
    report("registry check", ours)
    report("plain script", plain, ours, "(wanted: at least 6 times as long, ours in at most 0.5 of its memory)")
    report("vectorised script", vectorised, ours, "(for comparison)")
    rounds = options.rounds * 5
    bare = best([sys.executable, "-c", "import click"], rounds)
    help_text = best([*REGISTRY, "--help"], rounds)
    print(f"start   {help_text[0] / bare[0]:5.2f} x 'import click'   (wanted: at most 2.5)")


def build_ledger(path: Path, teachers: int) -> int:
    """An invented ledger with the columns offices keep; text and real dates, a few rows that do not count."""
    chance = random.Random(20260901)
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    roster = book.add_worksheet("教师名册")
    roster.write_row(0, 0, ["序号", "工号", "姓名", "部门", "教师类别", "任教开始"])
    for number in range(teachers):
        kind = chance.choices(["专业课教师", "实习指导教师", "公共基础课教师"], [6, 1, 1])[0]
        roster.write_row(number + 1, 0, [number + 1, staff_no(number), f"教师{number:05d}", "机电系", kind])
        if number % 4 == 0:
            roster.write_datetime(number + 1, 5, date(2010, 1, 1) + timedelta(chance.randrange(5800)), as_date)
    ledger = book.add_worksheet("企业实践台账")
    headers = ["序号", "工号", "姓名", "企业名称", "岗位", "实践形式", "开始日期", "结束日期", "工作量比例", "状态"]
    ledger.write_row(0, 0, headers)
    rows = teachers * PLACEMENTS_EACH
    for row in range(1, rows + 1):
        number = chance.randrange(teachers)
        start = FIRST_DAY + timedelta(chance.randrange(2900))
        form = chance.choice(["顶岗", "挂职", "研发", "技能培训"])
        ledger.write_row(
            row, 0, [row, staff_no(number), f"教师{number:05d}", chance.choice(ENTERPRISES), "工艺员", form]
        )
        ledger.write_datetime(row, 6, start, as_date)
        ledger.write_datetime(row, 7, start + timedelta(chance.choice([13, 29, 29, 44, 60, 61, 89])), as_date)
        ledger.write_number(row, 8, chance.choice([100, 100, 100, 50]))
        ledger.write_string(row, 9, chance.choices(["已认定", "待审核"], [9, 1])[0])
    book.close()
    return rows


def staff_no(number: int) -> str:
    return f"{20100000 + number}"


def best(command: list[str], rounds: int) -> tuple[float, float]:
    """The least wall-clock seconds of several rounds, and the peak memory in MB."""
    seconds, memory = [], []
    for _ in range(rounds):
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - started)
        memory.append(usage.ru_maxrss / 1024)
        code = os.waitstatus_to_exitcode(status)
        if code:
            raise SystemExit(f"{command[:4]} ended with {code}")
    return min(seconds), max(memory)


def report(name: str, found: tuple[float, float], ours: tuple[float, float] | None = None, note: str = "") -> None:
    ratios = (
        "" if ours is None else f"{found[0] / ours[0]:6.1f} x ours; ours takes {ours[1] / found[1]:.2f} of its memory"
    )
    print(f"{name:18} {found[0]:6.2f} s  {found[1]:5.0f} MB peak {ratios} {note}".rstrip())


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
