"""The form under which labels are compared: what a person types without accents finds what is written with them."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {
        "œ": "oe",
        "Œ": "oe",
        "æ": "ae",
        "Æ": "ae",
        "ø": "o",
        "Ø": "o",
        "ł": "l",
        "Ł": "l",
        "đ": "d",
        "Đ": "d",
        **dict.fromkeys("’‘ʼ´`′", "'"),
        **dict.fromkeys("‐‑‒–—", "-"),
    }
)


def fold(text: str) -> str:
    """`text` without case, accents, ligatures or typographic apostrophes and dashes, with single spaces."""
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join([character for character in parts if not unicodedata.combining(character)])
    return " ".join(text.replace("`", "'").casefold().split())
