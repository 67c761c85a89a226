"""A worker in a process of its own that kills itself at a staged moment of a batch, without a word.

`python -m tests.certificates.killed DATABASE FOLDER BATCH STAGE PASSES [KEY]`: the moment is when the stage has been
passed so often; the stage `never` works to the end. With a key each file is signed with a signature that differs.
"""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

DATABASE, FOLDER, BATCH, STAGE, PASSES = sys.argv[1:6] if __name__ == "__main__" else [""] * 5
os.environ["PICCOLO_CONF"] = "registry.piccolo_conf"
if DATABASE:
    os.environ["DATABASE_URL"] = DATABASE

from registry.audit.process import Reading  # noqa: E402
from registry.certificates.model import CertificateFiled, CertificateIssued  # noqa: E402
from registry.certificates.service.batches import work_batch  # noqa: E402
from registry.identity.model.principals import installation  # noqa: E402
from registry.platform.database import connected, engine  # noqa: E402
from registry.platform.files import FileStore  # noqa: E402
from tests.builders.house import a_house, a_reading  # noqa: E402
from tests.certificates.staging import a_paperwork, signing, small_draft, small_finish  # noqa: E402

STAGES = (
    "before the number is taken",
    "number taken, not committed",
    "issued, nothing rendered",
    "rendered, nothing noted",
    "noted, nothing kept",
    "kept, not named",
    "named, not committed",
    "between two people",
)


class Moments:
    """Counts how often each stage was passed, and kills at the one that was staged."""

    def __init__(self, stage: str, passes: int) -> None:
        self.stage, self.left = stage, passes

    def reach(self, stage: str) -> None:
        if stage != self.stage:
            return
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


class KillingStore(FileStore):
    """A store at which the process is killed before or after a file is kept."""

    moments: Moments

    def keep(self, source):
        self.moments.reach("noted, nothing kept")
        stored = super().keep(source)
        self.moments.reach("kept, not named")
        return stored


def staged(folder: Path, moments: Moments, is_signed: bool):
    """Paperwork that passes every stage, and the projector that stands before each commit."""

    async def drafted(*asked):
        moments.reach("before the number is taken")
        return await small_draft(*asked)

    def finished(*asked):
        moments.reach("issued, nothing rendered")
        content = small_finish(*asked)
        moments.reach("rendered, nothing noted")
        return content

    async def before_commit(process, events):
        kinds = {type(event) for event in events}
        if CertificateIssued in kinds:
            moments.reach("number taken, not committed")
        if CertificateFiled in kinds:
            moments.reach("named, not committed")

    store = KillingStore(folder / "files")
    store.moments = moments
    signs = {"signing_of": signing(UUID(int=1, version=4))} if is_signed else {}
    return a_paperwork(folder, store=store, drafted=drafted, finished=finished, **signs), before_commit


async def main() -> None:
    moments = Moments(STAGE, int(PASSES))
    paper, before_commit = staged(Path(FOLDER), moments, len(sys.argv) > 6)

    async def open_reading() -> Reading:
        moments.reach("between two people")
        return replace(a_reading(installation("job")), house=a_house(projectors=(before_commit,)))

    engine().config["dsn"] = DATABASE
    async with connected(size=2):
        await work_batch(open_reading, UUID(BATCH), paper)


if __name__ == "__main__":
    asyncio.run(main())
