"""The occupations that come with the portal, and names that say almost the same."""

from __future__ import annotations

import pytest

from portal.skills.folding import fold
from portal.skills.occupations.reading import names, read_starter
from portal.skills.occupations.words import skill_key, title_key
from portal.skills.vocabulary import starter

OCCUPATIONS = read_starter()
SKILLS = {entry.key for entry in starter.read_starter()[1]}


def test_there_is_something_for_most_people() -> None:
    assert len(OCCUPATIONS) >= 60
    taken = {key for one in OCCUPATIONS for key in (*one.essential, *one.optional)}
    assert len(taken) > 0.95 * len(SKILLS)


@pytest.mark.parametrize("one", OCCUPATIONS, ids=lambda one: one.key)
def test_each_has_both_languages_and_known_skills_once(one) -> None:
    assert one.label_fr and one.label_en and one.names_fr and one.names_en
    taken = [*one.essential, *one.optional]
    assert SKILLS.issuperset(taken)
    assert len(set(taken)) == len(taken) >= 9
    assert 4 <= len(one.essential) <= 10
    for text in (one.label_fr, one.label_en, *one.names_fr, *one.names_en):
        assert (
            text.replace("\u00a0", " ").isprintable() and "|" not in text and "'" not in text and text == text.strip()
        )


def test_no_two_are_called_the_same() -> None:
    for labels in ([one.label_fr for one in OCCUPATIONS], [one.label_en for one in OCCUPATIONS]):
        assert len({fold(label) for label in labels}) == len(labels)


def test_both_names_of_a_pair_are_names() -> None:
    assert names(["achats industriels"], "acheteur/acheteuse") == ("achats industriels", "acheteur", "acheteuse")
    assert names(["UX/UI designer", " UX designer "], "Ux Designer") == ("UX/UI designer",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ingénieure données", "ingénieur données"),
        ("Senior data engineer", "Data engineer"),
        ("Head of data", "data head"),
        ("Développeuse (web)", "développeur"),
        ("Chargé d’études", "chargee d'etudes"),
    ],
)
def test_titles_of_the_same_job(one: str, other: str) -> None:
    assert title_key(one) == title_key(other) != ""


def test_other_titles() -> None:
    assert title_key("Community manager") != title_key("Communication manager")
    assert title_key("Senior") == title_key("") == title_key("…") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Data analysis", "analyse data"),
        ("Use Python", "Python (computer programming)"),
        ("Project management", "manage projects"),
        ("Utiliser un tableur", "Tableurs"),
    ],
)
def test_skills_of_almost_the_same_name(one: str, other: str) -> None:
    assert skill_key(one) == skill_key(other)


def test_other_skills() -> None:
    assert skill_key("Data analysis") != skill_key("Data quality")
    assert skill_key("C") != skill_key("C++") != skill_key("C#")
    assert skill_key("A") == "a"
