"""Chasing, the inbox, mail addresses, settings and the operator's queue, as people see them."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from registry.identity.model.roles import Role, RoleWanted
from registry.kernel.scopes import EVERYWHERE
from registry.platform.mail_server import MailServer
from registry.practice.model import PlacementState
from registry.reminders import tables
from tests.institutions.staging import rows_of
from tests.people.staging import a_person, a_post, an_employment
from tests.reminders.staging import Post, posted, with_address
from tests.web.people_stage import HAN
from tests.web.practice_stage import BUREAU, HEAD, HR, LEADER, STRANGER, TEACHER, Stage, staged
from tests.web.reading_pages import hidden, rows_of_table, says
from tests.web.site import Site

ROOT = "root"
SERVER = MailServer("127.0.0.1", 1, "registry@registry.test")
NAMES = re.compile("林晓|杜䶮|盘锦第S[12]职业学校|机电系|教育局 211100")


@dataclass
class Told:
    """A school with Lin, who has an account, and Du, who has none; both have not begun this year."""

    stage: Stage
    du: Any

    @property
    def site(self):
        return self.stage.site

    def filter(self, **more):
        return {"school_id": str(self.stage.school.id), "progress": "not_begun", "kind": "yearly", **more}


async def a_told(site):
    stage = await staged(site, PlacementState.VERIFIED)
    du = await a_person("杜䶮")
    await a_post(await an_employment(stage.school, du, "T2", department=stage.department))
    await site.account(ROOT, RoleWanted(Role.OPERATOR, EVERYWHERE))
    return Told(stage, du)


@pytest.fixture
async def told(database, tmp_path):
    return await a_told(Site(tmp_path, mail_server=SERVER, public_url="http://registry.test"))


@pytest.fixture
async def without_mail(database, tmp_path):
    return await a_told(Site(tmp_path))


async def asked(browser, told, **more):
    """The page behind the first click."""
    answer = await browser.send("/chase", told.filter(**more))
    assert answer.status_code == 303, answer.text
    return await browser.see(answer.headers["location"])


def agreed(text, told, **more):
    carried = {"confirm": "1", "batch_id": hidden(text, "batch_id"), "digest": hidden(text, "digest")}
    return {**told.filter(**more), "kind": re.search(r'name="kind" value="(\w+)"', text)[1], **carried}


async def chased(told, login=HR, **more):
    """A batch as its sender's browser sends it; the address of its page."""
    async with told.site.browser(login) as browser:
        text = (await asked(browser, told, **more)).text
        answer = await browser.send("/chase", agreed(text, told, **more))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_the_first_click_shows_who_what_and_whom_nothing_reaches(told):
    async with told.site.browser(HR) as browser:
        shown = says((await asked(browser, told)).text)

    assert "把提醒发给 2 人吗?" in shown
    assert "林晓老师: 截至 2026-11-22: 本学年(2026-09-01 至 2027-08-31)企业实践应满 1 个月" in shown
    assert "其中 1 人没有可用的账号" in shown
    assert "杜䶮 T2 ○ 无账号" in shown
    assert await tables.ReminderBatch.count() == 0


async def test_the_second_click_tells_everybody_and_leads_to_what_came_of_it(told, database):
    path = await chased(told)

    async with told.site.browser(HR) as browser:
        shown = says((await browser.see(path)).text)
        listed = says((await browser.see("/chases")).text)
        paper = says((await browser.see(f"{path}/unreached")).text)
    assert "送达 1 人,0 人已读;未送达 1 人" in shown
    assert "送达 1 条,已读 0 条,无账号 1 人" in shown
    assert "催办:本学年未启动或未完成 Chen 1 0 1 0 0" in listed
    assert "需当面或电话通知的 1 人" in paper
    assert "T2 杜䶮" in paper
    kinds = await rows_of(database, "SELECT kind FROM audit_event WHERE subject = 'reminder_batch'")
    assert [row["kind"] for row in kinds] == ["ChaseSent"]


