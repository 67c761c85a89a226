"""Accounts as operators keep them: found, made, invited, reset, locked, given roles; never another school's."""

import asyncio
import json
import logging
import re

import pytest

from registry.identity import tables
from registry.identity.model.accounts import ResetPassword
from registry.identity.model.roles import Role
from registry.identity.queries.accounts import account_by_login
from registry.identity.queries.principals import standing_of
from registry.identity.service.accounts import reset_password
from registry.kernel.errors import StaleEdit
from registry.kernel.scopes import Scope
from tests.institutions.staging import rows_of
from tests.web.keeping import a_town, chinese_left, first_passwords
from tests.web.site import OWN_PASSWORD, Site

ACTS = ("", "/reset", "/lock", "/binding", "/roles/new")


@pytest.fixture
async def town(database, tmp_path):
    return await a_town(Site(tmp_path))


def _new(town, **changes):
    wanted = {"role": "hr_officer", "display_name": "陈静", "login": "chenjing", "staff_no": ""}
    return {"place": f"school:{town.school.id}", **wanted, **changes}


async def _found(town, login):
    return await account_by_login(town.site.reading(), login)


async def _roles(town, login):
    found = await standing_of(town.site.reading(), (await _found(town, login)).id)
    return [(held.role, held.scope) for held in found.roles]


async def test_a_new_account_gets_a_slip_that_signs_in_once_and_must_be_replaced(town):
    async with town.site.browser("keeper") as browser:
        made = await browser.send("/accounts/new", _new(town))
        (password,) = first_passwords(made.text)
    async with town.site.browser() as newcomer:
        entered = await newcomer.send("/sign-in", {"login": "chenjing", "password": password})

        assert (made.status_code, entered.status_code) == (200, 303)
        assert (await newcomer.see("/account")).headers["location"] == "/account/password"
    assert await _roles(town, "chenjing") == [(Role.HR_OFFICER, Scope.school(town.school.id))]


async def test_a_slip_stands_in_no_later_page_log_or_event(town, database, caplog):
    caplog.set_level(logging.DEBUG)
    async with town.site.browser("keeper") as browser:
        made = await browser.send("/accounts/new", _new(town))
        (password,) = first_passwords(made.text)
        new = (await _found(town, "chenjing")).id
        pages = [(await browser.see(path)).text for path in ("/accounts", f"/accounts/{new}", "/accounts/new")]

    assert made.headers["cache-control"] == "no-store"
    assert [password in page for page in pages] == [False, False, False]
    assert password not in caplog.text
    events = await rows_of(database, "SELECT content FROM audit_event")
    assert not any(password in row["content"] for row in events)


async def test_the_same_form_again_leads_to_the_account_without_another_slip(town):
    async with town.site.browser("keeper") as browser:
        await browser.send("/accounts/new", _new(town))
        again = await browser.send("/accounts/new", _new(town))

    assert again.headers["location"] == f"/accounts/{(await _found(town, 'chenjing')).id}"
    assert await tables.Account.count().where(tables.Account.login == "chenjing") == 1


async def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(town):
    async with town.site.browser("keeper") as browser:
        wrong = await browser.send("/accounts/new", _new(town, login="陈静", role="department_head"))

    assert wrong.status_code == 422
    assert 'id="e-department"' in wrong.text
    assert 'value="department_head" checked' in wrong.text
    assert ['value="陈静"' in wrong.text, first_passwords(wrong.text)] == [True, []]


async def test_a_teachers_account_is_bound_to_the_person_of_the_staff_number(town):
    async with town.site.browser("keeper") as browser:
        nobody = await browser.send("/accounts/new", _new(town, role="teacher", staff_no="9999"))
        await browser.send("/accounts/new", _new(town, role="teacher", staff_no="1001", login="wang"))

    assert "教师账号须填在册教师的工号" in nobody.text
    assert (await _found(town, "wang")).person_id == town.wang.id


async def test_a_department_head_is_of_a_department_of_that_school(town):
    async with town.site.browser("keeper") as browser:
        wanted = _new(town, role="department_head", department=str(town.department.id), login="head")
        await browser.send("/accounts/new", wanted)

    assert await _roles(town, "head") == [(Role.DEPARTMENT_HEAD, Scope.department(town.department.id))]


async def test_pasted_lines_become_accounts_all_or_none(town):
    lines = "陈静,chenjing\n赵敏\tzhaomin\n周婷 chen jing"
    wanted = {"place": f"school:{town.school.id}", "role": "school_leader"}
    async with town.site.browser("keeper") as browser:
        refused = await browser.send("/accounts/invite", {**wanted, "lines": lines})
        none_yet = await tables.Account.count().where(tables.Account.login == "chenjing")
        made = await browser.send("/accounts/invite", {**wanted, "lines": "陈静,chenjing\n赵敏\tzhaomin"})
        again = await browser.send("/accounts/invite", {**wanted, "lines": "陈静,chenjing\n赵敏\tzhaomin"})

    assert (refused.status_code, none_yet) == (422, 0)
    assert "第 3 行:没有登录名" in refused.text
    assert "赵敏\tzhaomin" in refused.text
    assert (made.status_code, len(set(first_passwords(made.text)))) == (200, 2)
    assert (again.status_code, again.headers["location"]) == (303, "/accounts")


