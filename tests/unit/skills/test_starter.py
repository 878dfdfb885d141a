"""The vocabulary that comes with the portal is complete, bilingual and without doubles."""

from __future__ import annotations

import re
from collections import Counter

from portal.skills.folding import fold
from portal.skills.vocabulary.entry import LONGEST_LABEL
from portal.skills.vocabulary.starter import FOLDER, read_starter, rows

FAMILIES, ENTRIES = read_starter()


def doubles(texts: list[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def test_keys_are_slugs_and_unique() -> None:
    for table in ("families.csv", "skills.csv", "occupations.csv"):
        lines = rows(table, FOLDER)
        assert not doubles([row["key"] for row in lines])
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["key"]) for row in lines)


def test_every_skill_has_both_languages_and_a_known_family() -> None:
    known = {family.key for family in FAMILIES}
    for entry in ENTRIES:
        assert entry.label_fr and entry.label_en and entry.description_fr and entry.description_en, entry.key
        assert entry.family in known, entry.key


def test_no_family_is_empty() -> None:
    assert {family.key for family in FAMILIES} == {entry.family for entry in ENTRIES}
    assert all(family.name_fr and family.name_en for family in FAMILIES)


def test_no_label_is_that_of_two_skills() -> None:
    for lang in ("fr", "en"):
        preferred = [fold(getattr(entry, f"label_{lang}")) for entry in ENTRIES]
        assert not doubles(preferred)


def test_labels_fit_and_hold_nothing_strange() -> None:
    for entry in ENTRIES:
        for _lang, text, folded, _preferred in entry.labels():
            assert 0 < len(text) <= LONGEST_LABEL and folded, entry.key
            assert text.isprintable() and "|" not in text and "'" not in text, (entry.key, text)


def test_french_sentences_are_punctuated_the_french_way() -> None:
    for entry in ENTRIES:
        assert not re.search(r"\w ?[;:?!]", entry.description_fr.replace("\u202f", "\u00a0")), entry.key
        assert '"' not in entry.description_fr, entry.key
