"""What a vocabulary says of an occupation, free of any database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class OccupationEntry:
    """An occupation as its vocabulary has it. Names are in sorted order; skills are keys of the library, likewise."""

    key: str
    source: str
    label_fr: str
    label_en: str
    names_fr: tuple[str, ...] = ()
    names_en: tuple[str, ...] = ()
    essential: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """A fingerprint of everything the entry says."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()
