"""The room in which foreign files are read: a process of its own with little memory and little time.

`python -m registry.platform.reading_room FILE FOLDER` writes `content` and, of a photograph, `thumbnail` into the
folder and prints what came out: a media type, or the word for why nothing did. It needs no network, no secrets and
no database; what a malicious file does to it ends with it.
"""

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from registry.platform.image_terms import (
    HEAD_BYTES,
    JPEG,
    LONG_SIDE_PX,
    MAX_IMAGE_PIXELS,
    MAX_PDF_PAGES,
    MEGABYTE,
    PDF,
    THUMBNAIL_PX,
    Content,
    Unfit,
    recognised,
)

if TYPE_CHECKING:
    from pikepdf import Page, Pdf
    from PIL.Image import Image as Picture

MEMORY_BYTES = 1024 * MEGABYTE
"""Address space. With 600 MB a WebP of 48 million pixels could not be read, with 800 MB it could."""
CPU_SECONDS = 20
WRITTEN_BYTES = 64 * MEGABYTE
QUALITY, THUMBNAIL_QUALITY = 85, 75
CONTENT, THUMBNAIL = "content", "thumbnail"
OF_A_PAGE = ("/AA", "/Annots", "/PieceInfo", "/Metadata", "/AF", "/B", "/Thumb", "/PresSteps", "/Trans")
"""What a page carries besides what is printed: actions, notes, attachments, the makers' own notes."""
OF_A_DRAWING = ("/PieceInfo", "/Metadata", "/AF", "/OPI", "/Ref")
"""The same for a picture or a form on a page; `/Ref` would draw another file."""


def main(source: str, folder: str) -> None:
    """Read one file and print the outcome. Never a traceback: the caller reads one word."""
    _limit()
    try:
        outcome = str(_written(Path(source), Path(folder)))
    except MemoryError:
        outcome = Unfit.TOO_HARD
    print(outcome)


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 -- optional dependency: not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (WRITTEN_BYTES, WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _written(source: Path, folder: Path) -> str:
    with source.open("rb") as stream:
        content = recognised(stream.read(HEAD_BYTES))
    if isinstance(content, Unfit):
        return content
    return _clean_pdf(source, folder) if content is Content.PDF else _photograph(source, folder, content)


def _photograph(source: Path, folder: Path, content: Content) -> str:
    """Decode, turn upright, scale down, and draw on a new picture that carries nothing of the old one's words."""
    from PIL import Image  # noqa: PLC0415 -- slow import

    if content is Content.HEIF:
        _learn_heif()
    Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(source, formats=(content.value,)) as image:
            fresh = _upright(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return Unfit.TOO_MANY_PIXELS
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, ZeroDivisionError, TypeError):
        return Unfit.DAMAGED  # what Pillow raises for a content that is not one, whatever the decoder
    fresh.save(folder / CONTENT, "JPEG", quality=QUALITY, optimize=True)
    fresh.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    fresh.save(folder / THUMBNAIL, "JPEG", quality=THUMBNAIL_QUALITY, optimize=True)
    return JPEG


def _learn_heif() -> None:
    import pillow_heif  # noqa: PLC0415 -- slow import

    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)


def _upright(image: "Picture") -> "Picture":
    from PIL import Image, ImageOps  # noqa: PLC0415 -- slow import

    image.draft("RGB", (LONG_SIDE_PX, LONG_SIDE_PX))
    image.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX), reducing_gap=2.0)
    turned = _eight_bits(ImageOps.exif_transpose(image))
    fresh = Image.new("RGB", turned.size, "white")
    fresh.paste(turned, mask=turned.getchannel("A") if turned.mode == "RGBA" else None)
    return fresh


def _eight_bits(image: "Picture") -> "Picture":
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _clean_pdf(source: Path, folder: Path) -> str:
    """A new file of the same pages: what notes and seals show is drawn on them, what they could do is gone."""
    import pikepdf  # noqa: PLC0415 -- slow import

    try:
        with pikepdf.open(source, attempt_recovery=False) as old, pikepdf.new() as new:
            if unfit := _unfit_pages(old):
                return unfit
            _draw_notes(old)
            for page in old.pages:
                _strip_page(page)
            new.pages.extend(old.pages)
            _strip_drawings(new)
            new.save(folder / CONTENT, deterministic_id=True)
    except pikepdf.PasswordError:
        return Unfit.ENCRYPTED
    except (pikepdf.PdfError, OSError, ValueError, TypeError, RuntimeError, KeyError, AttributeError):
        return Unfit.DAMAGED  # what pikepdf raises for objects that are not what they should be
    return PDF


def _unfit_pages(old: "Pdf") -> Unfit | None:
    count = len(old.pages)
    if not count:
        return Unfit.NO_PAGES
    return Unfit.TOO_MANY_PAGES if count > MAX_PDF_PAGES else None


def _draw_notes(old: "Pdf") -> None:
    """An electronic seal and the values of a filled-in form are notes on the page: they must stay to be seen."""
    if "/AcroForm" in old.Root and old.Root.AcroForm.get("/NeedAppearances"):
        old.generate_appearance_streams()
    old.flatten_annotations("all")


def _strip_page(page: "Page") -> None:
    for name in OF_A_PAGE:
        if name in page.obj:
            del page.obj[name]


def _strip_drawings(new: "Pdf") -> None:
    import pikepdf  # noqa: PLC0415 -- slow import

    for each in new.objects:
        if isinstance(each, pikepdf.Stream):
            for name in OF_A_DRAWING:
                if name in each:
                    del each[name]


if __name__ == "__main__":
    main(*sys.argv[1:])
