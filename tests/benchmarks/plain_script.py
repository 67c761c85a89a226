"""What an office's own script would do: openpyxl and pandas, one row a day, duplicates dropped, days summed.

It answers less than `registry check` (no leave, no forecast, no history, no row errors), and is the yardstick of
`tests.benchmarks.check`.
"""

import sys

import openpyxl
import pandas as pd


def main(path: str, as_of: str) -> None:
    book = openpyxl.load_workbook(path, data_only=True)
    teachers = _frame(book["教师名册"])
    placements = _frame(book["企业实践台账"])
    day = pd.Timestamp(as_of)
    window_start = day - pd.DateOffset(years=5) + pd.Timedelta(days=1)

    placements = placements[placements["状态"].isin(["已认定"])].copy()
    placements["started_on"] = pd.to_datetime(placements["开始日期"]).clip(lower=window_start)
    placements["finished_on"] = pd.to_datetime(placements["结束日期"]).clip(upper=day)
    placements = placements[placements["started_on"] <= placements["finished_on"]]
    placements["day"] = [
        pd.date_range(first, last)
        for first, last in zip(placements["started_on"], placements["finished_on"], strict=True)
    ]
    days = placements[["工号", "day", "工作量比例"]].explode("day")
    shares = days.groupby(["工号", "day"])["工作量比例"].sum().clip(upper=100)
    totals = shares.groupby("工号").sum() / 100

    answer = teachers.set_index("工号")[["姓名", "教师类别"]]
    answer["days"] = totals.reindex(answer.index).fillna(0)
    answer["met"] = answer["days"] >= 300
    answer.to_csv(sys.stdout)


def _frame(sheet) -> pd.DataFrame:  # noqa: ANN001 -- openpyxl has no public type for it
    rows = sheet.iter_rows(values_only=True)
    header = next(rows)
    return pd.DataFrame(rows, columns=header)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
