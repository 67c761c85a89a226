"""The description: complete, valid, and true of every answer; readable without anything from elsewhere."""

import re

import jsonschema_rs
import msgspec
import pytest

from registry.platform.web.described import operations
from registry.platform.web.words import catalogue
from tests.api.stage import BUREAU, HR, TEACHER
from tests.api.test_certificates import issue
from tests.api.test_imports import NEWCOMER, a_file, bring
from tests.web.keeping import chinese_left
from tests.web.site import HOST


async def described(stage):
    async with stage.program() as program:
        return (await program.get("/api/openapi.json")).json()


def validator(document, name):
    return jsonschema_rs.validator_for(
        {"$ref": f"#/components/schemas/{name}", "components": document["components"]}, validate_formats=True
    )


def shape_of(document, path, method, status):
    answer = document["paths"][path][method]["responses"][str(status)]
    if "$ref" in answer:
        answer = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    (content,) = answer["content"].values()
    return content["schema"]["$ref"].rpartition("/")[2]


async def test_every_address_below_v1_is_described_with_its_token_word(stage):
    document = await described(stage)
    app = stage.site.app
    there = {
        (route.path_format, method.lower())
        for route in app.routes
        if route.path.startswith("/api/v1")
        for handler in route.route_handlers
        for method in handler.http_methods
        if method != "OPTIONS"
    }

    assert {(path, method) for path, method, _ in operations(app)} == there
    for path, method, handler in operations(app):
        told = document["paths"][path][method]
        if handler.opt.get("public"):
            assert (told["security"], "401" in told["responses"]) == ([], False)
            continue
        assert told["security"] == [{"token": [handler.opt["token_scope"].value]}]
        assert "401" in told["responses"]


async def test_every_parameter_says_what_it_means_with_an_example_that_fits(stage):
    document = await described(stage)
    for methods in document["paths"].values():
        for told in methods.values():
            for each in told["parameters"]:
                assert each["description"]
                schema = {**each["schema"], "components": document["components"]}
                jsonschema_rs.validate(schema, each["example"], validate_formats=True)


async def test_every_example_fits_its_schema(stage):
    document = await described(stage)
    count = 0
    for methods in document["paths"].values():
        for told in methods.values():
            contents = [answer["content"] for answer in told["responses"].values() if "content" in answer]
            contents += [told["requestBody"]["content"]] if "requestBody" in told else []
            for content in (kind for each in contents for kind in each.values() if "examples" in kind):
                name = content["schema"]["$ref"].rpartition("/")[2]
                for example in content["examples"].values():
                    validator(document, name).validate(example["value"])
                    count += 1
    for answer in document["components"]["responses"].values():
        (content,) = answer.get("content", {"": None}).values()
        if content is None:
            continue
        validator(document, "Problem").validate(content["examples"]["example"]["value"])

    assert count >= len(operations(stage.site.app))


async def test_every_example_is_read_back_as_what_it_is(stage):
    for _, _, handler in operations(stage.site.app):
        told = handler.opt["told"]
        assert msgspec.convert(msgspec.to_builtins(told.example), type(told.example)) == told.example


async def test_real_answers_fit_the_schemas(stage):
    document = await described(stage)
    person, placement = stage.people["林晓"].id, stage.placements["林晓"].id
    run_id = (await bring(stage, HR, a_file(NEWCOMER))).json()["run"]["id"]
    made = (await issue(stage)).json()
    asked = {
        "/api/v1/teachers": "/teachers",
        "/api/v1/teachers/{person_id}": f"/teachers/{person}",
        "/api/v1/placements": "/placements",
        "/api/v1/placements/{placement_id}": f"/placements/{placement}",
        "/api/v1/standing": "/standing?school=S1&since=2026-01-01",
        "/api/v1/standing/{person_id}": f"/standing/{person}",
        "/api/v1/standing/{school}/{staff_no}": "/standing/S1/T1",
        "/api/v1/board": "/board",
        "/api/v1/imports": "/imports",
        "/api/v1/imports/{run_id}": f"/imports/{run_id}",
        "/api/v1/certificates": "/certificates",
        "/api/v1/certificates/{certificate_id}": f"/certificates/{made['id']}",
        "/api/v1/certificates/{certificate_id}/file": f"/certificates/{made['id']}/file",
    }
    for path, address in asked.items():
        for login, status in ((HR, 200), (None, 401)):
            answer = await stage.ask(login, address)
            assert answer.status_code == status, (address, answer.text)
            validator(document, shape_of(document, path, "get", status)).validate(answer.json())
    for login in (BUREAU, TEACHER):
        answer = await stage.ask(login, "/imports")
        assert answer.status_code == 404
        validator(document, "Problem").validate(answer.json())
    verified = await stage.ask(None, f"/verify/{made['verify_address'].rpartition('/')[2]}")
    validator(document, "VerifiedShape").validate(verified.json())
    by_number = await stage.ask(
        None, "/verify", number=verified.json()["number"], check=verified.json()["check_digits"]
    )
    validator(document, shape_of(document, "/api/v1/verify", "get", 200)).validate(by_number.json())
    verifying = {"/api/v1/verify", "/api/v1/verify/{code}"}
    assert {*asked, *verifying} == {path for path, told in document["paths"].items() if "get" in told}


async def test_the_document_is_public_and_holds_no_data(stage):
    async with stage.program() as program:
        answer = await program.get("/api/openapi.json")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["openapi"] == "3.1.0"
    for name in ("林晓梅", "阎淑琴", "杜䶮"):
        assert name not in answer.text


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_page_shows_every_address_and_loads_nothing_from_elsewhere(stage, language):
    async with stage.site.browser(HR) as browser:
        if language == "en":
            await browser.send("/language", {"to": "en", "next": "/account"})
        answer = await browser.see("/api")

    document = await described(stage)
    assert answer.status_code == 200
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in answer.text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', answer.text)
    assert all(each.startswith(("/", "#")) for each in loaded), loaded
    assert answer.text.count(HOST) == 1
    assert f'curl -H "Authorization: Bearer reg_…" "{HOST}/api/v1/teachers?limit=50"' in answer.text
    assert "style=" not in answer.text
    if language == "en":
        assert chinese_left(EXAMPLES.sub("", answer.text)) == []


EXAMPLES = re.compile(r"<code>.*?</code>", re.DOTALL)
"""What a program sends and gets is as it is."""


async def test_every_word_of_the_description_has_its_english(stage):
    words = set()

    def gather(told, key=None):
        if isinstance(told, dict):
            for name, value in told.items():
                gather(value, name)
        elif isinstance(told, list):
            for value in told:
                gather(value, key)
        elif key in ("description", "summary") and re.search("[一-鿿]", str(told)):
            words.add(told)

    gather(await described(stage))

    assert sorted(word for word in words if catalogue().english(word) is None) == []
