"""Where mails go, as the environment tells it, and what is refused at the door."""

import pytest

from registry.kernel.errors import BadInput
from registry.platform.mail_server import MailServer, Security
from registry.platform.settings import settings_from

FROM = {"REGISTRY_SMTP_FROM": "registry@jw.example.edu.cn"}


def server_of(url, **more):
    return settings_from({"REGISTRY_DATA": "/tmp/nowhere", "REGISTRY_SMTP_URL": url, **FROM, **more}).mail_server


def test_without_a_url_no_mail_is_sent():
    settings = settings_from({"REGISTRY_DATA": "/tmp/nowhere"})

    assert (settings.mail_server, settings.quiet_hours) == (None, (21, 8))


@pytest.mark.parametrize(
    ("url", "security", "port", "user"),
    [
        ("smtp://relay.example", Security.NONE, 25, None),
        ("smtp://relay.example:2525", Security.NONE, 2525, None),
        ("smtp+starttls://u%40jw.example@mail.example", Security.STARTTLS, 587, "u@jw.example"),
        ("smtps://u@mail.example:994", Security.TLS, 994, "u"),
    ],
)
def test_a_server_is_named_by_its_address(url, security, port, user):
    found = server_of(url)

    assert found == MailServer(
        url.rpartition("@")[2].rpartition("//")[2].partition(":")[0], port, FROM["REGISTRY_SMTP_FROM"], security, user
    )
    assert found.domain == "jw.example.edu.cn"


@pytest.mark.parametrize(
    "url",
    [
        "mail.example:25",
        "http://mail.example",
        "smtp://",
        "smtps://u:secret@mail.example",
        "smtp://u@mail.example",
        "smtp://mail.example:port",
    ],
)
def test_what_cannot_be_meant_is_refused(url):
    with pytest.raises(BadInput):
        server_of(url)


@pytest.mark.parametrize("sender", ["", "registry", "登记@example.edu.cn", "a@b\nBcc: c@d"])
def test_a_sender_is_needed(sender):
    with pytest.raises(BadInput):
        server_of("smtp://relay.example", REGISTRY_SMTP_FROM=sender)


def test_the_password_stands_in_a_file(tmp_path):
    file = tmp_path / "password"
    file.write_text("geheim\n")

    assert server_of("smtps://u@mail.example", REGISTRY_SMTP_PASSWORD_FILE=str(file)).password_file == file
    with pytest.raises(BadInput):
        server_of("smtps://u@mail.example", REGISTRY_SMTP_PASSWORD_FILE=str(tmp_path / "none"))


@pytest.mark.parametrize(("words", "hours"), [("22-7", (22, 7)), ("0-0", (0, 0)), ("12-14", (12, 14))])
def test_quiet_hours_are_hours_of_china(words, hours):
    assert settings_from({"REGISTRY_DATA": "/tmp/x", "REGISTRY_QUIET_HOURS": words}).quiet_hours == hours


@pytest.mark.parametrize("words", ["21", "24-8", "9pm-8am", "-8", "21-"])
def test_hours_that_are_none_are_refused(words):
    with pytest.raises(BadInput):
        settings_from({"REGISTRY_DATA": "/tmp/x", "REGISTRY_QUIET_HOURS": words})
