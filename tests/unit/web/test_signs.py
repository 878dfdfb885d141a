"""Signs are drawn once; text, language and prefix are what tells two drawings apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import render_template_string
from markupsafe import Markup

from portal import create_app
from portal.core.i18n import speaking

CHIP = "{{ ui.skill(label, level) }}"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app({"INSTANCE": str(tmp_path_factory.mktemp("instance")), "SQLALCHEMY_DATABASE_URI": "sqlite://"})


def drawn(template, **context):
    return render_template_string(template, **context)


def test_typed_text_stays_escaped_after_the_same_html_was_drawn(app):
    with app.test_request_context():
        assert "<b>SQL</b>" in drawn(CHIP, label=Markup("<b>SQL</b>"), level=None)
        assert "&lt;b&gt;SQL&lt;/b&gt;" in drawn(CHIP, label="<b>SQL</b>", level=None)


def test_each_language_has_its_own_drawing(app):
    with app.test_request_context():
        with speaking("en"):
            english = drawn(CHIP, label="SQL", level=3)
        with speaking("fr"):
            french = drawn(CHIP, label="SQL", level=3)
    assert "level 3 of 4" in english
    assert "niveau 3 sur 4" in french


def test_each_prefix_has_its_own_address_of_the_icons(app):
    for prefix in ("", "/portal", ""):
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": prefix}):
            assert f'href="{prefix}/static/icons.svg' in drawn("{{ ui.icon('check') }}")


def test_an_instant_is_shown_as_its_day_in_the_organization_s_time_zone(app):
    late = datetime(2020, 7, 1, 23, 30, tzinfo=UTC)  # half past one, the next morning, in Paris
    with app.test_request_context(), speaking("en"):
        assert drawn("{{ late|day }}", late=late) == "Jul 2, 2020"
        assert drawn("{{ day|day }}", day=late.date()) == "Jul 1, 2020"
