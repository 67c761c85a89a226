"""核验: what anybody sees with a code or a file, and that nobody learns anything without."""

import re
from datetime import timedelta

import pytest

from registry.certificates.documents.annex_words import note_of
from registry.certificates.documents.checking_words import how_to_check
from registry.certificates.model import Wording
from registry.certificates.queries.certificates import content_of
from registry.certificates.rules.numbering import shown_check_digits
from registry.identity.rules.throttle import ADDRESS_PACE
from registry.platform.files import FOLDER_NAME, FileStore
from tests.platform.picture_makers import a_pdf
from tests.web.certificate_stage import certified, replaced, revoked
from tests.web.keeping import chinese_left
from tests.web.practice_stage import BUREAU, STRANGER
from tests.web.site import Site

NOBODYS = "0" * 20


@pytest.fixture
async def given(database, tmp_path):
    return await certified(Site(tmp_path))


def kept(given):
    store = FileStore(given.site.settings.data_folder / FOLDER_NAME)
    return store.path(given.certificate.file_digest).read_bytes()


async def dropped(given, content, name="证明.pdf"):
    async with given.site.browser() as browser:
        return await browser.send("/verify", files=[("file", (name, content, "application/pdf"))], of="/verify")


def headline(answer):
    return re.sub(r"<[^>]+>", "", re.search(r"<h1>(.*?)</h1>", answer.text, re.DOTALL)[1]).split(" ", 1)[-1].strip()


async def test_every_printed_item_stands_on_the_page_in_the_order_of_the_paper(given):
    async with given.site.browser() as browser:
        answer = await browser.see(given.verify_path)

    content = await content_of(given.site.reading(), given.certificate)
    cells = [cell.zh for table in content.tables for row in table.rows for cell in row if cell.zh]
    facts = [text for fact in content.facts for text in (fact.label.zh, fact.value.zh)]
    ordered = [content.school_name, content.title.zh, given.certificate.number, content.statement.zh, *facts]
    text = re.sub(r"<[^>]+>", "\n", answer.text[answer.text.index("<article") :])
    places = []
    for each in ordered:
        places.append(text.index(each, places[-1] if places else 0))
    assert (answer.status_code, headline(answer)) == (200, "有效")
    assert places == sorted(places)
    assert [each for each in (*(line.zh for line in content.basis), *cells) if each not in text] == []


async def test_the_small_print_stands_on_the_page_too(given):
    async with given.site.browser() as browser:
        shown = (await browser.see(given.verify_path)).text

    content = await content_of(given.site.reading(), given.certificate)
    line = how_to_check(given.certificate, None).zh
    assert [each for each in (line, note_of(content).zh) if each not in shown] == []


async def test_paper_without_an_address_is_checked_by_number_and_check_digits(given):
    digits = shown_check_digits(given.certificate.check_digits)
    async with given.site.browser() as browser:
        right = await browser.see("/verify", params={"number": given.certificate.number.lower(), "digits": digits})
        short = await browser.see("/verify", params={"number": "S1-P2026-1", "digits": digits})
        wrong = await browser.see("/verify", params={"number": given.certificate.number, "digits": "0000 0000"})

    assert (short.status_code, short.headers["location"]) == (303, given.verify_path)
    assert (right.status_code, right.headers["location"]) == (303, given.verify_path)
    assert (wrong.status_code, headline(wrong)) == (404, "没有查到")
    assert given.certificate.code not in wrong.text


@pytest.mark.parametrize(
    ("number", "digits", "words"),
    [
        ("", "12345678", "请输入证明上的编号"),
        ("S1-P2026-00001", "123", "校验位应为 8 位数字"),
        ("S1", "", "校验位应为 8 位数字"),
    ],
)
async def test_a_number_without_whole_check_digits_is_said_beside_its_field(given, number, digits, words):
    async with given.site.browser() as browser:
        answer = await browser.see("/verify", params={"number": number, "digits": digits})

    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{number or digits}"' in answer.text


async def test_the_page_is_for_whoever_has_the_code_alone(given):
    async with given.site.browser() as browser:
        answer = await browser.see(given.verify_path)

    found = {name: answer.headers[name] for name in ("x-robots-tag", "referrer-policy", "cache-control")}
    assert found == {
        "x-robots-tag": "noindex, nofollow",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }


async def test_a_code_is_read_as_people_type_it(given):
    typed = " ".join(re.findall(".....", given.certificate.code)).lower().replace("0", "o")
    async with given.site.browser() as browser:
        answer = await browser.see("/verify", params={"code": typed})

    assert (answer.status_code, answer.headers["location"]) == (303, given.verify_path)


@pytest.mark.parametrize("typed", ["ABC", "x" * 21, "编号"])
async def test_what_is_no_whole_code_is_said_beside_its_field(given, typed):
    async with given.site.browser() as browser:
        answer = await browser.see("/verify", params={"code": typed})

    assert answer.status_code == 422
    assert "不是完整的核验码" in answer.text
    assert f'value="{typed}"' in answer.text


async def test_a_replaced_one_names_the_other_and_gives_no_way_to_it(given):
    other = await replaced(given)
    async with given.site.browser() as browser:
        old, new = await browser.see(given.verify_path), await browser.see(f"/verify/{other.code}")

    assert (headline(old), headline(new)) == ("已换发,不再有效", "有效")
    assert other.number in old.text
    assert other.code not in old.text
    assert "姓名写错" in old.text
    assert given.certificate.number in new.text
    assert given.certificate.code not in new.text


