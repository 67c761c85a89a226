"""What people do with a page: they sign in, read words, fill what is labelled, press what says so."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from registry.demo.accounts import PASSWORD

PHONE, DESK = {"width": 375, "height": 800}, {"width": 1280, "height": 900}
PATIENCE = 20_000
"""Milliseconds: the machine that runs tests may be busy."""
expect.set_options(timeout=PATIENCE)


def open_page(browser: Any, site: str, login: str | None = None, *, phone: bool = False, **how: Any) -> Page:
    """A page of its own browser context, on the first page after signing in where a login is given."""
    context = browser.new_context(
        base_url=site,
        viewport=PHONE if phone else DESK,
        has_touch=phone,
        is_mobile=phone,
        locale=how.pop("locale", "zh-CN"),
        accept_downloads=True,
        **how,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    if login:
        sign_in(page, login)
    return page


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    """Fill the form of the sign-in page and go on."""
    page.goto("sign-in")
    page.get_by_label(re.compile("登录名|Login")).fill(login)
    page.get_by_label(re.compile("口令|Password")).fill(password)
    page.locator("main form").first.get_by_role("button").click()
    expect(page.locator(".top .me")).to_be_visible()


def noted(page: Page, words: str | re.Pattern[str]) -> None:
    """The page says this at its head."""
    expect(page.locator("main .note")).to_contain_text(words)


def state_is(page: Page, words: str) -> None:
    """The placement of the page stands so."""
    expect(page.locator("main .head .state").first).to_contain_text(words)


def no_sideways_scroll(page: Page) -> bool:
    """Whether everything fits into the width."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
