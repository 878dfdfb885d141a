"""The index of names: what is found from what someone types."""

from __future__ import annotations

import pytest

from portal.skills.folding import fold
from portal.skills.suggestions.index import Index, Name, build

SKILLS = (
    (("fr", "Gestion de projet"), ("en", "Project management"), ("en", "Managing projects"), ("fr", "Chef de projet")),
    (("fr", "Gestion des risques"), ("en", "Risk management")),
    (("fr", "Gérer une équipe"), ("en", "Manage a team")),
    (("fr", "Kubernetes"), ("en", "Kubernetes"), ("en", "k8s")),
    (("fr", "C++"), ("en", "C++")),
    (("fr", "C"), ("en", "C")),
    (("fr", "Rédiger des comptes rendus"), ("en", "Write minutes")),
    (("fr", "Gérer un budget"), ("en", "Manage a budget")),
)


def index_of(skills=SKILLS) -> Index:
    names, seen = [], set()
    for number, labels in enumerate(skills):
        for lang, text in labels:
            names.append(Name(number, lang, (number, lang) not in seen, text, fold(text)))
            seen.add((number, lang))
    return build(names, [0] * len(skills))


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of()


@pytest.mark.parametrize(
    ("typed", "locale", "first"),
    [
        ("gestion de projet", "fr", 0),
        ("project management", "fr", 0),
        ("GESTION DE PROJETS", "fr", 0),
        ("gestoin porjet", "fr", 0),
        ("projet gestion", "fr", 0),
        ("chef de p", "fr", 0),
        ("k8s", "en", 3),
        ("kubernets", "en", 3),
        ("gerer une equipe", "fr", 2),
        ("c++", "en", 4),
        ("c", "en", 5),
        ("compte rendu", "fr", 6),
        ("  manage a bud", "en", 7),
    ],
)
def test_what_comes_first(index: Index, typed: str, locale: str, first: int) -> None:
    assert index.find(typed, locale)[0].skill == first


@pytest.mark.parametrize("typed", ["", "   ", "%", "xqz", "!?"])
def test_what_finds_nothing(index: Index, typed: str) -> None:
    assert index.find(typed, "fr") == []


def test_each_skill_once_and_no_more_than_asked(index: Index) -> None:
    for typed in ("g", "gestion", "manage"):
        found = [one.skill for one in index.find(typed, "fr", 3)]
        assert len(found) == len(set(found)) <= 3


def test_the_name_that_was_found_is_told(index: Index) -> None:
    assert index.find("k8s", "fr")[0].name.text == "k8s"


def test_words_that_name_the_same_skills_stand_for_each_other() -> None:
    skills = [
        *((("fr", f"Gérer {thing}"), ("en", f"Manage {thing}")) for thing in ("alpha", "beta", "gamma")),
        *((("fr", f"Écrire {thing}"), ("en", f"Write {thing}")) for thing in ("delta", "omega", "sigma")),
        (("fr", "Gérer fjord"), ("en", "Fjord")),
        (("fr", "Écrire fjord"), ("en", "Fjords")),
    ]
    assert index_of(skills).find("manage fjord", "en", is_typing=False)[0].skill == 6


def test_an_empty_vocabulary() -> None:
    assert build([], []).find("sql", "fr") == []


@pytest.mark.parametrize(
    ("typed", "locale", "skills"),
    [
        ("gest", "fr", {0, 1}),
        ("proj gest", "fr", {0}),
        ("equ ger un", "fr", {2}),
        ("BUD MAN", "en", {7}),
        ("c", "en", {4, 5, 0, 6}),
        ("c+", "en", {4}),
        ("k8", "fr", {3}),
        ("gestion equipe", "fr", set()),
        ("gestoin", "fr", set()),
        ("zz gest", "fr", set()),
        ("", "fr", set()),
        ("!?", "fr", set()),
    ],
)
def test_names_spelled_as_typed_are_found_by_the_beginnings_of_their_words_in_any_order(
    index: Index, typed: str, locale: str, skills: set[int]
) -> None:
    assert {one.skill for one in index.find_begun(typed, locale)} == skills


def test_a_name_that_begins_with_the_text_comes_before_one_whose_words_begin_so() -> None:
    index = index_of(((("en", "Open data"),), (("en", "Data modelling"),), (("en", "Data"),)))
    assert [one.skill for one in index.find_begun("data", "en")] == [2, 1, 0]
    assert [one.skill for one in index.find_begun("data", "en", 1)] == [2]
    assert index_of(()).find_begun("data", "en") == []
