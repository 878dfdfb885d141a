"""Sentences written outside a request."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel

from portal.core.i18n import lazy_gettext, lazy_ngettext, other_locale


@pytest.mark.parametrize(("locale", "other"), [("fr", "en"), ("en", "fr")])
def test_the_other_language(locale, other):
    assert other_locale(locale) == other


@pytest.mark.parametrize(
    "sentence",
    [
        lazy_gettext("%(name)s stays", name="<script>alert(1)</script>"),
        lazy_ngettext("%(name)s stays", "%(name)s stay", 2, name="<script>alert(1)</script>"),
    ],
)
def test_a_lazy_sentence_escapes_what_people_typed(sentence):
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        shown = render_template_string("{{ sentence }} {{ [sentence, sentence]|join(' ') }}", sentence=sentence)
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 3
