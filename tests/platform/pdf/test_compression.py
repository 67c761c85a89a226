"""Streams are pressed quickly, and any reader opens them."""

import zlib

from reportlab.pdfbase import pdfdoc

from registry.platform.pdf import compression


def test_what_is_pressed_opens_again():
    for content in ("盘锦" * 500, b"\x00\xff" * 500, ""):
        told = content.encode() if isinstance(content, str) else content

        assert zlib.decompress(compression.pressed(None, content)) == told


def test_reportlab_presses_so():
    compression.put_in_place()

    assert pdfdoc.PDFZCompress.encode("words " * 99) == compression.pressed(None, "words " * 99)
