"""A skill as `ui.skill` draws it, in nothing but plain values."""

from __future__ import annotations

from typing import NamedTuple

from portal.core.bilingual import Text


class Chip(NamedTuple):
    """A skill to show: asked by a mission, or held by someone. `is_held` says whether the reader holds what is asked,
    None where that is not told; `lang` is that of the label where it is not the page's."""

    label: str
    level: int
    is_held: bool | None
    lang: str | None


def chip_of(label: Text, level: int, locale: str, *, is_held: bool | None = None) -> Chip:
    """The chip of a skill on a page in `locale`."""
    return Chip(label.text, level, is_held, label.lang if label.lang != locale else None)
