"""What is read of a text typed by a person."""

import pytest

from portal.search.question import MAX_WORDS, read_question, telling_words


def read(text: str) -> list[str]:
    """The clauses, written back: phrases in quotes, optional words in brackets, the prefix with an asterisk."""
    written = []
    for clause in read_question(text).clauses:
        plain = " ".join(word.plain for word in clause.words)
        plain = f'"{plain}"' if clause.is_phrase else plain
        plain = f"[{plain}]" if clause.optional else plain
        written.append(plain + "*" if clause.prefix else plain)
    return written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chef de projet", ["chef", "[de]", "projet*"]),
        ("de la", ["de", "la"]),
        ("the", ["the*"]),
        ('"chef de projet" achat', ['"chef de projet"', "achat*"]),
        ("«\u00a0chef de projet\u00a0»", ['"chef de projet"']),
        ('"chef"', ["chef*"]),
        ('""', []),
        ('"chef de', ["chef", "[de]"]),
        ("Node.js", ["node.js*"]),
        ("C++ go", ["c++", "go"]),
        ("titre:secret AND (a OR b)", ["titre", "secret", "[and]", "[a]", "[or]", "b"]),
        ("l’été", ["été*"]),
    ],
)
def test_words_and_phrases(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_length_and_words_are_bounded() -> None:
    assert len(read_question("x" * 500).text) == 200
    assert len(read("mot " * 100)) == MAX_WORDS
    assert read('"' + "mot " * 30 + '"') == ['"' + " ".join(["mot"] * MAX_WORDS) + '"']


def test_blank_is_nothing_and_signs_are_something() -> None:
    assert read_question(" \0 \t").is_blank
    assert not read_question("?").is_blank
    assert read_question("?").clauses == ()


def test_the_label_is_the_whole_text() -> None:
    assert read_question(' "Gestion  de" Projet ').label == "gestion de projet"


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("Tableau de bord", "Tableau bord"),
        ("the plan OF charge", "plan charge"),
        ("l’équipe du projet", "équipe projet"),
        ("plan, de (charge)", "plan charge"),
        ('"plan de charge" C++', "plan de charge C++"),
        ("d'une ligne", "ligne"),
        ("???", "???"),
        ("it", "it"),
        ("de la", "de la"),
        ("", ""),
    ],
)
def test_the_words_that_tell_something(text: str, telling: str) -> None:
    assert telling_words(text) == telling
