"""The handbook at /help: public, in two languages, every link and picture there."""

import re

import pytest

from registry.home.help import HANDBOOK, PAGES
from registry.platform.language import Language
from tests.web.site import Site

LINK = re.compile(r"<article.*?</article>", re.DOTALL)
TARGET = re.compile(r'(?:href|src)="([^"]+)"')


@pytest.mark.parametrize("name", PAGES)
async def test_every_page_is_there_in_both_languages_and_leads_nowhere_wrong(name, tmp_path, database):
    site = Site(tmp_path)
    async with site.browser() as browser:
        for language in Language:
            browser.client.cookies.set("registry_language", language.value)
            answer = await browser.see(f"/help/{name}")
            shown = LINK.search(answer.text).group()
            own = [each for each in TARGET.findall(shown) if each.startswith("/help")]
            found = [(await browser.see(each.split("#")[0])).status_code for each in own]

            assert (answer.status_code, set(found) <= {200}) == (200, True), own
            assert len(answer.content) < 100_000


async def test_role_pages_are_english_for_english_readers(tmp_path, database):
    async with Site(tmp_path).browser() as browser:
        browser.client.cookies.set("registry_language", "en")
        assert "<h1>Personnel office</h1>" in (await browser.see("/help/hr")).text


async def test_the_contents_lead_to_every_page(tmp_path, database):
    async with Site(tmp_path).browser() as browser:
        answer = await browser.see("/help")

    assert answer.status_code == 200
    assert re.findall(r'href="/help/([^"]+)"', answer.text) == list(PAGES)


async def test_what_is_no_page_is_not_found(tmp_path, database):
    async with Site(tmp_path).browser() as browser:
        answers = [
            (await browser.see(path)).status_code
            for path in ("/help/README", "/help/pictures/nothing.png", "/help/pictures/..%2farchitecture.md")
        ]

    assert answers == [404, 404, 404]


async def test_html_in_a_page_is_text_and_pictures_have_words(tmp_path, database):
    async with Site(tmp_path).browser() as browser:
        text = (await browser.see("/help/teacher")).text

    assert re.findall(r'<img src="[^"]+" alt="[^"]+"', text)
    assert "<script" not in LINK.search(text).group()


def test_each_role_page_says_the_same_headings_count_in_both_languages():
    for page in PAGES.values():
        assert (HANDBOOK / page.zh).exists()
        assert (HANDBOOK / page.en).exists()
