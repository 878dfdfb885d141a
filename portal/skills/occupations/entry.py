"""What a vocabulary says of an occupation, free of any database."""

from __future__ import annotations

from dataclasses import dataclass

from portal.skills.vocabulary.entry import digest_of


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
        return digest_of(self)
