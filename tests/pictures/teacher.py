"""The page of 林晓梅 in the demo, photographed in Chromium for the README: 1280 px wide and as on a phone.

python -m tests.pictures.teacher     (needs the extra `browser`, Debian's chromium and a Chinese font)
"""

import asyncio
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from registry.app import Opening, create_app, served
from registry.demo.accounts import SIGN_INS
from registry.demo.commands import build_demo, demo_now, demo_settings
from registry.platform.clock import now

AS_OF = date(2026, 11, 22)
HOST, PORT = "127.0.0.1", 8140
FOLDER = Path(__file__).parents[2] / "registry/handbook/pictures"
VIEWS = {"teacher.png": (1280, 1112), "teacher-phone.png": (375, 1204)}
"""Width and the greatest height, in pixels of the page."""
COLOURS = 96
LARGEST = 250_000
"""Bytes of a picture in the repository."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pic-", dir="/tmp") as folder:
        asyncio.run(build_demo(Path(folder), AS_OF))
        with serving(Path(folder)), sync_playwright() as browsers:
            browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for name, (width, height) in VIEWS.items():
                view = browser.new_page(viewport={"width": width, "height": 800}, color_scheme="light")
                sign_in(view)
                photograph(view, FOLDER / name, (width, height))
            browser.close()


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """The demo behind its address, until the pictures are taken."""
    shift = demo_now(AS_OF) - now()
    app = create_app(demo_settings(folder), Opening(clock=lambda: now() + shift, sign_ins=SIGN_INS))
    server = uvicorn.Server(uvicorn.Config(served(app), HOST, PORT, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.05)
        yield
    finally:
        server.should_exit = True
        thread.join()


def sign_in(view) -> None:
    """As 林晓梅 would: her first screen is her own page."""
    view.goto(f"http://{HOST}:{PORT}/sign-in")
    card = view.locator("form").filter(has=view.locator(f"input[type=hidden][value={SIGN_INS[0].login}]"))
    card.locator("button").click()
    view.locator("svg:visible").first.wait_for()


def photograph(view, path: Path, size: tuple[int, int]) -> None:
    """The top of the page, with few colours: sharp letters, small file."""
    width, height = size
    view.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    weight = path.stat().st_size
    assert weight < LARGEST, f"{path.name}: {weight} bytes"
    print(os.path.relpath(path), weight)


if __name__ == "__main__":
    main()
