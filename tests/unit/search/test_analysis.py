"""Words, stems, accents, elisions and technical names."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.analysis import Word, fold, tokenise, words


def forms(text: str, locale: str) -> list[tuple[str, ...]]:
    return [token.forms for token in tokenise(text, locale)]


def names(text: str) -> list[str]:
    return [word.folded for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Été à Genève", "ete a geneve"),
        ("Cœur, ŒUVRE, Ægir", "coeur, oeuvre, aegir"),
        ("Straße", "strasse"),
        ("ﬁche ＡＢＣ", "fiche abc"),
        ("co\u00adopé\u00adrer", "cooperer"),
        ("e\u0301te\u0301", "ete"),
        ("İstanbul", "istanbul"),
    ],
)
def test_folding_takes_case_accents_and_ligatures_away(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l’équipe d'achat qu’il n’a", ["equipe", "achat", "il", "a"]),
        ("jusqu’à lorsqu'elle", ["a", "elle"]),
        ("aujourd’hui", ["aujourd", "hui"]),
        ("the team's goals, the teams' goals", ["the", "team", "goals", "the", "teams", "goals"]),
        ("L’API, C’EST", ["api", "est"]),
        ("langage C, langage D’", ["langage", "c", "langage", "d"]),
    ],
)
def test_elisions_and_possessives_fall_away(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C++, C# et F#.", ["c++", "c#", "et", "f#"]),
        ("C++17 bac+5", ["c++", "17", "bac", "5"]),
        (".NET, ASP.NET, ASP .NET", [".net", "asp.net", "asp", "net", "asp", ".net"]),
        ("Node.js.", ["node.js", "node", "js"]),
        ("R&D", ["r&d", "r", "d"]),
        ("CI/CD, front-end, snake_case", ["ci", "cd", "front", "end", "snake", "case"]),
        ("fin... Suite", ["fin", "suite"]),
        ("ticket#12", ["ticket", "12"]),
    ],
)
def test_technical_names_keep_their_signs(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize("words_", [("développement", "développements", "developpement"), ("qualité", "QUALITES")])
def test_french_words_share_a_stem_with_or_without_accents(words_: tuple[str, ...]) -> None:
    first = {found[0] for word in words_ for found in forms(word, "fr")}
    assert len(first) == 1


def test_english_words_share_a_stem() -> None:
    assert forms("managing manages managed", "en") == [("manag",)] * 3


@pytest.mark.parametrize(
    ("locale", "one", "other"),
    [
        ("fr", "équipe", "équipement"),
        ("fr", "formation", "format"),
        ("fr", "données", "donner"),
        ("en", "accessibility", "access"),
        ("en", "international", "internal"),
        ("en", "business", "busy"),
    ],
)
def test_words_of_two_families_share_no_stem(locale: str, one: str, other: str) -> None:
    assert not set(forms(one, locale)[0]) & set(forms(other, locale)[0])
    assert forms(one, locale) == forms(fold(one).upper(), locale)


def test_words_set_apart_keep_their_own_family() -> None:
    assert forms("donnée données DONNEES", "fr") == [("donnee",)] * 3
    assert forms("accessible accessibility", "en") == [("accessible",)] * 2


def test_both_stems_come_when_accents_change_the_stem() -> None:
    assert forms("durées", "fr") == [("dure", "dur")]


def test_short_names_and_numbers_are_not_stemmed() -> None:
    assert forms("css js 27001 iso27001s", "en") == [("css",), ("js",), ("27001",), ("iso27001s",)]


def test_stop_words_go_by_language_and_by_accent() -> None:
    assert forms("le chef de la car", "fr") == [("chef",)]
    assert forms("car of the chef", "en") == [("car",), ("chef",)]
    assert forms("été sûr", "fr") == [("ete",), ("sur",)]


def test_words_know_their_place() -> None:
    text = "L’équipe Node.js d’été"
    assert [text[word.start : word.end] for word in words(text)] == ["équipe", "Node.js", "Node", "js", "été"]
    assert [word.position for word in words(text)] == [0, 1, 1, 1, 2]


@pytest.mark.parametrize("text", ["é" * 200_000, "a.a." * 50_000, "'s" * 100_000, "c+" * 100_000, ".n" * 100_000])
def test_analysis_time_grows_with_the_text_only(text: str) -> None:
    start = time.process_time()
    for _ in words(text):
        pass
    assert time.process_time() - start < 2


@given(st.text(alphabet="aeécdjlsNqu'’.+#&-_ 5\n\u0301\u00adœ", max_size=60) | st.text(max_size=60))
def test_what_stands_between_two_spaces_has_the_same_words_by_itself(text: str) -> None:
    def place(word: Word, start: int) -> tuple[int, int, str, str, bool]:
        return word.start + start, word.end + start, word.plain, word.folded, word.exact

    alone, start = [], 0
    for part in text.split(" "):
        alone += [place(word, start) for word in words(part)]
        start += len(part) + 1
    assert alone == [place(word, 0) for word in words(text)]
