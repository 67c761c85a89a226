"""How one mail is handed to a mail server by SMTP, and what its answer means. Knows no word of the domain.

A server that cannot be reached, or says 4xx, may take the mail later; one that says 5xx to sender, recipient or
content never will. A connection that breaks after the content was sent leaves it open whether the mail was taken: it
is handed over again under the same Message-ID, by which mailboxes know it (RFC 5321, 4.5.4.1 and 6.1).
"""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from enum import StrEnum
from types import TracebackType
from typing import NamedTuple, Self

from registry.platform.mail_server import MailServer, Security

PERMANENT = 500
LONGEST_ANSWER = 300


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail in plain text. `message_id` with its angle brackets."""

    message_id: str
    recipient: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    at: datetime


class Delivery(StrEnum):
    """What came of handing a mail over. Away: nobody can be reached there now, whatever the mail."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"
    AWAY = "away"


class Answer(NamedTuple):
    """What came of it, and the server's words without the recipient's address."""

    delivery: Delivery
    words: str


class Courier:
    """A connection to the server, opened with the first mail and kept for those that follow. For one task at a time.

    Its work is done in a thread; a mail once begun is finished and told even when whoever waits is cancelled.
    """

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._hang_up)

    async def deliver(self, mail: Mail) -> Answer:
        """Hand one mail over. Raises nothing: every answer is one."""
        answer = await asyncio.to_thread(self._deliver, mail)
        return answer._replace(words=answer.words.replace(mail.recipient, "…")[:LONGEST_ANSWER])

    def _deliver(self, mail: Mail) -> Answer:
        """A connection that went stale between two mails is opened once more: nothing was handed over yet."""
        was_open = self._connection is not None
        try:
            answer = self._hand_over(self._reached(), mail)
        except smtplib.SMTPServerDisconnected:
            self._hang_up()
            if was_open:
                return self._deliver(mail)
            return Answer(Delivery.AWAY, "邮件服务器断开了连接 (connection closed)")
        except smtplib.SMTPResponseException as refusal:
            self._hang_up()
            return Answer(Delivery.AWAY, f"连接邮件服务器失败:{_said(refusal.smtp_code, refusal.smtp_error)}")
        except (smtplib.SMTPException, ssl.SSLError, OSError) as fault:
            self._hang_up()
            return Answer(Delivery.AWAY, f"无法连接邮件服务器:{_plain(fault)}")
        return answer

    def _reached(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = self._connected()
        return self._connection

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.security is Security.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.seconds, context=self._trust()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
        try:
            connection.ehlo_or_helo_if_needed()
            if server.security is Security.STARTTLS:
                connection.starttls(context=self._trust())
                connection.ehlo_or_helo_if_needed()
            if server.user is not None:
                connection.login(server.user, _password(server))
        except (smtplib.SMTPException, OSError):
            connection.close()
            raise
        return connection

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._server.authorities)

    def _hand_over(self, connection: smtplib.SMTP, mail: Mail) -> Answer:
        """The envelope and the content. Raises SMTPServerDisconnected only before the content."""
        for command, argument in ((connection.mail, self._server.sender), (connection.rcpt, mail.recipient)):
            code, said = command(argument)
            if not 200 <= code < 300:
                return self._refused(connection, code, said)
        try:
            code, said = connection.data(_wire(self._server.sender, mail))
        except smtplib.SMTPDataError as refusal:
            return self._refused(connection, refusal.smtp_code, refusal.smtp_error)
        except (smtplib.SMTPException, OSError) as fault:
            self._hang_up()
            return Answer(Delivery.LATER, f"发送内容后连接中断,不知是否已收下,将以同一编号重发:{_plain(fault)}")
        if code != 250:
            return self._refused(connection, code, said)
        return Answer(Delivery.TAKEN, _said(code, said))

    def _refused(self, connection: smtplib.SMTP, code: int, said: bytes | str) -> Answer:
        """A refusal of this mail; the next one may do better on the same connection, unless the server leaves."""
        if code == 421 or code < 0:
            self._hang_up()
            return Answer(Delivery.AWAY, f"邮件服务器暂停服务:{_said(code, said)}")
        try:
            connection.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up()
        return Answer(Delivery.NEVER if code >= PERMANENT else Delivery.LATER, _said(code, said))

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()


def _wire(sender: str, mail: Mail) -> bytes:
    told = EmailMessage(policy=WIRE)
    told["From"], told["To"], told["Subject"] = sender, mail.recipient, mail.subject
    told["Date"], told["Message-ID"] = format_datetime(mail.at), mail.message_id
    told["Auto-Submitted"] = "auto-generated"
    told.set_content(mail.text, charset="utf-8", cte="base64")
    return told.as_bytes()


def _password(server: MailServer) -> str:
    return server.password_file.read_text(encoding="utf-8").strip() if server.password_file else ""


def _said(code: int, words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {said}".split())


def _plain(fault: BaseException) -> str:
    return " ".join(str(fault).split()) or type(fault).__name__
