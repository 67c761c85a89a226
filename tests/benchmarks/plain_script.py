"""What an office's own script would do: openpyxl and pandas, one row a day by explode, shares added and capped.

It answers less than `registry check` (no leave, no forecast, no history, no row errors), and is the yardstick of
`tests.benchmarks.check`.
"""

import sys

import pandas as pd


def main(path: str, as_of: str) -> None:
    sheets = pd.read_excel(path, sheet_name=["教师名册", "企业实践台账"], dtype={"工号": str}, engine="openpyxl")
    teachers, placements = sheets["教师名册"], sheets["企业实践台账"]
    last_day = pd.Timestamp(as_of)
    first_day = last_day - pd.DateOffset(years=5) + pd.Timedelta(days=1)

    placements = placements[placements["状态"] == "已认定"].copy()
    placements["day"] = [
        pd.date_range(first, last) for first, last in zip(placements["开始日期"], placements["结束日期"], strict=True)
    ]
    days = placements[["工号", "day", "工作量比例"]].explode("day")
    days = days[(days["day"] >= first_day) & (days["day"] <= last_day)]
    shares = days.groupby(["工号", "day"])["工作量比例"].sum().clip(upper=100)
    totals = shares.groupby("工号").sum() / 100

    answer = teachers.set_index("工号")[["姓名", "教师类别"]]
    answer["days"] = totals.reindex(answer.index).fillna(0)
    answer["met"] = answer["days"] >= 300
    answer.to_csv(sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