async def test_a_revoked_one_says_when_and_why(given):
    await revoked(given)
    async with given.site.browser() as browser:
        answer = await browser.see(given.verify_path)

    assert headline(answer) == "已撤销,不再有效"
    assert "实践不属实" in answer.text
    assert "2026-11-22" in answer.text


async def test_codes_that_open_nothing_are_answered_alike_and_guessing_is_held_back(given):
    async with given.site.browser() as browser:
        answers = [await browser.see(f"/verify/{NOBODYS}") for _ in range(ADDRESS_PACE.free)]
        held = await browser.see(given.verify_path)
        given.site.now += ADDRESS_PACE.first_wait + timedelta(seconds=1)
        again = await browser.see(given.verify_path)

    assert {(answer.status_code, headline(answer)) for answer in answers} == {(404, "没有查到")}
    assert (held.status_code, held.headers["retry-after"]) == (429, "3")
    assert given.certificate.number not in held.text
    assert again.status_code == 200


async def test_the_file_as_it_was_issued_is_known_by_its_bytes(given):
    answer = await dropped(given, kept(given))

    assert (answer.status_code, headline(answer)) == (200, "就是出具时的原文件")
    assert given.certificate.number in answer.text
    assert "文件没有保存" in answer.text


async def test_a_file_that_was_changed_is_no_longer_the_one_that_was_issued(given):
    answer = await dropped(given, kept(given) + b"\n% appended\n")

    assert headline(answer) in ("文件被改动过", "不是原文件,所附数据与登记相同")
    assert given.certificate.number in answer.text


async def test_a_file_of_somebody_else_leads_nowhere(given):
    answer = await dropped(given, a_pdf())

    assert (answer.status_code, headline(answer)) == (200, "不是本系统出具的文件")
    assert given.certificate.number not in answer.text


TORN = b"%PDF-1.7 torn"


@pytest.mark.parametrize(("content", "words"), [(b"no pdf", "这不是 PDF 文件"), (TORN, "不是可以读取的 PDF")])
async def test_what_cannot_be_read_is_said_beside_the_field(given, content, words):
    answer = await dropped(given, content)

    assert answer.status_code == 422
    assert words in answer.text


async def test_a_stranger_whose_drop_is_not_taken_is_told_what_to_do(given):
    too_large = a_pdf() + bytes(11_000_000)
    async with given.site.browser() as browser:
        without = await browser.client.post("/verify", files=[("file", ("证明.pdf", a_pdf(), "application/pdf"))])
    large = await dropped(given, too_large)

    assert [(each.status_code, headline(each)) for each in (without, large)] == [
        (403, "文件没有核对"),
        (413, "文件没有核对"),
    ]
    assert "允许本网站的 Cookie" in without.text
    assert ("文件超过 10 MB" in large.text, "请压缩" in large.text) == (True, False)
    assert ['class="button" href="/verify"' in each.text for each in (without, large)] == [True, True]


async def test_a_dropped_file_is_not_kept(given):
    store = FileStore(given.site.settings.data_folder / FOLDER_NAME)
    before = sorted(store.digests())
    await dropped(given, kept(given) + b"\n")
    await dropped(given, a_pdf())

    assert sorted(store.digests()) == before


async def test_the_pages_are_in_english_too(given):
    async with given.site.browser() as browser:
        browser.client.cookies.set("registry_language", "en")
        pages = [await browser.see("/verify"), await browser.see(f"/verify/{NOBODYS}")]

    assert [chinese_left(page.text) for page in pages] == [[], []]


async def test_who_reads_english_is_told_what_the_labels_of_chinese_paper_mean(given):
    content = await content_of(given.site.reading(), given.certificate)
    async with given.site.browser() as browser:
        chinese = (await browser.see(given.verify_path)).text
        browser.client.cookies.set("registry_language", "en")
        english = (await browser.see(given.verify_path)).text

    names = {content.school_name, content.person_name}
    body = re.sub(r'data-label="[^"]*"', "", english[english.index("<body") :])
    bare = re.sub(r'<(\w+)[^>]*lang="zh-CN"[^>]*>.*?</\1>', "", body, flags=re.DOTALL)
    assert [each for each in chinese_left(bare) if each not in "".join(names)] == []
    labels = {"编号": "No.", "核验码": "Code", "姓名": "Name", "已认定的企业实践": "Verified enterprise practice"}
    for zh, en in labels.items():
        both = f'<span lang="zh-CN">{zh}</span><span class="also" lang="en">{en}</span>'
        assert (both in english, both in chinese) == (True, False)
    assert "<title>Valid · Certificate of Enterprise Practice" in english
    assert "printed in Chinese alone" in english


async def test_a_table_of_a_bilingual_certificate_is_labelled_in_both_languages_on_a_phone(given):
    other = await replaced(given, wording=Wording.BOTH)
    async with given.site.browser() as browser:
        one, both = (await browser.see(given.verify_path)).text, (await browser.see(f"/verify/{other.code}")).text

    assert ("请左右滑动" in one, "请左右滑动" in both) == (True, True)
    assert ('data-label="实践单位"' in one, 'data-label="实践单位 Enterprise"' in both) == (True, True)


@pytest.mark.parametrize("login", [None, STRANGER, BUREAU])
async def test_every_page_leads_to_the_check(given, login):
    async with given.site.browser(login) as browser:
        page = await browser.see("/" if login else "/sign-in")

    assert 'href="/verify"' in page.text
