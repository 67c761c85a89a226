"""What everybody may load without signing in: styles, scripts, pictures; not the fonts that are for paper."""

import re
from pathlib import Path

import pytest

from tests.web.site import Site

ASSETS = Path(__file__).parents[2] / "registry" / "assets"
FONTS = sorted(each.name for each in (ASSETS / "fonts").glob("*.ttf"))
WAYS = (
    "fonts/{}",
    "fonts//{}",
    "fonts/./{}",
    "fonts/{}/",
    "fonts/{}/.",
    "fonts/x/../{}",
    "fonts/%2E/{}",
    "./fonts/{}",
    "FONTS/{}",
)


@pytest.fixture
async def site(database, tmp_path):
    return Site(tmp_path)


async def test_fonts_are_handed_to_nobody_however_their_place_is_written(site):
    paths = [way.format(font) for font in FONTS for way in WAYS] + [f"fonts/{font.upper()}" for font in FONTS]

    async with site.browser() as browser:
        found = {path: (await browser.see(f"/static/{path}")).status_code for path in paths}

    assert len(FONTS) == 2
    assert found == dict.fromkeys(paths, 404)


async def test_what_pages_load_is_served(site):
    async with site.browser() as browser:
        answers = [await browser.see(f"/static/{name}") for name in ("registry.css", "registry.js", "icon.svg")]

    assert [answer.status_code for answer in answers] == [200] * 3


@pytest.mark.parametrize("style", sorted(ASSETS.glob("*.css")), ids=lambda path: path.name)
def test_no_page_loads_a_font(style):
    assert not re.search(r"@font-face|\.(ttf|woff2?)\b", style.read_text(encoding="utf-8"))
