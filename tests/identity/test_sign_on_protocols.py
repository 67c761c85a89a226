"""CAS and OIDC spoken with a server of the test's own: what is asked, and every answer that is refused."""

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from registry.platform.sign_on import asking, cas, oidc
from registry.platform.sign_on.asking import Fault, ProviderFault, Question, answer_of
from registry.platform.sign_on.told import Attributes, Said
from tests.identity.sign_on_stage import CLIENT, OTHER_RSA, RSA, answering, claims, publishes, signed

AT = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
WAY = oidc.Way("https://registry.test/back", "the state", "the nonce", "the-verifier")
BY = oidc.Client(CLIENT, "secret")
SUCCESS = """<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas"><cas:authenticationSuccess>
<cas:user>lin</cas:user><cas:attributes><cas:staff>T001</cas:staff><cas:group>a</cas:group><cas:group>b</cas:group>
</cas:attributes></cas:authenticationSuccess></cas:serviceResponse>"""
FAILURE = """<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">
<cas:authenticationFailure code="{}">Ticket not recognized</cas:authenticationFailure></cas:serviceResponse>"""


@pytest.fixture
def server():
    with answering() as found:
        publishes(found)
        yield found


async def _said(server, token=None, way=WAY, **changes):
    server.says(
        "/token",
        {
            "access_token": "a",
            "token_type": "Bearer",
            "id_token": token or signed(claims(server, AT, **{"nonce": way.nonce, **changes})),
        },
    )
    return await oidc.said_of(await oidc.discovered(server.address), BY, way, "the code", AT)


async def _fault(coroutine) -> tuple[Fault, str]:
    with pytest.raises(ProviderFault) as caught:
        await coroutine
    return caught.value.fault, caught.value.detail


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


async def test_a_code_and_its_verifier_are_exchanged_for_the_user(server):
    said = await _said(server)

    assert said.subject == "u-lin"
    assert said.attributes.one("staff") == "T001"
    assert server.form_of("/token") == {
        "grant_type": ["authorization_code"],
        "code": ["the code"],
        "redirect_uri": [WAY.back],
        "code_verifier": ["the-verifier"],
    }
    assert base64.b64decode(server.asked[1][2]["Authorization"].split()[1]) == b"registry:secret"


async def test_the_visitor_is_sent_with_state_nonce_and_an_s256_challenge(server):
    address = oidc.login_address(await oidc.discovered(server.address), BY, WAY)

    assert address == (
        f"{server.address}/authorize?response_type=code&client_id=registry&redirect_uri=https%3A%2F%2Fregistry.test%2Fback"
        "&scope=openid+profile&state=the+state&nonce=the+nonce"
        f"&code_challenge={oidc.challenge_of('the-verifier')}&code_challenge_method=S256"
    )


def test_the_challenge_is_that_of_the_standard():
    assert (
        oidc.challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )


async def test_an_elliptic_signature_is_good_too(server):
    assert (await _said(server, signed(claims(server, AT, WAY.nonce), "ES256"))).subject == "u-lin"


@pytest.mark.parametrize(
    ("changes", "claim"),
    [
        ({"iss": "https://elsewhere.test"}, "iss"),
        ({"iss": None}, "iss"),
        ({"aud": "another"}, "aud"),
        ({"aud": None}, "aud"),
        ({"aud": [CLIENT, "another"]}, "azp"),
        ({"azp": "another"}, "azp"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"exp": None}, "exp"),
        ({"exp": "9999999999"}, "exp"),
        ({"iat": None}, "iat"),
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(server, changes, claim):
    assert await _fault(_said(server, **changes)) == (Fault.NOT_VALID, claim)


@pytest.mark.parametrize(
    ("claim", "seconds", "holds"),
    [
        ("exp", -59, True),
        ("exp", -60, False),
        ("exp", -61, False),
        ("iat", 60, True),
        ("iat", 61, False),
        ("nbf", 60, True),
        ("nbf", 61, False),
    ],
)
async def test_times_hold_within_a_minute_of_each_others_clocks(server, claim, seconds, holds):
    told = {claim: int((AT + timedelta(seconds=seconds)).timestamp())}

    if holds:
        assert (await _said(server, **told)).subject == "u-lin"
    else:
        assert await _fault(_said(server, **told)) == (Fault.NOT_VALID, claim)


async def test_a_token_for_several_parties_names_this_one(server):
    assert (await _said(server, aud=[CLIENT, "another"], azp=CLIENT)).subject == "u-lin"


async def test_a_token_that_nobody_signed_is_refused(server):
    parts = [{"alg": "none"}, claims(server, AT, WAY.nonce)]
    bare = ".".join(_encoded(json.dumps(part).encode()) for part in parts)

    assert await _fault(_said(server, f"{bare}.")) == (Fault.NOT_VALID, "signature")


async def test_the_published_key_is_no_shared_secret(server):
    parts = [{"alg": "HS256"}, claims(server, AT, WAY.nonce)]
    bare = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
    mark = _encoded(hmac.digest(RSA.as_pem(private=False), bare.encode(), "sha256"))

    assert await _fault(_said(server, f"{bare}.{mark}")) == (Fault.NOT_VALID, "signature")


async def test_another_servers_key_is_refused(server):
    assert await _fault(_said(server, signed(claims(server, AT, WAY.nonce), key=OTHER_RSA))) == (
        Fault.NOT_VALID,
        "signature",
    )


async def test_a_changed_token_is_refused(server):
    head, _, tail = signed(claims(server, AT, WAY.nonce)).split(".")
    forged = _encoded(json.dumps(claims(server, AT, WAY.nonce, staff="T999")).encode())

    assert await _fault(_said(server, f"{head}.{forged}.{tail}")) == (Fault.NOT_VALID, "signature")


async def test_a_code_that_was_used_is_refused_in_the_providers_word(server):
    server.says("/token", {"error": "invalid_grant"}, 400)

    asked = oidc.said_of(await oidc.discovered(server.address), BY, WAY, "the code", AT)
    assert await _fault(asked) == (Fault.REFUSED, "invalid_grant")


async def test_attributes_that_the_token_lacks_come_from_userinfo(server):
    publishes(server, userinfo_endpoint=f"{server.address}/me")
    server.says("/me", {"sub": "u-lin", "staff": "T007", "iss": "ignored"})

    assert (await _said(server, staff=None)).attributes.one("staff") == "T007"


async def test_userinfo_of_somebody_else_is_refused(server):
    publishes(server, userinfo_endpoint=f"{server.address}/me")
    server.says("/me", {"sub": "u-du", "staff": "T002"})

    assert await _fault(_said(server)) == (Fault.NOT_VALID, "userinfo sub")


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"issuer": "https://elsewhere.test"}, "issuer"),
        ({"token_endpoint": None}, "token_endpoint"),
        ({"jwks_uri": "file:///etc/passwd"}, "jwks_uri"),
    ],
)
async def test_a_document_of_another_issuer_or_with_holes_is_refused(server, changes, detail):
    publishes(server, **changes)

    assert await _fault(oidc.discovered(server.address)) == (Fault.STRANGE, detail)