async def test_teachers_without_an_account_are_invited_and_then_no_longer_listed(town):
    place = f"school:{town.school.id}"
    async with town.site.browser("keeper") as browser:
        listed = (await browser.see("/accounts/teachers")).text
        chosen = {"place": place, "person": [str(town.wang.id), str(town.li.id)]}
        made = await browser.send("/accounts/teachers", chosen)
        again = await browser.send("/accounts/teachers", chosen)
        later = (await browser.see("/accounts/teachers")).text

    assert "名册 2 人,还没有账号 2 人" in listed
    assert len(first_passwords(made.text)) == 2
    assert "盘锦职业技术学院" in made.text
    assert again.headers["location"] == "/accounts"
    assert "全部教师都已有账号" in later
    assert await _roles(town, "2101-1001") == [(Role.TEACHER, Scope.person(town.wang.id))]


async def test_accounts_are_searched_by_name_and_signs_of_the_database_are_only_signs(town):
    async with town.site.browser("keeper") as browser:
        found = (await browser.see("/accounts?q=colle")).text
        nothing = (await browser.see("/accounts?q=%25")).text
        officers = (await browser.see("/accounts?role=hr_officer&state=open")).text
        nonsense = await browser.see("/accounts?role=king&school=x&part=-1")

    assert ("共 1 个账号" in found, "Colleague" in found) == (True, True)
    assert "没有符合条件的账号" in nothing
    assert ("共 1 个账号" in officers, ">Hr</a>" in officers) == (True, True)
    assert nonsense.status_code == 200


@pytest.mark.parametrize("act", ACTS)
async def test_a_school_operator_finds_no_account_of_another_school(town, act):
    async with town.site.browser("other.keeper") as browser:
        assert (await browser.see(f"/accounts/{town.ids['hr']}{act}")).status_code == 404
        assert (await browser.see(f"/accounts/{town.ids['stranger']}{act}")).status_code == 200


async def test_a_school_operator_acts_on_no_account_of_another_school(town):
    path = f"/accounts/{town.ids['hr']}"
    async with town.site.browser("other.keeper") as browser:
        sent = [
            await browser.send(f"{path}/lock", {"reason": "不该成功"}),
            await browser.send(f"{path}/reset"),
            await browser.send(f"{path}/unlock"),
            await browser.send(f"{path}/binding", {"staff_no": ""}),
            await browser.send(f"{path}/roles/new", {"role": "operator", "place": f"school:{town.other.id}"}),
            await browser.send("/accounts/new", _new(town)),
            await browser.send("/accounts/teachers", {"place": f"school:{town.school.id}", "person": "x"}),
        ]
        listed = (await browser.see("/accounts")).text

    assert [answer.status_code for answer in sent] == [404] * len(sent)
    assert ("Hr" in listed, "Stranger" in listed) == (False, True)
    assert (await _found(town, "hr")).locked_on is None


async def test_others_find_no_page_of_accounts(town):
    paths = ["/accounts", "/accounts/new", "/accounts/teachers", "/accounts/invite", f"/accounts/{town.ids['hr']}"]
    async with town.site.browser("hr") as browser:
        assert [(await browser.see(path)).status_code for path in paths] == [404] * len(paths)


async def test_a_locked_accounts_session_ends_at_once(town):
    path = f"/accounts/{town.ids['hr']}"
    async with town.site.browser("hr") as owner, town.site.browser("keeper") as keeper:
        without = await keeper.send(f"{path}/lock", {"reason": " "})
        assert (without.status_code, (await owner.see("/account")).status_code) == (422, 200)

        locked = [(await keeper.send(f"{path}/lock", {"reason": "已调离"})).status_code for _ in range(2)]

        assert locked == [303, 303]
        assert (await owner.see("/account")).status_code == 303
        refused = await owner.send("/sign-in", {"login": "hr", "password": OWN_PASSWORD})
        assert "该账号已停用" in refused.text
        assert "已调离" in (await keeper.see(path)).text
        assert (await keeper.send(f"{path}/unlock")).status_code == 303
        assert (await owner.send("/sign-in", {"login": "hr", "password": OWN_PASSWORD})).status_code == 303


