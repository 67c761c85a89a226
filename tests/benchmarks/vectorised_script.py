"""The plain script as a practised pandas user would write it: days laid out by repeating rows, no Python loop.

It answers no more than `tests.benchmarks.plain_script`, and is the stronger of the two yardsticks.
"""

import sys

import pandas as pd


def main(path: str, as_of: str) -> None:
    sheets = pd.read_excel(path, sheet_name=["教师名册", "企业实践台账"], dtype={"工号": str}, engine="openpyxl")
    teachers, placements = sheets["教师名册"], sheets["企业实践台账"]
    day = pd.Timestamp(as_of)
    window_start = day - pd.DateOffset(years=5) + pd.Timedelta(days=1)

    placements = placements[placements["状态"] == "已认定"].copy()
    placements["first"] = placements["开始日期"].clip(lower=window_start)
    placements["last"] = placements["结束日期"].clip(upper=day)
    placements = placements[placements["first"] <= placements["last"]]
    placements["length"] = (placements["last"] - placements["first"]).dt.days + 1
    days = placements.loc[placements.index.repeat(placements["length"]), ["工号", "first", "工作量比例"]]
    days["day"] = days["first"] + pd.to_timedelta(days.groupby(level=0).cumcount(), unit="D")
    shares = days.groupby(["工号", "day"])["工作量比例"].sum().clip(upper=100)
    totals = shares.groupby("工号").sum() / 100

    answer = teachers.set_index("工号")[["姓名", "教师类别"]]
    answer["days"] = totals.reindex(answer.index).fillna(0)
    answer["met"] = answer["days"] >= 300
    answer.to_csv(sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
