"""Certificates for programs: issued once, read, replaced, revoked by whoever may; verified by anybody."""

import json
from base64 import b64decode
from hashlib import sha256
from uuid import uuid4

import pytest

from registry.identity.rules.throttle import ACCOUNT_PACE, ADDRESS_PACE
from tests.api.stage import BUREAU, HEAD, HR, LEADER, STRANGER, TEACHER, a_stage
from tests.web.certificate_stage import with_key_that_cannot_sign
from tests.web.site import Site

REASON = {"reason": "姓名写错", "revision": 1}


@pytest.fixture
async def stage(database, tmp_path):
    return await a_stage(Site(tmp_path))


async def issue(stage, login=HR, **changes):
    told = {"person_id": str(stage.people["林晓"].id), "certificate_id": str(uuid4()), **changes}
    async with stage.program(login) as program:
        return await program.post("/api/v1/certificates", json=told)


async def act(stage, what, told, login=HR):
    async with stage.program(login) as program:
        return await program.post(f"/api/v1/certificates/{what}", json=told)


async def test_issued_under_one_id_it_is_one_however_often_it_is_sent(stage):
    own_id = str(uuid4())
    answers = [await issue(stage, certificate_id=own_id) for _ in range(2)]
    listed = (await stage.ask(HR, "/certificates")).json()

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].headers["location"] == f"/api/v1/certificates/{own_id}"
    assert [(each["id"], each["number"], each["state"]) for each in listed["items"]] == [
        (own_id, "S1-P2026-00001", "valid")
    ]
    assert (await stage.ask(HR, f"/certificates/{own_id}")).json() == answers[1].json() == listed["items"][0]


async def test_the_file_is_the_one_whose_digest_is_told(stage):
    made = (await issue(stage)).json()
    told = (await stage.ask(HR, f"/certificates/{made['id']}/file")).json()

    content = b64decode(told["content_base64"])
    assert content[:5] == b"%PDF-"
    assert sha256(content).hexdigest() == told["sha256"] == made["file_digest"]
    assert told["name"] == "S1-P2026-00001 林晓.pdf"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": "2027-01-01"}, "on"),
        ({"on": "2020-01-01"}, "on"),
        ({"from_day": "2026-01-01"}, "to_day"),
        ({"kind": "compliance", "from_day": "2026-02-01", "to_day": "2026-01-01"}, "to_day"),
        ({"from_day": "2026-01-01", "to_day": "2026-02-01"}, "from_day"),
        ({"kind": "medal"}, "kind"),
        ({"unknown": 1}, "unknown"),
    ],
)
async def test_what_is_wrong_is_told_by_field(stage, changes, field):
    answer = await issue(stage, **changes)

    assert (answer.status_code, list(answer.json()["faults"])) == (422, [field])
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_replacement_and_a_revocation_are_each_done_once(stage):
    old = (await issue(stage)).json()
    new_id = str(uuid4())
    told = {**REASON, "certificate_id": new_id}
    first, second = [await act(stage, f"{old['id']}/replace", told) for _ in range(2)]
    stale = await act(stage, f"{new_id}/revoke", {**REASON, "revision": 2})
    ended = await act(stage, f"{new_id}/revoke", REASON)
    again = await act(stage, f"{new_id}/revoke", REASON)
    before = (await stage.ask(HR, f"/certificates/{old['id']}")).json()

    assert (first.json()["id"], second.json()["id"], first.json()["replaces_id"]) == (new_id, new_id, old["id"])
    assert (before["state"], before["replaced_by_id"], before["ended_reason"]) == ("replaced", new_id, "姓名写错")
    assert (stale.status_code, ended.status_code, again.status_code) == (409, 200, 403)
    assert (ended.json()["state"], ended.json()["ended_reason"]) == ("revoked", "姓名写错")


async def test_who_reads_and_who_acts(stage):
    made = (await issue(stage)).json()
    paths = (f"/certificates/{made['id']}", f"/certificates/{made['id']}/file")
    seen = {
        login: [(await stage.ask(login, path)).status_code for path in paths]
        for login in (HR, HEAD, LEADER, TEACHER, STRANGER, BUREAU, None)
    }
    acted = {
        login: [
            (await issue(stage, login)).status_code,
            *[
                (await act(stage, f"{made['id']}/{what}", REASON, login)).status_code
                for what in ("replace", "revoke")
            ],
        ]
        for login in (HEAD, LEADER, TEACHER, STRANGER, BUREAU, None)
    }

    assert seen == {
        **{login: [200, 200] for login in (HR, HEAD, LEADER, TEACHER)},
        **{login: [404, 404] for login in (STRANGER, BUREAU)},
        None: [401, 401],
    }
    assert acted == {**{login: [404] * 3 for login in (HEAD, LEADER, TEACHER, STRANGER, BUREAU)}, None: [401] * 3}
    assert (await stage.ask(STRANGER, "/certificates")).json() == {"items": [], "next": None}


