"""A certificate of the demo and its page of verification on a phone, for README and handbook.

python -m tests.pictures.certificates     (needs the extra `browser`, Debian's chromium and a Chinese font)
"""

import asyncio
import os
import shutil
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from registry.demo.commands import build_demo
from tests.pictures.teacher import AS_OF, COLOURS, FOLDER, HOST, LARGEST, PORT, photograph, serving

SITE = f"http://{HOST}:{PORT}"
OFFICE, WHOSE, WORDING = "chen", "林晓梅", "Certificate of Enterprise Practice"
PHONE = (375, 1300)
SCALE, MARGIN, GROUND = 1.15, 16, "#d9dfde"
"""Pixels a point; pixels around a page; the colour between pages."""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="pic-", dir="/tmp") as name:
        folder = Path(name)
        asyncio.run(build_demo(folder, AS_OF))
        with serving(folder), sync_playwright() as browsers:
            browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            view = browser.new_page(viewport={"width": PHONE[0], "height": 800}, color_scheme="light")
            found = _found(view)
            pages(view.request.get(f"{SITE}{found}/file").body(), FOLDER / "certificate.png")
            stranger = browser.new_page(viewport={"width": PHONE[0], "height": 800}, color_scheme="light")
            stranger.goto(view.locator("#verify-address").input_value())
            photograph(stranger, FOLDER / "verify.png", PHONE)
            browser.close()


def _found(view: Page) -> str:
    """The path of the certificate in two languages; the view stands on its page."""
    view.goto(f"{SITE}/sign-in")
    card = view.locator("form").filter(has=view.locator(f"input[type=hidden][value={OFFICE}]"))
    card.locator("button").click()
    view.goto(f"{SITE}/certificates?q={WHOSE}")
    for path in [each.get_attribute("href") for each in view.locator("td[data-label='编号'] a").all()]:
        view.goto(f"{SITE}{path}")
        if view.get_by_text(WORDING).count():
            return str(path)
    raise LookupError(WORDING)


def pages(content: bytes, path: Path) -> None:
    """All pages of a file side by side, with few colours."""
    document = pypdfium2.PdfDocument(content)
    drawn = [page.render(scale=SCALE).to_pil().convert("RGB") for page in document]
    width = sum(each.width + MARGIN for each in drawn) + MARGIN
    sheet = Image.new("RGB", (width, drawn[0].height + MARGIN + MARGIN), GROUND)
    x = MARGIN
    for each in drawn:
        sheet.paste(each, (x, MARGIN))
        x += each.width + MARGIN
    sheet.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    weight = path.stat().st_size
    assert weight < LARGEST, f"{path.name}: {weight} bytes"
    print(os.path.relpath(path), weight)


if __name__ == "__main__":
    main()
