"""Reasons are sentences, translated when shown: reading them needs a language, here English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from portal.core.i18n import speaking


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    app = Flask("administration")
    Babel(app, default_locale="en")
    with app.app_context(), speaking("en"):
        yield
