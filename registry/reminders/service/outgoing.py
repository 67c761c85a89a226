"""How mails leave this installation, as its settings say."""

from registry.platform.settings import Settings
from registry.reminders.model.mail import INBOX_PATH, Outgoing, Quiet


def outgoing_from(settings: Settings, inbox_url: str | None = None) -> Outgoing:
    """`inbox_url`: where the inbox is as a page knows it; None: below the public address, if there is one."""
    if inbox_url is None and settings.public_url:
        inbox_url = settings.public_url.rstrip("/") + INBOX_PATH
    server, quiet = settings.mail_server, Quiet(*settings.quiet_hours)
    if server is None:
        return Outgoing(False, inbox_url, quiet)
    return Outgoing(True, inbox_url, quiet, server.domain)
