"""What is drawn of a picture, and what is no picture."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from portal.core.errors import Invalid
from portal.talents.photo import picture


def written(image: Image.Image, kind: str, **options) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def plain(kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options) -> bytes:
    return written(Image.new("RGB", size, (30, 120, 90)), kind, **options)


def refusal(data: bytes) -> str:
    with pytest.raises(Invalid) as caught:
        picture.small_photo(data)
    return str(caught.value.fields["photo"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_small_square_is_drawn(kind):
    drawn = Image.open(io.BytesIO(picture.small_photo(plain(kind))))
    assert (drawn.format, drawn.size, drawn.mode) == ("JPEG", (256, 256), "RGB")


def test_nothing_but_what_it_shows_is_left():
    exif = Image.Exif()
    exif[0x010F] = "Cameramaker"
    exif.get_ifd(0x8825)[2] = (48.0, 51.0, 24.0)
    data = plain(exif=exif, comment=b"Commentword", icc_profile=b"Profileword")
    assert b"Cameramaker" in data
    drawn = picture.small_photo(data)
    for word in (b"Cameramaker", b"Commentword", b"Profileword", b"Exif"):
        assert word not in drawn
    assert not Image.open(io.BytesIO(drawn)).getexif()


def test_it_stands_upright():
    """A camera held sideways says so in its metadata: red is on the left of what was taken, on top of what is seen."""
    taken = Image.new("RGB", (400, 400), "blue")
    taken.paste("red", (0, 0, 200, 400))
    exif = Image.Exif()
    exif[0x0112] = 6
    seen = Image.open(io.BytesIO(picture.small_photo(written(taken, "JPEG", exif=exif))))
    top, bottom = seen.getpixel((128, 20)), seen.getpixel((128, 236))
    assert top[0] > 200 > bottom[0]
    assert bottom[2] > 200 > top[2]


def test_what_is_transparent_is_white():
    clear = written(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG")
    assert Image.open(io.BytesIO(picture.small_photo(clear))).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("data", [b"", b"hello", b"GIF89a" + bytes(200), plain("BMP"), plain("TIFF"), plain("GIF")])
def test_other_kinds_are_refused(data):
    assert "not a picture in JPEG, PNG or WebP" in refusal(data)


def test_a_page_and_a_drawing_are_refused():
    for data in (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html><script>alert(1)</script>", b"%PDF-1.7 "):
        assert "also holds something else" in refusal(data)


def test_too_large_a_file_is_refused():
    assert "larger than 8 MB" in refusal(b"\xff\xd8" + bytes(picture.LARGEST))


def _png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has that many pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (5_001, 5_000), (20_000, 100)])
def test_a_flood_of_pixels_is_refused_before_it_is_decoded(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    assert "more than 25 million pixels" in refusal(_png(*size))


def test_too_small_a_picture_is_refused():
    assert "too small" in refusal(plain(size=(63, 200)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_cut_short_is_refused(kind):
    whole = written(Image.effect_noise((400, 400), 80).convert("RGB"), kind)
    assert "damaged or cut short" in refusal(whole[: len(whole) // 2])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_an_archive_too_is_refused(kind):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("evil.html", "<p>hello</p>")
    assert "also holds something else" in refusal(plain(kind) + archive.getvalue())


@pytest.mark.parametrize("comment", [b"<script>alert(1)</script>", b"<!DOCTYPE html><p>", b"%PDF-1.4\n1 0 obj"])
def test_a_picture_that_is_a_page_too_is_refused(comment):
    assert "also holds something else" in refusal(plain(comment=comment))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_nothing_follows_the_end(kind):
    assert "also holds something else" in refusal(plain(kind) + b"tail")


def test_a_camera_may_add_its_preview():
    assert picture.small_photo(plain() + plain())
