"""Which certificates lead to a root that was given: dates, uses, path lengths, strength, unknown demands."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256, SHA512

from registry.platform.signing.chains import are_signed, chain_to, was_valid
from registry.platform.signing.found import ChainFault
from tests.platform.signing.authority import MADE, a_certificate, a_named, ec_key, rsa_key

TOP, MIDDLE, LOWER, OWN = 11, 12, 13, 14
"""Keys, by number."""


def _made(key, name, issuer=None, by=None, **given):
    own, above = (rsa_key(number=each) if isinstance(each, int) else each for each in (key, by))
    return a_certificate(own, name, issuer, above, **given)


def _root(**given):
    return _made(TOP, "根", ca=True, **given)


def _middle(**given):
    return _made(MIDDLE, "中间", "根", TOP, **{"ca": True, **given})


def _own(issuer="中间", key=MIDDLE, **given):
    return _made(OWN, "学校", issuer, key, **given)


def _fault(own, others, root):
    return chain_to(own, others, (root,)).fault


def test_a_way_over_others_leads_to_the_root():
    root, middle, own = _root(), _middle(), _own()

    assert chain_to(own, (middle,), (root,)) == ((own, middle, root), None)
    assert chain_to(own, (root, middle), (root,)) == ((own, middle, root), None)


def test_a_given_certificate_in_the_middle_is_enough():
    middle, own = _middle(), _own()

    assert chain_to(own, (), (middle,)) == ((own, middle), None)


def test_a_signers_own_certificate_may_be_the_one_given():
    own = _own()

    assert chain_to(own, (), (own,)) == ((own,), None)


def test_a_missing_link_leads_nowhere():
    assert _fault(_own(), (), _root()) is ChainFault.NO_ROOT


def test_a_root_of_the_same_name_and_another_key_is_told():
    assert _fault(_own("根", LOWER), (), _root()) is ChainFault.SAME_NAME


@pytest.mark.parametrize(("length", "fault"), [(0, ChainFault.NOT_AUTHORITY), (1, None), (None, None)])
def test_a_root_limits_how_many_are_below(length, fault):
    assert _fault(_own(), (_middle(),), _root(length=length)) is fault


def test_a_school_certifies_nobody():
    school = _made(MIDDLE, "中间", "根", TOP)

    assert _fault(_own(), (school,), _root()) is ChainFault.NOT_AUTHORITY


def test_an_authority_that_may_not_certify_is_none():
    assert _fault(_own(), (_middle(usage=(True, True, False)),), _root()) is ChainFault.NOT_AUTHORITY


@pytest.mark.parametrize(
    ("usage", "fault"),
    [
        ((True, False, False), None),
        ((False, True, False), None),
        (None, None),
        ((False, False, False), ChainFault.MAY_NOT_SIGN),
    ],
)
def test_a_certificate_must_be_one_for_signing(usage, fault):
    assert _fault(_own("根", TOP, usage=usage), (), _root()) is fault


def test_a_demand_that_is_unknown_is_not_passed_over():
    names = x509.NameConstraints(permitted_subtrees=[x509.DirectoryName(a_named("别处"))], excluded_subtrees=None)

    assert _fault(_own(), (_middle(demands=(names,)),), _root()) is ChainFault.UNKNOWN_DEMAND


def test_a_weak_key_is_not_relied_on():
    short = rsa_key(bits=1024)

    assert _fault(_made(short, "学校", "根", TOP), (), _root()) is ChainFault.WEAK
    assert _fault(_made(ec_key(), "学校", "根", TOP), (), _root()) is ChainFault.WEAK


@pytest.mark.parametrize("digest", [SHA256(), SHA512()])
def test_a_good_digest_is_relied_on(digest):
    assert _fault(_own("根", TOP, digest=digest), (), _root()) is None


def test_a_circle_of_certificates_ends():
    one = _made(MIDDLE, "甲", "乙", LOWER, ca=True)
    other = _made(LOWER, "乙", "甲", MIDDLE, ca=True)

    assert _fault(_own("甲", MIDDLE), (one, other), _root()) is ChainFault.NO_ROOT


@pytest.mark.parametrize(
    ("day", "is_valid"), [(-5, False), (-4, True), (0, True), (30, True), (31, False), (899, False)]
)
def test_all_certificates_must_be_valid_on_the_day(day, is_valid):
    chain = (_own(days=(-4, 30)), _middle(days=(-9, 40)), _root(days=(-9, 999)))

    assert was_valid(chain, MADE + timedelta(days=day)) is is_valid


def test_each_certificate_is_accounted_for():
    root, middle, own = _root(), _middle(), _own()

    assert are_signed((own, middle, root), (root,))
    assert are_signed((own, middle), (root,))
    assert not are_signed((own, middle), ())
    assert not are_signed((own, middle, _made(LOWER, "乙", "甲", MIDDLE)), (root,))
