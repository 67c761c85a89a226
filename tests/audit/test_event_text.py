"""The text that is hashed is put together from parts: byte for byte what `canonical` writes of the same values."""

import json
from datetime import date
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from registry.audit.chain import canonical, told_in
from registry.audit.journal import _text, stored_events
from registry.audit.model import Event
from registry.audit.process import open_process
from registry.audit.verification import what_is_broken
from tests.builders.house import a_reading

TEXT = some.text(some.characters(exclude_categories=["Cs"]), max_size=6)
PLAIN = some.none() | some.booleans() | some.integers(-(2**60), 2**60) | TEXT
VALUES = some.dictionaries(
    TEXT, PLAIN | some.lists(PLAIN, max_size=3) | some.dictionaries(TEXT, PLAIN, max_size=3), max_size=5
)


class SomethingHappened(Event):
    """An event of this test."""


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(VALUES)
def test_the_fast_text_is_the_canonical_one(values):
    assert _text(values) == canonical(values)


def test_keys_and_days_are_written_as_before():
    values = {"id": uuid4(), "on": date(2026, 9, 1)}

    assert _text(values) == canonical(values)


async def test_every_stored_event_is_canonical_and_the_chain_is_whole(database):
    first = {"姓名": '林\u2028晓"\\', "b": [1, None, True], "a": {"z": "\x7f", "y": ""}}
    async with open_process("test", a_reading(), "说明\n") as process:
        process.record(SomethingHappened("thing", "1", None, first))
        process.record(SomethingHappened("thing", "1", first, {**first, "b": []}))
        process.record(SomethingHappened("thing", "2", None, None, {"after": {"kind": "病假"}}))

    events = await stored_events(0, 10)
    assert [canonical(json.loads(each["content"])) for each in events] == [each["content"] for each in events]
    assert [told_in(each["content"]).before for each in events] == [None, first, None]
    assert await what_is_broken([]) is None
