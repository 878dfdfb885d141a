"""From whatever someone sends to a small square JPEG that holds nothing but what it shows.

What is sent is never kept nor served: it is recognised by its content, measured before it is decoded, decoded by
Pillow, and drawn anew. Metadata (place, camera, thumbnails) stay behind.
"""

from __future__ import annotations

import io
import threading
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

LARGEST = 8 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 10_000
SMALLEST_SIDE = 64
SIDE = 256
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")

_TOO_MANY = _l("This picture has more than 25 million pixels. Make it smaller first.")

# What other programs read in a file that some take for a picture: an archive at its end, a document or a page near its
# beginning, code anywhere. A mark that is looked for in the whole is long enough never to stand there by chance.
_ARCHIVE_END = b"PK\x05\x06"
_ARCHIVE_TAIL = 65_557
_HEAD = 1500
_IN_HEAD = (b"%pdf-", b"<html", b"<svg", b"<?php", b"<body", b"<iframe")
_ANYWHERE = (b"<script", b"<!doctype", b"%pdf-1.", b"<?php ")

# One at a time in each process: a picture at the limit takes about a hundred megabytes while it is drawn.
_decoding = threading.Lock()


def small_photo(data: bytes) -> bytes:
    """A JPEG of `SIDE` pixels a side, cut from the middle, upright. Raises `Invalid` with what is wrong, at `photo`."""
    if len(data) > LARGEST:
        raise _refuse(_l("This file is larger than 8 MB. Choose a smaller one."))
    _check_is_only_a_picture(data)
    with _decoding, warnings.catch_warnings():
        # Pillow warns of sizes that we refuse by ourselves, and of metadata that we leave behind.
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_size(*image.size)
                return _drawn(image)
        except Invalid:
            raise
        except Image.DecompressionBombError:
            raise _refuse(_TOO_MANY) from None
        except UnidentifiedImageError:
            raise _refuse(_l("This is not a picture in JPEG, PNG or WebP.")) from None
        except Exception:  # a decoder may fail in any way on what is no picture
            raise _refuse(_l("This picture is damaged or cut short. Choose another one.")) from None


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise _refuse(_TOO_MANY)
    if min(width, height) < SMALLEST_SIDE:
        raise _refuse(_l("This picture is too small: 64 pixels a side at least."))


def _check_is_only_a_picture(data: bytes) -> None:
    """Refuse what other programs would open as something else. What is sent is not kept: whoever hides an archive or a
    page in a picture shall know that it went nowhere."""
    lowered = data.lower()
    is_page = any(mark in lowered[:_HEAD] for mark in _IN_HEAD) or any(mark in lowered for mark in _ANYWHERE)
    if is_page or _ARCHIVE_END in data[-_ARCHIVE_TAIL:] or _has_a_tail(data):
        raise _refuse(_l("This picture also holds something else. Save it again as a plain picture."))


def _has_a_tail(data: bytes) -> bool:
    """Whether a PNG or a WebP goes on after its end. A JPEG may: cameras put previews there."""
    if data.startswith(b"\x89PNG"):
        end = data.rfind(b"IEND")
        return end >= 0 and len(data) > end + 8
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return len(data) > int.from_bytes(data[4:8], "little") + 8
    return False


def _drawn(image: Any) -> bytes:
    shrink = 2 * SIDE / min(image.size)
    # In place, and a JPEG decoded at that scale: one picture in memory, and not the four that follow.
    image.thumbnail((max(1, round(shrink * image.width)), max(1, round(shrink * image.height))))
    image.load()
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    square = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS)
    paper = Image.new("RGB", square.size, "white")
    paper.paste(square, mask=square.getchannel("A"))
    written = io.BytesIO()
    paper.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _refuse(sentence: Any) -> Invalid:
    return Invalid(fields={"photo": sentence})
