"""How a vocabulary's words are tidied, and what makes two entries differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.skills.vocabulary.entry import Entry, alternatives, capitalised, tidy
from portal.skills.vocabulary.esco import family_code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("principes d'économie", "principes d’économie"),
        ("drivers' cabs", "drivers’ cabs"),
        ("l´image", "l’image"),
        ("  two   spaces ", "two spaces"),
        ("e\u0301tude", "étude"),
        ("mesurer\u00a0: compter", "mesurer\u00a0: compter"),
        ("the 'quoted' word", "the 'quoted' word"),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gérer l’eau", "Gérer l’eau"),
        ("iOS", "iOS"),
        ("élaborer", "Élaborer"),
        ("3D modelling", "3D modelling"),
        ("", ""),
    ],
)
def test_capitalised(text: str, expected: str) -> None:
    assert capitalised(text) == expected


def test_alternatives_are_told_once_and_never_repeat_the_label() -> None:
    assert alternatives(["b label", "B  Label", "a label", "", "Le label"], "le label") == ("A label", "B Label")


def test_an_entry_lists_its_labels_with_their_folded_form() -> None:
    entry = Entry("k", "test", "", "Données", "Data", alternatives_fr=("Jeu d’essai",))
    assert entry.labels() == [
        ("fr", "Données", "donnees", True),
        ("fr", "Jeu d’essai", "jeu d'essai", False),
        ("en", "Data", "data", True),
    ]


def test_the_digest_sees_every_field() -> None:
    entry = Entry("k", "test", "f", "Données", "Data")
    changes = (
        {"family": "g"},
        {"label_fr": "Donnée"},
        {"label_en": "Datum"},
        {"description_fr": "x"},
        {"description_en": "x"},
        {"alternatives_fr": ("x",)},
        {"alternatives_en": ("x",)},
    )
    digests = {entry.digest, *(replace(entry, **change).digest for change in changes)}
    assert len(digests) == 1 + len(changes)
    assert replace(entry).digest == entry.digest


@pytest.mark.parametrize(
    ("group", "family"), [("S4.8.1", "S4"), ("S8", "S8"), ("0613", "06"), ("T3.2", "T"), ("L1", "L"), ("K", "K")]
)
def test_groups_belong_to_families(group: str, family: str) -> None:
    assert family_code(group) == family
