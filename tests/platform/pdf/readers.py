"""What others read out of a file: Poppler's and PDFium's text, a decoder's QR codes, Poppler's fonts."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from tempfile import NamedTemporaryFile

import pypdfium2
import pytest
import zxingcpp

from registry.platform.pdf.about import About

DOTS_PER_INCH = 150


def an_about(**changed):
    told = {
        "title": "企业实践证明",
        "author": "盘锦市职业技术学校",
        "subject": "13957-P2026-00012",
        "made_at": datetime(2026, 11, 23, 2, 30, 5, tzinfo=UTC),
        "keywords": ("企业实践", "证明"),
    }
    return About(**told | changed)


def poppler_text(content):
    return run("pdftotext", "-", "-", content=content)


def pdfium_text(content):
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def qr_codes(content, page=0):
    picture = pypdfium2.PdfDocument(content)[page].render(scale=DOTS_PER_INCH / 72).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def embedded_fonts(content):
    """The name of each font and whether it is embedded, cut down, and maps back to text."""
    lines = run("pdffonts", "-", content=content).splitlines()[2:]
    return {line.split()[0].partition("+")[2] or line.split()[0]: line.split()[-5:-2] for line in lines}


def qpdf_check(content):
    """What `qpdf --check` says of a file."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        return run("qpdf", "--check", file.name, content=b"")


def run(tool, *arguments, content):
    """What a tool of the system prints. Left out where it is absent, unless CI says it must be there."""
    if not shutil.which(tool):
        missing = f"no {tool} on this machine: apt install qpdf poppler-utils"
        if os.environ.get("REGISTRY_BROWSER_REQUIRED") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    done = subprocess.run([tool, *arguments], input=content, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()
