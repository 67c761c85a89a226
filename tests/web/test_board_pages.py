"""The board: every figure is the number of people behind its link; what is taken away is what is seen."""

import html
import re

import pytest

from registry.platform.database import engine
from registry.platform.language import Language
from tests.web.board_stage import a_board, figures_of, file_name, names_of, people_of, rows_of, sheets_of
from tests.web.practice_stage import BUREAU, HEAD, HR, LEADER, STRANGER, TEACHER
from tests.web.reading_pages import says

BOARD = "/board"
CHASE = re.compile(r'<form class="chase".*?</form>', re.DOTALL)
HIDDEN = re.compile(r'name="([^"]+)" value="([^"]*)"')
SORTED = {
    "staff_no": ["006", "T1", "T2", "T3", "T4", "T5"],
    "name": ["006", "T4", "T5", "T1", "T2", "T3"],
}
NAMES = re.compile(
    "林晓|赵敏|钱学东|孙丽华|李国强|周文|机电系|化工系|盘锦第\\w+职业学校|二职校|盘政发\\S*|教师〔\\S*|国发〔\\S*|[一二三四五六七八九十]+\\(.*?\\)"
)


@pytest.fixture
async def stage(database, tmp_path):
    return await a_board(tmp_path)


async def seen(stage, login, address, **options):
    async with stage.site.browser(login) as browser:
        return await browser.see(address, **options)


@pytest.mark.parametrize(("login", "people"), [(HR, 6), (LEADER, 6), (HEAD, 3), (BUREAU, 7)])
async def test_each_figure_equals_the_people_behind_its_link(stage, login, people):
    async with stage.site.browser(login) as browser:
        for start in ("/", BOARD, "/board?as_of=2027-06-30&q=t&state=short&sort=name"):
            figures = figures_of((await browser.see(start)).text)
            behind = [len(rows_of((await browser.see(address)).text)) for address, _ in figures]

            assert [figure for _, figure in figures] == behind, start
            assert figures
            assert start != BOARD or sum(behind[-7:]) == people


async def test_the_years_duty_is_told_in_one_line(stage):
    told = "本学年应实践5人:已够1·实践中1·待认定1·未启动2"

    async with stage.site.browser(HR) as browser:
        for address in ("/", BOARD):
            said = re.sub(r"催报| ", "", says((await browser.see(address)).text))
            assert told in said, address


async def test_every_figure_says_its_day_its_basis_and_its_rule(stage):
    text = says((await seen(stage, HR, "/board?as_of=2027-06-30")).text)

    assert "截止日期 2027-06-30 · 30 天折算 1 个月 · 近 5 年应满 10 个月(盘政发〔2021〕4号" in text
    assert "每学年应满 1 个月(国发〔2019〕4号" in text
    assert "盘锦第S1职业学校教师企业实践" in text


FOUND = {
    "q=%E8%B5%B5": ["赵敏"],
    "q=zm": ["赵敏"],
    "q=T3": ["钱学东"],
    "q=nobody": [],
    "progress=enough": ["钱学东"],
    "category=instructor": ["孙丽华"],
    "category=public": ["=1+1"],
    "state=exempt": ["=1+1"],
    "as_of=2020-01-01&q=T2": ["赵敏"],
    "lapses_before=2027-07-12": ["赵敏"],
    "lapses_before=2027-07-11": [],
    "state=short&q=t&sort=staff_no": ["林晓", "钱学东", "孙丽华", "李国强"],
    "state=&progress=&category=&department_id=&q=T5&lapses_before=": ["李国强"],
}


async def test_the_list_is_searched_and_filtered(stage):
    async with stage.site.browser(HR) as browser:
        pages = {asked: (await browser.see(f"/board?{asked}")).text for asked in FOUND}

    assert {asked: names_of(text) for asked, text in pages.items()} == FOUND
    assert all(f"列出 {len(names)} 人" in pages[asked] for asked, names in FOUND.items())


async def test_a_department_is_filtered_by(stage):
    text = (await seen(stage, HR, f"/board?department_id={stage.department.id}&sort=staff_no")).text

    assert names_of(text) == ["林晓", "钱学东", "李国强"]
    assert len(figures_of(text)) == 4 + 7


