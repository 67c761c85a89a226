"""Who may knock at the JSON addresses: tokens alone, each within its words and its owner's roles."""

from datetime import timedelta

import pytest
from litestar import Litestar, get

from registry.audit.process import open_process
from registry.identity.access import require_declared
from registry.identity.model.accounts import LockAccount
from registry.identity.model.credentials import RevokeToken
from registry.identity.model.permissions import Permission
from registry.identity.service.accounts import lock_account
from registry.identity.service.tokens import revoke_token
from tests.api.stage import HR, LAST_DAY, OPERATOR, STRANGER, TEACHER

LISTS = ("/teachers", "/placements", "/standing?school=S1", "/board")
UNSIGNED = {"type": "about:blank", "title": "请先登录", "status": 401}


def _paths(stage):
    person, placement = stage.people["林晓"].id, stage.placements["林晓"].id
    return (*LISTS, f"/teachers/{person}", f"/placements/{placement}", f"/standing/{person}", "/standing/S1/T1")


async def test_without_a_token_every_address_answers_401(stage):
    for path in _paths(stage):
        answer = await stage.ask(None, path)

        assert (answer.status_code, answer.json()) == (401, UNSIGNED)
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_cookie_does_not_open_the_api_and_a_token_opens_no_page(stage):
    async with stage.site.browser(HR) as browser:
        assert (await browser.see("/account")).status_code == 200
        assert (await browser.see("/api/v1/teachers")).status_code == 401
    async with stage.program(HR) as program:
        assert (await program.get("/api/v1/teachers")).status_code == 200
        assert (await program.get("/account")).status_code == 303


@pytest.mark.parametrize("word", ["teachers:read", "placements:read", "standing:read", "board:read"])
async def test_a_token_opens_only_what_its_words_say(stage, word):
    issued = await stage.token(HR, frozenset({word}), label=word)
    opened = set()
    async with stage.program(token=issued.token) as program:
        for path in _paths(stage):
            answer = await program.get(f"/api/v1{path}")
            assert answer.status_code in (200, 404)
            if answer.status_code == 200:
                opened.add(path.split("?")[0].split("/")[1])

    assert opened == {word.partition(":")[0]}


async def test_a_token_that_lacks_a_word_is_told_which(stage):
    issued = await stage.token(HR, frozenset({"teachers:read"}), label="teachers")
    async with stage.program(token=issued.token) as program:
        refused = {
            path: await program.request(method, f"/api/v1{path}", json=body)
            for method, path, body in (
                ("GET", "/placements", None),
                ("GET", "/board", None),
                ("GET", "/standing/S1/T1", None),
                ("POST", "/placements", {}),
            )
        }
        described = (await program.get("/api/openapi.json")).json()

    assert [answer.status_code for answer in refused.values()] == [404] * len(refused)
    assert {answer.headers["content-type"] for answer in refused.values()} == {"application/problem+json"}
    assert refused["/board"].json() == {
        "type": "about:blank",
        "title": "没有找到",
        "status": 404,
        "detail": "令牌缺少权限 board:read;请签发带此权限的令牌",
    }
    silent = [
        path for path, told in described["paths"].items() for each in told.values() if "404" not in each["responses"]
    ]
    assert silent == []


async def test_a_word_does_not_tell_what_the_role_may_not(stage):
    issued = await stage.token(TEACHER, frozenset({"placements:read"}), label="placements")
    async with stage.program(token=issued.token) as program:
        assert (await program.get("/api/v1/board")).json() == {
            "type": "about:blank",
            "title": "没有找到",
            "status": 404,
        }


@pytest.mark.parametrize("unseen", ["\x00", "\x00\x01", "\u202e"])
async def test_a_filter_of_unseen_characters_alone_is_a_fault(stage, unseen):
    for path, name in (
        ("/board", "q"),
        ("/board", "school"),
        ("/teachers", "name"),
        ("/teachers", "school"),
        ("/teachers", "staff_no"),
        ("/placements", "school"),
        ("/imports", "school"),
    ):
        answer = await stage.ask(HR, path, **{name: unseen})
        assert (answer.status_code, list(answer.json()["faults"])) == (422, [name]), path
    assert (await stage.ask(HR, "/board", q="")).status_code == 200


async def test_a_stranger_finds_nothing_of_another_school(stage):
    for path in _paths(stage):
        if path in ("/teachers", "/placements", "/board"):
            answer = await stage.ask(STRANGER, path)
            assert answer.status_code == 200
            assert "林晓" not in answer.text
            assert "阎淑琴" in answer.text
        else:
            assert (await stage.ask(STRANGER, path)).status_code == 404
    for query in ("/teachers?school=S1", "/placements?school=S1", "/board?school=S1"):
        assert (await stage.ask(STRANGER, query)).status_code == 404


async def test_an_operator_reads_no_practice(stage):
    assert {(await stage.ask(OPERATOR, path)).status_code for path in _paths(stage)} == {404}


