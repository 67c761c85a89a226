"""A source read in a process of its own, so that ten thousand rows keep nobody waiting; small ones in a thread.

`python -m registry.exchange.service.reading_apart` takes a path and how to read from its standard input and writes
the ledger to its standard output in parts, so that taking it in lets everybody else have a turn.
"""

import asyncio
import pickle
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from registry.exchange.model import Ledger
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.kernel.errors import BadInput
from registry.kernel.sheets import Sheet
from registry.platform.collector import collector_paused
from registry.platform.workbooks.reading import read_source

SMALL_BYTES = 60_000
"""A file of at most so many bytes, some hundred rows, is read in a thread: a process takes a third of a second."""
TEACHERS_A_PART = 250
_AT_ONCE = asyncio.Semaphore(2)
"""Files that are read at the same time in one server; the others wait in line."""


async def read_apart(path: Path, name: str, options: ReadingOptions) -> Ledger:
    """The ledger of a kept source, which is called by its own name. Raises BadInput with one line of words."""
    async with _AT_ONCE:
        if path.stat().st_size <= SMALL_BYTES:
            return await asyncio.to_thread(_read, path, name, options)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "registry.exchange.service.reading_apart"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        written, _ = await child.communicate(pickle.dumps((path, name, options)))
        if child.returncode:
            raise BadInput("文件读取中断,没有导入;请拆成几个文件后重试 (the file could not be read to its end)")
    return await _taken_in(BytesIO(written))


def main(asked: BinaryIO, answer: BinaryIO) -> None:
    """Read what is asked and write it in parts; a refusal is one line of words."""
    path, name, options = pickle.load(asked)
    try:
        ledger = _read(path, name, options)
    except BadInput as fault:
        pickle.dump(str(fault), answer)
        return
    whole = range(0, len(ledger.teachers), TEACHERS_A_PART)
    pickle.dump(replace(ledger, teachers=()), answer, pickle.HIGHEST_PROTOCOL)
    for start in whole:
        pickle.dump(ledger.teachers[start : start + TEACHERS_A_PART], answer, pickle.HIGHEST_PROTOCOL)


async def _taken_in(written: BinaryIO) -> Ledger:
    head = pickle.load(written)
    if isinstance(head, str):
        raise BadInput(head)
    assert isinstance(head, Ledger)
    teachers = []
    while True:
        await asyncio.sleep(0)
        try:
            teachers += pickle.load(written)
        except EOFError:
            return replace(head, teachers=tuple(teachers))


def _read(path: Path, name: str, options: ReadingOptions) -> Ledger:
    with collector_paused():
        return read_ledger(sheets_of_kept(path, name), options)


def sheets_of_kept(path: Path, name: str) -> list[Sheet]:
    """The sheets of a file kept under its digest: a CSV's sheet has the file's own name, and so has a refusal.

    Blocks: call it in a thread. Raises BadInput.
    """
    try:
        sheets = read_source(path)
    except BadInput as fault:
        raise BadInput(str(fault).replace(path.name, name)) from fault
    return [replace(sheet, name=name) if sheet.name == path.name else sheet for sheet in sheets]


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