async def test_a_row_tells_state_days_what_is_needed_and_this_year(stage):
    text = (await seen(stage, HR, "/board?sort=staff_no")).text
    rows = {row[0]: row for row in rows_of(text)}

    assert rows["T2"][1:6] == ["赵敏", "–", "专业课教师", "● 达标", "310 天(10.33 个月)"]
    assert rows["T2"][6:] == ["2027-07-11", "0/30 天 未启动", ""]
    assert rows["T3"][2:] == [
        "机电系",
        "专业课教师",
        "○ 未达标",
        "30 天(1.00 个月)",
        "还需 270 天",
        "30/30 天 已够",
        "",
    ]
    assert rows["006"][3:] == ["公共基础课教师", "· 不作要求", "–", "–", "– 本年不要求", ""]
    assert 'class="meter meter-short"' in text


async def test_headers_order_the_rows_and_say_so(stage):
    async with stage.site.browser(HR) as browser:
        start = (await browser.see("/board?as_of=2026-11-01")).text
        links = [html.unescape(each) for each in re.findall(r'<th scope="col"[^>]*><a href="([^"]+)"', start)]
        for sort, numbers in SORTED.items():
            link = next(each for each in links if f"sort={sort}" in each)
            text = (await browser.see(link)).text

            assert "as_of=2026-11-01" in link
            assert [row[0] for row in rows_of(text)] == numbers
            assert re.findall(r'aria-sort="ascending"><a href="[^"]*sort=(\w+)', text) == [sort]


async def test_a_long_list_comes_in_parts_in_one_order(stage, monkeypatch):
    from registry.home.board import pages

    whole = names_of((await seen(stage, HR, "/board?sort=staff_no")).text)
    monkeypatch.setattr(pages, "SHOWN_AT_ONCE", 4)
    async with stage.site.browser(HR) as browser:
        first = (await browser.see("/board?sort=staff_no&as_of=2026-11-21")).text
        more = html.unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])
        second = (await browser.see(more)).text
        back = html.unescape(re.search(r'<a class="button quiet" href="([^"]+)">回到第一页', second)[1])
        again = (await browser.see(back)).text

    assert names_of(first) + names_of(second) == whole
    assert (len(names_of(first)), names_of(again)) == (4, names_of(first))
    assert ('rel="next"' in second, "as_of=2026-11-21" in more, "列出 6 人" in second) == (False, True, True)
    assert "导出和打印包括各页全部 6 人" in first


async def test_an_address_is_shared_with_its_day(stage):
    text = (await seen(stage, HR, "/board?as_of=2020-01-01&q=t")).text
    links = [html.unescape(each) for each in re.findall(r'href="(/teachers/[^"]+)"', text)]

    assert links
    assert all(each.endswith("?as_of=2020-01-01") for each in links)
    assert re.search(r'href="/board\?[^"]*q=t[^"]*">回到今天', text)
    assert "回到今天" not in (await seen(stage, HR, "/board?as_of=2026-11-22")).text


async def test_a_page_seen_again_asks_at_most_five_questions_of_the_database(stage, monkeypatch):
    asked, kind = [], type(engine())
    run = kind._run_in_pool

    async def counted(self, query, *args):
        asked.append(query)
        return await run(self, query, *args)

    addresses = (
        BOARD,
        "/board?q=t&sort=name",
        f"/board?department_id={stage.department.id}",
        "/board?as_of=2020-01-01",
    )
    monkeypatch.setattr(kind, "_run_in_pool", counted)
    for login in (HR, HEAD, BUREAU):
        async with stage.site.browser(login) as browser:
            for address in (*addresses, "/board/schools"):
                await browser.see(address)
                asked.clear()
                assert (await browser.see(address)).status_code == 200
                assert 0 < len(asked) <= 5, (login, address)


async def test_a_rule_that_was_not_yet_in_force_is_told(stage):
    answer = await seen(stage, HR, "/board?as_of=1999-01-01")

    assert (answer.status_code, "当日没有生效的规定" in answer.text) == (200, True)


