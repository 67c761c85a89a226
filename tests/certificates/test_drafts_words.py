"""What a certificate says, from facts at hand: sentence, facts, table; at least and why; what is refused."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from registry.certificates.documents.wording import FACTS
from registry.certificates.model import Bilingual, CertificateKind, RestsOn, Wording
from registry.certificates.queries.drafts import draft_of
from registry.certificates.rules.facts_json import content_from, content_text, printed_texts
from registry.kernel.errors import BadInput
from registry.policy.book import shipped_book
from registry.practice.model import PlacementState, PostCategory, PracticeForm
from tests.certificates.samples import (
    LONG_SCHOOL,
    a_content,
    a_file,
    a_long_file,
    a_placement,
    a_usual_file,
    an_ask,
    an_attended,
    an_id,
    the_fonts,
)

PRACTICE, COMPLIANCE = CertificateKind.PRACTICE, CertificateKind.COMPLIANCE
PERIOD = (date(2022, 1, 1), date(2026, 6, 30))
BEFORE_RULES = date(2015, 6, 30)


def said(content):
    """The facts in Chinese, by key."""
    return {fact.key: fact.value.zh for fact in content.facts}


def rows(content, *columns):
    """These cells of each row, in Chinese; the columns by their headings."""
    (table,) = content.tables
    places = [[heading.zh for heading in table.headings].index(each) for each in columns]
    return [tuple(row[place].zh for place in places) for row in table.rows]


def test_a_practice_certificate_says_who_what_and_how_much():
    content = a_content(a_usual_file())

    assert content.statement == Bilingual(
        "兹证明林晓（工号 20130047）系我校机电工程学院专业课教师。截至2026年11月22日，该教师经认定的企业实践共 5 段，"
        "累计计入 310 天（10.67 个月），其中近五年（2021年11月3日至2026年11月22日）计入 265 天（9.17 个月）。"
        "特此证明。"
    )
    assert said(content) == {
        "name": "林晓",
        "staff_no": "20130047",
        "department": "机电工程学院",
        "category": "专业课教师",
        "as_of": "2026-11-22",
        "placements": "5 段",
        "total": "310 天（10.67 个月）",
        "window": "2021-11-03 至 2026-11-22",
        "credit": "265 天（9.17 个月）",
        "left_out": "请假 20 天",
    }
    assert rows(content, "序号", "实践单位", "岗位", "形式", "起止日期")[:2] == [
        ("1", "盘锦辽油晨宇集团有限公司", "数控铣工", "脱产 · 顶岗", "2020-07-10 – 2020-08-23"),
        ("2", "辽河机械制造有限公司", "装配工艺员", "脱产 · 顶岗", "2022-01-10 – 2022-07-08"),
    ]
    assert rows(content, "序号", "计入天数", "折合月数", "期内天数", "说明") == [
        ("1", "45", "1.50", "0", "全部计入"),
        ("2", "160", "5.33", "160", "未计：请假 20 天"),
        ("3", "31", "1.03", "31", "全部计入"),
        ("4", "24", "1.14", "24", "全部计入"),
        ("5", "50", "1.66", "50", "全部计入"),
        ("合计", "310", "10.67", "265", ""),
    ]


def test_a_statement_as_of_a_day_says_the_state_in_words():
    content = a_content(a_file(a_placement(1, date(2022, 1, 1), 340)), kind=COMPLIANCE)

    assert said(content) == {
        "name": "林晓",
        "staff_no": "20130047",
        "department": "机电工程学院",
        "category": "专业课教师",
        "as_of": "2026-11-22",
        "window": "2021-11-23 至 2026-11-22",
        "credit": "340 天（11.33 个月）",
        "required": "300 天（10 个月）",
        "state": "达标（预警）",
        "lasts": "至 2027-02-09（此后如不再新增实践）",
        "needed": "104 天可保持达标",
        "this_year": "0/30 天，进行中（2026-09-01 至 2027-08-31）",
        "year_before": "0/30 天，未完成（2025-09-01 至 2026-08-31）",
        "national": "340/180 天（11.33 个月），达标",
    }
    assert (content.tables, content.picture) == ((), None)


def test_a_statement_over_a_period_says_its_credit_and_no_state():
    content = a_content(a_usual_file(), kind=COMPLIANCE, period=PERIOD)

    assert said(content) == {
        "name": "林晓",
        "staff_no": "20130047",
        "department": "机电工程学院",
        "category": "专业课教师",
        "period": "2022-01-01 至 2026-06-30",
        "placements": "3 段",
        "in_period": "215 天（7.50 个月）",
        "left_out": "请假 20 天",
    }
    assert content.as_of == PERIOD[1]
    assert rows(content, "计入天数", "折合月数")[-1] == ("215", "7.50")


def test_days_of_a_placement_beyond_the_period_are_told():
    content = a_content(a_usual_file(), kind=COMPLIANCE, period=(date(2022, 7, 1), date(2022, 12, 31)))

    assert rows(content, "计入天数", "说明")[0] == ("8", "未计：期间以外 172 天")


def test_what_is_verified_later_or_not_at_all_is_not_listed():
    waiting = a_placement(2, date(2025, 7, 1), state=PlacementState.CONFIRMED)
    later = a_placement(3, date(2026, 7, 1))
    file = a_file(a_placement(1, date(2024, 7, 1)), waiting, later)

    content = a_content(file, on=date(2026, 6, 30))

    assert rows(content, "起止日期") == [("2024-07-01 – 2024-07-30",), ("1 段",)]


def test_a_placement_that_goes_on_counts_up_to_the_day():
    content = a_content(a_file(a_placement(1, date(2026, 6, 21), 30)), on=date(2026, 6, 30))

    assert rows(content, "计入天数", "说明")[0] == ("10", "未计：截止日后 20 天")


def test_days_before_the_post_and_forms_that_do_not_count_say_so():
    base = a_placement(2, date(2025, 7, 1), form=PracticeForm.TRAINING_BASE)
    content = a_content(a_file(a_placement(1, date(2024, 1, 1), 60), base, since=date(2024, 2, 1)))

    assert rows(content, "计入天数", "说明")[:2] == [
        ("29", "未计：任教前 31 天"),
        ("0", "未计：形式不计 30 天"),
    ]
    assert said(content)["left_out"] == "61 天：形式不计 30 天、任教前 31 天"


@pytest.mark.parametrize("asked", [{}, {"kind": COMPLIANCE, "period": PERIOD}])
def test_the_sums_of_the_table_are_the_facts(asked):
    content = a_content(a_long_file(), **asked)
    figures = [tuple(map(Fraction, row)) for row in rows(content, "计入天数")]

    assert (sum(figure for (figure,) in figures[:-1]),) == figures[-1]
    total = said(content)["in_period" if "kind" in asked else "total"]
    assert total.startswith(f"{figures[-1][0]} 天")


def test_the_days_in_the_window_add_up_to_its_fact():
    content = a_content(a_long_file())
    *parts, whole = (int(days) for (days,) in rows(content, "期内天数"))

    assert sum(parts) == whole
    assert said(content)["credit"].startswith(f"{whole} 天")


def test_missing_records_print_at_least_and_why():
    file = a_usual_file(records_from=date(2023, 1, 1))

    practice, standing = a_content(file), a_content(file, kind=COMPLIANCE)

    why = "2023-01-01 以前的资料尚未补全，数字为至少；补录后可能"
    assert (said(practice)["total"], said(practice)["records"]) == ("至少 310 天（10.67 个月）", f"{why}增加")
    assert (said(standing)["credit"], said(standing)["records"]) == ("至少 265 天（9.17 个月）", f"{why}变化")
    assert (said(standing)["state"], said(standing)["needed"]) == ("资料待补", "至多 25 天")
    assert "累计计入至少 310 天" in practice.statement.zh


def test_a_period_after_the_missing_records_is_whole():
    file = a_usual_file(records_from=date(2021, 1, 1))

    content = a_content(file, kind=COMPLIANCE, period=PERIOD)

    assert (said(content)["in_period"], "records" in said(content)) == ("215 天（7.50 个月）", False)


def test_a_period_among_the_missing_records_is_at_least():
    content = a_content(a_usual_file(records_from=date(2023, 1, 1)), kind=COMPLIANCE, period=PERIOD)

    assert said(content)["in_period"] == "至少 215 天（7.50 个月）"


def test_who_is_not_obliged_gets_a_statement_without_figures():
    content = a_content(a_file(category=PostCategory.PUBLIC), kind=COMPLIANCE)

    assert said(content)["state"] == "不作要求（当日未担任有企业实践要求的岗位）"
    assert said(content).keys().isdisjoint({"credit", "required", "window"})
    assert "对该教师不作要求" in content.statement.zh


def test_practice_of_who_is_not_obliged_is_certified_without_a_window():
    content = a_content(a_file(a_placement(), category=PostCategory.PUBLIC))

    assert (said(content)["total"], "credit" in said(content)) == ("30 天（1.00 个月）", False)
    assert rows(content, "计入天数", "折合月数") == [("30", "1.00"), ("30", "1.00")]


def test_a_newcomer_gets_a_statement_before_any_practice():
    content = a_content(a_file(since=date(2026, 3, 1)), kind=COMPLIANCE)

    assert said(content)["state"] == "未到考核期"


def test_of_who_has_left_the_school_says_so():
    content = a_content(a_file(a_placement(), employed=(None, date(2026, 9, 1))))

    assert content.statement.zh.startswith("兹证明林晓（工号 20130047）曾任我校机电工程学院专业课教师。")


def test_a_baotou_school_names_the_national_rule_once():
    content = a_content(a_file(a_placement(), jurisdiction="cn"), kind=COMPLIANCE)

    assert "national" not in said(content)


def test_chinese_alone_keeps_no_english():
    texts = content_text(a_content(a_usual_file()))

    assert "This is to certify" not in texts
    assert "Staff no." not in texts
    assert '"en":""' in texts


def test_both_languages_say_the_same_figures():
    content = a_content(a_usual_file(), wording=Wording.BOTH)

    english = {fact.key: fact.value.in_english for fact in content.facts}
    assert english["total"] == "310 days (10.67 mo)"
    assert english["left_out"] == "on leave 20 days"
    assert content.statement.en == (
        "This is to certify that 林晓 (staff no. 20130047) is a professional-course teacher of 盘锦职业技术学院, "
        "机电工程学院. As of 2026-11-22, 5 placements of enterprise practice are verified, credited with 310 days "
        "(10.67 mo) in all, of these 265 days (9.17 mo) in the last five years (2021-11-03 to 2026-11-22)."
    )
    assert [fact.key for fact in content.facts] == [each for each in FACTS if each in english]


def test_the_basis_names_day_version_counting_and_sources_and_what_awaits_confirmation():
    version, counting, sources = (each.zh for each in a_content(a_usual_file()).basis)

    digest = shipped_book().digest("cn-liaoning-panjin")[:12]
    assert version == f"截止日期：2026-11-22 · 适用规定：盘锦市，规则版本 2026.11({digest})"
    assert counting.startswith(
        "折算口径：整日计 1/30 个月（半脱产按比例）；不脱产只计出勤日，每 21 个出勤日计 1 个月"
    )
    assert "盘政发〔2021〕4号 三（七）（2021-03-23 起）" in sources
    assert "国发〔2019〕4号 四（十二）（2019-01-24 起，待核实）" in sources


def test_what_is_kept_reads_back_as_it_was():
    for asked in ({}, {"wording": Wording.BOTH}, {"kind": COMPLIANCE}, {"kind": COMPLIANCE, "period": PERIOD}):
        content = a_content(a_usual_file(), **asked)

        assert content_from(content_text(content)) == content


def test_the_shipped_fonts_have_every_word_that_is_not_a_name():
    files = (a_usual_file(), a_usual_file(records_from=date(2023, 1, 1)), a_long_file(school_name=LONG_SCHOOL))
    texts = [
        text
        for file in files
        for wording in Wording
        for asked in ({}, {"kind": COMPLIANCE}, {"kind": COMPLIANCE, "period": PERIOD})
        for text in printed_texts(a_content(file, wording=wording, **asked))
    ]

    assert the_fonts().lacking(texts) == ()


def test_it_rests_on_every_revision_that_the_words_come_from():
    leave = (date(2024, 3, 1), date(2024, 3, 9))
    file = a_file(a_placement(1), a_placement(2, state=PlacementState.SUBMITTED), leaves=[leave])

    rests_on = draft_of(shipped_book(), an_ask(), file).rests_on

    assert rests_on == (
        RestsOn("placement", str(an_id(1001)), 3),
        RestsOn("person", str(an_id(1)), 1),
        RestsOn("school", str(an_id(2)), 1),
        RestsOn("employment", str(an_id(3)), 1),
        RestsOn("post_held", str(an_id(4)), 1),
        RestsOn("leave", str(an_id(50)), 1),
    )


@pytest.mark.parametrize(
    ("file", "asked", "words"),
    [
        (a_file(), {}, "截至 2026-11-22 没有已认定的企业实践"),
        (a_file(), {"kind": COMPLIANCE}, "截至 2026-11-22 没有已认定的企业实践"),
        (a_file(a_placement(state=PlacementState.CONFIRMED)), {}, "请先登记实践并认定"),
        (
            a_file(a_placement()),
            {"kind": COMPLIANCE, "period": PERIOD},
            "2022-01-01 至 2026-06-30 没有已认定的企业实践",
        ),
        (a_file(a_placement(1, date(2014, 7, 1))), {"on": BEFORE_RULES}, "请把截止日期改为 2016-05-11 或以后"),
    ],
)
def test_nothing_to_certify_is_refused_with_what_to_do(file, asked, words):
    with pytest.raises(BadInput, match=words):
        a_content(file, **asked)


def test_a_placement_on_the_first_and_the_last_day_of_a_period_is_listed():
    first, last = PERIOD
    file = a_file(
        a_placement(1, first - timedelta(days=9), 10),
        a_placement(2, last, 10),
        a_placement(3, first - timedelta(days=30), 30),
        a_placement(4, last + timedelta(days=1), 5),
    )

    assert [row[0] for row in rows(a_content(file, kind=COMPLIANCE, period=PERIOD), "计入天数")] == ["1", "1", "2"]


def test_half_days_and_shares_print_their_decimals():
    file = a_file(an_attended(1, [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)], halves=1))

    assert rows(a_content(file), "形式", "计入天数", "折合月数")[0] == ("不脱产 · 研发", "1.5", "0.07")


def test_the_same_facts_draft_the_same_content():
    assert a_content(a_usual_file()) == a_content(a_usual_file())
    assert replace(an_ask(), wording=Wording.BOTH) != an_ask()
