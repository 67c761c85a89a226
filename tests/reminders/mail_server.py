"""A mail server as a process of its own: it accepts, fails, delays, refuses and breaks off as its script says.

`python -m tests.reminders.mail_server PORT FOLDER` (port 0: a free one). FOLDER holds `script.json`, for each
recipient the behaviours of its next mails in order (none left: accept), and `mailbox.jsonl`, one line for each mail
kept. On standard output: `ready PORT`, then `held RECIPIENT` for each mail that is held until the client is gone.
"""

import asyncio
import contextlib
import email
import json
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP

DELAY_SECONDS = 0.2


class Scripted:
    """What the server does with each mail."""

    def __init__(self, folder: Path) -> None:
        self.mailbox, script = folder / "mailbox.jsonl", folder / "script.json"
        self.script = json.loads(script.read_text()) if script.exists() else {}

    def behaviour(self, recipient: str, at: str) -> str:
        """What comes next for a recipient, where it is about this part of the conversation."""
        planned = self.script.get(recipient, [])
        if planned and planned[0].startswith(at):
            return planned.pop(0).removeprefix(f"{at} ")
        return "accept"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- the name that aiosmtpd calls
        behaviour = self.behaviour(address, "rcpt")
        if behaviour != "accept":
            return f"{behaviour} <{address}>: not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- the name that aiosmtpd calls
        (recipient,) = envelope.rcpt_tos
        behaviour = self.behaviour(recipient, "data")
        if behaviour == "slow":
            await asyncio.sleep(DELAY_SECONDS)
        if behaviour in ("accept", "slow", "kept, then broken", "kept, then held"):
            self._keep(recipient, envelope.content)
        if behaviour.endswith("held"):
            print("held", recipient, flush=True)
            await asyncio.Event().wait()
        if behaviour.endswith("broken"):
            server.transport.abort()
        return "250 kept" if behaviour in ("accept", "slow") else f"{behaviour} sorry"

    def _keep(self, recipient: str, content: bytes) -> None:
        mail = email.message_from_bytes(content)
        line = {"to": recipient, "id": mail["Message-ID"], "subject": str(mail["Subject"])}
        line["text"] = mail.get_payload(decode=True).decode()
        with self.mailbox.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


async def serve(port: int, folder: Path) -> None:
    """Until killed."""
    handler = Scripted(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop, enable_SMTPUTF8=True), "127.0.0.1", port)
    print("ready", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
