"""The pages of the office's day in the demo, photographed in Chromium for README and handbook.

python -m tests.pictures.offices [NAME ...]     (needs the extra `browser`, Debian's chromium and a Chinese font)
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

from registry.demo.commands import build_demo
from registry.exchange.documents.template_workbook import template_workbook
from registry.platform.language import Language
from tests.pictures.teacher import AS_OF, FOLDER, HOST, PORT, photograph, serving

SITE = f"http://{HOST}:{PORT}"
CLOSING_DAY = "2026-10-31"
WIDTH = 1280


class Picture(NamedTuple):
    """A file, who looks, what they do first, and the greatest height in pixels of the page."""

    name: str
    login: str
    look: Callable[[Page, Path], None]
    height: int


def board(view: Page, folder: Path) -> None:
    """The personnel office's board."""
    view.goto(f"{SITE}/board")


def bureau(view: Page, folder: Path) -> None:
    """All schools of the bureau."""
    view.goto(f"{SITE}/board/schools")


def planner(view: Page, folder: Path) -> None:
    """Who will not be met."""
    view.goto(f"{SITE}/planner")


def names(view: Page, folder: Path) -> None:
    """A pasted list, some of each answer."""
    view.goto(f"{SITE}/board?sort=lapse")
    asked = [each.inner_text() for each in view.query_selector_all("td[data-label='姓名'] a")][:4]
    view.goto(f"{SITE}/board?sort=urgency")
    asked += [each.inner_text() for each in view.query_selector_all("td[data-label='姓名'] a")][:3]
    view.goto(f"{SITE}/names")
    view.fill("#f-names", "\n".join(["林晓梅", *asked]))
    view.fill("#f-on", CLOSING_DAY)
    view.click("button[value=page]")


def dropped(view: Page, folder: Path) -> None:
    """The result of a dry run."""
    workbook = folder / "教师名册.xlsx"
    workbook.write_bytes(template_workbook(Language.ZH, example=True))
    view.goto(f"{SITE}/imports")
    view.set_input_files("input[type=file]", workbook)
    view.locator("main form button.button").first.click()
    view.locator("h1").wait_for()


PICTURES = (
    Picture("board.png", "chen", board, 1100),
    Picture("import.png", "chen", dropped, 1100),
    Picture("planner.png", "chen", planner, 1000),
    Picture("names.png", "chen", names, 1000),
    Picture("bureau.png", "zhao", bureau, 900),
)


def main() -> None:
    """Take the pictures named on the command line, or all."""
    wanted = set(sys.argv[1:]) or {each.name for each in PICTURES}
    with tempfile.TemporaryDirectory(prefix="pic-", dir="/tmp") as name:
        folder = Path(name)
        asyncio.run(build_demo(folder, AS_OF))
        with serving(folder), sync_playwright() as browsers:
            browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for each in PICTURES:
                if each.name in wanted:
                    _take(
                        browser.new_page(viewport={"width": WIDTH, "height": 800}, color_scheme="light"), each, folder
                    )
            browser.close()


def _take(view: Page, picture: Picture, folder: Path) -> None:
    view.goto(f"{SITE}/sign-in")
    card = view.locator("form").filter(has=view.locator(f"input[type=hidden][value={picture.login}]"))
    card.locator("button").click()
    picture.look(view, folder)
    height = min(picture.height, int(view.evaluate("document.documentElement.scrollHeight")))
    photograph(view, FOLDER / picture.name, (WIDTH, height))


if __name__ == "__main__":
    main()
