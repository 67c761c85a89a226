"""The operator of the installation: from an empty database to a school whose HR officer signs in; and how it runs."""

import pytest

from registry.institutions.model.facts import SchoolLevel
from registry.institutions.queries.schools import bureaus, school, school_by_code, schools
from registry.keeping.jobs import upkeep_jobs
from registry.platform.settings import Settings
from registry.upkeep.asking import BACKUP_JOB, REHEARSAL_JOB
from tests.institutions.staging import PANJIN, rows_of
from tests.web.keeping import SYSTEM_OPERATOR, a_town, chinese_left, first_passwords
from tests.web.site import OWN_PASSWORD, Site

BUREAU = {"code": "211100", "name": "盘锦市教育局", "jurisdiction": PANJIN}
SCHOOL = {
    "code": "2101",
    "name": "盘锦职业技术学院",
    "short_name": "盘锦职院",
    "level": "higher",
    "jurisdiction": PANJIN,
    "records_from": "2021-09-01",
}
PAGES = (
    "/installation",
    "/installation/schools",
    "/installation/schools/new",
    "/installation/bureaus/new",
)


@pytest.fixture
async def site(database, tmp_path):
    site = Site(tmp_path)
    await site.account("admin", SYSTEM_OPERATOR)
    return site


async def test_from_nothing_to_an_hr_officer_who_signs_in(site):
    async with site.browser("admin") as browser:
        assert (await browser.see("/")).headers["location"] == "/installation"
        empty = (await browser.see("/installation")).text
        assert ("接下来三步就可以开始使用" in empty, "/installation/schools/new" in empty) == (True, True)
        await browser.send("/installation/bureaus/new", BUREAU)
        opened = await browser.send("/installation/schools/new", SCHOOL)
        shown = (await browser.see(opened.headers["location"])).text
        (found,) = await schools(site.reading())
        asked = f"/accounts/new?place=school:{found.id}&amp;role=hr_officer".replace(":", "%3A")
        assert asked in shown
        assert "还差一步" in (await browser.see("/installation")).text
        form = (await browser.see(asked.replace("&amp;", "&"))).text
        assert 'value="hr_officer" checked' in form
        wanted = {"place": f"school:{found.id}", "role": "hr_officer", "display_name": "陈静", "login": "chen"}
        (password,) = first_passwords((await browser.send("/accounts/new", wanted)).text)
    async with site.browser() as officer:
        await officer.send("/sign-in", {"login": "chen", "password": password})
        new = {"current": password, "new": OWN_PASSWORD, "again": OWN_PASSWORD}
        assert (await officer.send("/account/password", new)).headers["location"] == "/"


async def test_a_school_is_entered_as_typed_and_once(site):
    async with site.browser("admin") as browser:
        await browser.send("/installation/bureaus/new", BUREAU)
        (bureau,) = await bureaus(site.reading())
        first, second = [
            await browser.send("/installation/schools/new", {**SCHOOL, "bureau_id": str(bureau.id)}) for _ in range(2)
        ]

    found = await school_by_code(site.reading(), "2101")
    assert (found.name, found.level, found.bureau_id) == ("盘锦职业技术学院", SchoolLevel.HIGHER, bureau.id)
    assert str(found.records_from) == "2021-09-01"
    assert first.headers["location"] == second.headers["location"] == f"/installation/schools/{found.id}"
    assert len(await schools(site.reading())) == 1


async def test_another_school_with_the_same_code_is_refused_beside_the_field(site):
    async with site.browser("admin") as browser:
        await browser.send("/installation/schools/new", SCHOOL)
        refused = await browser.send("/installation/schools/new", {**SCHOOL, "name": "另一所学校"})

    assert refused.status_code == 422
    assert ('id="e-code"' in refused.text, 'value="另一所学校"' in refused.text) == (True, True)


async def test_an_empty_form_names_every_fault_at_once(site):
    async with site.browser("admin") as browser:
        refused = await browser.send("/installation/schools/new", {})

    named = [f'href="#f-{name}"' in refused.text for name in ("code", "name", "short_name", "level", "jurisdiction")]
    assert (refused.status_code, named) == (422, [True] * 5)


async def test_a_bureau_sent_twice_is_one(site):
    async with site.browser("admin") as browser:
        sent = [(await browser.send("/installation/bureaus/new", BUREAU)).status_code for _ in range(2)]
        other = await browser.send("/installation/bureaus/new", {**BUREAU, "name": "另一个局"})

    assert (sent, other.status_code, len(await bureaus(site.reading()))) == ([303, 303], 422, 1)


