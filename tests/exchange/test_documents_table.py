"""The table on a terminal and in a pipe."""

import io
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from rich.cells import cell_len
from rich.console import Console

from registry.exchange.documents.answer_table import PROBLEMS_LISTED, print_answer
from registry.platform.language import Language
from registry.practice.model import Credit
from tests.exchange.test_documents_figures import (
    DIFFERS,
    EVERY_STATE,
    EXEMPT,
    MET,
    SHORT,
    UNREAD,
    YEARLY,
    a_ledger_answer,
    incomplete,
)


def _printed(answer, width=160, language=Language.ZH, **console):
    file = io.StringIO()
    print_answer(answer, Console(file=file, width=width, legacy_windows=False, **console), language)
    return file.getvalue()


def _on_screen(answer, width, language=Language.ZH):
    return _printed(answer, width, language, force_terminal=True, color_system=None)


def _table(text):
    return text.split("\n\n")[0].split("\n")


def test_a_pipe_gets_every_column_aligned_and_whole():
    named = replace(MET, teacher=replace(MET.teacher, name="娜仁·乌云其其格"))

    lines = _table(_printed(a_ledger_answer([named, SHORT, EXEMPT]), width=40))

    assert lines == [
        "工号  姓名             状态              认定天数(月)     要求    还差/到期  本学年(月)   全国标准",
        "S     教师S            ○ 未达标     181 天(6.03 个月)  10 个月  还差 119 天  进行中 0.60  未达标",
        "M     娜仁·乌云其其格  ● 达标      366 天(12.20 个月)  10 个月   2028-01-16  进行中 0.60  达标",
        "E     教师E            · 不作要求                   -        -            -  进行中 0.60  不作要求",
    ]


def test_a_pipe_gets_no_colour_and_no_frames():
    text = _printed(a_ledger_answer(errors=(UNREAD,)))

    assert "\x1b" not in text
    assert not set(text) & set("│┃─━┌└├╭╰")


def test_a_terminal_gets_colours():
    text = _printed(a_ledger_answer(), force_terminal=True, color_system="standard")

    assert "\x1b[32m● 达标\x1b[0m" in text
    assert "\x1b[33m◐ 预警\x1b[0m" in text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_the_screen(width, language):
    lines = _table(_on_screen(a_ledger_answer(), width, language))

    assert max(map(cell_len, lines)) <= width


def test_at_120_columns_nothing_is_left_out():
    assert "屏幕较窄" not in _on_screen(a_ledger_answer(), 120)


def test_a_narrow_screen_says_which_columns_it_leaves_out():
    lines = _table(_on_screen(a_ledger_answer(), 80))

    assert lines[0].split() == ["工号", "姓名", "状态", "认定天数(月)", "要求", "还差/到期"]
    assert lines[-1] == "(屏幕较窄,未列:全国标准、本学年(月))"


@pytest.mark.parametrize(
    ("width", "left_out"),
    [(140, []), (108, ["全国标准"]), (98, ["全国标准", "本学年(月)"]), (86, ["全国标准", "本学年(月)", "要求"])],
)
def test_what_is_required_gives_way_last_also_beside_credit_since_a_day(width, left_out):
    asked = [replace(of, since=Credit(Fraction(31, 2), Fraction(31, 60))) for of in EVERY_STATE]

    heading, *_ = lines = _table(_on_screen(a_ledger_answer(asked, since=date(2025, 7, 1)), width))

    assert [name for name in ("全国标准", "本学年(月)", "要求") if name not in heading.split()] == left_out
    assert max(map(cell_len, lines)) <= width


def test_every_state_stands_with_shape_and_word_the_most_urgent_first():
    lines = _table(_printed(a_ledger_answer()))

    assert [line.split()[0] for line in lines[1:]] == ["L", "S", "U", "R", "N", "M", "E"]
    for shown in ("◌ 不再达标", "○ 未达标", "? 资料待补", "◐ 预警", "– 未到考核期", "● 达标", "· 不作要求"):
        assert any(shown in line for line in lines)


def test_unknown_reads_at_least():
    assert "至少 292 天(9.73 个月)" in _printed(a_ledger_answer())
    assert "at least 292 days (9.73 mo)" in _printed(a_ledger_answer(), language=Language.EN)


def test_under_the_table_stand_totals_date_basis_and_sources():
    text = _printed(a_ledger_answer(yearly_citation=YEARLY))

    assert "合计 7 人:◌ 不再达标 1,○ 未达标 1,? 资料待补 1,◐ 预警 1,– 未到考核期 1,● 达标 1,· 不作要求 1" in text
    assert "截止日期:2026-06-30 · 适用规定:盘锦市(cn-liaoning-panjin),规则版本 0123456789ab" in text
    assert "计算口径:整日计 1/30 个月" in text
    assert "依据:盘政发〔2021〕4号 三(七)" in text
    assert "本学年任务:国发〔2019〕4号 四(十二)(2019-01-24 起,待核实)" in text
    assert "全国标准:教师〔2016〕3号 第四条(2016-05-11 起,待核实)" in text


def test_incomplete_teachers_carry_a_star_that_is_explained():
    text = _printed(a_ledger_answer([incomplete(SHORT), MET]))

    assert "教师S*" in text
    assert "教师M*" not in text
    assert "* 资料有错误" in text
    assert "*" not in _printed(a_ledger_answer([MET]))


def test_the_first_faults_are_listed_and_the_others_counted():
    faults = tuple(replace(UNREAD, row=row) for row in range(1, PROBLEMS_LISTED + 6))

    text = _printed(a_ledger_answer([MET], errors=faults, warnings=(DIFFERS,)))

    assert "错误 25 处(有错误的实践、请假行不计入" in text
    assert "  企业实践台账  第 20 行  结束日期  2023-02-30  " in text
    assert "第 21 行" not in text
    assert "另有 5 处" in text
    assert "提醒 1 处(所在行照常计入)" in text


def test_cells_cannot_move_the_cursor_or_break_the_line():
    hostile = replace(MET, teacher=replace(MET.teacher, name="王\x1b[31m\n䶮\u202e"))
    fault = replace(UNREAD, value="\x1b]0;x\x07\r\n2023")

    text = _printed(a_ledger_answer([hostile], errors=(fault,)))

    assert not set(text) & set("\x1b\x07\r\u202e")
    assert len(_table(text)) == 2


def test_markup_in_a_cell_is_only_text():
    name = "[red]王[/red] :smile:"

    assert name in _printed(a_ledger_answer([replace(MET, teacher=replace(MET.teacher, name=name))]))


def test_credit_since_a_day_has_a_column():
    asked = replace(MET, since=Credit(Fraction(31, 2), Fraction(31, 60)))

    lines = _table(_printed(a_ledger_answer([asked], since=date(2025, 7, 1))))

    assert lines[0].endswith("2025-07-01 起")
    assert lines[1].endswith("15.5 天(0.51 个月)")


def test_under_the_national_rule_the_column_beside_falls_away():
    teachers = [replace(of, also=()) for of in EVERY_STATE]

    assert "全国标准" not in _printed(a_ledger_answer(teachers))


def test_nobody_is_said_in_words():
    assert _printed(a_ledger_answer([])).startswith("没有读到教师。\n")
