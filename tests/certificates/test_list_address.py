"""A signer's certificate that says where its revocation list is: the offline check reads it and asks nobody."""

import socket

import pytest

from registry.platform.signing.keys import Subject, new_school_certificate
from tests.certificates.forging import MADE, PASSPHRASE, SCHOOL, a_root, judged, signing, unsigned


@pytest.fixture
def listening():
    """A server on this machine that anybody may ask, and that answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def test_the_offline_check_fetches_nothing(listening):
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/verify/lists/a.crl"
    key = new_school_certificate(a_root(), PASSPHRASE, Subject(SCHOOL, "13957"), MADE, address)

    found = judged(signing(unsigned(), key))

    assert (found.verdict.value, found.problems) == ("valid", ())
    assert any("撤销列表" in each.zh for each in found.not_proved)
    with pytest.raises(BlockingIOError):
        listening.accept()
