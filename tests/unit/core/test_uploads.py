"""Files kept between their preview and their confirmation."""

from __future__ import annotations

import os
import time

import pytest
from flask import Flask

from portal.core import uploads

ROOM = "people"


@pytest.fixture
def app(tmp_path):
    app = Flask("room")
    app.config["INSTANCE"] = str(tmp_path)
    return app


def test_an_old_file_that_another_upload_just_deleted_is_no_trouble(app, monkeypatch):
    with app.app_context():
        old = uploads._folder(ROOM, 1, uploads.keep(ROOM, 1, {"people": b"1"}))
        os.utime(old, (time.time() - uploads.KEPT_SECONDS - 60,) * 2)
        gone = old.with_name(f"2.{'x' * 22}")
        monkeypatch.setattr(type(old), "glob", lambda *_args: [gone, old])
        token = uploads.keep(ROOM, 1, {"people": b"2"})
        assert not old.exists()
        assert uploads.find(ROOM, 1, token) == {"people": b"2"}
