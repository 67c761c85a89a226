"""QR symbols beside those of segno, and read by a decoder."""

import random

import pytest
import segno
import zxingcpp
from PIL import Image

from registry.kernel.errors import BadInput
from registry.platform.pdf.qr_symbol import MASK, VERSIONS, _coded, _room, symbol

LONGEST = 2331


def _full(version):
    """As many bytes as a version holds: where there is room segno puts a needless byte before the padding."""
    length = _room(version) - (2 if version < 10 else 3)
    return bytes(random.Random(version).randrange(256) for _ in range(length))


def _read(content):
    edge, modules = symbol(content)
    picture = Image.frombytes("L", (edge, edge), bytes(0 if module else 255 for module in modules))
    paper = Image.new("L", (edge + 8, edge + 8), 255)
    paper.paste(picture, (4, 4))
    (found,) = zxingcpp.read_barcodes(paper.resize((4 * (edge + 8), 4 * (edge + 8)), Image.Resampling.NEAREST))
    return found


@pytest.mark.parametrize("version", range(1, VERSIONS + 1))
def test_a_full_symbol_of_each_version_is_that_of_segno(version):
    drawn = segno.make_qr(_full(version), mode="byte", error="m", mask=MASK, boost_error=False)

    assert drawn.version == version
    assert symbol(_full(version)) == (len(drawn.matrix), b"".join(map(bytes, drawn.matrix)))


@pytest.mark.parametrize("length", [1, 13, 14, 15, 42, 43, 100, 213, 214, 700, LONGEST])
def test_symbols_of_any_length_are_read_back_with_correction_m(length):
    content = bytes(random.Random(length).choice(b"abcdefgh-23456789") for _ in range(length))

    found = _read(content)

    assert (found.bytes, found.ec_level) == (content, "M")


def test_what_is_left_is_padded_as_the_standard_says():
    assert _coded(b"abc", 1, 16).hex() == "4036162630ec11ec11ec11ec11ec11ec"


def test_chinese_is_read_back():
    assert _read("编号 1;姓名 钱𨭎".encode()).text == "编号 1;姓名 钱𨭎"


def test_more_than_the_largest_holds_is_refused():
    with pytest.raises(BadInput, match="二维码放不下"):
        symbol(b"a" * (LONGEST + 1))