async def test_a_head_sees_the_own_department_alone(stage):
    text = (await seen(stage, HEAD, BOARD)).text
    asked = (await seen(stage, HEAD, f"/board?department_id={stage.chemistry.id}")).text

    assert sorted(names_of(text)) == sorted(["林晓", "钱学东", "李国强"])
    assert "盘锦第S1职业学校机电系教师企业实践" in says(text)
    assert (names_of(asked), "化工系" in asked) == ([], False)


async def test_the_bureau_sees_all_schools_and_then_one(stage):
    async with stage.site.browser(BUREAU) as browser:
        everybody = (await browser.see("/board?sort=staff_no")).text
        one = (await browser.see(f"/board?school_id={stage.second.id}")).text
        elsewhere = await browser.see(f"/board?school_id={stage.other_school.id}")
        left_over = f"/board?school_id={stage.second.id}&department_id={stage.department.id}"
        changed = (await browser.see(left_over)).text

    assert names_of(changed) == ["周文"]
    assert ["二职校", "A1", "周文"] in [row[:3] for row in rows_of(everybody)]
    assert len(rows_of(everybody)) == 7
    assert "吴远" not in everybody
    assert names_of(one) == ["周文"]
    assert "盘锦第二职业学校教师企业实践" in says(one)
    assert elsewhere.status_code == 404


async def test_the_schools_sums_add_up_and_open_their_people(stage):
    async with stage.site.browser(BUREAU) as browser:
        text = (await browser.see("/board/schools?as_of=2024-01-01")).text
        lines = [[int(cell) if cell.isdigit() else cell for cell in row] for row in rows_of(text)]
        foot = text.partition("<tfoot>")[2].partition("</tfoot>")[0]
        total = [int(figure) for figure in re.findall(r">(\d+)<", foot)]
        links = re.findall(r'<a href="([^"]+)">(\d+)</a>', text.partition("<tbody>")[2])
        behind = [len(rows_of((await browser.see(html.unescape(address))).text)) for address, _ in links]

    assert [line[0] for line in lines] == ["盘锦第S1职业学校", "盘锦第二职业学校"]
    assert [sum(column) for column in zip(*(line[1:] for line in lines), strict=True)] == total
    assert behind == [int(figure) for _, figure in links]
    assert len(links) == 3 * (1 + 4 + 7)


ADDRESSES = (
    "sort=staff_no",
    "as_of=2027-06-30&sort=name",
    "state=short&q=t",
    "progress=not_begun&sort=lapse",
    "q=nobody",
)


async def test_what_is_exported_is_what_is_seen(stage, monkeypatch):
    from registry.home.board import pages

    async with stage.site.browser(HR) as browser:
        for asked in ADDRESSES:
            shown = rows_of((await browser.see(f"/board?{asked}")).text)
            with monkeypatch.context() as patched:
                patched.setattr(pages, "SHOWN_AT_ONCE", 2)
                _, exported = people_of(sheets_of(await browser.see(f"/board/workbook?{asked}")).active)
                printed = rows_of((await browser.see(f"/board/print?{asked}")).text)

            assert [(row[1], row[2], row[5]) for row in exported] == [(row[0], row[1], row[4]) for row in shown], (
                asked
            )
            assert [(row[1], row[2], row[5]) for row in printed] == [(row[0], row[1], row[4]) for row in shown], asked
            assert [row[0] for row in exported] == list(range(1, len(shown) + 1))


async def test_the_workbook_keeps_text_text_and_figures_figures(stage):
    answer = await seen(stage, HR, "/board/workbook?sort=staff_no")
    sheet = sheets_of(answer).active
    heads, people = people_of(sheet)
    by_number = {row[1]: dict(zip(heads, row, strict=True)) for row in people}

    assert file_name(answer) == "盘锦第S1职业学校-教师企业实践情况一览表-2026-11-22.xlsx"
    assert by_number["006"] == {
        "序号": 1,
        "工号": "006",
        "姓名": "=1+1",
        "部门": "化工系",
        "教师类别": "公共基础课教师",
        "近五年": "· 不作要求",
        "认定天数": "无",
        "折合月数": "无",
        "应满(月)": "无",
        "到期日": "无",
        "还需天数": "无",
        "本学年": "无",
        "本学年进度": "本年不要求",
    }
    qian = by_number["T3"]
    assert (qian["认定天数"], qian["折合月数"], qian["应满(月)"], qian["还需天数"]) == (30, 1, 10, 270)
    assert (qian["本学年"], qian["本学年进度"]) == ("30/30 天", "已够")


