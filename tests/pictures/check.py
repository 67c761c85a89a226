"""The terminal table of `registry check` on the example workbook, photographed in Chromium.

python -m tests.pictures.check     (needs the extra `browser`, Debian's chromium and a Chinese font)
"""

import io
import os
import re
import shutil
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI

from registry.exchange.documents.answer_table import print_answer
from registry.exchange.documents.template_workbook import template_workbook
from registry.exchange.rules import ReadingOptions, read_ledger
from registry.exchange.service import CheckQuestion, check_ledger
from registry.platform.language import Language
from registry.platform.workbooks.reading import read_source
from registry.policy.book import shipped_book

AS_OF = date(2026, 11, 22)
PICTURE = Path(__file__).parents[2] / "registry/handbook/pictures/check.png"
COLUMNS, WIDTH = 118, 1180
ROWS_SHOWN = 26
SYMBOL = re.compile("[●◐◌○·–]")
"""Chinese fonts draw these two columns wide; a terminal gives them one."""
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #10191c; color: #dfe7e8; }}
pre {{ margin: 0; padding: 20px 24px; font: 15px/1.5 "Noto Sans Mono CJK SC", monospace; }}
.symbol {{ display: inline-block; width: 1ch; }}
</style><pre>$ registry check example.xlsx --as-of 2026-11-22

{code}</pre>"""


def main() -> None:
    page = PAGE.format(code=_table_as_html())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as browsers:
        html = Path(folder) / "table.html"
        html.write_text(page, encoding="utf-8")
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        view = browser.new_page(viewport={"width": WIDTH, "height": 400})
        view.goto(html.as_uri())
        view.screenshot(path=PICTURE, full_page=True)
        browser.close()
    print(os.path.relpath(PICTURE))


def _table_as_html() -> str:
    with tempfile.TemporaryDirectory() as folder:
        workbook = Path(folder) / "example.xlsx"
        workbook.write_bytes(template_workbook(Language.ZH, example=True))
        ledger = read_ledger(read_source(workbook), ReadingOptions())
    answer = check_ledger(ledger, CheckQuestion("cn-liaoning-panjin", AS_OF), shipped_book())
    console = Console(file=io.StringIO(), record=True, force_terminal=True, width=COLUMNS, color_system="truecolor")
    print_answer(answer, console, Language.ZH)
    lines = console.export_html(inline_styles=True, code_format="{code}", theme=MONOKAI).splitlines()
    shown = [*lines[:ROWS_SHOWN], "<span>⋮</span>", *lines[lines.index("") :]]
    return SYMBOL.sub(r'<span class="symbol">\g<0></span>', "\n".join(shown))


if __name__ == "__main__":
    main()