async def test_a_reset_sent_twice_gives_one_slip(town):
    path = f"/accounts/{town.ids['hr']}"
    async with town.site.browser("hr") as owner, town.site.browser("keeper") as keeper:
        asked = (await keeper.see(f"{path}/reset")).text
        seen = {"stands_since": re.search(r'name="stands_since" value="([^"]+)"', asked)[1]}
        town.site.now = town.site.now.replace(hour=2)
        first, second = await keeper.send(f"{path}/reset", seen), await keeper.send(f"{path}/reset", seen)

        assert (first.status_code, len(first_passwords(first.text))) == (200, 1)
        assert (second.status_code, first_passwords(second.text)) == (409, [])
        assert (await owner.see("/account")).status_code == 303


async def test_of_two_resets_at_once_one_gives_a_slip(town):
    from registry.audit.process import open_process

    rows = await tables.Account.select().where(tables.Account.id == town.ids["hr"])
    command = ResetPassword(town.ids["hr"], rows[0]["password_set_at"])
    town.site.now = town.site.now.replace(hour=2)

    async def reset():
        async with open_process("reset_password", town.site.reading()) as process:
            return await reset_password(process, command)

    outcomes = await asyncio.gather(reset(), reset(), return_exceptions=True)

    assert sorted(type(each).__name__ for each in outcomes) == [StaleEdit.__name__, "Slip"][::-1]


async def test_a_role_is_given_once_and_ended_with_a_reason(town, database):
    path = f"/accounts/{town.ids['colleague']}"
    wanted = {"role": "school_leader", "place": f"school:{town.school.id}", "started_on": "2026-11-22"}
    async with town.site.browser("keeper") as browser:
        given = [(await browser.send(f"{path}/roles/new", wanted)).status_code for _ in range(2)]
        held = await _roles(town, "colleague")
        card = (await browser.see(path)).text
        end = re.search(rf"{path}/roles/[0-9a-f-]+/end", card)[0]
        without = await browser.send(end, {"last_day": "2026-12-31"})
        ended = [(await browser.send(end, {"reason": "调整分工"})).status_code for _ in range(2)]
        after = (await browser.see(path)).text

    assert (given, held) == ([303, 303], [(Role.SCHOOL_LEADER, Scope.school(town.school.id))])
    assert (without.status_code, 'value="2026-12-31"' in without.text) == (422, True)
    assert (ended, await _roles(town, "colleague")) == ([303, 303], [])
    assert ("调整分工" in after, "已结束的角色(1)" in after) == (True, True)
    kinds = await rows_of(
        database,
        "SELECT kind, content::json -> 'after' AS after FROM audit_event "
        "WHERE subject = 'role_grant' ORDER BY number",
    )
    told = [row["kind"] for row in kinds if json.loads(row["after"])["account_id"] == str(town.ids["colleague"])]
    assert told == ["RoleGranted", "RoleEnded"]


async def test_a_school_operator_gives_no_role_beyond_the_school(town):
    path = f"/accounts/{town.ids['colleague']}/roles/new"
    async with town.site.browser("keeper") as browser:
        elsewhere = await browser.send(path, {"role": "operator", "place": "system"})
        misfit = await browser.send(path, {"role": "bureau_officer", "place": f"school:{town.school.id}"})

    assert (elsewhere.status_code, misfit.status_code) == (404, 422)
    assert await _roles(town, "colleague") == []


async def test_an_account_is_bound_by_its_staff_number(town):
    path = f"/accounts/{town.ids['colleague']}/binding"
    place = f"school:{town.school.id}"
    async with town.site.browser("keeper") as browser:
        unknown = await browser.send(path, {"place": place, "staff_no": "7777"})
        bound = await browser.send(path, {"place": place, "staff_no": "1002"})

    assert (unknown.status_code, "该校名册中没有这个工号" in unknown.text) == (422, True)
    assert bound.status_code == 303
    assert (await _found(town, "colleague")).person_id == town.li.id


async def test_nobody_manages_their_own_account(town):
    async with town.site.browser("keeper") as browser:
        card = (await browser.see(f"/accounts/{town.ids['keeper']}")).text
        refused = await browser.send(f"/accounts/{town.ids['keeper']}/lock", {"reason": "试试"})

    assert ("不能管理自己的账号" in card, "/reset" in card) == (True, False)
    assert refused.status_code == 403


@pytest.mark.parametrize("path", ["/accounts", "/accounts/new", "/accounts/invite", "/accounts/teachers"])
async def test_pages_of_accounts_have_their_english(town, path):
    async with town.site.browser("keeper") as browser:
        await browser.send("/language", {"to": "en", "next": "/account"})

        assert chinese_left((await browser.see(path)).text) == []


@pytest.mark.parametrize("act", ACTS)
async def test_pages_of_an_account_have_their_english(town, act):
    async with town.site.browser("keeper") as browser:
        await browser.send("/language", {"to": "en", "next": "/account"})

        assert chinese_left((await browser.see(f"/accounts/{town.ids['hr']}{act}")).text) == []
