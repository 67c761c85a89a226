"""What the codes of an embedded font stand for."""

from reportlab.pdfbase import ttfonts

from registry.platform.pdf import unicode_map

RARE = 0x2CB4E
"""𬭎, above U+FFFF."""


def _pairs(written):
    return [line for line in written.splitlines() if line.startswith("<") and line != "<00> <FF>"]


def test_a_character_above_ffff_is_written_as_two_halves():
    assert _pairs(unicode_map.to_unicode_map("F", [0, RARE, ord("王")])) == ["<01> <D872DF4E>", "<02> <738B>"]


def test_the_missing_glyph_and_unused_codes_stand_for_nothing():
    subset = [0, *[32] * 31, 32, ord("王")]

    assert _pairs(unicode_map.to_unicode_map("F", subset)) == ["<20> <0020>", "<21> <738B>"]


def test_no_block_has_more_than_a_hundred_pairs():
    written = unicode_map.to_unicode_map("F", [0, *range(0x4E00, 0x4E00 + 201)])

    blocks = [line for line in written.splitlines() if line.endswith(" beginbfchar")]
    assert blocks == ["100 beginbfchar", "100 beginbfchar", "1 beginbfchar"]


def test_reportlab_writes_this_map():
    from registry.platform.pdf import faces

    assert faces.unicode_map is unicode_map
    assert ttfonts.makeToUnicodeCMap is unicode_map.to_unicode_map


def test_reportlab_still_writes_one_number_of_five_digits():
    """When this fails ReportLab is mended: take `registry.platform.pdf.unicode_map` away."""
    assert f"<{RARE:04X}>" in unicode_map.reportlabs_own("F", [0, RARE])
