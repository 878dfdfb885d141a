"""The portal is served under the path of its base URL, and nothing that a request says changes that."""

from __future__ import annotations

import pytest
from flask import render_template_string, url_for

from portal import create_app
from portal.web import jinja

FORGED = [f"/{number}{'x' * 1000}" for number in range(10)]


def portal_at(base_url, folder):
    settings = {"BASE_URL": base_url, "PROXY_HOPS": 1, "INSTANCE": str(folder), "SQLALCHEMY_DATABASE_URI": "sqlite://"}
    app = create_app(settings)

    @app.get("/drawn")
    def drawn():
        return url_for("accounts.sign_in") + render_template_string("{{ ui.icon('check') }}")

    app.before_request_funcs[None].clear()  # who may enter is asked of a database, which has no table here
    return app


def sizes(app):
    icon = app.jinja_env.get_template("components/ui.html").module.icon
    return app._path_for.cache_info().currsize, jinja._drawing(icon, jinja.SIGNS_KEPT).cache_info().currsize


@pytest.mark.parametrize("path", ["", "/portal"])
def test_a_forged_prefix_changes_no_address_and_is_not_kept(tmp_path, path):
    app = portal_at(f"http://localhost{path}", tmp_path)
    browser = app.test_client()
    shown = browser.get("/drawn").text
    assert shown.startswith(f"{path}/sign-in")
    assert f'href="{path}/static/icons.svg' in shown
    before = sizes(app)
    for prefix in FORGED:
        assert browser.get("/drawn", headers={"X-Forwarded-Prefix": prefix}).text == shown
        assert browser.get("/drawn", environ_overrides={"SCRIPT_NAME": prefix}).text == shown
    assert sizes(app) == before


def test_static_files_and_monitors_are_answered_under_a_path(tmp_path):
    browser = portal_at("http://localhost/portal/", tmp_path).test_client()
    for address in ("/static/icons.svg", "/health/live"):
        with browser.get(address) as answer:
            assert answer.status_code == 200