async def test_a_word_that_only_reads_does_not_issue(stage):
    token = (await stage.token(HR, frozenset({"certificates:read"}), "只读")).token
    async with stage.program(token=token) as program:
        answer = await program.post("/api/v1/certificates", json={"person_id": str(stage.people["林晓"].id)})

    assert answer.status_code == 404
    assert "certificates:write" in answer.json()["detail"]


async def test_pages_go_on_where_they_ended(stage):
    made = [(await issue(stage)).json()["id"] for _ in range(3)]
    found, cursor = [], None
    for _ in range(3):
        page = (await stage.ask(HR, "/certificates", limit=1, **({"cursor": cursor} if cursor else {}))).json()
        found += [each["id"] for each in page["items"]]
        cursor = page["next"]

    assert (sorted(found), cursor) == (sorted(made), None)


async def test_anybody_verifies_with_the_code_and_learns_nothing_without(stage):
    made = (await issue(stage)).json()
    code = made["verify_address"].rpartition("/")[2]
    found = (await stage.ask(None, f"/verify/{code}")).json()
    wrong = [await stage.ask(None, f"/verify/{'0' * 20}") for _ in range(ADDRESS_PACE.free)]
    held = await stage.ask(None, f"/verify/{code}")

    facts = json.loads(found["facts_json"])
    assert (found["number"], found["state"], found["person_name"]) == (made["number"], "valid", "林晓")
    assert (facts["number"], facts["code"]) == (made["number"], code)
    assert sha256(found["facts_json"].encode()).hexdigest() == found["facts_digest"] == made["facts_digest"]
    assert {answer.status_code for answer in wrong} == {404}
    assert {answer.text for answer in wrong} == {wrong[0].text}
    assert (held.status_code, held.headers["retry-after"]) == (429, "3")


async def by_number(stage, number, check):
    return await stage.ask(None, "/verify", number=number, check=check)


async def test_paper_without_an_address_is_verified_by_number_and_check_digits(stage):
    made = (await issue(stage)).json()
    code = made["verify_address"].rpartition("/")[2]
    by_code = (await stage.ask(None, f"/verify/{code}")).json()
    digits = by_code["check_digits"]

    found = await by_number(stage, made["number"].lower(), f"{digits[:4]} {digits[4:]}")

    assert (found.status_code, found.json()) == (200, by_code)
    assert found.headers["x-robots-tag"] == "noindex, nofollow"


async def test_a_wrong_number_and_wrong_check_digits_are_answered_alike(stage):
    made = (await issue(stage)).json()

    wrong = [await by_number(stage, *each) for each in ((made["number"], "00000000"), ("S1-P2026-99999", "00000000"))]

    assert [answer.status_code for answer in wrong] == [404, 404]
    assert wrong[0].text == wrong[1].text
    assert made["verify_address"].rpartition("/")[2] not in wrong[0].text


WRONG = [("S1-P2026-00001", "123", "check"), ("", "12345678", "number")]


@pytest.mark.parametrize(("number", "check", "field"), WRONG)
async def test_a_number_without_whole_check_digits_is_told_by_field(stage, number, check, field):
    answer = await by_number(stage, number, check)

    assert (answer.status_code, list(answer.json()["faults"])) == (422, [field])


async def test_whoever_guesses_check_digits_waits_and_so_does_the_number_but_not_its_code(stage):
    made = (await issue(stage)).json()
    code = made["verify_address"].rpartition("/")[2]
    digits = (await stage.ask(None, f"/verify/{code}")).json()["check_digits"]

    wrong = [await by_number(stage, made["number"], f"{n:08d}") for n in range(ACCOUNT_PACE.free)]
    held = await by_number(stage, made["number"], digits)
    by_code = await stage.ask(None, f"/verify/{code}")

    assert {answer.status_code for answer in wrong} == {404}
    assert (held.status_code, int(held.headers["retry-after"]) >= 1) == (429, True)
    assert by_code.status_code == 200


async def test_a_key_that_cannot_sign_is_no_fault_of_a_field(stage):
    made = (await issue(stage)).json()
    await with_key_that_cannot_sign(stage.places["S1"])

    issued = await issue(stage)
    replaced = await act(stage, f"{made['id']}/replace", REASON)

    for answer in (issued, replaced):
        assert (answer.status_code, "faults" in answer.json()) == (400, False)
        assert "签名密钥现在不能签名" in answer.json()["detail"]
