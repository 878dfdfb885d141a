"""A row that many people open is drawn once for each thing that it says, and no more than so many are kept."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from portal import create_app
from portal.core.i18n import speaking
from portal.web import jinja
from portal.web.facets import Box

PREFIXES = ("", "/portal")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return create_app({"INSTANCE": str(tmp_path_factory.mktemp("instance")), "SQLALCHEMY_DATABASE_URI": "sqlite://"})


@pytest.fixture
def row(app):
    """A macro that counts how often it is drawn, in `row.drawn`."""
    source = """{% macro row(label, held) %}{{ drawn.append(label) or "" }}{{ ui.skill(label, 2, held) }}
    <a href="{{ url_for("missions.list_missions") }}"></a>{% endmacro %}"""
    drawn: list[str] = []

    def draw(*args):
        return module.row(*args)

    with app.test_request_context():
        module = app.jinja_env.from_string(source, globals={"drawn": drawn}).module
    draw.drawn = drawn
    return draw


def test_the_same_words_are_drawn_once(app, row):
    for _request in range(2):
        with app.test_request_context(), speaking("en"):
            assert jinja.once(row)("SQL", True) == jinja.once(row)("SQL", True)
    assert row.drawn == ["SQL"]


def test_two_readers_do_not_share_what_differs_for_them(app, row):
    with app.test_request_context(), speaking("en"):
        for _again in range(2):
            assert "(held)" in jinja.once(row)("SQL", True)
            assert "(missing)" in jinja.once(row)("SQL", False)
    assert len(row.drawn) == 2


def test_each_language_and_each_prefix_has_its_own_drawing(app, row):
    shown = {}
    for _again in range(2):
        for prefix in PREFIXES:
            for language in ("fr", "en"):
                with (
                    app.test_request_context(environ_overrides={"SCRIPT_NAME": prefix}),
                    speaking(language),
                ):
                    shown[prefix, language] = jinja.once(row)("SQL", True)
    assert len(row.drawn) == len(set(shown.values())) == 4
    for (prefix, language), drawing in shown.items():
        assert f'href="{prefix}/missions"' in drawing
        assert ("niveau 2 sur 4" if language == "fr" else "level 2 of 4") in drawing


def test_typed_text_stays_escaped_after_the_same_html_was_drawn(app, row):
    with app.test_request_context():
        assert "<b>SQL</b>" in jinja.once(row)(Markup("<b>SQL</b>"), True)
        assert "&lt;b&gt;SQL&lt;/b&gt;" in jinja.once(row)("<b>SQL</b>", True)


def test_boxes_that_differ_in_their_tally_or_their_tick_are_drawn_apart(app):
    with app.test_request_context():
        draw = jinja.once(app.jinja_env.globals["ui"].facet)
        for tally, checked in ((3, False), (4, False), (3, True), (3, False)):
            shown = draw("Kind", "kind", (Box("temp", "Temp", tally, checked),))
            assert f'<span class="tally">{tally}</span>' in shown
            assert (" checked" in shown) is checked


def test_lines_are_kept_up_to_a_number(app, row):
    kept = jinja._drawing(row, jinja.LINES_KEPT)
    with app.test_request_context():
        for number in range(1100):
            jinja.once(row)(f"SQL {number}", None)
    assert kept.cache_info().currsize == jinja.LINES_KEPT == 1024
