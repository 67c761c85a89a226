"""The data folder of a demo: fresh and thrown away afterwards, or one that is kept and known by its mark."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from registry.kernel.errors import BadInput

MARK = "demo.json"
"""What tells a demo's folder from one with real data in it."""


class DemoFolder(NamedTuple):
    """Where the demo is, on which day, and whether it was built already."""

    path: Path
    on: date
    is_built: bool


@contextmanager
def demo_folder(kept: Path | None, on: date | None, today: date) -> Iterator[DemoFolder]:
    """The folder to use: the one given, or a fresh one that is removed at the end. `on` None: today, or as built.

    Raises BadInput for a folder with anything in it that is no demo's, and for a demo built for another day.
    """
    if kept is not None:
        yield _kept(kept.expanduser().absolute(), on, today)
        return
    fresh = Path(tempfile.mkdtemp(prefix="demo-", dir="/tmp" if os.name == "posix" else None))
    try:
        yield DemoFolder(fresh, on or today, is_built=False)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def mark_built(folder: DemoFolder) -> None:
    """Note that the demo is whole, and for which day."""
    (folder.path / MARK).write_text(json.dumps({"on": folder.on.isoformat()}), encoding="utf-8")


def _kept(path: Path, on: date | None, today: date) -> DemoFolder:
    mark = path / MARK
    if mark.is_file():
        built_on = date.fromisoformat(json.loads(mark.read_text(encoding="utf-8"))["on"])
        if on not in (None, built_on):
            raise BadInput(f"{path} 中的演示数据是 {built_on} 的;请换一个空文件夹 (built for another day)")
        return DemoFolder(path, built_on, is_built=True)
    if path.exists() and any(path.iterdir()):
        raise BadInput(f"{path} 不是空文件夹,也不是演示数据;没有写入 (neither empty nor a demo's)")
    return DemoFolder(path, on or today, is_built=False)
