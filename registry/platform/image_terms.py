"""What may come in as evidence, how large, and the words for what may not. Shared with the child process: no imports.

Recognised by content: a name says nothing. Sizes are far above a phone's photograph or a scanned form.
"""

from enum import StrEnum

MEGABYTE = 1024 * 1024

MAX_PHOTO_BYTES = 20 * MEGABYTE
MAX_PDF_BYTES = 20 * MEGABYTE
MAX_IMAGE_PIXELS = 64_000_000
"""A phone's best camera mode has 48 to 64 million."""
MAX_PDF_PAGES = 300
LONG_SIDE_PX = 2_000
THUMBNAIL_PX = 320

JPEG, PDF = "image/jpeg", "application/pdf"
HEAD_BYTES = 1_024
"""How much of the beginning tells what a file is; a PDF may begin that late."""


class Content(StrEnum):
    """The kinds of files that are taken."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIF = "HEIF"
    PDF = "PDF"


class Unfit(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    OFFICE_FILE = "office_file"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    NO_PAGES = "no_pages"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    TOO_HARD = "too_hard"


WORDS = {
    Unfit.EMPTY: "文件是空的,请重新选择文件",
    Unfit.UNKNOWN: "不是可识别的图片或 PDF;请上传 JPEG、PNG、WebP、HEIC 照片或 PDF",
    Unfit.OFFICE_FILE: "是 Word、Excel、OFD 或压缩文件;请先另存为 PDF 再上传",
    Unfit.TOO_LARGE: f"超过 {MAX_PHOTO_BYTES // MEGABYTE} MB;请压缩后或分成几份上传",
    Unfit.TOO_MANY_PIXELS: f"图片超过 {MAX_IMAGE_PIXELS // 10_000} 万像素;请用普通模式重新拍摄后上传",
    Unfit.TOO_MANY_PAGES: f"PDF 超过 {MAX_PDF_PAGES} 页;请分成几份上传",
    Unfit.NO_PAGES: "PDF 里没有页面;请重新导出后上传",
    Unfit.DAMAGED: "文件不完整或已损坏;请重新拍摄、扫描或导出后上传",
    Unfit.ENCRYPTED: "PDF 设有打开密码;请取消密码后再上传",
    Unfit.TOO_HARD: "文件过于复杂,无法安全读取;请重新拍摄或扫描后上传",
}
"""What is wrong and what to do next; the file's name stands before it."""

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
_OFFICE_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"{\\rtf")


def recognised(head: bytes) -> Content | Unfit:
    """What a file is by its first `HEAD_BYTES`, or why it is not taken."""
    signs: tuple[tuple[bool, Content | Unfit], ...] = (
        (not head, Unfit.EMPTY),
        (head.startswith(b"\xff\xd8\xff"), Content.JPEG),
        (head.startswith(b"\x89PNG\r\n\x1a\n"), Content.PNG),
        (head[:4] == b"RIFF" and head[8:12] == b"WEBP", Content.WEBP),
        (head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS, Content.HEIF),
        (head.startswith(_OFFICE_STARTS), Unfit.OFFICE_FILE),
        (b"%PDF-" in head, Content.PDF),
    )
    return next((found for is_so, found in signs if is_so), Unfit.UNKNOWN)
