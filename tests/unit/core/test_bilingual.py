"""Content in two languages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from portal.core.bilingual import Text, pick


@pytest.mark.parametrize(
    ("french", "english", "locale", "expected"),
    [
        ("bonjour", "hello", "fr", Text("bonjour", "fr")),
        ("bonjour", "hello", "en", Text("hello", "en")),
        ("bonjour", "", "en", Text("bonjour", "fr")),
        ("bonjour", None, "en", Text("bonjour", "fr")),
        ("", "hello", "fr", Text("hello", "en")),
        ("", None, "fr", Text("", "fr")),
        (None, "", "en", Text("", "en")),
    ],
)
def test_one_language_stands_in_for_the_other(french, english, locale, expected):
    found = pick(SimpleNamespace(title_fr=french, title_en=english), "title", locale)
    assert found == expected
    assert str(found) == expected.text
    assert bool(found) is bool(expected.text)
