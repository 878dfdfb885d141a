"""Transverse: skills, transverse missions, and the time managers authorize. `create_app()` puts the parts together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from whitenoise import WhiteNoise

from portal import cli, models
from portal.config import ROOT, settings
from portal.core import database, logs
from portal.core.transaction import install_guards
from portal.extensions import babel, csrf, db, htmx, login_manager, migrate
from portal.navigation import install as install_navigation
from portal.registry import blueprints, connect
from portal.translations.catalogue import compile_changed
from portal.web import access, errors, jinja, locale, security
from portal.web.addresses import Portal
from portal.web.cookies import SignedCookie

__all__ = ["create_app", "models"]


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The portal. Settings come from the environment; `overrides` win (see `portal.config`)."""
    app = Portal(
        "portal",
        root_path=str(ROOT / "portal"),
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
        instance_path=str(ROOT / "instance"),
    )
    app.config.from_mapping(settings(os.environ, overrides))
    app.session_interface = SignedCookie()
    logs.install()
    Path(app.config["INSTANCE"]).mkdir(parents=True, exist_ok=True)

    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            database.prepare_engine(engine)
    install_guards()
    migrate.init_app(app, db, directory=str(ROOT / "portal" / "migrations"), render_as_batch=True)
    security.install(app)
    compile_changed()
    babel.init_app(app, locale_selector=locale.choose_locale)
    csrf.init_app(app)
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = None
    htmx.init_app(app)
    jinja.install(app)
    errors.install(app)
    app.before_request(access.check_entry)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    connect()
    install_navigation(app)
    cli.install(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=31_536_000,
        autorefresh=app.debug,
        allow_all_origins=False,
        add_headers_function=security.static_headers(app),
    )
    return app
