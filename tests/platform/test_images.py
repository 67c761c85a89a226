"""What comes in as evidence: recognised by content, made small and harmless, refused in plain words."""

import asyncio
import hashlib
import os
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from registry.kernel.errors import BadInput
from registry.platform.files import FileStore
from registry.platform.image_terms import LONG_SIDE_PX, MAX_PDF_PAGES, MAX_PHOTO_BYTES, THUMBNAIL_PX, WORDS, Unfit
from registry.platform.images import PreparedFile, _surroundings, plain_name, prepared_upload
from registry.platform.uploads import KeptUpload, kept_upload
from tests.platform.picture_makers import a_heic, a_jpeg, a_pdf, a_picture, a_png_bomb, exif, with_scripts, written

EVIL = b"evil-"


def _image(content):
    return Image.open(BytesIO(content))


def _is_reddish(pixel):
    return pixel[0] > 150 and pixel[2] < 90


async def _refusal(content, name="鉴定表.jpg"):
    with pytest.raises(BadInput) as refusal:
        await prepared_upload(content, name)
    return str(refusal.value)


@pytest.mark.parametrize(
    "content",
    [
        a_jpeg(exif=exif()),
        a_heic(exif=exif().tobytes()),
        written(a_picture(), "PNG", exif=exif()),
        written(a_picture(), "WEBP", exif=exif()),
    ],
    ids=["jpeg", "heic", "png", "webp"],
)
async def test_a_photograph_becomes_a_jpeg_without_words_about_its_maker(content):
    prepared = await prepared_upload(content, "照片.dat")

    image = _image(prepared.content)
    assert (image.format, image.size, prepared.media_type) == ("JPEG", (640, 480), "image/jpeg")
    assert (dict(image.getexif()), b"PhoneOfLin" in prepared.content) == ({}, False)
    assert prepared.original_digest == hashlib.sha256(content).hexdigest()
    assert _is_reddish(image.getpixel((100, 240)))
    small = _image(prepared.thumbnail)
    assert (small.format, max(small.size)) == ("JPEG", THUMBNAIL_PX)


@pytest.mark.parametrize("make", [a_jpeg, lambda **given: a_heic(exif=given["exif"].tobytes())], ids=["jpeg", "heic"])
async def test_a_photograph_taken_upright_stands_upright(make):
    prepared = await prepared_upload(make(exif=exif(orientation=6)), "竖拍.jpg")

    image = _image(prepared.content)
    assert image.size == (480, 640)
    assert _is_reddish(image.getpixel((240, 100)))


@pytest.mark.parametrize(
    ("size", "made"), [((4032, 3024), (2000, 1500)), ((2000, 10), (2000, 10)), ((2001, 2001), (2000, 2000))]
)
async def test_a_photograph_is_scaled_down_and_never_up(size, made):
    assert _image((await prepared_upload(a_jpeg(size), "大图.jpg")).content).size == made
    assert max(made) <= LONG_SIDE_PX


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
async def test_every_way_to_store_colours_is_read(mode):
    picture = a_picture(mode="I").convert(mode) if mode == "I;16" else a_picture(mode=mode)

    assert _image((await prepared_upload(written(picture, "PNG"), "扫描.png")).content).mode == "RGB"