async def test_a_batch_that_reached_nobody_says_so(told):
    async with told.site.browser(HR) as browser:
        text = (await asked(browser, told, q="T2")).text
        answer = await browser.send("/chase", agreed(text, told, q="T2"))
        shown = says((await browser.see(answer.headers["location"])).text)

    assert "一人也没有送达:1 人都没有账号" in shown
    assert "没有消息送达:1 人都没有账号,请打印名单当面或电话通知" in shown
    assert "送达 0 条,已读 0 条,无账号 1 人" in shown
    assert "发出 1" not in shown


async def test_two_clicks_at_once_are_one_batch(told):
    async with told.site.browser(HR) as browser:
        form = agreed((await asked(browser, told)).text, told)
        answers = await asyncio.gather(browser.send("/chase", form), browser.send("/chase", form))
        again = await browser.send("/chase", form)

    assert len({answer.headers["location"] for answer in (*answers, again)}) == 1
    assert await tables.ReminderMessage.count() == 2


async def test_whoever_was_chased_lately_is_left_out_until_ticked(told):
    await chased(told)
    async with told.site.browser(HR) as browser:
        page = (await asked(browser, told)).text
        refused = await browser.send("/chase", agreed(page, told))
        sent = await browser.send("/chase", {**agreed(page, told), "again": "1"})

    assert "把提醒发给 0 人吗?" in says(page)
    assert "2026-11-22 已催" in says(page)
    assert (refused.status_code, "没有需要催办的人" in says(refused.text)) == (422, True)
    assert sent.status_code == 303


async def test_a_list_that_changed_meanwhile_is_shown_again(told):
    async with told.site.browser(HR) as browser:
        form = agreed((await asked(browser, told)).text, told)
        answer = await browser.send("/chase", {**form, "digest": "0" * 64})
        shown = says((await browser.see(answer.headers["location"])).text)

    assert "名单或数字在您查看之后有变化,请再核对一次" in shown
    assert await tables.ReminderBatch.count() == 0


async def test_another_kind_is_chosen_and_nobody_is_told_what_is_not_so(told):
    async with told.site.browser(HR) as browser:
        short = says((await asked(browser, told, kind="short")).text)
        none = says((await asked(browser, told, kind="papers")).text)
        wrong = await browser.see("/chase", params=told.filter(state="nonsense"))

    assert "应满 10 个月" in short
    assert "没有需要催办的人。" in none
    assert wrong.status_code == 422


async def test_a_head_chases_the_department_and_a_bureau_the_schools(told):
    head = await chased(told, HEAD, school_id="")
    async with told.site.browser(BUREAU) as bureau:
        page = (await asked(bureau, told, school_id="")).text
        sent = await bureau.send("/chase", agreed(page, told, school_id=""))
        of_head = await bureau.see(head)
        own = says((await bureau.see(sent.headers["location"])).text)
    async with told.site.browser(HR) as hr:
        inbox = says((await hr.see("/inbox")).text)
        of_bureau = await hr.see(sent.headers["location"])

    assert "向学校催报,发给 1 位经办人吗?" in says(page)
    assert (of_head.status_code, of_bureau.status_code) == (404, 404)
    assert "盘锦第S1职业学校" in own
    assert "本学年应实践 2 人" in inbox


async def test_a_stranger_finds_no_batch_no_person_and_no_message(told):
    path = await chased(told)
    (row,) = await tables.ReminderMessage.select().where(tables.ReminderMessage.account.is_not_null())

    async with told.site.browser(STRANGER) as sun:
        answers = [await sun.see(each) for each in (path, f"{path}/unreached")]
        answers.append(await sun.see("/chase", params=told.filter()))
        answers.append(
            await sun.send("/chase", {**told.filter(), "confirm": "1", "batch_id": path[-36:], "digest": "x"})
        )
        answers += [await sun.send(f"/inbox/{row['id']}/{act}") for act in ("open", "read")]
        listed, inbox = (await sun.see("/chases")).text, (await sun.see("/inbox")).text
    async with told.site.browser(LEADER) as wang:
        answers += [await wang.see("/chases"), await wang.see(path)]

    assert [answer.status_code for answer in answers] == [404] * 8
    assert not any("林晓" in each or "催办:" in each for each in (listed, inbox))