async def test_the_secret_goes_into_the_form_where_the_provider_wants_it_there(server):
    publishes(server, token_endpoint_auth_methods_supported=["client_secret_post"])

    await _said(server)

    assert server.form_of("/token")["client_secret"] == ["secret"]


async def test_a_cas_ticket_is_exchanged_for_the_user_and_attributes(server):
    server.says("/cas/p3/serviceValidate", SUCCESS.encode())

    said = await cas.said_of(f"{server.address}/cas", "https://registry.test/back?state=s", "ST-1")

    assert said == Said("lin", Attributes({"staff": ("T001",), "group": ("a", "b")}))
    assert said.attributes.one("group") == ""
    assert server.form_of("/cas/p3/serviceValidate") == {
        "service": ["https://registry.test/back?state=s"],
        "ticket": ["ST-1"],
    }


async def test_an_older_cas_server_tells_the_user_alone(server):
    server.says("/cas/serviceValidate", SUCCESS.encode())

    assert (await cas.said_of(f"{server.address}/cas", "https://x.test", "ST-1")).subject == "lin"


@pytest.mark.parametrize("code", ["INVALID_TICKET", "INVALID_SERVICE"])
async def test_a_ticket_used_twice_or_for_another_service_is_refused(server, code):
    server.says("/cas/p3/serviceValidate", FAILURE.format(code).encode())

    assert await _fault(cas.said_of(f"{server.address}/cas", "https://x.test", "ST-1")) == (Fault.REFUSED, code)


BOMB = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + SUCCESS.replace("lin", "&b;")
FILE = '<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + SUCCESS.replace("lin", "&f;")
DEEP = "<a>" * 50 + "</a>" * 50


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (BOMB, "DOCTYPE"),
        (FILE, "DOCTYPE"),
        (DEEP, "too deep"),
        ("<html>", "no XML"),
        ("", "no XML"),
        ("<cas:serviceResponse xmlns:cas='x'/>", "no user"),
        (SUCCESS.replace("<cas:user>lin</cas:user>", "<cas:user>lin</cas:user><cas:user>du</cas:user>"), "no user"),
        (SUCCESS.replace("&", "").replace("lin", "&undefined;"), "no XML"),
    ],
)
async def test_strange_xml_is_refused(server, body, detail):
    server.says("/cas/p3/serviceValidate", body.encode())

    assert await _fault(cas.said_of(f"{server.address}/cas", "https://x.test", "ST-1")) == (Fault.STRANGE, detail)


async def test_a_huge_answer_is_not_taken(server):
    server.says("/cas/p3/serviceValidate", b"<a>" + b" " * asking.LARGEST_ANSWER)

    assert (await _fault(cas.said_of(f"{server.address}/cas", "https://x.test", "ST-1")))[0] is Fault.TOO_LARGE


async def test_a_slow_answer_is_not_waited_for(server, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS_IN_ALL", 0.2)
    server.held_paths.add("/slow")

    assert await _fault(answer_of(Question(f"{server.address}/slow"))) == (Fault.SLOW, "0")


async def test_a_server_that_is_down_is_told_so():
    with answering() as gone:
        address = gone.address

    assert await _fault(oidc.discovered(address)) == (Fault.SILENT, "ConnectError")


async def test_a_redirect_is_not_followed(server):
    server.says("/cas/p3/serviceValidate", b"", 302)

    assert await _fault(cas.said_of(f"{server.address}/cas", "https://x.test", "ST-1")) == (Fault.STRANGE, "HTTP 302")


async def test_a_trial_says_what_the_server_is(server):
    server.says("/cas/p3/serviceValidate", FAILURE.format("INVALID_TICKET").encode())

    assert await cas.works(f"{server.address}/cas", "https://x.test") == "INVALID_TICKET"
    assert (await oidc.works(server.address)).issuer == server.address


async def test_a_server_that_takes_any_ticket_fails_the_trial(server):
    server.says("/cas/p3/serviceValidate", SUCCESS.encode())

    assert await _fault(cas.works(f"{server.address}/cas", "https://x.test")) == (Fault.STRANGE, "accepts any ticket")
