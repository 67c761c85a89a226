"""Long work in the loop of a server, done in parts: between two parts everybody else has a turn."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from itertools import islice
from typing import TypeVar

Each = TypeVar("Each")
AT_A_TIME = 100
"""Small things done before the others have a turn: some milliseconds."""


async def in_turns(things: Iterable[Each], at_a_time: int = AT_A_TIME) -> AsyncIterator[Each]:
    """The things one after another, letting everybody else work in between."""
    walk = iter(things)
    while part := list(islice(walk, at_a_time)):
        for each in part:
            yield each
        await asyncio.sleep(0)