async def test_the_inbox_shows_what_was_told_and_leads_to_it(told):
    await chased(told)
    (row,) = await tables.ReminderMessage.select().where(tables.ReminderMessage.account.is_not_null())

    async with told.site.browser(TEACHER) as lin:
        home = says((await lin.see("/")).text)
        unread = says((await lin.see("/inbox")).text)
        opened = await lin.send(f"/inbox/{row['id']}/open")
        read = says((await lin.see("/inbox")).text)
        only_unread = says((await lin.see("/inbox", params={"unread": "true"})).text)
        target = await lin.see(opened.headers["location"])

    assert "有 1 条未读消息。" in home
    assert "有 1 条未读消息" in unread
    assert "请安排本学年企业实践" in unread
    assert (opened.status_code, target.status_code) == (303, 200)
    assert "没有未读消息" in read
    assert "这里没有消息" in only_unread


async def test_messages_are_marked_one_by_one_or_all_at_once(told):
    await chased(told)
    (row,) = await tables.ReminderMessage.select().where(tables.ReminderMessage.account.is_not_null())

    async with told.site.browser(TEACHER) as lin:
        answers = [await lin.send(path) for path in (f"/inbox/{row['id']}/read", "/inbox/read", "/inbox/read")]

    assert [answer.headers["location"] for answer in answers] == ["/inbox"] * 3
    assert await tables.ReminderMessage.count().where(tables.ReminderMessage.read_at.is_not_null()) == 1


async def test_an_address_is_named_confirmed_and_taken_away(told, tmp_path):
    post = Post(tmp_path)
    await post.start()
    try:
        async with told.site.browser(TEACHER) as lin:
            named = await lin.send("/account/mail", {"address": "lin@mail.test"})
            waiting = says((await lin.see("/account/mail")).text)
            await posted(post.port)
            path = re.search(r"http://registry\.test(/account/mail/confirm/\S+)", post.mails[0]["text"])[1]
            ask = says((await lin.see(path)).text)
            confirmed = await lin.send(path)
            on = says((await lin.see("/account/mail")).text)
            dead = await lin.send(path)
            await lin.send("/account/mail/wish", {"wanted": "no"})
            off = says((await lin.see("/account/mail")).text)
            await lin.send("/account/mail/remove")
            gone = says((await lin.see("/account/mail")).text)
    finally:
        await post.stop()

    assert (named.status_code, confirmed.status_code, dead.status_code) == (303, 303, 404)
    assert "尚未确认" in waiting
    assert "今后的提醒也会发到 lin@mail.test。" in ask
    assert ("● 已开启" in on, "– 已关闭" in off, "lin@mail.test" in gone) == (True, True, False)


async def test_a_wrong_address_is_told_beside_its_field_and_kept(told):
    async with told.site.browser(TEACHER) as lin:
        answer = await lin.send("/account/mail", {"address": "lin at home"})

    assert answer.status_code == 422
    assert ("这不是邮箱地址" in answer.text, 'value="lin at home"' in answer.text) == (True, True)


async def test_without_a_mail_server_pages_say_so(without_mail):
    told = without_mail
    await chased(told)
    async with told.site.browser(TEACHER) as lin, told.site.browser(ROOT) as root, told.site.browser(HR) as hr:
        inbox, address = says((await lin.see("/inbox")).text), says((await lin.see("/account/mail")).text)
        refused = await lin.send("/account/mail", {"address": "lin@mail.test"})
        queue = says((await root.see("/installation/mail")).text)
        settings = says((await hr.see("/school/reminders")).text)

    for shown in (inbox, address, settings):
        assert "本系统没有设置邮件服务器" in shown
    assert "没有设置 REGISTRY_SMTP_URL" in queue
    assert refused.status_code == 400
    assert await tables.MailOutbox.count() == 0