async def test_a_change_is_saved_once_and_a_stale_one_is_not(site, database):
    async with site.browser("admin") as browser:
        path = (await browser.send("/installation/schools/new", SCHOOL)).headers["location"]
        changed = {**SCHOOL, "short_name": "盘职", "records_from": "2022-09-01", "revision": "1", "reason": "更名"}
        saved, stale = await browser.send(path, changed), await browser.send(path, {**changed, "short_name": "职院"})
        (found,) = await schools(site.reading())
        same = await browser.send(path, {**changed, "revision": str(found.revision)})

    assert (saved.status_code, stale.status_code, same.status_code) == (303, 409, 303)
    assert (found.short_name, str(found.records_from), found.revision) == ("盘职", "2022-09-01", 3)
    events = await rows_of(database, "SELECT kind FROM audit_event WHERE subject = 'school' ORDER BY number")
    assert [row["kind"] for row in events] == ["SchoolOpened", "SchoolChanged", "SchoolRecordsFromStated"]
    assert await school(site.reading(), found.id) == found


@pytest.mark.parametrize("login", ["keeper", "hr"])
async def test_only_the_operator_of_the_whole_installation_finds_these_pages(database, tmp_path, login):
    town = await a_town(Site(tmp_path))
    async with town.site.browser(login) as browser:
        paths = [*PAGES, f"/installation/schools/{town.school.id}"]
        seen = [(await browser.see(path)).status_code for path in paths]
        sent = [
            (await browser.send(path, SCHOOL)).status_code
            for path in (*PAGES[2:], "/installation/backup", "/installation/rehearsal", "/installation/chain")
        ]

    assert (seen, sent) == ([404] * len(seen), [404] * len(sent))


async def test_a_backup_asked_for_twice_is_queued_once(site, database):
    async with site.browser("admin") as browser:
        asked = [(await browser.send("/installation/backup")).headers["location"] for _ in range(2)]
        shown = (await browser.see("/installation")).text

    waiting = await rows_of(database, "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo'")
    assert asked == ["/installation", "/installation"]
    assert [row["task_name"] for row in waiting] == [BACKUP_JOB]
    assert "备份已在排队或进行中" in shown
    assert "等待 1 · 进行中 0" in shown


def test_what_can_be_asked_for_is_what_the_worker_knows(tmp_path):
    async def never():
        raise AssertionError

    known = {job.name for job in upkeep_jobs(Settings(tmp_path), never)}

    assert known >= {BACKUP_JOB, REHEARSAL_JOB}


async def test_the_chain_is_verified_and_an_altered_event_is_named(site, database):
    async with site.browser("admin") as browser:
        whole = (await browser.send("/installation/chain")).text
        await rows_of(database, "ALTER TABLE audit_event DISABLE TRIGGER ALL")
        await rows_of(database, "UPDATE audit_event SET kind = 'Nothing' WHERE number = 1")
        altered = (await browser.send("/installation/chain")).text

    assert "审计链完整" in whole
    assert ("审计链不完整" in altered, "第 1 条事件" in altered) == (True, True)


async def test_failed_sign_ins_of_the_day_are_counted_by_address(site):
    async with site.browser() as browser:
        for login in ("admin", "nobody", "nobody"):
            await browser.send("/sign-in", {"login": login, "password": "not the right one"})
    async with site.browser("admin") as browser:
        shown = (await browser.see("/installation")).text

    assert "3 次" in shown
    assert "涉及 1 个账号;近 7 天 3 次,来自 1 个地址" in shown
    assert "10.0.0.7" in shown


async def test_what_never_ran_is_said(site):
    async with site.browser("admin") as browser:
        shown = (await browser.see("/installation")).text

    words = ("从未备份", "从未演练", "后台任务没有运行", "剩余")
    assert [word in shown for word in words] == [True] * len(words)


@pytest.mark.parametrize("path", PAGES)
async def test_pages_of_the_installation_have_their_english(database, tmp_path, path):
    town = await a_town(Site(tmp_path))
    async with town.site.browser("root") as browser:
        await browser.send("/language", {"to": "en", "next": "/account"})

        assert chinese_left((await browser.see(path)).text) == []


async def test_a_new_installations_first_page_has_its_english(site):
    async with site.browser("admin") as browser:
        await browser.send("/language", {"to": "en", "next": "/account"})

        assert chinese_left((await browser.see("/installation")).text) == []
