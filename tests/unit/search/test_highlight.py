"""Marks in text, and excerpts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search import highlight, highlight_all, mentioning
from portal.search.highlight import ELLIPSIS
from portal.search.question import read_question


def marked(pieces: list[tuple[str, bool]]) -> str:
    return "".join(f"[{fragment}]" if is_match else fragment for fragment, is_match in pieces)


def show(text: str, asked: str, locale: str = "fr") -> str:
    return marked(highlight_all(text, read_question(asked).terms, locale))


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Les développements d’été", "developpement ete", "Les [développements] d’[été]"),
        ("L’équipe et l'Équipe", "equipe", "L’[équipe] et l'[Équipe]"),
        ("Cœur de métier", "coeur", "[Cœur] de métier"),
        ("C++ et C#, pas C", "C++", "[C++] et C#, pas C"),
        ("C++ et C#, pas C", "c", "C++ et C#, pas [C]"),
        ("Du Node.js ici", "node.js", "Du [Node.js] ici"),
        ("Du Node.js ici", "node", "Du [Node.js] ici"),
        ("Du Vue.js ici", "js", "Du Vue.[js] ici"),
        ("Développeuse", "dév", "[Développeuse]"),
        ("surdéveloppé", "dév", "surdéveloppé"),
        ("Chef de projet", '"chef de projet"', "[Chef] de [projet]"),
        ("<b>projet</b> & projet", "projet", "<b>[projet]</b> & [projet]"),
        ("e\u0301quipe", "équipe", "[e\u0301quipe]"),
        ("", "projet", ""),
        ("Rien", "projet", "Rien"),
    ],
)
def test_matches_are_marked_whatever_their_accents_and_endings(text: str, asked: str, expected: str) -> None:
    assert show(text, asked) == expected


def test_the_language_of_the_text_decides() -> None:
    assert show("Managing the car", "manage car", "en") == "[Managing] the [car]"
    assert show("Il part car il pleut", "car", "fr") == "Il part car il pleut"
    assert show("Managing", "manage", "de") == "[Managing]"


LONG = "Début du texte sans intérêt. " * 20 + "Le projet de données avance bien. " + "Fin sans intérêt. " * 20


def test_an_excerpt_shows_the_richest_place_between_words() -> None:
    pieces = highlight(LONG, read_question("projet données").terms, "fr", 120)
    text = "".join(fragment for fragment, _ in pieces)
    assert "[projet] de [données]" in marked(pieces)
    assert pieces[0] == pieces[-1] == (ELLIPSIS, False)
    inside = text.removeprefix(ELLIPSIS).removesuffix(ELLIPSIS)
    assert inside in LONG
    assert len(inside) <= 120
    at = LONG.index(inside)
    assert LONG[at - 1].isspace()
    assert LONG[at + len(inside)].isspace()


def test_an_excerpt_without_a_match_is_the_start() -> None:
    pieces = highlight(LONG, ("absent",), "fr", 40)
    assert marked(pieces) == "Début du texte sans intérêt. Début du" + ELLIPSIS


def test_a_short_text_is_whole_and_a_long_word_is_cut() -> None:
    assert highlight("Un projet", ("projet",), "fr") == [("Un ", False), ("projet", True)]
    assert marked(highlight("x" * 500, ("projet",), "fr", 50)) == "x" * 50 + ELLIPSIS


ALPHABET = "aeéèçlnrst cdjq’'.+#&-_\n\u0301œŒCN\ud7ff«»*"
TEXTS = st.text(alphabet=ALPHABET, max_size=300) | st.text(max_size=200)


@given(text=TEXTS, asked=TEXTS, locale=st.sampled_from(["fr", "en", "xx"]), length=st.integers(-5, 150))
def test_pieces_join_into_the_text(text: str, asked: str, locale: str, length: int) -> None:
    terms = read_question(asked).terms
    whole = highlight_all(text, terms, locale)
    assert "".join(fragment for fragment, _ in whole) == text
    assert all(fragment for fragment, _ in whole)
    pieces = highlight(text, terms, locale, length)
    start = 1 if pieces and pieces[0] == (ELLIPSIS, False) else 0
    stop = -1 if len(pieces) > start and pieces[-1] == (ELLIPSIS, False) else None
    assert "".join(fragment for fragment, _ in pieces[start:stop]) in text


@given(text=TEXTS)
def test_a_text_finds_its_own_words(text: str) -> None:
    for clause in read_question(text).clauses:
        word = clause.words[0]
        if clause.forms("fr"):
            assert any(is_match for _, is_match in highlight_all(word.plain, clause.forms("fr"), "fr"))


@given(st.text(alphabet="aàcdeE’'tlx+.# -&", max_size=20), st.text(alphabet="aàcdetlx+.# ", max_size=8))
def test_a_name_is_mentioned_when_something_would_be_marked(name: str, asked: str) -> None:
    terms = read_question(asked).terms
    for locale in ("fr", "en", "de"):
        marked_in_it = any(is_match for _, is_match in highlight_all(name, terms, locale))
        assert mentioning(terms, locale)(name) == marked_in_it
