"""Sentences written outside a request."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from markupsafe import Markup

from portal.core.i18n import filled, lazy_gettext, lazy_ngettext, other_locale


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


@pytest.mark.parametrize(
    ("sentence", "day", "said"),
    [
        ("Refusé le %(day)s.", "22 nov.", "Refusé le 22 nov."),
        ("Refusé le %(day)s.", "1er déc.", "Refusé le 1er déc."),
        ("Refusé le %(day)s. Le motif suit.", "22 févr.", "Refusé le 22 févr. Le motif suit."),
        ("Refusé le %(day)s.", "22 mai", "Refusé le 22 mai."),
        ("Refusé le %(day)s, etc...", "22 nov.", "Refusé le 22 nov., etc..."),
    ],
)
def test_a_short_month_ends_a_sentence_with_one_full_stop(sentence, day, said):
    assert filled(sentence, {"day": day}) == said


def test_a_sentence_that_loses_a_full_stop_stays_as_safe_as_it_was():
    said = filled(Markup("<b>%(name)s</b> le %(day)s."), {"name": "<i>", "day": "22 nov."})
    assert isinstance(said, Markup)
    assert said == "<b>&lt;i&gt;</b> le 22 nov."
