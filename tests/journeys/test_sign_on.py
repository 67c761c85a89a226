"""A teacher through the school's own sign-in, and with the second step; the operator sets the one up."""

import re
from urllib.parse import urlsplit

import pyotp
import pytest

from tests.identity.sign_on_stage import oidc_provider
from tests.journeys.acting import noted, open_page
from tests.journeys.counting import asked
from tests.journeys.house import running

pytest.importorskip("playwright")
from playwright.sync_api import expect

from registry.demo.accounts import PASSWORD

NAME = "苇海统一身份认证"
STAFF_NO = "SELECT staff_no FROM account WHERE login = 'lin'"


@pytest.fixture(scope="module")
def site(data):
    """The demo's schools on today's clock, as an office serves them: the foreign server knows no other day."""
    with running(data, "serve", REGISTRY_PLAIN_HTTP="1") as address:
        yield address


@pytest.fixture(scope="module")
def issuer(data):
    (row,) = asked(data, STAFF_NO)
    with oidc_provider(
        {"sub": "u-lin", "employee_number": row[0]}, {"sub": "u-x", "employee_number": "0000"}
    ) as found:
        yield found


def _provided(page, issuer):
    page.get_by_role("link", name="运维", exact=True).first.click()
    page.get_by_role("link", name="统一身份认证").click()
    page.get_by_role("link", name="接入 OIDC").click()
    page.get_by_label("学校").select_option(label="盘锦苇海职业技术学院")
    page.get_by_label("名称").fill(NAME)
    page.get_by_label("地址").fill(issuer)
    page.get_by_label("客户端标识").fill("registry")
    page.get_by_label("客户端密钥").fill("a secret")
    page.get_by_label("工号所在的属性").fill("employee_number")
    page.get_by_role("button", name="保存").click()
    noted(page, "请先试连")
    page.get_by_role("button", name="试连").click()
    noted(page, "试连成功")
    page.get_by_role("button", name="启用").click()
    noted(page, "登录页已显示")


def _agreed(page, user):
    """At the provider: say who one is."""
    page.route(re.compile("jsdelivr"), lambda route: route.abort())
    page.get_by_role("link", name=NAME).click()
    page.get_by_role("button", name=user, exact=True).click()


def test_a_teacher_comes_in_by_the_schools_own_sign_in(opened, browser, site, issuer):
    _provided(opened("yunwei"), issuer)
    page = open_page(browser, site, phone=True)
    page.goto("account")
    _agreed(page, "u-x")
    expect(page.locator("main")).to_contain_text("工号 0000 在本系统没有账号")
    page.goto("sign-in?next=/account")
    _agreed(page, "u-lin")
    expect(page.locator("main h1")).to_have_text("我的账号")
    assert urlsplit(page.url).path == "/account"
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.locator("main h1")).to_have_text("已退出本系统")
    page.get_by_role("link", name="回到登录页").click()
    expect(page.get_by_role("link", name=NAME)).to_be_visible()
    page.context.close()


def test_a_teacher_sets_up_the_second_step_and_signs_in_with_it(opened, browser, site):
    page = opened("lin", phone=True)
    page.locator(".top .me").click()
    page.get_by_role("link", name="第二步验证").click()
    page.get_by_role("button", name="开始设置").click()
    expect(page.locator("img.qr")).to_be_visible()
    secret = page.locator("code.secret").inner_text().replace(" ", "")
    page.get_by_label("验证码").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="启用并显示恢复码").click()
    codes = page.locator(".codes code")
    expect(codes).to_have_count(10)
    spare = codes.first.inner_text()

    again = open_page(browser, site, phone=True)
    again.goto("sign-in")
    again.get_by_label("登录名").fill("lin")
    again.get_by_label("口令").fill(PASSWORD)
    again.get_by_role("button", name="登录", exact=True).click()
    expect(again.locator("main h1")).to_have_text("验证器上显示什么数字?")
    again.get_by_label("验证码").fill("000000")
    again.get_by_role("button", name="登录", exact=True).click()
    expect(again.locator("main")).to_contain_text("验证码不正确")
    again.get_by_label("验证码").fill(spare)
    again.get_by_role("button", name="登录", exact=True).click()
    expect(again.locator(".top .me")).to_be_visible()
    again.context.close()
