"""Both languages are complete, or the build fails."""

from __future__ import annotations

import re

import pytest

from portal.translations import catalogue


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


def test_french_typography():
    """A no-break space before ; : ? ! % and inside quotation marks; the typographic apostrophe."""
    plain = re.compile(r" [?!:;»]| %(?!\()|« |'")
    wrong = []
    for message in catalogue.sentences(catalogue.read("fr")):
        for form in message.string if isinstance(message.string, (tuple, list)) else (message.string,):
            if plain.search(form):
                wrong.append(form)
    assert not wrong, wrong[:10]
