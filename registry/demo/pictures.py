"""A photograph of a stamped appraisal form, as somebody would take it with a phone: ruled lines and a red round seal.

It says nothing that could be read: what it stands for is told beside it.
"""

from io import BytesIO

from PIL import Image, ImageDraw

PAPER, INK, SEAL = (247, 245, 238), (70, 70, 80), (200, 40, 40)
WIDTH, HEIGHT = 900, 1270
SMALL = (240, 340)


def stamped_form(serial: int) -> bytes:
    """A JPEG; another one for each serial number."""
    return _jpeg(_drawn(serial))


def small_form(serial: int) -> bytes:
    """The same, as a thumbnail."""
    return _jpeg(_drawn(serial).resize(SMALL))


def _drawn(serial: int) -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 150, WIDTH - 60, HEIGHT - 90), outline=INK, width=3)
    for row in range(1, 13):
        height = 150 + row * 80
        draw.line((60, height, WIDTH - 60, height), fill=INK, width=2)
        length = 180 + (serial * 97 + row * 61) % 480
        draw.line((260, height - 36, 260 + length, height - 36), fill=INK, width=9)
        draw.line((90, height - 36, 220, height - 36), fill=INK, width=9)
    draw.line((240, 150, 240, HEIGHT - 90), fill=INK, width=2)
    left, top = 520 + serial % 90, 960 + serial % 40
    draw.ellipse((left, top, left + 210, top + 210), outline=SEAL, width=8)
    points = [(105, 60), (117, 96), (154, 96), (124, 118), (135, 154), (105, 132), (75, 154), (86, 118), (56, 96)]
    draw.polygon([(left + across, top + down) for across, down in (*points, (93, 96))], fill=SEAL)
    return picture


def _jpeg(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "JPEG", quality=80)
    return written.getvalue()