async def test_the_workbook_prints_with_its_school_its_basis_and_room_to_sign(stage):
    sheet = sheets_of(await seen(stage, HR, "/board/workbook?progress=not_begun&q=t")).active
    told = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]

    assert told[0] == "盘锦第S1职业学校"
    assert "筛选条件:本学年:未启动;姓名、拼音首字母或工号:t · 共 2 人 · 按紧急程度排列" in told
    assert any(each.startswith("截止日期 2026-11-22 · 30 天折算 1 个月") for each in told)
    assert any("合计 2 人。本学年应实践 2 人:已够 0 · 实践中 0 · 待认定 0 · 未启动 2。" in each for each in told)
    signed = next(each for each in told if "填表人" in each)
    assert all(each in signed for each in ("审核人:", "负责人:", "(公章)", "年    月    日"))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows
    assert "&P" in sheet.oddFooter.center.text
    colours = {cell.fill.fgColor.rgb for row in sheet.iter_rows() for cell in row if cell.value == "○ 未达标"}
    assert colours == {"FFFDE7E7"}


async def test_each_department_has_a_sheet_of_its_own(stage):
    workbook = sheets_of(await seen(stage, HR, "/board/workbook?by=department&sort=staff_no"))
    printed = (await seen(stage, HR, "/board/print?by=department")).text

    assert workbook.sheetnames == ["化工系", "机电系", "未定部门"]
    assert [row[1] for row in people_of(workbook["机电系"])[1]] == ["T1", "T3", "T5"]
    assert printed.count('<article class="sheet board-sheet"') == 3
    assert "教师企业实践情况一览表(化工系)" in printed


async def test_a_bureau_takes_all_schools_away_with_their_names(stage):
    sheet = sheets_of(await seen(stage, BUREAU, "/board/workbook?sort=staff_no")).active
    heads, people = people_of(sheet)

    assert heads[1] == "学校"
    assert ["二职校", "A1", "周文"] in [row[1:4] for row in people]
    assert sheet["A1"].value == "教育局 211100"


async def test_more_people_than_a_file_takes_are_refused_in_words(stage, monkeypatch):
    from registry.home.board import export

    monkeypatch.setattr(export, "MOST_PEOPLE", 5)
    answer = await seen(stage, HR, "/board/workbook")

    assert (answer.status_code, "共 6 人,超出一份文件的 5 人" in answer.text) == (400, True)


async def test_a_stranger_finds_no_school_but_the_own(stage):
    async with stage.site.browser(STRANGER) as browser:
        for path in (BOARD, "/board/workbook", "/board/print"):
            asked = await browser.see(f"{path}?school_id={stage.school.id}")
            assert (asked.status_code, "林晓" in asked.text) == (404, False), path
        own = names_of((await browser.see(BOARD)).text)
        printed = names_of((await browser.see("/board/print")).text, 2)
        departments = (await browser.see(f"/board?department_id={stage.department.id}")).text

    assert (own, printed, names_of(departments)) == (["吴远"], ["吴远"], [])
    assert "机电系" not in departments


async def test_a_teacher_has_no_board(stage):
    async with stage.site.browser(TEACHER) as browser:
        for path in (BOARD, "/board/schools", "/board/workbook", "/board/print"):
            assert (await browser.see(path)).status_code == 404


