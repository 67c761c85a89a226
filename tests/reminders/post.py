"""A worker as a process of its own: sends what is due at an instant, then ends.

`python -m tests.reminders.post DATABASE_URL PORT INSTANT`
"""

import asyncio
import os
import sys
from datetime import datetime

os.environ["PICCOLO_CONF"] = "registry.piccolo_conf"
os.environ["DATABASE_URL"] = sys.argv[1]


async def main() -> None:
    from registry.platform.database import connected, engine
    from registry.reminders.model.mail import Quiet
    from registry.reminders.service.posting import post_mails
    from tests.builders.house import a_reading
    from tests.reminders.staging import server_at

    engine().config["dsn"] = sys.argv[1]
    now = datetime.fromisoformat(sys.argv[3])

    async def open_reading():
        return a_reading(now=now)

    async with connected(2):
        print(*await post_mails(open_reading, server_at(int(sys.argv[2])), Quiet(21, 8)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
