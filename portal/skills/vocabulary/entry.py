"""What a vocabulary says of a skill, free of any database."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from portal.skills.folding import fold

LONGEST_LABEL = 300
_STRAIGHT_APOSTROPHE = re.compile(r"(?<=\w)['´`ʼ](?=\w)|(?<=s)['´`ʼ](?=\s|$)")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class Family:
    """A group of skills to browse by."""

    key: str
    name_fr: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A skill as its vocabulary has it. `family` is a family's key or empty; alternatives are in sorted order."""

    key: str
    source: str
    family: str
    label_fr: str
    label_en: str
    description_fr: str = ""
    description_en: str = ""
    alternatives_fr: tuple[str, ...] = ()
    alternatives_en: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A fingerprint of everything the entry says."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def labels(self) -> list[tuple[str, str, str, bool]]:
        """Every label as (language, text, folded, is preferred): one for each folded form of a language."""
        rows = []
        for lang, preferred, others in (
            ("fr", self.label_fr, self.alternatives_fr),
            ("en", self.label_en, self.alternatives_en),
        ):
            rows.append((lang, preferred, fold(preferred)[:LONGEST_LABEL], True))
            rows.extend((lang, text, fold(text)[:LONGEST_LABEL], False) for text in others)
        return rows


def tidy(text: str) -> str:
    """`text` composed (NFC), with typographic apostrophes and single spaces; non-breaking ones are kept."""
    return _STRAIGHT_APOSTROPHE.sub("’", _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip())


def capitalised(text: str) -> str:
    """`text` with a capital first, unless its first word has its own spelling (iOS)."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.islower() else text


def alternatives(texts: Iterable[str], preferred: str) -> tuple[str, ...]:
    """The texts worth keeping beside a preferred label: tidy, each folded form once, in sorted order."""
    kept: dict[str, str] = {}
    known = fold(preferred)
    for text in sorted(texts):
        label = capitalised(tidy(text))[:LONGEST_LABEL]
        folded = fold(label)
        if folded and folded != known:
            kept.setdefault(folded, label)
    return tuple(sorted(kept.values()))
