"""The photos of the demo: faces that nobody has, drawn here."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

SIZE = 768


@dataclass(frozen=True)
class Portrait:
    """The colours of a face: behind it, its skin, its hair, what it wears; whether the hair falls to the shoulders."""

    ground: str
    skin: str
    hair: str
    wear: str
    is_long: bool = False


PORTRAITS = {
    "M0020": Portrait("#e4d7f2", "#c98d65", "#33211b", "#5a3d8a", is_long=True),
    "M0031": Portrait("#d5e6e2", "#b57a50", "#1f1a19", "#1d5a58"),
    "X0001": Portrait("#f6e2c9", "#e8bb97", "#8a4a24", "#a8512b", is_long=True),
}


def drawn(portrait: Portrait) -> bytes:
    """A PNG, as someone would send it."""
    image = Image.new("RGB", (SIZE, SIZE), portrait.ground)
    draw = ImageDraw.Draw(image)
    middle = SIZE // 2
    if portrait.is_long:
        draw.rounded_rectangle((middle - 210, 150, middle + 210, 600), 200, fill=portrait.hair)
    draw.ellipse((middle - 300, 560, middle + 300, 1100), fill=portrait.wear)
    draw.rounded_rectangle((middle - 75, 440, middle + 75, 640), 70, fill=portrait.skin)
    draw.ellipse((middle - 165, 170, middle + 165, 530), fill=portrait.skin)
    draw.pieslice((middle - 185, 135, middle + 185, 480), 180, 360, fill=portrait.hair)
    for side in (-1, 1):
        x = middle + side * 62
        draw.ellipse((x - 15, 338, x + 15, 368), fill="#2b2320")
    draw.arc((middle - 60, 380, middle + 60, 465), 20, 160, fill="#6d3a30", width=10)
    sent = io.BytesIO()
    image.save(sent, "PNG")
    return sent.getvalue()
