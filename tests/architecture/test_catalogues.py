"""Both languages are complete, or the build fails."""

from __future__ import annotations

import ast
import re

import pytest

from portal.config import ROOT
from portal.translations import catalogue

FRENCH_MAILS = sorted((ROOT / "templates" / "mail").rglob("*.fr.txt"))
# A name that starts with a vowel would elide these words, and nobody can tell which name comes.
ELIDED = r"(?:\b(?:d|qu|jusqu|lorsqu|puisqu)(?:e |’))"


@pytest.fixture(scope="module")
def found():
    return catalogue.extract()


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_sentence_is_translated(found, locale):
    stored = catalogue.read(locale)
    missing = [m.id for m in catalogue.sentences(found) if stored.get(m.id) is None]
    assert not missing, f"not in the {locale} catalogue (make messages): {missing[:10]}"
    incomplete = [m.id for m in catalogue.sentences(stored) if not catalogue.is_complete(m)]
    assert not incomplete, f"not translated: {incomplete[:10]}"


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_no_sentence_is_left_over(found, locale):
    stored = catalogue.read(locale)
    gone = [m.id for m in catalogue.sentences(stored) if found.get(m.id) is None]
    assert not gone and not stored.obsolete, f"no longer in the code (make messages): {gone[:10]}"


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_placeholders_match(locale):
    errors = [(m.id, list(problems)) for m, problems in catalogue.read(locale).check() if problems]
    assert not errors


def _french_forms():
    for message in catalogue.sentences(catalogue.read("fr")):
        yield from message.string if isinstance(message.string, (tuple, list)) else (message.string,)


def test_french_typography():
    """A no-break space before ; : ? ! % and inside quotation marks; the typographic apostrophe."""
    plain = re.compile(r" [?!:;»]| %(?!\()|« |'")
    wrong = [form for form in _french_forms() if plain.search(form)]
    assert not wrong, wrong[:10]


def test_english_percentages():
    """English writes 10%, with nothing before the sign."""
    spaced = re.compile(r"(?:\d|\)[sd]|\}\})\s%(?:%|(?![\w(}]))")
    wrong = [message.id for message in catalogue.sentences(catalogue.read("en")) if spaced.search(str(message.string))]
    for path in (ROOT / "templates" / "mail").rglob("*.en.txt"):
        wrong += [path.name] if spaced.search(path.read_text(encoding="utf-8")) else []
    assert not wrong, wrong[:10]


def test_french_typography_of_mails():
    """The same in what is sent; what Jinja reads is left out, and comes back as a letter that stands for it."""
    plain = re.compile(r" [?!:;»%]|« |'")
    wrong = []
    for path in FRENCH_MAILS:
        text = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "x", path.read_text(encoding="utf-8")))
        wrong += [f"{path.name}: {line}" for line in text.splitlines() if plain.search(line)]
    assert not wrong, wrong[:10]


def test_no_french_sentence_puts_a_name_after_a_word_that_elides():
    """« Candidature de Inès » is a mistake, so a name follows « pour », « par », « à », a colon or nothing."""
    in_sentences = re.compile(ELIDED + r"%\((?:names?|person|talent|owner|manager|who|by|other)\)s")
    in_mails = re.compile(ELIDED + r"\{\{[^}]*(?:_name|\b(?:talent|owner|name|names|who|by))\b")
    wrong = [form for form in _french_forms() if in_sentences.search(form)]
    for path in FRENCH_MAILS:
        wrong += [f"{path.name}: {found.group()}" for found in in_mails.finditer(path.read_text(encoding="utf-8"))]
    assert not wrong, wrong[:10]


def _called(node):
    return getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""


def test_no_sentence_stands_inside_an_f_string():
    """What is extracted from the code reads no call inside an f-string: the sentence would stay in English."""
    inside = []
    for path in sorted((ROOT / "portal").rglob("*.py")):
        for written in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(written, ast.JoinedStr):
                lost = [node for node in ast.walk(written) if _called(node) in catalogue.KEYWORDS]
                inside += [f"{path.relative_to(ROOT)}:{node.lineno}" for node in lost]
    assert not inside


def test_a_mail_writes_its_days_in_full():
    """« avant le 22 nov. » would end a sentence with two full stops, and the mails already name the weekday."""
    short = [path.name for path in (ROOT / "templates" / "mail").rglob("*.txt") if "|day }}" in path.read_text("utf-8")]
    assert not short
