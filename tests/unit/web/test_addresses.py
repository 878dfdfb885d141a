"""Paths are remembered; what makes two of them differ is not forgotten."""

from __future__ import annotations

import pytest
from werkzeug.routing import BuildError

from portal.web.addresses import Portal


@pytest.fixture
def app():
    app = Portal(__name__)
    app.add_url_rule("/missions/<public_id>", "show", lambda public_id: public_id)
    app.add_url_rule("/missions", "list", lambda: "")
    return app


def test_the_same_path_each_time(app):
    with app.test_request_context():
        assert [app.url_for("show", public_id="a") for _ in range(2)] == ["/missions/a"] * 2
        assert app.url_for("show", public_id="b") == "/missions/b"
        assert app.url_for("list", page=1) == "/missions?page=1"
        assert app.url_for("list", page="1", q=None) == "/missions?page=1"
        assert app.url_for("list", page=True) == "/missions?page=True"
        assert app.url_for("list", skill=["a", "b"]) == "/missions?skill=a&skill=b"


def test_ticked_values_are_remembered_too(app):
    with app.test_request_context():
        assert [app.url_for("list", skill=["a", "b"]) for _ in range(3)] == ["/missions?skill=a&skill=b"] * 3
        assert app._path_for.cache_info().hits == 2
        assert app.url_for("list", skill=["a"]) == app.url_for("list", skill="a") == "/missions?skill=a"
        assert app.url_for("list", page=[1, 2]) == "/missions?page=1&page=2"


def test_a_prefix_is_not_forgotten(app):
    for prefix in ("", "/portal", ""):
        with app.test_request_context(environ_overrides={"SCRIPT_NAME": prefix}):
            assert app.url_for("list") == f"{prefix}/missions"


def test_an_absolute_address_has_the_host_of_its_request(app):
    for host in ("one.example", "two.example"):
        with app.test_request_context(base_url=f"https://{host}"):
            assert app.url_for("list", _external=True) == f"https://{host}/missions"
            assert app.url_for("list") == "/missions"


def test_what_cannot_be_written_still_says_so(app):
    with app.test_request_context(), pytest.raises(BuildError):
        app.url_for("nowhere")