async def test_a_teacher_reads_only_the_own_record(stage):
    own, other = stage.people["林晓"].id, stage.people["杜䶮"].id

    assert {path: (await stage.ask(TEACHER, path)).status_code for path in LISTS} == {
        "/teachers": 404,
        "/placements": 200,
        "/standing?school=S1": 404,
        "/board": 404,
    }
    assert (await stage.ask(TEACHER, f"/teachers/{own}")).json()["name"] == "林晓"
    assert (await stage.ask(TEACHER, f"/standing/{own}")).json()["teachers"][0]["name"] == "林晓"
    assert (await stage.ask(TEACHER, f"/teachers/{other}")).status_code == 404
    assert (await stage.ask(TEACHER, f"/standing/{other}")).status_code == 404
    assert {each["name"] for each in (await stage.ask(TEACHER, "/placements")).json()["items"]} == {"林晓"}


async def test_a_revoked_a_wrong_and_a_locked_token_are_nobody(stage):
    issued = await stage.token(HR, label="旧系统")
    async with open_process("revoke_token", stage.site.reading()) as process:
        await revoke_token(process, RevokeToken(issued.record.id))

    for token in (issued.token, "reg_wrong", stage.tokens[HR][:-1]):
        async with stage.program(token=token) as program:
            assert (await program.get("/api/v1/teachers")).status_code == 401
    async with open_process("lock_account", stage.site.reading()) as process:
        await lock_account(process, LockAccount(stage.accounts[HR], "离校"))
    assert (await stage.ask(HR, "/teachers")).status_code == 401


async def test_the_day_after_its_last_day_a_token_is_nobody(stage):
    days = (LAST_DAY - stage.site.now.date()).days
    stage.site.now += timedelta(days=days)
    assert (await stage.ask(HR, "/teachers")).status_code == 200
    stage.site.now += timedelta(days=1)
    assert (await stage.ask(HR, "/teachers")).status_code == 401


async def test_a_role_taken_back_closes_the_address(stage):
    from registry.identity import tables

    await tables.RoleGrant.update({tables.RoleGrant.ended_at: stage.site.now}).where(
        tables.RoleGrant.account == stage.accounts[HR]
    )

    assert (await stage.ask(HR, "/teachers")).status_code == 404


async def test_what_is_not_understood_is_told_as_a_problem(stage):
    async with stage.program(HR) as program:
        found = {
            "unknown": await program.get("/api/v1/nothing"),
            "method": await program.delete("/api/v1/teachers"),
            "format": await program.get("/api/v1/teachers", headers={"accept": "text/csv"}),
            "type": await program.post("/api/v1/placements", content="x", headers={"content-type": "text/csv"}),
            "json": await program.post(
                "/api/v1/placements", content="{", headers={"content-type": "application/json"}
            ),
            "deep": await program.post(
                "/api/v1/placements", content="[" * 100_000, headers={"content-type": "application/json"}
            ),
            "list": await program.post("/api/v1/placements", json=[]),
            "large": await program.post("/api/v1/placements", json={"summary": "长" * 1_000_000}),
        }

    assert {name: answer.status_code for name, answer in found.items()} == {
        "unknown": 404,
        "method": 405,
        "format": 406,
        "type": 415,
        "json": 400,
        "deep": 400,
        "list": 422,
        "large": 413,
    }
    assert {answer.headers["content-type"] for answer in found.values()} == {"application/problem+json"}
    assert [answer.json()["status"] for answer in found.values()] == [a.status_code for a in found.values()]


async def test_every_fault_of_a_question_is_told_at_once(stage):
    wrong = {
        "as_of": "2026-02-30",
        "department": "x",
        "category": "none",
        "limit": "201",
        "cursor": "x",
        "colour": "red",
    }
    answer = await stage.ask(HR, "/teachers", **wrong)

    assert answer.status_code == 422
    assert answer.json()["faults"] == {
        "as_of": "应为 1900 到 2200 年间的日期,写成 2026-06-30",
        "department": "应为编号(UUID)",
        "category": "应为其中之一:professional、instructor、public",
        "limit": "应为 1 到 200 的整数",
        "colour": "没有这一项",
    }
    assert (await stage.ask(HR, "/teachers", cursor="x")).json()["faults"] == {
        "cursor": "不是本接口给出的游标;请从第一页重新开始"
    }
    assert (await stage.ask(HR, "/teachers", as_of="1066-01-01")).status_code == 422


def test_an_address_for_programs_that_names_no_word_keeps_the_application_from_starting():
    @get("/api/v1/forgotten", permission=Permission.READ_TEACHERS)
    async def forgotten() -> None:
        """Says whom, not with which token."""

    with pytest.raises(ValueError, match="/api/v1/forgotten"):
        require_declared(Litestar([forgotten], openapi_config=None))
