"""A browser, and the demo served for real. Without a browser these tests are left out, unless
`REGISTRY_BROWSER_REQUIRED=1` says that it must be there.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.house import DEMO_DAY, SECONDS_TO_BUILD, a_folder, copied, removed, running

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="package")
def chromium() -> str:
    """Where the browser is."""
    missing = ""
    try:
        import axe_playwright_python  # noqa: F401
        import playwright.sync_api  # noqa: F401
    except ImportError:
        missing = "playwright and axe are not installed: pip install '.[browser]'"
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if not found:
        missing = "no Chromium on this machine: apt install chromium fonts-noto-cjk"
    if missing and os.environ.get("REGISTRY_BROWSER_REQUIRED") == "1":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    assert found
    return found


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[object]:
    """One browser for a module. It ends with the module: while it runs, no other event loop can."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running_browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running_browser
        running_browser.close()


@pytest.fixture(scope="package")
def built(chromium: str) -> Iterator[Path]:
    """The data folder of a demo, built once; no server uses it. `REGISTRY_DEMO_BUILT` names one that is there."""
    if given := os.environ.get("REGISTRY_DEMO_BUILT"):
        yield Path(given)
        return
    folder = a_folder("built")
    with running(folder, "demo", "--on", DEMO_DAY, patience=SECONDS_TO_BUILD):
        pass
    yield folder
    removed(folder)


@pytest.fixture(scope="module")
def data(built: Path) -> Iterator[Path]:
    """A module's own copy of the demo's folder."""
    folder = copied(built, "demo")
    yield folder
    removed(folder)


@pytest.fixture(scope="module")
def site(data: Path) -> Iterator[str]:
    """The address of the demo, served from the module's own copy."""
    with running(data, "demo") as address:
        yield address


@pytest.fixture
def opened(browser, site: str) -> Iterator[Callable[..., object]]:
    """Opens the site as somebody sees it: `opened("lin", phone=True)` is a page, signed in."""
    from tests.journeys.acting import open_page

    contexts = []

    def open_as(login: str | None = None, **how: object) -> object:
        page = open_page(browser, site, login, **how)
        contexts.append(page.context)
        return page

    yield open_as
    for context in contexts:
        context.close()
