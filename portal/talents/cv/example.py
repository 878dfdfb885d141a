"""The table that shows how to write one."""

from __future__ import annotations

from collections.abc import Iterator

TITLES = {
    "fr": ("type", "nom", "niveau", "organisation", "du", "au", "texte"),
    "en": ("kind", "name", "level", "organization", "from", "to", "text"),
}
_ROWS = {
    "fr": (
        ("compétence", "SQL", "maîtrise", "", "", "", ""),
        ("compétence", "Gestion de projet", "pratique", "", "", "", ""),
        ("expérience", "Chargée d’études", "", "Valserre", "2019-02", "2021-08", "Enquêtes auprès des voyageurs."),
        ("expérience", "Analyste", "", "Merane", "2021-09", "", ""),
        ("langue", "Italien", "B2", "", "", "", ""),
    ),
    "en": (
        ("skill", "SQL", "masters", "", "", "", ""),
        ("skill", "Project management", "practises", "", "", "", ""),
        ("experience", "Survey officer", "", "Valserre", "2019-02", "2021-08", "Surveys of passengers."),
        ("experience", "Analyst", "", "Merane", "2021-09", "", ""),
        ("language", "Italian", "B2", "", "", "", ""),
    ),
}


def rows(locale: str) -> Iterator[tuple[str, ...]]:
    """Titles, then a line of each kind, in a language."""
    yield TITLES[locale]
    yield from _ROWS[locale]
