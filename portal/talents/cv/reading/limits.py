"""The lengths a profile holds, kept to when a file says more; that something was cut is told."""

from __future__ import annotations

from portal.talents.cv.resume import FoundOccupation, Texts

HEADLINE, LINE, SUMMARY, NAME = 120, 160, 1500, 300


class Cutter:
    """Shortens texts at a word, and remembers that it did."""

    def __init__(self) -> None:
        self.was_cut = False

    def cut(self, text: str, most: int) -> str:
        """`text` within `most` characters, with an ellipsis where it was cut."""
        if len(text) <= most:
            return text
        self.was_cut = True
        kept = text[: most - 1]
        return (kept[: kept.rfind(" ")] if " " in kept[most // 2 :] else kept).rstrip() + "…"

    def texts(self, texts: Texts, most: int) -> Texts:
        """The same for a text in each language, empty ones left out."""
        return {lang: self.cut(text, most) for lang, text in texts.items() if text}

    def occupation(self, found: FoundOccupation) -> FoundOccupation:
        """The same for an occupation."""
        return FoundOccupation(
            self.texts(found.title, LINE),
            self.cut(found.organization, LINE),
            found.started_on,
            found.ended_on,
            found.end_is_unread,
            self.texts(found.summary, SUMMARY),
        )
