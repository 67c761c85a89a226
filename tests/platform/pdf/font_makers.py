"""Fonts of a few characters, and fonts that are none."""

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000


def a_ttf(path, characters, *, name="Tiny", em=EM, embedding=0):
    """A TrueType font whose every character is a black square, as wide as an em but for a margin."""
    builder = _begun(characters, em, is_ttf=True)
    builder.setupGlyf({glyph: _square(TTGlyphPen(None), em).glyph() for glyph in _glyphs(characters)})
    _finish(builder, characters, name, em, embedding)
    builder.save(path)
    return path


def a_cff_font(path, characters):
    """The same with PostScript outlines."""
    builder = _begun(characters, EM, is_ttf=False)
    strings = {glyph: _square(T2CharStringPen(EM, None), EM).getCharString() for glyph in _glyphs(characters)}
    builder.setupCFF("TinyCFF", {}, strings, {})
    _finish(builder, characters, "TinyCFF", EM, 0)
    builder.save(path)
    return path


def a_damaged_ttf(path, characters):
    """A font of which the second half was not copied."""
    content = a_ttf(path, characters).read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def _begun(characters, em, *, is_ttf):
    builder = FontBuilder(em, isTTF=is_ttf)
    builder.setupGlyphOrder(_glyphs(characters))
    builder.setupCharacterMap({ord(character): _glyph(character) for character in characters})
    return builder


def _finish(builder, characters, name, em, embedding):
    builder.setupHorizontalMetrics(dict.fromkeys(_glyphs(characters), (em, em // 10)))
    builder.setupHorizontalHeader(ascent=em * 88 // 100, descent=-em * 12 // 100)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": f"{name}-Regular"})
    builder.setupOS2(sTypoAscender=em * 88 // 100, sTypoDescender=-em * 12 // 100, fsType=embedding)
    builder.setupPost()


def _glyphs(characters):
    return [".notdef", *map(_glyph, characters)]


def _glyph(character):
    return f"u{ord(character):05X}"


def _square(pen, em):
    low, high = em // 10, em * 8 // 10
    pen.moveTo((low, 0))
    for corner in ((low, high), (high, high), (high, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen
