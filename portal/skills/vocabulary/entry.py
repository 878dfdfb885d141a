"""What a vocabulary says of a skill, free of any database."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from portal.skills.folding import fold

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

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
        return digest_of(self)

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


def digest_of(entry: DataclassInstance) -> str:
    """A fingerprint of everything that an entry of a vocabulary says, whose fields are texts or tuples of them."""
    said = {one.name: getattr(entry, one.name) for one in fields(entry)}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


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
