"""Photographs and PDFs as phones, scanners and malice make them."""

import struct
import zlib
from io import BytesIO

import pikepdf
import pillow_heif
from PIL import Image

LEFT, RIGHT = (200, 30, 30), (30, 30, 200)


def a_picture(size=(640, 480), mode="RGB"):
    """Red on the left, blue on the right: a turn can be seen."""
    picture = Image.new("RGB", size, RIGHT)
    picture.paste(LEFT, (0, 0, size[0] // 2, size[1]))
    return picture.convert(mode)


def exif(orientation=1):
    words = Image.Exif()
    words[0x0110] = "PhoneOfLin"
    words[0x0112] = orientation
    words.get_ifd(0x8825)[2] = (41.0, 7.0, 12.0)
    return words


def written(picture, kind, **given):
    stream = BytesIO()
    picture.save(stream, kind, **given)
    return stream.getvalue()


def a_jpeg(size=(640, 480), **given):
    return written(a_picture(size), "JPEG", **given)


def a_heic(size=(640, 480), **given):
    stream = BytesIO()
    pillow_heif.from_pillow(a_picture(size)).save(stream, quality=80, **given)
    return stream.getvalue()


def a_png_bomb(side=12_000):
    """A few kilobytes that unpack to more pixels than any camera has."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + side * 3)) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def a_pdf(change=None, pages=1, **given):
    """A PDF with one picture form a page; `change` may add to it before it is written."""
    stream = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(200, 200))
            pdf.pages[-1].Contents = pdf.make_stream(b"0 0 1 rg 10 10 50 50 re f")
        if change:
            change(pdf)
        pdf.save(stream, **given)
    return stream.getvalue()


def with_scripts(pdf):
    """Everything a PDF can do or carry besides being read."""
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('evil-script')"))
    pdf.Root.OpenAction = pdf.make_indirect(script)
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", pdf.make_indirect(script)]))
    pdf.attachments["evil-attachment.exe"] = b"MZ"
    page = pdf.pages[0]
    page.obj.AA = pikepdf.Dictionary(O=script)
    page.obj.PieceInfo = pikepdf.Dictionary(Maker=pikepdf.Dictionary(Private=pikepdf.String("evil-piece")))
    page.obj.Metadata = pdf.make_stream(b"<evil-metadata/>")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("evil-launch"))
    page.obj.Annots = pikepdf.Array(
        [_note(pdf, pikepdf.Name.Link, A=launch), _note(pdf, pikepdf.Name.Stamp, AP=_seal(pdf))]
    )
    pdf.docinfo["/Author"] = "evil-author"


def _note(pdf, subtype, **more):
    box = pikepdf.Array([100, 100, 150, 150])
    return pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=subtype, Rect=box, F=4, **more))


def _seal(pdf):
    drawn = pdf.make_stream(b"1 0 0 rg 0 0 50 50 re f % the-seal")
    drawn.Type, drawn.Subtype, drawn.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 50, 50])
    drawn.Metadata = pdf.make_stream(b"<evil-seal-metadata/>")
    return pikepdf.Dictionary(N=drawn)