async def test_the_former_address_leads_to_the_board(stage):
    asked = f"school_id={stage.school.id}&standing=short&progress=not_begun&department={stage.department.id}&q=t"
    answer = await seen(stage, HR, f"/teachers?{asked}&as_of=2026-01-01")

    assert answer.status_code == 303
    assert answer.headers["location"] == (
        f"/board?school_id={stage.school.id}&department_id={stage.department.id}"
        "&state=short&progress=not_begun&q=t&as_of=2026-01-01"
    )


async def test_who_may_chase_finds_a_button_beside_the_figures(stage):
    for login, may in ((HR, True), (HEAD, True), (BUREAU, True), (LEADER, False)):
        async with stage.site.browser(login) as browser:
            board = (await browser.see(BOARD)).text
            listed = (await browser.see("/board?progress=not_begun&as_of=2026-11-01")).text

        assert ('class="chase"' in board) is may, login
        assert ("催报列出的" in board, "催报列出的" in listed) == (False, may), login


async def test_the_button_sends_what_its_figure_asks_for(stage):
    text = (
        await seen(stage, HR, f"/board?q=t&state=short&as_of=2026-11-01&department_id={stage.department.id}")
    ).text
    forms = [dict(HIDDEN.findall(form)) for form in CHASE.findall(text)]
    kept = {"school_id": str(stage.school.id), "department_id": str(stage.department.id), "q": "t"}
    kept |= {"as_of": "2026-11-01"}

    assert [{name: value for name, value in form.items() if name != "_csrf_token"} for form in forms] == [
        {**kept, "progress": "not_begun", "kind": "yearly"},
        {**kept, "state": "short", "kind": "short"},
        {**kept, "state": "short", "kind": "short"},
    ]


@pytest.mark.parametrize("login", [HR, BUREAU])
async def test_the_board_speaks_english(stage, login):
    async with stage.site.browser(login) as browser:
        browser.client.cookies.set("registry_language", Language.EN.value)
        for path in (BOARD, "/board?q=nobody", "/board?progress=not_begun", "/board/schools", "/"):
            left = NAMES.sub("", says((await browser.see(path)).text))
            assert re.findall(r"[\u4e00-\u9fff]+", left) == [], path


MISTYPED = {
    "as_of=2026-02-30": "2026-02-30 不是日期,请写成 2026-06-30",
    "as_of=tomorrow": "tomorrow 不是日期,请写成 2026-06-30",
    "as_of=2201-01-01": "请核对年份:2201-01-01",
    "lapses_before=0001-01-01": "请核对年份:0001-01-01",
    "as_of=2026-6-31": "2026-6-31 不是日期,请写成 2026-06-30",
    "lapses_before=2026-13-01": "2026-13-01 不是日期,请写成 2026-06-30",
    "state=good": "没有“good”这一项,请从列表中选择",
    "progress=none": "没有“none”这一项,请从列表中选择",
    "category=all": "没有“all”这一项,请从列表中选择",
    "sort=age": "没有“age”这一项,请从列表中选择",
    "school_id=S1": "请从列表中选择",
    "department_id=1": "请从列表中选择",
}


async def test_what_is_mistyped_is_said_above_the_board_of_the_rest(stage):
    async with stage.site.browser(HR) as browser:
        for asked, words in MISTYPED.items():
            answer = await browser.see(f"/board?{asked}&q=T3")
            assert (answer.status_code, words in says(answer.text)) == (422, True), asked
            assert names_of(answer.text) == ["钱学东"], asked
        assert "近五年达标情况" in (await browser.see("/board?as_of=2026-8-1")).text
        bounded = (await browser.see("/board")).text
    assert bounded.count('min="1900-01-01" max="2200-12-31"') == 2


async def test_nothing_mistyped_is_taken_away(stage):
    async with stage.site.browser(HR) as browser:
        for asked, words in MISTYPED.items():
            for route in ("workbook", "print"):
                answer = await browser.see(f"/board/{route}?{asked}")
                assert (answer.status_code, words in says(answer.text)) == (422, True), (route, asked)


async def test_a_bureau_is_told_of_a_mistyped_day(stage):
    answer = await seen(stage, BUREAU, "/board/schools?as_of=2026-02-30")

    assert (answer.status_code, 'id="e-as_of"' in answer.text) == (422, True)
