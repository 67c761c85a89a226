"""Whether the chain is whole, and the columns beside it say what the chain says."""

import json
from collections.abc import Sequence

from registry.audit.chain import GENESIS, Head, first_break
from registry.audit.journal import head, link_of, stored_events

PAGE = 5000
COLUMNS = ("kind", "subject", "subject_id")


async def what_is_broken(kept_outside: Sequence[Head]) -> str | None:
    """The first thing wrong with the recorded events, in words; None when all is as it was written."""
    end = await head()
    last, waiting = Head(0, GENESIS), list(kept_outside)
    while True:
        events = await stored_events(last.number, PAGE)
        if not events:
            break
        links = [link_of(event) for event in events]
        fault = first_break(
            links, [known for known in waiting if last.number < known.number <= links[-1].number], last
        )
        if fault:
            return fault
        for event in events:
            if not _columns_agree(event):
                return (
                    f"第 {event['number']} 条事件的内容与记录不符 (columns of event {event['number']} were altered)"
                )
        last = Head(links[-1].number, links[-1].hash)
    beyond = [known for known in [*waiting, end] if known.number > last.number]
    if beyond or end != last:
        return f"第 {last.number} 条之后的事件被截去 (events after {last.number} were cut off)"
    return None


def _columns_agree(event: dict[str, object]) -> bool:
    content = json.loads(str(event["content"]))
    same = all(event[name] == content[name] for name in COLUMNS) and str(event["process"]) == content["process"]
    sealed = event["personal"]
    personal = bytes(sealed).hex() if isinstance(sealed, bytes | bytearray) else None
    return same and personal == content["personal"]