async def test_what_was_transparent_is_white():
    clear = written(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")

    assert _image((await prepared_upload(clear, "章.png")).content).getpixel((25, 25)) == (255, 255, 255)


async def test_a_photograph_on_the_disk_is_read_where_it_lies(tmp_path):
    content = a_jpeg()
    (tmp_path / "upload").write_bytes(content)

    assert await prepared_upload(tmp_path / "upload", "a.jpg") == await prepared_upload(content, "a.jpg")
    assert (tmp_path / "upload").read_bytes() == content


async def test_a_cut_off_photograph_is_refused():
    content = a_jpeg((2000, 1500))

    for kept in (200, len(content) // 2, len(content) - 40):
        assert await _refusal(content[:kept]) == f"“鉴定表.jpg”{WORDS[Unfit.DAMAGED]}"
    assert WORDS[Unfit.DAMAGED] in await _refusal(a_heic()[:900])


async def test_a_picture_that_unpacks_to_too_much_is_refused():
    bomb = a_png_bomb()

    assert len(bomb) < 1_000_000
    assert await _refusal(bomb) == f"“鉴定表.jpg”{WORDS[Unfit.TOO_MANY_PIXELS]}"


@pytest.mark.parametrize(
    ("content", "unfit"),
    [
        (b"", Unfit.EMPTY),
        ("实践单位鉴定意见".encode(), Unfit.UNKNOWN),
        (b"GIF89a" + bytes(100), Unfit.UNKNOWN),
        (b"PK\x03\x04" + bytes(100), Unfit.OFFICE_FILE),
        (b"\xff\xd8\xff" + bytes(MAX_PHOTO_BYTES), Unfit.TOO_LARGE),
        (b"%PDF-1.7\n" + bytes(100), Unfit.DAMAGED),
        (b"\xff\xd8\xff\xe0" + bytes(100), Unfit.DAMAGED),
    ],
)
async def test_what_is_no_photograph_and_no_pdf_is_refused_whatever_its_name(content, unfit):
    assert await _refusal(content) == f"“鉴定表.jpg”{WORDS[unfit]}"


async def test_a_pdf_keeps_its_pages_and_seals_and_nothing_that_acts():
    content = a_pdf(with_scripts, pages=2)
    assert EVIL in content

    prepared = await prepared_upload(content, "鉴定表.pdf")

    assert (prepared.media_type, prepared.thumbnail) == ("application/pdf", None)
    with pikepdf.open(BytesIO(prepared.content)) as pdf:
        assert set(pdf.Root.keys()) == {"/Pages", "/Type"}
        assert [set(page.obj.keys()) & {"/AA", "/Annots", "/PieceInfo", "/Metadata"} for page in pdf.pages] == [
            set(),
            set(),
        ]
        told = b"".join(_everything(each) for each in pdf.objects)
    assert EVIL not in told
    assert b"JavaScript" not in told
    assert b"the-seal" in told


def _everything(each):
    return each.unparse(resolved=True) + (each.read_bytes() if isinstance(each, pikepdf.Stream) else b"")


async def test_the_same_pdf_is_cleaned_into_the_same_bytes():
    content = a_pdf(with_scripts)

    assert await prepared_upload(content, "a.pdf") == await prepared_upload(content, "a.pdf")


async def test_a_pdf_with_a_password_to_open_it_is_refused():
    locked = a_pdf(encryption=pikepdf.Encryption(user="geheim", owner="o"))
    printable = a_pdf(encryption=pikepdf.Encryption(user="", owner="o"))

    assert await _refusal(locked, "鉴定表.pdf") == f"“鉴定表.pdf”{WORDS[Unfit.ENCRYPTED]}"
    with pikepdf.open(BytesIO((await prepared_upload(printable, "鉴定表.pdf")).content)) as pdf:
        assert not pdf.is_encrypted


async def test_a_pdf_cut_off_or_too_long_is_refused():
    content = a_pdf(pages=3)

    assert WORDS[Unfit.DAMAGED] in await _refusal(content[: len(content) - 60], "a.pdf")
    assert WORDS[Unfit.TOO_MANY_PAGES] in await _refusal(a_pdf(pages=MAX_PDF_PAGES + 1), "a.pdf")
    assert len((await prepared_upload(a_pdf(pages=MAX_PDF_PAGES), "a.pdf")).content) > 0


async def test_many_at_once_wait_for_their_turn_and_the_loop_goes_on():
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            ticks += 1
            await asyncio.sleep(0)

    ticking = asyncio.create_task(tick())
    found = await asyncio.gather(*(prepared_upload(a_jpeg((60, 40)), f"{n}.jpg") for n in range(6)))
    ticking.cancel()

    assert [type(each) for each in found] == [PreparedFile] * 6
    assert ticks > 100


def test_the_reading_room_learns_no_secret():
    assert set(_surroundings({**os.environ, "DATABASE_URL": "x", "REGISTRY_SECRET_FILE": "y", "PATH": "/bin"})) <= {
        "PATH",
        "PYTHONPATH",
        "PYTHONUTF8",
        "MALLOC_ARENA_MAX",
        "TMPDIR",
        "TEMP",
        "SYSTEMROOT",
    }


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("C:\\我的文档\\鉴定表.jpg", "鉴定表.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("", "未命名"),
        ("长" * 200 + ".jpg", "长" * 116 + ".jpg"),
    ],
)
def test_a_name_is_for_people_only(name, plain):
    assert plain_name(name) == plain


async def test_an_upload_is_kept_with_its_thumbnail(tmp_path):
    store, photograph, pdf = FileStore(tmp_path / "files"), a_jpeg(), a_pdf()
    prepared = await prepared_upload(photograph, "照片.jpg")

    kept = await kept_upload(store, photograph, "D:\\照片.jpg")
    paper = await kept_upload(store, pdf, "表.pdf")

    digest, small = (hashlib.sha256(part).hexdigest() for part in (prepared.content, prepared.thumbnail))
    original = hashlib.sha256(photograph).hexdigest()
    assert kept == KeptUpload("照片.jpg", digest, len(prepared.content), "image/jpeg", small, original)
    assert paper.thumbnail_digest is None
    assert set(store.digests()) == {digest, small, paper.digest}
    assert list(store.verify()) == []