async def test_the_office_sets_what_comes_by_itself(told):
    form = {"school_id": str(told.stage.school.id), "revision": "0", "lapse_days": "90", "hand_in_days": "14"}
    async with told.site.browser(HR) as hr, told.site.browser(STRANGER) as sun, told.site.browser(HEAD) as li:
        saved = await hr.send("/school/reminders", form)
        again = await hr.send("/school/reminders", form)
        stale = await hr.send("/school/reminders", {**form, "lapse_days": "30"})
        wrong = await hr.send("/school/reminders", {**form, "revision": "1", "lapse_days": "x", "quiet_from": "22"})
        shown = (await hr.see("/school/reminders")).text
        refused = [
            (await sun.see("/school/reminders", params={"school_id": form["school_id"]})).status_code,
            (await sun.send("/school/reminders", form)).status_code,
            (await li.see("/school/reminders")).status_code,
        ]

    assert (saved.status_code, again.status_code, stale.status_code, wrong.status_code) == (303, 303, 409, 422)
    assert ("应为 1 到 183 的整数" in wrong.text, 'value="x"' in wrong.text) == (True, True)
    assert "开始和结束都要填,或都不填" in wrong.text
    assert hidden(shown, "lapse_days") == "90"
    assert refused == [404, 404, 404]


async def test_the_operator_sees_what_failed_and_sends_it_again(told, tmp_path):
    account = told.stage.accounts[TEACHER]
    await with_address(account, "lin@mail.test")
    await chased(told)
    post = Post(tmp_path)
    post.script(lin=["rcpt 550"])
    await post.start()
    await posted(post.port)
    await post.stop()
    (mail,) = await tables.MailOutbox.select()

    async with told.site.browser(ROOT) as root, told.site.browser(HR) as hr:
        failed = (await root.see("/installation/mail")).text
        answers = [await root.send(f"/installation/mail/{mail['id']}/resend") for _ in range(2)]
        answers.append(await root.send("/installation/mail/resend"))
        waiting = says((await root.see("/installation/mail")).text)
        refused = [await hr.see("/installation/mail"), await hr.send("/installation/mail/resend")]

    assert ("550 &lt;…&gt;: not now" in failed, "lin@mail.test" in failed) == (True, False)
    assert [answer.headers["location"] for answer in answers] == ["/installation/mail"] * 3
    assert "确认邮箱" not in waiting
    assert "◐ 等待发送" in waiting
    assert [answer.status_code for answer in refused] == [404, 404]


async def test_every_page_is_english_for_whoever_wants_it(told):
    path = await chased(told)
    later = {"as_of": (told.site.now + timedelta(days=200)).date().isoformat(), "kind": "short", "progress": ""}
    pages = {
        HR: ["/chase", "/chases", path, f"{path}/unreached", "/school/reminders", "/inbox"],
        TEACHER: ["/inbox", "/account/mail", "/account/mail/confirm/x"],
        ROOT: ["/installation/mail"],
    }
    left = {}
    for login, paths in pages.items():
        async with told.site.browser(login) as browser:
            await browser.send("/language", {"to": "en"})
            for each in paths:
                answer = await browser.see(each, params=told.filter(**later) if each == "/chase" else None)
                assert answer.status_code == 200, (each, answer.text)
                main = answer.text.partition("<main")[2].partition("</main>")[0]
                main = re.sub(r'<(h2|h3|p)[^>]*lang="zh-CN">.*?</\1>', "", main, flags=re.DOTALL)
                words = NAMES.sub("", re.sub(r"<[^>]+>|aria-label=\"[^\"]*\"", "", main))
                left[each] = [line.strip() for line in words.splitlines() if HAN.search(line)]

    assert {each: lines for each, lines in left.items() if lines} == {}
    assert rows_of_table(await _seen(told, path)) == 2


async def _seen(told, path):
    async with told.site.browser(HR) as browser:
        return (await browser.see(path)).text
