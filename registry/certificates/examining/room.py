"""The room in which a stranger's certificate is examined: a process of its own with little memory and little time.

`python -m registry.certificates.examining.room` reads what is asked as JSON from its input and prints one word
(`found`, `unreadable`, `refused`), then JSON. It needs no network, no secrets and no database.
"""

import json
import sys
from base64 import b64decode
from datetime import datetime
from pathlib import Path

from registry.certificates.examining.findings import UnreadableFile, as_json
from registry.kernel.errors import BadInput
from registry.platform.reading_room import CPU_SECONDS, MEMORY_BYTES, WRITTEN_BYTES


def main() -> None:
    """Examine one file. A file that is too hard ends the process: the caller reads no word then."""
    asked = json.load(sys.stdin)
    _limit()
    try:
        kind, told = "found", _found(asked)
    except UnreadableFile as fault:
        kind, told = "unreadable", json.dumps(str(fault))
    except BadInput as fault:
        kind, told = "refused", json.dumps(str(fault))
    print(kind)
    print(told)


def _found(asked: dict[str, object]) -> str:
    from registry.certificates.examining.judging import Means, findings_of  # noqa: PLC0415 -- within the limits
    from registry.platform.signing.bound_roots import anchors_from  # noqa: PLC0415 -- as above
    from registry.platform.signing.keys import revocation_lists_in  # noqa: PLC0415 -- as above

    roots, lists, fonts = asked["roots"], asked["lists"], asked["fonts"]
    assert isinstance(roots, list)
    assert isinstance(lists, list)
    anchors = anchors_from(b64decode(each) for each in roots)
    means = Means(
        roots=anchors.roots,
        bound=anchors.bound,
        lists=tuple(found for each in lists for found in revocation_lists_in(b64decode(each))),
        fonts_folder=Path(str(fonts)) if fonts else None,
        at=datetime.fromisoformat(str(asked["at"])),
    )
    return as_json(findings_of(Path(str(asked["file"])).read_bytes(), means))


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 -- optional dependency: not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_BYTES, WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
